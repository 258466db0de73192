package cluster_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/cluster"
)

// TestCallsInAWorkerGoAsInProcess has what is around a callback do its work there.
func TestCallsInAWorkerGoAsInProcess(t *testing.T) {
	t.Parallel()
	var tries, asked atomic.Int32
	timedOut := make(chan error, 3)
	o := newOffice(t, single(t).addrs, func(ctx context.Context, v string) (string, error) {
		switch v {
		case "retried":
			if tries.Add(1) < 3 {
				return "", errors.New("not yet")
			}
			return "at last", nil
		case "slow":
			<-ctx.Done()
			timedOut <- ctx.Err()
			return "", ctx.Err()
		case "panics":
			panic("oh")
		case "exits":
			runtime.Goexit()
		case "prevented":
			return "", dashi.PreventUpdate
		}
		call := dashi.CallFrom(ctx)
		err := errors.Join(call.SetProps("side", map[string]any{"children": "aside"}), call.AddHeader("X", "y"))
		r := call.Request()
		refused := strings.Contains(err.Error(), "sets no headers")
		return fmt.Sprint(v, " ", r.Method, " ", r.Host, r.URL.Path, " ", r.Header.Get("More"), " ", refused), nil
	}, dashi.BackgroundOptions{Policy: "parallel", Retries: 2, Backoff: time.Millisecond, Timeout: time.Second})
	o.around = func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			asked.Add(1)
			if call.Request().Header.Get("Refused") != "" {
				return dashi.Refuse(http.StatusUnauthorized, "Please sign in.")
			}
			return next(ctx, call)
		}
	}
	web := o.member()
	o.worker()
	web.more = http.Header{"More": {"more"}}
	handle := web.begin("a")
	require.Contains(t, web.until(handle, "aside"), `"sideUpdate":{"side":{"children":"aside"}}`)
	require.Equal(t, done("a POST example.com/_dash-update-component more true"), web.outcome(handle))
	require.EqualValues(t, 1, asked.Load(), "middleware runs where the callback does")
	require.Equal(t, done("at last"), web.outcome(web.begin("retried")))
	require.Equal(t, nothing, web.outcome(web.begin("prevented")))
	require.Contains(t, web.outcome(web.begin("panics")), "callback_panicked")
	require.Contains(t, web.outcome(web.begin("exits")), "callback_failed")
	require.Contains(t, web.outcome(web.begin("slow")), "callback_failed")
	for range 3 { // it may be tried again
		require.ErrorIs(t, await(t, timedOut), context.DeadlineExceeded)
	}
	web.more = http.Header{"Refused": {"yes"}}
	refused := web.outcome(web.begin("a"))
	require.True(t, strings.HasPrefix(refused, "401 "), refused)
	require.Contains(t, refused, "Please sign in.")
}

func TestWhoAsksByAnAPIWaitsForTheWorker(t *testing.T) {
	t.Parallel()
	causes, begun := make(chan error, 1), make(chan struct{}, 9)
	o := newOffice(t, single(t).addrs, func(ctx context.Context, v string) (string, error) {
		begun <- struct{}{}
		switch v {
		case "fails":
			return "", errors.New("oh")
		case "waits":
			<-ctx.Done()
			causes <- context.Cause(ctx)
			return "", ctx.Err()
		}
		return "got " + v, nil
	}, dashi.BackgroundOptions{}, dashi.APIEndpoint("api/out"))
	web := o.member()
	o.worker()
	w := web.send(http.MethodPost, "/api/out", `{"in":"a"}`, true)
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	require.Equal(t, `"got a"`, w.Body.String())
	w = web.send(http.MethodPost, "/api/out", `{"in":"fails"}`, true)
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.Contains(t, w.Body.String(), "callback_failed")
	await(t, begun)
	await(t, begun)

	ctx, leave := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() {
		defer close(over)
		web.app.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodPost, "/api/out", strings.NewReader(`{"in":"waits"}`)))
	}()
	await(t, begun)
	leave()
	require.ErrorContains(t, await(t, causes), "cancelled", "nobody waits for it any more")
	await(t, over)
}

func TestWhatTheMemoHasNeedsNoWorker(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	o := newOffice(t, single(t).addrs, func(_ context.Context, v string) string { calls.Add(1); return "got " + v }, dashi.BackgroundOptions{}, dashi.APIEndpoint("api/out"))
	o.remember()
	one, two := o.member(), o.member()
	stop := o.worker()
	require.Equal(t, done("got a"), one.outcome(one.begin("a")))
	stop()
	w := two.send(http.MethodPost, endpoint, body(`"a"`), true)
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), "got a")
	require.EqualValues(t, 1, calls.Load())
}

// TestDashsClientNamesItsOlderJobs has no tab to go by.
func TestDashsClientNamesItsOlderJobs(t *testing.T) {
	t.Parallel()
	for _, policy := range []string{"replace", "join"} {
		t.Run(policy, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, single(t).addrs, func(ctx context.Context, v string) string { return "got " + v }, dashi.BackgroundOptions{Policy: policy})
			one, two := o.member(), o.member()
			ask := func(m *member, value, query string) string {
				w := m.send(http.MethodPost, endpoint+query, body(`"`+value+`"`), false)
				require.Equal(t, http.StatusOK, w.Code, w.Body)
				var told struct{ Job string }
				require.NoError(t, json.Unmarshal(w.Body.Bytes(), &told))
				return told.Job
			}
			first := ask(one, "a", "")
			second := ask(two, "b", "?oldJob="+first)
			third := ask(one, "c", "")
			o.worker()
			require.Equal(t, done("got c"), one.outcome(third), "another tab")
			if policy == "join" {
				require.Equal(t, first, second)
				require.Equal(t, done("got a"), one.outcome(first))
				return
			}
			require.Equal(t, nothing, one.outcome(first))
			require.Equal(t, done("got b"), one.outcome(second))
		})
	}
}

func TestATabHasItsPolicyInAllProcesses(t *testing.T) {
	t.Parallel()
	o := newOffice(t, single(t).addrs, func(_ context.Context, v string) string { return "got " + v }, dashi.BackgroundOptions{})
	one, two := o.member(), o.member()
	one.tab, two.tab = "tab", "tab"
	first, second := one.begin("a"), two.begin("b")
	require.Equal(t, nothing, two.outcome(first), "without a worker")
	two.user = "eve" // who knows the tab's name
	third := two.begin("c")
	o.worker()
	require.Equal(t, done("got b"), one.outcome(second))
	require.Equal(t, done("got c"), two.outcome(third))
}

func TestJobsThatFindNoRoom(t *testing.T) {
	t.Parallel()
	o := newOffice(t, single(t).addrs, func(_ context.Context, v string) string { return v }, dashi.BackgroundOptions{})
	o.options.JobQueue = 1
	web := o.member()
	web.begin("a")
	w := web.send(http.MethodPost, endpoint, body(`"b"`), true)
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Contains(t, w.Body.String(), `"busy"`)
}

func TestWorkNeedsJobsThatAreShared(t *testing.T) {
	t.Parallel()
	addrs := single(t).addrs
	alone := dashi.New(dashi.Options{Cluster: process(t, cluster.Options{}, addrs...), Secret: secret})
	alone.Layout(newLayout())
	require.ErrorContains(t, alone.Work(t.Context()), "cluster.Options.Jobs")
	require.NoError(t, alone.Close())

	o := newOffice(t, addrs, func(_ context.Context, v string) string { return v }, dashi.BackgroundOptions{})
	m := o.member()
	ended := make(chan error)
	go func() { ended <- m.app.Work(context.WithoutCancel(t.Context())) }()
	handle := m.begin("a")
	require.Equal(t, done("a"), m.outcome(handle), "a process may serve and work")
	require.NoError(t, m.app.Close())
	require.NoError(t, await(t, ended))
	require.ErrorIs(t, m.app.Work(t.Context()), dashi.ErrClosed)
	require.Equal(t, http.StatusServiceUnavailable, m.send(http.MethodPost, endpoint, body(`"a"`), true).Code)
}
