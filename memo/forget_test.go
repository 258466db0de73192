package memo_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// forgets wants so many results to go.
func forgets(t *testing.T, want int, c *memo.Cache, fn any, args ...any) {
	t.Helper()
	n, err := c.Forget(t.Context(), fn, args...)
	require.NoError(t, err)
	require.Equal(t, want, n)
}

func TestForget_byFunction(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var one, two tally
		c := closing(t, memo.New(store))
		given := one.compute
		f := memo.Func(c, time.Hour, given, memo.Policy{Name: "one"})
		other := memo.Func(c, time.Hour, two.compute, memo.Policy{Name: "two"})
		for i, name := range []string{"what Func returned", "what Func was given"} {
			gets(t, 2*i+1, f, "a")
			gets(t, 2*i+2, f, "b")
			gets(t, 1, other, "a")
			if name == "what Func returned" {
				forgets(t, 2, c, f)
			} else {
				forgets(t, 2, c, given)
			}
		}
		gets(t, 5, f, "a")
		gets(t, 1, other, "a")
		forgets(t, 1, c, f)
		forgets(t, 0, c, f)
	})
}

func TestForget_byArguments(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		var one tally
		f := memo.Func(c, time.Hour, one.compute)
		calls := 0
		sum := memo.Wrap(c, time.Hour, func(_ context.Context, a int, by *float64) (int, error) { calls++; return calls, nil })
		fill := func() {
			gets(t, one.count(), f, "kept")
			_, err := sum(t.Context(), 1, nil)
			require.NoError(t, err)
			_, err = sum(t.Context(), 1, new(2.0))
			require.NoError(t, err)
		}
		_, err := f(t.Context(), "kept")
		require.NoError(t, err)
		fill()
		gets(t, 2, f, "a")
		forgets(t, 1, c, f, "a")
		forgets(t, 0, c, f, "a")
		forgets(t, 0, c, f, "never asked")
		gets(t, 1, f, "kept")
		gets(t, 3, f, "a")

		forgets(t, 1, c, sum, 1, nil)
		forgets(t, 1, c, sum, 1, new(2.0))
		require.Equal(t, 2, calls)
		_, err = sum(t.Context(), 1, nil)
		require.NoError(t, err)
		require.Equal(t, 3, calls)
	})
}

func TestForget_variadicAndWithoutArguments(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		calls := 0
		join := memo.Wrap(c, time.Hour, func(sep string, parts ...string) string { calls++; return strings.Join(parts, sep) })
		nothing := memo.Wrap(c, time.Hour, func() string { calls++; return "x" })
		all := func(computed int) {
			t.Helper()
			calls = 0
			join("-")
			join("-", "a")
			join("-", "a", "b")
			nothing()
			require.Equal(t, computed, calls)
		}
		all(4)
		all(0)
		forgets(t, 1, c, join, "-", "a", "b")
		all(1)
		forgets(t, 1, c, join, "-")
		all(1)
		forgets(t, 3, c, join)
		all(3)
		forgets(t, 1, c, nothing)
		forgets(t, 0, c, nothing)
		all(1)
	})
}

// The results of an interface or a remembered failure go like others.
func TestForget_countsErrorsAndStale(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Errors: time.Hour, Stale: time.Hour})
		gets(t, 1, f, "a")
		n.fail(isWrong)
		_, err := f(t.Context(), "b")
		require.Error(t, err)
		time.Sleep(2 * time.Minute)
		forgets(t, 1, c, f, "a") // stale, but it would still have been returned
		forgets(t, 1, c, f, "b")
		n.fail(nil)
		gets(t, 3, f, "a")
		gets(t, 4, f, "b")
	})
}

func TestForget_closuresOfOnePlace(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(10)))
	var given, memoized []func(int) int
	for n := range 3 {
		add := func(a int) int { return a + n }
		given = append(given, add)
		memoized = append(memoized, memo.Wrap(c, time.Hour, add, memo.Policy{Name: fmt.Sprint("add ", n)}))
		memoized[n](1)
	}
	forgets(t, 1, c, memoized[0])
	forgets(t, 1, c, given[1])
	forgets(t, 0, c, memoized[1])
	forgets(t, 1, c, memoized[2], 1)
}

// One function memoized twice is forgotten twice, by what it was; each by what it became.
func TestForget_oneFunctionMemoizedTwice(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(10)))
	brief := memo.Wrap(c, time.Minute, named1, memo.Policy{Name: "brief"})
	long := memo.Wrap(c, time.Hour, named1, memo.Policy{Name: "long"})
	brief(1)
	long(1)
	forgets(t, 2, c, named1)
	brief(1)
	long(1)
	forgets(t, 1, c, brief)
	forgets(t, 1, c, named1, 1)
}

type service struct{ calls int }

func (s *service) load(int) int { s.calls++; return s.calls }

func TestForget_notMemoized(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(10)))
	elsewhere := memo.Wrap(closing(t, memo.New(memo.NewLRU(10))), time.Hour, named1)
	var s service
	memo.Wrap(c, time.Hour, s.load)
	const want = " is not memoized on this cache; want a function that Func or Wrap returned or was given, " +
		"or that a memoized callback was given, and of methods the same value"
	for _, tc := range []struct {
		name string
		fn   any
		want string
	}{
		{"another function", named2, "github.com/dashi-go/dashi/memo_test.named2" + want},
		{"of another cache", elsewhere, "a func(int) int" + want},
		{"a method's next value", s.load, "github.com/dashi-go/dashi/memo_test.(*service).load-fm" + want},
		{"nil", nil, "want a function, not nil"},
		{"nil function", (func())(nil), "want a function, not a nil func()"},
		{"no function", 3, "want a function, not a int"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := c.Forget(t.Context(), tc.fn)
			require.EqualError(t, err, "memo: Forget: "+tc.want)
			_, err = c.Warm(t.Context(), tc.fn, memo.Warming{})
			require.EqualError(t, err, "memo: Warm: "+tc.want)
		})
	}
	load := s.load
	memo.Wrap(c, time.Hour, load, memo.Policy{Name: "load"})
	forgets(t, 0, c, load) // the same value
}

func TestForget_wrongArguments(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(10)))
	two := memo.Wrap(c, time.Hour, func(context.Context, int, string) int { return 0 }, memo.Policy{Name: "two"})
	rest := memo.Wrap(c, time.Hour, func(int, ...string) int { return 0 }, memo.Policy{Name: "rest"})
	open := memo.Wrap(c, time.Hour, func(any) int { return 0 }, memo.Policy{Name: "open"})
	for _, tc := range []struct {
		fn   any
		args []any
		want string
	}{
		{two, []any{1}, "memo: Forget: two takes 2 arguments besides a context, not 1"},
		{two, []any{1, "a", 2}, "memo: Forget: two takes 2 arguments besides a context, not 3"},
		{two, []any{1, 2}, "memo: forget two: argument 2 is a int, want a string"},
		{two, []any{nil, "a"}, "memo: forget two: argument 1 is a <nil>, want a int"},
		{two, []any{int64(1), "a"}, "memo: forget two: argument 1 is a int64, want a int"},
		{rest, []any{"a"}, "memo: forget rest: argument 1 is a string, want a int"},
		{rest, []any{1, "a", 2}, "memo: forget rest: argument 3 is a int, want a string"},
		{open, []any{func() {}}, "memo: forget open: parameter 1 (interface {}): arg: a func() cannot be part of a key"},
	} {
		n, err := c.Forget(t.Context(), tc.fn, tc.args...)
		require.EqualError(t, err, tc.want)
		require.Zero(t, n)
	}
}
