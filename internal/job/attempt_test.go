package job_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/job"
)

func TestATaskIsDoneWithoutAPool(t *testing.T) {
	t.Parallel()
	oh := errors.New("oh")
	var calls int
	failing := func(n int) func(context.Context) error {
		calls = 0
		return func(context.Context) error {
			if calls++; calls <= n {
				return oh
			}
			return nil
		}
	}
	synctest.Test(t, func(t *testing.T) {
		require.NoError(t, job.Task{Run: failing(0)}.Do(t.Context()))
		begun := time.Now()
		require.NoError(t, job.Task{Run: failing(2), Retries: 2, Backoff: time.Second}.Do(t.Context()))
		require.Equal(t, 3, calls)
		require.GreaterOrEqual(t, time.Since(begun), 1500*time.Millisecond, "half a second, and one")
		require.Equal(t, oh, job.Task{Run: failing(9), Retries: 2}.Do(t.Context()))
		require.Equal(t, 3, calls)
		require.Equal(t, oh, job.Task{Run: failing(9), Retries: 2, Retry: func(err error) bool { return err != oh }}.Do(t.Context()))
		require.Equal(t, 1, calls)
		_, panicked := errors.AsType[*job.PanicError](job.Task{Run: func(context.Context) error { panic("oh") }}.Do(t.Context()))
		require.True(t, panicked)
		err := job.Task{Timeout: time.Second, Run: func(ctx context.Context) error { <-ctx.Done(); return oh }}.Do(t.Context())
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, err, oh)
	})
}

func TestATaskEndsWithTheCauseOfItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		err := job.Task{Run: func(context.Context) error { cancel(job.ErrCancelled); return nil }}.Do(ctx)
		require.Equal(t, job.ErrCancelled, err, "whatever the function says")

		ctx, cancel = context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(job.ErrGivenBack) })
		begun := time.Now()
		err = job.Task{Run: func(context.Context) error { return errors.New("oh") }, Retries: 9, Backoff: time.Hour}.Do(ctx)
		require.Equal(t, job.ErrGivenBack, err)
		require.Equal(t, time.Second, time.Since(begun), "it does not rest to the end")
	})
}
