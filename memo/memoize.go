package memo

import (
	"context"
	"fmt"
	"time"
)

// Memoized is a [Cache] with a lifetime, to be handed to what has results worth keeping: a dashi callback takes it
// as an option. It may be used concurrently and copied.
type Memoized struct {
	cache *Cache
	ttl   time.Duration
}

// Memoize returns a Memoized that keeps results for the ttl. It panics when ttl is not positive.
func (c *Cache) Memoize(ttl time.Duration) Memoized {
	mustLast("Memoize", ttl)
	return Memoized{cache: c, ttl: ttl}
}

func mustLast(where string, ttl time.Duration) {
	if ttl <= 0 {
		panic(fmt.Sprintf("memo: %s: the ttl must be positive, not %v", where, ttl))
	}
}

// CallbackOption does nothing: by having it a Memoized is an option of dashi's App.Callback, though neither package
// knows the other.
func (m Memoized) CallbackOption() {}

// TTL is what Memoize was given.
func (m Memoized) TTL() time.Duration { return m.ttl }

// Do is [Cache.Do] with the ttl.
func (m Memoized) Do(ctx context.Context, key Key, compute func(ctx context.Context) (Result, error)) (value []byte, status Status, err error) {
	return m.cache.Do(ctx, key, m.ttl, compute)
}

// Claim reserves the name under which one function's keys are made, on this cache. A second claim of a name is an
// error, because two functions would get each other's results.
func (m Memoized) Claim(name string) error { return m.cache.claim(name) }
