package memo

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// LRU is a [Store] in the memory of this process that keeps the entries used last. Expiry is checked when an
// entry is read, so an LRU runs no goroutine and needs no Close. It may be used concurrently.
type LRU struct {
	mu      sync.Mutex
	entries *simplelru.LRU[string, lruEntry]
}

type lruEntry struct {
	value   any
	expires time.Time // zero: never. Holds a monotonic reading, so setting the wall clock expires nothing.
}

// NewLRU returns an LRU for so many entries. It panics when entries is not positive.
func NewLRU(entries int) *LRU {
	core, err := simplelru.NewLRU[string, lruEntry](entries, nil)
	if err != nil {
		panic(fmt.Sprintf("memo: NewLRU(%d): entries must be positive", entries))
	}
	return &LRU{entries: core}
}

// Get returns the very slice that was set. A value set with SetValue is found only when it is a []byte.
func (l *LRU) Get(ctx context.Context, key string) (value []byte, found bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	value, found = l.bytes(key)
	return value, found, nil
}

// Set keeps the slice itself.
func (l *LRU) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.SetValue(key, value, ttl)
	return nil
}

// Delete removes what Set or SetValue left.
func (l *LRU) Delete(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries.Remove(key)
	return nil
}

// GetValue implements [ValueStore].
func (l *LRU) GetValue(key string) (value any, found bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry, found := l.entries.Get(key)
	if !found {
		return nil, false
	}
	if !entry.expires.IsZero() && !time.Now().Before(entry.expires) {
		l.entries.Remove(key)
		return nil, false
	}
	return entry.value, true
}

// SetValue implements [ValueStore].
func (l *LRU) SetValue(key string, value any, ttl time.Duration) {
	entry := lruEntry{value: value}
	if ttl > 0 {
		entry.expires = time.Now().Add(ttl)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries.Add(key, entry)
}

// Clear implements [Clearer]. Its count includes entries that had expired but were not read since.
func (l *LRU) Clear(ctx context.Context) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	n := l.entries.Len()
	l.entries.Purge()
	return n, nil
}

// bytes is Get without a context. Cache calls it directly: unlike a call through Store it lets the compiler see
// that the key does not escape, and a hit allocates nothing.
func (l *LRU) bytes(key string) ([]byte, bool) {
	value, found := l.GetValue(key)
	if !found {
		return nil, false
	}
	b, ok := value.([]byte)
	return b, ok
}
