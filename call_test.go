package dashi_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

func TestACallKnowsWhatItWasMadeOf(t *testing.T) {
	t.Parallel()
	var call *dashi.Call
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "a"}, dcc.Input{ID: "b"}, html.P(html.ID("x")), html.P(html.ID("y"))))
	app.Callback(
		dashi.Outputs(dashi.Output("x", "children"), dashi.Output("y", "title")),
		dashi.Inputs(dashi.Input("a", "value"), dashi.State("b", "value"), dashi.Input("b", "n_submit")),
		func(ctx context.Context, a, b string, n int) (string, string) {
			call = dashi.CallFrom(ctx)
			require.Equal(t, "b.n_submit", string(call.TriggeredID())+"."+call.Triggered()[0].Property)
			return a, b
		})
	r := httptest.NewRequest(http.MethodPost, "/_dash-update-component?x=1", strings.NewReader(
		`{"output":"..x.children...y.title..","outputs":[{"id":"x","property":"children"},{"id":"y","property":"title"}],`+
			`"inputs":[{"id":"a","property":"value","value":"A"},{"id":"b","property":"n_submit","value":3}],`+
			`"state":[{"id":"b","property":"value"}],"changedPropIds":["b.n_submit","a.value"]}`))
	r.AddCookie(&http.Cookie{Name: "session", Value: "s1"})
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)
	require.Equal(t, 200, w.Code, w.Body)

	require.Equal(t, "..x.children...y.title..", call.ID())
	require.Contains(t, call.Where(), "call_test.go:")
	require.Equal(t, []dashi.Prop{{"b", "n_submit", json.RawMessage("3")}, {"a", "value", json.RawMessage(`"A"`)}}, call.Triggered())
	require.Equal(t, []dashi.Prop{{"a", "value", json.RawMessage(`"A"`)}, {"b", "n_submit", json.RawMessage("3")}}, call.Inputs())
	require.Equal(t, []dashi.Prop{{"b", "value", nil}}, call.States())
	require.Equal(t, []dashi.Prop{{"x", "children", nil}, {"y", "title", nil}}, call.Outputs())
	value, ok := call.Value("a", "value")
	require.True(t, ok)
	require.JSONEq(t, `"A"`, string(value))
	value, ok = call.Value("b", "value")
	require.True(t, ok)
	require.Nil(t, value)
	_, ok = call.Value("a", "n_submit")
	require.False(t, ok)
	cookie, err := call.Request().Cookie("session")
	require.NoError(t, err)
	require.Equal(t, "s1", cookie.Value)
	require.Equal(t, "1", call.Request().URL.Query().Get("x"))
}

func TestAnInitialCallHasNoTrigger(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) string {
		call := dashi.CallFrom(ctx)
		require.Empty(t, call.Triggered())
		require.Empty(t, call.TriggeredID())
		return name
	})
	status, body := ask(t, app, strings.Replace(greet(`"Ada"`), `["name.value"]`, `[]`, 1))
	require.Equal(t, 200, status, body)
}

// Functions of callbacks are called by tests too, where there is no call.
func TestOutsideOfACallbackThereIsNoCall(t *testing.T) {
	t.Parallel()
	call := dashi.CallFrom(t.Context())
	require.Nil(t, call)
	require.Empty(t, call.ID())
	require.Empty(t, call.Where())
	require.Empty(t, call.Triggered())
	require.Empty(t, call.TriggeredID())
	require.Empty(t, call.Inputs())
	require.Empty(t, call.States())
	require.Empty(t, call.Outputs())
	require.Nil(t, call.Request())
	require.Equal(t, memo.Miss, call.Cache())
	_, ok := call.Value("a", "b")
	require.False(t, ok)
	call.Timing("x", time.Second, "")
	require.ErrorContains(t, call.SetProps("a", map[string]any{"b": 1}), "not within a callback")
	require.ErrorContains(t, call.AddHeader("A", "b"), "not within a callback")
	require.ErrorContains(t, call.SetCookie(&http.Cookie{Name: "a"}), "not within a callback")
}

func TestACallbackSetsHeadersCookiesAndTimings(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) (string, error) {
		call := dashi.CallFrom(ctx)
		call.Timing("db query", 1500*time.Microsecond, `the "slow" one`)
		call.Timing("render", 2*time.Second, "")
		return name, errors.Join(
			call.SetCookie(&http.Cookie{Name: "session", Value: "s1", HttpOnly: true}),
			call.SetCookie(&http.Cookie{Name: "theme", Value: "dark"}),
			call.AddHeader("X-Rows", "12"))
	})
	w := post(app, greet(`"Ada"`))
	require.Equal(t, 200, w.Code, w.Body)
	require.Equal(t, []string{"session=s1; HttpOnly", "theme=dark"}, w.Header()["Set-Cookie"])
	require.Equal(t, "12", w.Header().Get("X-Rows"))
	require.Equal(t, `db_query;desc="the \"slow\" one";dur=1.5, render;dur=2e+03`, w.Header().Get("Server-Timing"))
}
func TestACookieThatIsNoneIsAnError(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{Debug: true}, func(ctx context.Context, name string) (string, error) {
		return name, dashi.CallFrom(ctx).SetCookie(&http.Cookie{Name: "a b"})
	})
	status, body := ask(t, app, greet(`"Ada"`))
	require.Equal(t, 500, status)
	require.Contains(t, body, "SetCookie: http: invalid Cookie.Name")
}

// What a memoized callback answers goes to others too, so it learns nothing of who asks first.
func TestAMemoizedCallbackDoesNotSeeItsRequest(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		do   func(*dashi.Call) error
		want string
	}{
		"the request":  {func(c *dashi.Call) error { _ = c.Request(); return nil }, "Call.Request in the memoized callback"},
		"the trigger":  {func(c *dashi.Call) error { _ = c.TriggeredID(); return nil }, "Call.Triggered in the memoized callback"},
		"a header":     {func(c *dashi.Call) error { return c.AddHeader("A", "b") }, "a memoized callback sets no headers"},
		"a cookie":     {func(c *dashi.Call) error { return c.SetCookie(&http.Cookie{Name: "a", Value: "b"}) }, "a memoized callback sets no headers"},
		"its argument": {func(c *dashi.Call) error { _, ok := c.Value("name", "value"); require.True(t, ok); return nil }, ""},
		"its place":    {func(c *dashi.Call) error { require.Equal(t, "greeting.children", c.ID()); return nil }, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cache := newCache(t, memo.NewLRU(10))
			app := greeting(t, dashi.Options{Debug: true}, func(ctx context.Context, name string) (string, error) {
				return name, tt.do(dashi.CallFrom(ctx))
			}, cache.Memoize(time.Minute))
			status, body := ask(t, app, greet(`"Ada"`))
			if tt.want == "" {
				require.Equal(t, 200, status, body)
				return
			}
			require.Equal(t, 500, status)
			require.Contains(t, body, tt.want)
		})
	}
}

func TestSetPropsComesWithTheAnswer(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) (any, error) {
		call := dashi.CallFrom(ctx)
		require.NoError(t, call.SetProps("name", map[string]any{"disabled": true, "title": "a"}))
		require.NoError(t, call.SetProps("name", map[string]any{"title": "b"}))
		var more, evenMore dashi.Patch
		more.At().Append("x")
		evenMore.At().Append("y")
		require.NoError(t, call.SetProps("log", map[string]any{"children": more}))
		require.NoError(t, call.SetProps("log", map[string]any{"children": evenMore}))
		require.NoError(t, call.SetProps("log", map[string]any{"children": dashi.Patch{}}))
		require.ErrorContains(t, call.SetProps("name", map[string]any{"title": func() {}}), `SetProps("name")`)
		require.ErrorContains(t, call.SetProps("a.b", map[string]any{"title": ""}), "must not contain '.'")
		require.ErrorContains(t, call.SetProps("name", nil), "no properties")
		switch name {
		case "nothing":
			return dashi.NoUpdate, nil
		case "prevented":
			return nil, dashi.PreventUpdate
		}
		return name, nil
	})
	const side = `{"name":{"disabled":true,"title":"b"},"log":{"children":{"__dash_patch_update":"__dash_patch_update","operations":[` +
		`{"operation":"Append","location":[],"params":{"value":"x"}},{"operation":"Append","location":[],"params":{"value":"y"}}]}}}`
	for name, response := range map[string]string{
		"Ada":       `{"greeting":{"children":"Ada"}}`,
		"nothing":   `{}`,
		"prevented": `{}`,
	} {
		status, body := ask(t, app, greet(`"`+name+`"`))
		require.Equal(t, 200, status)
		require.Equal(t, `{"multi":true,"response":`+response+`,"sideUpdate":`+side+`}`, body)
	}
}

// A patch is about what was set before it, also where both go out together.
func TestAPatchAfterAValue(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) (string, error) {
		var more dashi.Patch
		more.At().Append("x")
		call := dashi.CallFrom(ctx)
		err := call.SetProps("log", map[string]any{"children": []string{"a"}})
		return name, errors.Join(err, call.SetProps("log", map[string]any{"children": more}), call.SetProps("log", map[string]any{"children": more}))
	})
	_, body := ask(t, app, greet(`"Ada"`))
	require.Contains(t, body, `{"log":{"children":{"__dash_patch_update":"__dash_patch_update","operations":[`+
		`{"operation":"Assign","location":[],"params":{"value":["a"]}},{"operation":"Append","location":[],"params":{"value":"x"}},`+
		`{"operation":"Append","location":[],"params":{"value":"x"}}]}}}`)
}

func TestSetPropsOfACallbackWithoutOutputs(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in"}, html.P(html.ID("out"))))
	app.Callback(dashi.Outputs(), dashi.Input("in", "value"), func(ctx context.Context, v string) error {
		if v == "" {
			return nil
		}
		return dashi.CallFrom(ctx).SetProps("out", map[string]any{"children": v})
	})
	id := dependencies(t, app)[0]["output"].(string)
	status, body := ask(t, app, `{"output":"`+id+`","inputs":[{"id":"in","property":"value","value":"x"}]}`)
	require.Equal(t, 200, status)
	require.Equal(t, `{"multi":true,"response":{},"sideUpdate":{"out":{"children":"x"}}}`, body)
	status, body = ask(t, app, `{"output":"`+id+`","inputs":[{"id":"in","property":"value"}]}`)
	require.Equal(t, 204, status)
	require.Empty(t, body)
}

func TestAMemoizedCallbacksSidePropsAreRemembered(t *testing.T) {
	t.Parallel()
	calls := 0
	cache := newCache(t, memo.NewLRU(10))
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) (string, error) {
		calls++
		return name, dashi.CallFrom(ctx).SetProps("name", map[string]any{"title": calls})
	}, cache.Memoize(time.Minute))
	for range 3 {
		_, body := ask(t, app, greet(`"Ada"`))
		require.Equal(t, `{"multi":true,"response":{"greeting":{"children":"Ada"}},"sideUpdate":{"name":{"title":1}}}`, body)
	}
	require.Equal(t, 1, calls)
}

func TestAfterItsCallbackACallIsOver(t *testing.T) {
	t.Parallel()
	var call *dashi.Call
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) string {
		call = dashi.CallFrom(ctx)
		return name
	})
	ask(t, app, greet(`"Ada"`))
	require.ErrorContains(t, call.SetProps("name", map[string]any{"title": ""}), "has returned")
	require.ErrorContains(t, call.AddHeader("A", "b"), "has returned")
}

// lines posts a request as dashi's front end does, and gives the lines of the answer as they come.
func lines(t *testing.T, h http.Handler, body string, header ...string) (*http.Response, func() map[string]any) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/_dash-update-component", strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Accept", "application/x-ndjson, application/json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	t.Cleanup(func() { _ = res.Body.Close() })
	scanner := bufio.NewScanner(res.Body)
	return res, func() (line map[string]any) {
		if !scanner.Scan() {
			require.NoError(t, scanner.Err())
			return nil
		}
		require.NoError(t, json.Unmarshal(scanner.Bytes(), &line), scanner.Text())
		return line
	}
}

func TestSetPropsStreamsWhileTheCallbackRuns(t *testing.T) {
	t.Parallel()
	seen := make(chan struct{})
	app := greeting(t, dashi.Options{Logger: slog.New(slog.DiscardHandler)}, func(ctx context.Context, name string) (string, error) {
		call := dashi.CallFrom(ctx)
		if err := call.AddHeader("X-Rows", "12"); err != nil {
			return "", err
		}
		for i := range 2 {
			if err := call.SetProps("name", map[string]any{"title": i}); err != nil {
				return "", err
			}
			<-seen
		}
		if err := call.AddHeader("X-Late", "1"); err == nil || !strings.Contains(err.Error(), "has begun") {
			return "", fmt.Errorf("a late header: %v", err)
		}
		if name == "fails" {
			return "", errors.New("no")
		}
		return name, nil
	})
	for name, last := range map[string]map[string]any{
		"Ada":   {"call": 0.0, "status": 200.0, "answer": map[string]any{"multi": true, "response": map[string]any{"greeting": map[string]any{"children": "Ada"}}}},
		"fails": {"call": 0.0, "status": 500.0, "error": map[string]any{"code": "callback_failed", "message": "The callback failed.", "callback": "greeting.children"}},
	} {
		res, next := lines(t, app, greet(`"`+name+`"`))
		require.Equal(t, 200, res.StatusCode)
		require.Equal(t, "application/x-ndjson", res.Header.Get("Content-Type"))
		require.Equal(t, "no-store", res.Header.Get("Cache-Control"))
		require.Equal(t, "12", res.Header.Get("X-Rows"))
		for i := range 2 {
			require.Equal(t, map[string]any{"call": 0.0, "sideUpdate": map[string]any{"name": map[string]any{"title": float64(i)}}}, next())
			seen <- struct{}{}
		}
		require.Equal(t, last, next())
		require.Nil(t, next())
	}
}

func TestAnAnswerWithoutSidePropsIsOneObject(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(name string) string { return name })
	res, next := lines(t, app, greet(`"Ada"`))
	require.Equal(t, "application/json", res.Header.Get("Content-Type"))
	require.Equal(t, map[string]any{"multi": true, "response": map[string]any{"greeting": map[string]any{"children": "Ada"}}}, next())
}
