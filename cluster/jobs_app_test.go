package cluster_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// office is an app that several processes serve and work for, all of them in this one. Who asks says who it is with X-User.
type office struct {
	t       testing.TB
	prefix  string
	addrs   []string
	options dashi.Options
	fn      any
	how     dashi.BackgroundOptions
	more    func() []dashi.CallbackOption // for each process
	around  func(dashi.Handler) dashi.Handler
}

// lease is long enough for a machine that does many things at once.
const lease = 4 * time.Second

var secret = []byte("sixteen bytes or more")

// newOffice makes an app: out.children is what fn makes of in.value; progress goes to bar.title.
func newOffice(t testing.TB, addrs []string, fn any, background dashi.BackgroundOptions, more ...dashi.CallbackOption) *office {
	return &office{t: t, prefix: t.Name() + ":", addrs: addrs, fn: fn, how: background, more: func() []dashi.CallbackOption { return more }}
}

// remember memoizes the callback, in a store that the processes share.
func (o *office) remember(options ...memo.Option) {
	store := memo.NewLRU(100)
	more := o.more
	o.more = func() []dashi.CallbackOption {
		cache := memo.New(store)
		o.t.Cleanup(func() { require.NoError(o.t, cache.Close()) })
		return append(more(), cache.Memoize(time.Hour, options...))
	}
}

func wireOffice(app *dashi.App, fn any, background dashi.BackgroundOptions, more ...dashi.CallbackOption) {
	background.Progress = dashi.Output("bar", "title")
	app.Layout(newLayout())
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), fn, append(more, dashi.Background(background))...)
}

func newLayout() layout.Component {
	return html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("bar")), html.P(html.ID("side")), html.P(html.ID("out")))
}

// member is one process of the app.
type member struct {
	t    testing.TB
	app  *dashi.App
	user string
	tab  string
	more http.Header
	wrap func(http.Handler) http.Handler
}

func (o *office) member(addrs ...string) *member {
	if len(addrs) == 0 {
		addrs = o.addrs
	}
	options := o.options
	shared := process(o.t, cluster.Options{Prefix: o.prefix, Jobs: true, Timeout: 2 * time.Second}, addrs...)
	shared.Hurry(lease)
	options.Cluster = shared
	if options.Secret == nil {
		options.Secret = secret
	}
	if options.User == nil {
		options.User = func(r *http.Request) string { return r.Header.Get("X-User") }
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	app := dashi.New(options)
	o.t.Cleanup(func() { require.NoError(o.t, app.Close()) })
	if o.around != nil {
		app.Use(o.around)
	}
	wireOffice(app, o.fn, o.how, o.more()...)
	require.NoError(o.t, app.Validate())
	return &member{t: o.t, app: app}
}

// worker is one that works, until the test ends or stop is called.
func (o *office) worker(addrs ...string) (stop func()) {
	m := o.member(addrs...)
	ctx, cancel := context.WithCancel(context.WithoutCancel(o.t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- m.app.Work(ctx) }()
	var once bool
	stop = func() {
		if !once {
			once = true
			cancel()
			require.NoError(o.t, <-ended)
		}
	}
	o.t.Cleanup(stop)
	return stop
}

func (m *member) send(method, path, body string, ours bool) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-User", m.user)
	for name, values := range m.more {
		r.Header[name] = values
	}
	if ours {
		r.Header.Set("Accept", "application/x-ndjson, application/json")
	}
	if m.tab != "" {
		r.Header.Set("Dashi-Tab", m.tab)
	}
	ctx, gone := context.WithCancel(r.Context())
	defer gone() // the request is over when it is answered
	w := httptest.NewRecorder()
	h := http.Handler(m.app)
	if m.wrap != nil {
		h = m.wrap(h)
	}
	h.ServeHTTP(w, r.WithContext(ctx))
	return w
}

const endpoint = "/_dash-update-component"

func body(value string) string {
	return fmt.Sprintf(`{"output":"out.children","outputs":{"id":"out","property":"children"},"inputs":[{"id":"in","property":"value","value":%s}],"changedPropIds":["in.value"]}`, value)
}

// begin begins a job and returns its handle.
func (m *member) begin(value string) string {
	m.t.Helper()
	w := m.send(http.MethodPost, endpoint, body(`"`+value+`"`), true)
	require.Equal(m.t, http.StatusAccepted, w.Code, w.Body)
	var told struct{ Job string }
	require.NoError(m.t, json.Unmarshal(w.Body.Bytes(), &told))
	return told.Job
}

// poll asks how far a job is, as Dash's client does.
func (m *member) poll(handle string) *httptest.ResponseRecorder {
	return m.send(http.MethodPost, endpoint+"?cacheKey="+handle+"&job="+handle, body("null"), false)
}

// until polls until the answer has a text, or the job has ended.
func (m *member) until(handle, part string) string {
	m.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		w := m.poll(handle)
		if w.Code == http.StatusServiceUnavailable {
			continue
		}
		if text := w.Body.String(); w.Code != http.StatusOK || strings.Contains(text, part) || strings.Contains(text, `"response"`) {
			return fmt.Sprint(w.Code, " ", text)
		}
	}
	require.FailNow(m.t, "the job does not end, or say "+part)
	return ""
}

func (m *member) outcome(handle string) string {
	m.t.Helper()
	return m.until(handle, `"response"`)
}

func done(text string) string {
	return `200 {"multi":true,"response":{"out":{"children":"` + text + `"}}}`
}

const nothing = `200 {"multi":true,"response":{}}`

func await[T any](t testing.TB, from <-chan T) (got T) {
	t.Helper()
	select {
	case got = <-from:
	case <-time.After(patience):
		require.FailNow(t, "nothing comes")
	}
	return got
}

func TestAWorkerRunsWhatAnotherProcessIsAsked(t *testing.T) {
	t.Parallel()
	begun, step := make(chan string), make(chan string)
	o := newOffice(t, single(t).addrs, func(ctx context.Context, v string) (string, error) {
		begun <- dashi.CallFrom(ctx).Request().Header.Get("X-User") + " " + string(dashi.CallFrom(ctx).TriggeredID())
		for text := range step {
			if err := dashi.CallFrom(ctx).Progress(text); err != nil {
				return "", err
			}
		}
		return "got " + v, nil
	}, dashi.BackgroundOptions{})
	one, two := o.member(), o.member()
	one.user, two.user = "ann", "ann"
	handle := one.begin("a")
	require.JSONEq(t, `{"multi":true}`, one.poll(handle).Body.String(), "there is no worker")
	o.worker()
	require.Equal(t, "ann in", await(t, begun))
	step <- "half"
	require.JSONEq(t, `{"multi":true,"progress":{"bar.title":"half"}}`, one.until(handle, "half")[4:])
	require.JSONEq(t, `{"multi":true}`, two.poll(handle).Body.String(), "another process knows what was told")
	close(step)
	require.Equal(t, done("got a"), two.outcome(handle))
	require.Equal(t, done("got a"), one.outcome(handle), "it is kept")
	two.user = "bob"
	require.Equal(t, http.StatusGone, two.poll(handle).Code)
}

func TestAJobIsCancelledFromAnotherProcess(t *testing.T) {
	t.Parallel()
	begun, causes := make(chan string, 9), make(chan error, 9)
	o := newOffice(t, single(t).addrs, func(ctx context.Context, v string) (string, error) {
		begun <- v
		<-ctx.Done()
		causes <- context.Cause(ctx)
		return "", ctx.Err()
	}, dashi.BackgroundOptions{})
	one, two := o.member(), o.member()
	one.user, two.user = "ann", "bob"
	waits := one.begin("waits")
	one.send(http.MethodDelete, endpoint+"?job="+waits, "", true)
	require.Equal(t, nothing, one.outcome(waits), "nobody needs a worker for that")
	o.worker()
	handle := one.begin("a")
	require.Equal(t, "a", await(t, begun))
	two.send(http.MethodDelete, endpoint+"?job="+handle, "", true)
	two.user = "ann"
	require.JSONEq(t, `{"multi":true}`, two.poll(handle).Body.String(), "another user has not ended it")
	two.send(http.MethodDelete, endpoint+"?job="+handle, "", true)
	require.ErrorContains(t, await(t, causes), "cancelled")
	require.Equal(t, nothing, one.outcome(handle))
	require.Empty(t, begun)
}
