package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// Callbacks on dictionary ids. What is added and taken away at run time, see grow_test.go.

// nth is the id of one of several components of a kind.
func nth(kind string, index any) dashi.ID { return dashi.Dict("type", kind, "index", index) }

// at is the selector of a component by its id, be it plain or a dictionary.
func at(id dashi.ID) string { return fmt.Sprintf("[id=%q]", string(id)) }

// at is the same as the JavaScript expression for the element.
func (p *page) at(id dashi.ID) string { return "document.querySelector(" + quoted(at(id)) + ")" }

// says waits until a component shows text.
func (p *page) says(id dashi.ID, text string) {
	p.t.Helper()
	p.WaitText(at(id), text)
}

// keeps waits until a field holds text.
func (p *page) keeps(id dashi.ID, text string) {
	p.t.Helper()
	p.Until(fmt.Sprintf("%s?.value === %q", p.at(id), text))
}

// put replaces what a field holds in one step, as pasting does: one event for the whole text.
func (p *page) put(id dashi.ID, text string) {
	p.t.Helper()
	p.Focus(at(id))
	p.Eval(fmt.Sprintf(`(%s.select(), document.execCommand("insertText", false, %q))`, p.at(id), text), nil)
}

// busy waits until a component shows that it loads, or that it does not.
func (p *page) busy(id dashi.ID, on bool) {
	p.t.Helper()
	p.Until(fmt.Sprintf(`%s.hasAttribute("data-dash-is-loading") === %v`, p.at(id), on))
}

// fields are text fields of a kind with these values, at 1, 2, and so on.
func fields(kind string, values ...string) (list layout.Fragment) {
	for i, v := range values {
		list = append(list, dcc.Input{ID: nth(kind, i+1), Value: v})
	}
	return list
}

// places are paragraphs of a kind.
func places(kind string, indexes ...any) (list layout.Fragment) {
	for _, index := range indexes {
		list = append(list, html.P(html.ID(nth(kind, index))))
	}
	return list
}

// TestATodoList: items come, are ticked off and cleared away, and one callback counts them all.
func TestATodoList(t *testing.T) {
	item := func(n int, text string, ticks int) any {
		return html.Div(html.ID(nth("item", n)), html.Button(html.ID(nth("tick", n)), html.NClicks(ticks), "tick"), html.Span(html.ID(nth("text", n)), text))
	}
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "new"}, html.Button(html.ID("add"), "add"), html.Button(html.ID("clear"), "clear"),
			html.Div(html.ID("list"), html.B("to"), html.B(" do")), html.P(html.ID("summary"))))
		app.Callback(dashi.Outputs(dashi.Output("list", "children"), dashi.Output("new", "value")),
			dashi.Inputs(dashi.Input("add", "n_clicks"), dashi.Input("clear", "n_clicks"), dashi.State("new", "value"),
				dashi.State(nth("tick", dashi.ALL), "n_clicks"), dashi.State(nth("text", dashi.ALL), "children"), dashi.State(nth("text", dashi.ALL), "id")),
			func(ctx context.Context, add, _ int, text string, ticks []int, texts []string, ids []struct{ Index int }) (any, any) {
				if dashi.CallFrom(ctx).TriggeredID() == "add" {
					var patch dashi.Patch
					patch.At().Append(item(add, text, 0))
					return patch, ""
				}
				left := []any{html.B("to"), html.B(" do")}
				for i, id := range ids {
					if ticks[i]%2 == 0 {
						left = append(left, item(id.Index, texts[i], ticks[i]))
					}
				}
				return left, dashi.NoUpdate
			}, dashi.PreventInitialCall())
		app.Callback(dashi.Output(nth("item", dashi.MATCH), "className"), dashi.Input(nth("tick", dashi.MATCH), "n_clicks"), func(n int) string {
			return map[bool]string{true: "done", false: "open"}[n%2 == 1]
		})
		app.Callback(dashi.Output("summary", "children"), dashi.Input(nth("tick", dashi.ALL), "n_clicks"), func(ticks []int) string {
			done := 0
			for _, n := range ticks {
				done += n % 2
			}
			return fmt.Sprintf("%d of %d done", done, len(ticks))
		})
		p.show(app)
		p.shows("summary", "0 of 0 done")
		for i, text := range []string{"bread", "milk", "tea"} {
			p.put("new", text)
			p.click("add")
			p.says(nth("text", i+1), text)
			p.shows("summary", fmt.Sprintf("0 of %d done", i+1))
			p.holds("new", "")
		}
		p.Click(at(nth("tick", 1)))
		p.shows("summary", "1 of 3 done")
		p.Until(p.at(nth("item", 1)) + `.className === "done"`)
		p.Click(at(nth("tick", 3)))
		p.shows("summary", "2 of 3 done")
		p.Click(at(nth("tick", 1)))
		p.shows("summary", "1 of 3 done")
		p.Until(p.at(nth("item", 1)) + `.className === "open"`)
		p.click("clear")
		p.shows("summary", "0 of 2 done")
		p.WaitText("#list", "to do\ntickbread\ntickmilk")
		p.Click(at(nth("tick", 2)))
		p.shows("summary", "1 of 2 done")
		p.Until(p.at(nth("item", 2)) + `.className === "done" && ` + p.at(nth("item", 1)) + `.className === "open"`)
	})
}

// TestMATCHOnSeveralKeys: a table whose rows, columns and whole are summed, each cell being copied too.
func TestMATCHOnSeveralKeys(t *testing.T) {
	cell := func(kind string, row, col any) dashi.ID { return dashi.Dict("type", kind, "row", row, "col", col) }
	row := func(r any) dashi.ID { return dashi.Dict("type", "sum", "row", r) }
	col := func(c any) dashi.ID { return dashi.Dict("type", "sum", "col", c) }
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		sum := func(ctx context.Context, cells []string) string {
			calls.add("%s", dashi.CallFrom(ctx).Outputs()[0].ID)
			return strings.Join(cells, "+")
		}
		app := p.app(dashi.Options{})
		var page layout.Fragment
		for r := 1; r <= 2; r++ {
			for c := 1; c <= 3; c++ {
				page = append(page, dcc.Input{ID: cell("in", r, c), Value: fmt.Sprint(r, c)}, html.P(html.ID(cell("copy", r, c))))
			}
			page = append(page, html.P(html.ID(row(r))))
		}
		app.Layout(append(page, html.P(html.ID(col(1))), html.P(html.ID(col(2))), html.P(html.ID(col(3))), html.P(html.ID("total"))))
		app.Callback(dashi.Output(cell("copy", dashi.MATCH, dashi.MATCH), "children"), dashi.Input(cell("in", dashi.MATCH, dashi.MATCH), "value"),
			func(ctx context.Context, v string) string {
				calls.add("%s", dashi.CallFrom(ctx).Outputs()[0].ID)
				return "copy " + v
			})
		app.Callback(dashi.Output(row(dashi.MATCH), "children"), dashi.Input(cell("in", dashi.MATCH, dashi.ALL), "value"), sum)
		app.Callback(dashi.Output(col(dashi.MATCH), "children"), dashi.Input(cell("in", dashi.ALL, dashi.MATCH), "value"), sum)
		app.Callback(dashi.Output("total", "children"), dashi.Input(cell("in", dashi.ALL, dashi.ALL), "value"), sum)
		p.show(app)
		p.says(row(1), "1 1+1 2+1 3")
		p.says(col(2), "1 2+2 2")
		p.shows("total", "1 1+1 2+1 3+2 1+2 2+2 3")
		p.says(cell("copy", 2, 3), "copy 2 3")
		p.settled()
		require.Len(t, calls.take(), 6+2+3+1, "one call for each set of values")
		p.put(cell("in", 2, 1), "x")
		p.says(row(2), "x+2 2+2 3")
		p.says(col(1), "1 1+x")
		p.shows("total", "1 1+1 2+1 3+x+2 2+2 3")
		p.says(cell("copy", 2, 1), "copy x")
		p.settled()
		require.ElementsMatch(t, []string{string(cell("copy", 2, 1)), string(row(2)), string(col(1)), "total"}, calls.all())
	})
}

// TestFibonacci: each number is made of those before it, by one callback; a change runs up from where it is.
func TestFibonacci(t *testing.T) {
	number := func(i any) dashi.ID { return dashi.Dict("i", i) }
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "n", Kind: dcc.InputNumber, Value: 4}, html.Div(html.ID("series")), html.P(html.ID("sum"))))
		app.Callback(dashi.Output("series", "children"), dashi.Input("n", "value"), func(n *int) (list []any, err error) {
			if n == nil {
				return nil, dashi.PreventUpdate
			}
			list = []any{}
			for i := range *n {
				list = append(list, html.P(html.ID(number(i))))
			}
			return list, nil
		})
		app.Callback(dashi.Output(number(dashi.MATCH), "children"), dashi.Input(number(dashi.ALLSMALLER), "children"), func(before []int) int {
			if n := len(before); n >= 2 {
				return before[n-1] + before[n-2]
			}
			return len(before)
		})
		app.Callback(dashi.Output("sum", "children"), dashi.Input(number(dashi.ALL), "children"), func(all []int) string {
			sum := 0
			for _, n := range all {
				sum += n
			}
			return fmt.Sprintf("%d numbers, sum %d", len(all), sum)
		})
		p.show(app)
		p.shows("sum", "4 numbers, sum 4")
		p.WaitText("#series", "0\n\n1\n\n1\n\n2")
		p.put("n", "9")
		p.shows("sum", "9 numbers, sum 54")
		p.says(number(8), "21")
		p.put("n", "3")
		p.shows("sum", "3 numbers, sum 2")
		p.put("n", "0")
		p.shows("sum", "0 numbers, sum 0")
		p.put("n", "7")
		p.shows("sum", "7 numbers, sum 20")
	})
}

// TestPrimes: every number looks at itself and at those below it.
func TestPrimes(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		var page layout.Fragment
		for i := 2; i <= 7; i++ {
			page = append(page, dcc.Input{ID: nth("number", i), Value: i, Kind: dcc.InputNumber}, html.P(html.ID(nth("verdict", i))))
		}
		app.Layout(append(page, html.P(html.ID("primes"))))
		app.Callback(dashi.Output(nth("verdict", dashi.MATCH), "children"),
			dashi.Inputs(dashi.Input(nth("number", dashi.MATCH), "value"), dashi.Input(nth("number", dashi.ALLSMALLER), "value")),
			func(ctx context.Context, n int, below []int) string {
				calls.add("%s", dashi.CallFrom(ctx).Outputs()[0].ID)
				for _, b := range below {
					if n%b == 0 {
						return fmt.Sprintf("%d divides", b)
					}
				}
				return "prime"
			})
		app.Callback(dashi.Output("primes", "children"), dashi.Input(nth("verdict", dashi.ALL), "children"), func(verdicts []string) int {
			n := 0
			for _, v := range verdicts {
				if v == "prime" {
					n++
				}
			}
			return n
		})
		p.show(app)
		p.shows("primes", "4")
		p.says(nth("verdict", 6), "2 divides")
		p.settled()
		require.Len(t, calls.take(), 6)
		p.put(nth("number", 5), "3")
		p.says(nth("verdict", 5), "3 divides")
		p.shows("primes", "3")
		p.settled()
		require.ElementsMatch(t, []string{string(nth("verdict", 5)), string(nth("verdict", 6)), string(nth("verdict", 7))}, calls.all(), "those below keep still")
	})
}

// TestMATCHInStateAndId: a callback of one row reads the rest of its row, the row's id among it.
func TestMATCHInStateAndId(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		var page layout.Fragment
		for i, name := range []string{"a", "b"} {
			page = append(page, html.Button(html.ID(nth("go", i+1)), "go"), dcc.Input{ID: nth("in", i+1), Value: name}, html.P(html.ID(nth("out", i+1))))
		}
		app.Layout(append(page, dcc.Input{ID: "plain", Value: "p"}))
		app.Callback(dashi.Output(nth("out", dashi.MATCH), "children"),
			dashi.Inputs(dashi.Input(nth("go", dashi.MATCH), "n_clicks"), dashi.State(nth("in", dashi.MATCH), "value"), dashi.State(nth("out", dashi.MATCH), "id"),
				dashi.State(nth("in", dashi.ALL), "value"), dashi.State("plain", "value")),
			func(n int, own string, id dashi.ID, all []string, plain string) string {
				return fmt.Sprint(n, own, id, all, plain)
			})
		p.show(app)
		p.says(nth("out", 1), `0a{"index":1,"type":"out"}[a b]p`)
		p.says(nth("out", 2), `0b{"index":2,"type":"out"}[a b]p`)
		p.put(nth("in", 2), "x")
		p.put("plain", "y")
		p.settled()
		p.Click(at(nth("go", 1)))
		p.says(nth("out", 1), `1a{"index":1,"type":"out"}[a x]y`)
		require.Equal(t, `0b{"index":2,"type":"out"}[a b]p`, p.Text(at(nth("out", 2))))
		p.Click(at(nth("go", 2)))
		p.says(nth("out", 2), `1x{"index":2,"type":"out"}[a x]y`)
	})
}

// TestOutputsOfALL: a list with one value for each component, some of which are left as they are.
func TestOutputsOfALL(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var heard journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "0"}, places("out", 1, 2, 3), html.P(html.ID("total"))))
		app.Callback(dashi.Outputs(dashi.Output(nth("out", dashi.ALL), "children"), dashi.Output(nth("out", dashi.ALL), "title"), dashi.Output("total", "title")), dashi.Input("in", "value"),
			func(ctx context.Context, v string) ([]any, any, string) {
				require.Len(t, dashi.CallFrom(ctx).Outputs(), 7)
				texts := []any{"a" + v, "b" + v, "c" + v}
				if v == "1" {
					texts[1] = dashi.NoUpdate
					return texts, dashi.NoUpdate, v
				}
				return texts, []string{v, v, v}, v
			})
		app.Callback(dashi.Outputs(), dashi.Input(nth("out", dashi.MATCH), "children"), func(v string) { heard.add("%s", v) }, dashi.PreventInitialCall())
		p.show(app)
		p.says(nth("out", 3), "c0")
		p.settled()
		heard.take()
		p.put("in", "1")
		p.says(nth("out", 1), "a1")
		p.says(nth("out", 3), "c1")
		p.Until(`document.querySelector("#total").title === "1"`)
		p.settled()
		require.Equal(t, "b0", p.Text(at(nth("out", 2))))
		require.Equal(t, "0", eval[string](p, p.at(nth("out", 1))+".title"))
		require.ElementsMatch(t, []string{"a1", "c1"}, heard.all())
		p.put("in", "2")
		p.says(nth("out", 2), "b2")
		p.Until(p.at(nth("out", 2)) + `.title === "2"`)
	})
}

// TestOneOutputForTheInputThatChanged: no output has MATCH, so the input that changed tells which call it is, and what the state is.
func TestOneOutputForTheInputThatChanged(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		var page layout.Fragment
		for i, name := range []string{"a", "b", "c"} {
			page = append(page, html.Button(html.ID(nth("go", i+1)), "go"), dcc.Input{ID: nth("in", i+1), Value: name})
		}
		app.Layout(append(page, html.P(html.ID("out"), "untouched"), html.P(html.ID("heard"))))
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input(nth("go", dashi.MATCH), "n_clicks"), dashi.State(nth("in", dashi.MATCH), "value")),
			func(ctx context.Context, n int, v string) string {
				return fmt.Sprint(v, n, dashi.CallFrom(ctx).TriggeredID())
			}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("heard", "children"), dashi.Input("out", "children"), func(v string) string { return "heard " + v })
		p.show(app)
		p.shows("heard", "heard untouched")
		p.Click(at(nth("go", 2)))
		p.shows("heard", `heard b1{"index":2,"type":"go"}`)
		p.put(nth("in", 3), "x")
		p.Click(at(nth("go", 3)))
		p.shows("heard", `heard x1{"index":3,"type":"go"}`)
		p.Click(at(nth("go", 2)))
		p.shows("heard", `heard b2{"index":2,"type":"go"}`)
	})
}

// TestCallsOfOneOutputDoNotSupersedeEachOther: they are instances of their own, and each answer is shown as it comes.
func TestCallsOfOneOutputDoNotSupersedeEachOther(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		var heard journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID(nth("go", 1)), "go"), html.Button(html.ID(nth("go", 2)), "go"), html.P(html.ID("out"))))
		app.Callback(dashi.Outputs(), dashi.Inputs(dashi.Input(nth("go", dashi.MATCH), "n_clicks"), dashi.State(nth("go", dashi.MATCH), "id")),
			func(ctx context.Context, n int, id struct{ Index int }) {
				held.wait(fmt.Sprint(id.Index))
				heard.add("%d %v", id.Index, ctx.Err())
			}, dashi.PreventInitialCall())
		p.show(app)
		p.Click(at(nth("go", 1)))
		held.arrived("1")
		p.Click(at(nth("go", 2)))
		held.arrived("2")
		held.release("2")
		held.release("1")
		p.settled()
		require.ElementsMatch(t, []string{"1 <nil>", "2 <nil>"}, heard.all())
	})
}

// TestALLOfNothing: the callback is called with an empty list.
func TestALLOfNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.P(html.ID("out")), html.P(html.ID("mixed"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input(nth("in", dashi.ALL), "value"), func(v []string) string {
			calls.add("out %t", v == nil)
			return fmt.Sprint("got ", v)
		})
		app.Callback(dashi.Output("mixed", "children"), dashi.Inputs(dashi.Input("go", "n_clicks"), dashi.Input(nth("in", dashi.ALL), "value"), dashi.State(nth("in", dashi.ALL), "id")),
			func(n int, v []string, ids []dashi.ID) string { return fmt.Sprint(n, v, ids) })
		p.show(app)
		p.shows("out", "got []")
		p.shows("mixed", "0 [] []")
		p.click("go")
		p.shows("mixed", "1 [] []")
		require.Equal(t, []string{"out false"}, calls.all())
	})
}

// TestNoOutputOfALL: with nobody to tell, a callback is not called; that is no error.
func TestNoOutputOfALL(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.P(html.ID("echo"))))
		app.Callback(dashi.Output(nth("out", dashi.ALL), "children"), dashi.Input("go", "n_clicks"), func(int) []string { calls.add("called"); return []string{} })
		app.Callback(dashi.Output("echo", "children"), dashi.Input("go", "n_clicks"), func(n int) int { return n })
		p.show(app)
		p.click("go")
		p.shows("echo", "1")
		p.settled()
		require.Empty(t, calls.all())
	})
}

// TestPlainAndPatternInputs: one callback reads both, and is told which of them changed.
func TestPlainAndPatternInputs(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "factor", Value: "2"}, fields("in", "3", "4"), places("out", 1, 2), html.P(html.ID("log"))))
		product := func(ctx context.Context, factor, v string, all []string) string {
			a, _ := strconv.Atoi(factor)
			b, _ := strconv.Atoi(v)
			return fmt.Sprintf("%d of %v for %q", a*b, all, dashi.CallFrom(ctx).TriggeredID())
		}
		app.Callback(dashi.Output(nth("out", dashi.MATCH), "children"),
			dashi.Inputs(dashi.Input("factor", "value"), dashi.Input(nth("in", dashi.MATCH), "value"), dashi.State(nth("in", dashi.ALL), "value")), product)
		p.show(app)
		p.says(nth("out", 1), `6 of [3 4] for ""`)
		p.says(nth("out", 2), `8 of [3 4] for ""`)
		p.put("factor", "5")
		p.says(nth("out", 1), `15 of [3 4] for "factor"`)
		p.says(nth("out", 2), `20 of [3 4] for "factor"`)
		p.put(nth("in", 2), "1")
		p.says(nth("out", 2), `5 of [3 1] for "{\"index\":2,\"type\":\"in\"}"`)
		p.settled()
		require.Equal(t, `15 of [3 4] for "factor"`, p.Text(at(nth("out", 1))))
	})
}

// kinds is a key and values with all that JSON, CSS or a path could stumble over. The same text as a number is another value;
// Dash takes 7 and "7" for the same and finds several components, so it is spared them.
func kinds(p *page) (key string, values []any) {
	values = []any{"text", "", 7, 0, -1, 1.5, 1e21, true, false, `quo"te`, `back\slash`, "do.t", "..", "a{b}c", "new\nline", "ä 漢 😀", "</script>", "MATCH", "null"}
	if p.dashi() {
		values = append(values, "7", "0", "true", "1e+21")
	}
	return `ke"y.with {everything}`, values
}

func TestKeysAndValuesOfEveryKind(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		key, values := kinds(p)
		id := func(v any) dashi.ID { return dashi.Dict(key, v, "type", "in") }
		app := p.app(dashi.Options{})
		var page layout.Fragment
		for _, v := range values {
			page = append(page, html.Button(html.ID(id(v)), fmt.Sprint(v)))
		}
		app.Layout(append(page, html.P(html.ID("one")), html.P(html.ID("all"))))
		app.Callback(dashi.Output("one", "children"), dashi.Inputs(dashi.Input(id(dashi.MATCH), "n_clicks"), dashi.State(id(dashi.MATCH), "id")),
			func(ctx context.Context, n int, parts map[string]any) string {
				require.EqualValues(t, id(parts[key]), dashi.CallFrom(ctx).TriggeredID())
				return fmt.Sprintf("%T %q %d", parts[key], fmt.Sprint(parts[key]), n)
			}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("all", "children"), dashi.Input(id(dashi.ALL), "n_clicks"), func(n []int) string { return fmt.Sprint(n) })
		p.show(app)
		clicks := make([]int, len(values))
		p.shows("all", fmt.Sprint(clicks))
		for i, v := range values {
			p.Until(fmt.Sprintf(`document.querySelectorAll("button")[%d].id === %s`, i, quotedJSON(string(id(v)))))
			p.Eval(fmt.Sprintf(`document.querySelectorAll("button")[%d].click()`, i), nil)
			clicks[i] = 1
			var plain any
			require.NoError(t, json.Unmarshal([]byte(quotedJSON(v)), &plain))
			p.Until(fmt.Sprintf(`document.querySelector("#one").textContent === %s`, quotedJSON(fmt.Sprintf("%T %q 1", plain, fmt.Sprint(plain)))))
			p.shows("all", fmt.Sprint(clicks))
		}
	})
}

// TestOutputsOfEveryKind: in Dash, with its own server, a dot in such an id breaks the page; we send the id as it is, which both read.
func TestOutputsOfEveryKind(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		key, values := kinds(p)
		id := func(v any) dashi.ID { return dashi.Dict(key, v, "type", "out") }
		app := p.app(dashi.Options{})
		var page layout.Fragment
		for _, v := range values {
			page = append(page, html.P(html.ID(id(v))))
		}
		app.Layout(append(page, html.Button(html.ID("go"), "go")))
		app.Callback(dashi.Output(id(dashi.MATCH), "children"), dashi.Inputs(dashi.Input("go", "n_clicks"), dashi.State(id(dashi.MATCH), "id")),
			func(n int, id dashi.ID) string { return fmt.Sprint(n, " ", id) })
		app.Callback(dashi.Output(id("do.t"), "title"), dashi.Input("go", "n_clicks"), func(n int) string { return fmt.Sprint(n) })
		p.show(app)
		for n := range 2 {
			for i, v := range values {
				p.Until(fmt.Sprintf(`document.querySelectorAll("p")[%d]?.textContent === %s`, i, quotedJSON(fmt.Sprint(n, " ", id(v)))))
			}
			p.Until(fmt.Sprintf(`[...document.querySelectorAll("p")].filter((e) => e.title === "%d").length === 1`, n))
			p.click("go")
		}
	})
}

// quotedJSON is a value as JavaScript.
func quotedJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// TestTriggeredIds: what a callback is told of why it runs.
func TestTriggeredIds(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(fields("in", "a", "b"), html.Button(html.ID("both"), "both"), html.P(html.ID("out"))))
		app.Callback(dashi.Output(nth("in", dashi.ALL), "value"), dashi.Input("both", "n_clicks"), func(n int) []string { return []string{"c", "d"} }, dashi.PreventInitialCall())
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input(nth("in", dashi.ALL), "value"), dashi.Input(nth("in", dashi.ALL), "n_submit")),
			func(ctx context.Context, values []string, _ []int) string {
				text := strings.Join(values, "")
				for _, prop := range dashi.CallFrom(ctx).Triggered() {
					text += fmt.Sprintf(" %s %s %s", prop.ID, prop.Property, prop.Value)
				}
				return text
			})
		p.show(app)
		p.shows("out", "ab")
		p.put(nth("in", 2), "x")
		p.shows("out", `ax {"index":2,"type":"in"} value "x"`)
		p.Press("\r")
		p.shows("out", `ax {"index":2,"type":"in"} n_submit 1`)
		p.click("both")
		p.shows("out", `cd {"index":1,"type":"in"} value "c" {"index":2,"type":"in"} value "d"`)
	})
}

// TestTheOrderOfALLSMALLER: numbers and texts that are numbers by size, then booleans, then other texts, wherever they stand.
func TestTheOrderOfALLSMALLER(t *testing.T) {
	rising := []any{-3, "2", 9.5, "10", 11, "1e2", false, true, "a", "b"}
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		var page layout.Fragment
		for i := range rising { // in the order of the layout, which is that of the list
			v := rising[(i*7)%len(rising)]
			page = append(page, dcc.Input{ID: nth("in", v), Value: fmt.Sprint(v)}, html.P(html.ID(nth("out", v))))
		}
		app.Layout(page)
		app.Callback(dashi.Output(nth("out", dashi.MATCH), "children"), dashi.Input(nth("in", dashi.ALLSMALLER), "value"), func(smaller []string) string { return strings.Join(smaller, " ") })
		p.show(app)
		for i, v := range rising {
			var smaller []string
			for j := range rising {
				if at := (j * 7) % len(rising); at < i {
					smaller = append(smaller, fmt.Sprint(rising[at]))
				}
			}
			p.says(nth("out", v), strings.Join(smaller, " "))
		}
	})
}

// TestInitialCallsOfPatterns: one for each value of MATCH, in a chain of patterns too; with PreventInitialCall none.
func TestInitialCallsOfPatterns(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(fields("in", "a", "b", "c"), places("out", 1, 2, 3), places("then", 1, 2, 3), places("never", 1, 2, 3), html.P(html.ID("all"))))
		note := func(name string) func(context.Context, string) string {
			return func(ctx context.Context, v string) string {
				calls.add("%s %s %d", name, v, len(dashi.CallFrom(ctx).Triggered()))
				return v
			}
		}
		app.Callback(dashi.Output("all", "children"), dashi.Input(nth("then", dashi.ALL), "children"), func(v []string) string {
			calls.add("all %s", v)
			return strings.Join(v, "")
		})
		app.Callback(dashi.Output(nth("then", dashi.MATCH), "children"), dashi.Input(nth("out", dashi.MATCH), "children"), note("then"))
		app.Callback(dashi.Output(nth("out", dashi.MATCH), "children"), dashi.Input(nth("in", dashi.MATCH), "value"), note("out"))
		app.Callback(dashi.Output(nth("never", dashi.MATCH), "children"), dashi.Input(nth("in", dashi.MATCH), "value"), note("never"), dashi.PreventInitialCall())
		p.show(app)
		p.shows("all", "abc")
		p.settled()
		require.ElementsMatch(t, []string{"out a 0", "out b 0", "out c 0", "then a 1", "then b 1", "then c 1", "all [a b c]"}, calls.all())
	})
}

// TestANewerCallOfOneInstance: it takes the place of the older call of the same MATCH value, whose context in Go ends (in ours), and
// leaves the calls of other values alone. Each instance loads by itself.
func TestANewerCallOfOneInstance(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		cancelled := make(chan string, 10)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(fields("in", "", ""), places("out", 1, 2), html.P(html.ID("all"))))
		app.Callback(dashi.Output(nth("out", dashi.MATCH), "children"), dashi.Input(nth("in", dashi.MATCH), "value"), func(ctx context.Context, v string) string {
			context.AfterFunc(ctx, func() { cancelled <- v })
			held.wait(v)
			return "got " + v
		}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("all", "children"), dashi.Input(nth("out", dashi.ALL), "children"), func(v []string) string { return strings.Join(v, ",") }, dashi.PreventInitialCall())
		p.show(app)
		p.put(nth("in", 2), "other")
		held.arrived("other")
		p.put(nth("in", 1), "old")
		held.arrived("old")
		p.put(nth("in", 1), "new")
		held.arrived("new")
		if p.dashi() {
			require.Equal(t, "old", receive(t, cancelled), "and not the other")
		}
		p.busy(nth("out", 1), true)
		p.busy(nth("out", 2), true)
		held.release("new")
		p.says(nth("out", 1), "got new")
		p.busy(nth("out", 1), false)
		p.busy(nth("out", 2), true)
		held.release("old")
		held.release("other")
		p.says(nth("out", 2), "got other")
		p.busy(nth("out", 2), false)
		p.shows("all", "got new,got other")
		p.settled()
		require.Equal(t, "got new", p.Text(at(nth("out", 1))))
	})
}

// TestAnErrorOfOneInstance leaves the others working.
func TestAnErrorOfOneInstance(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(fields("in", "a", "b"), places("out", 1, 2)))
		app.Callback(dashi.Output(nth("out", dashi.MATCH), "children"), dashi.Input(nth("in", dashi.MATCH), "value"), func(v string) (string, error) {
			if v == "bad" {
				return "", fmt.Errorf("no")
			}
			return "got " + v, nil
		})
		p.show(app)
		p.Allow("500")
		p.Allow("out")
		p.says(nth("out", 1), "got a")
		p.put(nth("in", 1), "bad")
		p.put(nth("in", 2), "c")
		p.says(nth("out", 2), "got c")
		p.settled()
		require.Equal(t, "got a", p.Text(at(nth("out", 1))))
		p.put(nth("in", 1), "d")
		p.says(nth("out", 1), "got d")
	})
}
