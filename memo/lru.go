package memo

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// LRUOptions adjusts an [LRU].
type LRUOptions struct {
	// MaxBytes bounds the memory of the entries: keys, values and some 200 bytes for each. When it is exceeded, those
	// not used for the longest time go. A value alone larger than that is not kept. Values that are neither []byte nor
	// string are estimated by a look at no more than a few thousand of their parts. 0 means not bounded by bytes.
	MaxBytes int64
}

// LRU is a [Store] in the memory of this process that keeps the entries used last. Expiry is checked when an
// entry is read, so an LRU runs no goroutine and needs no Close. It may be used concurrently.
type LRU struct {
	limit    int
	maxBytes int64
	base     time.Time // all times are durations since then: immune to the wall clock, and cheaper to ask for

	mu      sync.Mutex
	entries *simplelru.LRU[string, lruEntry]
	held    int64 // the entries' sizes together; 0 when maxBytes is
}

// NewLRU returns an LRU for so many entries. It panics when entries is not positive, when MaxBytes is negative, and
// when more than one LRUOptions is given.
func NewLRU(entries int, opts ...LRUOptions) *LRU {
	o := only("NewLRU", opts)
	if entries <= 0 {
		panic(fmt.Sprintf("memo: NewLRU(%d): entries must be positive", entries))
	}
	if o.MaxBytes < 0 {
		panic(fmt.Sprintf("memo: NewLRU(%d): MaxBytes is negative: %d", entries, o.MaxBytes))
	}
	l := &LRU{limit: entries, maxBytes: o.MaxBytes, base: time.Now()}
	l.emptyLocked()
	return l
}

// Get returns the very slice that was set. What is no []byte is not found.
func (l *LRU) Get(ctx context.Context, key string) (value []byte, found bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	value, found = l.bytes(key)
	return value, found, nil
}

// Set keeps the slice itself.
func (l *LRU) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	return l.SetTagged(ctx, key, value, ttl, nil)
}

// SetTagged implements [Tagger].
func (l *LRU) SetTagged(ctx context.Context, key string, value []byte, ttl time.Duration, tags []string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.put(key, value, lifeFor(ttl), slices.Clone(tags))
	return nil
}

// Delete removes what is under the key, bytes or not.
func (l *LRU) Delete(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.drop(key)
	return nil
}

// DeleteTagged implements [Tagger]. It looks at every entry.
func (l *LRU) DeleteTagged(ctx context.Context, tag string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return l.dropTagged(tag), nil
}

// Clear implements [Clearer]. Its count includes entries that had expired but were not read since.
func (l *LRU) Clear(ctx context.Context) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return l.dropAll(), nil
}

// lookup returns what put left. left is how much longer it is fresh: not positive when it no longer is, then by how
// long it has not been; math.MaxInt64 means for ever.
//
// The clock is read outside the lock, and not for what never expires.
func (l *LRU) lookup(key string) (value any, left time.Duration, found bool) {
	l.mu.Lock()
	e, found := l.entries.Get(key)
	l.mu.Unlock()
	if !found {
		return nil, 0, false
	}
	if e.fresh == forever {
		return e.value, math.MaxInt64, true
	}
	now := l.now()
	if e.gone(now) {
		l.expire(key, now)
		return nil, 0, false
	}
	return e.value, time.Duration(e.fresh - now), true
}

// put keeps the slice tags itself: callers share one per function. Tags do not count as bytes for that reason.
func (l *LRU) put(key string, value any, good life, tags []string) {
	e := newLRUEntry(value, good, tags, l.now())
	if l.maxBytes > 0 {
		size := lruOverhead + int64(len(key)) + sizeOf(value)
		if size > l.maxBytes {
			l.drop(key)
			return
		}
		e.setSize(size)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if old, found := l.entries.Peek(key); found {
		l.leftLocked(key, old) // Add replaces it without a word
	}
	l.held += e.size()
	l.entries.Add(key, e)
	for l.maxBytes > 0 && l.held > l.maxBytes {
		l.entries.RemoveOldest()
	}
}

// drop tells whether there was an entry, expired or not.
func (l *LRU) drop(key string) (was bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entries.Remove(key)
}

// dropTagged looks at all entries under the lock: some 100 ns for each. An index of tags would make that quick, but
// it would cost each entry more memory than the entry itself has, on the side that is hot, for a call that is rare.
func (l *LRU) dropTagged(tag string) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, key := range l.entries.Keys() {
		if e, _ := l.entries.Peek(key); slices.Contains(e.tags, tag) {
			l.entries.Remove(key)
			n++
		}
	}
	return n
}

// dropAll also gives back the room that the entries took.
func (l *LRU) dropAll() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := l.entries.Len()
	l.emptyLocked()
	return n
}

func (l *LRU) emptyLocked() {
	if l.entries != nil {
		l.entries.Purge()
	}
	l.entries, _ = simplelru.NewLRU(l.limit, l.leftLocked) // fails only when the limit is not positive
	l.held = 0
}

// leftLocked is called with every entry that leaves.
func (l *LRU) leftLocked(_ string, e lruEntry) {
	l.held -= e.size()
	if v, ok := e.value.(interface{ leave() }); ok {
		v.leave()
	}
}

// expire removes the key's entry, unless it was replaced since it was found expired.
func (l *LRU) expire(key string, now int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, found := l.entries.Peek(key); found && e.gone(now) {
		l.entries.Remove(key)
	}
}

func (l *LRU) now() int64 { return int64(time.Since(l.base)) }

// bytes is Get without a context.
func (l *LRU) bytes(key string) ([]byte, bool) {
	value, _, found := l.lookup(key)
	if !found {
		return nil, false
	}
	b, ok := value.([]byte)
	return b, ok
}
