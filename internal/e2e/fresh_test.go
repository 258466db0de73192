package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/memo"
)

// Answers that the browser repeats itself for as long as they are good. No test depends on how fast the machine is: answers are kept
// for an hour, or for a moment and then waited for.

// remembered memoizes a callback for longer than any test runs.
func remembered(t *testing.T) dashi.CallbackOption { return rememberedFor(t, time.Hour) }

func rememberedFor(t *testing.T, ttl time.Duration) dashi.CallbackOption {
	t.Helper()
	cache := memo.New(memo.NewLRU(10 << 20))
	t.Cleanup(func() { require.NoError(t, cache.Close()) })
	return cache.Memoize(ttl)
}

// greeting is a page whose callback is memoized; asked counts the calls that reach the server, made those of the function.
func greeting(p *page, asked, made *atomic.Int32, options ...dashi.CallbackOption) *dashi.App {
	app := p.app(dashi.Options{})
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			asked.Add(1)
			return next(ctx, call)
		}
	})
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "a"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { made.Add(1); return "got " + v }, options...)
	return app
}

// TestARepeatAsksNobody: in ours the browser answers it itself; Dash asks, and the server remembers.
func TestARepeatAsksNobody(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var asked, made atomic.Int32
		requests := p.showCounted(greeting(p, &asked, &made, remembered(t)))
		p.shows("out", "got a")
		for _, v := range []string{"b", "a", "b", "c", "a", "c"} {
			p.fill("in", v)
			p.shows("out", "got "+v)
		}
		p.settled()
		require.EqualValues(t, 3, made.Load(), "each of a, b and c is made once")
		if p.dashi() {
			require.EqualValues(t, 3, asked.Load())
			require.Equal(t, []string{"GET single of 1", "GET single of 1", "GET single of 1"}, requests.take())
		} else {
			require.EqualValues(t, 7, asked.Load())
			require.Len(t, requests.take(), 7)
		}
	})
}

// TestNoStoreAsksEachTime, and the server remembers.
func TestNoStoreAsksEachTime(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var asked, made atomic.Int32
		requests := p.showCounted(greeting(p, &asked, &made, remembered(t), dashi.NoStore()))
		p.shows("out", "got a")
		for _, v := range []string{"b", "a", "b"} {
			p.fill("in", v)
			p.shows("out", "got "+v)
		}
		p.settled()
		require.EqualValues(t, 2, made.Load())
		require.EqualValues(t, 4, asked.Load())
		for _, r := range requests.take() {
			require.Equal(t, "POST single of 1", r)
		}
	})
}

// TestAnAnswerGoesOff: after its time the browser asks again.
func TestAnAnswerGoesOff(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		var asked, made atomic.Int32
		p.show(greeting(p, &asked, &made, rememberedFor(t, 2*time.Second)))
		p.shows("out", "got a")
		require.EqualValues(t, 1, made.Load())
		// Whoever repeats the question long enough gets a new answer, and until then none more than were made.
		for v := "b"; made.Load() < 4; {
			p.fill("in", v)
			p.shows("out", "got "+v)
			v = map[string]string{"a": "b", "b": "a"}[v]
			require.LessOrEqual(t, made.Load(), asked.Load())
		}
	})
}

// TestAnswersDifferByAllThatIsAsked: inputs, states and the callback itself.
func TestAnswersDifferByAllThatIsAsked(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		keep := remembered(t)
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "1"}, dcc.Input{ID: "state", Value: "s"}, html.P(html.ID("one")), html.P(html.ID("two"))))
		inputs := dashi.Inputs(dashi.Input("in", "value"), dashi.State("state", "value"))
		app.Callback(dashi.Output("one", "children"), inputs, func(v, s string) string { return "one " + v + s }, keep)
		app.Callback(dashi.Output("two", "children"), inputs, func(v, s string) string { return "two " + v + s }, keep)
		p.show(app)
		shows := func(v string) {
			p.shows("one", "one "+v)
			p.shows("two", "two "+v)
		}
		shows("1s")
		p.fill("in", "2")
		shows("2s")
		p.fill("state", "t")
		p.fill("in", "1")
		shows("1t")
		p.fill("in", "2")
		shows("2t")
		p.fill("state", "s")
		p.fill("in", "1")
		shows("1s")
	})
}

// TestRowsKeepTheirOwnAnswers: a pattern's calls differ by their outputs, even where the inputs are equal.
func TestRowsKeepTheirOwnAnswers(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(rowPage())
		app.Callback(dashi.Output(dashi.Dict("type", "text", "row", dashi.MATCH), "children"), dashi.Inputs(dashi.Input(dashi.Dict("type", "button", "row", dashi.MATCH), "n_clicks"), dashi.State(dashi.Dict("type", "button", "row", dashi.MATCH), "id")),
			func(n int, id struct{ Row int }) string { return fmt.Sprint("row ", id.Row, " clicked ", n) }, remembered(t))
		p.show(app)
		for row := 1; row <= 3; row++ {
			p.WaitText(fmt.Sprint(".text", row), fmt.Sprintf("row %d clicked 0", row))
			p.Click(fmt.Sprint(".button", row))
			p.WaitText(fmt.Sprint(".text", row), fmt.Sprintf("row %d clicked 1", row))
		}
	})
}

// TestLongQuestionsArePosted: an address has a limit.
func TestLongQuestionsArePosted(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		long := strings.Repeat("long ", 2000)
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "a"}, dcc.Store{ID: "data", Data: "short"}, html.P(html.ID("out"))))
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("data", "data"), dashi.Input("in", "value")), func(data, v string) string { return fmt.Sprint(len(data), v) }, remembered(t))
		asked := p.showCounted(app)
		p.shows("out", "5a")
		require.Equal(t, []string{"GET single of 1"}, asked.take())
		p.Eval(fmt.Sprintf(`window.dash_clientside.set_props("data", {data: %q})`, long), nil)
		p.shows("out", "10000a")
		require.Equal(t, []string{"POST single of 1"}, asked.take())
		p.fill("in", "b")
		p.shows("out", "10000b")
		asked.take()
		p.fill("in", "a")
		p.shows("out", "10000a")
		require.Empty(t, asked.take(), "it is kept all the same")
	})
}

// TestAnswersOfABatchAreKept too.
func TestAnswersOfABatchAreKept(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		keep := remembered(t)
		children := list{dcc.Input{ID: "in", Value: "x"}}
		for i := range 8 {
			id := layout.ID(fmt.Sprint("out", i))
			children = append(children, html.P(html.ID(id)))
			app.Callback(dashi.Output(id, "children"), dashi.Input("in", "value"), func(v string) string { return fmt.Sprint(i, v) }, keep)
		}
		app.Layout(html.Main(children...))
		asked := p.showCounted(app)
		p.showsCrowd("x")
		p.fill("in", "y")
		p.showsCrowd("y")
		require.Equal(t, []string{"POST batch of 8", "POST batch of 8"}, asked.take())
		p.fill("in", "x")
		p.showsCrowd("x")
		p.fill("in", "y")
		p.showsCrowd("y")
		require.Empty(t, asked.take())
	})
}

// TestWhoHasAnAnswerIsToldSo: an address with a tag, for the caches of HTTP.
func TestWhoHasAnAnswerIsToldSo(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		var asked, made atomic.Int32
		p.show(greeting(p, &asked, &made, remembered(t)))
		p.shows("out", "got a")
		type answer struct {
			Status     int
			Tag, Cache string
			Body       string
		}
		got := eval[[]answer](p, `(async () => {
			const call = JSON.stringify({output: "out.children", outputs: {id: "out", property: "children"}, inputs: [{id: "in", property: "value", value: "by hand"}]})
			const address = "/_dash-update-component?call=" + encodeURIComponent(call)
			const read = async (answer) => ({status: answer.status, tag: answer.headers.get("ETag"), cache: answer.headers.get("Cache-Control"), body: await answer.text()})
			const first = await read(await fetch(address, {cache: "no-store"}))
			return [first, await read(await fetch(address, {cache: "no-store", headers: {"If-None-Match": first.tag}})), await read(await fetch(address, {cache: "no-store", headers: {"If-None-Match": 'W/"other"'}}))]
		})()`)
		require.Equal(t, http.StatusOK, got[0].Status)
		require.Contains(t, got[0].Body, "got by hand")
		require.NotEmpty(t, got[0].Tag)
		require.Contains(t, got[0].Cache, "private, max-age=3")
		require.Equal(t, http.StatusNotModified, got[1].Status)
		require.Equal(t, got[0].Tag, got[1].Tag)
		require.Empty(t, got[1].Body)
		require.Equal(t, http.StatusOK, got[2].Status)
		require.Equal(t, got[0].Body, got[2].Body)
		require.EqualValues(t, 2, made.Load(), "the server remembers as well")
		require.EqualValues(t, 4, asked.Load())
	})
}

// TestTwoPagesKeepTheirOwn: what one person's browser has, another's asks for.
func TestTwoPagesKeepTheirOwn(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		var asked, made atomic.Int32
		app := greeting(p, &asked, &made, remembered(t))
		url := serve(t, app)
		other := &page{t: t, front: ours}
		p.open(url)
		p.shows("out", "got a")
		other.open(url)
		other.shows("out", "got a")
		require.EqualValues(t, 2, asked.Load())
		require.EqualValues(t, 1, made.Load())
		p.fill("in", "b")
		p.shows("out", "got b")
		other.fill("in", "b")
		other.shows("out", "got b")
		require.EqualValues(t, 4, asked.Load())
		require.EqualValues(t, 2, made.Load())
	})
}

// TestAFigureThatIsEqualIsNotDrawnAgain: two questions have the same figure for an answer; a repeated answer brings the same arrays.
func TestAFigureThatIsEqualIsNotDrawnAgain(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "a1"}, dcc.Graph{ID: "g"}, html.P(html.ID("out"))))
		app.Callback(dashi.Outputs(dashi.Output("g", "figure"), dashi.Output("out", "children")), dashi.Input("in", "value"), func(v string) (plot.Figure, string) {
			x, y := wave(0)
			if strings.HasPrefix(v, "b") {
				x, y = wave(1)
			}
			return plot.Figure{Data: []plot.Trace{plot.Scatter{X: x, Y: y}}, Layout: plot.Layout{Title: plot.Title{Text: v[:1]}}}, "got " + v
		}, remembered(t))
		p.show(app)
		p.shows("out", "got a1")
		p.GraphReady("g")
		p.Until(`document.querySelector("#g .gtitle")?.textContent === "a"`)
		const plot = `document.querySelector("#g .js-plotly-plot")`
		p.Eval(`(window.drawn = 0, window.y = `+plot+`._fullData[0].y, `+plot+`.on("plotly_afterplot", () => { window.drawn++ }), true)`, nil)
		for _, v := range []string{"a2", "a1", "a2", "a3"} {
			p.fill("in", v)
			p.shows("out", "got "+v)
		}
		p.settled()
		require.Zero(t, eval[int](p, `window.drawn`))
		require.True(t, eval[bool](p, plot+`._fullData[0].y === window.y`))
		p.fill("in", "b1") // and what does differ is drawn
		p.Until(`document.querySelector("#g .gtitle")?.textContent === "b"`)
		before := eval[int](p, `window.drawn`)
		require.Positive(t, before)
		p.fill("in", "a1")
		p.Until(`document.querySelector("#g .gtitle")?.textContent === "a" && window.drawn > ` + fmt.Sprint(before))
		require.True(t, eval[bool](p, plot+`._fullData[0].y === window.y`), "a kept answer brings the array that it brought at first")
	})
}

// TestWhatIsTypedIsNotInAKeptAnswer: components of an answer live on in the page; the answer does not follow them.
func TestWhatIsTypedIsNotInAKeptAnswer(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{SuppressCallbackExceptions: true})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "a"}, html.Div(html.ID("box"))))
		app.Callback(dashi.Output("box", "children"), dashi.Input("in", "value"), func(v string) any {
			return list{html.B(html.ID("name"), v), html.Div(dcc.Input{ID: layout.ID("inner" + v), Value: "fresh"}, html.Button(html.ID(layout.ID("button"+v)), "button")), html.P(html.ID("heard"))}
		}, remembered(t))
		app.Callback(dashi.Output("heard", "children"), dashi.Inputs(dashi.Input("innera", "value").Optional(), dashi.Input("buttona", "n_clicks").Optional()), func(v string, n int) string { return fmt.Sprint(v, n) }, dashi.Optional())
		p.show(app)
		p.shows("heard", "fresh0")
		p.fill("innera", "typed")
		p.shows("heard", "typed0")
		p.click("buttona")
		p.shows("heard", "typed1")
		p.fill("in", "b")
		p.shows("name", "b")
		p.holds("innerb", "fresh")
		p.fill("in", "a")
		p.shows("name", "a")
		p.holds("innera", "fresh")
		p.shows("heard", "fresh0")
	})
}
