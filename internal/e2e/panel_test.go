package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// watched is an app with a memoized callback that the browser asks for each time, and one that fails when it is told to.
func watched(t *testing.T, debug bool) *dashi.App {
	t.Helper()
	cache := memo.New(memo.NewLRU(100))
	t.Cleanup(func() { require.NoError(t, cache.Close()) })
	app := dashi.New(dashi.Options{Debug: debug, Logger: slog.New(slog.DiscardHandler)})
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "a"}, html.P(html.ID("out")), html.P(html.ID("next"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v }, cache.Memoize(time.Minute), dashi.NoStore())
	app.Callback(dashi.Output("next", "children"), dashi.Input("out", "children"), func(out string) (string, error) {
		if out == "got bad" {
			return "", errors.New("it is bad")
		}
		return "then " + out, nil
	})
	return app
}

// panelScript gives the functions below to the expressions of these tests: the panel's elements stand in a tree of their own.
const panelScript = `(window.panel = {
	root: () => document.querySelector("dashi-calls")?.shadowRoot,
	text: (selector) => [...panel.root()?.querySelectorAll(selector) ?? []].map((e) => e.innerText.replace(/\s+/g, " ").trim()),
	cells: (callback) => [...panel.root()?.querySelectorAll("tbody tr") ?? []].filter((row) => row.cells[0].innerText === callback)
		.flatMap((row) => [...row.cells].filter((cell) => cell.innerText !== "").map((cell) => cell.dataset.title + " " + cell.innerText)),
	focus: () => panel.root()?.activeElement,
}, true)`

// cells waits until the row of a callback has these cells, and others.
func cells(tab *e2e.Tab, callback string, want ...string) {
	for _, cell := range want {
		tab.Until(fmt.Sprintf(`panel.cells(%q).includes(%q)`, callback, cell))
	}
}

// TestDevelopersSeeWhatTheMemoLayerDid, with the keyboard alone.
func TestDevelopersSeeWhatTheMemoLayerDid(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, watched(t, true)))
	tab.Eval(panelScript, nil)
	tab.WaitText("#next", "then got a")
	tab.Press(kb.Tab)
	tab.Until(`document.activeElement.id === "in"`)
	for _, step := range [][2]string{{"b", "then got b"}, {kb.Backspace, "then got"}, {"a", "then got a"}} {
		tab.Press(step[0])
		tab.WaitText("#next", step[1])
	}
	tab.Until(`panel.text(".toggle")[0] === "8 calls 25% hits"`)

	tab.Press(kb.Tab)
	tab.Until(`panel.focus()?.matches(".toggle[aria-expanded=false]")`)
	tab.Press(kb.Enter)
	tab.Until(`panel.focus()?.matches(".toggle[aria-expanded=true]")`)
	cells(tab, "out.children", "Calls 4", "hit 1", "miss 3", "kept 0", "Errors 0")
	cells(tab, "next.children", "Calls 4", "hit 0", "miss 0")

	tab.Press(kb.Tab + kb.ArrowRight)
	tab.Until(`panel.focus()?.matches("#tab-Calls[aria-selected=true]")`)
	tab.Until(`panel.text(".row .cache").join() === ",hit,,miss,,miss,,miss"`)
	tab.Press(kb.Tab + kb.Tab + kb.Tab + kb.Tab + kb.Tab) // Clear, close, the list itself, and its first two rows
	tab.Until(`panel.focus()?.matches("li:nth-child(2) .row[aria-expanded=false]")`)
	tab.Press(kb.Enter)
	tab.Until(`panel.text(".details")[0]?.includes("in.value")`)
	tab.Screenshot("panel")

	tab.Press(kb.Escape)
	tab.Until(`panel.focus()?.matches(".toggle[aria-expanded=false]") && panel.root().querySelector("section") === null`)
}

// TestErrorsAndCallsShareACorner: neither lies over the other.
func TestErrorsAndCallsShareACorner(t *testing.T) {
	t.Parallel()
	url := serve(t, watched(t, true))
	for _, size := range [][2]int64{{desktopWidth, desktopHeight}, {phoneWidth, phoneHeight}} {
		tab := browser.Open(t, url, size[0], size[1])
		tab.Allow("500")
		tab.Allow("next.children")
		tab.Eval(panelScript, nil)
		tab.WaitText("#next", "then got a")
		tab.Fill("#in", "bad")
		tab.WaitContains(".dash-errors", "it is bad")
		tab.Eval(`panel.root().querySelector(".toggle").click()`, nil)
		cells(tab, "next.children", "Errors 1")
		var boxes []struct{ Left, Top, Right, Bottom float64 }
		tab.Eval(`[document.querySelector(".dash-errors"), panel.root().querySelector("section"), panel.root().querySelector(".toggle")].map((e) => e.getBoundingClientRect())`, &boxes)
		for i, box := range boxes {
			require.GreaterOrEqual(t, box.Left, 0.0)
			require.GreaterOrEqual(t, box.Top, 0.0)
			require.LessOrEqual(t, box.Right, float64(size[0]))
			require.LessOrEqual(t, box.Bottom, float64(size[1]))
			if i > 0 {
				require.GreaterOrEqual(t, box.Top, boxes[i-1].Bottom, "one below the other")
			}
		}
		tab.Screenshot(fmt.Sprint("panel-errors-", size[0]))
	}
}

// TestAnswersOutOfTheHTTPCacheAreNotTakenForNewOnes: their headers tell how they were made once.
func TestAnswersOutOfTheHTTPCacheAreNotTakenForNewOnes(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	app := dashi.New(dashi.Options{Debug: true})
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			asked.Add(1)
			return next(ctx, call)
		}
	})
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "a"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v }, remembered(t))
	tab := open(t, serve(t, app))
	shows := func(state string) {
		tab.Eval(panelScript, nil)
		tab.WaitText("#out", "got a")
		tab.Eval(`panel.root().querySelector(".toggle").click()`, nil)
		cells(tab, "out.children", "Calls 1", state)
	}
	shows("miss 1")
	tab.Reload()
	tab.Until(`window.panel === undefined`)
	shows("kept 1")
	require.EqualValues(t, 1, asked.Load())
}

// TestUsersSeeNoPanel, nor load it.
func TestUsersSeeNoPanel(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, watched(t, false)))
	tab.WaitText("#next", "then got a")
	var loaded []string
	tab.Eval(`performance.getEntriesByType("resource").map((e) => e.name).filter((name) => name.includes("/calls-"))`, &loaded)
	require.Empty(t, loaded)
	tab.Until(`document.querySelector("dashi-calls") === null`)
}
