package memo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// guard stands between the cache and a store that may fail: a failure is a miss, is logged once, and the store is
// then left alone for a while. Reading and writing fail apart, because a full disk or a read-only replica can
// still be read.
type guard struct {
	store  Store   // what is read and written: of a Tiered, its back
	whole  Store   // what New was given: what is forgotten is forgotten there
	lru    *LRU    // the store, when it is one
	tiered *Tiered // the whole, when it is one
	tagger Tagger  // nil where the store is none, as is the leaser
	leaser Leaser
	alone  atomic.Bool // the leaser wraps a store that is none
	log    *slog.Logger
	read   circuit
	write  circuit
	errors atomic.Uint64
}

func (g *guard) init(store Store, log *slog.Logger, pause time.Duration) {
	g.store, g.whole, g.log = store, store, log
	if t, ok := store.(*Tiered); ok {
		g.tiered, g.store = t, t.back
	}
	g.lru, _ = g.store.(*LRU)
	if g.tiered != nil && g.lru != nil {
		g.lru = nil // values go to the front, and bytes to an LRU behind it
	}
	g.tagger, _ = g.store.(Tagger)
	if g.leaser, _ = g.store.(Leaser); g.leaser != nil && g.tiered != nil {
		g.leaser = g.tiered // whose leases copy to the front what they store
	}
	g.read.pause, g.write.pause = pause, pause
}

// writes tells whether results leave the process, so that they have to be written.
func (g *guard) writes() bool { return g.lru == nil }

// memory is the LRU in which results are found, if there is one.
func (g *guard) memory() *LRU {
	if g.tiered != nil {
		return g.tiered.front
	}
	return g.lru
}

func (g *guard) get(ctx context.Context, key Key) (value []byte, found bool) {
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

// put leaves a store alone that could not be read a moment ago: a second timeout would teach nothing. It ends the lease. A
// Tiered keeps c in front.
//
// Where there are leases nothing is stored without one: it was not to be had while the store failed, and when that is over
// others may have forgotten the key before we write. A lease taken as a probe makes the write one.
func (g *guard) put(ctx context.Context, key Key, data []byte, c copied, lease Lease) {
	probe, ok := false, !g.read.open.Load()
	switch {
	case !ok:
	case lease != nil:
		probe = g.write.open.Load()
	case g.shares():
		ok = false
	default:
		probe, ok = g.write.allow()
	}
	if !ok {
		g.end(ctx, lease)
	} else {
		err := safely(func() error { return g.deliver(ctx, string(key[:]), data, c, lease) })
		g.note(ctx, &g.write, "set", probe, err)
		ok = err == nil
	}
	if !ok && g.tiered != nil { // an outage must not become a stampede
		g.tiered.fillDeaf(string(key[:]), c)
	}
}

func (g *guard) deliver(ctx context.Context, key string, data []byte, c copied, lease Lease) (err error) {
	ttl := c.good.keep
	seen, _ := lease.(*witness)
	var both *tieredLease
	if seen != nil {
		both, _ = seen.Lease.(*tieredLease)
	}
	switch {
	case both != nil:
		seen.held, err = both.setAs(ctx, data, ttl, c.value, c.good)
		seen.held = seen.held && err == nil
	case lease != nil:
		_, err = lease.Set(ctx, data, ttl)
	case g.tiered != nil:
		err = g.tiered.setAs(ctx, key, data, ttl, c)
	case len(c.tags) > 0 && g.tagger != nil:
		if err = g.tagger.SetTagged(ctx, key, data, ttl, c.tags); errors.Is(err, errors.ErrUnsupported) {
			err = g.store.Set(ctx, key, data, ttl) // it wraps a store without tags
		}
	default:
		err = g.store.Set(ctx, key, data, ttl)
	}
	return err
}

// witness is a lease that remembers whether it was held to its end.
type witness struct {
	Lease
	hold time.Duration // unless 0, End makes sure
	held bool
}

func (w *witness) Set(ctx context.Context, value []byte, ttl time.Duration) (held bool, err error) {
	held, err = w.Lease.Set(ctx, value, ttl)
	w.held = held && err == nil
	return held, err
}

func (w *witness) End(ctx context.Context) error {
	if w.hold > 0 {
		held, err := w.Lease.Extend(ctx, w.hold)
		w.held = held && err == nil
	}
	return w.Lease.End(ctx)
}

// shares tells whether other processes may forget what is computed here, and a lease would tell.
func (g *guard) shares() bool { return g.leaser != nil && !g.alone.Load() }

// lease asks for the key's lease. leases is false where there are none to be had, and the work is begun without. While
// writing fails one call asks per pause: without a lease there would be nothing to write, and no end to it.
func (g *guard) lease(ctx context.Context, key Key, tags []string, hold time.Duration) (l Lease, leases bool) {
	if !g.shares() || g.read.open.Load() {
		return nil, false
	}
	if _, ok := g.write.allow(); !ok {
		return nil, false
	}
	err := safely(func() (err error) {
		l, err = g.leaser.Lease(ctx, string(key[:]), tags, hold)
		return err
	})
	if errors.Is(err, errors.ErrUnsupported) {
		g.alone.Store(true)
		return nil, false
	}
	g.note(ctx, &g.write, "lease", false, err)
	return l, err == nil
}

// await waits for another's lease to end; a failing store is no reason to wait.
func (g *guard) await(ctx context.Context, key Key) (ok bool) {
	err := safely(func() error { return g.leaser.Await(ctx, string(key[:])) })
	g.note(ctx, &g.read, "await", false, err)
	return err == nil
}

// end gives up a lease that is not needed. If that fails, it runs out.
func (g *guard) end(ctx context.Context, lease Lease) {
	if lease != nil {
		_ = safely(func() error { return lease.End(ctx) })
	}
}

// has tells whether there is an entry that somebody could still be shown.
func (g *guard) has(ctx context.Context, key Key) (found bool) {
	if g.lru != nil {
		_, _, found = g.lru.lookup(string(key[:]))
		return found
	}
	data, found := g.get(ctx, key)
	if found {
		_, _, _, found = unseal(data, time.Now())
	}
	return found
}

// delete always tries, and tells.
func (g *guard) delete(ctx context.Context, key Key) error {
	return safely(func() error { return g.whole.Delete(ctx, string(key[:])) })
}

func (g *guard) clear(ctx context.Context) (n int, err error) {
	store, ok := g.whole.(Clearer)
	if !ok {
		return 0, fmt.Errorf("memo: a %T cannot be cleared: it is no memo.Clearer", g.whole)
	}
	err = safely(func() error { n, err = store.Clear(ctx); return err })
	return n, err
}

func (g *guard) deleteTagged(ctx context.Context, tag string) (n int, err error) {
	store, ok := g.whole.(Tagger)
	if !ok {
		return 0, fmt.Errorf("memo: a %T cannot find results by tag or function: it is no memo.Tagger", g.whole)
	}
	err = safely(func() error { n, err = store.DeleteTagged(ctx, tag); return err })
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
