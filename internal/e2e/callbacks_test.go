package e2e_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// What a callback is given, what it may give back, and what runs because of that. When calls meet, see ordering_test.go.

func TestACallbackFollowsItsInput(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "initial"}, html.P(html.ID("out"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string {
			calls.add("%s", v)
			return "got " + v
		})
		p.show(app)
		p.shows("out", "got initial")
		p.settled()
		require.Equal(t, []string{"initial"}, calls.take(), "one call when the page loads")
		p.fill("in", "a")
		p.shows("out", "got a")
		p.Press("b")
		p.shows("out", "got ab")
		p.settled()
		require.Equal(t, []string{"a", "ab"}, calls.all())
	})
}

func TestOneInputFeedsSeveralCallbacks(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("one")), html.P(html.ID("two"))))
		app.Callback(dashi.Output("one", "children"), dashi.Input("in", "value"), func(v string) string { return "one " + v })
		app.Callback(dashi.Output("two", "children"), dashi.Input("in", "value"), func(v string) string { return "two " + v })
		p.show(app)
		p.shows("one", "one x")
		p.shows("two", "two x")
		p.fill("in", "y")
		p.shows("one", "one y")
		p.shows("two", "two y")
	})
}

func TestSeveralOutputsAreSetTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"},
			html.P(html.ID("text")), html.P(html.ID("length")), html.P(html.ID("both")),
			html.P(html.ID("told"))))
		app.Callback(
			dashi.Outputs(dashi.Output("text", "children"), dashi.Output("length", "children"), dashi.Output("both", "children"), dashi.Output("both", "title")),
			dashi.Input("in", "value"),
			func(v string) (string, int, []any, string) { return v, len(v), []any{v, ":", len(v)}, "title of " + v })
		app.Callback(dashi.Output("told", "children"), dashi.Inputs(dashi.Input("text", "children"), dashi.Input("length", "children"), dashi.State("both", "title")),
			func(text string, length int, title string) string { return fmt.Sprint(text, length, title) })
		p.show(app)
		p.shows("told", "x1title of x")
		p.fill("in", "four")
		p.shows("told", "four4title of four")
		p.shows("both", "four:4")
	})
}

func TestOneOutputInAList(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out"))))
		app.Callback(dashi.Outputs(dashi.Output("out", "children")), dashi.Inputs(dashi.Input("in", "value")),
			func(v string) string { return "got " + v })
		p.show(app)
		p.shows("out", "got x")
		p.fill("in", "y")
		p.shows("out", "got y")
	})
}

func TestStateIsReadAndDoesNotTrigger(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "i"}, dcc.Input{ID: "state", Value: "s"}, html.Button(html.ID("go"), "go"), html.P(html.ID("out"))))
		app.Callback(dashi.Output("out", "children"),
			dashi.Inputs(dashi.State("state", "value"), dashi.Input("go", "n_clicks"), dashi.State("in", "value"), dashi.State("state", "placeholder")),
			func(state string, clicks *int, in string, placeholder *string) string {
				calls.add("%s", state)
				return fmt.Sprint(state, "+", in, "+", clicks != nil, "+", placeholder != nil)
			})
		p.show(app)
		p.shows("out", "s+i+false+false")
		p.fill("state", "new")
		p.fill("in", "newer")
		p.settled()
		require.Equal(t, "s+i+false+false", p.Text("#out"))
		p.click("go")
		p.shows("out", "new+newer+true+false")
		require.Equal(t, []string{"s", "new"}, calls.all())
	})
}

// TestNoOutputs: a callback for what it does alone.
func TestNoOutputs(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		saved := make(chan string, 10)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, dcc.Input{ID: "other", Value: "o"}, html.P(html.ID("out"))))
		app.Callback(dashi.Outputs(), dashi.Input("in", "value"), func(v string) { saved <- v })
		app.Callback(dashi.Outputs(), dashi.Inputs(dashi.Input("in", "value"), dashi.Input("other", "value")),
			func(v, other string) error { saved <- v + other; return nil }, dashi.PreventInitialCall())
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v })
		p.show(app)
		require.Equal(t, "x", receive(t, saved))
		p.shows("out", "got x")
		p.fill("in", "y")
		require.ElementsMatch(t, []string{"y", "yo"}, []string{receive(t, saved), receive(t, saved)})
		p.shows("out", "got y")
		p.settled()
		require.Empty(t, saved)
	})
}

// TestNoInputs: a callback that runs once, when the page loads.
func TestNoInputs(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls, loads atomic.Int32
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.P(html.ID("out")), html.P(html.ID("then"))))
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(), func() int { return int(calls.Add(1)) })
		app.Callback(dashi.Outputs(), dashi.Inputs(), func() { loads.Add(1) })
		app.Callback(dashi.Output("then", "children"), dashi.Input("out", "children"), func(n int) string { return fmt.Sprint("load ", n) })
		p.show(app)
		p.shows("then", "load 1")
		p.Reload()
		p.shows("then", "load 2")
		p.settled()
		require.EqualValues(t, 2, calls.Load())
		require.EqualValues(t, 2, loads.Load())
	})
}

func TestPreventInitialCall(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("now")), html.P(html.ID("later"), "untouched"), html.P(html.ID("after"))))
		app.Callback(dashi.Output("now", "children"), dashi.Input("in", "value"), func(v string) string { return "now " + v })
		app.Callback(dashi.Output("later", "children"), dashi.Input("in", "value"),
			func(v string) string { calls.add("%s", v); return "later " + v }, dashi.PreventInitialCall())
		app.Callback(dashi.Output("after", "children"), dashi.Input("later", "children"), func(v string) string { return "after " + v })
		p.show(app)
		p.shows("now", "now x")
		p.shows("after", "after untouched") // who reads it is not prevented
		p.settled()
		p.shows("later", "untouched")
		p.fill("in", "y")
		p.shows("after", "after later y")
		require.Equal(t, []string{"y"}, calls.all())
	})
}

func TestPreventInitialCallbacksOfAnApp(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{PreventInitialCallbacks: true})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("a")), html.P(html.ID("b"))))
		app.Callback(dashi.Output("a", "children"), dashi.Input("in", "value"), func(v string) string { calls.add("a %s", v); return "a " + v })
		app.Callback(dashi.Output("b", "children"), dashi.Input("a", "children"), func(v string) string { calls.add("b"); return "b " + v })
		p.show(app)
		p.Until(`document.querySelector("#in")`)
		p.settled()
		require.Empty(t, calls.all())
		p.fill("in", "y")
		p.shows("b", "b a y")
		require.Equal(t, []string{"a y", "b"}, calls.all())
	})
}

// TestAPreventedCallbackRunsForAnInitialOne: it is the page's loading that is no reason to run; a changed input is.
func TestAPreventedCallbackRunsForAnInitialOne(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("a")), html.P(html.ID("b"))))
		app.Callback(dashi.Output("a", "children"), dashi.Input("in", "value"), func(v string) string { return "a " + v })
		app.Callback(dashi.Output("b", "children"), dashi.Input("a", "children"),
			func(v string) string { calls.add("%s", v); return "b " + v }, dashi.PreventInitialCall())
		p.show(app)
		p.shows("b", "b a x")
		p.settled()
		require.Equal(t, []string{"a x"}, calls.all())
	})
}

func TestAChainRunsEachLinkOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		const links = 6
		var calls journal
		app := p.app(dashi.Options{})
		children := []any{dcc.Input{ID: "c0", Value: "x"}}
		for i := 1; i <= links; i++ {
			children = append(children, html.P(html.ID(layout.ID(fmt.Sprint("c", i)))))
			property := "children"
			if i == 1 {
				property = "value"
			}
			app.Callback(dashi.Output(layout.ID(fmt.Sprint("c", i)), "children"), dashi.Input(layout.ID(fmt.Sprint("c", i-1)), property),
				func(v string) string { calls.add("%d", i); return v + fmt.Sprint(i) })
		}
		app.Layout(html.Main(children...))
		p.show(app)
		p.shows("c6", "x123456")
		require.Equal(t, []string{"1", "2", "3", "4", "5", "6"}, calls.take())
		p.fill("c0", "y")
		p.shows("c6", "y123456")
		require.Equal(t, []string{"1", "2", "3", "4", "5", "6"}, calls.all())
	})
}

// TestAnswersOfOneCallbackFeedTwo: two callbacks read different outputs of one, and a third reads both of theirs.
func TestAnswersOfOneCallbackFeedTwo(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("l")), html.P(html.ID("r")), html.P(html.ID("l2")), html.P(html.ID("r2")), html.P(html.ID("end"))))
		app.Callback(dashi.Output("end", "children"), dashi.Inputs(dashi.Input("l2", "children"), dashi.Input("r2", "children"), dashi.Input("in", "value")),
			func(l, r, in string) string { calls.add("end %s", in); return l + "," + r + "," + in })
		app.Callback(dashi.Output("l2", "children"), dashi.Input("l", "children"), func(v string) string { return v + "2" })
		app.Callback(dashi.Output("r2", "children"), dashi.Input("r", "children"), func(v string) string { return v + "2" })
		app.Callback(dashi.Outputs(dashi.Output("l", "children"), dashi.Output("r", "children")), dashi.Input("in", "value"),
			func(v string) (string, string) { return "l" + v, "r" + v })
		p.show(app)
		p.shows("end", "lx2,rx2,x")
		p.fill("in", "y")
		p.shows("end", "ly2,ry2,y")
		p.settled()
		require.Equal(t, []string{"end x", "end y"}, calls.all(), "it waited for all that was on its way to it")
	})
}

// TestPropertiesThatChangeTogetherMakeOneCall: Enter commits a text and counts itself.
func TestPropertiesThatChangeTogetherMakeOneCall(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x", Debounce: true}, html.P(html.ID("out"))))
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("in", "value"), dashi.Input("in", "n_submit")),
			func(v string, submits *int) string {
				n := 0
				if submits != nil {
					n = *submits
				}
				calls.add("%s %d", v, n)
				return fmt.Sprint(v, n)
			})
		p.show(app)
		p.shows("out", "x0")
		p.fill("in", "typed")
		p.settled()
		require.Equal(t, []string{"x 0"}, calls.take(), "a debounced field waits")
		p.Press(kb.Enter)
		p.shows("out", "typed1")
		p.settled()
		require.Equal(t, []string{"typed 1"}, calls.all())
	})
}

// TestAPropertyAsInputAndOutput: a callback may correct what it reads; that does not trigger it again.
func TestAPropertyAsInputAndOutput(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x", Debounce: true}, html.P(html.ID("out"))))
		app.Callback(dashi.Output("in", "value"), dashi.Input("in", "value"), func(v string) string {
			calls.add("%s", v)
			return strings.ToUpper(v) + "!"
		})
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v })
		p.show(app)
		p.shows("out", "got X!")
		p.holds("in", "X!")
		p.settled()
		p.put("in", "typed") // at once: Dash's field, drawn anew between two keys, may put the second before the first
		p.Press(kb.Enter)
		p.shows("out", "got TYPED!")
		p.holds("in", "TYPED!")
		p.settled()
		require.Equal(t, []string{"x", "typed"}, calls.all())
	})
}

// TestTwoFieldsThatFollowEachOther: one callback, with both as inputs and outputs.
func TestTwoFieldsThatFollowEachOther(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "celsius", Kind: dcc.InputNumber, Value: 0}, dcc.Input{ID: "fahrenheit", Kind: dcc.InputNumber, Value: 32}, dcc.Store{ID: "last", Data: []float64{0, 32}}))
		app.Callback(
			dashi.Outputs(dashi.Output("celsius", "value"), dashi.Output("fahrenheit", "value"), dashi.Output("last", "data")),
			dashi.Inputs(dashi.Input("celsius", "value"), dashi.Input("fahrenheit", "value"), dashi.State("last", "data")),
			func(c, f *float64, last []float64) (any, any, any, error) {
				if c == nil || f == nil {
					return nil, nil, nil, dashi.PreventUpdate
				}
				if *c != last[0] {
					*f = *c*9/5 + 32
				} else {
					*c = (*f - 32) * 5 / 9
				}
				return *c, *f, []float64{*c, *f}, nil
			}, dashi.PreventInitialCall())
		p.show(app)
		p.fill("celsius", "100")
		p.holds("fahrenheit", "212")
		p.settled()
		p.fill("fahrenheit", "14")
		p.holds("celsius", "-10")
	})
}

func TestOtherPropertiesOfTheComponentThatTriggers(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("b"), "0")))
		app.Callback(dashi.Outputs(dashi.Output("b", "children"), dashi.Output("b", "title"), dashi.Output("b", "className"), dashi.Output("b", "style"), dashi.Output("b", "disabled")),
			dashi.Input("b", "n_clicks"), func(n int) (int, string, string, html.CSS, bool) {
				return n, fmt.Sprint(n, " clicks"), "many", html.CSS{"color": "rgb(1, 2, 3)", "marginTop": 7}, n == 3
			}, dashi.PreventInitialCall())
		p.show(app)
		for n := range 3 {
			p.shows("b", fmt.Sprint(n))
			p.click("b")
		}
		p.shows("b", "3")
		require.Equal(t, []any{"3 clicks", "many", "rgb(1, 2, 3)", "7px", true},
			eval[[]any](p, `(({title, className, style, disabled}) => [title, className, style.color, style.marginTop, disabled])(document.querySelector("#b"))`))
		p.click("b")
		p.settled()
		p.shows("b", "3") // a disabled button does not count
	})
}

func TestNoUpdateOfSomeOutputs(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("a"), "a"), html.P(html.ID("b"), "b"), html.P(html.ID("after"))))
		app.Callback(dashi.Outputs(dashi.Output("a", "children"), dashi.Output("b", "children")), dashi.Input("in", "value"),
			func(v string) (any, any) {
				if strings.HasPrefix(v, "a") {
					return v, dashi.NoUpdate
				}
				return dashi.NoUpdate, v
			})
		app.Callback(dashi.Output("after", "children"), dashi.Input("a", "children"), func(v string) string { calls.add("%s", v); return "after " + v })
		p.show(app)
		p.shows("b", "x")
		p.settled()
		require.Equal(t, "a", p.Text("#a"))
		calls.take()
		p.fill("in", "a1")
		p.shows("a", "a1")
		p.shows("after", "after a1")
		require.Equal(t, "x", p.Text("#b"))
		p.fill("in", "b1")
		p.shows("b", "b1")
		p.settled()
		require.Equal(t, "a1", p.Text("#a"))
		require.NotContains(t, calls.all(), "b1")
		require.Contains(t, calls.all(), "a1")
	})
}

// TestPreventUpdateStopsAChain, and so does NoUpdate of everything: nothing that depends on the outputs runs.
func TestPreventUpdateStopsAChain(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("prevented"), "p"), html.P(html.ID("none"), "n"), html.P(html.ID("after")), html.P(html.ID("echo"))))
		app.Callback(dashi.Output("prevented", "children"), dashi.Input("in", "value"), func(v string) (string, error) {
			if v == "x" || v == "stop" {
				return "", fmt.Errorf("no: %w", dashi.PreventUpdate)
			}
			return v, nil
		})
		app.Callback(dashi.Output("none", "children"), dashi.Input("in", "value"), func(v string) any {
			if v == "x" || v == "stop" {
				return dashi.NoUpdate
			}
			return v
		})
		app.Callback(dashi.Output("after", "children"), dashi.Inputs(dashi.Input("prevented", "children"), dashi.Input("none", "children")),
			func(a, b string) string { calls.add("%s %s", a, b); return a + b })
		app.Callback(dashi.Output("echo", "children"), dashi.Input("in", "value"), func(v string) string { return v })
		p.show(app)
		p.shows("echo", "x")
		p.settled()
		require.Empty(t, calls.all(), "nothing came of what it reads, when the page loaded")
		p.Fill("#in", "g")
		p.shows("after", "gg")
		p.settled()
		calls.take()
		p.Eval(`document.querySelector("#in").select()`, nil)
		p.Press("s")
		p.shows("after", "ss")
		p.Fill("#in", "stop")
		p.shows("echo", "stop")
		p.settled()
		require.NotContains(t, calls.all(), "stop stop")
	})
}

// TestAnErrorLeavesTheRestWorking: what failed stays as it was, and works again with the next call.
func TestAnErrorLeavesTheRestWorking(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("weak")), html.P(html.ID("after")), html.P(html.ID("strong"))))
		app.Callback(dashi.Output("weak", "children"), dashi.Input("in", "value"), func(v string) (string, error) {
			switch v {
			case "e":
				return "", errors.New("broken")
			case "ep":
				panic("broken")
			}
			return "weak " + v, nil
		})
		app.Callback(dashi.Output("after", "children"), dashi.Input("weak", "children"), func(v string) string { return "after " + v })
		app.Callback(dashi.Output("strong", "children"), dashi.Input("in", "value"), func(v string) string { return "strong " + v })
		p.show(app)
		p.Allow("500")
		p.Allow("weak.children")
		p.shows("after", "after weak x")
		p.fill("in", "e")
		p.shows("strong", "strong e")
		p.settled()
		require.Equal(t, "weak x", p.Text("#weak"))
		p.Press("p")
		p.shows("strong", "strong ep")
		p.settled()
		require.Equal(t, "after weak x", p.Text("#after"))
		p.Press("s")
		p.shows("after", "after weak eps")
	})
}

// TestALayoutFunctionIsCalledForEachPage.
func TestALayoutFunctionIsCalledForEachPage(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var loads atomic.Int32
		app := p.app(dashi.Options{})
		app.Layout(func(*http.Request) layout.Component {
			return html.Main(html.P(html.ID("n"), int(loads.Add(1))), html.P(html.ID("out")))
		})
		app.Callback(dashi.Output("out", "children"), dashi.Input("n", "children"), func(n int) string { return fmt.Sprint("load ", n) })
		p.show(app)
		p.WaitContains("#out", "load ")
		first := p.Text("#out")
		p.Reload()
		p.Until(fmt.Sprintf(`(document.querySelector("#out")?.innerText ?? "").startsWith("load ") && document.querySelector("#out").innerText !== %q`, first))
	})
}

// TestALayoutOfSeveralComponents needs no element around them.
func TestALayoutOfSeveralComponents(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(layout.Fragment{dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out")), html.Div("text")})
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v })
		p.show(app)
		p.shows("out", "got x")
		p.fill("in", "y")
		p.shows("out", "got y")
		p.WaitContains("#react-entry-point", "text")
	})
}

// TestValuesArriveAsTheyAre: what JSON can say goes out, comes back as an argument, and is the same.
func TestValuesArriveAsTheyAre(t *testing.T) {
	values := map[string]any{
		"nothing": nil, "yes": true, "no": false, "zero": 0.0, "minus": -1.5, "large": 1e300, "exact": 9007199254740991.0,
		"empty": "", "text": "a<b>&\"'\\ \u2028 ä 漢 😀", "list": []any{1.0, "two", nil, []any{}}, "object": map[string]any{"a": map[string]any{}, "__proto": 1.0, "": "no name"},
		"escape": "</script><!--", "numbers": []any{1.0, 2.5, -3.0},
	}
	onBoth(t, func(t *testing.T, p *page) {
		got := make(chan any, 2)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Store{ID: "layout", Data: values}, dcc.Store{ID: "answered"}, html.P(html.ID("out"))))
		app.Callback(dashi.Output("answered", "data"), dashi.Input("layout", "data"), func(v any) any { got <- v; return values })
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("answered", "data"), dashi.State("out", "title")), func(v any, unset any) string {
			got <- v
			return fmt.Sprint("unset is ", unset)
		})
		p.show(app)
		p.shows("out", "unset is <nil>")
		require.Equal(t, values, receive(t, got))
		require.Equal(t, values, receive(t, got))
	})
}

func TestChildrenOfAllKinds(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "text"}, html.Div(html.ID("out"), "at first")))
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) any {
			return map[string]any{
				"text": "plain", "number": 4.5, "zero": 0, "null": nil, "empty": []any{}, "component": html.B("bold"),
				"list": []any{"a", 1, html.I("i"), nil, 2.5}, "deep": html.Div(html.Span(html.B("deep"), " er")),
			}[v]
		})
		p.show(app)
		p.shows("out", "plain")
		for _, step := range [][2]string{{"number", "4.5"}, {"zero", "0"}, {"list", "a1i2.5"}, {"null", ""}, {"component", "bold"}, {"empty", ""}, {"deep", "deep er"}, {"text", "plain"}} {
			p.Eval(`document.querySelector("#in").select()`, nil)
			p.fill("in", step[0])
			p.shows("out", step[1])
		}
	})
}

// TestCallsOfDifferentCallbacksRunSideBySide: each of two answers only when the other has been called.
func TestCallsOfDifferentCallbacksRunSideBySide(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		left, right := make(chan struct{}), make(chan struct{})
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("l")), html.P(html.ID("r"))))
		app.Callback(dashi.Output("l", "children"), dashi.Input("in", "value"), func(v string) string { close(left); <-right; return "l" })
		app.Callback(dashi.Output("r", "children"), dashi.Input("in", "value"), func(v string) string { close(right); <-left; return "r" })
		p.show(app)
		p.shows("l", "l")
		p.shows("r", "r")
	})
}

// TestInitialCallsComeInOrder: of callbacks that depend on each other the makers come before the readers, whatever the order of
// registration.
func TestInitialCallsComeInOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		note := func(name string) func(string) string {
			return func(v string) string { calls.add("%s", name); return v + name }
		}
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.P(html.ID("c")), html.P(html.ID("b")), html.P(html.ID("a")), dcc.Input{ID: "in", Value: "x"}))
		app.Callback(dashi.Output("c", "children"), dashi.Input("b", "children"), note("c"))
		app.Callback(dashi.Output("a", "children"), dashi.Input("in", "value"), note("a"))
		app.Callback(dashi.Output("b", "children"), dashi.Input("a", "children"), note("b"))
		p.show(app)
		p.shows("c", "xabc")
		p.settled()
		require.Equal(t, []string{"a", "b", "c"}, calls.all())
	})
}

// TestAnEqualValue: in ours it does not fire what depends on it (ordering rule 6); Dash fires it.
func TestAnEqualValue(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "abc", Debounce: true}, dcc.Store{ID: "length"}, html.P(html.ID("out")), html.P(html.ID("echo"))))
		app.Callback(dashi.Output("length", "data"), dashi.Input("in", "value"), func(v string) map[string]any { return map[string]any{"length": []int{len(v)}} })
		app.Callback(dashi.Output("out", "children"), dashi.Input("length", "data"), func(v map[string][]int) string {
			calls.add("%v", v["length"])
			return fmt.Sprint(v["length"])
		})
		app.Callback(dashi.Output("echo", "children"), dashi.Input("in", "value"), func(v string) string { return v })
		p.show(app)
		p.shows("out", "[3]")
		p.settled()
		calls.take()
		p.fill("in", "xyz")
		p.Press(kb.Enter)
		p.shows("echo", "xyz")
		p.settled()
		if p.dashi() {
			require.Empty(t, calls.take())
		} else {
			require.Equal(t, []string{"[3]"}, calls.take())
		}
		p.fill("in", "four")
		p.Press(kb.Enter)
		p.shows("out", "[4]")
		require.Equal(t, []string{"[4]"}, calls.all())
	})
}
