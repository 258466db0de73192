package dashi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// journal is a log that tests read. It is written by many goroutines.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func (j *journal) logger() *slog.Logger { return slog.New(slog.NewTextHandler(j, nil)) }

// greeting is an app with an input and an output; fn makes the greeting.
func greeting(t *testing.T, options dashi.Options, fn any, callback ...dashi.CallbackOption) *dashi.App {
	t.Helper()
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	app := dashi.New(options)
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Div(
		dcc.Input{ID: "name", Value: "world"},
		html.H1(html.ID("greeting")),
	))
	app.Callback(dashi.Output("greeting", "children"), dashi.Input("name", "value"), fn, callback...)
	return app
}

// ask posts a callback request and returns the status and the body.
func ask(t *testing.T, h http.Handler, body string) (int, string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

const askGreeting = `{"output":"greeting.children","outputs":{"id":"greeting","property":"children"},` +
	`"inputs":[{"id":"name","property":"value","value":%s}],"changedPropIds":["name.value"]}`

func greet(name string) string { return strings.Replace(askGreeting, "%s", name, 1) }

func TestACallbackSetsItsOutput(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(name string) string { return "Hello, <" + name + ">!" })
	status, body := ask(t, app, greet(`"Ada"`))
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, `{"multi":true,"response":{"greeting":{"children":"Hello, \u003cAda\u003e!"}}}`, body)
}

func TestACallbackGetsTheRequestsContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) (string, error) {
		return ctx.Value(key{}).(string) + name, nil
	})
	with := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		app.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, "user ")))
	})
	_, body := ask(t, with, greet(`"Ada"`))
	require.Contains(t, body, `"user Ada"`)
}

func TestSeveralOutputsGatherByComponent(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		results [3]any
		want    string
	}{
		"all":                          {[3]any{1, 2, 3}, `{"multi":true,"response":{"a":{"children":1,"title":3},"b":{"children":2}}}`},
		"first left out":               {[3]any{dashi.NoUpdate, 2, 3}, `{"multi":true,"response":{"a":{"title":3},"b":{"children":2}}}`},
		"last of a component left out": {[3]any{1, 2, dashi.NoUpdate}, `{"multi":true,"response":{"a":{"children":1},"b":{"children":2}}}`},
		"a component left out":         {[3]any{dashi.NoUpdate, 2, dashi.NoUpdate}, `{"multi":true,"response":{"b":{"children":2}}}`},
		"the other left out":           {[3]any{1, dashi.NoUpdate, 3}, `{"multi":true,"response":{"a":{"children":1,"title":3}}}`},
		"all left out":                 {[3]any{dashi.NoUpdate, dashi.NoUpdate, dashi.NoUpdate}, `{"multi":true,"response":{}}`},
		"nil is a value":               {[3]any{nil, 2, dashi.NoUpdate}, `{"multi":true,"response":{"a":{"children":null},"b":{"children":2}}}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := dashi.New(dashi.Options{})
			app.Layout(html.Div(html.Div(html.ID("a")), html.Div(html.ID("b")), dcc.Input{ID: "in"}))
			app.Callback(
				dashi.Outputs(dashi.Output("a", "children"), dashi.Output("b", "children"), dashi.Output("a", "title")),
				dashi.Inputs(dashi.Input("in", "value")),
				func(any) (any, any, any) { return tt.results[0], tt.results[1], tt.results[2] })
			status, body := ask(t, app, `{"output":"..a.children...b.children...a.title..","inputs":[{"id":"in","property":"value"}]}`)
			require.Equal(t, http.StatusOK, status)
			require.Equal(t, tt.want, body)
		})
	}
}

func TestStateAndInputFillParametersInOrder(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Div(html.ID("root"), dcc.Input{ID: "a"}, dcc.Slider{ID: "b"}, dcc.Input{ID: "c"}, html.Div(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"),
		dashi.Inputs(dashi.State("a", "value"), dashi.Input("b", "value"), dashi.State("c", "value")),
		func(a string, b int, c *string) any { return []any{a, b, c == nil} })
	status, body := ask(t, app, `{"output":"out.children","inputs":[{"id":"b","property":"value","value":3.0}],`+
		`"state":[{"id":"a","property":"value","value":"x"},{"id":"c","property":"value","value":null}]}`)
	require.Equal(t, http.StatusOK, status, body)
	require.Contains(t, body, `["x",3,true]`)
}

func TestAStructTakesTheArgumentsByName(t *testing.T) {
	t.Parallel()
	type args struct {
		Year int    `dashi:"year.value"`
		City string `dashi:"city.value"`
	}
	app := dashi.New(dashi.Options{})
	app.Layout(html.Div(dcc.Input{ID: "city"}, dcc.Slider{ID: "year"}, html.Div(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("city", "value"), dashi.State("year", "value")),
		func(_ context.Context, in args) any { return []any{in.City, in.Year} })
	_, body := ask(t, app, `{"output":"out.children","inputs":[{"id":"city","property":"value","value":"Oslo"}],`+
		`"state":[{"id":"year","property":"value","value":2012}]}`)
	require.Contains(t, body, `["Oslo",2012]`)
}

func TestPreventUpdateLeavesEverythingAsItIs(t *testing.T) {
	t.Parallel()
	var log journal
	app := greeting(t, dashi.Options{Logger: log.logger()}, func(string) (string, error) {
		return "", errors.Join(errors.New("nothing new"), dashi.PreventUpdate)
	})
	status, body := ask(t, app, greet(`"Ada"`))
	require.Equal(t, http.StatusNoContent, status)
	require.Empty(t, body)
	require.Empty(t, log.String())
}

func TestACallbackWithoutOutputsRuns(t *testing.T) {
	t.Parallel()
	var got []string
	app := dashi.New(dashi.Options{})
	app.Layout(dcc.Input{ID: "name"})
	app.Callback(dashi.Outputs(), dashi.Input("name", "value"), func(name string) { got = append(got, name) })
	deps := dependencies(t, app)
	require.Len(t, deps, 1)
	require.Equal(t, true, deps[0]["no_output"])
	// SHA-256 of "name.value", as Dash makes it.
	require.Equal(t, "b3d581ec848f468b3169790065cca804c41fa7eaaa009b3cb41a11dcc8ccff5c", deps[0]["output"])
	status, _ := ask(t, app, `{"output":"`+deps[0]["output"].(string)+`","inputs":[{"id":"name","property":"value","value":"Ada"}]}`)
	require.Equal(t, http.StatusNoContent, status)
	require.Equal(t, []string{"Ada"}, got)
}

func dependencies(t *testing.T, h http.Handler) []map[string]any {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_dash-dependencies", nil))
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "application/json", w.Header().Get("Content-Type"))
	var deps []map[string]any
	require.NoError(t, json.NewDecoder(w.Body).Decode(&deps))
	return deps
}

func TestDependenciesAreDashRecordsInRegistrationOrder(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Div(dcc.Input{ID: "in"}, html.Div(html.ID("mid")), html.Div(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("mid", "children"), dashi.State("in", "value")),
		func(any, any) any { return nil }, dashi.PreventInitialCall())
	app.Callback(dashi.Outputs(dashi.Output("mid", "children")), dashi.Input("in", "value"), func(any) any { return nil })
	want := `[{"output":"out.children","inputs":[{"id":"mid","property":"children"}],"state":[{"id":"in","property":"value"}],
		"clientside_function":null,"prevent_initial_call":true,"background":null,"dynamic_creator":null,"no_output":false,
		"optional":false,"hidden":false,"websocket":false,"persistent":false,"order":1},
		{"output":"..mid.children..","inputs":[{"id":"in","property":"value"}],"state":[],
		"clientside_function":null,"prevent_initial_call":false,"background":null,"dynamic_creator":null,"no_output":false,
		"optional":false,"hidden":false,"websocket":false,"persistent":false,"order":0}]`
	w := httptest.NewRecorder()
	app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_dash-dependencies", nil))
	require.JSONEq(t, want, w.Body.String())
}

func TestManyAppsLiveInOneProcess(t *testing.T) {
	t.Parallel()
	one := greeting(t, dashi.Options{Title: "one"}, func(name string) string { return "one " + name })
	two := greeting(t, dashi.Options{Title: "two"}, func(name string) string { return "two " + name })
	mux := http.NewServeMux()
	mux.Handle("/one/", one)
	mux.Handle("/two/", http.StripPrefix("/two", two))
	server := httptest.NewServer(mux)
	defer server.Close()
	for name, h := range map[string]string{"one": "/one/", "two": "/two/"} {
		res, err := http.Post(server.URL+h+"_dash-update-component", "application/json", strings.NewReader(greet(`"x"`)))
		require.NoError(t, err)
		body, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Contains(t, string(body), `"`+name+` x"`)
	}
}

func TestRegisteringAfterTheStartPanics(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(string) string { return "" })
	dependencies(t, app)
	require.PanicsWithValue(t, "dashi: Layout: the app has already started", func() { app.Layout(html.Div()) })
	require.Panics(t, func() {
		app.Callback(dashi.Output("x", "children"), dashi.Input("name", "value"), func(string) string { return "" })
	})
}

func TestALayoutFunctionSeesEachRequest(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler)})
	app.Layout(func(r *http.Request) (layout.Component, error) {
		switch r.URL.Query().Get("user") {
		case "error":
			return nil, errors.New("secret cause")
		case "panic":
			panic("secret panic")
		}
		return html.H1("Hello, " + r.URL.Query().Get("user")), nil
	})
	get := func(query string) (int, string) {
		w := httptest.NewRecorder()
		app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_dash-layout?user="+query, nil))
		return w.Code, w.Body.String()
	}
	status, body := get("Ada")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, `"children":"Hello, Ada"`)
	for _, user := range []string{"error", "panic"} {
		status, body = get(user)
		require.Equal(t, http.StatusInternalServerError, status)
		require.NotContains(t, body, "secret")
	}
}
