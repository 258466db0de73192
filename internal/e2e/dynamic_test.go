package e2e_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// Layouts that change: components that callbacks bring, replace and take away.

// bringer is an app whose field "which" says which part the box shows.
func bringer(p *page, parts map[string]any) *dashi.App {
	app := p.app(dashi.Options{SuppressCallbackExceptions: true})
	app.Layout(html.Main(dcc.Input{ID: "which"}, html.Div(html.ID("box")), html.P(html.ID("outside"), "outside")))
	app.Callback(dashi.Output("box", "children"), dashi.Input("which", "value"), func(which string) any { return parts[which] })
	return app
}

func TestComponentsBroughtByACallbackBringTheirOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := bringer(p, map[string]any{"a": html.Div(dcc.Input{ID: "in", Value: "new"}, html.P(html.ID("out")))})
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { calls.add("%s", v); return "got " + v })
		p.show(app)
		p.settled()
		require.Empty(t, calls.all(), "they are not there")
		p.fill("which", "a")
		p.shows("out", "got new")
		p.settled()
		require.Equal(t, []string{"new"}, calls.take())
		p.fill("in", "x")
		p.shows("out", "got x")
		require.Equal(t, []string{"x"}, calls.all())
	})
}

// TestBroughtWithinBrought: what a callback brings has a callback that brings more.
func TestBroughtWithinBrought(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := bringer(p, map[string]any{"a": html.Div(html.Button(html.ID("inner"), "inner"), html.Div(html.ID("innerbox")))})
		app.Callback(dashi.Output("innerbox", "children"), dashi.Input("inner", "n_clicks"), func(n int) any {
			return []any{"level ", n, html.Div(html.Button(html.ID("innermost"), "innermost"), html.P(html.ID("deep")))}
		})
		app.Callback(dashi.Output("deep", "children"), dashi.Input("innermost", "n_clicks"), func(n int) string { return fmt.Sprint("deep ", n) })
		p.show(app)
		p.fill("which", "a")
		p.shows("deep", "deep 0")
		p.click("innermost")
		p.shows("deep", "deep 1")
		p.click("inner")
		p.WaitContains("#innerbox", "level 1")
		p.settled()
		p.click("innermost")
		if p.dashi() {
			p.shows("deep", "deep 2") // the button was repeated unchanged, and keeps its count (ordering rule 7)
		} else {
			p.shows("deep", "deep 1")
		}
	})
}

// TestTheSameIdAnew: a part gives way to another with the same ids.
func TestTheSameIdAnew(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		part := func(name string) any {
			return html.Div(html.B(name), dcc.Input{ID: "in", Value: name}, html.P(html.ID("out")))
		}
		app := bringer(p, map[string]any{"a": part("alpha"), "b": part("beta")})
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v })
		p.show(app)
		p.fill("which", "a")
		p.shows("out", "got alpha")
		p.fill("in", "x")
		p.shows("out", "got x")
		p.fill("which", "b")
		p.shows("out", "got beta")
		p.holds("in", "beta")
	})
}

// TestDifferentComponentsWithOneId: two parts have the same id on components of different types.
func TestDifferentComponentsWithOneId(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := bringer(p, map[string]any{
			"a": html.Div(dcc.Input{ID: "in", Value: "one"}, html.P(html.ID("out"))),
			"b": html.Div(dcc.RadioItems{ID: "in", Options: dcc.Options("two", "three"), Value: "two"}, html.P(html.ID("out"))),
		})
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v })
		p.show(app)
		p.fill("which", "a")
		p.shows("out", "got one")
		p.fill("which", "b")
		p.shows("out", "got two")
		p.tick("in", "three")
		p.shows("out", "got three")
	})
}

// TestRemovedWhileACallIsOut: the answer is for nobody, and no error.
func TestRemovedWhileACallIsOut(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := bringer(p, map[string]any{"a": html.Div(dcc.Input{ID: "in", Value: "new"}, html.P(html.ID("out"))), "b": "nothing"})
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { held.wait("call"); return "got " + v })
		app.Callback(dashi.Output("outside", "children"), dashi.Input("out", "children"), func(v string) string { return "heard " + v }, dashi.PreventInitialCall())
		p.show(app)
		p.fill("which", "a")
		held.arrived("call")
		p.fill("which", "b")
		p.shows("box", "nothing")
		held.release("call")
		p.settled()
		require.Equal(t, "outside", p.Text("#outside"))
		p.fill("which", "a")
		held.release("call")
		p.shows("out", "got new")
		p.shows("outside", "heard got new")
	})
}

// TestNewsFromAddedComponents: a component that comes is news to callbacks that read it and write elsewhere, even to those that do
// not run when the page loads.
func TestNewsFromAddedComponents(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := bringer(p, map[string]any{"a": dcc.Input{ID: "in", Value: "new"}})
		app.Callback(dashi.Output("outside", "children"), dashi.Input("in", "value"),
			func(v string) string { calls.add("%s", v); return "heard " + v }, dashi.PreventInitialCall())
		p.show(app)
		p.fill("which", "a")
		p.shows("outside", "heard new")
		p.settled()
		require.Equal(t, []string{"new"}, calls.all())
	})
}

func TestPreventInitialCallOfAddedComponents(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := bringer(p, map[string]any{"a": html.Div(dcc.Input{ID: "in", Value: "new"}, html.P(html.ID("out"), "untouched"), html.P(html.ID("also")))})
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v }, dashi.PreventInitialCall())
		app.Callback(dashi.Output("also", "children"), dashi.Input("in", "value"), func(v string) string { return "also " + v })
		p.show(app)
		p.fill("which", "a")
		p.shows("also", "also new")
		p.settled()
		require.Equal(t, "untouched", p.Text("#out"))
		p.fill("in", "x")
		p.shows("out", "got x")
	})
}

// TestAStateOutsideOfWhatComes: new callbacks read the rest of the page as it is.
func TestAStateOutsideOfWhatComes(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := bringer(p, map[string]any{"a": html.P(html.ID("out")), "ab": "nothing", "abc": html.P(html.ID("out"))})
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("which", "n_blur"), dashi.State("which", "value")),
			func(_ *int, v string) string { return "state " + v })
		p.show(app)
		p.fill("which", "a")
		p.shows("out", "state a")
		p.Press("b")
		p.shows("box", "nothing")
		p.Press("c")
		p.shows("out", "state abc")
	})
}

// TestAListThatGrows: in ours what is there keeps still and keeps what was typed (ordering rule 7); Dash calls every callback of the
// list anew and draws it anew.
func TestAListThatGrows(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{SuppressCallbackExceptions: true})
		app.Layout(html.Main(html.Button(html.ID("add"), "add"), html.Div(html.ID("list"), []any{})))
		app.Callback(dashi.Output("list", "children"), dashi.Inputs(dashi.Input("add", "n_clicks"), dashi.State("list", "children")), func(n int, list []any) []any {
			return append(list, html.Div(dcc.Input{ID: layout.ID(fmt.Sprint("in", n)), Value: "new"}, html.P(html.ID(layout.ID(fmt.Sprint("out", n))))))
		}, dashi.PreventInitialCall())
		for i := 1; i <= 3; i++ {
			app.Callback(dashi.Output(layout.ID(fmt.Sprint("out", i)), "children"), dashi.Input(layout.ID(fmt.Sprint("in", i)), "value"),
				func(v string) string { calls.add("%d", i); return fmt.Sprint(i, " ", v) })
		}
		p.show(app)
		p.click("add")
		p.shows("out1", "1 new")
		p.fill("in1", "x")
		p.shows("out1", "1 x")
		p.click("add")
		p.shows("out2", "2 new")
		p.settled()
		calls.take()
		p.Eval(`document.querySelector("#in1").marked = true`, nil)
		p.click("add")
		p.shows("out3", "3 new")
		p.settled()
		p.holds("in1", "x")
		p.shows("out1", "1 x")
		if p.dashi() {
			require.Equal(t, []string{"3"}, calls.all())
			require.True(t, eval[bool](p, `document.querySelector("#in1").marked === true`))
		} else {
			require.ElementsMatch(t, []string{"1", "2", "3"}, calls.all())
		}
	})
}

// TestItemsChangePlaces: the children come in another order, and each keeps what it shows.
func TestItemsChangePlaces(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("turn"), "turn"), html.Div(html.ID("list"), []any{
			dcc.Input{ID: "a", Value: "a"}, dcc.Input{ID: "b", Value: "b"}, html.P(html.ID("c"), "c"),
		}), html.P(html.ID("out"))))
		app.Callback(dashi.Output("list", "children"), dashi.Input("turn", "n_clicks"), func(int) (patch dashi.Patch) {
			patch.At().Reverse()
			return patch
		}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("a", "value"), dashi.Input("b", "value")), func(a, b string) string { return a + b })
		p.show(app)
		p.fill("a", "first")
		p.shows("out", "firstb")
		p.click("turn")
		p.Until(`document.querySelector("#list").firstElementChild.id === "c"`)
		p.holds("a", "first")
		p.holds("b", "b")
		p.fill("b", "second")
		p.shows("out", "firstsecond")
		p.click("turn")
		p.Until(`document.querySelector("#list").lastElementChild.id === "c"`)
		p.holds("b", "second")
	})
}

// TestWhatIsTypedOutlivesItsComponent: with persistence, a field that comes back holds what it held.
func TestWhatIsTypedOutlivesItsComponent(t *testing.T) {
	for _, kind := range []dcc.PersistenceType{dcc.PersistMemory, dcc.PersistSession, dcc.PersistLocal} {
		t.Run(string(kind), func(t *testing.T) {
			onBoth(t, func(t *testing.T, p *page) {
				field := func(value string, key any) any {
					return html.Div(dcc.Input{ID: "in", Value: value, Persistence: key, PersistenceType: kind}, html.P(html.ID("out")))
				}
				app := bringer(p, map[string]any{"a": field("a", true), "b": "nothing", "c": field("c", true), "d": field("a", "other")})
				app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v })
				p.show(app)
				p.fill("which", "a")
				p.shows("out", "got a")
				p.fill("in", "typed")
				p.shows("out", "got typed")
				p.fill("which", "b")
				p.shows("box", "nothing")
				p.fill("which", "a")
				p.shows("out", "got typed")
				p.holds("in", "typed")
				p.fill("which", "b")
				p.shows("box", "nothing")
				p.fill("which", "d") // another key is another memory
				p.shows("out", "got a")
				p.fill("which", "c") // the app has changed its mind: what was typed is forgotten
				p.shows("out", "got c")
				p.fill("which", "a")
				p.shows("out", "got a")
				p.fill("in", "again")
				p.shows("out", "got again")
				p.Reload()
				p.fill("which", "a")
				if kind == dcc.PersistMemory {
					p.shows("out", "got a")
				} else {
					p.shows("out", "got again")
				}
			})
		})
	}
}
