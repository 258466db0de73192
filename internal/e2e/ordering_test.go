package e2e_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// TestOrdering is the law of our front end: the numbers are those of the rules in the plan's table of ordering rules. Callbacks are
// held and let go by channels, so that answers come in the order a row wants, on a machine of any speed.
func TestOrdering(t *testing.T) {
	t.Parallel()
	rows := []struct {
		rule int
		name string
		run  func(t *testing.T, p *page)
	}{
		{1, "an answer older than what the user typed since is dropped", anAnswerOlderThanAnEdit},
		{1, "of two answers to one field the newer stays, whichever comes last", theNewerAnswerStays},
		{2, "a newer call cancels the older, up to the context in Go", aNewerCallCancelsTheOlder},
		{2, "rapid typing ends with the last word", rapidTyping},
		{3, "NoUpdate and PreventUpdate leave what an earlier call gave", noUpdateErasesNothing},
		{4, "a callback waits for all that is on its way to it", aDiamond},
		{4, "and not for what it reads as State", stateDoesNotWait},
		{4, "nor for what has nothing to do with it", strangersDoNotWait},
		{5, "a timer does not tick while its callbacks run", aSlowCallbackOnAFastTimer},
		{6, "an equal value fires nothing", anEqualValueFiresNothing},
		{7, "new components fire their own callbacks, siblings keep still", newComponents},
		{7, "an item appended by a Patch leaves its siblings alone", anAppendedItem},
		{8, "a component loads until the last of its calls ends", loadingIsCounted},
		{8, "also where the calls supersede each other", loadingOutlivesACancelledCall},
	}
	for _, row := range rows {
		t.Run(fmt.Sprintf("rule %d: %s", row.rule, row.name), func(t *testing.T) {
			t.Parallel()
			row.run(t, &page{t: t, front: ours})
		})
	}
}

func anAnswerOlderThanAnEdit(t *testing.T, p *page) {
	held := newGate(t)
	app := p.app(dashi.Options{})
	app.Layout(html.Main(html.Button(html.ID("suggest"), "suggest"), dcc.Input{ID: "in"}, html.P(html.ID("note")), html.P(html.ID("out"))))
	app.Callback(dashi.Outputs(dashi.Output("in", "value"), dashi.Output("note", "children")), dashi.Input("suggest", "n_clicks"),
		func(int) (string, string) { held.wait("suggest"); return "a suggestion", "suggested" }, dashi.PreventInitialCall())
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v })
	p.show(app)
	p.click("suggest")
	held.arrived("suggest")
	p.fill("in", "my own")
	held.release("suggest")
	p.shows("note", "suggested") // the rest of the answer counts
	p.shows("out", "got my own")
	p.settled()
	p.holds("in", "my own")
	p.click("suggest") // asked for after the edit
	held.release("suggest")
	p.shows("out", "got a suggestion")
}

func theNewerAnswerStays(t *testing.T, p *page) {
	held := newGate(t)
	app := p.app(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in"}, html.P(html.ID("out")), html.P(html.ID("echo"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string {
		if v == "a" {
			held.wait(v) // and does not look whether anyone still cares
		}
		return "got " + v
	}, dashi.PreventInitialCall())
	app.Callback(dashi.Output("echo", "children"), dashi.Input("in", "n_blur"), func(int) string { return "left" }, dashi.PreventInitialCall())
	p.show(app)
	p.fill("in", "a")
	held.arrived("a")
	p.Press("b")
	p.shows("out", "got ab")
	held.release("a")
	p.leave()
	p.shows("echo", "left")
	p.settled()
	require.Equal(t, "got ab", p.Text("#out"))
}

func aNewerCallCancelsTheOlder(t *testing.T, p *page) {
	started, cancelled := make(chan string, 10), make(chan string, 10)
	app := p.app(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"),
		func(ctx context.Context, v string) (string, error) {
			started <- v
			if v == "a" {
				<-ctx.Done()
				cancelled <- v
				return "", ctx.Err()
			}
			return "got " + v, nil
		}, dashi.PreventInitialCall())
	p.show(app)
	p.fill("in", "a")
	require.Equal(t, "a", receive(t, started))
	p.Press("b")
	p.shows("out", "got ab")
	require.Equal(t, "a", receive(t, cancelled))
}

func rapidTyping(t *testing.T, p *page) {
	const word = "the quick brown fox jumps over it"
	app := p.app(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in"}, html.P(html.ID("out")), html.P(html.ID("length"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v })
	app.Callback(dashi.Output("length", "children"), dashi.Input("out", "children"), func(v string) int { return len(v) })
	p.show(app)
	p.fill("in", word)
	p.shows("out", "got "+word)
	p.shows("length", fmt.Sprint(len(word)+4))
	p.holds("in", word)
	p.settled()
	require.Equal(t, "got "+word, p.Text("#out"))
}

func noUpdateErasesNothing(t *testing.T, p *page) {
	app := p.app(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in"}, html.P(html.ID("out")), html.P(html.ID("echo"))))
	app.Callback(dashi.Outputs(dashi.Output("out", "children"), dashi.Output("echo", "children")), dashi.Input("in", "value"),
		func(v string) (any, any, error) {
			switch v {
			case "ab":
				return dashi.NoUpdate, v, nil
			case "abc":
				return nil, nil, dashi.PreventUpdate
			}
			return "got " + v, v, nil
		})
	p.show(app)
	p.fill("in", "a")
	p.shows("out", "got a")
	p.Press("b")
	p.shows("echo", "ab")
	p.Press("c")
	p.settled()
	require.Equal(t, []string{"got a", "ab"}, []string{p.Text("#out"), p.Text("#echo")})
	p.Press("d")
	p.shows("out", "got abcd")
}

func aDiamond(t *testing.T, p *page) {
	held := newGate(t)
	var calls journal
	app := p.app(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "a", Value: "1"}, html.P(html.ID("b")), html.P(html.ID("c")), html.P(html.ID("d"))))
	app.Callback(dashi.Output("d", "children"), dashi.Inputs(dashi.Input("b", "children"), dashi.Input("c", "children")),
		func(b, c string) string { calls.add("d"); return b + c })
	app.Callback(dashi.Output("b", "children"), dashi.Input("a", "value"), func(a string) string { calls.add("b"); return "b" + a })
	app.Callback(dashi.Output("c", "children"), dashi.Input("a", "value"), func(a string) string {
		held.wait("c" + a)
		calls.add("c")
		return "c" + a
	})
	p.show(app)
	for _, a := range []string{"1", "2"} {
		if a == "2" {
			p.fill("a", a)
		}
		held.arrived("c" + a)
		p.shows("b", "b"+a) // which d has seen too, and waits for c
		held.release("c" + a)
		p.shows("d", "b"+a+"c"+a)
		require.Equal(t, []string{"b", "c", "d"}, calls.take())
	}
}

func stateDoesNotWait(t *testing.T, p *page) {
	held := newGate(t)
	app := p.app(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "1"}, html.P(html.ID("slow"), "before"), html.Button(html.ID("go"), "go"), html.P(html.ID("out"))))
	app.Callback(dashi.Output("slow", "children"), dashi.Input("in", "value"), func(v string) string { held.wait(v); return "slow " + v })
	app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("go", "n_clicks"), dashi.State("slow", "children")),
		func(n int, slow string) string { return fmt.Sprint(n, " ", slow) })
	p.show(app)
	held.arrived("1")
	p.shows("out", "0 before")
	p.click("go")
	p.shows("out", "1 before")
	held.release("1")
	p.shows("slow", "slow 1")
	p.click("go")
	p.shows("out", "2 slow 1")
}

func strangersDoNotWait(t *testing.T, p *page) {
	held := newGate(t)
	app := p.app(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "a", Value: "1"}, dcc.Input{ID: "b", Value: "1"}, html.P(html.ID("slow")), html.P(html.ID("out"))))
	app.Callback(dashi.Output("slow", "children"), dashi.Input("a", "value"), func(v string) string { held.wait(v); return "slow " + v })
	app.Callback(dashi.Output("out", "children"), dashi.Input("b", "value"), func(v string) string { return "out " + v })
	p.show(app)
	held.arrived("1")
	p.shows("out", "out 1")
	p.fill("b", "2")
	p.shows("out", "out 2")
	held.release("1")
	p.shows("slow", "slow 1")
}

// aSlowCallbackOnAFastTimer compares with a timer of the same period whose callback is fast.
func aSlowCallbackOnAFastTimer(t *testing.T, p *page) {
	held := newGate(t)
	var cancelled atomic.Int32
	app := p.app(dashi.Options{})
	app.Layout(html.Main(dcc.Interval{ID: "slow", Interval: 20}, dcc.Interval{ID: "fast", Interval: 20}, html.P(html.ID("out")), html.P(html.ID("then")), html.P(html.ID("clock"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("slow", "n_intervals"), func(ctx context.Context, n int) string {
		held.wait(fmt.Sprint(n))
		if ctx.Err() != nil {
			cancelled.Add(1)
		}
		return fmt.Sprint("tick ", n)
	})
	app.Callback(dashi.Output("then", "children"), dashi.Input("out", "children"), func(v string) string { return "then " + v })
	app.Callback(dashi.Output("clock", "children"), dashi.Input("fast", "n_intervals"), func(n int) int { return n })
	p.show(app)
	for n := range 3 {
		held.arrived(fmt.Sprint(n))
		from := eval[int](p, `Number(document.querySelector("#clock").innerText)`)
		p.Until(fmt.Sprintf(`Number(document.querySelector("#clock").innerText) > %d`, from+5))
		held.release(fmt.Sprint(n))
		p.shows("then", fmt.Sprint("then tick ", n))
	}
	require.Zero(t, cancelled.Load())
}

func anEqualValueFiresNothing(t *testing.T, p *page) {
	var calls journal
	app := p.app(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "abc"}, dcc.Store{ID: "data"}, html.P(html.ID("out")), html.P(html.ID("echo"))))
	app.Callback(dashi.Outputs(dashi.Output("data", "data"), dashi.Output("echo", "children")), dashi.Input("in", "value"), func(v string) (map[string]any, string) {
		return map[string]any{"nested": []map[string]int{{"length": len(v)}}}, v
	})
	app.Callback(dashi.Output("out", "children"), dashi.Input("data", "data"), func(v map[string]any) string {
		calls.add("%v", v["nested"])
		return fmt.Sprint(v["nested"])
	})
	p.show(app)
	p.shows("out", "[map[length:3]]")
	p.fill("in", "x")
	p.shows("out", "[map[length:1]]")
	p.fill("in", "y")
	p.shows("echo", "y")
	p.settled()
	require.Equal(t, []string{"[map[length:3]]", "[map[length:1]]"}, calls.all())
}

// newComponents: what is new runs its own callbacks; siblings keep what was typed and stay still, though the whole list came anew.
func newComponents(t *testing.T, p *page) {
	var echoes atomic.Int32
	app := p.app(dashi.Options{SuppressCallbackExceptions: true})
	app.Layout(html.Main(html.Button(html.ID("add"), "add"), html.Div(html.ID("list"))))
	app.Callback(dashi.Output("list", "children"), dashi.Input("add", "n_clicks"), func(n int) []layout.Component {
		var items []layout.Component
		for i := range n {
			items = append(items, html.Div(dcc.Input{ID: layout.ID(fmt.Sprint("in", i))}, html.P(html.ID(layout.ID(fmt.Sprint("out", i))))))
		}
		return items
	})
	for i := range 3 {
		app.Callback(dashi.Output(layout.ID(fmt.Sprint("out", i)), "children"), dashi.Input(layout.ID(fmt.Sprint("in", i)), "value"),
			func(v string) string { echoes.Add(1); return fmt.Sprintf("%d: %s", i, v) })
	}
	p.show(app)
	p.click("add")
	p.shows("out0", "0:")
	p.fill("in0", "kept")
	p.shows("out0", "0: kept")
	before := echoes.Load()
	p.Eval(`document.querySelector("#in0").marked = true`, nil)
	p.click("add")
	p.shows("out1", "1:")
	p.settled()
	require.Equal(t, before+1, echoes.Load(), "only the new one ran")
	require.Equal(t, "0: kept", p.Text("#out0"))
	require.True(t, eval[bool](p, `document.querySelector("#in0").marked === true && document.querySelector("#in0").value === "kept"`),
		"the sibling is the same element, with what was typed")
}

func anAppendedItem(t *testing.T, p *page) {
	var calls journal
	app := p.app(dashi.Options{SuppressCallbackExceptions: true})
	app.Layout(html.Main(html.Button(html.ID("add"), "add"), html.Div(html.ID("list"), html.P("first"), html.P("second")), html.P(html.ID("last"))))
	app.Callback(dashi.Output("list", "children"), dashi.Input("add", "n_clicks"), func(n int) (patch dashi.Patch) {
		patch.At().Append(dcc.Input{ID: layout.ID(fmt.Sprint("in", n)), Value: fmt.Sprint("v", n)})
		return patch
	}, dashi.PreventInitialCall())
	for i := 1; i <= 2; i++ {
		app.Callback(dashi.Outputs(), dashi.Input(layout.ID(fmt.Sprint("in", i)), "n_submit"), func(*int) { calls.add("submit %d", i) })
	}
	app.Callback(dashi.Output("last", "children"), dashi.Inputs(dashi.Input("in1", "value")), func(v string) string { calls.add("read %s", v); return v })
	p.show(app)
	p.click("add")
	p.shows("last", "v1")
	p.settled()
	calls.take()
	p.fill("in1", "x")
	p.shows("last", "x")
	require.Equal(t, []string{"read x"}, calls.take())
	p.click("add")
	p.Until(`document.querySelector("#in2")`)
	p.settled()
	require.Empty(t, calls.all(), "in1 is as it was")
	p.holds("in1", "x")
}

func loadingIsCounted(t *testing.T, p *page) {
	held := newGate(t)
	app := p.app(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "1"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { held.wait("children"); return "out " + v })
	app.Callback(dashi.Output("out", "title"), dashi.Input("in", "value"), func(v string) string { held.wait("title"); return "title " + v })
	p.show(app)
	held.arrived("children")
	held.arrived("title")
	p.loads("out", true)
	held.release("children")
	p.shows("out", "out 1")
	p.loads("out", true)
	held.release("title")
	p.Until(`document.querySelector("#out").title === "title 1"`)
	p.loads("out", false)
}

func loadingOutlivesACancelledCall(t *testing.T, p *page) {
	held := newGate(t)
	app := p.app(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { held.wait(v); return "out " + v }, dashi.PreventInitialCall())
	p.show(app)
	p.fill("in", "a")
	held.arrived("a")
	p.Press("b")
	held.arrived("ab")
	held.release("a")
	p.loads("out", true)
	held.release("ab")
	p.shows("out", "out ab")
	p.loads("out", false)
}

// TestTheTitleTellsOfRunningCalls: the page's title is the update title while a callback runs, and its outputs are marked.
func TestTheTitleTellsOfRunningCalls(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := p.app(dashi.Options{Title: "Calm", UpdateTitle: new("Working")})
		app.Layout(html.Main(html.P(html.ID("out")), html.P(html.ID("other")), dcc.Input{ID: "in"}))
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(string) string { held.wait("call"); return "done" })
		p.show(app)
		held.arrived("call")
		p.Until(`document.title === "Working"`)
		p.loads("out", true)
		p.loads("other", false)
		held.release("call")
		p.shows("out", "done")
		p.Until(`document.title === "Calm"`)
		p.loads("out", false)
	})
}

func TestAnEmptyUpdateTitleLeavesTheTitleAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := p.app(dashi.Options{Title: "Calm", UpdateTitle: new("")})
		app.Layout(html.Main(html.P(html.ID("out")), dcc.Input{ID: "in"}))
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(string) string { held.wait("call"); return "done" })
		p.show(app)
		held.arrived("call")
		p.loads("out", true)
		require.Equal(t, "Calm", eval[string](p, "document.title"))
		held.release("call")
		p.shows("out", "done")
		require.Equal(t, "Calm", eval[string](p, "document.title"))
	})
}

// TestTheLaterCallWins: the first call is slow, the second answers first, and what it gave stays. In Dash the older request goes on
// and its answer is ignored.
func TestTheLaterCallWins(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in"}, html.P(html.ID("out")), html.P(html.ID("then"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string {
			if v == "a" {
				held.wait(v)
			}
			return "got " + v
		}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("then", "children"), dashi.Input("out", "children"), func(v string) string { return "then " + v }, dashi.PreventInitialCall())
		p.show(app)
		p.fill("in", "a")
		held.arrived("a")
		p.Press("b")
		p.shows("then", "then got ab")
		held.release("a")
		p.settled()
		p.Press("c")
		p.shows("then", "then got abc")
		p.settled()
		require.Equal(t, "got abc", p.Text("#out"))
	})
}
