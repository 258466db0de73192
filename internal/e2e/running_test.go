package e2e_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// What callbacks switch while they run.

// light is a text that shows whether a callback runs.
func light() dashi.CallbackOption {
	return dashi.Running(dashi.Output("light", "children"), "on", "off")
}

// TestRunningIsOnWhileACallbackRuns, however it ends.
func TestRunningIsOnWhileACallbackRuns(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.Button(html.ID("other"), "other"), html.P(html.ID("light"), "-"), html.P(html.ID("out"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("go", "n_clicks"), func(n int) (string, error) {
			held.wait("go")
			switch n {
			case 2:
				return "", dashi.PreventUpdate
			case 3:
				return "", errors.New("an error")
			case 4:
				panic("a panic")
			}
			return fmt.Sprint("done ", n), nil
		}, dashi.PreventInitialCall(), light(), dashi.Running(dashi.Output("other", "disabled"), true, false),
			dashi.Running(dashi.Output("light", "style"), html.CSS{"color": "rgb(1, 2, 3)"}, html.CSS{}))
		p.show(app)
		p.Allow("500")
		p.Allow("out.children")
		require.Equal(t, "-", p.Text("#light"), "until the first call it is as the layout says")
		for n, out := range []string{"done 1", "done 1", "done 1", "done 1", "done 5"} {
			p.click("go")
			held.arrived("go")
			p.shows("light", "on")
			p.Until(`document.querySelector("#other").disabled && document.querySelector("#light").style.color === "rgb(1, 2, 3)"`)
			held.release("go")
			p.shows("light", "off")
			p.Until(`!document.querySelector("#other").disabled && document.querySelector("#light").style.color === ""`)
			p.settled()
			require.Equal(t, out, p.Text("#out"), "call %d", n+1)
		}
	})
}

// TestRunningWhenThePageLoads: the initial call switches too.
func TestRunningWhenThePageLoads(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.P(html.ID("light"), "-"), html.P(html.ID("out"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("go", "n_clicks"), func(n int) int { held.wait("go"); return n }, light())
		p.show(app)
		p.shows("light", "on")
		held.release("go")
		p.shows("out", "0")
		p.shows("light", "off")
	})
}

// TestACallThatIsSupersededKeepsItOn: in ours the property is switched off once, by the call that counts. Dash switches it off when the
// older answer comes, while the newer call still runs.
func TestACallThatIsSupersededKeepsItOn(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.P(html.ID("light"), "-"), html.P(html.ID("history")), html.P(html.ID("out"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("go", "n_clicks"), func(n int) int { held.wait(fmt.Sprint(n)); return n }, dashi.PreventInitialCall(), light())
		app.ClientsideCallback(dashi.Output("history", "children"), dashi.Input("light", "children"), dashi.JS(`(v) => (window.lights ??= []).push(v)`))
		p.show(app)
		p.click("go")
		held.arrived("1")
		p.shows("light", "on")
		p.click("go")
		held.arrived("2")
		held.release("1")
		if !p.dashi() {
			p.shows("light", "off")
		}
		held.release("2")
		p.shows("out", "2")
		p.shows("light", "off")
		p.settled()
		if p.dashi() {
			require.Equal(t, []string{"-", "on", "off"}, eval[[]string](p, `window.lights`))
		}
	})
}

// TestTwoCallbacksOnOneProperty: the last to end switches it off.
func TestTwoCallbacksOnOneProperty(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("a"), "a"), html.Button(html.ID("b"), "b"), html.P(html.ID("light"), "-"), html.P(html.ID("outa")), html.P(html.ID("outb"))))
		for _, id := range []dashi.ID{"a", "b"} {
			app.Callback(dashi.Output("out"+id, "children"), dashi.Input(id, "n_clicks"), func(n int) int { held.wait(string(id)); return n }, dashi.PreventInitialCall(), light())
		}
		p.show(app)
		p.click("a")
		p.click("b")
		held.arrived("a")
		held.arrived("b")
		held.release("a")
		p.shows("outa", "1")
		require.Equal(t, "on", p.Text("#light"), "b still runs")
		held.release("b")
		p.shows("outb", "1")
		p.shows("light", "off")
		p.click("a")
		p.shows("light", "on")
		held.release("a")
		p.shows("light", "off")
	})
}

// TestRunningOfAPattern: each row shows its own.
func TestRunningOfAPattern(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := p.app(dashi.Options{})
		app.Layout(rowPage())
		app.Callback(dashi.Output(dashi.Dict("type", "text", "row", dashi.MATCH), "children"), dashi.Inputs(dashi.Input(dashi.Dict("type", "button", "row", dashi.MATCH), "n_clicks"), dashi.State(dashi.Dict("type", "button", "row", dashi.MATCH), "id")),
			func(n int, id struct{ Row int }) int { held.wait(fmt.Sprint(id.Row)); return n }, dashi.PreventInitialCall(),
			dashi.Running(dashi.Output(dashi.Dict("type", "button", "row", dashi.MATCH), "title"), "runs", "rests"),
			dashi.Running(dashi.Output(dashi.Dict("type", "text", "row", dashi.ALL), "title"), "one runs", "none runs"))
		p.show(app)
		titles := func(want ...string) {
			t.Helper()
			p.Until(fmt.Sprintf(`[1, 2, 3].map((i) => document.querySelector(".button" + i).title).join() + "/" + document.querySelector(".text3").title === %q`, want[0]+","+want[1]+","+want[2]+"/"+want[3]))
		}
		p.Click(".button1")
		held.arrived("1")
		titles("runs", "", "", "one runs")
		p.Click(".button2")
		held.arrived("2")
		titles("runs", "runs", "", "one runs")
		held.release("1")
		p.WaitText(".text1", "1")
		if p.dashi() {
			titles("rests", "runs", "", "one runs") // the last of all rows to end switches the rows' common one off
		} else {
			titles("rests", "runs", "", "none runs")
		}
		held.release("2")
		p.WaitText(".text2", "1")
		titles("rests", "rests", "", "none runs")
	})
}

// TestAChainFromARunningValue: what a callback switches is an input of another.
func TestAChainFromARunningValue(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.P(html.ID("light"), "-"), html.P(html.ID("out")), html.P(html.ID("after"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("go", "n_clicks"), func(n int) int { held.wait("go"); return n }, dashi.PreventInitialCall(), light())
		app.Callback(dashi.Output("after", "children"), dashi.Input("light", "children"), func(v string) string { calls.add("%s", v); return "it is " + v })
		p.show(app)
		p.shows("after", "it is -")
		p.click("go")
		held.arrived("go")
		p.shows("after", "it is on")
		held.release("go")
		p.shows("after", "it is off")
		p.settled()
		require.Equal(t, []string{"-", "on", "off"}, calls.all())
	})
}

// TestRunningOfAFunctionInTheBrowser while its promise is not kept.
func TestRunningOfAFunctionInTheBrowser(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app := field(p, dashi.Options{Debug: true}, dashi.JS(`(v) => new Promise((done, fail) => { window.done = () => v === "bad" ? fail(new Error("it is bad")) : done("got " + v) })`),
			dashi.Running(dashi.Output("after", "title"), "runs", "rests"))
		p.show(app)
		p.Allow("it is bad")
		title := func(want string) { p.Until(fmt.Sprintf(`document.querySelector("#after").title === %q`, want)) }
		title("runs")
		p.Until(`window.done`)
		p.Eval(`window.done()`, nil)
		title("rests")
		p.shows("after", "after got x")
		p.Eval(`void (window.done = undefined)`, nil)
		p.Eval(`window.dash_clientside.set_props("in", {value: "bad"})`, nil)
		title("runs")
		p.Until(`window.done`)
		p.Eval(`window.done()`, nil)
		title("rests")
		require.Equal(t, "got x", p.Text("#out"))
	})
}

// TestRunningOfAKeptAnswer: it goes on and off although nothing is asked of the server.
func TestRunningOfAKeptAnswer(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "a"}, html.P(html.ID("light"), "-"), html.P(html.ID("out"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v }, light(), remembered(t))
		p.show(app)
		for _, v := range []string{"b", "a", "b"} {
			p.fill("in", v)
			p.shows("out", "got "+v)
			p.shows("light", "off")
		}
	})
}

// TestAButtonThatWaitedKeepsTheKeyboard: who works without a mouse goes on where they were.
func TestAButtonThatWaitedKeepsTheKeyboard(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.P(html.ID("out"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("go", "n_clicks"), func(n int) string {
			held.wait("go")
			return fmt.Sprint("done ", n)
		}, dashi.PreventInitialCall(), dashi.Running(dashi.Output("go", "disabled"), true, false))
		p.show(app)
		p.Focus("#go")
		for n := range 2 {
			p.Press(kb.Enter)
			held.arrived("go")
			p.Until(`document.querySelector("#go").disabled`)
			held.release("go")
			p.shows("out", fmt.Sprint("done ", n+1))
			p.Until(`document.activeElement === document.querySelector("#go")`)
		}
	})
}
