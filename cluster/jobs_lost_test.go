package cluster_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo/memotest"
)

// TestAWorkerThatIsCutOffTellsNothingMore has a job go on in a process that nobody hears of, until long after another one has done it.
func TestAWorkerThatIsCutOffTellsNothingMore(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	way := newProxy(t, server.Addr())
	var calls atomic.Int32
	begun, resume, told := make(chan int32, 9), make(chan struct{}), make(chan error, 1)
	causes := make(chan error, 1)
	o := newOffice(t, []string{server.Addr()}, func(ctx context.Context, v string) (string, error) {
		n := calls.Add(1)
		begun <- n
		if n > 1 {
			return "second", nil
		}
		<-resume
		told <- dashi.CallFrom(ctx).Progress("from the dead")
		<-ctx.Done()
		causes <- context.Cause(ctx)
		return "first", nil
	}, dashi.BackgroundOptions{})
	web := o.member()
	o.worker(way.addr())
	handle := web.begin("a")
	require.EqualValues(t, 1, await(t, begun))
	way.cut(true)
	o.worker()
	require.EqualValues(t, 2, await(t, begun))
	require.Equal(t, done("second"), web.outcome(handle))
	way.cut(false)
	close(resume)
	require.ErrorContains(t, await(t, told), "another worker has it")
	require.ErrorContains(t, await(t, causes), "another worker has it")
	require.Equal(t, done("second"), web.outcome(handle))
	require.NotContains(t, web.poll(handle).Body.String(), "dead")
}

func TestAJobOutlivesAnOutageOfRedis(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	way := newProxy(t, server.Addr())
	var calls atomic.Int32
	begun, resume := make(chan struct{}, 9), make(chan struct{})
	o := newOffice(t, []string{way.addr()}, func(_ context.Context, v string) string {
		calls.Add(1)
		begun <- struct{}{}
		<-resume
		return "got " + v
	}, dashi.BackgroundOptions{})
	web := o.member()
	o.worker()
	o.worker() // which must not take it for dead when Redis is back
	handle := web.begin("a")
	await(t, begun)
	way.cut(true)
	w := web.send(http.MethodPost, endpoint, body(`"b"`), true)
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Contains(t, w.Body.String(), "cannot be reached")
	require.Equal(t, http.StatusServiceUnavailable, web.poll(handle).Code)
	require.Equal(t, http.StatusServiceUnavailable, web.send(http.MethodDelete, endpoint+"?job="+handle, "", true).Code)
	require.NotContains(t, web.follow(handle, `"following"`), "410", "it may be there")
	close(resume)               // it ends while Redis is away
	time.Sleep(lease + lease/4) // for its lease to be over
	way.cut(false)
	require.Equal(t, done("got a"), web.outcome(handle))
	require.EqualValues(t, 1, calls.Load())
}

// TestRedisForgetsEverything has a job run that Redis knows nothing of any more, and one lost that had not begun.
func TestRedisForgetsEverything(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	begun, resume := make(chan string, 9), make(chan struct{})
	o := newOffice(t, []string{server.Addr()}, func(_ context.Context, v string) string {
		begun <- v
		<-resume
		return "got " + v
	}, dashi.BackgroundOptions{Policy: "parallel"})
	o.options.Workers = 1
	web := o.member()
	o.worker()
	runs := web.begin("a")
	require.Equal(t, "a", await(t, begun))
	waits := web.begin("b")
	server.Stop()
	server.Start()
	// Until the worker has said what it runs, nobody is told that there is no such job.
	require.Equal(t, http.StatusOK, web.poll(runs).Code)
	require.Equal(t, http.StatusGone, web.poll(waits).Code)
	close(resume)
	require.Equal(t, done("got a"), web.outcome(runs))
	require.Empty(t, begun)
}
