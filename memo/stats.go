package memo

import (
	"context"
	"math/bits"
	"sync/atomic"
	"time"
)

// Stats counts what happened since New, of a whole cache or of one function. Each number is exact, but they are not read at one
// instant.
type Stats struct {
	Name      string // of the function, "" of a cache
	Hits      uint64 // found, and fresh
	Stale     uint64 // found past their ttl, and returned all the same
	Misses    uint64 // computed for the caller, whatever came of it
	Waits     uint64 // waited for another call's computation
	Refreshes uint64 // computed in the background
	Failures  uint64 // computations that ended in an error or a panic
	// Took counts computations by their duration: Took[i] those of less than 2^i microseconds, and not less than half of that.
	// The last one counts all longer ones.
	Took [32]uint64

	// Of a cache only:
	Errors    uint64  // reads and writes the store failed at; the ones it was spared are not counted
	Functions []Stats // of the functions memoized on it, in the order they were
}

// Observer is told of every call of a memoized function as it ends, for metrics and traces. Observe may be called concurrently, and
// the caller waits for it.
type Observer interface {
	Observe(ctx context.Context, e Event)
}

// Event is one call, or one refresh in the background.
type Event struct {
	Function string // its name, "" for [Cache.Do]
	Status   Status
	Took     time.Duration // from the call to its end
	Err      error         // what the caller gets
	Refresh  bool          // in the background: no caller
}

func (c *Cache) observe(ctx context.Context, e Event) {
	if c.observer != nil {
		_ = safely(func() error { c.observer.Observe(ctx, e); return nil })
	}
}

type counters struct {
	hits, stale, misses, waits, refreshes, failures atomic.Uint64
	durations                                       [32]atomic.Uint64
}

func (c *counters) add(s Status) {
	switch s {
	case Miss:
		c.misses.Add(1)
	case Hit:
		c.hits.Add(1)
	case Stale:
		c.stale.Add(1)
	case Wait:
		c.waits.Add(1)
	}
}

func (c *counters) took(d time.Duration, err error) {
	if err != nil {
		c.failures.Add(1)
	}
	c.durations[min(bits.Len64(uint64(max(d, 0).Microseconds())), len(c.durations)-1)].Add(1)
}

func (c *counters) stats(name string) Stats {
	s := Stats{
		Name:      name,
		Hits:      c.hits.Load(),
		Stale:     c.stale.Load(),
		Misses:    c.misses.Load(),
		Waits:     c.waits.Load(),
		Refreshes: c.refreshes.Load(),
		Failures:  c.failures.Load(),
	}
	for i := range c.durations {
		s.Took[i] = c.durations[i].Load()
	}
	return s
}

// Stats returns the counts of the cache and of its functions.
func (c *Cache) Stats() Stats {
	all := Stats{Errors: c.guard.errors.Load()}
	c.mu.Lock()
	functions := c.functions
	c.mu.Unlock()
	for _, f := range functions {
		s := f.stats()
		if s.Name != "" { // Do has none, nor what Memoize returns before it is claimed
			all.Functions = append(all.Functions, s)
		}
		all.Hits += s.Hits
		all.Stale += s.Stale
		all.Misses += s.Misses
		all.Waits += s.Waits
		all.Refreshes += s.Refreshes
		all.Failures += s.Failures
		for j, n := range s.Took {
			all.Took[j] += n
		}
	}
	return all
}
