package dashi_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// here is the file:line of its caller's next line.
func here() string {
	_, _, line, _ := runtime.Caller(1)
	return fmt.Sprintf("validate_test.go:%d", line+1)
}

func page() layout.Component {
	return html.Div(
		dcc.Dropdown{ID: "city", Options: dcc.Options("Oslo", "Rome"), Value: "Oslo"},
		dcc.Slider{ID: "year", Min: new(2012.0), Max: new(2015.0)},
		dcc.Graph{ID: "temps"},
		dcc.Graph{ID: "other"},
		html.P(html.ID("note")),
	)
}

// TestWiringErrors shows each mistake with the message a user gets.
func TestWiringErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		register func(app *dashi.App) (where string)
		want     string // after "where: "
	}{
		"unknown input id": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Output("note", "children"), dashi.Input("ctiy", "value"), func(string) string { return "" })
			return where
		}, `Input("ctiy", "value"): no component of the layout has the id "ctiy"; did you mean "city"?`},
		"unknown id like no other": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Output("note", "children"), dashi.Input("somewhere", "value"), func(string) string { return "" })
			return where
		}, `Input("somewhere", "value"): no component of the layout has the id "somewhere"; it has city, note, other, temps, year`},
		"unknown state id": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Output("note", "children"), dashi.Inputs(dashi.Input("city", "value"), dashi.State("yaer", "value")),
				func(string, int) string { return "" })
			return where
		}, `State("yaer", "value"): no component of the layout has the id "yaer"; did you mean "year"?`},
		"unknown output id": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Output("temp", "figure"), dashi.Input("city", "value"), func(string) any { return nil })
			return where
		}, `Output("temp", "figure"): no component of the layout has the id "temp"; did you mean "temps"?`},
		"unknown property of a control": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Output("temps", "figur"), dashi.Input("city", "value"), func(string) any { return nil })
			return where
		}, `Output("temps", "figur"): a Graph has no property "figur"; did you mean "figure"?`},
		"unknown property of an element": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Output("note", "childern"), dashi.Input("city", "value"), func(string) any { return nil })
			return where
		}, `Output("note", "childern"): a P has no property "childern"; did you mean "children"?`},
		"parameter type against the property": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Output("note", "children"), dashi.Input("year", "value"), func(string) any { return nil })
			return where
		}, `parameter 1 of the function is of type string, but Input("year", "value"): the property is a number`},
		"parameter type against the value in the layout": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Output("note", "children"), dashi.Input("city", "value"), func(float64) any { return nil })
			return where
		}, `parameter 1 of the function is of type float64, but the layout's value for Input("city", "value") does not fit: got "Oslo"`},
		"result type": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Output("year", "value"), dashi.Input("city", "value"), func(string) string { return "" })
			return where
		}, `result 1 of the function is of type string, but Output("year", "value"): the property is a number`},
		"a number for a figure": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Output("temps", "figure"), dashi.Input("city", "value"), func(string) int { return 5 })
			return where
		}, `result 1 of the function is of type int, but Output("temps", "figure"): the property is an object`},
		"a trace for a figure": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Output("temps", "figure"), dashi.Input("city", "value"), func(string) plot.Scatter { return plot.Scatter{} })
			return where
		}, `result 1 of the function is of type plot.Scatter, but Output("temps", "figure"): a trace is no figure: return plot.Figure{Data: []plot.Trace{…}}`},
		"the same output twice": {func(app *dashi.App) string {
			first := here()
			app.Callback(dashi.Output("note", "children"), dashi.Input("city", "value"), func(string) any { return nil })
			where := here()
			app.Callback(dashi.Output("note", "children"), dashi.Input("year", "value"), func(int) any { return nil })
			return where + ": " + `Output("note", "children") is already an output of the callback registered at ` + first + "|"
		}, ""},
		"an output twice in one callback": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Outputs(dashi.Output("note", "children"), dashi.Output("note", "children")), dashi.Input("city", "value"),
				func(string) (any, any) { return nil, nil })
			return where
		}, `Output("note", "children") is named twice in one callback`},
		"a cycle": {func(app *dashi.App) string {
			where := here()
			app.Callback(dashi.Output("note", "title"), dashi.Input("note", "lang"), func(string) string { return "" })
			app.Callback(dashi.Output("note", "lang"), dashi.Input("note", "title"), func(string) string { return "" })
			return where
		}, `callbacks form a cycle: note.title → note.lang → note.title`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := dashi.New(dashi.Options{})
			app.Layout(page())
			where := tt.register(app)
			want, whole := strings.CutSuffix(where, "|")
			if !whole {
				want = where + ": " + tt.want
			}
			require.EqualError(t, app.Validate(), want)
			var wiring *dashi.WiringError
			require.ErrorAs(t, app.Validate(), &wiring)
			require.Contains(t, want, wiring.Where)
		})
	}
}

func TestAllWiringErrorsComeAtOnce(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Div(page(), html.Div(html.ID("city"))))
	app.Callback(dashi.Output("nota", "children"), dashi.Input("year", "valeu"), func(int) any { return nil })
	app.Callback(dashi.Output("temps", "figure"), dashi.Input("year", "value"), func(bool) any { return nil })
	err := app.Validate()
	require.Len(t, strings.Split(err.Error(), "\n"), 4, err)
	require.ErrorContains(t, err, `id "city" is used twice: by a Dropdown and a Div`)
}

func TestAGoodAppIsValid(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(page())
	app.Callback(dashi.Output("temps", "figure"), dashi.Inputs(dashi.Input("city", "value"), dashi.Input("year", "value")),
		func(string, float64) (any, error) { return nil, nil })
	app.Callback(dashi.Output("note", "children"), dashi.Input("temps", "clickData"), func(any) layout.Component { return nil })
	app.Callback(dashi.Output("other", "figure"), dashi.Input("city", "value"), func(string) (plot.Figure, error) { return plot.Figure{}, nil })
	// The same property in and out of one callback is no cycle.
	app.Callback(dashi.Output("city", "value"), dashi.Inputs(dashi.Input("city", "value"), dashi.State("note", "data-x")),
		func(city string, _ any) string { return city })
	require.NoError(t, app.Validate())
}

func TestIdsThatComeLater(t *testing.T) {
	t.Parallel()
	register := func(o dashi.Options) error {
		app := dashi.New(o)
		app.Layout(page())
		app.Callback(dashi.Output("later", "children"), dashi.Input("city", "value"), func(string) any { return nil })
		return app.Validate()
	}
	require.ErrorContains(t, register(dashi.Options{}), `"later"`)
	require.NoError(t, register(dashi.Options{SuppressCallbackExceptions: true}))
	require.NoError(t, register(dashi.Options{ValidationLayout: html.Div(page(), html.Div(html.ID("later")))}))
}

func TestLayoutErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		layout any
		want   string
	}{
		"none":                  {nil, "layout: the app has no layout; call App.Layout"},
		"function fails":        {func(*http.Request) (layout.Component, error) { return nil, errors.New("no database") }, "layout: no database"},
		"function panics":       {func() layout.Component { panic("oh") }, "layout: panic: oh"},
		"function gives nil":    {func() layout.Component { return nil }, "layout: the layout function returned nil"},
		"function gives no one": {func() layout.Component { return (*bomb)(nil) }, "layout: the layout function returned nil"},
		"nil error":             {func(*http.Request) (layout.Component, error) { var e *nilError; return nil, e }, "layout: panic: runtime error: invalid memory address or nil pointer dereference"},
		"a component panics":    {html.Div(bomb{}), "layout: panic: boom"},
		"cannot be encoded":     {html.Div(html.P(make(chan int))), "layout: Div.children > P.children: a chan int cannot be encoded as JSON"},
		"a misplaced attribute": {html.Div(html.P(html.Href("/about"))), `layout: a P has no property "href"`},
		"an id with a dot":      {html.Div(html.ID("a.b")), `layout: id "a.b": must not contain '.' or '{' (on a Div)`},
		"fragments are fine":    {layout.Fragment{"text", html.Div()}, ""},
		"functions are fine":    {func(r *http.Request) layout.Component { return html.P(r.URL.Path) }, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := dashi.New(dashi.Options{})
			if tt.layout != nil {
				app.Layout(tt.layout)
			}
			if tt.want == "" {
				require.NoError(t, app.Validate())
				return
			}
			got, hinted := strings.CutSuffix(app.Validate().Error(), " (the layout function was called with a plain GET / that no middleware "+
				"has seen; allow for that, or set Options.ValidationLayout)")
			require.Equal(t, tt.want, got)
			require.Equal(t, reflect.TypeOf(tt.layout) != nil && reflect.TypeOf(tt.layout).Kind() == reflect.Func, hinted)
		})
	}
}

// TestALayoutThatNeedsItsRequest: behind middleware, an app is checked with the request that it starts for.
func TestALayoutThatNeedsItsRequest(t *testing.T) {
	t.Parallel()
	type user struct{}
	app := dashi.New(dashi.Options{Logger: new(journal).logger()})
	app.Layout(func(r *http.Request) layout.Component {
		return html.H1(html.ID("hello"), "Hello, "+r.Context().Value(user{}).(string)+" at "+r.URL.Path+r.Method)
	})
	require.ErrorContains(t, app.Validate(), "set Options.ValidationLayout")
	behind := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		app.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), user{}, "Ada")))
	})
	// The first request may be any: it is checked with what its sender would get for the page.
	status, body := ask(t, behind, `{"output":"nobody.children","inputs":[]}`)
	require.Equal(t, http.StatusNotFound, status, body)
	w := httptest.NewRecorder()
	behind.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/some/page", nil))
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), "Hello, Ada at /some/pageGET")
}

// TestRegisteringWronglyPanics covers what is wrong whatever the layout is.
func TestRegisteringWronglyPanics(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	out, in := dashi.Output("note", "children"), dashi.Input("city", "value")
	tests := map[string]struct {
		register func()
		want     string
	}{
		"not a function":     {func() { app.Callback(out, in, 3) }, "expected a function, got int"},
		"nil function":       {func() { app.Callback(out, in, nil) }, "expected a function, got <nil>"},
		"too few parameters": {func() { app.Callback(out, in, func() string { return "" }) }, "the function takes 0 parameters, but the callback has 1 Input and State"},
		"too few results":    {func() { app.Callback(out, in, func(string) error { return nil }) }, "the function returns 0 values, but the callback has 1 Output"},
		"variadic":           {func() { app.Callback(out, in, func(...string) string { return "" }) }, "variadic"},
		"a channel":          {func() { app.Callback(out, in, func(chan int) string { return "" }) }, `parameter 1 (for city.value) is a chan int, which no JSON value fits`},
		"no outputs":         {func() { app.Callback(nil, in, func(string) string { return "" }) }, "outputs and inputs must not be nil"},
		"empty id":           {func() { dashi.Input("", "value") }, `Input("", "value"): layout: an id must not be empty`},
		"dotted id":          {func() { dashi.Output("a.b", "value") }, `Output("a.b", "value"): layout: id "a.b": must not contain`},
		"empty property":     {func() { dashi.State("a", "") }, `State("a", ""): the property is empty`},
		"layout":             {func() { app.Layout(42) }, "got a int; expected a layout.Component"},
		"nil layout":         {func() { app.Layout(nil) }, "the layout is nil"},
		"nil pointer":        {func() { app.Layout((*bomb)(nil)) }, "the layout is nil"},
		"nil layout func":    {func() { app.Layout((func() layout.Component)(nil)) }, "the layout is nil"},
		"nil fragment":       {func() { app.Layout(layout.Fragment(nil)) }, "the layout is nil"},
		"prefix":             {func() { dashi.New(dashi.Options{Prefix: "weather"}) }, `Options.Prefix is "weather"; it must begin and end with '/'`},
		"trusted origin":     {func() { dashi.New(dashi.Options{TrustedOrigins: []string{"example.com/"}}) }, "Options.TrustedOrigins"},
		"limit":              {func() { dashi.New(dashi.Options{MaxRequestBytes: -1}) }, "Options.MaxRequestBytes is -1"},
		"health":             {func() { dashi.New(dashi.Options{HealthEndpoint: "/up"}) }, "Options.HealthEndpoint"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				p := recover()
				require.NotNil(t, p, "did not panic")
				require.Contains(t, p, "dashi: ")
				require.Contains(t, p, tt.want)
			}()
			tt.register()
		})
	}
}

func TestAWronglyWiredAppDoesNotStart(t *testing.T) {
	t.Parallel()
	var log journal
	app := dashi.New(dashi.Options{Logger: log.logger()})
	app.Layout(page())
	app.Callback(dashi.Output("note", "children"), dashi.Input("ctiy", "value"), func(string) string { return "" })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.ErrorContains(t, app.Serve(t.Context(), l), `did you mean "city"?`)
	_, err = l.Accept()
	require.ErrorIs(t, err, net.ErrClosed)

	status, body := ask(t, app, greet(`"x"`))
	require.Equal(t, http.StatusInternalServerError, status)
	require.JSONEq(t, `{"error":{"code":"wiring","message":"The app is wired wrongly; its log says how."}}`, body)
	require.Equal(t, 1, strings.Count(log.String(), "wired wrongly"))
}

// bomb is a component whose methods panic.
type bomb struct{}

func (bomb) Type() (namespace, name string) { panic("boom") }

func (bomb) EachProp(func(string, any) bool) { panic("boom") }

func (bomb) PropType(string) (reflect.Type, bool) { panic("boom") }

func (bomb) PropNames() []string { panic("boom") }

// TestAPanicAtTheStartIsAnErrorForEveryRequest: not only for the one that came first.
func TestAPanicAtTheStartIsAnErrorForEveryRequest(t *testing.T) {
	t.Parallel()
	for name, build := range map[string]func(log *slog.Logger) *dashi.App{
		"component": func(log *slog.Logger) *dashi.App {
			app := dashi.New(dashi.Options{Logger: log})
			app.Layout(html.Div(bomb{}))
			return app
		},
		"assets": func(log *slog.Logger) *dashi.App {
			app := dashi.New(dashi.Options{Logger: log, Assets: brokenFiles{}})
			app.Layout(html.Div())
			return app
		},
	} {
		var log journal
		app := build(log.logger())
		for range 3 {
			w := httptest.NewRecorder()
			app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
			require.Equal(t, http.StatusInternalServerError, w.Code, name)
			require.Equal(t, "wiring", failureOf(t, w.Body.String()).Error.Code)
		}
		require.Equal(t, 1, strings.Count(log.String(), "boom\""), log.String())
	}
}

func TestALayoutFunctionThatEndsItsGoroutineStopsNothing(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	app := dashi.New(dashi.Options{})
	app.Layout(func() layout.Component {
		if calls.Add(1) == 1 {
			runtime.Goexit()
		}
		return page()
	})
	get := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		done := make(chan struct{})
		go func() {
			defer close(done)
			app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_dash-dependencies", nil))
		}()
		<-done
		return w
	}
	get()
	require.Equal(t, http.StatusInternalServerError, get().Code)
	require.Equal(t, http.StatusOK, get().Code)
}

type brokenFiles struct{}

func (brokenFiles) Open(string) (fs.File, error) { panic("boom") }

// TestALayoutFunctionMayFailForAWhile: what holds a database back when the first request comes must not hold the app back for
// ever.
func TestALayoutFunctionMayFailForAWhile(t *testing.T) {
	t.Parallel()
	var log journal
	var calls atomic.Int32
	app := dashi.New(dashi.Options{Logger: log.logger()})
	app.Layout(func(*http.Request) (layout.Component, error) {
		switch calls.Add(1) {
		case 1:
			return nil, errors.New("no database")
		case 2:
			panic("no database yet")
		}
		return page(), nil
	})
	app.Callback(dashi.Output("note", "children"), dashi.Input("city", "value"), func(string) string { return "" })
	get := func() int {
		w := httptest.NewRecorder()
		app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_dash-dependencies", nil))
		return w.Code
	}
	require.Equal(t, http.StatusInternalServerError, get())
	require.Panics(t, func() { app.Layout(page()) }, "serving has frozen the app")
	require.Equal(t, http.StatusInternalServerError, get())
	require.Equal(t, http.StatusOK, get())
	require.Equal(t, http.StatusOK, get())
	require.EqualValues(t, 3, calls.Load())
	require.Contains(t, log.String(), "validate_test.go", "the stack of the panic")
}

func TestRequestsThatRaceTheStartShareIt(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	entered, release := make(chan struct{}), make(chan struct{})
	app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler)})
	app.Layout(func(*http.Request) (layout.Component, error) {
		if calls.Add(1) == 1 {
			close(entered)
			<-release
			return nil, errors.New("no database")
		}
		return page(), nil
	})
	var group sync.WaitGroup
	var right atomic.Int32
	for range 50 {
		group.Go(func() {
			w := httptest.NewRecorder()
			app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_dash-dependencies", nil))
			if w.Code == http.StatusOK || w.Code == http.StatusInternalServerError {
				right.Add(1)
			}
		})
		group.Go(func() { _ = app.Validate() })
	}
	<-entered
	close(release)
	group.Wait()
	require.EqualValues(t, 50, right.Load())
	require.NoError(t, app.Validate())
}

func TestCallbacksWithoutOutputsMayHaveTheSameInputs(t *testing.T) {
	t.Parallel()
	var ran []int
	app := greeting(t, dashi.Options{}, func(name string) string { return name })
	for i := range 3 {
		app.Callback(dashi.Outputs(), dashi.Input("name", "value"), func(string) { ran = append(ran, i) })
	}
	require.NoError(t, app.Validate())
	for _, record := range dependencies(t, app)[1:] {
		status, body := ask(t, app, `{"output":"`+record["output"].(string)+`","inputs":[{"id":"name","property":"value"}]}`)
		require.Equal(t, 204, status, body)
	}
	require.Equal(t, []int{0, 1, 2}, ran)
}
