package memotest

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// leaseCases are about who has a lease.
var leaseCases = []testCase{
	{"one of many gets the lease", leaseOne},
	{"nobody else gets a lease until it is given up", leaseHeld},
	{"who computes in turns never computes at once", leaseTurns},
	{"ending a lease again ends no other's", leaseEndAgain},
	{"leases of different keys are independent", leaseKeys},
	{"keys of leases are any bytes", leaseAnyKey},
	{"a lease is no entry and hides none", leaseNoEntry},
	{"a context that has ended is an error to a leaser", leaseEnded},
	{"a lease may be used by several goroutines", leaseShared},
}

func leaseOne(t *testing.T, one, two memo.Store) {
	end(t, take(t, one, "probe", long))
	var wg sync.WaitGroup
	var taken atomic.Int64
	for _, s := range []memo.Store{one, two} {
		for range 8 {
			wg.Go(func() {
				lease, err := s.(memo.Leaser).Lease(t.Context(), "k", nil, long)
				if err != nil {
					t.Errorf("lease: %v", err)
				}
				if lease != nil {
					taken.Add(1)
				}
			})
		}
	}
	wg.Wait()
	require.EqualValues(t, 1, taken.Load(), "leases of one key")
}

func leaseHeld(t *testing.T, one, two memo.Store) {
	lease := take(t, one, "k", long)
	refused(t, one, "k")
	refused(t, two, "k")
	end(t, lease)
	lease = take(t, two, "k", long)
	refused(t, one, "k")
	end(t, lease)
	end(t, take(t, one, "k", long))
}

// leaseTurns has several take the lease, each a few times, and wait for each other: that all come to an end shows that
// none misses a wake.
func leaseTurns(t *testing.T, one, two memo.Store) {
	end(t, take(t, one, "probe", long))
	var wg sync.WaitGroup
	var inside atomic.Int32
	for i, s := range []memo.Store{one, two, one, two} {
		wg.Go(func() {
			for turn := range 5 {
				lease := takeInTurn(t, s, "k")
				if lease == nil {
					return
				}
				if inside.Add(1) != 1 {
					t.Error("two have the lease at once")
				}
				time.Sleep(time.Millisecond)
				inside.Add(-1)
				if err := giveUp(t.Context(), lease, (i+turn)%2 == 0); err != nil {
					t.Errorf("give the lease up: %v", err)
				}
			}
		})
	}
	wg.Wait()
}

// takeInTurn does what a process does that wants to compute. It is nil, and the test has failed, when the turn does not come.
func takeInTurn(t *testing.T, s memo.Store, key string) memo.Lease {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		lease, err := s.(memo.Leaser).Lease(ctx, key, nil, long)
		if err == nil && lease == nil {
			err = s.(memo.Leaser).Await(ctx, key)
		}
		if err != nil {
			t.Errorf("wait for a turn: %v", err)
			return nil
		}
		if lease != nil {
			return lease
		}
	}
}

func giveUp(ctx context.Context, lease memo.Lease, store bool) error {
	if !store {
		return lease.End(ctx)
	}
	_, err := lease.Set(ctx, []byte("v"), long)
	return err
}

func leaseEndAgain(t *testing.T, one, two memo.Store) {
	for _, store := range []bool{true, false} {
		first := take(t, one, "k", long)
		require.NoError(t, giveUp(t.Context(), first, store))
		second := take(t, two, "k", long)
		end(t, first)
		refused(t, one, "k")
		held, err := second.Extend(t.Context(), long)
		able(t, err)
		require.True(t, held, "the other's lease")
		sets(t, second, []byte("v"), 0)
		end(t, second)
		present(t, one, "k", []byte("v"))
		remove(t, one, "k")
	}
}

func leaseKeys(t *testing.T, one, two memo.Store) {
	a, b := take(t, one, "a", long), take(t, two, "b", long)
	set(t, one, "c", []byte("v"), 0)
	remove(t, two, "c")
	remove(t, two, "never")
	sets(t, a, []byte("1"), 0)
	absent(t, one, "b")
	refused(t, one, "b")
	end(t, take(t, two, "a", long))
	sets(t, b, []byte("2"), 0)
	present(t, two, "a", []byte("1"))
	present(t, one, "b", []byte("2"))
}

func leaseAnyKey(t *testing.T, one, two memo.Store) {
	keys := append([]string{"", strings.Repeat("long", 4096)}, oddTexts...)
	leases := map[string]memo.Lease{}
	for _, key := range keys {
		leases[key] = take(t, one, key, long)
	}
	for _, key := range keys {
		refused(t, two, key)
		sets(t, leases[key], []byte("of "+key), 0)
		end(t, take(t, two, key, long))
	}
	for _, key := range keys {
		present(t, two, key, []byte("of "+key))
	}
}

func leaseNoEntry(t *testing.T, one, two memo.Store) {
	lease := take(t, one, "k", long)
	absent(t, one, "k")
	absent(t, two, "k")
	end(t, lease)
	absent(t, two, "k")
	set(t, one, "k", []byte("stale"), 0)
	lease = take(t, one, "k", long)
	present(t, two, "k", []byte("stale"))
	end(t, lease)
	present(t, one, "k", []byte("stale"))
}

func leaseEnded(t *testing.T, one, _ memo.Store) {
	lease := take(t, one, "k", long)
	ctx, leases := endedContext(t), one.(memo.Leaser)
	none, err := leases.Lease(ctx, "other", nil, long)
	require.ErrorIs(t, err, context.Canceled)
	require.Truef(t, none == nil, "a lease comes with the error: %v", none)
	require.ErrorIs(t, leases.Await(ctx, "k"), context.Canceled)
	held, err := lease.Extend(ctx, long)
	require.ErrorIs(t, err, context.Canceled)
	require.False(t, held)
	require.ErrorIs(t, lease.Tag(ctx, []string{"tag"}), context.Canceled)
	held, err = lease.Set(ctx, []byte("v"), 0)
	require.ErrorIs(t, err, context.Canceled)
	require.False(t, held)
	absent(t, one, "k")
	require.ErrorIs(t, take(t, one, "ended", long).End(ctx), context.Canceled)
}

func leaseShared(t *testing.T, one, _ memo.Store) {
	lease := take(t, one, "k", long)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 10 {
				if held, err := lease.Extend(t.Context(), long); err != nil || !held {
					t.Errorf("extend: %v, %v", held, err)
				}
			}
		})
	}
	wg.Wait()
	sets(t, lease, []byte("v"), 0)
}

func leaser(t *testing.T, s memo.Store) memo.Leaser {
	t.Helper()
	leaser, ok := s.(memo.Leaser)
	if !ok {
		t.Skipf("a %T is no memo.Leaser", s)
	}
	return leaser
}

// take takes a lease that nobody has. Leases are compared with nil and not by require, to which a nil pointer in the
// interface is nil as well: who gets a lease would not see it so.
func take(t *testing.T, s memo.Store, key string, hold time.Duration, tags ...string) memo.Lease {
	t.Helper()
	lease, err := leaser(t, s).Lease(t.Context(), key, tags, hold)
	able(t, err)
	require.Truef(t, lease != nil, "the lease of %.40q is not to be had", key)
	return lease
}

func refused(t *testing.T, s memo.Store, key string) {
	t.Helper()
	lease, err := leaser(t, s).Lease(t.Context(), key, nil, long)
	able(t, err)
	require.Truef(t, lease == nil, "the lease of %.40q is given away twice", key)
}

func end(t *testing.T, lease memo.Lease) {
	t.Helper()
	able(t, lease.End(t.Context()))
}

func sets(t *testing.T, lease memo.Lease, value []byte, ttl time.Duration) {
	t.Helper()
	held, err := lease.Set(t.Context(), value, ttl)
	able(t, err)
	require.True(t, held, "the lease was lost")
}
