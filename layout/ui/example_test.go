package ui_test

import (
	"log"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/ui"
)

func Example() {
	app := dashi.New(dashi.Options{Title: "Orders"})
	app.Layout(html.Main(
		ui.Grid{Columns: 3, Children: layout.Fragment{
			ui.Card{Title: "Orders", Children: html.P(html.ID("orders"), "1204")},
			ui.Card{Title: "Stock", Actions: ui.Badge{Kind: ui.Success, Children: "live"}, Children: ui.Progress{Label: "Full", Value: new(60.0)}},
		}},
		html.Button(html.ID("ask"), "Delete all"),
		ui.Modal{ID: "sure", Title: "Delete all orders?", Children: "They cannot be brought back.", Footer: html.Button(html.ID("yes"), "Delete")},
	))
	app.Callback(dashi.Output("sure", "open"), dashi.Input("ask", "n_clicks"), func(n int) bool { return n > 0 })
	app.Callback(dashi.Output("orders", "children"), dashi.Input("yes", "n_clicks"), func(n int) string {
		if n == 0 {
			return "1204"
		}
		return "None."
	})
	if err := app.Validate(); err != nil {
		log.Fatal(err)
	}
	// Output:
}
