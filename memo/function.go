package memo

import (
	"context"
	"log/slog"
	"time"
)

// function is one memoized function: what its results are called and how they are remembered, computed and counted.
type function[V any] struct {
	cache   *Cache
	name    string
	policy  policy
	tags    []string // of every result; the first is the function's own, unless it has no name
	vault   vault[V]
	flights flights[V]
	counts  counters
	outages outages
}

// made is what a computation returns besides its error.
type made[V any] struct {
	value   V
	ttl     time.Duration // in place of the function's own: 0 means that one, negative for ever
	skip    bool          // value and error are not to be stored
	private bool          // nor given to anyone else
}

type computeFunc[V any] func(ctx context.Context) (made[V], error)

// answer is what a caller gets.
type answer[V any] struct {
	value  V
	status Status
	left   time.Duration // of its freshness; not positive when there is none
}

// tagged fills in what is the same for every result. scope is the function's part of its keys, zero for what has none.
func (f *function[V]) tagged(scope Key) {
	if scope != (Key{}) {
		f.tags = append(f.tags, functionTag(scope))
	}
	for _, tag := range f.policy.Tags {
		f.tags = append(f.tags, userTag(tag))
	}
}

func functionTag(scope Key) string { return "func:" + scope.String() }

// look is what a caller finds first.
type look[V any] struct {
	got[V]
	found bool
	start time.Time // zero without an observer
}

// look asks the vault, once for each call.
func (f *function[V]) look(ctx context.Context, key Key) (l look[V]) {
	if f.cache.observer != nil {
		l.start = time.Now()
	}
	if !f.cache.closed.Load() {
		l.got, l.found = f.vault.get(ctx, key)
	}
	return l
}

// quiet tells whether a hit may be returned as it is: nobody is to be told, and the cache is open.
func (f *function[V]) quiet() bool { return f.cache.observer == nil && !f.cache.closed.Load() }

// hits is the short way: the value is there, good for a while, and nobody is to be told. It takes no closure, so that a hit
// allocates nothing.
func (f *function[V]) hits(l *look[V]) bool {
	if !l.found || l.err != nil || l.left <= f.policy.Early || f.cache.observer != nil {
		return false
	}
	f.counts.hits.Add(1)
	return true
}

// get is the long way: it returns what was found, if that will do, or has the key computed.
func (f *function[V]) get(ctx context.Context, key Key, l look[V], compute computeFunc[V]) (answer[V], error) {
	a, err := f.find(ctx, key, l, compute)
	if f.cache.observer != nil {
		f.cache.observe(ctx, Event{Function: f.name, Status: a.status, Took: time.Since(l.start), Err: err})
	}
	return a, err
}

func (f *function[V]) find(ctx context.Context, key Key, l look[V], compute computeFunc[V]) (answer[V], error) {
	switch {
	case !l.found:
	case l.left > 0:
		f.counts.hits.Add(1)
		if l.left <= f.policy.Early && l.err == nil {
			f.refresh(ctx, key, compute)
		}
		return answer[V]{l.value, Hit, l.left}, l.err
	case l.err == nil && -l.left < f.policy.Stale:
		f.counts.stale.Add(1)
		f.refresh(ctx, key, compute)
		return answer[V]{l.value, Stale, 0}, nil
	case f.mayStandIn(l.got) && f.outages.early(key, f.cache.retryAfter):
		f.counts.stale.Add(1)
		return answer[V]{l.value, Stale, 0}, nil
	}
	return f.fetch(ctx, key, compute, false)
}

// fetch has the key computed, or waits for who computes it. With force what is stored is not looked at.
func (f *function[V]) fetch(ctx context.Context, key Key, compute computeFunc[V], force bool) (answer[V], error) {
	out, flown := f.flights.do(ctx, f.base(ctx), key, func(ctx context.Context, fl *flight[V]) outcome[V] {
		return f.lead(ctx, fl, key, compute, force)
	})
	if !flown || out.private && out.status != Miss {
		// The cache is closed, or the leader's result is for the leader alone.
		out = f.alone(ctx, compute)
	}
	f.counts.add(out.status)
	return answer[V]{out.value, out.status, out.left}, out.err
}

// alone computes for one caller, who gets it as it is.
func (f *function[V]) alone(ctx context.Context, compute computeFunc[V]) (out outcome[V]) {
	out.err = safely(func() error {
		m, err := f.timed(ctx, compute)
		out.value = m.value
		return err
	})
	return out
}

// refresh begins to compute the key anew, unless someone is at it.
func (f *function[V]) refresh(ctx context.Context, key Key, compute computeFunc[V]) {
	if f.outages.early(key, f.cache.retryAfter) {
		return
	}
	f.flights.begin(f.base(ctx), key, func(ctx context.Context, fl *flight[V]) outcome[V] {
		start := time.Now()
		out := f.lead(ctx, fl, key, compute, false)
		if out.nothing || out.status == Hit {
			return out
		}
		f.counts.refreshes.Add(1)
		f.cache.observe(ctx, Event{Function: f.name, Status: out.status, Took: time.Since(start), Err: out.err, Refresh: true})
		return out
	})
}

// base is the context of a computation. It is made for all who have the key, so it has the values of none of them, unless the key
// is one user's.
func (f *function[V]) base(ctx context.Context) context.Context {
	if f.policy.user != nil {
		return context.WithoutCancel(ctx)
	}
	base := context.Background()
	if carry := f.cache.carry; carry != nil {
		err := safely(func() error { base = context.WithoutCancel(carry(base, ctx)); return nil })
		if err != nil {
			f.cache.guard.log.WarnContext(ctx, "memo: Options.Carry failed, a computation gets nothing of its caller's context", "error", err)
		}
	}
	return base
}

// timed runs a computation and puts its duration into the histogram.
func (f *function[V]) timed(ctx context.Context, compute computeFunc[V]) (m made[V], err error) {
	start := time.Now()
	defer func() { f.counts.took(time.Since(start), err) }()
	defer recovered(&err)
	return compute(ctx)
}

// failed logs the beginning of an outage of the function, and its end.
func (f *function[V]) failed(ctx context.Context, key Key, err error) {
	if err == nil {
		if f.outages.ended(key) {
			f.cache.guard.log.InfoContext(ctx, "memo: the function works again", "func", f.name)
		}
		return
	}
	window := f.policy.ttl + max(f.policy.StaleIfError, f.policy.Stale) // after that nothing stands in for the key any more
	if f.outages.began(key, window) {
		f.cache.guard.log.WarnContext(ctx, "memo: the function fails, its older results are returned", "func", f.name, slog.Any("error", err))
	}
}
