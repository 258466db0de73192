package dashi_test

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
)

// socketAt opens a page's socket, of no user, and follows a job.
func socketAt(t *testing.T, addr, page, job string) *channelClient {
	t.Helper()
	socket, _, err := websocket.Dial(t.Context(), "http://"+addr+"/_dash-ws-callback", nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = socket.CloseNow() })
	c := &channelClient{t: t, socket: socket}
	c.send(map[string]any{"type": "hello", "page": page, "after": map[string]any{}})
	c.send(map[string]any{"type": "follow", "job": job, "after": 0})
	require.Equal(t, "welcome", c.next()["type"])
	require.Equal(t, "following", c.next()["type"])
	return c
}

// TestAServerThatIsToldToStopWaitsForJobs whose pages hear how they ended, before they are sent away.
func TestAServerThatIsToldToStopWaitsForJobs(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	d := newDesk(t, dashi.Options{}, func(context.Context, string) string { <-release; return "whole" }, dashi.BackgroundOptions{})
	d.ours = true
	ctx, stop := context.WithCancel(t.Context())
	l := listen(t)
	served := make(chan error, 1)
	go func() { served <- d.app.Serve(ctx, l) }()
	c := socketAt(t, l.Addr().String(), d.pageToken(), d.begin("a", ""))
	stop()
	require.Eventually(t, func() bool {
		taken, err := net.Dial("tcp", l.Addr().String())
		if err == nil {
			_ = taken.Close()
		}
		return err != nil
	}, patience, time.Millisecond)
	c.send(map[string]any{"type": "heartbeat"})
	require.Equal(t, "heartbeat_ack", c.next()["type"], "the page is connected while its job runs")
	close(release)
	end := c.next()
	require.Equal(t, 200., end["status"], end)
	require.Contains(t, end["answer"].(map[string]any)["response"], "out")
	require.Equal(t, websocket.StatusGoingAway, c.closed())
	require.NoError(t, <-served)
}

// TestJobsThatDoNotEndInTimeAreToldTo, and their pages hear of it, however they listen.
func TestJobsThatDoNotEndInTimeAreToldTo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		causes := make(chan error, 2)
		d := newDesk(t, dashi.Options{}, func(ctx context.Context, _ string) (string, error) {
			<-ctx.Done()
			causes <- context.Cause(ctx)
			return "", ctx.Err()
		}, dashi.BackgroundOptions{})
		d.ours = true
		l, other := &pipeListener{conns: make(chan net.Conn)}, &pipeListener{conns: make(chan net.Conn)}
		serve := func(l *pipeListener) (stop func() error) {
			ctx, cancel := context.WithCancel(t.Context())
			served := make(chan error, 1)
			go func() { served <- d.app.Serve(ctx, l) }()
			return func() error {
				cancel()
				return <-served
			}
		}
		stop, stopOther := serve(l), serve(other)
		heard := make(chan []map[string]any, 1)
		handle := d.begin("a", "")
		synctest.Wait()
		require.NoError(t, stopOther())
		require.Empty(t, causes, "it is served on elsewhere")
		go func() { heard <- d.listen(map[string]any{"type": "follow", "job": handle, "after": 0}) }()
		synctest.Wait()
		began := time.Now()
		require.NoError(t, stop())
		require.ErrorIs(t, <-causes, dashi.ErrClosed)
		require.Equal(t, 10*time.Second, time.Since(began))
		all := <-heard
		end := all[len(all)-1]
		require.Equal(t, 503., end["status"], all)
		require.Equal(t, "The app is closing.", end["error"].(map[string]any)["message"])
		require.NoError(t, d.app.Close())
	})
}

// TestCloseTellsWhoListens of the ends of jobs, by the last lines of their requests too.
func TestCloseTellsWhoListens(t *testing.T) {
	t.Parallel()
	begun := make(chan struct{}, 1)
	d := newDesk(t, dashi.Options{}, func(ctx context.Context, _ string) (string, error) {
		begun <- struct{}{}
		<-ctx.Done()
		return "", ctx.Err()
	}, dashi.BackgroundOptions{})
	d.ours = true
	server := httptest.NewServer(d.app)
	t.Cleanup(server.Close)
	handle := d.begin("a", "")
	<-begun
	c := socketAt(t, strings.TrimPrefix(server.URL, "http://"), d.pageToken(), handle)
	hello := `[{"type":"hello","page":"` + d.pageToken() + `","after":{}},{"type":"follow","job":"` + handle + `"}]`
	res := hearLinesWith(t, server, "", hello)
	require.Equal(t, http.StatusOK, res.StatusCode)
	lines := json.NewDecoder(res.Body)
	line := func() (one map[string]any) {
		require.NoError(t, lines.Decode(&one))
		return one
	}
	require.Equal(t, []any{"welcome", "following"}, []any{line()["type"], line()["type"]})
	require.NoError(t, d.app.Close())
	require.Equal(t, 503., c.next()["status"])
	require.Equal(t, websocket.StatusGoingAway, c.closed())
	require.Equal(t, 503., line()["status"])
	require.False(t, lines.More())
}

// TestAPollWaitsForSomethingToTell: that a job is followed is nothing new.
func TestAPollWaitsForSomethingToTell(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		d := newDesk(t, dashi.Options{}, func(context.Context, string) string { <-release; return "x" }, dashi.BackgroundOptions{})
		d.ours = true
		handle := d.begin("a", "")
		heard := make(chan []map[string]any, 1)
		go func() { heard <- d.listen(map[string]any{"type": "follow", "job": handle, "after": 0}) }()
		synctest.Wait()
		require.Empty(t, heard)
		close(release)
		all := <-heard
		require.Len(t, all, 3, all)
		require.Equal(t, 200., all[2]["status"])
		require.NoError(t, d.app.Close())
	})
}
