package memotest_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/stretchr/testify/require"
)

var errFault = errors.New("out of order")

// faulty returns a store that can do all, with the faults set, and one on the same backing without any.
func faulty(faults ...memotest.Fault) (s, inner *reference, wrapped memo.Store, f *memotest.Faults) {
	s, inner = newPair("")
	f = memotest.NewFaults(1)
	f.Set(faults...)
	return s, inner, f.Wrap(s), f
}

// calls has a call of every method, each of which can succeed; leases are taken without faults.
var calls = []struct {
	method string
	call   func(ctx context.Context, s memo.Store, lease memo.Lease) error
}{
	{"Get", func(ctx context.Context, s memo.Store, _ memo.Lease) error { _, _, err := s.Get(ctx, "k"); return err }},
	{"Set", func(ctx context.Context, s memo.Store, _ memo.Lease) error { return s.Set(ctx, "k", nil, 0) }},
	{"Delete", func(ctx context.Context, s memo.Store, _ memo.Lease) error { return s.Delete(ctx, "k") }},
	{"Clear", func(ctx context.Context, s memo.Store, _ memo.Lease) error {
		_, err := s.(memo.Clearer).Clear(ctx)
		return err
	}},
	{"SetTagged", func(ctx context.Context, s memo.Store, _ memo.Lease) error {
		return s.(memo.Tagger).SetTagged(ctx, "k", nil, 0, []string{"tag"})
	}},
	{"DeleteTagged", func(ctx context.Context, s memo.Store, _ memo.Lease) error {
		_, err := s.(memo.Tagger).DeleteTagged(ctx, "tag")
		return err
	}},
	{"Lease", func(ctx context.Context, s memo.Store, _ memo.Lease) error {
		_, err := s.(memo.Leaser).Lease(ctx, "another", nil, time.Hour)
		return err
	}},
	{"Await", func(ctx context.Context, s memo.Store, _ memo.Lease) error {
		return s.(memo.Leaser).Await(ctx, "never")
	}},
	{"Lease.Extend", func(ctx context.Context, _ memo.Store, l memo.Lease) error {
		_, err := l.Extend(ctx, time.Hour)
		return err
	}},
	{"Lease.Tag", func(ctx context.Context, _ memo.Store, l memo.Lease) error { return l.Tag(ctx, []string{"tag"}) }},
	{"Lease.Set", func(ctx context.Context, _ memo.Store, l memo.Lease) error { _, err := l.Set(ctx, nil, 0); return err }},
	{"Lease.End", func(ctx context.Context, _ memo.Store, l memo.Lease) error { return l.End(ctx) }},
}

func TestFaults_hitTheMethodsNamed(t *testing.T) {
	t.Parallel()
	for _, hit := range calls {
		_, _, s, faults := faulty()
		lease, err := s.(memo.Leaser).Lease(t.Context(), "k", nil, time.Hour)
		require.NoError(t, err)
		faults.Set(memotest.Fault{Methods: []string{hit.method}, Err: errFault})
		for _, c := range calls {
			if c.method == hit.method {
				require.ErrorIs(t, c.call(t.Context(), s, lease), errFault, c.method)
			} else {
				require.NoErrorf(t, c.call(t.Context(), s, lease), "%s while %s fails", c.method, hit.method)
			}
		}
		require.Equal(t, 1, faults.Hits())
	}
}

func TestFaults_hitAllMethodsWhenNoneIsNamed(t *testing.T) {
	t.Parallel()
	_, _, s, faults := faulty()
	lease, err := s.(memo.Leaser).Lease(t.Context(), "k", nil, time.Hour)
	require.NoError(t, err)
	faults.Set(memotest.Fault{Err: errFault})
	for _, c := range calls {
		require.ErrorIs(t, c.call(t.Context(), s, lease), errFault, c.method)
	}
	faults.Set(memotest.Fault{Panic: "boom", Err: errFault})
	for _, c := range calls {
		require.PanicsWithValue(t, "boom", func() { _ = c.call(t.Context(), s, lease) }, c.method)
	}
	faults.Set()
	for _, c := range calls {
		require.NoError(t, c.call(t.Context(), s, lease), c.method)
	}
	require.Equal(t, 2*len(calls), faults.Hits())
}

func TestFaults_everyNthCall(t *testing.T) {
	t.Parallel()
	_, _, s, faults := faulty()
	require.NoError(t, s.Set(t.Context(), "k", nil, 0)) // before the fault: not counted
	faults.Set(memotest.Fault{Methods: []string{"Get"}, Every: 3, Err: errFault})
	for i := range 9 {
		require.NoError(t, s.Set(t.Context(), "k", nil, 0)) // another method: not counted
		_, _, err := s.Get(t.Context(), "k")
		if i%3 == 2 {
			require.ErrorIs(t, err, errFault)
		} else {
			require.NoError(t, err)
		}
	}
}

func TestFaults_firstOfSeveral(t *testing.T) {
	t.Parallel()
	other := errors.New("other")
	_, _, s, _ := faulty(memotest.Fault{Every: 2, Err: errFault}, memotest.Fault{Every: 3, Err: other})
	for i, want := range []error{nil, errFault, other, errFault, nil, errFault} { // the 6th is both's
		_, _, err := s.Get(t.Context(), "k")
		require.Equalf(t, want, err, "call %d", i+1)
	}
}

// byChance is which of 200 calls are hit.
func byChance(t *testing.T, seed uint64, chance float64) (hits []bool, n int) {
	faults := memotest.NewFaults(seed)
	faults.Set(memotest.Fault{Chance: chance, Err: errFault})
	s := faults.Wrap(newLeast())
	for range 200 {
		_, _, err := s.Get(t.Context(), "k")
		hits = append(hits, err != nil)
	}
	return hits, faults.Hits()
}

func TestFaults_byChanceAndAlikeFromOneSeed(t *testing.T) {
	t.Parallel()
	first, n := byChance(t, 7, 0.25)
	again, _ := byChance(t, 7, 0.25)
	other, _ := byChance(t, 8, 0.25)
	require.Equal(t, first, again)
	require.NotEqual(t, first, other)
	require.Greater(t, n, 20)
	require.Less(t, n, 80)
	_, n = byChance(t, 7, 1)
	require.Equal(t, 200, n)
}

func TestFaults_severalStoresAndGoroutines(t *testing.T) {
	t.Parallel()
	faults := memotest.NewFaults(1)
	one, two := newPair("")
	stores := []memo.Store{faults.Wrap(one), faults.Wrap(two)}
	faults.Set(memotest.Fault{Every: 2, Torn: true, Methods: []string{"Get"}}, memotest.Fault{Methods: []string{"Set"}, Every: 4, Err: errFault})
	var wg sync.WaitGroup
	for _, s := range stores {
		for range 4 {
			wg.Go(func() {
				for range 100 {
					_, _, _ = s.Get(t.Context(), "k")
					_ = s.Set(t.Context(), "k", []byte("v"), 0)
				}
			})
		}
	}
	wg.Wait()
	require.Equal(t, 800/2+800/4, faults.Hits())
}

func TestFaults_theSliceOfMethodsIsTheCallers(t *testing.T) {
	t.Parallel()
	methods := []string{"Get"}
	_, _, s, _ := faulty(memotest.Fault{Methods: methods, Err: errFault})
	methods[0] = "Set"
	_, _, err := s.Get(t.Context(), "k")
	require.ErrorIs(t, err, errFault)
}

func TestFaults_refuses(t *testing.T) {
	t.Parallel()
	f := memotest.NewFaults(1)
	require.PanicsWithValue(t, "memotest: Faults.Wrap: the store is nil", func() { f.Wrap(nil) })
	require.PanicsWithValue(t, `memotest: Faults.Set: no store has a method "Put", but ["Get" "Set" "Delete" "Clear" "SetTagged" `+
		`"DeleteTagged" "Lease" "Await" "Lease.Extend" "Lease.Tag" "Lease.Set" "Lease.End"]`,
		func() { f.Set(memotest.Fault{Methods: []string{"Get", "Put"}}) })
	require.PanicsWithValue(t, "memotest: Faults.Set: Every is negative: -1", func() { f.Set(memotest.Fault{Every: -1}) })
	require.PanicsWithValue(t, "memotest: Faults.Set: Chance is not from 0 to 1: 1.5", func() { f.Set(memotest.Fault{Chance: 1.5}) })
	require.PanicsWithValue(t, "memotest: Faults.Set: Delay is negative: -1s", func() { f.Set(memotest.Fault{Delay: -time.Second}) })
}
