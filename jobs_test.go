package dashi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/leaktest"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// desk is an app with one background callback, asked without a browser. It is Dash's client where nothing else is said.
type desk struct {
	t    *testing.T
	app  *dashi.App
	user string
	ours bool
	tab  string
}

// withUsers are options by which X-User says who asks.
func withUsers(options dashi.Options) dashi.Options {
	options.User = func(r *http.Request) string { return r.Header.Get("X-User") }
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	return options
}

// newDesk makes the app: out.children is what fn makes of in.value; progress goes to bar.title, and stop.n_clicks cancels.
func newDesk(t *testing.T, options dashi.Options, fn any, background dashi.BackgroundOptions, more ...dashi.CallbackOption) *desk {
	t.Helper()
	leaktest.Check(t)
	app := dashi.New(withUsers(options))
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.Button(html.ID("stop")), html.P(html.ID("bar")), html.P(html.ID("side")), html.P(html.ID("out")), html.P(html.ID("other"))))
	background.Progress = dashi.Output("bar", "title")
	background.Cancel = dashi.Input("stop", "n_clicks")
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), fn, append(more, dashi.Background(background))...)
	app.Callback(dashi.Output("other", "children"), dashi.Input("in", "value"), func(context.Context, string) string { return "other" },
		dashi.Background(dashi.BackgroundOptions{}))
	require.NoError(t, app.Validate())
	return &desk{t: t, app: app}
}

func (d *desk) send(method, query, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/_dash-update-component"+query, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-User", d.user)
	if d.ours {
		r.Header.Set("Accept", "application/x-ndjson, application/json")
	}
	if d.tab != "" {
		r.Header.Set("Dashi-Tab", d.tab)
	}
	ctx, gone := context.WithCancel(r.Context())
	defer gone() // the request is over when it is answered
	w := httptest.NewRecorder()
	d.app.ServeHTTP(w, r.WithContext(ctx))
	return w
}

func bodyOf(output, value string) string {
	return fmt.Sprintf(`{"output":%q,"outputs":{"id":%q,"property":"children"},"inputs":[{"id":"in","property":"value","value":%s}],"changedPropIds":["in.value"]}`,
		output, strings.TrimSuffix(output, ".children"), value)
}

// begin begins a job and returns its handle.
func (d *desk) begin(value, query string) string {
	d.t.Helper()
	w := d.send(http.MethodPost, query, bodyOf("out.children", `"`+value+`"`))
	var told struct{ CacheKey, Job string }
	require.NoError(d.t, json.Unmarshal(w.Body.Bytes(), &told), w.Body)
	if d.ours {
		require.Equal(d.t, http.StatusAccepted, w.Code, w.Body)
	} else {
		require.Equal(d.t, http.StatusOK, w.Code, w.Body)
		require.NotEmpty(d.t, told.CacheKey)
	}
	require.Len(d.t, strings.Split(told.Job, ".")[0], 32, "128 bits in hexadecimal")
	return told.Job
}

// poll asks how far a job is, as Dash's client does.
func (d *desk) poll(handle string) *httptest.ResponseRecorder {
	ask := *d
	ask.ours = false
	return ask.send(http.MethodPost, "?cacheKey="+handle+"&job="+handle, bodyOf("out.children", "null"))
}

// outcome polls until the job has ended.
func (d *desk) outcome(handle string) string {
	d.t.Helper()
	for range 3000 {
		w := d.poll(handle)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), `"response"`) {
			return fmt.Sprint(w.Code, " ", w.Body)
		}
		time.Sleep(10 * time.Millisecond)
	}
	require.FailNow(d.t, "the job does not end")
	return ""
}

func done(text string) string {
	return `200 {"multi":true,"response":{"out":{"children":"` + text + `"}}}`
}

func TestAJobIsPolledAsDashDoes(t *testing.T) {
	t.Parallel()
	step, told := make(chan string), make(chan error)
	d := newDesk(t, dashi.Options{}, func(ctx context.Context, v string) (string, error) {
		for text := range step {
			if text == "side" {
				told <- dashi.CallFrom(ctx).SetProps("side", map[string]any{"children": "aside"})
			} else {
				told <- dashi.CallFrom(ctx).Progress(text)
			}
		}
		return "got " + v, nil
	}, dashi.BackgroundOptions{ProgressDefault: []any{"rests"}})
	w := d.send(http.MethodPost, "", bodyOf("out.children", `"a"`))
	var first struct {
		CacheKey, Job   string
		Cancel          []map[string]string
		ProgressDefault map[string]string
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &first))
	require.Equal(t, []map[string]string{{"id": "stop", "property": "n_clicks"}}, first.Cancel)
	require.Equal(t, map[string]string{"bar.title": "rests"}, first.ProgressDefault)
	say := func(text string) { step <- text; require.NoError(t, <-told) }
	require.JSONEq(t, `{"multi":true}`, d.poll(first.Job).Body.String())
	say("one")
	say("two")
	require.JSONEq(t, `{"multi":true,"progress":{"bar.title":"two"}}`, d.poll(first.Job).Body.String(), "the latest alone")
	require.JSONEq(t, `{"multi":true}`, d.poll(first.Job).Body.String(), "and only once")
	say("three")
	say("side")
	require.JSONEq(t, `{"multi":true,"progress":{"bar.title":"three"},"sideUpdate":{"side":{"children":"aside"}}}`, d.poll(first.Job).Body.String())
	close(step)
	require.Equal(t, done("got a"), d.outcome(first.Job))
}

func TestOurClientGetsAHandle(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dashi.Options{}, func(_ context.Context, v string) string { return "got " + v }, dashi.BackgroundOptions{})
	d.ours = true
	require.Equal(t, done("got a"), d.outcome(d.begin("a", "")))
	w := d.send(http.MethodPost, "", `[`+bodyOf("out.children", `"b"`)+`]`)
	var line struct {
		Status int
		Job    string
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &line), w.Body)
	require.Equal(t, 202, line.Status)
	require.Equal(t, done("got b"), d.outcome(line.Job))
}

func TestTheDependencySaysHowAJobIsRun(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dashi.Options{}, func(_ context.Context, v string) string { return v }, dashi.BackgroundOptions{Policy: "queue", Interval: 50 * time.Millisecond, ProgressDefault: []any{"-"}})
	w := httptest.NewRecorder()
	d.app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_dash-dependencies", nil))
	var all []struct {
		Output          string
		Background      any
		Hidden, Foreign bool
		Inputs          []map[string]string
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &all))
	require.Len(t, all, 3)
	require.Equal(t, map[string]any{
		"interval": 50., "policy": "queue", "cancel": []any{map[string]any{"id": "stop", "property": "n_clicks"}}, "progressDefault": map[string]any{"bar.title": "-"},
	}, all[0].Background)
	require.Equal(t, map[string]any{"interval": 1000., "policy": "replace"}, all[1].Background)
	require.True(t, all[2].Hidden && all[2].Foreign, "for Dash's client")
	require.Equal(t, []map[string]string{{"id": "stop", "property": "n_clicks"}}, all[2].Inputs)
}

// TestStolenHandles: nobody reads or ends the job of another.
func TestStolenHandles(t *testing.T) {
	t.Parallel()
	release, ended := make(chan struct{}), make(chan error, 2)
	d := newDesk(t, dashi.Options{}, func(ctx context.Context, _ string) string {
		select {
		case <-release:
		case <-ctx.Done():
		}
		ended <- context.Cause(ctx)
		return "the secret"
	}, dashi.BackgroundOptions{})
	d.user = "ada"
	handle := d.begin("a", "")
	id, seal, _ := strings.Cut(handle, ".")
	other := *d
	other.user = "eve"
	own := other.begin("b", "")
	_, ownSeal, _ := strings.Cut(own, ".")
	tries := map[string]struct {
		by     *desk
		handle string
	}{
		"another user":       {&other, handle},
		"nobody":             {&desk{t: t, app: d.app}, handle},
		"another's seal":     {&other, id + "." + ownSeal},
		"an altered seal":    {d, id + "." + strings.ToUpper(seal)},
		"no seal":            {d, id},
		"an id that is none": {d, strings.Repeat("0", 32) + "." + seal},
		"nothing":            {d, ""},
	}
	for name, try := range tries {
		w := try.by.poll(try.handle)
		require.Equal(t, http.StatusGone, w.Code, name)
		require.NotContains(t, w.Body.String(), "secret")
		require.Equal(t, http.StatusNoContent, try.by.send(http.MethodDelete, "?job="+try.handle, "").Code, name)
		try.by.send(http.MethodPost, "?cancelJob="+try.handle, bodyOf("other.children", `""`))
		try.by.send(http.MethodPost, "?oldJob="+try.handle, bodyOf("other.children", `""`))
	}
	w := d.send(http.MethodPost, "?cacheKey=x&job="+handle, bodyOf("other.children", "null"))
	require.Equal(t, http.StatusGone, w.Code, "the handle is of another callback")
	select {
	case <-ended:
		require.Fail(t, "somebody could end the job")
	default:
	}
	close(release)
	require.Equal(t, done("the secret"), d.outcome(handle))
}

func TestCancelEndsTheContext(t *testing.T) {
	t.Parallel()
	for name, cancel := range map[string]func(d *desk, handle string){
		"DELETE":         func(d *desk, handle string) { d.send(http.MethodDelete, "?job="+handle, "") },
		"Dash's way":     func(d *desk, handle string) { d.send(http.MethodPost, "?cancelJob="+handle, cancelBody(d)) },
		"a newer call":   func(d *desk, handle string) { d.begin("new", "?oldJob="+handle) },
		"the app's end":  func(d *desk, _ string) { require.NoError(d.t, d.app.Close()) },
		"the same tab's": func(d *desk, _ string) { d.tab = "t"; d.begin("new", "") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begun, causes := make(chan struct{}, 2), make(chan error, 2)
			d := newDesk(t, dashi.Options{}, func(ctx context.Context, v string) (string, error) {
				if v == "new" {
					return "new", nil
				}
				begun <- struct{}{}
				<-ctx.Done()
				causes <- context.Cause(ctx)
				return "", ctx.Err()
			}, dashi.BackgroundOptions{}, dashi.OnError(func(error) string { return "a failure" }))
			d.tab = "t"
			handle := d.begin("a", "")
			<-begun
			d.tab = ""
			cancel(d, handle)
			require.Error(t, <-causes)
			if name == "the app's end" {
				require.Equal(t, http.StatusServiceUnavailable, d.send(http.MethodPost, "", bodyOf("out.children", `"b"`)).Code)
				return
			}
			require.Equal(t, `200 {"multi":true,"response":{}}`, d.outcome(handle), "nothing went wrong, and nothing is set")
		})
	}
}

// cancelBody is the call of the hidden callback that Dash's client makes when the button is clicked.
func cancelBody(d *desk) string {
	w := httptest.NewRecorder()
	d.app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_dash-dependencies", nil))
	var all []struct{ Output string }
	require.NoError(d.t, json.Unmarshal(w.Body.Bytes(), &all))
	return fmt.Sprintf(`{"output":%q,"inputs":[{"id":"stop","property":"n_clicks","value":1}],"changedPropIds":["stop.n_clicks"]}`, all[2].Output)
}

func TestPoliciesOfATab(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		policy        string
		first, second string
		calls         int32
	}{
		"replace":  {"replace", `200 {"multi":true,"response":{}}`, done("got b"), 2},
		"queue":    {"queue", done("got a"), done("got b"), 2},
		"parallel": {"parallel", done("got a"), done("got b"), 2},
		"join":     {"join", done("got a"), done("got a"), 1},
	}
	for name, tt := range tests {
		for _, way := range []string{"tab", "oldJob"} {
			t.Run(name+" by "+way, func(t *testing.T) {
				t.Parallel()
				var calls, most, now atomic.Int32
				begun := make(chan struct{}, 2)
				release := make(chan struct{})
				d := newDesk(t, dashi.Options{}, func(ctx context.Context, v string) (string, error) {
					calls.Add(1)
					most.Store(max(most.Load(), now.Add(1)))
					defer now.Add(-1)
					begun <- struct{}{}
					select {
					case <-release:
						return "got " + v, nil
					case <-ctx.Done():
						return "", ctx.Err()
					}
				}, dashi.BackgroundOptions{Policy: tt.policy})
				query := ""
				if way == "tab" {
					d.tab = "t"
				}
				first := d.begin("a", "")
				<-begun
				if way == "oldJob" {
					query = "?oldJob=" + first
				}
				second := d.begin("b", query)
				require.Equal(t, name == "join", first == second)
				if name == "parallel" {
					<-begun
				}
				close(release)
				require.Equal(t, tt.first, d.outcome(first))
				require.Equal(t, tt.second, d.outcome(second))
				require.Equal(t, tt.calls, calls.Load())
				if name == "queue" {
					require.EqualValues(t, 1, most.Load())
				}
			})
		}
	}
}

func TestAFullQueueRefuses(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	d := newDesk(t, dashi.Options{Workers: 1, JobQueue: 1}, func(_ context.Context, v string) string { <-release; return v }, dashi.BackgroundOptions{})
	defer close(release)
	d.begin("a", "")
	d.begin("b", "")
	w := d.send(http.MethodPost, "", bodyOf("out.children", `"c"`))
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.JSONEq(t, `{"error":{"code":"busy","message":"The server is busy. Please try again soon.","callback":"out.children"}}`, w.Body.String())
}

func TestTheMemoAnswersWithoutAJob(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	cache := memo.New(memo.NewLRU(10))
	t.Cleanup(func() { require.NoError(t, cache.Close()) })
	d := newDesk(t, dashi.Options{}, func(ctx context.Context, v string) (string, error) {
		calls.Add(1)
		return "got " + v, errors.Join(dashi.CallFrom(ctx).Progress("half"), dashi.CallFrom(ctx).SetProps("side", map[string]any{"children": "aside"}))
	}, dashi.BackgroundOptions{}, cache.Memoize(time.Hour))
	want := `{"multi":true,"response":{"out":{"children":"got a"}},"sideUpdate":{"side":{"children":"aside"}}}`
	handle := d.begin("a", "")
	var got string
	for !strings.Contains(got, "response") {
		got = d.poll(handle).Body.String()
		time.Sleep(time.Millisecond)
	}
	got = strings.Replace(got, `"progress":{"bar.title":"half"},`, "", 1) // where it came with the outcome
	require.JSONEq(t, want, got)
	for _, ours := range []bool{true, false} {
		d.ours = ours
		w := d.send(http.MethodPost, "", bodyOf("out.children", `"a"`))
		require.Equal(t, http.StatusOK, w.Code)
		require.JSONEq(t, want, w.Body.String(), "what it set besides is remembered, its progress is not")
		require.Equal(t, `cache;desc="hit"`, w.Header().Get("Server-Timing"))
		require.Equal(t, "no-cache", w.Header().Get("Cache-Control"), "browsers ask each time")
	}
	require.EqualValues(t, 1, calls.Load())
}

type contextKey struct{}

// TestMiddlewareIsAroundTheJob: it runs once, sees the outcome, and may refuse before there is a job.
func TestMiddlewareIsAroundTheJob(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var seen []string
	app := dashi.New(withUsers(dashi.Options{}))
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out"))))
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			if call.Request().Header.Get("X-User") == "" {
				return dashi.Refuse(http.StatusUnauthorized, "Please sign in.")
			}
			err := next(context.WithValue(ctx, contextKey{}, "by "+call.Request().Header.Get("X-User")), call)
			mu.Lock()
			defer mu.Unlock()
			seen = append(seen, fmt.Sprint(err))
			return err
		}
	})
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(ctx context.Context, v string) (string, error) {
		call := dashi.CallFrom(ctx)
		if err := ctx.Err(); err != nil {
			return "", fmt.Errorf("the context is over: %w", err)
		}
		if err := call.AddHeader("X-A", "b"); err == nil || !strings.Contains(err.Error(), "its request is answered before it begins") {
			return "", fmt.Errorf("AddHeader: %w", err)
		}
		if v == "bad" {
			return "", errors.New("no")
		}
		return fmt.Sprint(v, " ", ctx.Value(contextKey{}), " ", call.Request().Header.Get("X-User")), nil
	}, dashi.Background(dashi.BackgroundOptions{}))
	d := &desk{t: t, app: app}
	w := d.send(http.MethodPost, "", bodyOf("out.children", `"a"`))
	require.Equal(t, http.StatusUnauthorized, w.Code)
	d.user = "ada"
	require.Equal(t, done("a by ada ada"), d.outcome(d.begin("a", "")))
	require.Contains(t, d.outcome(d.begin("bad", "")), `500 {"error":{"code":"callback_failed"`)
	require.NoError(t, app.Close())
	require.Equal(t, []string{"<nil>", "no"}, seen)
}

func TestRetriesAndTimeouts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		d := newDesk(t, dashi.Options{Debug: true}, func(ctx context.Context, v string) (string, error) {
			switch tries++; {
			case v == "slow":
				<-ctx.Done()
				return "", ctx.Err()
			case v == "panic":
				panic("no")
			case v == "prevent":
				return "", dashi.PreventUpdate
			case tries < 3:
				return "", fmt.Errorf("failure %d", tries)
			}
			return fmt.Sprint("try ", tries), nil
		}, dashi.BackgroundOptions{Retries: 2, Backoff: time.Second, Timeout: time.Minute})
		for _, tt := range []struct {
			value, want string
			tries       int
		}{
			{"fails", done("try 3"), 3},
			{"slow", "it took longer than 1m0s", 3},
			{"panic", "callback_panicked", 1},
			{"prevent", `200 {"multi":true,"response":{}}`, 1},
		} {
			tries = 0
			handle := d.begin(tt.value, "")
			time.Sleep(10 * time.Minute / 3)
			synctest.Wait()
			w := d.poll(handle)
			require.Contains(t, fmt.Sprint(w.Code, " ", w.Body), tt.want)
			require.Equal(t, tt.tries, tries, tt.value)
		}
		require.NoError(t, d.app.Close())
	})
}

func TestOutcomesAreKeptForAWhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, dashi.Options{}, func(_ context.Context, v string) string { return "got " + v }, dashi.BackgroundOptions{})
		early, late := d.begin("a", ""), d.begin("b", "")
		synctest.Wait()
		time.Sleep(4 * time.Minute)
		require.Equal(t, done("got a"), d.outcome(early))
		time.Sleep(2 * time.Minute)
		require.Equal(t, http.StatusGone, d.poll(late).Code)
		require.NoError(t, d.app.Close())
	})
}

func TestAnAPIWaitsForTheJob(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dashi.Options{}, func(ctx context.Context, v string) (string, error) {
		return "got " + v, dashi.CallFrom(ctx).Progress("nobody sees it")
	}, dashi.BackgroundOptions{}, dashi.APIEndpoint("api/out"))
	w := httptest.NewRecorder()
	d.app.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/api/out", strings.NewReader(`{"in":"a"}`)))
	require.Equal(t, `"got a"`, w.Body.String())
}

func TestProgressSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	errs := make(chan error, 10)
	d := newDesk(t, dashi.Options{}, func(ctx context.Context, _ string) string {
		call := dashi.CallFrom(ctx)
		errs <- call.Progress()
		errs <- call.Progress(func() {})
		errs <- call.Progress(dashi.NoUpdate)
		return ""
	}, dashi.BackgroundOptions{})
	d.outcome(d.begin("a", ""))
	require.ErrorContains(t, <-errs, "Progress: got 0 values; expected one for each of the 1 properties of the callback registered at jobs_test.go:")
	require.ErrorContains(t, <-errs, `Progress: the value for Output("bar", "title")`)
	require.NoError(t, <-errs)
	var none *dashi.Call
	require.ErrorContains(t, none.Progress(1), "not within a callback")
}

func TestWrongBackgroundsAreRefused(t *testing.T) {
	t.Parallel()
	cache := memo.New(memo.NewLRU(1))
	t.Cleanup(func() { require.NoError(t, cache.Close()) })
	tests := map[string]struct {
		options []dashi.CallbackOption
		want    string
	}{
		"two defaults":   {[]dashi.CallbackOption{dashi.Background(dashi.BackgroundOptions{Progress: dashi.Output("out", "title"), ProgressDefault: []any{1, 2}})}, "ProgressDefault has 2 values, and Progress has 1 properties"},
		"a bad default":  {[]dashi.CallbackOption{dashi.Background(dashi.BackgroundOptions{Progress: dashi.Output("out", "title"), ProgressDefault: []any{func() {}}})}, `ProgressDefault: the value for Output("out", "title")`},
		"a State":        {[]dashi.CallbackOption{dashi.Background(dashi.BackgroundOptions{Cancel: dashi.State("in", "value")})}, `State("in", "value") in Cancel triggers nothing`},
		"negative":       {[]dashi.CallbackOption{dashi.Background(dashi.BackgroundOptions{Limit: -1})}, "Limit is negative"},
		"a wrong policy": {[]dashi.CallbackOption{dashi.Background(dashi.BackgroundOptions{Policy: "both"})}, `the Policy is "both"; expected "replace"`},
		"twice":          {[]dashi.CallbackOption{dashi.Background(dashi.BackgroundOptions{}), dashi.Background(dashi.BackgroundOptions{})}, "Background is given twice"},
		"alone":          {[]dashi.CallbackOption{dashi.Alone(), dashi.Background(dashi.BackgroundOptions{})}, "the option Alone is for callbacks that set headers and cookies"},
		"public":         {[]dashi.CallbackOption{dashi.Public(), cache.Memoize(time.Hour), dashi.Background(dashi.BackgroundOptions{})}, "the option Public is for answers"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			app := dashi.New(dashi.Options{})
			defer func() {
				message := fmt.Sprint(recover())
				require.Contains(t, message, "dashi: Callback at jobs_test.go:")
				require.Contains(t, message, tt.want)
			}()
			app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return v }, tt.options...)
		})
	}
	require.PanicsWithValue(t, "dashi: New: Options.Workers is -1 and Options.JobQueue is 1000; they must be positive, or 0 for the default", func() { dashi.New(dashi.Options{Workers: -1}) })
	app := dashi.New(dashi.Options{})
	require.Panics(t, func() {
		app.ClientsideCallback(dashi.Output("out", "children"), dashi.Input("in", "value"), dashi.JS("v => v"), dashi.Background(dashi.BackgroundOptions{}))
	})
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return v }, dashi.Background(dashi.BackgroundOptions{
		Progress: dashi.Outputs(dashi.Output("outt", "title"), dashi.Output("out", "title")), ProgressDefault: []any{nil, 5}, Cancel: dashi.Input("stop", "n_clicks"),
	}))
	err := app.Validate()
	require.ErrorContains(t, err, `Background: Progress: Output("outt", "title"): no component of the layout has the id "outt"`)
	require.ErrorContains(t, err, `Background: ProgressDefault for Output("out", "title") is of type int`)
	require.ErrorContains(t, err, `Background: Cancel: Input("stop", "n_clicks"): no component of the layout has the id "stop"`)
}

// TestAFailureIsHandled as with other callbacks.
func TestAFailureIsHandled(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	d := newDesk(t, dashi.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))}, func(context.Context, string) (string, error) { return "", errors.New("no") },
		dashi.BackgroundOptions{}, dashi.OnError(func(err error) string { return "handled: " + err.Error() }))
	require.Equal(t, done("handled: no"), d.outcome(d.begin("a", "")))
	require.NoError(t, d.app.Close())
	require.NotContains(t, log.String(), "no")
}
