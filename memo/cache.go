package memo

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// What Options mean by their zero values.
const (
	defaultRetryAfter = time.Second
	defaultLeaseFor   = 5 * time.Second
	defaultMaxBytes   = 64 << 20
)

// Options adjusts a [Cache].
type Options struct {
	// Logger is told when the store begins to fail and when it works again, and the same of functions whose older results
	// stand in for new ones. nil means slog.Default().
	Logger *slog.Logger
	// Version is part of every key. Change it when the code behind the results changes, to abandon all that was
	// stored. Empty is a version as well.
	Version string
	// RetryAfter is how long a failing store is left alone between two attempts, and a failing function for whose results
	// older ones stand in. 0 means one second.
	RetryAfter time.Duration
	// LeaseFor is how long a process that died while computing is waited for by others, on a store that several processes
	// share ([Leaser]); who lives extends its lease. 0 means five seconds.
	LeaseFor time.Duration
	// MaxBytes is the largest result that is stored or read, encoded, in bytes, on stores outside the process. 0 means 64 MiB.
	MaxBytes int64
	// Observer is told of every call. nil means none.
	Observer Observer
	// Carry gives a computation's context what it may see of the caller that happened to ask first: a trace, a logger, nothing
	// that tells users apart. from is that caller's context, and the result is to with some of from's values. nil means none.
	Carry func(to, from context.Context) context.Context
}

// Cache remembers results in a [Store] and computes what is not there, each key once at a time: in this process, and where
// the store is a [Leaser] in all that share it. It may be used concurrently, and caches on one store share what they
// remember when their Versions agree.
type Cache struct {
	guard      guard
	salt       Key // of the version, mixed into every key
	program    string
	types      planner
	observer   Observer
	carry      func(to, from context.Context) context.Context
	retryAfter time.Duration
	leaseFor   time.Duration
	maxBytes   int64

	unnamed function[[]byte] // of Do
	closed  atomic.Bool
	wg      sync.WaitGroup // of Warm's schedules
	done    chan struct{}  // closed by Close

	mu        sync.Mutex
	claimed   map[string]bool        // guarded by mu
	functions []member               // guarded by mu; unnamed first
	byFunc    map[identity][]*source // guarded by mu
}

// member is what a cache needs of its functions, whatever their results.
type member interface {
	stats() Stats
	forget(key Key)
	forgetTagged(tag string)
	close()
}

// New returns a Cache on the store. It panics when store is nil, when a number of Options is negative, and when more
// than one Options is given.
func New(store Store, opts ...Options) *Cache {
	o := only("New", opts)
	if store == nil {
		panic("memo: New: the store is nil")
	}
	o.complete()
	c := &Cache{
		observer: o.Observer, carry: o.Carry, retryAfter: o.RetryAfter, leaseFor: o.LeaseFor, maxBytes: o.MaxBytes,
		claimed: make(map[string]bool), byFunc: make(map[identity][]*source), done: make(chan struct{}),
	}
	c.guard.init(store, o.Logger, o.RetryAfter)
	var salt KeyBuilder
	salt.String("version")
	salt.String(o.Version)
	c.salt = salt.Sum()
	if info, ok := debug.ReadBuildInfo(); ok {
		c.program = info.Path
	}
	c.unnamed = function[[]byte]{cache: c}
	c.unnamed.vault = newVault(c, "", bytesForm())
	c.join(&c.unnamed)
	return c
}

// complete puts the defaults in.
func (o *Options) complete() {
	if o.RetryAfter < 0 || o.LeaseFor < 0 || o.MaxBytes < 0 {
		panic(fmt.Sprintf("memo: New: a number of Options is negative: RetryAfter %v, LeaseFor %v, MaxBytes %d", o.RetryAfter, o.LeaseFor, o.MaxBytes))
	}
	if o.RetryAfter == 0 {
		o.RetryAfter = defaultRetryAfter
	}
	if o.LeaseFor == 0 {
		o.LeaseFor = defaultLeaseFor
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultMaxBytes
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
}

// bytesForm is that of results which are bytes already.
func bytesForm() form[[]byte] {
	same := func(b []byte) ([]byte, error) { return b, nil }
	return form[[]byte]{encode: same, decode: same}
}

// Result is what a computation given to [Cache.Do] returns.
type Result struct {
	Value []byte        // must not be modified any more
	TTL   time.Duration // in place of the one given to Do: 0 means that one, negative no expiry
	Skip  bool          // return the value, or the error, but do not store it
	// Private says that the value depends on the caller whose computation this was. It is returned to that caller alone, not stored,
	// and others who waited for it compute their own.
	Private bool
}

func (r Result) made() made[[]byte] {
	return made[[]byte]{value: r.Value, ttl: r.TTL, skip: r.Skip, private: r.Private}
}

// Do returns the value stored under key, or has it computed and stores it for the ttl (<= 0: no expiry). The value
// must not be modified: it is the store's, and the other callers'.
//
// While one call computes a key, the others wait for it. compute runs on its own goroutine, under a context that
// has neither the first caller's values (but for what Options.Carry gives it) nor its deadline or cancellation: it
// ends when nobody waits any more, or with Close. A caller whose ctx ends gets ctx.Err() at once and the work goes on for
// the others. Errors are returned to all who wait and not stored; a panic arrives as a [*PanicError]. compute must not
// ask for its own key, which would wait for itself.
//
// A store that fails makes Do slower, never wrong. After [Cache.Close] Do computes, and neither asks the store nor
// stores.
func (c *Cache) Do(ctx context.Context, key Key, ttl time.Duration, compute func(ctx context.Context) (Result, error)) (value []byte, status Status, err error) {
	key = c.id(key)
	l := c.unnamed.look(ctx, key)
	if c.unnamed.hits(&l) {
		return l.value, Hit, nil
	}
	a, err := c.unnamed.get(ctx, key, l, func(ctx context.Context) (made[[]byte], error) {
		r, err := compute(ctx)
		if r.TTL == 0 {
			r.TTL = max(ttl, -1)
			if r.TTL == 0 {
				r.TTL = -1
			}
		}
		return r.made(), err
	})
	if err != nil {
		a.value = nil
	}
	return a.value, a.status, err
}

// id is the key the store sees. Mixing the salt in, rather than hashing again, keeps it off the price of a hit.
func (c *Cache) id(key Key) Key {
	for i := 0; i < len(key); i += 8 { // eight bytes a step: this is on the way of every hit
		word := binary.LittleEndian.Uint64(key[i:]) ^ binary.LittleEndian.Uint64(c.salt[i:])
		binary.LittleEndian.PutUint64(key[i:], word)
	}
	return key
}

// Close cancels the computations under way and waits for them; those who waited for one that fails of it get
// [ErrClosed]. It leaves the store open, which belongs to whoever made it. Close may be called again; it must not
// be called by a computation. Its error is always nil.
func (c *Cache) Close() error {
	c.mu.Lock() // no schedule begins after this
	if !c.closed.Swap(true) {
		close(c.done)
	}
	c.mu.Unlock()
	for _, f := range c.members() {
		f.close()
	}
	c.wg.Wait()
	return nil
}

func (c *Cache) members() []member {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.functions
}

func (c *Cache) join(f member) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.functions = append(c.functions, f)
	if c.closed.Load() {
		f.close()
	}
}

// claim takes a name, under which the keys of one function are made.
func (c *Cache) claim(name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if name == "" {
		return errors.New("memo: a memoized function needs a name")
	}
	if c.claimed[name] {
		return fmt.Errorf("memo: the name %q is taken on this cache: two different functions would share their keys "+
			"and get each other's results; give each a name of its own (memo.Policy.Name), or a cache of its own with "+
			"another Options.Version", name)
	}
	c.claimed[name] = true
	return nil
}

func (f *function[V]) stats() Stats            { return f.counts.stats(f.name) }
func (f *function[V]) forget(key Key)          { f.flights.forget(key) }
func (f *function[V]) forgetTagged(tag string) { f.flights.forgetTagged(tag) }
func (f *function[V]) close()                  { f.flights.close() }
