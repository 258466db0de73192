package e2e_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// Lists of dictionary ids that grow and shrink. Where a callback writes children, Dash lays out the whole value anew: every callback
// with an output in it runs, whatever was there before. In ours what was there keeps still (ordering rule 7).

// member is an item of the list: a field and what its own callback makes of it.
func member(index any) any {
	return html.Div(html.ID(nth("member", index)), dcc.Input{ID: nth("in", index), Value: fmt.Sprint("v", index)}, html.P(html.ID(nth("out", index))))
}

// club is an app with a list of members, each with a callback of its own ("own 1 v1"), and a callback that reads all of them
// ("all v1 v2"). A button changes the list as the test says.
func club(p *page, calls *journal, indexes []any, change func(n int) any) *dashi.App {
	app := p.app(dashi.Options{})
	children := []any{html.B("club")}
	for _, index := range indexes {
		children = append(children, member(index))
	}
	app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.Div(html.ID("list"), children), html.P(html.ID("all"))))
	app.Callback(dashi.Output("list", "children"), dashi.Input("go", "n_clicks"), change, dashi.PreventInitialCall())
	app.Callback(dashi.Output(nth("out", dashi.MATCH), "children"), dashi.Inputs(dashi.Input(nth("in", dashi.MATCH), "value"), dashi.State(nth("in", dashi.MATCH), "id")),
		func(v string, id struct{ Index any }) string {
			calls.add("own %v %s", id.Index, v)
			return "got " + v
		})
	app.Callback(dashi.Output("all", "children"), dashi.Input(nth("in", dashi.ALL), "value"), func(values []string) string {
		calls.add("all %s", strings.Join(values, " "))
		return "all " + strings.Join(values, " ")
	})
	return app
}

// nothing leaves the list as it is.
func nothing(int) any { return dashi.NoUpdate }

// sorted is what was called, for calls that may come in any order.
func sorted(lines []string) []string {
	slices.Sort(lines)
	return lines
}

// TestAppendingByAPatch: the new item's callback runs, and what reads all; the siblings keep element, text and keyboard.
func TestAppendingByAPatch(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := club(p, &calls, []any{1, 2}, func(n int) any {
			var patch dashi.Patch
			patch.At().Append(member(n + 2))
			return patch
		})
		p.show(app)
		p.shows("all", "all v1 v2")
		p.put(nth("in", 1), "x")
		p.says(nth("out", 1), "got x")
		p.shows("all", "all x v2")
		p.settled()
		calls.take()
		p.Eval(fmt.Sprintf(`(%s.marked = true, %[1]s.focus())`, p.at(nth("in", 1))), nil)
		p.Eval(`document.querySelector("#go").click()`, nil) // without the mouse, which would take the keyboard away
		p.says(nth("out", 3), "got v3")
		p.shows("all", "all x v2 v3")
		p.settled()
		p.keeps(nth("in", 1), "x")
		if !p.dashi() {
			require.Equal(t, []string{"all x v2 v3", "own 1 x", "own 2 v2", "own 3 v3"}, sorted(calls.all()))
			return
		}
		require.Equal(t, []string{"all x v2 v3", "own 3 v3"}, sorted(calls.all()))
		require.True(t, eval[bool](p, p.at(nth("in", 1))+".marked === true"), "it is the same element")
		require.True(t, eval[bool](p, "document.activeElement === "+p.at(nth("in", 1))), "with the keyboard")
		p.Press("y")
		p.says(nth("out", 1), "got xy")
	})
}

// TestRemovingByAPatch: what reads all is called once more; those that stay keep still.
func TestRemovingByAPatch(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := club(p, &calls, []any{1, 2, 3}, func(int) any {
			var patch dashi.Patch
			patch.At(2).Delete()
			return patch
		})
		p.show(app)
		p.shows("all", "all v1 v2 v3")
		p.put(nth("in", 3), "x")
		p.shows("all", "all v1 v2 x")
		p.settled()
		calls.take()
		p.click("go")
		p.shows("all", "all v1 x")
		p.settled()
		p.keeps(nth("in", 3), "x")
		if p.dashi() {
			require.Equal(t, []string{"all v1 x"}, calls.take())
		} else {
			require.Equal(t, []string{"all v1 x", "own 1 v1", "own 3 x"}, sorted(calls.take()))
		}
		p.click("go")
		p.shows("all", "all v1")
	})
}

// TestRemovingTheLast: the list is empty then, and its reader is told.
func TestRemovingTheLast(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		p.show(club(p, &calls, []any{1}, func(int) any { return html.B("nobody") }))
		p.shows("all", "all v1")
		p.settled()
		calls.take()
		p.click("go")
		p.shows("all", "all")
		p.settled()
		require.Equal(t, []string{"all "}, calls.all())
	})
}

// TestReplacingAll: others take the places of all; nobody stays.
func TestReplacingAll(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		p.show(club(p, &calls, []any{1, 2}, func(int) any { return []any{member(3), member(4), member("five")} }))
		p.shows("all", "all v1 v2")
		p.settled()
		calls.take()
		p.click("go")
		p.shows("all", "all v3 v4 vfive")
		p.says(nth("out", "five"), "got vfive")
		p.settled()
		require.Equal(t, []string{"all v3 v4 vfive", "own 3 v3", "own 4 v4", "own five vfive"}, sorted(calls.all()))
		require.Zero(t, eval[int](p, `document.querySelectorAll("[id*='\"index\":1,']").length`))
	})
}

// TestTheOrderOfALL is that of the layout, also after an item came between others and after all changed places.
func TestTheOrderOfALL(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := club(p, &calls, []any{1, 2}, func(n int) any {
			var patch dashi.Patch
			switch n {
			case 1:
				patch.At().Insert(2, member(9))
			case 2:
				patch.At().Prepend(member(8))
			case 3:
				patch.At().Reverse()
			}
			return patch
		})
		p.show(app)
		p.shows("all", "all v1 v2")
		p.click("go")
		p.shows("all", "all v1 v9 v2")
		p.says(nth("out", 9), "got v9")
		p.click("go")
		p.shows("all", "all v8 v1 v9 v2")
		p.click("go")
		p.Until(`document.querySelector("#list").lastElementChild.querySelector("input").value === "v8"`)
		p.settled()
		p.put(nth("in", 9), "x")
		if p.dashi() {
			p.shows("all", "all v2 x v1 v8")
		} else {
			p.WaitContains("#all", "x") // Dash keeps the order in which they came where it can
		}
	})
}

// TestTwoHundredItems come in one answer; each runs its own callback, and what reads all runs once. Dash needs minutes for so many, so
// there they are forty.
func TestTwoHundredItems(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		n := 200
		if !p.dashi() {
			n = 40
		}
		var calls journal
		p.show(club(p, &calls, nil, func(int) any {
			all := []any{}
			for i := range n {
				all = append(all, member(i))
			}
			return all
		}))
		p.shows("all", "all")
		p.settled()
		calls.take()
		p.click("go")
		p.says(nth("out", n-1), fmt.Sprint("got v", n-1))
		p.Until(fmt.Sprintf(`[...document.querySelectorAll("#list p")].filter((e, i) => e.innerText === "got v" + i).length === %d`, n))
		p.settled()
		all := 0
		for _, line := range calls.all() {
			if strings.HasPrefix(line, "all") {
				all++
			}
		}
		require.Equal(t, 1, all)
		require.Len(t, calls.all(), n+1)
		p.put(nth("in", n/2), "x")
		p.says(nth("out", n/2), "got x")
		p.settled()
		require.Len(t, calls.all(), n+3)
	})
}

// TestATreeThatGrows: an item brings a callback that brings items, which bring callbacks; each branch is an instance of its own.
func TestATreeThatGrows(t *testing.T) {
	id := func(kind string, path any) dashi.ID { return dashi.Dict("kind", kind, "path", path) }
	node := func(path string) any {
		return html.Div(html.Button(html.ID(id("grow", path)), "grow "+path), html.Span(html.ID(id("depth", path))), html.Div(html.ID(id("box", path))))
	}
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(node("r"), html.P(html.ID("count"))))
		app.Callback(dashi.Output(id("box", dashi.MATCH), "children"), dashi.Inputs(dashi.Input(id("grow", dashi.MATCH), "n_clicks"), dashi.State(id("grow", dashi.MATCH), "id")),
			func(n int, at struct{ Path string }) any {
				calls.add("grow %s", at.Path)
				return []any{node(at.Path + "0"), node(at.Path + "1")}
			}, dashi.PreventInitialCall())
		app.Callback(dashi.Output(id("depth", dashi.MATCH), "children"), dashi.State(id("depth", dashi.MATCH), "id"), func(at struct{ Path string }) string { return fmt.Sprint("depth ", len(at.Path)) })
		app.Callback(dashi.Output("count", "children"), dashi.Input(id("grow", dashi.ALL), "n_clicks"), func(all []int) string { return fmt.Sprint(len(all), " nodes") })
		p.show(app)
		p.shows("count", "1 nodes")
		for i, path := range []string{"r", "r1", "r10", "r0"} {
			p.Click(at(id("grow", path)))
			p.says(id("depth", path+"1"), fmt.Sprint("depth ", len(path)+1))
			p.shows("count", fmt.Sprint(2*i+3, " nodes"))
		}
		p.settled()
		require.Equal(t, []string{"grow r", "grow r1", "grow r10", "grow r0"}, calls.all())
	})
}

// TestBackBeforeTheAnswer: a component goes while its call is out, and one with the same id comes; the old answer is not for it.
func TestBackBeforeTheAnswer(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := bringer(p, map[string]any{"a": html.Div(dcc.Input{ID: nth("in", 1), Value: "first"}, html.P(html.ID(nth("out", 1)))), "b": "nothing",
			"c": html.Div(dcc.Input{ID: nth("in", 1), Value: "second"}, html.P(html.ID(nth("out", 1)), "fresh"))})
		app.Callback(dashi.Output(nth("out", dashi.MATCH), "children"), dashi.Input(nth("in", dashi.MATCH), "value"), func(v string) string {
			held.wait(v)
			return "got " + v
		})
		p.show(app)
		p.put("which", "a")
		held.arrived("first")
		p.put("which", "b")
		p.shows("box", "nothing")
		p.put("which", "c")
		held.arrived("second")
		p.says(nth("out", 1), "fresh")
		held.release("first")
		held.release("second")
		p.says(nth("out", 1), "got second")
		p.settled()
		require.Equal(t, "got second", p.Text(at(nth("out", 1))))
	})
}

// TestBackWithoutACall: the same where the new component makes no call that could supersede the old one.
func TestBackWithoutACall(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := bringer(p, map[string]any{"a": html.Div(dcc.Input{ID: nth("in", 1)}, html.P(html.ID(nth("out", 1)))), "b": "nothing", "c": html.Div(dcc.Input{ID: nth("in", 1)}, html.P(html.ID(nth("out", 1)), "fresh"))})
		app.Callback(dashi.Output(nth("out", dashi.MATCH), "children"), dashi.Input(nth("in", dashi.MATCH), "value"), func(v string) string {
			held.wait(v)
			return "got " + v
		}, dashi.PreventInitialCall())
		p.show(app)
		p.put("which", "a")
		p.put(nth("in", 1), "old")
		held.arrived("old")
		p.put("which", "b")
		p.shows("box", "nothing")
		p.put("which", "c")
		p.says(nth("out", 1), "fresh")
		held.release("old")
		p.settled()
		require.Equal(t, "fresh", p.Text(at(nth("out", 1))))
		p.busy(nth("out", 1), false)
		p.put(nth("in", 1), "new")
		held.release("new")
		p.says(nth("out", 1), "got new")
	})
}

// TestItemsFromSetProps: components that a side update brings have their callbacks called in ours; Dash only makes them known, and
// calls their callbacks when they are touched.
func TestItemsFromSetProps(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := club(p, &calls, nil, nothing)
		app.Callback(dashi.Outputs(), dashi.Input("all", "n_clicks"), func(ctx context.Context, n int) error {
			return dashi.CallFrom(ctx).SetProps("list", map[string]any{"children": []any{member(n), member(n + 1)}})
		}, dashi.PreventInitialCall())
		p.show(app)
		p.shows("all", "all")
		p.settled()
		calls.take()
		p.click("all")
		p.keeps(nth("in", 2), "v2")
		p.settled()
		if p.dashi() {
			p.shows("all", "all v1 v2")
			p.says(nth("out", 1), "got v1")
			require.Equal(t, []string{"all v1 v2", "own 1 v1", "own 2 v2"}, sorted(calls.take()))
		} else {
			require.Empty(t, calls.take())
		}
		p.put(nth("in", 2), "x")
		p.says(nth("out", 2), "got x")
		p.shows("all", "all v1 x")
	})
}

// TestItemsFromRunning: what stands in a place while a callback runs is laid out as anything else (ours), and goes when it ends.
func TestItemsFromRunning(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		var calls journal
		app := club(p, &calls, nil, nothing)
		app.Callback(dashi.Outputs(), dashi.Input("all", "n_clicks"), func(int) { held.wait("run") }, dashi.PreventInitialCall(),
			dashi.Running(dashi.Output("list", "children"), []any{member(7)}, "nobody"))
		p.show(app)
		p.shows("all", "all")
		p.settled()
		calls.take()
		p.click("all")
		held.arrived("run")
		p.keeps(nth("in", 7), "v7")
		if p.dashi() {
			p.says(nth("out", 7), "got v7")
			p.shows("all", "all v7")
		}
		p.put(nth("in", 7), "x")
		p.says(nth("out", 7), "got x")
		p.shows("all", "all x")
		held.release("run")
		p.shows("list", "nobody")
		p.settled()
		if p.dashi() {
			p.shows("all", "all")
		}
	})
}

// TestAnAnswerThatTakesItsOwnInputAway: the list is rebuilt without the item whose button was pressed.
func TestAnAnswerThatTakesItsOwnInputAway(t *testing.T) {
	drop := func(i int) any { return html.Button(html.ID(nth("drop", i)), html.NClicks(0), fmt.Sprint("drop ", i)) }
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Div(html.ID("list"), drop(1), drop(2), drop(3)), html.P(html.ID("count"))))
		app.Callback(dashi.Output("list", "children"), dashi.Inputs(dashi.Input(nth("drop", dashi.ALL), "n_clicks"), dashi.State(nth("drop", dashi.ALL), "id")),
			func(clicks []int, ids []struct{ Index int }) (any, error) {
				left := []any{}
				for i, n := range clicks {
					if n == 0 {
						left = append(left, drop(ids[i].Index))
					}
				}
				if len(left) == len(clicks) {
					return nil, dashi.PreventUpdate // it is told that the list is shorter
				}
				return left, nil
			}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("count", "children"), dashi.Input(nth("drop", dashi.ALL), "n_clicks"), func(clicks []int) int { return len(clicks) })
		p.show(app)
		p.shows("count", "3")
		for i, which := range []int{2, 1, 3} {
			p.Click(at(nth("drop", which)))
			p.shows("count", fmt.Sprint(2-i))
			p.Until("!" + p.at(nth("drop", which)))
			p.settled()
		}
		p.shows("list", "")
	})
}

// TestAppendingToAnEmptyList: a list that is empty at first is a list.
func TestAppendingToAnEmptyList(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("add"), "add"), html.Div(html.ID("list"), layout.Fragment{})))
		app.Callback(dashi.Output("list", "children"), dashi.Input("add", "n_clicks"), func(int) (patch dashi.Patch) {
			patch.At().Append(html.P("item"))
			return patch
		}, dashi.PreventInitialCall())
		p.show(app)
		p.click("add")
		p.shows("list", "item")
	})
}
