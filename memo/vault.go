package memo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// got is what was found under a key.
type got[V any] struct {
	value V
	err   error         // a remembered failure, in place of the value
	left  time.Duration // of the freshness; negative: stale for so long; forever: no expiry
	in    *resident[V]  // where it is in memory; nil elsewhere
}

// kept is what a store holds of it.
type kept[V any] struct {
	value V
	err   error
}

// resident is that in an LRU.
type resident[V any] struct {
	kept[V]
	gone atomic.Bool // the LRU has dropped or replaced it
}

// leave is what the LRU calls.
func (r *resident[V]) leave() { r.gone.Store(true) }

// vault is where a function's results are.
type vault[V any] interface {
	get(ctx context.Context, key Key) (got[V], bool)
	put(ctx context.Context, key Key, p parcel[V])
}

// parcel is a result on its way to a vault.
type parcel[V any] struct {
	kept[V]
	life  life
	tags  []string // not to be modified
	lease Lease    // or nil; put ends it
}

// form is how values of a type are written to stores of bytes. An encode that is nil means they cannot be.
type form[V any] struct {
	encode func(V) ([]byte, error)
	decode func([]byte) (V, error)
}

// newVault chooses by what the store can do.
func newVault[V any](c *Cache, name string, f form[V]) vault[V] {
	if c.guard.lru != nil {
		return memoryVault[V]{c.guard.lru}
	}
	bytes := &bytesVault[V]{guard: &c.guard, form: f, name: name, max: c.maxBytes}
	switch tiered := c.guard.tiered; {
	case f.encode == nil: // of a copy in front alone no other process could tell that it is out of date
		return noVault[V]{&c.guard}
	case tiered == nil:
		return bytes
	default:
		return &tieredVault[V]{tiered: tiered, front: memoryVault[V]{tiered.front}, back: bytes}
	}
}

// noVault keeps nothing.
type noVault[V any] struct{ guard *guard }

func (noVault[V]) get(context.Context, Key) (got[V], bool) { return got[V]{}, false }

func (v noVault[V]) put(ctx context.Context, _ Key, p parcel[V]) { v.guard.end(ctx, p.lease) }

// memoryVault keeps the value as it is.
type memoryVault[V any] struct{ lru *LRU }

func (v memoryVault[V]) get(_ context.Context, key Key) (g got[V], found bool) {
	value, left, found := v.lru.lookup(string(key[:]))
	if !found {
		return g, false
	}
	r, found := value.(*resident[V]) // another type's is a miss
	if !found {
		return g, false
	}
	return got[V]{value: r.value, err: r.err, left: left, in: r}, true
}

func (v memoryVault[V]) put(_ context.Context, key Key, p parcel[V]) {
	v.lru.put(string(key[:]), &resident[V]{kept: p.kept}, p.life, p.tags)
}

// bytesVault keeps a header and the encoded value.
type bytesVault[V any] struct {
	guard   *guard
	form    form[V]
	name    string
	max     int64
	warning sync.Once
}

func (v *bytesVault[V]) get(ctx context.Context, key Key) (g got[V], found bool) {
	g, _, _, found = v.read(ctx, key)
	return g, found
}

func (v *bytesVault[V]) read(ctx context.Context, key Key) (g got[V], h header, tags []byte, found bool) {
	data, found := v.guard.get(ctx, key)
	if !found || int64(len(data)) > v.max {
		return g, h, nil, false
	}
	h, tags, payload, ok := unseal(data, time.Now())
	if !ok {
		return g, h, nil, false
	}
	g.left = h.left
	if h.failed {
		g.err = storedError(payload)
		return g, h, tags, true
	}
	err := safely(func() (err error) { g.value, err = v.form.decode(payload); return err })
	if err != nil {
		v.guard.log.DebugContext(ctx, "memo: a stored result cannot be read, it is computed anew", "func", v.name, "error", err)
	}
	return g, h, tags, err == nil
}

func (v *bytesVault[V]) put(ctx context.Context, key Key, p parcel[V]) {
	data, err := v.seal(p)
	if err != nil {
		v.warning.Do(func() {
			v.guard.log.WarnContext(ctx, "memo: a result is not stored", "func", v.name, slog.Any("error", err))
		})
		v.guard.end(ctx, p.lease)
		return
	}
	v.guard.put(ctx, key, data, copied{&resident[V]{kept: p.kept}, p.life, p.tags}, p.lease)
}

func (v *bytesVault[V]) seal(p parcel[V]) (data []byte, err error) {
	h := header{failed: p.err != nil, life: p.life, tags: p.tags}
	var payload []byte
	if h.failed {
		payload = []byte(p.err.Error())
	} else if err = safely(func() (err error) { payload, err = v.form.encode(p.value); return err }); err != nil {
		return nil, err
	}
	if data, err = h.seal(payload, time.Now()); err == nil && int64(len(data)) > v.max {
		err = fmt.Errorf("memo: it takes %d bytes, and Options.MaxBytes is %d", len(data), v.max)
	}
	return data, err
}

// storedError is an error that was remembered by a store of bytes, where its type was lost.
func storedError(text []byte) error { return errors.New(string(text)) }

// tieredVault has a copy in memory of what is in a store of bytes.
type tieredVault[V any] struct {
	tiered *Tiered
	front  memoryVault[V]
	back   *bytesVault[V]
}

func (v *tieredVault[V]) get(ctx context.Context, key Key) (g got[V], found bool) {
	if g, found = v.front.get(ctx, key); found {
		return g, true
	}
	id := string(key[:])
	mark := v.tiered.mark(id)
	g, h, tagged, found := v.back.read(ctx, key)
	if !found {
		return g, false
	}
	if tags, ok := splitTags(tagged); ok {
		v.tiered.fill(id, &resident[V]{kept: kept[V]{g.value, g.err}}, h.remaining(), tags, mark)
	}
	return g, true
}

// put gives the guard both forms, which a Tiered writes together.
func (v *tieredVault[V]) put(ctx context.Context, key Key, p parcel[V]) { v.back.put(ctx, key, p) }
