package memo_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// All that a Null is; it has no leases to give, and no Go values.
var (
	_ memo.Store   = memo.Null{}
	_ memo.Clearer = memo.Null{}
	_ memo.Tagger  = memo.Null{}
)

func TestNull_keepsNothing(t *testing.T) {
	t.Parallel()
	var s memo.Null
	misses := func() {
		t.Helper()
		value, found, err := s.Get(t.Context(), "k")
		require.NoError(t, err)
		require.False(t, found)
		require.Nil(t, value)
	}
	misses()
	require.NoError(t, s.Set(t.Context(), "k", []byte("v"), time.Hour))
	misses()
	require.NoError(t, s.Set(t.Context(), "k", nil, 0))
	misses()
	require.NoError(t, s.SetTagged(t.Context(), "k", []byte("v"), 0, []string{"tag"}))
	misses()
	require.NoError(t, s.Delete(t.Context(), "k"))
	n, err := s.DeleteTagged(t.Context(), "tag")
	require.NoError(t, err)
	require.Zero(t, n)
	n, err = s.Clear(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
	misses()
}

func TestNull_contextThatHasEnded(t *testing.T) {
	t.Parallel()
	var s memo.Null
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	for ctx, want := range map[context.Context]error{cancelled: context.Canceled, late: context.DeadlineExceeded} {
		_, found, err := s.Get(ctx, "k")
		require.ErrorIs(t, err, want)
		require.False(t, found)
		require.ErrorIs(t, s.Set(ctx, "k", nil, 0), want)
		require.ErrorIs(t, s.Delete(ctx, "k"), want)
		require.ErrorIs(t, s.SetTagged(ctx, "k", nil, 0, nil), want)
		_, err = s.DeleteTagged(ctx, "tag")
		require.ErrorIs(t, err, want)
		_, err = s.Clear(ctx)
		require.ErrorIs(t, err, want)
	}
}

func TestNull_turnsMemoizationOff(t *testing.T) {
	t.Parallel()
	cache := memo.New(memo.Null{})
	defer cache.Close()
	var calls int
	double := memo.Wrap(cache, time.Hour, func(_ context.Context, n int) (int, error) {
		calls++
		return 2 * n, nil
	})
	for range 3 {
		got, err := double(t.Context(), 21)
		require.NoError(t, err)
		require.Equal(t, 42, got)
	}
	require.Equal(t, 3, calls)
	n, err := cache.Clear(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
}

func TestNull_callsAtOnceStillShare(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cache := memo.New(memo.Null{})
		defer cache.Close()
		var calls atomic.Int32
		slow := memo.Wrap(cache, time.Hour, func(context.Context) (int32, error) {
			time.Sleep(time.Second)
			return calls.Add(1), nil
		})
		for range 10 {
			go func() { _, _ = slow(t.Context()) }()
		}
		synctest.Wait()
		got, err := slow(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, 1, got)
		require.EqualValues(t, 1, calls.Load())
	})
}
