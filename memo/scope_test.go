package memo_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

type userKey struct{}

func userOf(ctx context.Context) string { s, _ := ctx.Value(userKey{}).(string); return s }

func asUser(t *testing.T, name string) context.Context {
	t.Helper()
	return context.WithValue(t.Context(), userKey{}, name)
}

// entrances are the ways into a cache; each returns whom the computation saw.
func entrances(c *memo.Cache, opts ...memo.Option) map[string]func(ctx context.Context) (string, error) {
	byFunc := memo.Func(c, time.Hour, func(ctx context.Context, _ string) (string, error) { return userOf(ctx), nil }, opts...)
	byWrap := memo.Wrap(c, time.Hour, func(ctx context.Context) string { return userOf(ctx) }, opts...)
	m := c.Memoize(time.Hour, opts...)
	return map[string]func(ctx context.Context) (string, error){
		"Func": func(ctx context.Context) (string, error) { return byFunc(ctx, "") },
		"Wrap": func(ctx context.Context) (string, error) { return byWrap(ctx), nil },
		"Memoized.Do": func(ctx context.Context) (string, error) {
			a, err := m.Do(ctx, key1, func(ctx context.Context) (memo.Result, error) {
				return memo.Result{Value: []byte(userOf(ctx))}, nil
			})
			return string(a.Value), err
		},
	}
}

func TestScope_nothingOfTheFirstCaller(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		for name, ask := range entrances(c) {
			got, err := ask(asUser(t, "Ann"))
			require.NoError(t, err)
			require.Empty(t, got, name)
		}
		value, _, err := c.Do(asUser(t, "Ann"), key2, 0, func(ctx context.Context) (memo.Result, error) {
			_, limited := ctx.Deadline()
			return memo.Result{Value: fmt.Append(nil, userOf(ctx), limited)}, nil
		})
		require.NoError(t, err)
		require.Equal(t, "false", string(value))
	})
}

// A refresh is begun by a caller, too.
func TestScope_nothingOfWhoBeganARefresh(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		var seen []string
		f := memo.Func(c, time.Minute, func(ctx context.Context, _ string) (int, error) {
			seen = append(seen, userOf(ctx))
			return len(seen), nil
		}, memo.Policy{Stale: time.Hour})
		_, err := f(asUser(t, "Ann"), "a")
		require.NoError(t, err)
		time.Sleep(time.Minute)
		_, err = f(asUser(t, "Bob"), "a")
		require.NoError(t, err)
		synctest.Wait()
		_, err = c.Warm(asUser(t, "Eve"), f, memo.Warming{Args: [][]any{{"b"}}})
		require.NoError(t, err)
		require.Equal(t, []string{"", "", ""}, seen)
	})
}

func TestOptions_Carry(t *testing.T) {
	t.Parallel()
	type trace struct{}
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store, memo.Options{Carry: func(to, from context.Context) context.Context {
			return context.WithValue(to, trace{}, from.Value(trace{}))
		}}))
		f := memo.Func(c, time.Hour, func(ctx context.Context, _ string) (string, error) {
			_, limited := ctx.Deadline()
			return fmt.Sprint(ctx.Value(trace{}), userOf(ctx), limited, ctx.Err()), nil
		})
		ctx, cancel := context.WithTimeout(context.WithValue(asUser(t, "Ann"), trace{}, "trace7 "), time.Minute)
		defer cancel()
		got, err := f(ctx, "a")
		require.NoError(t, err)
		require.Equal(t, "trace7 false <nil>", got)
	})
}

// What Carry returns may end with the caller; the computation does not.
func TestOptions_Carry_endsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(4), memo.Options{Carry: func(_, from context.Context) context.Context { return from }}))
		var n atomic.Int64
		ctx, cancel := context.WithCancel(t.Context())
		first := asyncCtx(t, ctx, c, key1, work(&n))
		second := async(t, c, key1, work(&n))
		cancel()
		require.Equal(t, "context canceled", <-first)
		require.Equal(t, "v1 wait", <-second)
	})
}

func TestPerUser(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		for name, ask := range entrances(c, memo.PerUser(userOf)) {
			for range 2 {
				for _, user := range []string{"Ann", "Bob", ""} {
					got, err := ask(asUser(t, user))
					require.NoError(t, err)
					require.Equal(t, user, got, name)
				}
			}
		}
		require.Equal(t, counts{Hits: 9, Misses: 9}, counted(c))
	})
}

// Users do not share a flight either.
func TestPerUser_atOnce(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		var calls atomic.Int64
		f := memo.Func(c, time.Hour, func(ctx context.Context, _ string) (string, error) {
			calls.Add(1)
			time.Sleep(time.Second)
			return userOf(ctx), nil
		}, memo.PerUser(userOf))
		var group sync.WaitGroup
		for i := range 30 {
			group.Go(func() {
				user := fmt.Sprint("user ", i%3)
				got, err := f(asUser(t, user), "a")
				if err != nil || got != user {
					t.Errorf("%s got %q, %v", user, got, err)
				}
			})
		}
		group.Wait()
		require.Equal(t, int64(3), calls.Load())
		require.Equal(t, counts{Misses: 3, Waits: 27}, counted(c))
	})
}

func TestPerUser_endsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := memo.Func(closing(t, memo.New(memo.NewLRU(4))), time.Hour, func(ctx context.Context, _ string) (string, error) {
			time.Sleep(time.Second)
			return userOf(ctx), ctx.Err()
		}, memo.PerUser(userOf))
		ctx, cancel := context.WithTimeout(asUser(t, "Ann"), time.Millisecond)
		defer cancel()
		other := make(chan string, 1)
		go func() { got, _ := f(asUser(t, "Ann"), "a"); other <- got }()
		_, err := f(ctx, "a")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, "Ann", <-other)
	})
}

func TestPerUser_panics(t *testing.T) {
	t.Parallel()
	var log record
	c := closing(t, memo.New(memo.NewLRU(4), memo.Options{Logger: log.logger()}))
	for name, ask := range entrances(c, memo.PerUser(func(context.Context) string { panic("who?") })) {
		got, err := ask(asUser(t, "Ann"))
		if name == "Memoized.Do" {
			require.EqualError(t, err, "memo: PerUser: memo: panic: who?")
			continue
		}
		require.NoError(t, err)
		require.Equal(t, "Ann", got, "computed for this caller, without the cache")
	}
	require.Len(t, log.lines(), 2)
	require.Contains(t, log.lines()[0], `error="memo: panic: who?"`)
	require.Zero(t, c.Stats().Hits+c.Stats().Misses)
	f := memo.Func(c, time.Hour, func(context.Context, int) (int, error) { return 0, nil },
		memo.PerUser(func(context.Context) string { panic("who?") }), memo.Policy{Name: "f"})
	_, err := c.Forget(t.Context(), f, 1)
	require.EqualError(t, err, "memo: forget f: memo: panic: who?")
	_, err = c.Warm(t.Context(), f, memo.Warming{Args: [][]any{{1}}})
	require.ErrorContains(t, err, "memo: panic: who?")
}

func TestMemoized_PerUser(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4)))
	require.True(t, c.Memoize(time.Hour, memo.PerUser(userOf)).PerUser())
	require.False(t, c.Memoize(time.Hour).PerUser())
}

func TestScope_panicsOfUsersCode(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		boom := func() (memo.Result, error) { panic(errWrong) }
		_, err := memo.Func(c, time.Hour, func(context.Context, int) (int, error) { boom(); return 0, nil })(t.Context(), 1)
		require.ErrorIs(t, err, errWrong)
		_, err = memo.Wrap(c, time.Hour, func() (int, error) { boom(); return 0, nil })()
		require.ErrorIs(t, err, errWrong)
		_, _, err = c.Do(t.Context(), key1, 0, func(context.Context) (memo.Result, error) { return boom() })
		require.ErrorIs(t, err, errWrong)
		_, err = c.Memoize(time.Hour).Do(t.Context(), key1, func(context.Context) (memo.Result, error) { return boom() })
		require.ErrorIs(t, err, errWrong)
		var panicked *memo.PanicError
		require.True(t, errors.As(err, &panicked))
		require.Equal(t, counts{Misses: 4}, counted(c))
		require.Equal(t, uint64(4), c.Stats().Failures)
	})
}

// A memoized function that calls another one gives its tags to its own result only.
func TestScope_nested(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		inner := memo.Func(c, time.Hour, func(ctx context.Context, s string) (string, error) { return s, memo.Tag(ctx, "inner") })
		outer := memo.Func(c, time.Hour, func(ctx context.Context, s string) (string, error) {
			if err := memo.Tag(ctx, "outer"); err != nil {
				return "", err
			}
			return inner(ctx, s)
		}, memo.PerUser(userOf)) // whose computations keep the values of the context
		gets(t, "a", outer, "a")
		n, err := c.ForgetTag(t.Context(), "inner")
		require.NoError(t, err)
		require.Equal(t, 1, n)
		n, err = c.ForgetTag(t.Context(), "outer")
		require.NoError(t, err)
		require.Equal(t, 1, n)
	})
}
