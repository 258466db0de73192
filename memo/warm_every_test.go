package memo_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

func TestWarm_every(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		n := tally{takes: time.Second}
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Minute, n.compute)
		ctx, cancel := context.WithCancel(t.Context())
		done, err := c.Warm(ctx, f, memo.Warming{Args: [][]any{{"a"}}, Every: 50 * time.Second})
		require.NoError(t, err)
		require.Equal(t, 1, done)
		for i := 1; i <= 10; i++ {
			time.Sleep(48 * time.Second)
			atOnce(t, i, f, "a")
			time.Sleep(2 * time.Second)
			atOnce(t, i, f, "a") // the next one is under way
			synctest.Wait()
			require.Equal(t, i+1, n.count())
		}
		time.Sleep(time.Second)
		cancel()
		time.Sleep(time.Hour)
		require.Equal(t, 11, n.count(), "it ended with ctx")
	})
}

// Close ends the schedule and waits for it: otherwise the bubble would not end.
func TestWarm_everyEndsWithClose(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log record
		var n tally
		c := memo.New(memo.NewLRU(10), memo.Options{Logger: log.logger()})
		f := memo.Func(c, time.Minute, n.compute)
		for range 3 {
			_, err := c.Warm(context.Background(), f, memo.Warming{Args: [][]any{{"a"}, {"b"}}, Every: time.Second})
			require.NoError(t, err)
		}
		n.fail(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		time.Sleep(10 * time.Second)
		require.NoError(t, c.Close())
		before := n.count()
		time.Sleep(time.Hour)
		require.Equal(t, before, n.count())
		require.Empty(t, log.lines(), "that it was closed is no failure")

		done, err := c.Warm(t.Context(), f, memo.Warming{Args: [][]any{{"a"}}, Every: time.Second})
		require.ErrorIs(t, err, memo.ErrClosed)
		require.Zero(t, done)
		time.Sleep(time.Hour)
		require.Equal(t, before, n.count(), "a closed cache has no schedules")
	})
}

func TestWarm_everyLogsFailures(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var log record
		var n tally
		n.fail(isWrong)
		c := closing(t, memo.New(store, memo.Options{Logger: log.logger()}))
		f := memo.Func(c, time.Hour, n.compute, memo.Policy{Name: "f"})
		_, err := c.Warm(t.Context(), f, memo.Warming{Args: [][]any{{"a"}}, Every: time.Second})
		require.EqualError(t, err, "memo: warm f[a]: wrong")
		require.Empty(t, log.lines(), "the first failure is returned")
		time.Sleep(time.Second)
		synctest.Wait()
		require.Len(t, log.lines(), 1)
		require.Contains(t, log.lines()[0], `level=WARN msg="memo: warming failed" error="memo: warm f[a]: wrong"`)
		n.fail(nil)
		time.Sleep(time.Second)
		synctest.Wait()
		gets(t, 3, f, "a")
	})
}

// A round that fails leaves what an earlier one stored, also where errors are remembered, and whoever waits for it gets that.
func TestWarm_everyFailingKeepsTheOldResult(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		policy memo.Policy
		takes  time.Duration // of the round, which begins after 40 seconds of the minute
		asked  time.Duration
		waits  time.Duration
	}{
		{"after a round", memo.Policy{Errors: time.Hour}, 10 * time.Second, 55 * time.Second, 0},
		{"within a round", memo.Policy{Errors: time.Hour}, 10 * time.Second, 45 * time.Second, 0},
		{"expired within a round", memo.Policy{Errors: time.Hour, StaleIfError: time.Hour}, 30 * time.Second, 61 * time.Second, 9 * time.Second},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			everyStore(t, func(t *testing.T, store memo.Store) {
				var n tally
				var log record
				c := closing(t, memo.New(store, memo.Options{Logger: log.logger()}))
				f := memo.Func(c, time.Minute, n.compute, tc.policy)
				_, err := c.Warm(t.Context(), f, memo.Warming{Args: [][]any{{"a"}}, Every: 40 * time.Second})
				require.NoError(t, err)
				n.take(tc.takes)
				n.fail(isWrong)
				time.Sleep(tc.asked)
				start := time.Now()
				gets(t, 1, f, "a")
				require.Equal(t, tc.waits, time.Since(start))
				time.Sleep(71*time.Second - tc.asked - tc.waits)
				require.Len(t, log.lines(), 1)
				require.Contains(t, log.lines()[0], "level=WARN")
				require.Contains(t, log.lines()[0], "error=wrong")
			})
		})
	}
}
