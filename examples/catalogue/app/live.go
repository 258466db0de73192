package app

import (
	"context"
	"fmt"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/table"
)

var schema layout.Schema

// labelled puts a label before a control.
func labelled(text string) func(layout.Component) any {
	return func(live layout.Component) any {
		return layout.Fragment{html.Label(html.For(string(schema.ID(live))), text), live}
	}
}

// asked puts a button before a component, whose id is that of the component with "-ask" after it.
func asked(text string) func(layout.Component) any {
	return func(live layout.Component) any {
		return layout.Fragment{html.Button(html.ID(schema.ID(live)+"-ask"), text), live}
	}
}

func unseen(text string) func(layout.Component) any {
	return func(live layout.Component) any { return layout.Fragment{html.P(text), live} }
}

func clipboard(live layout.Component) any {
	return html.Div(html.Class("cat-line"), html.Code("go get github.com/dashi-go/dashi"), live)
}

func location(live layout.Component) any {
	return layout.Fragment{live, html.P("Follow a link: ", dcc.Link{Href: "?c=Location#here", Children: "here"}, " or ", dcc.Link{Href: "?c=Location#there", Children: "there"}, ".")}
}

func inTabs(live layout.Component) any {
	return dcc.Tabs{Value: "prices", Children: []any{live, dcc.Tab{Label: "Another", Value: "another", Children: "Another content."}}}
}

// opens sets a property to true with each click on the button beside the component.
func opens(id layout.ID, prop string) func(*dashi.App) {
	return func(app *dashi.App) {
		app.Callback(dashi.Output(id, prop), dashi.Input(id+"-ask", "n_clicks"), func(int) bool { return true }, dashi.PreventInitialCall())
	}
}

func download(app *dashi.App) {
	app.Callback(dashi.Output("download", "data"), dashi.Input("download-ask", "n_clicks"), func(int) dcc.DownloadData {
		return dcc.SendString("town,people\nOslo,717710\nBergen,291940\n", "towns.csv")
	}, dashi.PreventInitialCall())
}

func slow(app *dashi.App) {
	app.Callback(dashi.Output("loading-answer", "children"), dashi.Input("loading-ask", "n_clicks"), func(ctx context.Context, n int) (string, error) {
		select {
		case <-time.After(time.Second):
			return fmt.Sprintf("Answer %d.", n), nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}, dashi.PreventInitialCall())
}

func keeps(app *dashi.App) {
	app.Callback(dashi.Output("store", "data"), dashi.Input("store-ask", "n_clicks"), func(n int) map[string]int {
		return map[string]int{"clicks": n}
	}, dashi.PreventInitialCall())
}

func squares(app *dashi.App) {
	type square struct {
		N      int `json:"n"`
		Square int `json:"square"`
	}
	rows := make([]square, 10_000)
	for i := range rows {
		rows[i] = square{i, i * i}
	}
	table.Serve(app, "tableserver", table.Slice(rows, table.SliceOptions{}))
}
