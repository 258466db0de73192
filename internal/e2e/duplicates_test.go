package e2e_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// Several callbacks that set one property.

func TestTwoCallbacksSetOneProperty(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var heard journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("a"), "a"), html.Button(html.ID("b"), "b"), html.P(html.ID("out"), "untouched"), html.P(html.ID("then"))))
		out := dashi.Output("out", "children").AllowDuplicate()
		app.Callback(out, dashi.Input("a", "n_clicks"), func(n int) string { return fmt.Sprint("a", n) }, dashi.PreventInitialCall())
		app.Callback(out, dashi.Input("b", "n_clicks"), func(n int) string { return fmt.Sprint("b", n) }, dashi.PreventInitialCall())
		app.Callback(dashi.Output("then", "children"), dashi.Input("out", "children"), func(v string) string { heard.add("%s", v); return "then " + v })
		p.show(app)
		p.shows("then", "then untouched")
		for _, step := range [][2]string{{"a", "a1"}, {"b", "b1"}, {"a", "a2"}, {"a", "a3"}, {"b", "b2"}} {
			p.click(step[0])
			p.shows("out", step[1])
			p.shows("then", "then "+step[1])
		}
		require.Equal(t, []string{"untouched", "a1", "b1", "a2", "a3", "b2"}, heard.all())
	})
}

// TestAnOlderAnswerOfTheOther: a call of one callback is asked for before one of the other and answers after it. In ours the newer
// question counts (ordering rule 1); in Dash whoever answers last.
func TestAnOlderAnswerOfTheOther(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("slow"), "slow"), html.Button(html.ID("fast"), "fast"), html.P(html.ID("out")), html.P(html.ID("note"))))
		out := dashi.Output("out", "children").AllowDuplicate()
		app.Callback(dashi.Outputs(out, dashi.Output("note", "children")), dashi.Input("slow", "n_clicks"),
			func(n int) (string, string) { held.wait("slow"); return "slow", fmt.Sprint("note ", n) }, dashi.PreventInitialCall())
		app.Callback(out, dashi.Input("fast", "n_clicks"), func(n int) string { return fmt.Sprint("fast", n) }, dashi.PreventInitialCall())
		p.show(app)
		p.click("slow")
		held.arrived("slow")
		p.click("fast")
		p.shows("out", "fast1")
		held.release("slow")
		p.shows("note", "note 1") // the rest of the answer counts
		p.settled()
		if p.dashi() {
			require.Equal(t, "fast1", p.Text("#out"))
		} else {
			require.Equal(t, "slow", p.Text("#out"))
		}
		p.click("slow")
		held.release("slow")
		p.shows("out", "slow")
	})
}

// TestDuplicatesLoad: the component loads until the last of those that set it has answered; in Dash until the first has.
func TestDuplicatesLoad(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("a"), "a"), html.Button(html.ID("b"), "b"), html.P(html.ID("out"))))
		for _, name := range []dashi.ID{"a", "b"} {
			app.Callback(dashi.Output("out", "children").AllowDuplicate(), dashi.Input(name, "n_clicks"),
				func(int) string { held.wait(string(name)); return string(name) }, dashi.PreventInitialCall())
		}
		p.show(app)
		p.click("a")
		held.arrived("a")
		p.click("b")
		held.arrived("b")
		held.release("a")
		p.shows("out", "a")
		p.loads("out", p.dashi())
		held.release("b")
		p.shows("out", "b")
		p.loads("out", false)
	})
}

// TestInitialDuplicates run when the page loads, each once; which comes last is not defined.
func TestInitialDuplicates(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("a"), "a"), html.Button(html.ID("b"), "b"), html.Button(html.ID("c"), "c"), html.P(html.ID("out"))))
		for _, name := range []dashi.ID{"a", "b", "c"} {
			option := dashi.InitialDuplicate()
			if name == "c" {
				option = dashi.PreventInitialCall()
			}
			app.Callback(dashi.Output("out", "children").AllowDuplicate(), dashi.Input(name, "n_clicks"), func(n int) string {
				calls.add("%s%d", name, n)
				return fmt.Sprint(name, n)
			}, option)
		}
		p.show(app)
		p.Until(`["a0", "b0"].includes(document.querySelector("#out").innerText)`)
		p.settled()
		require.ElementsMatch(t, []string{"a0", "b0"}, calls.take())
		p.click("c")
		p.shows("out", "c1")
		p.click("a")
		p.shows("out", "a1")
		require.Equal(t, []string{"c1", "a1"}, calls.all())
	})
}

// TestInitialDuplicateOfAnApp: where the app prevents initial calls, one callback may still have its own.
func TestInitialDuplicateOfAnApp(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{PreventInitialCallbacks: true})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out"))))
		out := dashi.Output("out", "children").AllowDuplicate()
		app.Callback(out, dashi.Input("in", "value"), func(v string) string { return "got " + v }, dashi.InitialDuplicate())
		app.Callback(out, dashi.Input("in", "n_submit"), func(n int) string { return fmt.Sprint("submit ", n) })
		p.show(app)
		p.shows("out", "got x")
		p.Focus("#in")
		p.Press("\r")
		p.shows("out", "submit 1")
	})
}

// TestADuplicateAmongOthers: one of several outputs is shared, and some are left as they are.
func TestADuplicateAmongOthers(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("a"), "a"), html.Button(html.ID("b"), "b"), html.P(html.ID("shared"), "s"), html.P(html.ID("own"), "o"), html.P(html.ID("other"), "t")))
		shared := dashi.Output("shared", "children").AllowDuplicate()
		app.Callback(dashi.Outputs(shared, dashi.Output("own", "children")), dashi.Input("a", "n_clicks"), func(n int) (any, any) {
			if n == 2 {
				return dashi.NoUpdate, "own2"
			}
			return fmt.Sprint("a", n), dashi.NoUpdate
		}, dashi.PreventInitialCall())
		app.Callback(dashi.Outputs(dashi.Output("other", "children"), shared, dashi.Output("shared", "title").AllowDuplicate()), dashi.Input("b", "n_clicks"),
			func(ctx context.Context, n int) (string, string, string) {
				outputs := dashi.CallFrom(ctx).Outputs()
				require.Equal(t, dashi.Prop{ID: "shared", Property: "children"}, outputs[1], "without what tells duplicates apart")
				return fmt.Sprint("other", n), fmt.Sprint("b", n), fmt.Sprint("title", n)
			}, dashi.PreventInitialCall())
		p.show(app)
		p.click("a")
		p.shows("shared", "a1")
		p.click("b")
		p.shows("shared", "b1")
		p.shows("other", "other1")
		p.Until(`document.querySelector("#shared").title === "title1"`)
		p.click("a")
		p.shows("own", "own2")
		p.settled()
		require.Equal(t, "b1", p.Text("#shared"))
		p.click("a")
		p.shows("shared", "a3")
	})
}

// TestDuplicatesOfOneInput: with the same outputs and inputs they are told apart by where they were registered; a loop registers
// several at one place. All of them run, and one of them has the last word.
func TestDuplicatesOfOneInput(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.P(html.ID("out"))))
		for i := range 3 {
			app.Callback(dashi.Output("out", "children").AllowDuplicate(), dashi.Input("go", "n_clicks"), func(n int) string {
				calls.add("%d", i)
				return fmt.Sprint("click ", n)
			}, dashi.PreventInitialCall())
		}
		p.show(app)
		for n := 1; n <= 2; n++ {
			p.click("go")
			p.shows("out", fmt.Sprint("click ", n))
			p.settled()
			require.ElementsMatch(t, []string{"0", "1", "2"}, calls.take())
		}
	})
}

// TestDuplicatesOfPatterns: two patterns, and a plain id that both of them match.
func TestDuplicatesOfPatterns(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(fields("in", "", ""), html.Button(html.ID("all"), "all"), html.Button(html.ID("two"), "two"), places("out", 1, 2)))
		app.Callback(dashi.Output(nth("out", dashi.MATCH), "children").AllowDuplicate(), dashi.Input(nth("in", dashi.MATCH), "value"),
			func(v string) string { return "match " + v }, dashi.PreventInitialCall())
		app.Callback(dashi.Output(nth("out", dashi.ALL), "children").AllowDuplicate(), dashi.Input("all", "n_clicks"),
			func(n int) []string { return []string{fmt.Sprint("all ", n), fmt.Sprint("all ", n)} }, dashi.PreventInitialCall())
		app.Callback(dashi.Output(nth("out", 2), "children").AllowDuplicate(), dashi.Input("two", "n_clicks"),
			func(n int) string { return fmt.Sprint("two ", n) }, dashi.PreventInitialCall())
		p.show(app)
		p.put(nth("in", 1), "x")
		p.says(nth("out", 1), "match x")
		p.click("all")
		p.says(nth("out", 1), "all 1")
		p.says(nth("out", 2), "all 1")
		p.click("two")
		p.says(nth("out", 2), "two 1")
		p.put(nth("in", 2), "y")
		p.says(nth("out", 2), "match y")
		p.settled()
		require.Equal(t, "all 1", p.Text(at(nth("out", 1))))
	})
}

// TestADuplicateCorrectsItself: of two that set a field, one also reads it. It does not call itself; the other calls it.
func TestADuplicateCorrectsItself(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("reset"), "reset"), dcc.Input{ID: "in"}))
		value := dashi.Output("in", "value").AllowDuplicate()
		app.Callback(value, dashi.Input("reset", "n_clicks"), func(int) string { return "reset" }, dashi.PreventInitialCall())
		app.Callback(value, dashi.Input("in", "value"), func(v string) string { calls.add("%s", v); return "<" + v + ">" }, dashi.PreventInitialCall())
		p.show(app)
		p.put("in", "x")
		p.holds("in", "<x>")
		p.settled()
		p.click("reset")
		p.holds("in", "<reset>")
		p.settled()
		require.Equal(t, []string{"x", "reset"}, calls.all())
	})
}

// TestPatchesOfDuplicates: patches of several callbacks overwrite nothing, so each of them counts, whichever answer comes last.
func TestPatchesOfDuplicates(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), dcc.Store{ID: "log", Data: []any{}}, html.P(html.ID("count"))))
		for i := range 3 {
			app.Callback(dashi.Output("log", "data").AllowDuplicate(), dashi.Input("go", "n_clicks"), func(int) (patch dashi.Patch) {
				calls.add("%d", i)
				patch.At().Append(i)
				return patch
			}, dashi.PreventInitialCall())
		}
		app.Callback(dashi.Output("count", "children"), dashi.Input("log", "data"), func(log []int) int { return len(log) })
		p.show(app)
		p.shows("count", "0")
		for n := 1; n <= 2; n++ {
			p.click("go")
			p.shows("count", fmt.Sprint(3*n))
			require.ElementsMatch(t, []string{"0", "1", "2"}, calls.take())
		}
	})
}
