package memotest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dashi-go/dashi/memo"
)

// faultyStore is a store with faults.
type faultyStore struct {
	inner  memo.Store
	faults *Faults
}

type found struct {
	value []byte
	found bool
}

func (s faultyStore) Get(ctx context.Context, key string) ([]byte, bool, error) {
	fault := s.faults.next("Get")
	got, err := through(ctx, fault, found{}, func() (found, error) {
		value, ok, err := s.inner.Get(ctx, key)
		return found{value, ok}, err
	})
	if fault.Torn && got.found {
		got.value = s.faults.tear(got.value)
	}
	return got.value, got.found, err
}

func (s faultyStore) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	return throughError(ctx, s.faults.next("Set"), func() error { return s.inner.Set(ctx, key, value, ttl) })
}

func (s faultyStore) Delete(ctx context.Context, key string) error {
	return throughError(ctx, s.faults.next("Delete"), func() error { return s.inner.Delete(ctx, key) })
}

func (s faultyStore) Clear(ctx context.Context) (int, error) {
	c, ok := s.inner.(memo.Clearer)
	if !ok {
		return 0, s.cannot("Clear")
	}
	return through(ctx, s.faults.next("Clear"), 0, func() (int, error) { return c.Clear(ctx) })
}

func (s faultyStore) SetTagged(ctx context.Context, key string, value []byte, ttl time.Duration, tags []string) error {
	g, ok := s.inner.(memo.Tagger)
	if !ok {
		return s.cannot("SetTagged")
	}
	return throughError(ctx, s.faults.next("SetTagged"), func() error { return g.SetTagged(ctx, key, value, ttl, tags) })
}

func (s faultyStore) DeleteTagged(ctx context.Context, tag string) (int, error) {
	g, ok := s.inner.(memo.Tagger)
	if !ok {
		return 0, s.cannot("DeleteTagged")
	}
	return through(ctx, s.faults.next("DeleteTagged"), 0, func() (int, error) { return g.DeleteTagged(ctx, tag) })
}

func (s faultyStore) Lease(ctx context.Context, key string, tags []string, hold time.Duration) (memo.Lease, error) {
	l, ok := s.inner.(memo.Leaser)
	if !ok {
		return nil, s.cannot("Lease")
	}
	lease, err := through(ctx, s.faults.next("Lease"), nil, func() (memo.Lease, error) { return l.Lease(ctx, key, tags, hold) })
	if lease == nil || err != nil {
		return nil, err
	}
	return faultyLease{lease, s.faults}, nil
}

func (s faultyStore) Await(ctx context.Context, key string) error {
	l, ok := s.inner.(memo.Leaser)
	if !ok {
		return s.cannot("Await")
	}
	return throughError(ctx, s.faults.next("Await"), func() error { return l.Await(ctx, key) })
}

func (s faultyStore) cannot(method string) error {
	return fmt.Errorf("memotest: a %T has no %s: %w", s.inner, method, errors.ErrUnsupported)
}

// faultyLease is a lease of a faultyStore.
type faultyLease struct {
	inner  memo.Lease
	faults *Faults
}

func (l faultyLease) Extend(ctx context.Context, hold time.Duration) (bool, error) {
	return through(ctx, l.faults.next("Lease.Extend"), true, func() (bool, error) { return l.inner.Extend(ctx, hold) })
}

func (l faultyLease) Tag(ctx context.Context, tags []string) error {
	return throughError(ctx, l.faults.next("Lease.Tag"), func() error { return l.inner.Tag(ctx, tags) })
}

func (l faultyLease) Set(ctx context.Context, value []byte, ttl time.Duration) (bool, error) {
	return through(ctx, l.faults.next("Lease.Set"), true, func() (bool, error) { return l.inner.Set(ctx, value, ttl) })
}

func (l faultyLease) End(ctx context.Context) error {
	return throughError(ctx, l.faults.next("Lease.End"), func() error { return l.inner.End(ctx) })
}

// through makes a call with its fault. lost is what a call answers that was lost.
func through[T any](ctx context.Context, fault Fault, lost T, call func() (T, error)) (none T, err error) {
	if err := pause(ctx, fault.Delay); err != nil {
		return none, err
	}
	if fault.Lost {
		return lost, ctx.Err()
	}
	if fault.Late {
		answer, err := call()
		if err != nil || (fault.Panic == nil && fault.Err == nil) {
			return answer, err
		}
	}
	if fault.Panic != nil {
		panic(fault.Panic)
	}
	if fault.Err != nil {
		return none, fault.Err
	}
	return call()
}

func throughError(ctx context.Context, fault Fault, call func() error) error {
	_, err := through(ctx, fault, struct{}{}, func() (struct{}, error) { return struct{}{}, call() })
	return err
}

// pause waits for so long, or until ctx ends.
func pause(ctx context.Context, delay time.Duration) error {
	if delay <= 0 {
		return nil
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
