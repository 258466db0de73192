package memo_test

//lint:file-ignore SA1004 time is faked: one nanosecond before the limit

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

func TestErrors_remembered(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		n.fail(func(context.Context) error { return fmt.Errorf("no %w today", errWrong) })
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Errors: 10 * time.Second, Stale: time.Minute})
		_, first := f(t.Context(), "a")
		require.ErrorIs(t, first, errWrong)
		time.Sleep(10*time.Second - 1)
		_, again := f(t.Context(), "a")
		require.EqualError(t, again, "no wrong today")
		if _, bytes := store.(*tagging); bytes {
			require.NotErrorIs(t, again, errWrong, "bytes are text")
		} else {
			require.Same(t, first, again)
		}
		require.Equal(t, 1, n.count())
		require.Equal(t, counts{Hits: 1, Misses: 1}, counted(c))
		time.Sleep(1)
		n.fail(nil)
		gets(t, 2, f, "a") // an error is never stale
		require.Equal(t, 2, n.count())
		require.Equal(t, uint64(1), c.Stats().Failures)
	})
}

func TestErrors_notRemembered(t *testing.T) {
	t.Parallel()
	for name, wrong := range map[string]func(context.Context) error{
		"cancelled": func(context.Context) error { return fmt.Errorf("query: %w", context.Canceled) },
		"deadline":  func(context.Context) error { return fmt.Errorf("query: %w", context.DeadlineExceeded) },
		"panic":     func(context.Context) error { panic(errWrong) },
		"of a memoized function": func(context.Context) error {
			return errors.Join(errWrong, &memo.PanicError{Value: 1})
		},
		"closed": func(context.Context) error { return memo.ErrClosed },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyStore(t, func(t *testing.T, store memo.Store) {
				var n tally
				n.fail(wrong)
				f := memo.Func(closing(t, memo.New(store)), time.Minute, n.compute, memo.Policy{Errors: time.Minute})
				_, err := f(t.Context(), "a")
				require.Error(t, err)
				n.fail(nil)
				gets(t, 2, f, "a")
			})
		})
	}
}

// A computation that was given up says with any error only that.
func TestErrors_ofAbandonedWork(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		n.fail(func(ctx context.Context) error { <-ctx.Done(); return errWrong })
		f := memo.Func(closing(t, memo.New(store)), time.Minute, n.compute, memo.Policy{Errors: time.Minute})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := f(ctx, "a")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		synctest.Wait()
		n.fail(nil)
		gets(t, 2, f, "a")
	})
}

// Where an older result stands in, there is no error to remember.
func TestErrors_giveWayToAnOlderResult(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		f := memo.Func(closing(t, memo.New(store)), time.Minute, n.compute,
			memo.Policy{Errors: time.Hour, StaleIfError: time.Minute})
		gets(t, 1, f, "a")
		time.Sleep(time.Minute)
		n.fail(isWrong)
		gets(t, 1, f, "a")
		gets(t, 1, f, "a")
		time.Sleep(time.Minute)
		for range 2 { // now there is nothing older
			_, err := f(t.Context(), "a")
			require.EqualError(t, err, "wrong")
		}
		require.Equal(t, 3, n.count())
	})
}

func TestFresh_absentNilAndErrorAreThree(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		calls := map[string]int{}
		f := memo.Func(c, time.Minute, func(_ context.Context, s string) (got []int, err error) {
			calls[s]++
			switch s {
			case "empty":
				got = []int{}
			case "error":
				err = errWrong
			case "silent error":
				err = errors.New("")
			}
			return got, err
		}, memo.Policy{Errors: time.Minute})
		for range 3 {
			gets(t, nil, f, "nil")
			gets(t, []int{}, f, "empty")
			_, err := f(t.Context(), "error")
			require.EqualError(t, err, "wrong")
			_, err = f(t.Context(), "silent error")
			require.EqualError(t, err, "")
		}
		require.Equal(t, map[string]int{"nil": 1, "empty": 1, "error": 1, "silent error": 1}, calls)
		_, err := c.Forget(t.Context(), f, "nil")
		require.NoError(t, err)
		gets(t, nil, f, "nil")
		require.Equal(t, 2, calls["nil"], "absent is not nil")
	})
}
