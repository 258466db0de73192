package memotest_test

import (
	"context"
	"errors"
	"log/slog"
	"math/bits"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/stretchr/testify/require"
)

func TestFaults_anErrorComesAlone(t *testing.T) {
	t.Parallel()
	inner, _, s, faults := faulty()
	require.NoError(t, inner.SetTagged(t.Context(), "k", []byte("v"), 0, []string{"tag"}))
	held, err := s.(memo.Leaser).Lease(t.Context(), "l", nil, time.Hour)
	require.NoError(t, err)
	for _, late := range []bool{false, true} {
		faults.Set(memotest.Fault{Err: errFault, Late: late})
		value, found, err := s.Get(t.Context(), "k")
		require.ErrorIs(t, err, errFault)
		require.False(t, found)
		require.Nil(t, value)
		n, err := s.(memo.Tagger).DeleteTagged(t.Context(), "tag")
		require.ErrorIs(t, err, errFault)
		require.Zero(t, n)
		lease, err := s.(memo.Leaser).Lease(t.Context(), "k", nil, time.Hour)
		require.ErrorIs(t, err, errFault)
		require.True(t, lease == nil)
		ok, err := held.Extend(t.Context(), time.Hour)
		require.ErrorIs(t, err, errFault)
		require.False(t, ok)
	}
}

func TestFaults_lateOnesComeWhenTheWorkIsDone(t *testing.T) {
	t.Parallel()
	_, inner, s, faults := faulty(memotest.Fault{Err: errFault})
	require.ErrorIs(t, s.Set(t.Context(), "k", []byte("early"), 0), errFault)
	_, found, err := inner.Get(t.Context(), "k")
	require.NoError(t, err)
	require.False(t, found)
	faults.Set(memotest.Fault{Err: errFault, Late: true})
	require.ErrorIs(t, s.Set(t.Context(), "k", []byte("late"), 0), errFault)
	value, found, err := inner.Get(t.Context(), "k")
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, "late", string(value))
	faults.Set(memotest.Fault{Panic: errFault, Late: true})
	require.PanicsWithError(t, "out of order", func() { _ = s.Delete(t.Context(), "k") })
	_, found, err = inner.Get(t.Context(), "k")
	require.NoError(t, err)
	require.False(t, found)
	faults.Set(memotest.Fault{Late: true}) // no harm: the work is done once
	lease, err := s.(memo.Leaser).Lease(t.Context(), "k", nil, time.Hour)
	require.NoError(t, err)
	require.True(t, lease != nil)
}

func TestFaults_slowCallsEndWithTheirContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, inner, s, _ := faulty(memotest.Fault{Delay: time.Minute})
		begun := time.Now()
		require.NoError(t, s.Set(t.Context(), "k", []byte("v"), 0))
		require.Equal(t, time.Minute, time.Since(begun))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begun = time.Now()
		require.ErrorIs(t, s.Delete(ctx, "k"), context.DeadlineExceeded)
		require.Equal(t, time.Second, time.Since(begun))
		_, found, err := inner.Get(t.Context(), "k")
		require.NoError(t, err)
		require.True(t, found)
	})
}

func TestFaults_slowAndFailing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, _, s, _ := faulty(memotest.Fault{Delay: time.Minute, Err: errFault})
		begun := time.Now()
		_, _, err := s.Get(t.Context(), "k")
		require.ErrorIs(t, err, errFault)
		require.Equal(t, time.Minute, time.Since(begun))
	})
}

func TestFaults_tornValues(t *testing.T) {
	t.Parallel()
	inner, _, s, _ := faulty(memotest.Fault{Torn: true})
	const whole = "a value of some length"
	require.NoError(t, inner.Set(t.Context(), "k", []byte(whole), 0))
	var cut, flipped int
	for range 100 {
		value, found, err := s.Get(t.Context(), "k")
		require.NoError(t, err)
		require.True(t, found)
		if len(value) < len(whole) {
			require.Equal(t, whole[:len(value)], string(value))
			cut++
			continue
		}
		require.Len(t, value, len(whole))
		wrong := 0
		for i := range value {
			wrong += bits.OnesCount8(value[i] ^ whole[i])
		}
		require.Equal(t, 1, wrong, "bits flipped")
		flipped++
	}
	require.Positive(t, cut)
	require.Positive(t, flipped)
	value, _, err := inner.Get(t.Context(), "k")
	require.NoError(t, err)
	require.Equal(t, whole, string(value), "what the store has stays whole")
}

func TestFaults_tornNothing(t *testing.T) {
	t.Parallel()
	inner, _, s, _ := faulty(memotest.Fault{Torn: true})
	require.NoError(t, inner.Set(t.Context(), "empty", nil, 0))
	value, found, err := s.Get(t.Context(), "empty")
	require.NoError(t, err)
	require.True(t, found)
	require.Len(t, value, 1)
	value, found, err = s.Get(t.Context(), "absent")
	require.NoError(t, err)
	require.False(t, found)
	require.Nil(t, value)
}

func TestFaults_lostCallsAnswerAsIfAllWereWell(t *testing.T) {
	t.Parallel()
	inner, _, s, faults := faulty()
	require.NoError(t, inner.SetTagged(t.Context(), "k", []byte("v"), 0, []string{"tag"}))
	held, err := s.(memo.Leaser).Lease(t.Context(), "l", nil, time.Hour)
	require.NoError(t, err)
	faults.Set(memotest.Fault{Lost: true, Err: errFault}) // the error has no turn
	for _, c := range calls {
		require.NoError(t, c.call(t.Context(), s, held), c.method)
	}
	_, found, err := s.Get(t.Context(), "k")
	require.NoError(t, err)
	require.False(t, found)
	lease, err := s.(memo.Leaser).Lease(t.Context(), "free", nil, time.Hour)
	require.NoError(t, err)
	require.True(t, lease == nil)
	require.NoError(t, s.(memo.Leaser).Await(t.Context(), "l"))
	for _, ok := range []func() (bool, error){
		func() (bool, error) { return held.Extend(t.Context(), time.Hour) },
		func() (bool, error) { return held.Set(t.Context(), []byte("w"), 0) },
	} {
		held, err := ok()
		require.NoError(t, err)
		require.True(t, held)
	}

	value, found, err := inner.Get(t.Context(), "k")
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, "v", string(value))
	_, found, err = inner.Get(t.Context(), "l")
	require.NoError(t, err)
	require.False(t, found)
	lease, err = inner.Lease(t.Context(), "l", nil, time.Hour)
	require.NoError(t, err)
	require.True(t, lease == nil, "it was not given up")
}

func TestFaults_contextThatHasEnded(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, fault := range []memotest.Fault{{}, {Lost: true}, {Delay: time.Hour}, {Torn: true}, {Late: true, Err: errFault}} {
		_, _, s, _ := faulty(fault)
		_, found, err := s.Get(ctx, "k")
		require.ErrorIs(t, err, context.Canceled)
		require.False(t, found)
		require.ErrorIs(t, s.Set(ctx, "k", nil, 0), context.Canceled)
	}
}

func TestFaults_abilitiesAreThoseOfTheStore(t *testing.T) {
	t.Parallel()
	faults := memotest.NewFaults(1)
	faults.Set(memotest.Fault{Err: errFault})
	s := faults.Wrap(newLeast())
	for _, c := range calls[3:8] {
		err := c.call(t.Context(), s, nil)
		require.ErrorIs(t, err, errors.ErrUnsupported, c.method)
		require.EqualError(t, err, "memotest: a *memotest_test.least has no "+c.method+": unsupported operation")
	}
	require.Zero(t, faults.Hits(), "what is not done cannot fail")
	require.NotImplements(t, (*memo.Watcher)(nil), s)

	one, two := newPair("")
	full := faults.Wrap(one)
	var heard []string
	stop := full.(memo.Watcher).Watch(func(keys []string, _ bool) { heard = append(heard, keys...) })
	require.NoError(t, two.Set(t.Context(), "k", nil, 0))
	stop()
	require.Equal(t, []string{"k"}, heard)
}

// A cache on a store that fails in all ways there are still gives right answers.
func TestFaults_aCacheOnThem(t *testing.T) {
	t.Parallel()
	faults := memotest.NewFaults(3)
	faults.Set(memotest.Fault{Chance: 0.2, Err: errFault}, memotest.Fault{Chance: 0.2, Panic: "boom"}, memotest.Fault{Chance: 0.2, Lost: true})
	cache := memo.New(faults.Wrap(newLeast()), memo.Options{RetryAfter: time.Nanosecond, Logger: slog.New(slog.DiscardHandler)})
	defer cache.Close()
	double := memo.Func(cache, time.Hour, func(_ context.Context, n int) (int, error) { return 2 * n, nil })
	for i := range 200 {
		got, err := double(t.Context(), i%10)
		require.NoError(t, err)
		require.Equal(t, 2*(i%10), got)
	}
	require.Greater(t, faults.Hits(), 20)
}
