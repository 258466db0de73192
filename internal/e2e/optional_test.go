package e2e_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// Components that are not on the page: allowed to be missing, or not.

// TestAnOptionalInputIsMissing: the callback gets the zero value for it, nil where it takes a pointer, and its value as soon as it
// is there.
func TestAnOptionalInputIsMissing(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := bringer(p, map[string]any{"a": dcc.Input{ID: "later", Value: "here"}, "b": "nothing", "c": "nothing"})
		app.Callback(dashi.Output("outside", "children"),
			dashi.Inputs(dashi.Input("which", "value"), dashi.Input("later", "value").Optional(), dashi.State("later", "id").Optional(), dashi.State("never", "value").Optional()),
			func(which, later string, id *string, never int) string {
				return fmt.Sprint(which, "|", later, "|", id != nil, "|", never)
			})
		p.show(app)
		p.shows("outside", "||false|0")
		p.put("which", "a")
		p.shows("outside", "a|here|true|0")
		p.put("later", "x")
		p.shows("outside", "a|x|true|0")
		p.put("which", "b")
		p.shows("box", "nothing")
		p.settled()
		p.put("which", "c") // that a plain component goes is no news
		p.shows("outside", "c||false|0")
	})
}

// TestAnOptionalCallback waits for components that come later: it needs no SuppressCallbackExceptions, and while none of its inputs is
// there it does not run.
func TestAnOptionalCallback(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.Div(html.ID("box")), html.P(html.ID("out"), "untouched")))
		app.Callback(dashi.Output("box", "children"), dashi.Input("go", "n_clicks"), func(n int) any {
			if n%2 == 1 {
				return dcc.Input{ID: "later", Value: fmt.Sprint("v", n)}
			}
			return "gone"
		}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("out", "children"), dashi.Input("later", "value"), func(v string) string { calls.add("%s", v); return "got " + v }, dashi.Optional())
		p.show(app)
		p.settled()
		require.Equal(t, "untouched", p.Text("#out"))
		p.click("go")
		p.shows("out", "got v1")
		p.put("later", "x")
		p.shows("out", "got x")
		p.click("go")
		p.shows("box", "gone")
		p.settled()
		require.Equal(t, "got x", p.Text("#out"))
		p.click("go")
		p.shows("out", "got v3")
		p.settled()
		require.Equal(t, []string{"v1", "x", "v3"}, calls.all())
	})
}

// TestAnOptionalOutput: the callback that nobody can hear is silent.
func TestAnOptionalOutput(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("echo"))))
		app.Callback(dashi.Output("nobody", "children"), dashi.Input("in", "value"), func(v string) string { calls.add("%s", v); return v }, dashi.Optional())
		app.Callback(dashi.Output("echo", "children"), dashi.Input("in", "value"), func(v string) string { return v })
		p.show(app)
		p.shows("echo", "x")
		p.put("in", "y")
		p.shows("echo", "y")
		p.settled()
		require.Empty(t, calls.all())
	})
}

// TestAllInputsAreMissing: nothing runs and nothing is said.
func TestAllInputsAreMissing(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{SuppressCallbackExceptions: true, Debug: p.dashi()})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out"), "untouched"), html.P(html.ID("echo"))))
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("missing", "value"), dashi.Input("absent", "value"), dashi.State("in", "value")),
			func(a, b, c string) string { calls.add("called"); return "" })
		app.Callback(dashi.Output("echo", "children"), dashi.Input("in", "value"), func(v string) string { return v })
		p.show(app)
		p.shows("echo", "x")
		p.put("in", "y")
		p.shows("echo", "y")
		p.settled()
		require.Empty(t, calls.all())
		require.Equal(t, "untouched", p.Text("#out"))
	})
}

// TestSomeInputsAreMissing: that is a mistake, and the message names the component.
func TestSomeInputsAreMissing(t *testing.T) {
	for role, dependency := range map[string]dashi.InputProp{"Input": dashi.Input("missing", "value"), "State": dashi.State("missing", "value")} {
		t.Run(role, func(t *testing.T) {
			onBoth(t, func(t *testing.T, p *page) {
				app := p.app(dashi.Options{SuppressCallbackExceptions: true, Debug: p.dashi()})
				app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out"), "untouched"), html.P(html.ID("echo"))))
				app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("in", "value"), dependency), func(a, b string) string { return a + b })
				app.Callback(dashi.Output("echo", "children"), dashi.Input("in", "value"), func(v string) string { return v })
				p.show(app)
				p.Allow("missing")
				p.shows("echo", "x")
				if p.dashi() {
					p.WaitContains(".dash-errors", fmt.Sprintf(`The callback "out.children" has the %s "missing.value", but the page holds no component with the id "missing".`, role))
				}
				p.put("in", "y")
				p.shows("echo", "y") // the others go on
				p.settled()
				require.Equal(t, "untouched", p.Text("#out"))
			})
		})
	}
}

// TestWhatIsMissingComes: the callback that was refused works once all of its components are there.
func TestWhatIsMissingComes(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := bringer(p, map[string]any{"a": html.Div(dcc.Input{ID: "later", Value: "l"}), "b": "nothing"})
		app.Callback(dashi.Output("outside", "children"), dashi.Inputs(dashi.Input("later", "value"), dashi.Input("later", "n_submit"), dashi.State("which", "value")),
			func(later string, _ int, which string) string { return which + later })
		p.show(app)
		p.settled()
		require.Equal(t, "outside", p.Text("#outside"))
		p.put("which", "a")
		p.shows("outside", "al")
		p.put("which", "b")
		p.shows("box", "nothing")
		p.settled()
		require.Equal(t, "al", p.Text("#outside"))
	})
}

// TestOptionalPatternsAndPlainIds: lists are empty where nothing is there; a MATCH that is optional gives the zero value.
func TestOptionalPatternsAndPlainIds(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{SuppressCallbackExceptions: !p.dashi()}) // Dash takes the optional State for a mistake
		app.Layout(html.Main(dcc.Input{ID: nth("in", 1), Value: "one"}, dcc.Input{ID: nth("in", 2), Value: "two"}, dcc.Input{ID: nth("extra", 2), Value: "more"}, places("out", 1, 2)))
		app.Callback(dashi.Output(nth("out", dashi.MATCH), "children"),
			dashi.Inputs(dashi.Input(nth("in", dashi.MATCH), "value"), dashi.State(nth("extra", dashi.MATCH), "value").Optional(), dashi.State("never", "value").Optional()),
			func(in, extra string, never *bool) string { return fmt.Sprint(in, "+", extra, never == nil) })
		p.show(app)
		p.says(nth("out", 1), "one+true")
		p.says(nth("out", 2), "two+moretrue")
		p.put(nth("in", 1), "x")
		p.says(nth("out", 1), "x+true")
	})
}
