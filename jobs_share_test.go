package dashi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// sharing is a cluster within one process whose jobs wait until the test has a worker run them. What Redis does is tested in package cluster.
type sharing struct {
	*push.Local

	mu      sync.Mutex
	waiting []job.Entry // guarded by mu
	ended   map[string]bool
	away    error
	fenced  bool
}

func newSharing(t *testing.T) *sharing {
	s := &sharing{Local: push.NewLocal(push.Limits{}), ended: map[string]bool{}}
	t.Cleanup(s.Close)
	return s
}

func (s *sharing) Broker() push.Broker { return s.Local }

func (s *sharing) Jobs() job.Shared { return s }

func (s *sharing) Submit(_ context.Context, e job.Entry) (job.Submitted, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = append(s.waiting, e)
	return job.Submitted{ID: e.ID}, s.away
}

func (s *sharing) Find(_ context.Context, id string) (job.Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, known := s.ended[id]
	for _, e := range s.waiting {
		known = known || e.ID == id
	}
	return job.Record{Known: known}, s.away
}

func (s *sharing) Cancel(context.Context, string) (bool, error) { return false, s.away }

func (s *sharing) End(context.Context, string) error { return nil }

func (s *sharing) Note(context.Context, string, uint64) error { return nil }

// Work runs what waits, once.
func (s *sharing) Work(ctx context.Context, o job.WorkOptions) error {
	s.mu.Lock()
	waiting := s.waiting
	s.waiting = nil
	s.mu.Unlock()
	for _, e := range waiting {
		err := o.Run(ctx, &job.Claim{ID: e.ID, Payload: e.Payload, Attempt: 1, Leave: ctx.Done(), Hold: func(context.Context) error {
			if s.fenced {
				return job.ErrFenced
			}
			return nil
		}})
		s.mu.Lock()
		s.ended[e.ID] = true
		s.mu.Unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

// newSharingDesk is a desk whose jobs are shared.
func newSharingDesk(t *testing.T, s *sharing, fn any, more ...dashi.CallbackOption) *desk {
	d := newDesk(t, dashi.Options{Cluster: s, Secret: []byte("sixteen bytes or more")}, fn, dashi.BackgroundOptions{}, more...)
	d.ours = true
	return d
}

// TestAWorkerHasTheCallAsItWas has all kinds of arguments, with the very bytes that the browser has sent: a memo's key is made of them.
func TestAWorkerHasTheCallAsItWas(t *testing.T) {
	t.Parallel()
	s := newSharing(t)
	app := dashi.New(dashi.Options{Cluster: s, Secret: []byte("sixteen bytes or more"), Logger: slog.New(slog.DiscardHandler)})
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	row := func(n int) dashi.ID { return dashi.Dict("row", n, "kind", "in") }
	app.Layout(html.Main(dcc.Input{ID: "one"}, dcc.Input{ID: row(1)}, dcc.Input{ID: row(2)}, html.P(html.ID(dashi.Dict("row", 1, "kind", "out")))))
	var got *dashi.Call
	var args []any
	all, match := dashi.Dict("row", dashi.ALL, "kind", "in"), dashi.Dict("row", dashi.MATCH, "kind", "in")
	app.Callback(dashi.Output(dashi.Dict("row", dashi.MATCH, "kind", "out"), "children"),
		dashi.Inputs(dashi.Input(match, "value"), dashi.Input(all, "value"), dashi.State("one", "value")),
		func(ctx context.Context, own json.RawMessage, all []json.RawMessage, one json.RawMessage) string {
			got, args = dashi.CallFrom(ctx), []any{string(own), len(all), string(all[0]), string(one)}
			return "done"
		}, dashi.Background(dashi.BackgroundOptions{}))
	require.NoError(t, app.Validate())
	in := func(n, value string) string {
		return `{"id":{"kind":"in","row":` + n + `},"property":"value","value":` + value + `}`
	}
	body := `{"output":"{\"kind\":\"out\",\"row\":[\"MATCH\"]}.children","outputs":{"id":{"kind":"out","row":1},"property":"children"},
		"inputs":[` + in("1", `"<&> é"`) + `,[` + in("1", `"<&> é"`) + `,{"id":{"kind":"in","row":2},"property":"value"}]],
		"state":[{"id":"one","property":"value","value":{ "b" : 1.50, "a":null }}],"changedPropIds":["{\"kind\":\"in\",\"row\":1}.value"]}`
	r := httptest.NewRequest(http.MethodPost, "https://example.com/_dash-update-component?x=y", strings.NewReader(body))
	r.Header.Set("Accept", "application/x-ndjson")
	r.RemoteAddr = "192.0.2.7:123"
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)
	require.Equal(t, http.StatusAccepted, w.Code, w.Body)
	require.False(t, bytes.Contains(s.waiting[0].Payload, []byte("row")), "nobody else can read it")
	require.NoError(t, app.Work(t.Context()))
	require.Equal(t, []any{`"<&> é"`, 2, `"<&> é"`, `{ "b" : 1.50, "a":null }`}, args)
	require.Equal(t, row(1), got.TriggeredID())
	require.Equal(t, dashi.Dict("row", 1, "kind", "out"), got.Outputs()[0].ID)
	require.Nil(t, got.Inputs()[2].Value, "the browser had none, which is not null")
	req := got.Request()
	require.Equal(t, []any{"POST", "/_dash-update-component?x=y", "example.com", "192.0.2.7:123", true, 1},
		[]any{req.Method, req.URL.RequestURI(), req.Host, req.RemoteAddr, req.TLS != nil, req.ProtoMajor})
}

func TestAJobThatAnotherWorkerHasIsNotTold(t *testing.T) {
	t.Parallel()
	s := newSharing(t)
	var told error
	d := newSharingDesk(t, s, func(ctx context.Context, v string) string {
		s.fenced = true
		told = dashi.CallFrom(ctx).Progress("half")
		return "got " + v
	})
	handle := d.begin("a", "")
	require.ErrorIs(t, d.app.Work(t.Context()), job.ErrFenced)
	require.ErrorIs(t, told, job.ErrFenced)
	require.JSONEq(t, `{"multi":true}`, d.poll(handle).Body.String())
}

func TestAWorkerThatLeavesTellsNoEnd(t *testing.T) {
	t.Parallel()
	s := newSharing(t)
	ctx, leave := context.WithCancelCause(t.Context())
	var handled bool
	d := newSharingDesk(t, s, func(ctx context.Context, v string) (string, error) {
		leave(job.ErrGivenBack)
		return "", ctx.Err()
	}, dashi.OnError(func(_ context.Context, err error) error { handled = true; return err }))
	handle := d.begin("a", "")
	require.ErrorIs(t, d.app.Work(ctx), job.ErrGivenBack)
	require.JSONEq(t, `{"multi":true}`, d.poll(handle).Body.String())
	require.False(t, handled, "nothing went wrong")
}

func TestJobsThatCannotBeReached(t *testing.T) {
	t.Parallel()
	s := newSharing(t)
	d := newSharingDesk(t, s, func(_ context.Context, v string) string { return v })
	handle := d.begin("a", "")
	s.away = errors.Join(job.ErrAway, errors.New("refused"))
	w := d.send(http.MethodPost, "", bodyOf("out.children", `"b"`))
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.NotContains(t, w.Body.String(), "refused", "why is for the log")
	require.Equal(t, http.StatusServiceUnavailable, d.poll(handle).Code)
	require.Equal(t, http.StatusServiceUnavailable, d.send(http.MethodDelete, "?job="+handle, "").Code)
	require.Equal(t, http.StatusNoContent, d.send(http.MethodDelete, "?job=x"+handle, "").Code, "it is none of ours")
	heard := d.listen(map[string]any{"type": "cancel", "job": handle}, map[string]any{"type": "cancel", "job": "x"}, map[string]any{"type": "follow", "job": "x", "after": 0})
	require.Equal(t, map[string]any{"type": "cancelled", "job": handle, "failed": true}, heard[1])
	require.Equal(t, map[string]any{"type": "cancelled", "job": "x"}, heard[2])
}
