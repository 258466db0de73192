package memo_test

//lint:file-ignore SA1004 time is faked: one nanosecond past the limit

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/stretchr/testify/require"
)

func TestLRU(t *testing.T) {
	t.Parallel()
	memotest.Run(t, func(*testing.T) memo.Store { return memo.NewLRU(200) })
	memotest.RunPair(t, func(*testing.T) (one, two memo.Store) {
		l := memo.NewLRU(200)
		return l, l
	})
}

func TestNewLRU_refuses(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, "memo: NewLRU(0): entries must be positive", func() { memo.NewLRU(0) })
	require.PanicsWithValue(t, "memo: NewLRU(-3): entries must be positive", func() { memo.NewLRU(-3) })
}

func TestLRU_keepsTheEntriesUsedLast(t *testing.T) {
	t.Parallel()
	l := memo.NewLRU(2)
	require.NoError(t, l.Set(t.Context(), "a", nil, 0))
	require.NoError(t, l.Set(t.Context(), "b", nil, 0))
	_, _, err := l.Get(t.Context(), "a") // now b is the older one
	require.NoError(t, err)
	require.NoError(t, l.Set(t.Context(), "c", nil, 0))
	for key, want := range map[string]bool{"a": true, "b": false, "c": true} {
		_, found, err := l.Get(t.Context(), key)
		require.NoError(t, err)
		require.Equal(t, want, found, key)
	}
}

func TestLRU_expiresToTheNanosecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := memo.NewLRU(2)
		l.SetValue("k", 1, time.Minute)
		time.Sleep(time.Minute - 1)
		_, found := l.GetValue("k")
		require.True(t, found)
		time.Sleep(1)
		_, found = l.GetValue("k")
		require.False(t, found)
		n, err := l.Clear(t.Context())
		require.NoError(t, err)
		require.Zero(t, n, "reading an expired entry removes it")
	})
}

func TestLRU_copiesNothing(t *testing.T) {
	t.Parallel()
	l, value := memo.NewLRU(2), []byte("v")
	require.NoError(t, l.Set(t.Context(), "k", value, 0))
	got, _, err := l.Get(t.Context(), "k")
	require.NoError(t, err)
	require.Same(t, &value[0], &got[0])
}

func TestLRU_bytesAndValuesShareKeys(t *testing.T) {
	t.Parallel()
	l := memo.NewLRU(4)
	require.NoError(t, l.Set(t.Context(), "k", []byte("v"), 0))
	value, found := l.GetValue("k")
	require.True(t, found)
	require.Equal(t, []byte("v"), value)
	l.SetValue("k", 1, 0)
	_, found, err := l.Get(t.Context(), "k")
	require.NoError(t, err)
	require.False(t, found, "a number is no bytes")
}
