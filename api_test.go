package dashi_test

import (
	"context"
	"encoding/json"
	"errors"
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

// callAPI posts to an endpoint.
func callAPI(h http.Handler, path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)))
	return w
}

func TestAnAPIEndpointTakesArgumentsByName(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "city"}, dcc.Input{ID: "days", Kind: dcc.InputNumber}, html.P(html.ID("a")), html.P(html.ID("b"))))
	app.Callback(dashi.Output("a", "children"), dashi.Inputs(dashi.Input("city", "value"), dashi.State("days", "value"), dashi.Input("city", "n_submit")),
		func(ctx context.Context, city string, days float64, n int) (any, error) {
			switch city {
			case "":
				return dashi.NoUpdate, nil
			case "fails":
				return nil, errors.New("boom")
			}
			require.NotNil(t, dashi.CallFrom(ctx).Request())
			return map[string]any{"city": city, "days": days, "n": n}, nil
		}, dashi.APIEndpoint("api/forecast"))
	app.Callback(dashi.Outputs(dashi.Output("b", "children"), dashi.Output("b", "title")), dashi.Input("city", "value"),
		func(city string) (string, any) {
			if city == "half" {
				return city, dashi.NoUpdate
			}
			return city, strings.ToUpper(city)
		}, dashi.APIEndpoint("api/both"))

	tests := map[string]struct {
		path, body string
		status     int
		want       string
	}{
		"by name":           {"/api/forecast", `{"city.value":"Oslo","days":3,"city.n_submit":2}`, 200, `{"city":"Oslo","days":3,"n":2}`},
		"what is left out":  {"/api/forecast", `{"city.value":"Oslo"}`, 200, `{"city":"Oslo","days":0,"n":0}`},
		"the long name":     {"/api/forecast", `{"city.value":"Oslo","days.value":1}`, 200, `{"city":"Oslo","days":1,"n":0}`},
		"nothing":           {"/api/forecast", ``, 204, ``},
		"an empty object":   {"/api/forecast", `{}`, 204, ``},
		"several outputs":   {"/api/both", `{"city":"Oslo"}`, 200, `{"b.children":"Oslo","b.title":"OSLO"}`},
		"one of them":       {"/api/both", `{"city":"half"}`, 200, `{"b.children":"half"}`},
		"an unknown name":   {"/api/both", `{"citty":"Oslo"}`, 400, `there is no \"citty\"; did you mean \"city\"?`},
		"an ambiguous name": {"/api/forecast", `{"city":"Oslo"}`, 400, `there is no \"city\"`},
		"twice":             {"/api/both", `{"city":"Oslo","city.value":"Rome"}`, 400, `\"city\" and \"city.value\" are the same one`},
		"of another type":   {"/api/both", `{"city":7}`, 400, `wrong_arguments`},
		"no object":         {"/api/both", `[1]`, 400, `malformed`},
		"null":              {"/api/both", `null`, 400, `malformed`},
		"not JSON":          {"/api/both", `city=Oslo`, 400, `malformed`},
		"a failure":         {"/api/forecast", `{"city.value":"fails"}`, 500, `callback_failed`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := callAPI(app, tt.path, tt.body)
			require.Equal(t, tt.status, w.Code, w.Body)
			if tt.status == 200 {
				require.JSONEq(t, tt.want, w.Body.String())
				require.Equal(t, "application/json", w.Header().Get("Content-Type"))
				return
			}
			require.Contains(t, w.Body.String(), tt.want)
		})
	}
	require.Equal(t, http.StatusMethodNotAllowed, get(app, "/api/forecast").Code)
	r := httptest.NewRequest(http.MethodPost, "/api/both", strings.NewReader(`{}`))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)
	require.Equal(t, http.StatusForbidden, w.Code)
}

func TestAnAPIEndpointSharesTheMemoAndTheMiddleware(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(10))
	calls, seen := 0, 0
	app := greeting(t, dashi.Options{}, func(name string) string { calls++; return "Hello " + name },
		cache.Memoize(time.Minute), dashi.APIEndpoint("api/hello"))
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error { seen++; return next(ctx, call) }
	})
	ask(t, app, greet(`"Ada"`))
	w := callAPI(app, "/api/hello", `{"name":"Ada"}`)
	require.Equal(t, `"Hello Ada"`, w.Body.String())
	require.Equal(t, `cache;desc="hit"`, w.Header().Get("Server-Timing"))
	require.Equal(t, 1, calls)
	require.Equal(t, 2, seen)
}

func TestPatternCallbacksAsAPI(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.P(html.ID(dashi.Dict("out", 1)))))
	app.Callback(dashi.Output(dashi.Dict("out", dashi.MATCH), "children"), dashi.Input(dashi.Dict("in", dashi.ALL), "value"),
		func(values []string) string { return strings.Join(values, "+") }, dashi.Optional(), dashi.APIEndpoint("join"))
	w := callAPI(app, "/join", `{"{\"in\":[\"ALL\"]}":["a","b"]}`)
	require.Equal(t, 200, w.Code, w.Body)
	require.Equal(t, `"a+b"`, w.Body.String())
}

func TestOpenAPI(t *testing.T) {
	t.Parallel()
	type point struct {
		X float64 `json:"x"`
		Y *int    `json:"y,omitempty"`
	}
	app := dashi.New(dashi.Options{Title: "Points"})
	app.Layout(html.Main(dcc.Store{ID: "points"}, dcc.Input{ID: "name"}, html.P(html.ID("a"))))
	app.Callback(dashi.Output("a", "children"), dashi.Inputs(dashi.Input("points", "data"), dashi.Input("name", "value")),
		func(points []point, name string) string { return name }, dashi.APIEndpoint("api/points"))
	app.Callback(dashi.Output("a", "title"), dashi.Input("name", "value"), func(name string) string { return name })
	w := get(app, "/_openapi.json")
	require.Equal(t, 200, w.Code)
	var doc struct {
		OpenAPI string
		Info    struct{ Title string }
		Paths   map[string]map[string]struct {
			RequestBody struct {
				Content map[string]struct{ Schema map[string]any }
			}
			Responses map[string]struct {
				Content map[string]struct{ Schema map[string]any }
			}
		}
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &doc))
	require.Equal(t, "3.1.0", doc.OpenAPI)
	require.Equal(t, "Points", doc.Info.Title)
	require.Len(t, doc.Paths, 1)
	post := doc.Paths["/api/points"]["post"]
	schema := post.RequestBody.Content["application/json"].Schema
	properties := schema["properties"].(map[string]any)
	require.Equal(t, map[string]any{"type": "string"}, properties["name"])
	items := properties["points"].(map[string]any)["items"].(map[string]any)
	require.Equal(t, "number", items["properties"].(map[string]any)["x"].(map[string]any)["type"])
	require.Equal(t, []any{"x"}, items["required"])
	require.Equal(t, "string", post.Responses["200"].Content["application/json"].Schema["type"])
}

func TestEndpointsThatAreNeverRight(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/api":             "no leading '/'",
		"_dash-layout":     "dashi's own",
		"assets/x":         "dashi's own",
		"_openapi.json":    "dashi's own",
		"":                 "",
		"api/fine-as-this": "",
	} {
		app := greeting(t, dashi.Options{}, func(name string) string { return name }, dashi.APIEndpoint(path))
		if err := app.Validate(); want == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, want)
		}
	}
	app := greeting(t, dashi.Options{}, func(name string) string { return name }, dashi.APIEndpoint("a"))
	app.Callback(dashi.Output("greeting", "title"), dashi.Input("name", "value"), func(name string) string { return name }, dashi.APIEndpoint("a"))
	require.ErrorContains(t, app.Validate(), `APIEndpoint("a"): the callback registered at`)
	list := dashi.New(dashi.Options{})
	list.Layout(html.Main(html.P(html.ID(dashi.Dict("out", 1)))))
	list.Callback(dashi.Output(dashi.Dict("out", dashi.ALL), "children"), dashi.Inputs(), func() []string { return nil }, dashi.APIEndpoint("a"))
	require.ErrorContains(t, list.Validate(), "an API has no page")
}
