package memo_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

func TestJitter(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		const keys = 500
		m := closing(t, memo.New(store)).Memoize(100*time.Second, memo.Policy{Jitter: 0.2})
		shortest, longest := time.Hour, time.Duration(0)
		for i := range keys {
			a, err := m.Do(t.Context(), memo.Key{byte(i), byte(i >> 8)}, answer("v"))
			require.NoError(t, err)
			shortest, longest = min(shortest, a.Fresh), max(longest, a.Fresh)
		}
		require.GreaterOrEqual(t, shortest, 80*time.Second)
		require.LessOrEqual(t, longest, 100*time.Second)
		require.Greater(t, longest-shortest, 10*time.Second, "500 of them lie closer than chance would have it")
		time.Sleep(90 * time.Second)
		hits := 0
		for i := range keys {
			a, err := m.Do(t.Context(), memo.Key{byte(i), byte(i >> 8)}, answer("v"))
			require.NoError(t, err)
			if a.Status == memo.Hit {
				hits++
			}
		}
		require.InDelta(t, keys/2, hits, keys/4, "half of them have expired, more or less")
	})
}

func TestJitter_isNoneByDefault(t *testing.T) {
	t.Parallel()
	m := closing(t, memo.New(memo.NewLRU(4))).Memoize(time.Minute)
	for i := range 20 {
		a, err := m.Do(t.Context(), memo.Key{byte(i)}, answer("v"))
		require.NoError(t, err)
		require.Equal(t, time.Minute, a.Fresh)
	}
}

func TestLifetime(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		calls := map[string]int{}
		f := memo.Func(c, time.Minute, func(_ context.Context, s string) (string, error) { calls[s]++; return s, nil },
			memo.Lifetime(func(s string) (time.Duration, bool) {
				return map[string]time.Duration{"short": time.Second, "long": time.Hour, "ever": -1}[s], s != "none"
			}))
		all := func() {
			for _, s := range []string{"short", "usual", "long", "ever", "none"} {
				gets(t, s, f, s)
			}
		}
		all()
		all()
		require.Equal(t, map[string]int{"short": 1, "usual": 1, "long": 1, "ever": 1, "none": 2}, calls)
		time.Sleep(time.Second)
		all()
		require.Equal(t, map[string]int{"short": 2, "usual": 1, "long": 1, "ever": 1, "none": 3}, calls)
		time.Sleep(time.Minute)
		all()
		require.Equal(t, map[string]int{"short": 3, "usual": 2, "long": 1, "ever": 1, "none": 4}, calls)
		time.Sleep(time.Hour)
		all()
		require.Equal(t, map[string]int{"short": 4, "usual": 3, "long": 2, "ever": 1, "none": 5}, calls)
	})
}

// A nil interface has no type of its own to find the function's parameter by.
func TestLifetime_nilInterface(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(10)))
		calls := 0
		nothing := memo.Lifetime(func(s fmt.Stringer) (time.Duration, bool) { return time.Second, s == nil })
		byFunc := memo.Func(c, time.Minute, func(context.Context, string) (fmt.Stringer, error) { calls++; return nil, nil }, nothing)
		byWrap := memo.Wrap(c, time.Minute, func() fmt.Stringer { calls++; return nil }, nothing)
		for _, want := range []int{2, 4} {
			for range 2 {
				gets(t, nil, byFunc, "")
				require.Nil(t, byWrap())
			}
			require.Equal(t, want, calls)
			time.Sleep(time.Second)
		}
	})
}

func TestLifetime_panics(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Minute, func(context.Context, string) (int, error) { return 1, nil },
			memo.Lifetime(func(int) (time.Duration, bool) { panic("no idea") }))
		for range 2 {
			_, err := f(t.Context(), "a")
			require.EqualError(t, err, "memo: panic: no idea")
		}
	})
}
