package memo_test

//lint:file-ignore SA1004 time is faked: one nanosecond before the limit

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

func TestStaleIfError(t *testing.T) {
	t.Parallel()
	for name, wrong := range map[string]func(context.Context) error{
		"error": isWrong, "panic": func(context.Context) error { panic("wrong") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyStore(t, func(t *testing.T, store memo.Store) { staleIfError(t, store, wrong) })
		})
	}
}

func staleIfError(t *testing.T, store memo.Store, wrong func(context.Context) error) {
	var n tally
	var log record
	c := closing(t, memo.New(store, memo.Options{RetryAfter: 10 * time.Second, Logger: log.logger()}))
	f := memo.Func(c, time.Minute, n.compute, memo.Policy{StaleIfError: time.Hour, Name: "figure"})
	gets(t, 1, f, "a")
	time.Sleep(time.Minute)
	n.take(time.Second)
	start := time.Now()
	gets(t, 2, f, "a")
	require.Equal(t, time.Second, time.Since(start), "an old result is for failures only")

	time.Sleep(time.Minute)
	n.fail(wrong)
	gets(t, 2, f, "a") // tried, in vain
	for range 10 {
		atOnce(t, 2, f, "a") // and left alone
	}
	require.Equal(t, 3, n.count())
	time.Sleep(10*time.Second - 1)
	atOnce(t, 2, f, "a")
	time.Sleep(1)
	gets(t, 2, f, "a")
	require.Equal(t, 4, n.count(), "one more after RetryAfter")
	require.Len(t, log.lines(), 1, "one line per outage")
	require.Contains(t, log.lines()[0], `level=WARN msg="memo: the function fails, its older results are returned" func=figure`)
	require.Contains(t, log.lines()[0], "wrong")

	n.fail(nil)
	time.Sleep(10 * time.Second)
	gets(t, 5, f, "a")
	require.Len(t, log.lines(), 2)
	require.Contains(t, log.lines()[1], `level=INFO msg="memo: the function works again" func=figure`)
	require.Equal(t, counts{Stale: 1 + 10 + 1 + 1, Misses: 3}, counted(c))
	require.Equal(t, uint64(2), c.Stats().Failures)
}

func TestStaleIfError_window(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		f := memo.Func(closing(t, memo.New(store)), time.Minute, n.compute, memo.Policy{StaleIfError: 10 * time.Second})
		gets(t, 1, f, "a")
		n.fail(isWrong)
		time.Sleep(70*time.Second - 1)
		gets(t, 1, f, "a")
		time.Sleep(1)
		_, err := f(t.Context(), "a")
		require.EqualError(t, err, "wrong")
	})
}

// Stale is shorter here: within it nobody waits, after it the failure decides.
func TestStaleIfError_afterStale(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		n := tally{takes: time.Second}
		f := memo.Func(closing(t, memo.New(store)), time.Minute, n.compute,
			memo.Policy{Stale: 10 * time.Second, StaleIfError: time.Hour})
		gets(t, 1, f, "a")
		n.fail(isWrong)
		time.Sleep(65 * time.Second)
		atOnce(t, 1, f, "a")
		time.Sleep(10 * time.Second)
		start := time.Now()
		gets(t, 1, f, "a")
		require.Equal(t, time.Second, time.Since(start), "tried first")
	})
}

// The pause is each key's own, the log is the function's.
func TestStaleIfError_keysAreApart(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		var log record
		c := closing(t, memo.New(store, memo.Options{RetryAfter: 10 * time.Second, Logger: log.logger()}))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{StaleIfError: time.Hour})
		gets(t, 1, f, "a")
		gets(t, 2, f, "b")
		time.Sleep(time.Minute)
		n.fail(isWrong)
		gets(t, 1, f, "a")
		gets(t, 2, f, "b")
		require.Equal(t, 4, n.count(), "a's failure says nothing of b")
		require.Len(t, log.lines(), 1)
		n.fail(nil)
		time.Sleep(10 * time.Second)
		gets(t, 5, f, "a")
		require.Len(t, log.lines(), 1, "b may still fail")
		gets(t, 6, f, "b")
		require.Len(t, log.lines(), 2)
	})
}

func TestStaleIfError_anOldResultIsNotForCallersWhoLeave(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		var log record
		c := closing(t, memo.New(store, memo.Options{Logger: log.logger()}))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{StaleIfError: time.Hour})
		gets(t, 1, f, "a")
		time.Sleep(time.Minute)
		n.fail(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := f(ctx, "a")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		synctest.Wait()
		require.Empty(t, log.lines(), "that nobody waited any more is no outage")
		n.fail(nil)
		gets(t, 3, f, "a")
	})
}

func TestFresh_logNamesTheFunction(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log record
		var n tally
		c := closing(t, memo.New(memo.NewLRU(10), memo.Options{Logger: log.logger()}))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{StaleIfError: time.Minute})
		gets(t, 1, f, "a")
		time.Sleep(time.Minute)
		n.fail(isWrong)
		gets(t, 1, f, "a")
		require.Contains(t, strings.Join(log.lines(), "\n"), "func=github.com/dashi-go/dashi/memo_test.(*tally).compute-fm")
	})
}
