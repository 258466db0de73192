package memo_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// warms wants so many results to be computed, and no error.
func warms(t *testing.T, want int, c *memo.Cache, fn any, args ...[]any) {
	t.Helper()
	n, err := c.Warm(t.Context(), fn, memo.Warming{Args: args})
	require.NoError(t, err)
	require.Equal(t, want, n)
}

func TestWarm_computesWhatIsMissing(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Stale: time.Hour, Early: 10 * time.Second})
		a, b, d := []any{"a"}, []any{"b"}, []any{"d"}
		gets(t, 1, f, "a")
		warms(t, 1, c, f, a, b)
		warms(t, 0, c, f, a, b)
		require.Equal(t, 2, n.count())
		gets(t, 1, f, "a")
		gets(t, 2, f, "b")
		require.Equal(t, 2, n.count(), "nobody computed what was there")

		time.Sleep(50 * time.Second)
		warms(t, 3, c, f, a, b, d) // what is about to end counts as missing
		time.Sleep(time.Minute)
		warms(t, 1, c, f, d) // and what is stale
		atOnce(t, n.count(), f, "d")
		require.Equal(t, 6, n.count())
	})
}

func TestWarm_formsOfFunctions(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		var calls atomic.Int64
		given := func(sep string, parts ...string) string { calls.Add(1); return strings.Join(parts, sep) }
		join := memo.Wrap(c, time.Hour, given)
		warms(t, 3, c, given, []any{"-"}, []any{"-", "a", "b"}, []any{"+", "a"})
		require.Equal(t, []string{"", "a-b", "a"}, []string{join("-"), join("-", "a", "b"), join("+", "a")})
		require.Equal(t, int64(3), calls.Load())

		nothing := memo.Wrap(c, time.Hour, func(context.Context) (int, error) { return int(calls.Add(1)), nil })
		warms(t, 1, c, nothing, []any{})
		got, err := nothing(t.Context())
		require.NoError(t, err)
		require.Equal(t, 4, got)

		byPointer := memo.Func(c, time.Hour, func(_ context.Context, p *int) (bool, error) { calls.Add(1); return p == nil, nil })
		warms(t, 2, c, byPointer, []any{nil}, []any{new(1)})
		gets(t, true, byPointer, nil)
		gets(t, false, byPointer, new(1))
		require.Equal(t, int64(6), calls.Load())

		fn := func(int) {}
		m := claimed(t, c.Memoize(time.Hour), "graph.figure", fn)
		warms(t, 2, c, fn, []any{1}, []any{2})
		a, err := m.Do(t.Context(), claimedKey(2), answer("computed"))
		require.NoError(t, err)
		require.Equal(t, "warm 2 hit", string(a.Value)+" "+a.Status.String())
	})
}

func TestWarm_perUser(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		var calls atomic.Int64
		f := memo.Func(c, time.Hour, func(ctx context.Context, _ string) (string, error) { calls.Add(1); return userOf(ctx), nil },
			memo.PerUser(userOf))
		n, err := c.Warm(asUser(t, "Ann"), f, memo.Warming{Args: [][]any{{"a"}}})
		require.NoError(t, err)
		require.Equal(t, 1, n)
		for _, user := range []string{"Ann", "Bob"} {
			got, err := f(asUser(t, user), "a")
			require.NoError(t, err)
			require.Equal(t, user, got)
		}
		require.Equal(t, int64(2), calls.Load(), "Ann's was there")
	})
}

func TestWarm_concurrency(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{1, 3, 50} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := closing(t, memo.New(memo.NewLRU(100)))
				running, most := make(chan struct{}, 1000), atomic.Int64{}
				f := memo.Wrap(c, time.Hour, func(int) int {
					running <- struct{}{}
					time.Sleep(time.Second)
					raise(&most, len(running))
					time.Sleep(time.Second)
					<-running
					return 0
				})
				w := memo.Warming{Concurrency: limit}
				for i := range 24 {
					w.Args = append(w.Args, []any{i})
				}
				start := time.Now()
				n, err := c.Warm(t.Context(), f, w)
				require.NoError(t, err)
				require.Equal(t, 24, n)
				require.Equal(t, int64(min(limit, 24)), most.Load())
				require.Equal(t, time.Duration(24/min(limit, 24))*2*time.Second, time.Since(start))
			})
		})
	}
}

func TestWarm_errorsNameTheirArguments(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		f := memo.Wrap(c, time.Hour, func(a int, b string) (int, error) {
			switch a {
			case 2:
				return 0, errWrong
			case 3:
				panic(errDown)
			}
			return a, nil
		}, memo.Policy{Name: "f"})
		n, err := c.Warm(t.Context(), f, memo.Warming{Args: [][]any{{1, "x"}, {2, "y"}, {3, "z"}, {4, "x"}}})
		require.Equal(t, 4, n, "what failed was computed, too")
		require.EqualError(t, err, "memo: warm f[2 y]: wrong\nmemo: warm f[3 z]: memo: panic: down")
		require.ErrorIs(t, err, errWrong)
		require.ErrorIs(t, err, errDown)
		warms(t, 0, c, f, []any{1, "x"}, []any{4, "x"})
	})
}

func TestWarm_refuses(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(10)))
	calls := 0
	f := memo.Wrap(c, time.Hour, func(int, ...string) int { calls++; return 0 }, memo.Policy{Name: "f"})
	g := memo.Func(c, time.Hour, func(context.Context, int) (int, error) { calls++; return 0, nil }, memo.Policy{Name: "g"})
	good := []any{1}
	for _, tc := range []struct {
		name string
		fn   any
		w    memo.Warming
		want string
	}{
		{"Every", f, memo.Warming{Every: -1}, "memo: Warm: Every, -1ns, and Concurrency, 0, must not be negative"},
		{"Concurrency", f, memo.Warming{Concurrency: -1}, "memo: Warm: Every, 0s, and Concurrency, -1, must not be negative"},
		{"too many", g, memo.Warming{Args: [][]any{good, {1, 2}}}, "memo: Warm: g takes 1 arguments besides a context, not 2"},
		{"too few", g, memo.Warming{Args: [][]any{good, nil}}, "memo: Warm: g takes 1 arguments besides a context, not 0"},
		{"too few for a variadic one", f, memo.Warming{Args: [][]any{good, {}}}, "memo: warm f[]: 0 arguments, want at least 1"},
		{"type", g, memo.Warming{Args: [][]any{good, {"x"}}}, "memo: warm g[x]: argument 1 is a string, want a int"},
		{"types", f, memo.Warming{Args: [][]any{{"x"}, good, {1, "y", 2}}},
			"memo: warm f[x]: argument 1 is a string, want a int\nmemo: warm f[1 y 2]: argument 3 is a int, want a string"},
		{"nil", g, memo.Warming{Args: [][]any{{nil}}}, "memo: warm g[<nil>]: argument 1 is a <nil>, want a int"},
	} {
		for _, every := range []time.Duration{0, time.Nanosecond} {
			tc.w.Every = max(tc.w.Every, every)
			if tc.name == "Every" {
				tc.w.Every = -1
			}
			want := strings.Replace(tc.want, "Every, 0s", "Every, "+tc.w.Every.String(), 1)
			n, err := c.Warm(t.Context(), tc.fn, tc.w)
			require.EqualError(t, err, want, tc.name)
			require.Zero(t, n, tc.name)
		}
	}
	require.NoError(t, c.Close()) // a schedule, had there been one, would have ended
	require.Zero(t, calls, "nothing is computed where something does not fit")
}

func TestWarm_contextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(10)))
		n := tally{takes: time.Minute}
		f := memo.Func(c, time.Hour, n.compute)
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		start := time.Now()
		done, err := c.Warm(ctx, f, memo.Warming{Args: [][]any{{"a"}, {"b"}, {"c"}, {"d"}}, Concurrency: 1, Every: time.Second})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 90*time.Second, time.Since(start))
		require.Equal(t, 2, n.count(), "what had not begun never did")
		require.LessOrEqual(t, done, 2)
		time.Sleep(time.Hour)
		require.Equal(t, 2, n.count(), "and there is no schedule")
	})
}

// Callers and a warming share one computation.
func TestWarm_sharesFlights(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := tally{takes: time.Second}
		c := closing(t, memo.New(memo.NewLRU(10)))
		f := memo.Func(c, time.Hour, n.compute)
		go func() { _, _ = f(context.Background(), "a") }()
		synctest.Wait()
		warms(t, 0, c, f, []any{"a"})
		require.Equal(t, 1, n.count())
	})
}

// A remembered error is what a warming gets, too.
func TestWarm_rememberedError(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		n.fail(isWrong)
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Hour, n.compute, memo.Policy{Name: "f", Errors: time.Minute})
		_, err := f(t.Context(), "a")
		require.Error(t, err)
		done, err := c.Warm(t.Context(), f, memo.Warming{Args: [][]any{{"a"}}})
		require.EqualError(t, err, "memo: warm f[a]: wrong")
		require.Zero(t, done)
		require.Equal(t, 1, n.count())
		time.Sleep(time.Minute)
		n.fail(nil)
		warms(t, 1, c, f, []any{"a"})
	})
}

// Processes that share a store and warm the same compute once.
func TestWarm_onASharedStore(t *testing.T) {
	t.Parallel()
	dir := memo.NewDir(t.TempDir())
	var n tally
	for _, want := range []int{2, 0} {
		c := closing(t, memo.New(dir))
		f := memo.Func(c, time.Hour, n.compute, memo.Policy{Name: "f"})
		warms(t, want, c, f, []any{"a"}, []any{"b"})
	}
	require.Equal(t, 2, n.count())
}
