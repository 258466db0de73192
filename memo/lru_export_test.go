package memo

import "time"

// Life is life, for tests.
type Life = life

// NewLife is a life of so long.
func NewLife(fresh, keep time.Duration) Life { return life{fresh, keep} }

func (l *LRU) Lookup(key string) (any, time.Duration, bool)        { return l.lookup(key) }
func (l *LRU) Put(key string, value any, good Life, tags []string) { l.put(key, value, good, tags) }
func (l *LRU) Drop(key string) bool                                { return l.drop(key) }
func (l *LRU) DropTagged(tag string) int                           { return l.dropTagged(tag) }
func (l *LRU) DropAll() int                                        { return l.dropAll() }

// LookupArray is lookup as the core calls it.
func (l *LRU) LookupArray(key *[32]byte) (any, time.Duration, bool) { return l.lookup(string(key[:])) }

// Held is the size that the LRU believes to have.
func (l *LRU) Held() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.held
}

// SizeOf is sizeOf, and LRUOverhead is lruOverhead.
func SizeOf(value any) int64 { return sizeOf(value) }

const LRUOverhead = lruOverhead
