package e2e_test

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// TestValuesInTheAddress: bound both ways, over a reload and in another browser, back and forth in the history; the layout function sees
// them, and hostile ones do nothing.
func TestValuesInTheAddress(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(func(r *http.Request) layout.Component {
		heading := "none"
		if _, err := dashi.QueryValue(r, "city", &heading); err != nil {
			heading = "bad"
		}
		return html.Main(
			html.H1(html.ID("heading"), heading),
			dcc.Input{ID: "city", Value: "Oslo", Persistence: true},
			dcc.RadioItems{ID: "days", Options: dcc.Options(1, 2, 3), Value: 1},
			html.P(html.ID("out")),
		)
	})
	app.BindQuery("city", "city", "value")
	app.BindQuery("days", "days", "value", dashi.QueryHistory())
	app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("city", "value"), dashi.Input("days", "value")),
		func(city string, days int) string { return city + " for " + string(rune('0'+days)) })
	url := serve(t, app)

	tab := open(t, url+"/?other=1#part")
	tab.WaitText("#out", "Oslo for 1")
	tab.Focus("#days input:checked")
	tab.Press(kb.ArrowDown)
	tab.WaitText("#out", "Oslo for 2")
	tab.Until(`location.search + location.hash === "?other=1&days=2#part"`)
	tab.Fill("#city", "5")
	tab.WaitText("#out", "5 for 2")
	tab.Until(`location.search === "?other=1&days=2&city=%225%22"`)
	tab.Reload()
	tab.WaitText("#out", "5 for 2")
	tab.WaitText("#heading", "5")
	tab.Eval(`history.back()`, nil)
	tab.WaitText("#out", "Oslo for 1")
	tab.Eval(`history.forward()`, nil)
	tab.WaitText("#out", "5 for 2")

	other := open(t, url+"/?days=3&city=S%C3%A3o+Paulo")
	other.WaitText("#out", "São Paulo for 3")
	other.WaitText("#heading", "São Paulo")

	hostile := open(t, url+`/?days=[3]&city={"type":"Iframe","namespace":"dash_html_components","props":{}}`)
	hostile.WaitText("#out", "Oslo for 1")
	hostile.WaitText("#heading", "bad")
}
