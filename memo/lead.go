package memo

import (
	"context"
	"errors"
	"sync"
	"time"
)

// lead is the way of a miss within its flight: look again, take the lease, compute, keep.
//
// It looks again because the caller's own look was before the flight began:
//
//  1. A and B look and miss.
//  2. A's flight computes, keeps and lands.
//  3. B, delayed, finds no flight to join and begins one. Without a second look it would compute again.
//
// Where the store has leases the same can happen between processes, so the look comes after the lease was taken.
func (f *function[V]) lead(ctx context.Context, fl *flight[V], key Key, compute computeFunc[V], force bool) outcome[V] {
	fl.luggage.pack(f.tags)
	lease, seen := f.claim(ctx, fl, key, force)
	if seen != nil {
		return *seen
	}
	defer f.hold(ctx, fl, lease)()
	late, _ := f.flights.reads(fl)
	old, found := f.vault.get(ctx, key) // also with force: it stands in where that fails
	if found && !force && f.good(old) {
		f.cache.guard.end(ctx, lease)
		return outcome[V]{value: old.value, err: old.err, status: Hit, left: old.left, late: late}
	}
	began := time.Now()
	m, err := f.timed(ctx, compute)
	old.left -= time.Since(began) // it may be too old by now to stand in
	if err == nil && !m.private {
		f.failed(ctx, key, nil)
	}
	if err != nil && !m.skip && found && f.mayStandIn(old) && ctx.Err() == nil {
		f.failed(ctx, key, err)
		out := outcome[V]{value: old.value, status: Stale}
		out.late = f.settle(ctx, fl, key, late, lease, nil)
		return out
	}
	out := outcome[V]{value: m.value, err: err, private: m.private}
	life, worth := f.life(ctx, m, err)
	if !worth || fl.forgotten.Load() {
		out.late = f.settle(ctx, fl, key, late, lease, nil)
		if err != nil && ctx.Err() != nil {
			out.late = 0 // cancelled, of which all are told
		}
		return out
	}
	out.left = leftOf(life)
	out.late = f.settle(ctx, fl, key, late, lease, &parcel[V]{kept: kept[V]{m.value, err}, life: life, tags: fl.luggage.all()})
	return out
}

// settle stores a result, nil where there is none to be stored, and ends the lease. A lease that was held to the end says
// that nobody, in any process, forgot the key until then: the outcome is good for all who boarded before. Otherwise it is
// for those who boarded before the computation began, which was at the reading late. What the store's leases cannot tell,
// because it has none, only this process knows, and [flights.forget] sees to that.
func (f *function[V]) settle(ctx context.Context, fl *flight[V], key Key, late int, lease Lease, p *parcel[V]) int {
	ctx = context.WithoutCancel(ctx)
	guard := &f.cache.guard
	after, crowd := f.flights.reads(fl)
	var seen *witness
	if lease != nil {
		seen = &witness{Lease: lease}
		if crowd {
			seen.hold = f.cache.leaseFor
		}
		lease = seen
	}
	if p != nil {
		p.lease = lease
		f.keep(ctx, fl, key, *p)
	} else {
		guard.end(ctx, lease)
	}
	switch {
	case seen == nil && !guard.shares():
		return 0
	case seen != nil && seen.held:
		return after
	}
	return late
}

// good tells whether a stored result spares the computation: a refresh is begun because one is about to end.
func (f *function[V]) good(g got[V]) bool {
	return g.left > f.policy.Early || g.left > 0 && g.err != nil
}

// mayStandIn tells whether an old result serves when there is no new one.
func (f *function[V]) mayStandIn(g got[V]) bool {
	return g.err == nil && -g.left < max(f.policy.StaleIfError, f.policy.Stale)
}

// claim takes the key's lease, where there are leases. Who has to wait for another process sees what came of that.
func (f *function[V]) claim(ctx context.Context, fl *flight[V], key Key, force bool) (lease Lease, seen *outcome[V]) {
	guard := &f.cache.guard
	for {
		lease, leases := guard.lease(ctx, key, f.tags, f.cache.leaseFor)
		if lease != nil || !leases {
			return lease, nil
		}
		if fl.refresh {
			return nil, &outcome[V]{nothing: true}
		}
		if !guard.await(ctx, key) {
			if ctx.Err() != nil {
				return nil, &outcome[V]{err: ctx.Err()}
			}
			return nil, nil
		}
		if force {
			continue
		}
		late, _ := f.flights.reads(fl)
		if g, found := f.vault.get(ctx, key); found && f.good(g) {
			return nil, &outcome[V]{value: g.value, err: g.err, status: Wait, left: g.left, late: late}
		}
	}
}

// hold extends the lease until the function it returns is called.
func (f *function[V]) hold(ctx context.Context, fl *flight[V], lease Lease) (stop func()) {
	if lease == nil {
		return func() {}
	}
	fl.luggage.carry(lease)
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var group sync.WaitGroup
	group.Go(func() {
		tick := time.NewTicker(f.cache.leaseFor / 3)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				// A lease that cannot be extended runs out, and another process computes the same: dear, not wrong.
				_ = safely(func() error { _, err := lease.Extend(ctx, f.cache.leaseFor); return err })
			}
		}
	})
	return func() {
		cancel()
		group.Wait()
		fl.luggage.carry(nil)
		f.cache.guard.end(context.WithoutCancel(ctx), lease) // for a panic; after Set or End it does nothing
	}
}

// life is how long a result is kept; worth is false when it is not.
func (f *function[V]) life(ctx context.Context, m made[V], err error) (l life, worth bool) {
	if m.skip || m.private {
		return l, false
	}
	if err != nil {
		l = life{fresh: f.policy.Errors, keep: f.policy.Errors}
		return l, f.policy.Errors > 0 && rememberable(ctx, err)
	}
	ttl := f.policy.ttl
	if m.ttl != 0 {
		ttl = m.ttl
	}
	if f.policy.lifetime != nil {
		own, keep := f.policy.lifetime(m.value)
		if !keep {
			return l, false
		}
		if own != 0 {
			ttl = own
		}
	}
	return f.policy.life(ttl), true
}

// rememberable tells errors that say something of the function from those that say something of the moment.
func rememberable(ctx context.Context, err error) bool {
	var panicked *PanicError
	return ctx.Err() == nil && !errors.As(err, &panicked) && !errors.Is(err, ErrClosed) &&
		!errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}

func leftOf(l life) time.Duration {
	if l.fresh == 0 {
		return forever
	}
	return l.fresh
}

// keep stores a result also when nobody waits for it any more: it is paid for.
func (f *function[V]) keep(ctx context.Context, fl *flight[V], key Key, p parcel[V]) {
	if !f.flights.unlessForgotten(fl, func() { f.vault.put(ctx, key, p) }) {
		f.cache.guard.end(ctx, p.lease)
	}
}
