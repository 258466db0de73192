package dashi_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

func get(h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func clientsideApp(register func(app *dashi.App)) *dashi.App {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in"}, html.P(html.ID("out")), html.P(html.ID("more"))))
	register(app)
	return app
}

func TestFunctionsGivenAsSourceAreAFileOfThePage(t *testing.T) {
	t.Parallel()
	const source = "(v) => `<${v}>`"
	app := clientsideApp(func(app *dashi.App) {
		app.ClientsideCallback(dashi.Output("out", "children"), dashi.Input("in", "value"), dashi.JS(source))
		app.ClientsideCallback(dashi.Output("more", "children"), dashi.Input("in", "value"), dashi.JS("  "+source+"\n"))
	})
	records := dependencies(t, app)
	function := records[0]["clientside_function"].(map[string]any)
	require.Equal(t, "_dashprivate_clientside_funcs", function["namespace"])
	require.Regexp(t, `^[0-9a-f]{64}$`, function["function_name"])
	require.Equal(t, function, records[1]["clientside_function"], "one source, one function")

	page := get(app, "/").Body.String()
	script := regexp.MustCompile(`<script src="(/_dash-component-suites/dashi-app/clientside-[0-9a-f]+\.js)"></script>`).FindStringSubmatch(page)
	require.NotNil(t, script, page)
	require.Less(t, strings.Index(page, script[0]), strings.Index(page, `type="module"`))
	w := get(app, script[1])
	require.Equal(t, 200, w.Code)
	require.Equal(t, "text/javascript; charset=utf-8", w.Header().Get("Content-Type"))
	require.Equal(t, "public, max-age=31536000, immutable", w.Header().Get("Cache-Control"))
	require.Equal(t, 1, strings.Count(w.Body.String(), source))
	require.Contains(t, w.Body.String(), "// clientside_test.go:")
	require.Contains(t, w.Body.String(), function["function_name"])

	w = get(app, "/_dash-component-suites/dashi-app/clientside-0.js")
	require.Equal(t, 404, w.Code)
	require.NotContains(t, get(clientsideApp(func(*dashi.App) {}), "/").Body.String(), "dashi-app")
	require.Equal(t, 404, get(clientsideApp(func(*dashi.App) {}), "/_dash-component-suites/dashi-app/").Code)
}

func TestFunctionsAreNamedByNamespace(t *testing.T) {
	t.Parallel()
	app := clientsideApp(func(app *dashi.App) {
		app.ClientsideCallback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("in", "value"), dashi.State("in", "id")),
			dashi.ClientsideFunction("mine", "shout"), dashi.PreventInitialCall(), dashi.Running(dashi.Output("in", "disabled"), true, false))
	})
	record := dependencies(t, app)[0]
	require.Equal(t, map[string]any{"namespace": "mine", "function_name": "shout"}, record["clientside_function"])
	require.Equal(t, true, record["prevent_initial_call"])
	require.Equal(t, map[string]any{"running": map[string]any{"in.disabled": true}, "runningOff": map[string]any{"in.disabled": false}}, record["running"])
	require.NotContains(t, get(app, "/").Body.String(), "dashi-app/clientside")
	status, body := ask(t, app, `{"output":"out.children","inputs":[{"id":"in","property":"value"}]}`)
	require.Equal(t, 404, status, "the server does not run it")
	require.Contains(t, body, "unknown_callback")
}

func TestClientsideCallbacksAreValidated(t *testing.T) {
	t.Parallel()
	app := clientsideApp(func(app *dashi.App) {
		app.ClientsideCallback(dashi.Output("out", "childern"), dashi.Input("inn", "value"), dashi.JS("(v) => v"))
	})
	err := app.Validate()
	require.ErrorContains(t, err, `Output("out", "childern"): a P has no property "childern"; did you mean "children"?`)
	require.ErrorContains(t, err, `no component of the layout has the id "inn"; did you mean "in"?`)
	require.ErrorContains(t, err, "clientside_test.go:")
}

func TestClientsideRegistrationsThatAreNeverRight(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(1))
	tests := map[string]struct {
		fn     dashi.ClientsideFunc
		option dashi.CallbackOption
		want   string
	}{
		"no source":     {dashi.JS("  "), nil, "the JavaScript source is empty"},
		"nothing":       {dashi.ClientsideFunc{}, nil, "the JavaScript source is empty"},
		"no name":       {dashi.ClientsideFunction("a", ""), nil, "the namespace or the name is empty"},
		"no namespace":  {dashi.ClientsideFunction("", "a"), nil, "the namespace or the name is empty"},
		"private":       {dashi.ClientsideFunction("_dashprivate_x", "a"), nil, "dashi's own"},
		"dashi's":       {dashi.ClientsideFunction("no_update", "a"), nil, "dashi's own"},
		"memoized":      {dashi.JS("() => 1"), cache.Memoize(time.Minute), "on the server"},
		"alone":         {dashi.JS("() => 1"), dashi.Alone(), "Alone is for callbacks that run on the server"},
		"an error":      {dashi.JS("() => 1"), dashi.OnError(func(error) error { return nil }), "OnError is for"},
		"an API":        {dashi.JS("() => 1"), dashi.APIEndpoint("x"), "APIEndpoint is for"},
		"not kept":      {dashi.JS("() => 1"), dashi.NoStore(), "NoStore is for"},
		"kept by all":   {dashi.JS("() => 1"), dashi.Public(), "Public is for"},
		"nobody's nil":  {dashi.JS("() => 1"), nil, ""},
		"running wrong": {dashi.JS("() => 1"), dashi.Running(dashi.Output("in", "disabled"), func() {}, false), `Running(Output("in", "disabled"))`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clientsideApp(func(app *dashi.App) {
				register := func() {
					var options []dashi.CallbackOption
					if tt.option != nil {
						options = append(options, tt.option)
					}
					app.ClientsideCallback(dashi.Output("out", "children"), dashi.Input("in", "value"), tt.fn, options...)
				}
				if tt.want == "" {
					require.NotPanics(t, register)
					return
				}
				defer func() {
					text, _ := recover().(string)
					require.Contains(t, text, tt.want)
					require.Contains(t, text, "clientside_test.go:")
				}()
				register()
			})
		})
	}
}
