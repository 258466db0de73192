package e2e_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// TestPlaces goes from tab to tab and from address to address on one page, with a Loading around what is awaited.
func TestPlaces(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Location{ID: "url", Refresh: "callback-nav"},
		html.P(dcc.Link{ID: "link", Href: "/reports?x=1", Children: "Reports"}, " ", dcc.Link{ID: "bad", Href: "javascript:alert(1)"}),
		html.P(html.ID("where")),
		html.Button(html.ID("home"), "Home"),
		dcc.Tabs{ID: "tabs", Persistence: true, Children: []dcc.Tab{
			{Label: "Summary", Children: html.P(html.ID("first"), "the summary")},
			{Label: "Closed", Disabled: true},
			{ID: "third", Label: html.B("Details"), Value: "details", Children: html.P(html.ID("inner"))},
		}},
		html.P(html.ID("tab")),
		dcc.Loading{ID: "wait", ShowInitially: new(false), Children: html.P(html.ID("slow"), "the answer stands here")},
	))
	app.Callback(dashi.Output("where", "children"), dashi.Inputs(dashi.Input("url", "pathname"), dashi.Input("url", "search")),
		func(path, search string) string { return "at " + path + search })
	app.Callback(dashi.Output("url", "href"), dashi.Input("home", "n_clicks"),
		func(int) string { return "/home#top" }, dashi.PreventInitialCall())
	app.Callback(dashi.Outputs(dashi.Output("tab", "children"), dashi.Output("inner", "children")), dashi.Input("tabs", "value"),
		func(value string) (string, string) { return "tab " + value, "inside " + value })
	app.Callback(dashi.Output("slow", "children"), dashi.Input("home", "n_clicks"), func(ctx context.Context, n int) string {
		select {
		case <-release:
		case <-ctx.Done():
		}
		return "answered"
	}, dashi.PreventInitialCall())

	tab := open(t, serve(t, app))
	tab.Allow("Dangerous link detected")
	tab.Allow("dashi: Link")
	tab.WaitText("#where", "at /")
	tab.WaitText("#tab", "tab tab-1")
	tab.WaitText("[role=tabpanel]", "the summary")
	tab.Until(`document.querySelector("#bad").getAttribute("href") === "about:blank"`)

	tab.Focus("[role=tab][aria-selected=true]")
	tab.Press(kb.ArrowRight)
	tab.WaitText("#tab", "tab details")
	tab.WaitText("#inner", "inside details")
	tab.Until(`document.activeElement.id === "third" && !document.querySelector("#first")`)
	tab.Screenshot("nav")

	tab.Click("#link")
	tab.WaitText("#where", "at /reports?x=1")
	tab.Eval(`history.back()`, nil)
	tab.WaitText("#where", "at /")
	tab.Click("#home")
	tab.WaitText("#where", "at /home")
	tab.Until(`document.querySelector("#wait").getAttribute("aria-busy") === "true" && document.querySelector(".dash-spinner")`)
	tab.Screenshot("nav-loading")
	close(release)
	tab.WaitText("#slow", "answered")
	tab.Until(`document.querySelector("#wait").getAttribute("aria-busy") === "false" && !document.querySelector(".dash-spinner")`)
	var path string
	tab.Eval(`location.pathname + location.hash`, &path)
	require.Equal(t, "/home#top", path)

	tab.Reload()
	tab.WaitText("#tab", "tab details")
	tab.Size(phoneWidth, phoneHeight)
	tab.Until(`document.querySelector("#tabs").getAttribute("aria-orientation") === "vertical"`)
	tab.Dark()
	tab.Screenshot("nav-phone-dark")
}
