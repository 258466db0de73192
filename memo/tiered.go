package memo

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Tiered is a [Store] with a copy in memory: an [LRU] in front of a [Dir], a Redis or any Store behind it. What is
// found in front costs no trip. Both belong to the Tiered: what is changed past it is not seen.
//
// A back that is a [Watcher] may be shared with other processes: what they change is dropped from the front soon
// after. While nothing is heard from them (the connection is lost, or not there yet) the front starts empty and keeps
// an entry for a second at most, so that an outage is neither a stampede nor an old answer that stays. Back ends
// that are no Watcher must be changed by this Tiered alone; its front keeps entries as long as the back does.
//
// What the back cannot do (clear, tags, leases) is answered with [errors.ErrUnsupported]. A change that the back
// refuses empties the front of what it was about, and its error is returned. A Tiered may be used concurrently.
type Tiered struct {
	front *LRU
	back  Store
	stop  func()

	// Changes made or heard, for mark. They only grow.
	seed maphash.Seed
	all  atomic.Uint64              // of who knows which keys
	some [tieredSlots]atomic.Uint64 // of a key, by its hash

	mu   sync.Mutex // around each count with its drop, and each look at the counts with its put
	deaf bool
}

const (
	// deafLife is how long the front keeps an entry that nobody would tell the end of.
	deafLife    = time.Second
	tieredSlots = 256
)

// NewTiered returns a store that keeps copies of what is in back in front. It empties front, and begins to watch a
// back that is a [Watcher]. It panics when one of the two is nil.
func NewTiered(front *LRU, back Store) *Tiered {
	if front == nil {
		panic("memo: NewTiered: the front is nil")
	}
	if back == nil {
		panic("memo: NewTiered: the back is nil")
	}
	front.dropAll() // of who knows what back
	t := &Tiered{front: front, back: back, seed: maphash.MakeSeed(), stop: func() {}}
	if w, ok := back.(Watcher); ok {
		t.deaf = true
		stop := w.Watch(t.heard)
		t.stop = sync.OnceFunc(func() {
			stop()
			t.heard(nil, false)
		})
	}
	return t
}

// Close ends the watching, and waits for it; it closes neither the front nor the back. A Tiered in use after that
// is one that hears nothing. The error is always nil. Closing twice is once.
func (t *Tiered) Close() error {
	t.stop()
	return nil
}

// Get asks the front, then the back. It leaves no copy in front, because the back does not say how long the entry
// is still good.
func (t *Tiered) Get(ctx context.Context, key string) (value []byte, found bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	if value, found := t.front.bytes(key); found {
		return value, true, nil
	}
	return t.back.Get(ctx, key)
}

// Set writes to the back, then to the front.
func (t *Tiered) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	return t.SetTagged(ctx, key, value, ttl, nil)
}

// SetTagged implements [Tagger]. Without tags it is Set, which every back can do.
func (t *Tiered) SetTagged(ctx context.Context, key string, value []byte, ttl time.Duration, tags []string) error {
	if _, ok := t.back.(Tagger); !ok && len(tags) > 0 {
		return t.unsupported("tags")
	}
	return t.setAs(ctx, key, value, ttl, copied{value, lifeFor(ttl), slices.Clone(tags)})
}

// copied is what the front gets when the back has taken a value.
type copied struct {
	value any
	good  life
	tags  []string
}

// setAs is SetTagged with the tags of c, where the front gets c: the Go value that the bytes are the encoding of. A back that
// knows no tags gets none.
func (t *Tiered) setAs(ctx context.Context, key string, value []byte, ttl time.Duration, c copied) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	set := func() error { return t.back.Set(ctx, key, value, ttl) }
	if back, ok := t.back.(Tagger); ok && len(c.tags) > 0 {
		set = func() error { return back.SetTagged(ctx, key, value, ttl, c.tags) }
	}
	_, err := t.write(key, &c, func() (bool, error) { return true, set() })
	return err
}

// Delete deletes from the back, and from the front in any case.
func (t *Tiered) Delete(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer t.forget(key)
	return t.back.Delete(ctx, key)
}

// DeleteTagged implements [Tagger]: the number is the back's. The front loses its entries in any case.
func (t *Tiered) DeleteTagged(ctx context.Context, tag string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	defer t.forgetMany(func() { t.front.dropTagged(tag) })
	back, ok := t.back.(Tagger)
	if !ok {
		return 0, t.unsupported("tags")
	}
	return back.DeleteTagged(ctx, tag)
}

// Clear implements [Clearer]: the number is the back's. The front is emptied in any case.
func (t *Tiered) Clear(ctx context.Context) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	defer t.forgetMany(func() { t.front.dropAll() })
	back, ok := t.back.(Clearer)
	if !ok {
		return 0, t.unsupported("Clear")
	}
	return back.Clear(ctx)
}

func (t *Tiered) unsupported(what string) error {
	return fmt.Errorf("memo: a Tiered on a %T: %s: %w", t.back, what, errors.ErrUnsupported)
}
