package e2e_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

type (
	list   = []any
	object = map[string]any
)

// patchCases say what each operation of a Patch makes of a value.
var patchCases = []struct {
	name   string
	before any
	patch  func(*dashi.Patch)
	after  string // JSON
}{
	{"nothing", object{"a": 1}, func(p *dashi.Patch) {}, `{"a":1}`},
	{"assign a key", object{"a": 1}, func(p *dashi.Patch) { p.At("a").Assign(2) }, `{"a":2}`},
	{"assign a new key", object{"a": 1}, func(p *dashi.Patch) { p.At("b").Assign(object{"c": nil}) }, `{"a":1,"b":{"c":null}}`},
	{"assign an item", list{1, 2, 3}, func(p *dashi.Patch) { p.At(1).Assign("two") }, `[1,"two",3]`},
	{"assign from the end", list{1, 2, 3}, func(p *dashi.Patch) { p.At(-1).Assign(9) }, `[1,2,9]`},
	{"assign deep", object{"a": list{object{"b": 1}, object{"b": 2}}}, func(p *dashi.Patch) { p.At("a", 1, "b").Assign(3) }, `{"a":[{"b":1},{"b":3}]}`},
	{"assign deep from the end", object{"a": list{list{1}, list{2, 3}}}, func(p *dashi.Patch) { p.At("a", -1, -2).Assign(0) }, `{"a":[[1],[0,3]]}`},
	{"delete a key", object{"a": 1, "b": 2}, func(p *dashi.Patch) { p.At("a").Delete() }, `{"b":2}`},
	{"delete an item", list{1, 2, 3}, func(p *dashi.Patch) { p.At(0).Delete() }, `[2,3]`},
	{"delete from the end", list{1, 2, 3}, func(p *dashi.Patch) { p.At(-1).Delete() }, `[1,2]`},
	{"merge", object{"a": 1, "b": object{"c": 1, "d": 1}}, func(p *dashi.Patch) { p.At().Merge(object{"b": object{"c": 2}, "e": 3}) }, `{"a":1,"b":{"c":2},"e":3}`},
	{"merge deep", object{"a": object{"b": 1}}, func(p *dashi.Patch) { p.At("a").Merge(struct{ C int }{2}) }, `{"a":{"C":2,"b":1}}`},
	{"append", list{1}, func(p *dashi.Patch) { p.At().Append(list{2, 3}) }, `[1,[2,3]]`},
	{"append to none", object{"a": list{}}, func(p *dashi.Patch) { p.At("a").Append("x") }, `{"a":["x"]}`},
	{"extend", list{1}, func(p *dashi.Patch) { p.At().Extend(list{2, list{3}}) }, `[1,2,[3]]`},
	{"extend by none", list{1}, func(p *dashi.Patch) { p.At().Extend(list{}) }, `[1]`},
	{"prepend", list{1}, func(p *dashi.Patch) { p.At().Prepend(nil) }, `[null,1]`},
	{"insert", list{1, 2, 3}, func(p *dashi.Patch) { p.At().Insert(1, "x") }, `[1,"x",2,3]`},
	{"insert from the end", list{1, 2, 3}, func(p *dashi.Patch) { p.At().Insert(-1, "x") }, `[1,2,"x",3]`},
	{"insert at the end", list{1, 2}, func(p *dashi.Patch) { p.At().Insert(2, "x") }, `[1,2,"x"]`},
	{"remove all that are equal", list{object{"a": list{1}}, 2, object{"a": list{1}}}, func(p *dashi.Patch) { p.At().Remove(object{"a": list{1}}) }, `[2]`},
	{"remove what is not there", list{1}, func(p *dashi.Patch) { p.At().Remove("1") }, `[1]`},
	{"clear a list", object{"a": list{1, 2}}, func(p *dashi.Patch) { p.At("a").Clear() }, `{"a":[]}`},
	{"clear an object", object{"a": object{"b": 1}}, func(p *dashi.Patch) { p.At("a").Clear() }, `{"a":{}}`},
	{"reverse", list{1, 2, 3}, func(p *dashi.Patch) { p.At().Reverse() }, `[3,2,1]`},
	{"add", object{"n": 1.5}, func(p *dashi.Patch) { p.At("n").Add(2) }, `{"n":3.5}`},
	{"add text", object{"s": "a"}, func(p *dashi.Patch) { p.At("s").Add("b") }, `{"s":"ab"}`},
	{"subtract", list{5}, func(p *dashi.Patch) { p.At(0).Sub(7) }, `[-2]`},
	{"multiply", list{5}, func(p *dashi.Patch) { p.At(0).Mul(0.5) }, `[2.5]`},
	{"divide", list{5}, func(p *dashi.Patch) { p.At(0).Div(2) }, `[2.5]`},
	{"several, in order", object{"a": list{1}}, func(p *dashi.Patch) {
		p.At("a").Append(2)
		p.At("a").Reverse()
		p.At("a", 0).Mul(10)
		p.At("b").Assign(list{})
		p.At("b").Extend(list{"x", "y"})
		p.At("a").Remove(1)
	}, `{"a":[20],"b":["x","y"]}`},
}

// TestPatchOperations applies every operation to data of its own, at one click.
func TestPatchOperations(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		children := list{html.Button(html.ID("go"), "go")}
		for i, c := range patchCases {
			data, out := layout.ID(fmt.Sprint("data", i)), layout.ID(fmt.Sprint("out", i))
			children = append(children, dcc.Store{ID: data, Data: c.before}, html.Pre(html.ID(out)))
			app.Callback(dashi.Output(data, "data"), dashi.Input("go", "n_clicks"), func(int) (patch dashi.Patch) {
				c.patch(&patch)
				return patch
			}, dashi.PreventInitialCall())
			app.Callback(dashi.Output(out, "children"), dashi.Inputs(dashi.Input(data, "data"), dashi.Input("go", "n_clicks")), func(v any, n int) (string, error) {
				b, err := json.Marshal(v)
				return fmt.Sprint(n, " ", string(b)), err
			})
		}
		app.Layout(html.Main(children...))
		p.show(app)
		p.click("go")
		for i, c := range patchCases {
			p.WaitContains(fmt.Sprint("#out", i), "1 ")
			require.Equal(t, "1 "+c.after, p.Text(fmt.Sprint("#out", i)), c.name)
		}
	})
}

// TestAPatchThatDoesNotFit leaves the property as it was, and what is beside it works. Dash makes of it what JavaScript does.
func TestAPatchThatDoesNotFit(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{Debug: true})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), dcc.Store{ID: "data", Data: object{"n": 1}}, html.P(html.ID("beside")), html.P(html.ID("out"))))
		app.Callback(dashi.Outputs(dashi.Output("data", "data"), dashi.Output("beside", "children")), dashi.Input("go", "n_clicks"), func(n int) (patch dashi.Patch, _ string) {
			patch.At("m").Assign("first")
			patch.At("n").Append("no list")
			return patch, "beside"
		}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("data", "data"), dashi.Input("beside", "children")), func(v any, beside string) string { return fmt.Sprint(v, beside) })
		p.show(app)
		p.Allow("expected a list")
		p.click("go")
		p.shows("out", "map[n:1]beside")
		p.WaitContains(".dash-errors", "Append at n: expected a list")
	})
}

// TestPatchesOfChildren: components are appended, put in between, changed in place and taken away; what they bring is called.
func TestPatchesOfChildren(t *testing.T) {
	steps := []func(*dashi.Patch){
		func(p *dashi.Patch) { p.At().Append(html.P(html.ID("p"), "appended")) },
		func(p *dashi.Patch) { p.At().Insert(1, html.B("inserted")) },
		func(p *dashi.Patch) { p.At(0, "props", "children").Assign("changed") },
		func(p *dashi.Patch) { p.At(0, "props", "className").Assign("named") },
		func(p *dashi.Patch) { p.At().Extend(list{html.I("i"), " and text"}) },
		func(p *dashi.Patch) { p.At(1).Delete() },
		func(p *dashi.Patch) { p.At().Clear() },
	}
	shown := []string{"one/two/appended", "one/inserted/two/appended", "changed/inserted/two/appended", "changed/inserted/two/appended",
		"changed/inserted/two/appended/i/ and text", "changed/two/appended/i/ and text", ""}
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{SuppressCallbackExceptions: true})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.Div(html.ID("box"), html.Span("one"), html.Span("two")), html.P(html.ID("n"))))
		app.Callback(dashi.Outputs(dashi.Output("box", "children"), dashi.Output("n", "children")), dashi.Input("go", "n_clicks"), func(n int) (patch dashi.Patch, _ int) {
			steps[n-1](&patch)
			return patch, n
		}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("p", "title"), dashi.Input("p", "children"), func(v string) string { return "title of " + v })
		p.show(app)
		for i, want := range shown {
			p.click("go")
			p.shows("n", fmt.Sprint(i+1))
			p.settled()
			require.Equal(t, want, eval[string](p, `[...document.querySelector("#box").childNodes].map((n) => n.textContent).join("/")`), "step %d", i)
			if strings.Contains(want, "appended") {
				p.Until(`document.querySelector("#p").title === "title of appended"`)
			}
			if i == 3 {
				p.Until(`document.querySelector("#box").firstElementChild.className === "named"`)
			}
		}
	})
}

// TestPatchesOfAFigure change the drawing and what State reads.
func TestPatchesOfAFigure(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), dcc.Graph{ID: "g", Figure: object{
			"data":   list{object{"type": "scatter", "x": list{1, 2}, "y": list{1, 2}}, object{"type": "scatter", "y": list{3, 4}}},
			"layout": object{"title": object{"text": "before"}},
		}}, html.P(html.ID("out"))))
		app.Callback(dashi.Output("g", "figure"), dashi.Input("go", "n_clicks"), func(n int) (patch dashi.Patch) {
			patch.At("data", 0, "x").Append(3)
			patch.At("data", 0, "y").Append(n)
			patch.At("data", 1, "name").Assign("second")
			patch.At("layout", "title", "text").Assign(fmt.Sprint("after ", n))
			return patch
		}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("out", "children"), dashi.Input("g", "figure"), func(figure object) string {
			first, second := figure["data"].(list)[0].(object), figure["data"].(list)[1].(object)
			return fmt.Sprint(first["y"], second["name"])
		})
		p.show(app)
		p.shows("out", "[1 2] <nil>")
		p.GraphReady("g")
		p.click("go")
		p.shows("out", "[1 2 1]second")
		p.Until(`document.querySelector("#g .gtitle")?.textContent === "after 1"`)
		p.Until(`document.querySelector("#g .js-plotly-plot")._fullData[0].y.length === 3`)
		p.click("go")
		p.shows("out", "[1 2 1 2]second")
		p.Until(`document.querySelector("#g .gtitle")?.textContent === "after 2"`)
	})
}

// TestAPatchBesideAValue: some outputs of a callback are patched, others set.
func TestAPatchBesideAValue(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), dcc.Store{ID: "log", Data: list{"start"}}, html.P(html.ID("n")), html.P(html.ID("out"))))
		app.Callback(dashi.Outputs(dashi.Output("log", "data"), dashi.Output("n", "children")), dashi.Input("go", "n_clicks"), func(n int) (any, int) {
			var patch dashi.Patch
			if n == 2 {
				return dashi.NoUpdate, n
			}
			patch.At().Append(n)
			return patch, n
		}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("out", "children"), dashi.Input("log", "data"), func(v list) string { return fmt.Sprint(v...) })
		p.show(app)
		p.shows("out", "start")
		for i, want := range []string{"start1", "start1", "start1 3"} {
			p.click("go")
			p.shows("n", fmt.Sprint(i+1))
			p.shows("out", want)
		}
	})
}
