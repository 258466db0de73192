package dashi_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// queryConfig is what the page of an app tells the front end of its bindings.
func queryConfig(t *testing.T, app *dashi.App) json.RawMessage {
	t.Helper()
	answer := httptest.NewRecorder()
	app.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/", nil))
	require.Equal(t, http.StatusOK, answer.Code, answer.Body.String())
	found := regexp.MustCompile(`<script id="_dash-config" type="application/json">(.*?)</script>`).FindSubmatch(answer.Body.Bytes())
	require.NotNil(t, found)
	var config struct{ Queries json.RawMessage }
	require.NoError(t, json.Unmarshal(found[1], &config))
	return config.Queries
}

func TestBindQueryTellsThePage(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	id := layout.Dict("index", 1, "type", "city")
	app.Layout(html.Div(dcc.Slider{ID: "year"}, dcc.Input{ID: id}))
	app.BindQuery("y", "year", "value", dashi.QueryHistory())
	app.BindQuery("city", id, "value")
	app.BindQuery("max", "year", "max")
	require.JSONEq(t, `[
		{"name": "y", "id": "year", "property": "value", "history": true},
		{"name": "city", "id": "{\"index\":1,\"type\":\"city\"}", "property": "value"},
		{"name": "max", "id": "year", "property": "max"}
	]`, string(queryConfig(t, app)))
}

func TestNoBindingsAreNotTold(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Div())
	require.Nil(t, queryConfig(t, app))
}

func TestBindQueryIsChecked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		id       dashi.ID
		property string
		options  dashi.Options
		want     string // of the error, "" for none
	}{
		{"right", "year", "value", dashi.Options{}, ""},
		{"wrong id", "yaer", "value", dashi.Options{}, `BindQuery("y"): no component of the layout has the id "yaer"; did you mean "year"?`},
		{"wrong property", "year", "valeu", dashi.Options{}, `BindQuery("y"): a Slider has no property "valeu"; did you mean "value"?`},
		{"an id that may come", "later", "value", dashi.Options{SuppressCallbackExceptions: true}, ""},
		{"an id of the validation layout", "later", "value", dashi.Options{ValidationLayout: dcc.Input{ID: "later"}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app := dashi.New(tt.options)
			app.Layout(html.Div(dcc.Slider{ID: "year"}))
			app.BindQuery("y", tt.id, tt.property)
			err := app.Validate()
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.want)
			require.Regexp(t, `^query_test\.go:\d+: `, err.Error())
		})
	}
}

func TestBindQueryPanics(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, query string
		id          dashi.ID
		property    string
		want        string
	}{
		{"no name", "", "a", "value", "the name is empty"},
		{"no id", "b", "", "value", "an id must not be empty"},
		{"a bad id", "b", "a.b", "value", "must not contain '.'"},
		{"a pattern", "b", layout.Dict("type", dashi.ALL), "value", "a pattern is for the dependencies"},
		{"no property", "b", "a", "", "expected the name of one"},
		{"a property with a dot", "b", "a", "value.x", "expected the name of one"},
		{"a name twice", "taken", "a", "value", "the name is bound already, to x.value at query_test.go:"},
		{"a property twice", "b", "x", "value", `x.value is bound already, to "taken" at query_test.go:`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app := dashi.New(dashi.Options{})
			app.BindQuery("taken", "x", "value")
			require.Contains(t, panicOf(func() { app.BindQuery(tt.query, tt.id, tt.property) }), tt.want)
			app.BindQuery("other", "x", "max") // the app is not left locked
		})
	}
	t.Run("once started", func(t *testing.T) {
		t.Parallel()
		app := dashi.New(dashi.Options{})
		app.Layout(html.Div())
		require.Nil(t, queryConfig(t, app))
		require.Contains(t, panicOf(func() { app.BindQuery("late", "x", "value") }), "the app has already started")
	})
}

func panicOf(f func()) (text string) {
	defer func() { text, _ = recover().(string) }()
	f()
	return ""
}

func request(t *testing.T, query string) *http.Request {
	t.Helper()
	return httptest.NewRequest(http.MethodGet, "/?"+query, nil)
}

func TestQueryValue(t *testing.T) {
	t.Parallel()
	tests := []struct {
		query string
		want  any // what is found, as an any
	}{
		{"v=5", 5.0},
		{"v=-0.5e1", -5.0},
		{`v="5"`, "5"},
		{"v=Oslo", "Oslo"},
		{"v=S%C3%A3o+Paulo%20%26c", "São Paulo &c"},
		{"v=", ""},
		{"v", ""},
		{"v=true", true},
		{"v=null", nil},
		{"v=[1,2]", []any{1.0, 2.0}},
		{"v=[1,2", "[1,2"},
		{"v=05", "05"},
		{"v=NaN", "NaN"},
		{`v={"a":1}`, map[string]any{"a": 1.0}},
		{"other=1&v=a&v=b", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			t.Parallel()
			var got any
			found, err := dashi.QueryValue(request(t, strings.ReplaceAll(tt.query, `"`, "%22")), "v", &got)
			require.NoError(t, err)
			require.True(t, found)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestQueryValueReadsTypes(t *testing.T) {
	t.Parallel()
	r := request(t, "year=2007&city=Oslo&range=[1,2.5]&on=true")
	var (
		year  int
		city  string
		limit [2]float64
		on    *bool
	)
	for name, into := range map[string]any{"year": &year, "city": &city, "range": &limit, "on": &on} {
		found, err := dashi.QueryValue(r, name, into)
		require.NoError(t, err)
		require.True(t, found)
	}
	require.Equal(t, []any{2007, "Oslo", [2]float64{1, 2.5}, new(true)}, []any{year, city, limit, on})
}

func TestQueryValueLeavesAloneWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, query, want string }{
		{"another type", "v=Oslo", `query parameter "v": "Oslo" does not fit []int`},
		{"in part", `v=[7,"x"]`, "does not fit []int"},
		{"too long", "v=[" + strings.Repeat("1,", 2050) + "1]", "it is 4103 bytes long; at most 4096 are read"},
		{"too large", "v=[1e999]", "does not fit []int"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			value := []int{1, 2}
			found, err := dashi.QueryValue(request(t, (&url.URL{RawQuery: strings.ReplaceAll(tt.query, `"`, "%22")}).RawQuery), "v", &value)
			require.ErrorContains(t, err, tt.want)
			require.False(t, found)
			require.Equal(t, []int{1, 2}, value)
		})
	}
	t.Run("not there", func(t *testing.T) {
		t.Parallel()
		value := 1
		found, err := dashi.QueryValue(request(t, "w=2"), "v", &value)
		require.NoError(t, err)
		require.False(t, found)
		require.Equal(t, 1, value)
	})
	for _, into := range []any{nil, 5, (*int)(nil)} {
		_, err := dashi.QueryValue(request(t, "v=2"), "v", into)
		require.ErrorContains(t, err, "expected a pointer")
	}
}

// The layout function sees the address of the page it is for.
func TestQueryValueInALayoutFunction(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(func(r *http.Request) (layout.Component, error) {
		year := 1999
		_, err := dashi.QueryValue(r, "year", &year)
		return html.Div(dcc.Input{ID: "year", Value: year}), err
	})
	app.BindQuery("year", "year", "value")
	for path, want := range map[string]string{"/": `"value":1999`, "/?year=2007": `"value":2007`} {
		answer := httptest.NewRecorder()
		app.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
		require.Contains(t, answer.Body.String(), want)
	}
}

func FuzzQueryValue(f *testing.F) {
	for _, seed := range []string{"v=1", "v=[1", "v=%", "v=%22a%22", ";v", "v=" + strings.Repeat("[", 4000), "v={\"__proto__\":1}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		r := &http.Request{URL: &url.URL{RawQuery: query}}
		var got any
		if found, err := dashi.QueryValue(r, "v", &got); !found {
			require.Nil(t, got)
		} else {
			require.NoError(t, err)
			_, err = json.Marshal(got)
			require.NoError(t, err)
		}
	})
}
