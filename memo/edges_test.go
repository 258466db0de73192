package memo_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

func TestWarm_argumentsOfAnAssignableType(t *testing.T) {
	t.Parallel()
	type names []string
	c := closing(t, memo.New(memo.NewLRU(4)))
	f := memo.Func(c, time.Hour, func(_ context.Context, of names) (int, error) { return len(of), nil })
	_, err := c.Warm(t.Context(), f, memo.Warming{Args: [][]any{{[]string{"a", "b"}}}})
	require.NoError(t, err)
	gets(t, 2, f, names{"a", "b"})
}

func TestCarry_panics(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4), memo.Options{Carry: func(to, from context.Context) context.Context { panic("carry") }}))
	f := memo.Func(c, time.Hour, func(_ context.Context, of int) (int, error) { return of, nil })
	gets(t, 2, f, 2)
}

func TestCarry_nil(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4), memo.Options{Carry: func(to, from context.Context) context.Context { return nil }}))
	f := memo.Func(c, time.Hour, func(_ context.Context, of int) (int, error) { return of, nil })
	gets(t, 2, f, 2)
}

func TestFunc_panicsWithoutAKey(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4)))
	f := memo.Func(c, time.Hour, func(_ context.Context, of any) (int, error) { panic("boom") })
	_, err := f(t.Context(), func() {})
	require.EqualError(t, err, "memo: panic: boom")
}

func TestOutage_thatNobodyAsksForIsOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log record
		var n tally
		c := closing(t, memo.New(memo.NewLRU(10), memo.Options{Logger: log.logger()}))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{StaleIfError: time.Minute})
		gets(t, 1, f, "a")
		gets(t, 2, f, "b")
		time.Sleep(time.Minute)
		n.fail(isWrong)
		gets(t, 1, f, "a") // and is never asked again
		n.fail(nil)
		time.Sleep(24 * time.Hour)
		gets(t, 4, f, "b")
		time.Sleep(time.Minute)
		n.fail(isWrong)
		gets(t, 4, f, "b")
		require.Len(t, log.lines(), 2)
	})
}

func TestForget_perUserWithoutArguments(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(10)))
		z := memo.Wrap(c, time.Hour, func(ctx context.Context) string { return userOf(ctx) }, memo.PerUser(userOf))
		z(asUser(t, "a"))
		z(asUser(t, "b"))
		n, err := c.Forget(t.Context(), z)
		require.NoError(t, err)
		require.Equal(t, 2, n)
	})
}
