package memo_test

import (
	"context"
	"fmt"
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// counting is a function that tells how often it was called, by its results.
func counting[A any](calls *int) func(context.Context, A) (string, error) {
	return func(_ context.Context, a A) (string, error) {
		*calls++
		return fmt.Sprintf("%v #%d", a, *calls), nil
	}
}

func ask[A any](t *testing.T, f func(context.Context, A) (string, error), a A) string {
	t.Helper()
	text, err := f(t.Context(), a)
	require.NoError(t, err)
	return text
}

// What is found without a look into the store must be gone when the store has dropped it, for whatever reason.
func TestFunc_knownPlacesAreLeft(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(t *testing.T, c *memo.Cache, lru *memo.LRU, f func(context.Context, string) (string, error))
		want   string
	}{
		"nothing happens": {func(*testing.T, *memo.Cache, *memo.LRU, func(context.Context, string) (string, error)) {}, "a #1"},
		"forgotten": {func(t *testing.T, c *memo.Cache, _ *memo.LRU, f func(context.Context, string) (string, error)) {
			n, err := c.Forget(t.Context(), f, "a")
			require.NoError(t, err)
			require.Equal(t, 1, n)
		}, "a #2"},
		"forgotten by function": {func(t *testing.T, c *memo.Cache, _ *memo.LRU, f func(context.Context, string) (string, error)) {
			n, err := c.Forget(t.Context(), f)
			require.NoError(t, err)
			require.Equal(t, 1, n)
		}, "a #2"},
		"cleared": {func(t *testing.T, c *memo.Cache, _ *memo.LRU, _ func(context.Context, string) (string, error)) {
			_, err := c.Clear(t.Context())
			require.NoError(t, err)
		}, "a #2"},
		"cleared past the cache": {func(t *testing.T, _ *memo.Cache, lru *memo.LRU, _ func(context.Context, string) (string, error)) {
			_, err := lru.Clear(t.Context())
			require.NoError(t, err)
		}, "a #2"},
		"evicted": {func(t *testing.T, _ *memo.Cache, _ *memo.LRU, f func(context.Context, string) (string, error)) {
			ask(t, f, "b")
			ask(t, f, "c")
		}, "a #4"},
		"computed anew": {func(t *testing.T, c *memo.Cache, _ *memo.LRU, f func(context.Context, string) (string, error)) {
			_, err := c.Warm(t.Context(), f, memo.Warming{Args: [][]any{{"a"}}, Every: time.Second})
			require.NoError(t, err)
			time.Sleep(1500 * time.Millisecond)
		}, "a #2"},
		"expired": {func(*testing.T, *memo.Cache, *memo.LRU, func(context.Context, string) (string, error)) {
			time.Sleep(time.Minute)
		}, "a #2"},
		"closed": {func(_ *testing.T, c *memo.Cache, _ *memo.LRU, _ func(context.Context, string) (string, error)) {
			_ = c.Close()
		}, "a #2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				calls, lru := 0, memo.NewLRU(2)
				cache := memo.New(lru)
				f := memo.Func(cache, time.Minute, counting[string](&calls))
				for range 3 {
					require.Equal(t, "a #1", ask(t, f, "a"))
				}
				c.change(t, cache, lru, f)
				require.Equal(t, c.want, ask(t, f, "a"))
				require.NoError(t, cache.Close())
			})
		})
	}
}

// A place that is known must not keep an early refresh or a stale result from being noticed.
func TestFunc_knownPlacesAge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		cache := memo.New(memo.NewLRU(2))
		f := memo.Func(cache, time.Minute, counting[string](&calls), memo.Policy{Early: 10 * time.Second, Stale: time.Minute})
		for _, step := range []struct {
			wait time.Duration
			want string
		}{{0, "a #1"}, {50*time.Second - 1, "a #1"}, {1, "a #1"}, {0, "a #2"}, {61 * time.Second, "a #2"}, {0, "a #3"}} {
			time.Sleep(step.wait)
			require.Equal(t, step.want, ask(t, f, "a"))
			synctest.Wait() // for a refresh
		}
		require.NoError(t, cache.Close())
	})
}

// Equal for Go and equal as a key are two things.
func TestFunc_argumentsThatCompareOtherwise(t *testing.T) {
	t.Parallel()
	cache := closing(t, memo.New(memo.NewLRU(100)))
	calls := 0
	float := memo.Func(cache, time.Hour, counting[float64](&calls), memo.Policy{Name: "float"})
	require.NotEqual(t, ask(t, float, 0), ask(t, float, math.Copysign(0, -1)), "0 and -0 differ")
	require.Equal(t, ask(t, float, math.NaN()), ask(t, float, math.NaN()), "NaN is one value")
	type in struct{ X float64 }
	nested := memo.Func(cache, time.Hour, counting[in](&calls), memo.Policy{Name: "nested"})
	require.Equal(t, ask(t, nested, in{math.NaN()}), ask(t, nested, in{math.NaN()}))
	pointer := memo.Func(cache, time.Hour, counting[*int](&calls), memo.Policy{Name: "pointer"})
	require.Equal(t, ask(t, pointer, new(1)), ask(t, pointer, new(1)), "by value")
	require.NotEqual(t, ask(t, pointer, new(1)), ask(t, pointer, new(2)))
	anything := memo.Func(cache, time.Hour, counting[any](&calls), memo.Policy{Name: "any"})
	require.NotEqual(t, ask[any](t, anything, 1), ask[any](t, anything, int64(1)))
	require.Equal(t, ask[any](t, anything, []int{1}), ask[any](t, anything, []int{1}), "what cannot be compared")
	moment := time.Now()
	when := memo.Func(cache, time.Hour, counting[time.Time](&calls), memo.Policy{Name: "time"})
	require.Equal(t, ask(t, when, moment), ask(t, when, moment.Round(0)), "with and without a monotonic reading")
	type tiny struct{ A, B string }
	texts := memo.Func(cache, time.Hour, counting[tiny](&calls), memo.Policy{Name: "texts"})
	require.NotEqual(t, ask(t, texts, tiny{"a", "bc"}), ask(t, texts, tiny{"ab", "c"}))
}

func TestFunc_aHitAllocatesNothing(t *testing.T) {
	ctx := t.Context()
	cache := closing(t, memo.New(memo.NewLRU(100)))
	calls := 0
	text := memo.Func(cache, time.Hour, counting[string](&calls), memo.Policy{Name: "text"})
	type place struct {
		City string
		Day  int
	}
	record := memo.Func(cache, time.Hour, counting[place](&calls), memo.Policy{Name: "record"})
	city := fmt.Sprint("Os", "lo")
	hits := func() { _, _ = text(ctx, city); _, _ = record(ctx, place{city, 7}) }
	hits()
	hits()
	require.Zero(t, testing.AllocsPerRun(100, hits))
}

// More arguments than places, and longer ones than are kept, are answered all the same.
func TestFunc_manyArguments(t *testing.T) {
	t.Parallel()
	const many = 1<<14 + 100
	cache := closing(t, memo.New(memo.NewLRU(2*many)))
	f := memo.Func(cache, time.Hour, func(_ context.Context, n int) (int, error) { return 2 * n, nil })
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for n := range many {
				if got, err := f(context.Background(), n); err != nil || got != 2*n {
					t.Errorf("f(%d) = %d, %v", n, got, err)
				}
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, many, cache.Stats().Misses)
	calls := 0
	text := memo.Func(cache, time.Hour, counting[string](&calls), memo.Policy{Name: "text"})
	long := string(make([]byte, 1000))
	require.Equal(t, ask(t, text, long), ask(t, text, long))
}

func TestFunc_keepsTheTypeOfTheFunction(t *testing.T) {
	t.Parallel()
	type loader func(context.Context, string) (string, error)
	calls := 0
	var load loader = counting[string](&calls)
	cache := closing(t, memo.New(memo.NewLRU(10)))
	var memoized loader = memo.Func(cache, time.Hour, load)
	require.Equal(t, "a #1", ask(t, memoized, "a"))
	require.Equal(t, "a #1", ask(t, memoized, "a"))
	require.Equal(t, "a #2", ask(t, memo.Original(cache, memoized), "a"), "the original remembers nothing")
}
