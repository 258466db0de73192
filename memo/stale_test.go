package memo_test

//lint:file-ignore SA1004 time is faked: one nanosecond before the limit

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

func TestStale_servedAtOnceWhileOneRefreshes(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		n := tally{takes: 10 * time.Second}
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Stale: time.Minute})
		gets(t, 1, f, "a")
		time.Sleep(time.Minute)
		var group sync.WaitGroup
		for range 5 {
			group.Go(func() { atOnce(t, 1, f, "a") })
		}
		group.Wait()
		synctest.Wait()
		require.Equal(t, 2, n.count(), "one refresh, however many ask")
		time.Sleep(10*time.Second - 1)
		atOnce(t, 1, f, "a")
		time.Sleep(1)
		synctest.Wait()
		atOnce(t, 2, f, "a")
		require.Equal(t, counts{Hits: 1, Stale: 6, Misses: 1, Refreshes: 1}, counted(c))
	})
}

func TestStale_endsToTheNanosecond(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Stale: 10 * time.Second})
		for _, key := range []string{"a", "b"} {
			gets(t, n.count()+1, f, key)
		}
		time.Sleep(70*time.Second - 1)
		gets(t, 1, f, "a")
		synctest.Wait()
		time.Sleep(1)
		gets(t, 4, f, "b")
		require.Equal(t, counts{Stale: 1, Misses: 3, Refreshes: 1}, counted(c))
	})
}

// Who comes after Stale has ended waits for the refresh that is under way, and begins no second one.
func TestStale_lateCallersJoinTheRefresh(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		n := tally{takes: 10 * time.Second}
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Stale: 5 * time.Second})
		gets(t, 1, f, "a")
		time.Sleep(time.Minute + 4*time.Second)
		atOnce(t, 1, f, "a")
		time.Sleep(5 * time.Second)
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := f(ctx, "a")
		require.ErrorIs(t, err, context.DeadlineExceeded, "that it leaves does not end the refresh")
		gets(t, 2, f, "a")
		require.Equal(t, 5*time.Second, time.Since(start))
		require.Equal(t, 2, n.count())
		require.Equal(t, counts{Stale: 1, Misses: 1, Waits: 2, Refreshes: 1}, counted(c))
	})
}

// A refresh that fails when Stale is over has nothing to give to those who joined it.
func TestStale_overWhenTheRefreshFails(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		n := tally{takes: 10 * time.Second}
		f := memo.Func(closing(t, memo.New(store)), time.Minute, n.compute, memo.Policy{Stale: 5 * time.Second})
		gets(t, 1, f, "a")
		n.fail(isWrong)
		time.Sleep(time.Minute + 4*time.Second)
		atOnce(t, 1, f, "a")
		time.Sleep(5 * time.Second)
		_, err := f(t.Context(), "a")
		require.EqualError(t, err, "wrong")
	})
}

// A refresh that fails is not tried again by the next call, but by one after RetryAfter.
func TestStale_failingRefresh(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		var log record
		c := closing(t, memo.New(store, memo.Options{RetryAfter: 5 * time.Second, Logger: log.logger()}))
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Stale: time.Minute, Name: "figure"})
		gets(t, 1, f, "a")
		time.Sleep(time.Minute)
		n.fail(isWrong)
		for range 20 {
			gets(t, 1, f, "a")
			synctest.Wait()
			time.Sleep(time.Second)
		}
		require.Equal(t, 1+4, n.count())
		require.Len(t, log.lines(), 1)
		n.fail(nil)
		gets(t, 1, f, "a")
		synctest.Wait()
		gets(t, 6, f, "a")
		require.Len(t, log.lines(), 2)
	})
}

// A copy of what has just come to the end of its ttl is as old as the original.
func TestStale_copyMadeAtTheEndOfTheTTL(t *testing.T) {
	t.Parallel()
	for _, age := range []time.Duration{time.Minute - 1, time.Minute, time.Minute + 1} {
		t.Run(age.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var n tally
				back := newTagging()
				policy := memo.Policy{StaleIfError: time.Hour, Name: "f"}
				gets(t, 1, memo.Func(closing(t, memo.New(back)), time.Minute, n.compute, policy), "a")
				n.fail(isWrong)
				time.Sleep(age)
				c := closing(t, memo.New(memo.NewTiered(memo.NewLRU(10), back)))
				f := memo.Func(c, time.Minute, n.compute, policy)
				gets(t, 1, f, "a")
				time.Sleep(2)
				before := c.Stats().Hits
				gets(t, 1, f, "a")
				require.Equal(t, before, c.Stats().Hits, "it is no longer fresh")
			})
		})
	}
}
