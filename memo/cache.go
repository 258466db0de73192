package memo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultRetryAfter is how long a failing store is left alone when Options do not say.
const DefaultRetryAfter = time.Second

// Options adjusts a [Cache].
type Options struct {
	// Logger is told when the store begins to fail and when it works again. nil means slog.Default().
	Logger *slog.Logger
	// Version is part of every key. Change it when the code behind the results changes, to abandon all that was
	// stored. Empty is a version as well.
	Version string
	// RetryAfter is how long a failing store is left alone between two attempts. 0 means [DefaultRetryAfter].
	RetryAfter time.Duration
}

// Cache remembers results in a [Store] and computes what is not there, each key once at a time in this process.
// It may be used concurrently, and caches on one store share what they remember when their Versions agree.
type Cache struct {
	guard   guard
	salt    Key // of the version, mixed into every key
	program string
	types   planner

	results flights[Result] // of Do
	values  flights[any]    // of Func
	closed  atomic.Bool

	hits, misses, shared atomic.Uint64

	mu      sync.Mutex
	claimed map[string]bool // guarded by mu
}

// New returns a Cache on the store. It panics when store is nil, when RetryAfter is negative, and when more than
// one Options is given.
func New(store Store, opts ...Options) *Cache {
	o := only("New", opts)
	if store == nil {
		panic("memo: New: the store is nil")
	}
	if o.RetryAfter < 0 {
		panic(fmt.Sprintf("memo: New: RetryAfter is negative: %v", o.RetryAfter))
	}
	if o.RetryAfter == 0 {
		o.RetryAfter = DefaultRetryAfter
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	c := &Cache{claimed: make(map[string]bool)}
	c.guard.store, c.guard.log = store, o.Logger
	c.guard.lru, _ = store.(*LRU)
	c.guard.read.pause, c.guard.write.pause = o.RetryAfter, o.RetryAfter
	var salt KeyBuilder
	salt.String("version")
	salt.String(o.Version)
	c.salt = salt.Sum()
	if info, ok := debug.ReadBuildInfo(); ok {
		c.program = info.Path
	}
	return c
}

// Result is what a computation given to [Cache.Do] returns.
type Result struct {
	Value []byte        // must not be modified any more
	TTL   time.Duration // in place of the one given to Do: 0 means that one, negative no expiry
	Skip  bool          // return the value, but do not store it
}

// Status tells where a value came from.
type Status int

const (
	Miss   Status = iota // this call had it computed
	Hit                  // it was in the store
	Shared               // another call was computing it, and this one waited
)

// String is the name in lower case.
func (s Status) String() string {
	switch s {
	case Miss:
		return "miss"
	case Hit:
		return "hit"
	case Shared:
		return "shared"
	}
	return "memo.Status(" + strconv.Itoa(int(s)) + ")"
}

// Do returns the value stored under key, or has it computed and stores it for the ttl (<= 0: no expiry). The value
// must not be modified: it is the store's, and the other callers'.
//
// While one call computes a key, the others wait for it. compute runs on its own goroutine, under a context that
// has the first caller's values but neither its deadline nor its cancellation: it ends when nobody waits any more,
// or with Close. A caller whose ctx ends gets ctx.Err() at once and the work goes on for the others. Errors are
// returned to all who wait and never stored; a panic arrives as a [*PanicError]. compute must not ask for its own
// key, which would wait for itself.
//
// A store that fails makes Do slower, never wrong. After [Cache.Close] Do computes, and neither asks the store nor
// stores.
func (c *Cache) Do(ctx context.Context, key Key, ttl time.Duration, compute func(ctx context.Context) (Result, error)) (value []byte, status Status, err error) {
	id := c.id(key)
	if !c.closed.Load() {
		if value, ok := c.guard.get(ctx, id); ok {
			c.hits.Add(1)
			return value, Hit, nil
		}
	}
	result, status, err := travel(ctx, c, &c.results, id, trip[Result]{
		look: func(ctx context.Context) (Result, bool) {
			value, ok := c.guard.get(ctx, id)
			return Result{Value: value}, ok
		},
		compute: compute,
		keep: func(ctx context.Context, r Result) {
			if !r.Skip {
				c.guard.set(ctx, id, r.Value, lifetime(r.TTL, ttl))
			}
		},
	})
	if err != nil {
		return nil, status, err
	}
	return result.Value, status, nil
}

func lifetime(own, given time.Duration) time.Duration {
	if own != 0 {
		return own
	}
	return given
}

// id is the key the store sees. Mixing the salt in, rather than hashing again, keeps it off the price of a hit.
func (c *Cache) id(key Key) Key {
	for i := range key {
		key[i] ^= c.salt[i]
	}
	return key
}

// Forget deletes what is stored under key. What is being computed for it reaches those who wait and is not stored.
// Unlike a failing lookup a failing delete is an error: the old result may still be served.
func (c *Cache) Forget(ctx context.Context, key Key) error {
	id := c.id(key)
	c.results.forget(id)
	c.values.forget(id)
	if err := c.guard.delete(ctx, id); err != nil {
		return fmt.Errorf("memo: forget %v: %w", key, err)
	}
	return nil
}

// Clear drops all the store holds, also for other caches on it, and returns how many entries that were. It is an
// error when the store cannot (see [Clearer]) or fails.
func (c *Cache) Clear(ctx context.Context) (int, error) {
	c.results.forgetAll()
	c.values.forgetAll()
	n, err := c.guard.clear(ctx)
	if err != nil {
		return n, fmt.Errorf("memo: clear: %w", err)
	}
	return n, nil
}

// Close cancels the computations under way and waits for them; those who waited for one that fails of it get
// [ErrClosed]. It leaves the store open, which belongs to whoever made it. Close may be called again; it must not
// be called by a computation. Its error is always nil.
func (c *Cache) Close() error {
	c.closed.Store(true)
	c.results.close()
	c.values.close()
	return nil
}

// Stats counts what happened since New.
type Stats struct {
	Hits   uint64 // found in the store
	Misses uint64 // computed, whatever came of it
	Shared uint64 // waited for another call's computation
	Errors uint64 // reads and writes the store failed at; the ones it was spared are not counted
}

// Stats returns the counts; each is exact, but they are not read at one instant.
func (c *Cache) Stats() Stats {
	return Stats{
		Hits:   c.hits.Load(),
		Misses: c.misses.Load(),
		Shared: c.shared.Load(),
		Errors: c.guard.errors.Load(),
	}
}

func (c *Cache) claim(name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if name == "" {
		return errors.New("memo: a memoized function needs a name")
	}
	if c.claimed[name] {
		return fmt.Errorf("memo: the name %q is taken on this cache: two different functions would share their keys "+
			"and get each other's results; give each a name of its own (memo.Named), or a cache of its own with "+
			"another Options.Version", name)
	}
	c.claimed[name] = true
	return nil
}
