package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// What a callback may ask about its call, and what it may send besides its outputs.

// triggers writes down what a call was made for.
func triggers(calls *journal, name string, ctx context.Context) {
	var ids []string
	for _, prop := range dashi.CallFrom(ctx).Triggered() {
		ids = append(ids, fmt.Sprintf("%s.%s=%s", prop.ID, prop.Property, prop.Value))
	}
	calls.add("%s: %s", name, strings.Join(ids, " "))
}

func TestWhatTriggeredACall(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.Button(html.ID("go"), "go"), html.P(html.ID("mid")), html.P(html.ID("out"))))
		app.Callback(dashi.Output("mid", "children"), dashi.Inputs(dashi.Input("in", "value"), dashi.Input("go", "n_clicks")), func(ctx context.Context, v string, n int) string {
			triggers(&calls, "mid", ctx)
			return fmt.Sprint(v, n)
		})
		app.Callback(dashi.Output("out", "children"), dashi.Input("mid", "children"), func(ctx context.Context, v string) string {
			triggers(&calls, "out", ctx)
			return string(dashi.CallFrom(ctx).TriggeredID()) + " " + v
		})
		p.show(app)
		p.WaitContains("#out", "x0")
		p.settled()
		// The chain of the initial calls: in ours nothing has been edited; in Dash the first call's answer is what triggers the second.
		first := calls.take()
		require.Len(t, first, 2)
		require.Equal(t, "mid: ", first[0])
		p.click("go")
		p.shows("out", "mid x1")
		p.settled()
		require.Equal(t, []string{"mid: go.n_clicks=1", `out: mid.children="x1"`}, calls.take())
		p.fill("in", "y")
		p.shows("out", "mid y1")
		p.settled()
		require.Equal(t, []string{`mid: in.value="y"`, `out: mid.children="y1"`}, calls.all())
	})
}

// TestSeveralTriggersInOneBurst: Enter commits a text and counts itself.
func TestSeveralTriggersInOneBurst(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		triggered := make(chan []dashi.Prop, 10)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Debounce: true}, html.P(html.ID("out"))))
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("in", "value"), dashi.Input("in", "n_submit")), func(ctx context.Context, v string, n int) string {
			triggered <- dashi.CallFrom(ctx).Triggered()
			return fmt.Sprint(v, n)
		}, dashi.PreventInitialCall())
		p.show(app)
		p.fill("in", "typed")
		p.Press(kb.Enter)
		p.shows("out", "typed1")
		require.ElementsMatch(t, []dashi.Prop{{ID: "in", Property: "value", Value: json.RawMessage(`"typed"`)}, {ID: "in", Property: "n_submit", Value: json.RawMessage("1")}}, receive(t, triggered))
	})
}

// TestACallOfAPattern: its inputs, outputs and trigger have the ids they stand for.
func TestACallOfAPattern(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(rowPage())
		app.Callback(dashi.Output(dashi.Dict("type", "text", "row", dashi.MATCH), "children"),
			dashi.Inputs(dashi.Input(dashi.Dict("type", "button", "row", dashi.MATCH), "n_clicks"), dashi.State(dashi.Dict("type", "button", "row", dashi.ALL), "n_clicks")),
			func(ctx context.Context, n int, all []int) int {
				call := dashi.CallFrom(ctx)
				calls.add("%s: %s gives %s; %d inputs, %d states", call.ID(), call.TriggeredID(), call.Outputs()[0].ID, len(call.Inputs()), len(call.States()))
				return n
			}, dashi.PreventInitialCall())
		p.show(app)
		p.Click(".button2")
		p.WaitText(".text2", "1")
		require.Equal(t, []string{`{"row":["MATCH"],"type":"text"}.children: {"row":2,"type":"button"} gives {"row":2,"type":"text"}; 1 inputs, 3 states`}, calls.all())
	})
}

// TestCookiesAndHeadersOfARequest: what a callback sets, the browser sends back with the next call.
func TestCookiesAndHeadersOfARequest(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.P(html.ID("out")), html.P(html.ID("own"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("go", "n_clicks"), func(ctx context.Context, n int) (string, error) {
			call := dashi.CallFrom(ctx)
			seen := "none"
			if cookie, err := call.Request().Cookie("visit"); err == nil {
				seen = cookie.Value
			}
			browser := strings.Contains(call.Request().Header.Get("User-Agent"), "Chrome")
			return fmt.Sprint(n, " ", seen, " ", browser), call.SetCookie(&http.Cookie{Name: "visit", Value: fmt.Sprint("n", n), Path: "/", SameSite: http.SameSiteLaxMode})
		})
		app.Callback(dashi.Output("own", "children"), dashi.Input("out", "children"), func(ctx context.Context, _ string) string {
			cookie, err := dashi.CallFrom(ctx).Request().Cookie("page")
			if err != nil {
				return "none"
			}
			return cookie.Value
		})
		p.show(app)
		p.shows("out", "0 none true")
		p.shows("own", "none")
		p.Until(`document.cookie.includes("visit=n0")`)
		p.Eval(`document.cookie = "page=its-own; path=/"`, nil)
		p.click("go")
		p.shows("out", "1 n0 true")
		p.shows("own", "its-own")
		p.click("go")
		p.shows("out", "2 n1 true")
	})
}

// TestCookiesAmongManyCalls: a callback that sets them goes alone; one that came with others is told to.
func TestCookiesAmongManyCalls(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		wrong := make(chan error, 4)
		app := crowd(p, dashi.Options{}, 8, echoed, html.P(html.ID("alone")), html.P(html.ID("together")))
		set := func(ctx context.Context, v string) string {
			wrong <- dashi.CallFrom(ctx).SetCookie(&http.Cookie{Name: "alone", Value: v})
			return v
		}
		app.Callback(dashi.Output("alone", "children"), dashi.Input("in", "value"), set, dashi.Alone())
		app.Callback(dashi.Output("together", "children"), dashi.Input("in", "value"), func(ctx context.Context, v string) string {
			err := dashi.CallFrom(ctx).SetCookie(&http.Cookie{Name: "together", Value: v})
			return fmt.Sprint(err)
		})
		p.show(app)
		p.showsCrowd("x")
		p.shows("alone", "x")
		require.NoError(t, receive(t, wrong))
		p.Until(`document.cookie.includes("alone=x")`)
		if p.dashi() {
			p.WaitContains("#together", "dashi.Alone()")
		} else {
			p.shows("together", "<nil>") // Dash's front end sends each call by itself
		}
	})
}

// TestARefusal: its status and message reach the page; what is shown stays, and the next call works.
func TestARefusal(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{Debug: true})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out")), html.P(html.ID("after"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) (string, error) {
			if v == "secret" {
				return "", dashi.Refuse(http.StatusForbidden, "That one is not for you.")
			}
			return "got " + v, nil
		})
		app.Callback(dashi.Output("after", "children"), dashi.Input("out", "children"), func(v string) string { return "after " + v })
		p.show(app)
		p.Allow("403")
		p.Allow("out.children")
		p.shows("after", "after got x")
		p.fill("in", "secre")
		p.shows("after", "after got secre")
		p.Press("t")
		p.settled()
		if p.dashi() {
			p.WaitContains(".dash-errors", "That one is not for you.")
		}
		require.Equal(t, "after got secre", p.Text("#after"))
		p.Press("s")
		p.shows("after", "after got secrets")
	})
}

// TestMiddlewareIsAroundEveryCall: it sees what came of each, refuses, and gives callbacks what they find in their context.
func TestMiddlewareIsAroundEveryCall(t *testing.T) {
	type user struct{}
	onBoth(t, func(t *testing.T, p *page) {
		var seen journal
		app := p.app(dashi.Options{Debug: true})
		app.Use(func(next dashi.Handler) dashi.Handler {
			return func(ctx context.Context, call *dashi.Call) error {
				err := next(ctx, call)
				seen.add("%s %v", call.ID(), err)
				return err
			}
		}, func(next dashi.Handler) dashi.Handler {
			return func(ctx context.Context, call *dashi.Call) error {
				cookie, err := call.Request().Cookie("user")
				if err != nil && call.ID() == "private.children" {
					return dashi.Refuse(http.StatusForbidden, "Please sign in.") // of 401 Dash reads the body twice
				}
				if err == nil {
					ctx = context.WithValue(ctx, user{}, cookie.Value)
				}
				return next(ctx, call)
			}
		})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.P(html.ID("private"), "nothing"), html.P(html.ID("public"))))
		app.Callback(dashi.Output("private", "children"), dashi.Input("go", "n_clicks"), func(ctx context.Context, n int) string {
			return fmt.Sprint("hello ", ctx.Value(user{}), n)
		})
		app.Callback(dashi.Output("public", "children"), dashi.Input("go", "n_clicks"), func(n int) (string, error) {
			if n == 2 {
				return "", dashi.PreventUpdate
			}
			return fmt.Sprint("public ", n), nil
		})
		p.show(app)
		p.Allow("403")
		p.Allow("private.children")
		p.shows("public", "public 0")
		p.settled()
		if p.dashi() {
			p.WaitContains(".dash-errors", "Please sign in.")
		}
		require.Equal(t, "nothing", p.Text("#private"))
		require.ElementsMatch(t, []string{"private.children dashi: refused (403): Please sign in.", "public.children <nil>"}, seen.take())
		p.Eval(`document.cookie = "user=ann; path=/"`, nil)
		p.click("go")
		p.shows("private", "hello ann1")
		p.shows("public", "public 1")
		p.settled()
		seen.take()
		p.click("go")
		p.shows("private", "hello ann2")
		p.settled()
		require.Equal(t, "public 1", p.Text("#public"))
		require.ElementsMatch(t, []string{"private.children <nil>", "public.children " + dashi.PreventUpdate.Error()}, seen.all())
	})
}

// TestServerTiming: the browser's tools show where the time of a call went.
func TestServerTiming(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.P(html.ID("out"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("go", "n_clicks"), func(ctx context.Context, n int) int {
			dashi.CallFrom(ctx).Timing("database", 1500*time.Millisecond, `the "big" query`)
			dashi.CallFrom(ctx).Timing("two words", time.Millisecond, "")
			return n
		}, dashi.PreventInitialCall())
		p.show(app)
		p.click("go")
		p.shows("out", "1")
		const entries = `performance.getEntriesByType("resource").filter((e) => e.name.includes("_dash-update-component")).flatMap((e) => e.serverTiming.map(({name, description, duration}) => [name, description, duration]))`
		p.Until(entries + `.some(([name]) => name === "database")`)
		got := eval[[]list](p, entries)
		require.Contains(t, got, list{"database", `the "big" query`, 1500.0})
		require.Contains(t, got, list{"two_words", "", 1.0})
	})
}

// TestSetPropsWhileACallbackRuns: ours shows it at once, Dash with the answer.
func TestSetPropsWhileACallbackRuns(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		wrong := make(chan error, 3)
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.P(html.ID("status"), "idle"), html.Ul(html.ID("log")), html.P(html.ID("out")), html.P(html.ID("follows"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("go", "n_clicks"), func(ctx context.Context, n int) string {
			call := dashi.CallFrom(ctx)
			for i := range 3 {
				var more dashi.Patch
				more.At().Append(html.Li(fmt.Sprint("step ", i)))
				wrong <- errors.Join(call.SetProps("status", map[string]any{"children": fmt.Sprint("at ", i), "title": "busy"}), call.SetProps("log", map[string]any{"children": more}))
				held.wait("step")
			}
			return fmt.Sprint("done ", n)
		}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("follows", "children"), dashi.Input("status", "children"), func(v string) string { return "follows " + v })
		p.show(app)
		p.shows("follows", "follows idle")
		p.Eval(`void window.dash_clientside?.set_props?.("log", {children: []})`, nil) // a list for the patches to append to
		p.settled()
		p.click("go")
		for i := range 3 {
			held.arrived("step")
			require.NoError(t, receive(t, wrong))
			if p.dashi() {
				p.shows("status", fmt.Sprint("at ", i))
				p.shows("follows", fmt.Sprint("follows at ", i))
				p.Until(fmt.Sprintf(`document.querySelectorAll("#log li").length === %d`, i+1))
			} else {
				require.Equal(t, "idle", p.Text("#status"))
			}
			require.Empty(t, p.Text("#out"))
			p.loads("out", true)
			held.release("step")
		}
		p.shows("out", "done 1")
		p.shows("status", "at 2")
		p.shows("follows", "follows at 2")
		p.Until(`document.querySelectorAll("#log li").length === 3 && document.querySelector("#status").title === "busy"`)
	})
}

// TestSetPropsOfACallbackWithoutOutputs.
func TestSetPropsOfACallbackWithoutOutputs(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out")), html.P(html.ID("after"))))
		app.Callback(dashi.Outputs(), dashi.Input("in", "value"), func(ctx context.Context, v string) error {
			return dashi.CallFrom(ctx).SetProps("out", map[string]any{"children": "got " + v})
		})
		app.Callback(dashi.Output("after", "children"), dashi.Input("out", "children"), func(v string) string { return "after " + v }, dashi.PreventInitialCall())
		p.show(app)
		p.shows("after", "after got x")
		p.fill("in", "y")
		p.shows("after", "after got y")
	})
}

// TestSetPropsOfPatterns: MATCH is that of the call, ALL every component.
func TestSetPropsOfPatterns(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(rowPage())
		app.Callback(dashi.Output(dashi.Dict("type", "text", "row", dashi.MATCH), "title"), dashi.Input(dashi.Dict("type", "button", "row", dashi.MATCH), "n_clicks"),
			func(ctx context.Context, n int) (string, error) {
				call := dashi.CallFrom(ctx)
				return "clicked", errors.Join(
					call.SetProps(dashi.Dict("type", "text", "row", dashi.MATCH), map[string]any{"children": fmt.Sprint("clicks ", n)}),
					call.SetProps(dashi.Dict("type", "button", "row", dashi.ALL), map[string]any{"title": fmt.Sprint("all ", n)}))
			}, dashi.PreventInitialCall())
		p.show(app)
		p.Click(".button2")
		p.WaitText(".text2", "clicks 1")
		p.Until(`[1, 2, 3].every((i) => document.querySelector(".button" + i).title === "all 1") && document.querySelector(".text2").title === "clicked"`)
		require.Empty(t, p.Text(".text1"))
		p.Click(".button3")
		p.WaitText(".text3", "clicks 1")
		p.Click(".button3")
		p.WaitText(".text3", "clicks 2")
		p.WaitText(".text2", "clicks 1")
	})
}

// TestOnErrorOfACallback gives the output a value, or is told and lets it be.
func TestOnErrorOfACallback(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("value"), "-"), html.P(html.ID("told"), "-"), html.P(html.ID("message")), html.P(html.ID("echo"))))
		weak := func(v string) (string, error) {
			switch v {
			case "e":
				return "", errors.New("an error")
			case "ep":
				panic("a panic")
			case "epr":
				return "", dashi.PreventUpdate
			}
			return "got " + v, nil
		}
		app.Callback(dashi.Output("value", "children"), dashi.Input("in", "value"), weak, dashi.OnError(func(err error) any { return html.B("failed: ", strings.SplitN(err.Error(), "\n", 2)[0]) }))
		app.Callback(dashi.Output("told", "children"), dashi.Input("in", "value"), weak, dashi.OnError(func(ctx context.Context, err error) error {
			return dashi.CallFrom(ctx).SetProps("message", map[string]any{"children": "told"})
		}))
		app.Callback(dashi.Output("echo", "children"), dashi.Input("in", "value"), func(v string) string { return v })
		p.show(app)
		p.shows("told", "got x")
		p.shows("value", "got x")
		p.fill("in", "e")
		p.WaitContains("#value b", "an error")
		p.shows("message", "told")
		p.Press("p")
		p.WaitContains("#value b", "a panic")
		p.settled()
		p.Press("r")
		p.shows("echo", "epr")
		p.settled()
		p.WaitContains("#value b", "a panic")
		require.Equal(t, "got x", p.Text("#told"))
		p.Press("s")
		p.shows("value", "got eprs")
		p.shows("told", "got eprs")
	})
}

// TestOnErrorOfTheApp is for all callbacks; what it sets is shown, and no error.
func TestOnErrorOfTheApp(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{OnError: func(ctx context.Context, err error) error {
			call := dashi.CallFrom(ctx)
			if call.ID() == "hard.children" {
				return err
			}
			return call.SetProps("message", map[string]any{"children": "Failed: " + call.ID()})
		}})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("soft"), "-"), html.P(html.ID("hard"), "-"), html.P(html.ID("message"))))
		for _, id := range []layout.ID{"soft", "hard"} {
			app.Callback(dashi.Output(id, "children"), dashi.Input("in", "value"), func(v string) (string, error) {
				if v == "x" {
					return "", errors.New("broken")
				}
				return "got " + v, nil
			})
		}
		p.show(app)
		p.Allow("500")
		p.Allow("hard.children")
		p.shows("message", "Failed: soft.children")
		p.settled()
		require.Equal(t, []string{"-", "-"}, []string{p.Text("#soft"), p.Text("#hard")})
		if p.dashi() {
			p.WaitContains(".dash-errors", "Something went wrong")
		}
		p.fill("in", "y")
		p.shows("soft", "got y")
		p.shows("hard", "got y")
	})
}

// TestSetPropsOfWhatIsNotThere is reported in the page, and the answer counts all the same.
func TestSetPropsOfWhatIsNotThere(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{Debug: true, SuppressCallbackExceptions: true})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out")), html.P(html.ID("beside"))))
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(ctx context.Context, v string) (string, error) {
			call := dashi.CallFrom(ctx)
			return "got " + v, errors.Join(call.SetProps("nobody", map[string]any{"children": v}), call.SetProps("beside", map[string]any{"children": "beside " + v}))
		})
		p.show(app)
		p.Allow("nobody")
		p.shows("out", "got x")
		p.shows("beside", "beside x")
		if p.dashi() {
			p.WaitContains(".dash-errors", "nobody")
		}
		p.fill("in", "y")
		p.shows("out", "got y")
		p.shows("beside", "beside y")
	})
}
