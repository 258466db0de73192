package memo

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// guard stands between the cache and a store that may fail: a failure is a miss, is logged once, and the store is
// then left alone for a while. Reading and writing fail apart, because a full disk or a read-only replica can
// still be read.
type guard struct {
	store  Store
	lru    *LRU // the store, when it is one
	log    *slog.Logger
	read   circuit
	write  circuit
	errors atomic.Uint64
}

// get is small, so that a hit in memory costs little more than the lookup.
func (g *guard) get(ctx context.Context, key Key) ([]byte, bool) {
	if g.lru != nil {
		return g.lru.bytes(string(key[:]))
	}
	return g.ask(ctx, key)
}

func (g *guard) ask(ctx context.Context, key Key) (value []byte, found bool) {
	probe, ok := g.read.allow()
	if !ok {
		return nil, false
	}
	err := safely(func() (err error) {
		value, found, err = g.store.Get(ctx, string(key[:]))
		return err
	})
	g.note(ctx, &g.read, "get", probe, err)
	return value, found && err == nil
}

// set leaves a store alone that could not be read a moment ago: a second timeout would teach nothing.
func (g *guard) set(ctx context.Context, key Key, value []byte, ttl time.Duration) {
	if g.read.open.Load() {
		return
	}
	probe, ok := g.write.allow()
	if !ok {
		return
	}
	err := safely(func() error { return g.store.Set(ctx, string(key[:]), value, ttl) })
	g.note(ctx, &g.write, "set", probe, err)
}

// delete always tries, and tells.
func (g *guard) delete(ctx context.Context, key Key) error {
	return safely(func() error { return g.store.Delete(ctx, string(key[:])) })
}

func (g *guard) clear(ctx context.Context) (n int, err error) {
	store, ok := g.store.(Clearer)
	if !ok {
		return 0, fmt.Errorf("memo: a %T cannot be cleared", g.store)
	}
	err = safely(func() error { n, err = store.Clear(ctx); return err })
	return n, err
}

// note keeps the books of an outage. That a caller went away says nothing about the store.
func (g *guard) note(ctx context.Context, c *circuit, op string, probe bool, err error) {
	if err == nil {
		if c.succeeded(probe) {
			g.log.InfoContext(ctx, "memo: the store works again", "op", op, "store", fmt.Sprintf("%T", g.store))
		}
		return
	}
	if ctx.Err() != nil {
		return
	}
	g.errors.Add(1)
	if c.failed() {
		g.log.WarnContext(ctx, "memo: the store fails, results are computed without it",
			"op", op, "store", fmt.Sprintf("%T", g.store), "error", err, "retry_after", c.pause)
	}
}

// safely runs code that is not ours.
func safely(fn func() error) (err error) {
	defer recovered(&err)
	return fn()
}
