package dashitest_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// wired is an app of one input "in" and empty elements, wired by the test.
func wired(elements string, wire func(app *dashi.App)) *dashi.App {
	app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler), SuppressCallbackExceptions: true})
	children := []any{dcc.Input{ID: "in", Value: "0"}}
	for _, id := range strings.Fields(elements) {
		children = append(children, html.Div(html.ID(layout.ID(id))))
	}
	app.Layout(html.Main(children))
	wire(app)
	return app
}

// pass registers a callback from an element's children to another's that puts its name in front.
func pass(app *dashi.App, from, to string, options ...dashi.CallbackOption) {
	property := "children"
	if from == "in" {
		property = "value"
	}
	app.Callback(dashi.Output(layout.ID(to), "children"), dashi.Input(layout.ID(from), property),
		func(v any) string { return fmt.Sprint(to, "(", v, ")") }, options...)
}

// outputs are the callbacks that ran, in order.
func outputs(page *dashitest.Page) []string {
	var ids []string
	for _, call := range page.Calls() {
		ids = append(ids, call.Output)
	}
	return ids
}

func TestInitialCallsRunWhenThePageOpens(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("a b", func(app *dashi.App) {
		pass(app, "a", "b") // registered first, runs second
		pass(app, "in", "a")
	}))
	require.Equal(t, []string{"a.children", "b.children"}, outputs(page))
	require.Equal(t, "b(a(0))", page.Text("b"))
	first, second := page.Calls()[0], page.Calls()[1]
	require.Empty(t, first.Triggered)
	require.Equal(t, map[string]any{"in.value": "0"}, first.Inputs)
	require.Equal(t, map[string]any{"a.children": "a(0)"}, first.Updates)
	require.Equal(t, []string{"a.children"}, second.Triggered)
}

func TestAnEditRunsWhatFollowsFromIt(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("a b other", func(app *dashi.App) {
		pass(app, "in", "a")
		pass(app, "a", "b")
		app.Callback(dashi.Output("other", "children"), dashi.Inputs(dashi.Input("other", "title"), dashi.State("in", "value")),
			func(_ any, in string) string { return in }, dashi.PreventInitialCall())
	}))
	page.Forget()
	page.Set("in", "value", "1")
	require.Equal(t, []string{"a.children", "b.children"}, outputs(page), "State does not trigger")
	require.Equal(t, "b(a(1))", page.Prop("b", "children"))
	page.Forget()
	page.Set("in", "value", "1")
	require.Empty(t, page.Calls(), "an equal value changes nothing")
	page.Set("other", "title", "x")
	require.Equal(t, map[string]any{"in.value": "1"}, page.Calls()[0].State)
}

func TestADiamondRunsEachOnce(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("b c d", func(app *dashi.App) {
		app.Callback(dashi.Output("d", "children"), dashi.Inputs(dashi.Input("b", "children"), dashi.Input("c", "children")),
			func(b, c string) string { return b + c })
		pass(app, "in", "b")
		pass(app, "in", "c")
	}))
	page.Set("in", "value", "1")
	require.Equal(t, []string{"b.children", "c.children", "d.children", "b.children", "c.children", "d.children"}, outputs(page))
	require.Equal(t, []string{"b.children", "c.children"}, page.Calls()[5].Triggered)
	require.Equal(t, "b(1)c(1)", page.Text("d"))
}

func TestAnEqualAnswerStopsAChain(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("a b", func(app *dashi.App) {
		app.Callback(dashi.Output("a", "children"), dashi.Input("in", "value"), func(v string) int { return len(v) })
		pass(app, "a", "b")
	}))
	page.Forget()
	page.Set("in", "value", "9")
	require.Equal(t, []string{"a.children"}, outputs(page))
}

func TestWhatGivesNothingStopsAChain(t *testing.T) {
	t.Parallel()
	for name, result := range map[string]func() (any, error){
		"NoUpdate":      func() (any, error) { return dashi.NoUpdate, nil },
		"PreventUpdate": func() (any, error) { return nil, dashi.PreventUpdate },
		"error":         func() (any, error) { return nil, errors.New("down") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := wired("a b", func(app *dashi.App) {
				app.Callback(dashi.Output("a", "children"), dashi.Input("in", "value"), func(v string) (any, error) {
					if v == "ok" {
						return v, nil
					}
					return result()
				})
				pass(app, "a", "b")
			})
			page := dashitest.Open(t, app, dashitest.Options{KeepErrors: true})
			require.Equal(t, []string{"a.children"}, outputs(page), "the initial call of b has nothing to work on")
			require.False(t, page.Prop("b", "children") != nil)
			require.Equal(t, name == "error", page.Calls()[0].Err != nil)
			page.Set("in", "value", "ok")
			require.Equal(t, "b(ok)", page.Text("b"))
		})
	}
}

func TestACallbackMayWriteItsOwnInput(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("a", func(app *dashi.App) {
		app.Callback(dashi.Outputs(dashi.Output("in", "value"), dashi.Output("a", "children")), dashi.Input("in", "value"),
			func(v string) (string, string) { return strings.ToUpper(v), v })
	}))
	page.Set("in", "value", "x")
	require.Equal(t, "X", page.Prop("in", "value"))
	require.Equal(t, "x", page.Text("a"))
	require.Len(t, page.Calls(), 2)
}

func TestPreventedCallsWaitForAChange(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("a b", func(app *dashi.App) {
		pass(app, "in", "a", dashi.PreventInitialCall())
		pass(app, "a", "b")
	}))
	require.Equal(t, []string{"b.children"}, outputs(page), "b's input is on the page, with no value yet")
	page.Set("in", "value", "1")
	require.Equal(t, "b(a(1))", page.Text("b"))
}

// TestComponentsComeAndGo: what a callback brings runs its own callbacks, and siblings keep what was typed.
func TestComponentsComeAndGo(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("add list", func(app *dashi.App) {
		app.Callback(dashi.Output("list", "children"), dashi.Input("add", "n_clicks"), func(n int) layout.Fragment {
			var rows layout.Fragment
			for i := range n {
				rows = append(rows, dcc.Input{ID: layout.ID(fmt.Sprint("in", i)), Value: "empty"}, html.P(html.ID(layout.ID(fmt.Sprint("out", i)))))
			}
			return rows
		})
		for i := range 2 {
			app.Callback(dashi.Output(layout.ID(fmt.Sprint("out", i)), "children"), dashi.Input(layout.ID(fmt.Sprint("in", i)), "value"),
				func(v string) string { return fmt.Sprint(i, v) })
		}
	}))
	require.False(t, page.Has("in0"))
	page.Click("add")
	require.Equal(t, "0empty", page.Text("out0"))
	page.Set("in0", "value", "typed")
	page.Forget()
	page.Click("add")
	require.Equal(t, []string{"list.children", "out1.children"}, outputs(page))
	require.Equal(t, "typed", page.Prop("in0", "value"))
	require.Equal(t, "0typed1empty", page.Text("list"))
	page.Set("add", "n_clicks", 0)
	require.False(t, page.Has("in0"))
}

func TestFiguresDecode(t *testing.T) {
	t.Parallel()
	y := make([]float64, 100)
	y[99] = 1.5
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Interval{ID: "tick"}, dcc.Graph{ID: "g"}))
	app.Callback(dashi.Output("g", "figure"), dashi.Input("tick", "n_intervals"), func(n int) plot.Figure {
		return plot.Figure{Data: []plot.Trace{plot.Scatter{Y: y, Name: fmt.Sprint(n)}}}
	})
	page := dashitest.Open(t, app)
	page.Set("tick", "n_intervals", 3)
	var figure plot.Figure
	page.Decode("g", "figure", &figure)
	require.Equal(t, y, figure.Data[0].(plot.Scatter).Y)
	require.Equal(t, "3", figure.Data[0].(plot.Scatter).Name)
}

// TestPatchesChangeWhatIsThere: each operation, on a list and on a figure whose columns travelled as typed arrays.
func TestPatchesChangeWhatIsThere(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(p *dashi.Patch)
		want   any // of [1, {"a": "x"}, 3]
	}{
		"assign":        {func(p *dashi.Patch) { p.At(0).Assign(9) }, []any{9.0, map[string]any{"a": "x"}, 3.0}},
		"new key":       {func(p *dashi.Patch) { p.At(1, "b").Assign(2) }, []any{1.0, map[string]any{"a": "x", "b": 2.0}, 3.0}},
		"at the end":    {func(p *dashi.Patch) { p.At(3).Assign(4) }, []any{1.0, map[string]any{"a": "x"}, 3.0, 4.0}},
		"from the end":  {func(p *dashi.Patch) { p.At(-1).Delete() }, []any{1.0, map[string]any{"a": "x"}}},
		"delete":        {func(p *dashi.Patch) { p.At(1, "a").Delete() }, []any{1.0, map[string]any{}, 3.0}},
		"merge":         {func(p *dashi.Patch) { p.At(1).Merge(map[string]any{"b": 2}) }, []any{1.0, map[string]any{"a": "x", "b": 2.0}, 3.0}},
		"append":        {func(p *dashi.Patch) { p.At().Append(4) }, []any{1.0, map[string]any{"a": "x"}, 3.0, 4.0}},
		"prepend":       {func(p *dashi.Patch) { p.At().Prepend(0) }, []any{0.0, 1.0, map[string]any{"a": "x"}, 3.0}},
		"extend":        {func(p *dashi.Patch) { p.At().Extend([]int{4, 5}) }, []any{1.0, map[string]any{"a": "x"}, 3.0, 4.0, 5.0}},
		"insert":        {func(p *dashi.Patch) { p.At().Insert(-1, 2) }, []any{1.0, map[string]any{"a": "x"}, 2.0, 3.0}},
		"remove":        {func(p *dashi.Patch) { p.At().Remove(map[string]any{"a": "x"}) }, []any{1.0, 3.0}},
		"clear":         {func(p *dashi.Patch) { p.At(1).Clear() }, []any{1.0, map[string]any{}, 3.0}},
		"clear a list":  {func(p *dashi.Patch) { p.At().Clear() }, []any{}},
		"reverse":       {func(p *dashi.Patch) { p.At().Reverse() }, []any{3.0, map[string]any{"a": "x"}, 1.0}},
		"add":           {func(p *dashi.Patch) { p.At(0).Add(1); p.At(1, "a").Add("y") }, []any{2.0, map[string]any{"a": "xy"}, 3.0}},
		"sub, mul, div": {func(p *dashi.Patch) { p.At(0).Sub(3); p.At(0).Mul(6); p.At(0).Div(4) }, []any{-3.0, map[string]any{"a": "x"}, 3.0}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := dashi.New(dashi.Options{})
			app.Layout(html.Main(html.Button(html.ID("go")), dcc.Store{ID: "kept", Data: []any{1, map[string]any{"a": "x"}, 3}}))
			app.Callback(dashi.Output("kept", "data"), dashi.Input("go", "n_clicks"), func(any) (p dashi.Patch) { tt.change(&p); return p }, dashi.PreventInitialCall())
			page := dashitest.Open(t, app)
			page.Click("go")
			require.Equal(t, tt.want, page.Prop("kept", "data"))
		})
	}
}

func TestAPatchExtendsAColumn(t *testing.T) {
	t.Parallel()
	y := make([]float64, 50)
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.Button(html.ID("go")), dcc.Graph{ID: "g", Figure: plot.Figure{Data: []plot.Trace{
		plot.Scatter{Y: y}, plot.Heatmap{Z: [][]float64{y, y}},
	}}}))
	app.Callback(dashi.Output("g", "figure"), dashi.Input("go", "n_clicks"), func(int) (p dashi.Patch) {
		p.At("data", 0, "y").Append(7)
		return p
	}, dashi.PreventInitialCall())
	page := dashitest.Open(t, app)
	page.Click("go")
	var figure plot.Figure
	page.Decode("g", "figure", &figure)
	require.Equal(t, append(y, 7), figure.Data[0].(plot.Scatter).Y)
	require.Equal(t, [][]float64{y, y}, figure.Data[1].(plot.Heatmap).Z)
}

// TestAnAppWithinAnotherHandler: behind authentication, under a prefix.
func TestAnAppWithinAnotherHandler(t *testing.T) {
	t.Parallel()
	type user struct{}
	app := wired("a", func(app *dashi.App) {
		app.Callback(dashi.Output("a", "children"), dashi.Input("in", "value"),
			func(ctx context.Context, _ string) string { return ctx.Value(user{}).(string) })
	})
	mux := http.NewServeMux()
	mux.Handle("/apps/mine/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, _, ok := r.BasicAuth()
		if !ok {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		app.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), user{}, name)))
	}))
	page := dashitest.Open(t, mux, dashitest.Options{Path: "/apps/mine/some/page?x=1", Request: func(r *http.Request) *http.Request {
		r.SetBasicAuth("ada", "")
		return r
	}})
	require.Equal(t, "ada", page.Text("a"))
}

// recorder is a test that is expected to fail.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	panic(r)
}

func TestWhatFailsATest(t *testing.T) {
	t.Parallel()
	broken := wired("a", func(app *dashi.App) {
		app.Callback(dashi.Output("a", "children"), dashi.Input("in", "value"), func(v string) (string, error) {
			if v == "0" {
				return v, nil
			}
			return "", errors.New("down")
		})
	})
	half := wired("a", func(app *dashi.App) {
		app.Callback(dashi.Output("a", "children"), dashi.Inputs(dashi.Input("in", "value"), dashi.State("gone", "value")), func(a, b any) any { return a })
	})
	patched := wired("a", func(app *dashi.App) {
		app.Callback(dashi.Output("a", "children"), dashi.Input("in", "value"), func(v any) (p dashi.Patch) { p.At("x", 0).Append(v); return p })
	})
	tests := map[string]struct {
		do   func(tb testing.TB)
		want string
	}{
		"a patch that does not fit": {func(tb testing.TB) { dashitest.Open(tb, patched) },
			`dashitest: the patch of a.children cannot be applied: Append at [x 0]: the property has no value yet`},
		"a callback that fails": {func(tb testing.TB) { dashitest.Open(tb, broken).Set("in", "value", "1") },
			`dashitest: the callback "a.children" failed: callback_failed: The callback failed. (status 500)`},
		"an id that is not there": {func(tb testing.TB) { dashitest.Open(tb, broken).Set("im", "value", "1") },
			`dashitest: the page holds no component with the id "im"; did you mean "in"?`},
		"a value that is no JSON": {func(tb testing.TB) { dashitest.Open(tb, broken).Set("in", "value", func() {}) },
			`dashitest: Set("in", "value"): json: unsupported type: func()`},
		"decoding into the wrong type": {func(tb testing.TB) { var n int; dashitest.Open(tb, broken).Decode("in", "value", &n) },
			`dashitest: Decode("in", "value"): json: cannot unmarshal string into Go value of type int`},
		"a State that is not there": {func(tb testing.TB) { dashitest.Open(tb, half) },
			`dashitest: the callback "a.children" has the State "gone.value", but the page holds no component with the id "gone"`},
		"no dashi app": {func(tb testing.TB) { dashitest.Open(tb, http.NotFoundHandler()) }, "dashitest: GET /: status 404: 404 page not found\n"},
		"another page": {func(tb testing.TB) {
			dashitest.Open(tb, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) }))
		}, "dashitest: GET /: this is no page of a dashi app"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{TB: t}
			func() {
				defer func() {
					if p := recover(); p != nil && p != any(r) {
						panic(p)
					}
				}()
				tt.do(r)
			}()
			require.Equal(t, []string{tt.want}, r.failures)
		})
	}
}

func Example() {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Dropdown{ID: "city", Options: dcc.Options("Oslo", "Rome"), Value: "Oslo"},
		html.P(html.ID("answer")),
	))
	app.Callback(dashi.Output("answer", "children"), dashi.Input("city", "value"),
		func(city string) string { return city + " it is" })

	var t testing.TB = example{} // in a test, the *testing.T it is given
	page := dashitest.Open(t, app)
	fmt.Println(page.Text("answer"))
	page.Set("city", "value", "Rome")
	fmt.Println(page.Text("answer"))
	// Output:
	// Oslo it is
	// Rome it is
}

// example stands in for a test where there is none.
type example struct{ testing.TB }

func (example) Helper() {}

func (example) Context() context.Context { return context.Background() }
