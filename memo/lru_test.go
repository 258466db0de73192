package memo_test

//lint:file-ignore SA1004 time is faked: one nanosecond past the limit

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/stretchr/testify/require"
)

func TestLRU(t *testing.T) {
	t.Parallel()
	memotest.Run(t, func(*testing.T) memo.Store { return memo.NewLRU(1000) })
	memotest.RunPair(t, func(*testing.T) (one, two memo.Store) {
		l := memo.NewLRU(1000)
		return l, l
	})
}

func TestLRU_boundByBytes(t *testing.T) {
	t.Parallel()
	memotest.Run(t, func(*testing.T) memo.Store { return memo.NewLRU(1000, memo.LRUOptions{MaxBytes: 8 << 20}) })
}

func TestNewLRU_refuses(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, "memo: NewLRU(0): entries must be positive", func() { memo.NewLRU(0) })
	require.PanicsWithValue(t, "memo: NewLRU(-3): entries must be positive", func() { memo.NewLRU(-3) })
	require.PanicsWithValue(t, "memo: NewLRU(1): MaxBytes is negative: -1", func() { memo.NewLRU(1, memo.LRUOptions{MaxBytes: -1}) })
	require.PanicsWithValue(t, "memo: NewLRU: 2 values of memo.LRUOptions given, at most one is used",
		func() { memo.NewLRU(1, memo.LRUOptions{}, memo.LRUOptions{}) })
}

func TestLRU_keepsTheEntriesUsedLast(t *testing.T) {
	t.Parallel()
	l := memo.NewLRU(2)
	require.NoError(t, l.Set(t.Context(), "a", nil, 0))
	require.NoError(t, l.Set(t.Context(), "b", nil, 0))
	_, _, err := l.Get(t.Context(), "a") // now b is the older one
	require.NoError(t, err)
	require.NoError(t, l.Set(t.Context(), "c", nil, 0))
	holds(t, l, "a", "c")
}

// holds checks which of the keys a to e are there.
func holds(t *testing.T, s memo.Store, want ...string) {
	t.Helper()
	var got []string
	for _, key := range []string{"a", "b", "c", "d", "e"} {
		_, found, err := s.Get(t.Context(), key)
		require.NoError(t, err)
		if found {
			got = append(got, key)
		}
	}
	require.Equal(t, want, got)
}

func TestLRU_expiresToTheNanosecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := memo.NewLRU(2)
		l.Put("k", 1, memo.NewLife(time.Minute, time.Minute), nil)
		time.Sleep(time.Minute - 1)
		_, left, found := l.Lookup("k")
		require.True(t, found)
		require.Equal(t, time.Duration(1), left)
		time.Sleep(1)
		_, _, found = l.Lookup("k")
		require.False(t, found)
		require.Zero(t, l.DropAll(), "reading an expired entry removes it")
	})
}

func TestLRU_keepsWhatIsNoLongerFresh(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := memo.NewLRU(2)
		l.Put("k", 1, memo.NewLife(time.Minute, time.Hour), nil)
		time.Sleep(time.Minute)
		_, left, found := l.Lookup("k")
		require.True(t, found)
		require.Zero(t, left)
		time.Sleep(59*time.Minute - 1)
		_, left, found = l.Lookup("k")
		require.True(t, found)
		require.Equal(t, -(59*time.Minute - 1), left)
		time.Sleep(1)
		_, _, found = l.Lookup("k")
		require.False(t, found)
	})
}

func TestLRU_lives(t *testing.T) {
	t.Parallel()
	const year = 365 * 24 * time.Hour
	for _, c := range []struct {
		fresh, keep, wait time.Duration
		left              time.Duration // after the wait; 0: gone
	}{
		{0, 0, 100 * year, math.MaxInt64},
		{-time.Minute, time.Hour, time.Minute, -2 * time.Minute}, // stale already
		{-time.Minute, time.Hour, time.Hour, 0},
		{math.MaxInt64, math.MaxInt64, year, math.MaxInt64},
		{time.Hour, 0, 100 * year, time.Hour - 100*year}, // kept for ever
		{0, time.Hour, time.Minute, 59 * time.Minute},    // what is not kept is not fresh
		{0, time.Hour, time.Hour, 0},
		{time.Hour, time.Minute, 30 * time.Minute, 30 * time.Minute},
		{time.Second, time.Second + year + 1, year + time.Second, -year}, // never too early
		{time.Second, time.Second + year, year + year/1_000_000, 0},      // and not much too late
	} {
		synctest.Test(t, func(t *testing.T) {
			l := memo.NewLRU(1)
			l.Put("k", 1, memo.NewLife(c.fresh, c.keep), nil)
			time.Sleep(c.wait)
			_, left, found := l.Lookup("k")
			require.Equal(t, c.left != 0, found, c)
			require.Equal(t, c.left, left, c)
		})
	}
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
	value, _, found := l.Lookup("k")
	require.True(t, found)
	require.Equal(t, []byte("v"), value)
	l.Put("k", 1, memo.Life{}, nil)
	_, found, err := l.Get(t.Context(), "k")
	require.NoError(t, err)
	require.False(t, found, "a number is no bytes")
	require.True(t, l.Drop("k"))
	require.False(t, l.Drop("k"))
	l.Put("nil", nil, memo.Life{}, nil)
	value, _, found = l.Lookup("nil")
	require.True(t, found)
	require.Nil(t, value)
}

func TestLRU_tags(t *testing.T) {
	t.Parallel()
	l, ctx := memo.NewLRU(10), t.Context()
	tags := []string{"x", "y"}
	require.NoError(t, l.SetTagged(ctx, "a", nil, 0, tags))
	tags[0] = "changed" // the slice is not kept
	require.NoError(t, l.SetTagged(ctx, "b", nil, 0, []string{"y"}))
	require.NoError(t, l.SetTagged(ctx, "c", nil, 0, nil))
	require.NoError(t, l.SetTagged(ctx, "d", nil, 0, []string{"x"}))
	require.NoError(t, l.Set(ctx, "d", nil, 0)) // takes the tags away
	l.Put("e", 1, memo.Life{}, []string{"x"})
	n, err := l.DeleteTagged(ctx, "changed")
	require.NoError(t, err)
	require.Zero(t, n)
	n, err = l.DeleteTagged(ctx, "x")
	require.NoError(t, err)
	require.Equal(t, 2, n)
	holds(t, l, "b", "c", "d")
	require.Equal(t, 1, l.DropTagged("y"))
	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = l.DeleteTagged(ended, "x")
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, l.SetTagged(ended, "a", nil, 0, nil), context.Canceled)
}

func TestLRU_bytesAreBounded(t *testing.T) {
	t.Parallel()
	l, ctx := memo.NewLRU(10, memo.LRUOptions{MaxBytes: 3 * 1024}), t.Context()
	for _, key := range []string{"a", "b", "c"} {
		require.NoError(t, l.Set(ctx, key, make([]byte, 1023-memo.LRUOverhead), 0))
	}
	holds(t, l, "a", "b", "c")
	require.NoError(t, l.Set(ctx, "d", nil, 0)) // a goes
	holds(t, l, "b", "c", "d")
	l.Put("e", strings.Repeat("x", 2048-memo.LRUOverhead-1), memo.Life{}, nil) // b and c go
	holds(t, l, "d")
	_, _, found := l.Lookup("e")
	require.True(t, found)
	require.NoError(t, l.Set(ctx, "e", make([]byte, 3*1024-memo.LRUOverhead-1), 0)) // all there is, alone
	holds(t, l, "e")
	require.NoError(t, l.Set(ctx, "e", make([]byte, 3*1024-memo.LRUOverhead), 0)) // too large, and so is what it replaces gone
	holds(t, l)
	require.Zero(t, l.Held())
	require.NoError(t, l.Set(ctx, strings.Repeat("k", 4000), nil, 0))
	require.Zero(t, l.Held(), "keys count too")
	l.Put("map", map[string][]byte{"k": make([]byte, 4000)}, memo.Life{}, nil)
	require.Zero(t, l.Held(), "and Go values")
}

// Whatever is done, what is held adds up to the sizes of what is there.
func TestLRU_booksBalance(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	l := memo.NewLRU(20, memo.LRUOptions{MaxBytes: 16 << 10})
	sizes := map[string]int64{}
	for range 5000 {
		key := fmt.Sprint(r.IntN(40))
		switch r.IntN(10) {
		case 0:
			l.Drop(key)
		case 1:
			l.DropTagged(key)
		case 2:
			if r.IntN(20) == 0 {
				l.DropAll()
			}
		default:
			value := make([]byte, r.IntN(4000)&^15+(16-memo.LRUOverhead%16-len(key)+16)%16) // whole units
			l.Put(key, value, memo.Life{}, []string{fmt.Sprint(r.IntN(40))})
			sizes[key] = int64(memo.LRUOverhead + len(key) + len(value))
		}
		var sum int64
		for key, size := range sizes {
			if _, _, found := l.Lookup(key); found {
				sum += size
			}
		}
		require.Equal(t, sum, l.Held())
		require.LessOrEqual(t, sum, int64(16<<10))
	}
}

// The overhead is near what the heap says. Not parallel: the heap is everybody's.
func TestLRU_overhead(t *testing.T) {
	const n = 50_000
	got := perEntry(n, func(each func(func(string, []byte))) any {
		l := memo.NewLRU(n, memo.LRUOptions{MaxBytes: 1 << 40})
		each(func(key string, value []byte) { l.Put(key, value, memo.NewLife(time.Hour, time.Hour), nil) })
		return l
	}) - 32 - 100
	require.InDelta(t, memo.LRUOverhead, got, 60)
}

func TestLRU_lookupAllocatesNothing(t *testing.T) {
	l, key := memo.NewLRU(4), [32]byte{1}
	l.Put(string(key[:]), "v", memo.NewLife(time.Hour, time.Hour), nil)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		if _, _, found := l.LookupArray(&key); !found {
			panic("not found")
		}
	}))
}

// What was put anew under an expired key survives those who found it expired.
func TestLRU_expiryRace(t *testing.T) {
	t.Parallel()
	l := memo.NewLRU(4)
	for range 500 {
		l.Put("k", 1, memo.NewLife(1, 1), nil)
		var wg sync.WaitGroup
		wg.Go(func() { l.Lookup("k") })
		wg.Go(func() { l.Put("k", 2, memo.Life{}, nil) })
		wg.Wait()
		value, _, found := l.Lookup("k")
		require.True(t, found)
		require.Equal(t, 2, value)
	}
}
