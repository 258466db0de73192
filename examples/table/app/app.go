// Package app shows three million orders in a table. They stay in the server's memory, where they are sorted, filtered and searched; the page
// has the rows in sight.
package app

import (
	"context"
	"fmt"
	"sync"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/table"
)

// New makes the app with n orders, which are made up when a page first asks for some.
func New(n int) *dashi.App {
	app := dashi.New(dashi.Options{Title: "Three million rows"})
	app.Layout(html.Main(
		html.H1("Three million rows"),
		html.P("Click a header to sort, with Shift by a further column; filter in the headers; scroll to the end. The rows stay on the server."),
		html.Div(html.Class("dashi-row"),
			html.Div(html.Label(html.For("search"), "Search"), dcc.Input{ID: "search", Kind: dcc.InputSearch, Placeholder: "rain coat", Debounce: 0.3}),
			html.P(html.ID("count"), html.Aria("live", "polite")),
		),
		html.Label(html.For("orders"), "Orders"),
		table.Table{
			ID: "orders", Server: true, RowID: "id", Columns: columns(), Height: "min(62vh, 560px)", PageSize: 200,
			RowStyles: []table.Rule{{When: table.Filter{Field: "state", Op: table.Equal, Value: "returned"}, Style: layout.CSS{"color": "var(--Dash-Text-Weak)"}}},
		},
		html.P(html.ID("chosen"), html.Aria("live", "polite"), "Click a cell to see its order."),
	))
	source := sync.OnceValue(func() table.Source {
		return table.Slice(orders(n), table.SliceOptions{Search: []string{"customer", "article"}})
	})
	table.Serve(app, "orders", table.SourceFunc(func(ctx context.Context, r table.Request) (table.Page, error) {
		return source().Rows(ctx, r)
	}))
	app.Callback(dashi.Output("orders", "quick_filter"), dashi.Input("search", "value"), func(text string) string { return text })
	app.Callback(dashi.Output("count", "children"), dashi.Input("orders", "row_count"), func(n int) string { return grouped(n) + " orders" })
	app.Callback(dashi.Output("chosen", "children"), dashi.Input("orders", "cell_clicked"), func(c *table.CellClicked) string {
		return fmt.Sprintf("Order %s: %v for %v.", c.RowID, c.Row["article"], c.Row["customer"])
	}, dashi.PreventInitialCall())
	return app
}

func columns() []table.Column {
	return []table.Column{
		{Field: "id", Header: "Order", Kind: table.Number, Format: &table.Format{NoGroups: true}, Width: 110, Pinned: table.Start},
		{Header: "What and for whom", Children: []table.Column{
			{Field: "customer", Header: "Customer", Filter: table.TextFilter, Min: 170},
			{Field: "article", Header: "Article", Filter: table.SetFilter, Options: options(articles), Min: 150},
		}},
		{Field: "pieces", Header: "Pieces", Kind: table.Number, Filter: table.NumberFilter, Width: 120},
		{
			Field: "price", Header: "Price", Kind: table.Number, Filter: table.NumberFilter, Width: 140,
			Format: &table.Format{Style: table.Currency, Currency: "EUR"},
			CellStyles: []table.Rule{
				{When: table.Filter{Op: table.GreaterOrEqual, Value: 900}, Style: layout.CSS{"fontWeight": 700}},
			},
		},
		{Field: "ordered", Header: "Ordered", Kind: table.Date, Filter: table.DateFilter, Width: 150},
		{Field: "state", Header: "State", Filter: table.SetFilter, Options: options(states), Width: 130},
	}
}
