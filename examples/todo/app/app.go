// Package app is a list that grows and shrinks: one callback serves every item of it, by pattern-matching ids.
package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// New makes the app.
func New() *dashi.App {
	app := dashi.New(dashi.Options{Title: "To do"})
	app.Layout(html.Main(
		html.H1("To do"),
		html.Label(html.For("text"), "What is to be done?"),
		html.Div(html.Style(layout.CSS{"display": "flex", "gap": 8}),
			dcc.Input{ID: "text", Value: "", Placeholder: "water the plants"},
			html.Button(html.ID("add"), "Add"),
		),
		html.Ul(html.ID("list"), html.Style(layout.CSS{"listStyle": "none", "padding": 0}), item(-2, "read the plan"), item(-1, "build the house")),
		html.P(html.ID("left"), html.Aria("live", "polite")),
	))
	// Adding sends one item, not the list.
	app.Callback(
		dashi.Outputs(dashi.Output("list", "children").AllowDuplicate(), dashi.Output("text", "value")),
		dashi.Inputs(dashi.Input("add", "n_clicks"), dashi.Input("text", "n_submit"), dashi.State("text", "value")),
		func(clicks, submits int, text string) (list dashi.Patch, cleared string, err error) {
			if strings.TrimSpace(text) == "" {
				return list, text, dashi.PreventUpdate
			}
			list.At().Append(item(clicks+submits, text))
			return list, "", nil
		}, dashi.PreventInitialCall())
	// MATCH: the button of an item changes this item alone.
	app.Callback(
		dashi.Outputs(dashi.Output(part("words", dashi.MATCH), "style"), dashi.Output(part("done", dashi.MATCH), "children")),
		dashi.Input(part("done", dashi.MATCH), "n_clicks"),
		func(clicks int) (layout.CSS, string) {
			if isDone(clicks) {
				return layout.CSS{"flex": 1, "textDecoration": "line-through", "opacity": 0.6}, "Undo"
			}
			return layout.CSS{"flex": 1}, "Done"
		})
	// ALL: the values of all items, as a slice.
	app.Callback(
		dashi.Output("left", "children"),
		dashi.Input(part("done", dashi.ALL), "n_clicks"),
		func(clicks []int) string {
			open := slices.DeleteFunc(clicks, isDone)
			if len(open) == 0 {
				return "Nothing left to do."
			}
			return fmt.Sprintf("%d to do.", len(open))
		})
	app.Callback(
		dashi.Output("list", "children").AllowDuplicate(),
		dashi.Inputs(dashi.Input(part("remove", dashi.ALL), "n_clicks"), dashi.State(part("remove", dashi.ALL), "id")),
		func(ctx context.Context, clicks []int, ids []dashi.ID) (list dashi.Patch, err error) {
			i := slices.Index(ids, dashi.CallFrom(ctx).TriggeredID())
			if i < 0 || clicks[i] == 0 { // a new button is news, and no click
				return list, dashi.PreventUpdate
			}
			list.At(i).Delete()
			return list, nil
		}, dashi.PreventInitialCall())
	return app
}

func isDone(clicks int) bool { return clicks%2 == 1 }

// part is the id of a part of an item; index may be a wildcard.
func part(name string, index any) dashi.ID { return dashi.Dict("part", name, "index", index) }

func item(index int, text string) layout.Component {
	return html.Li(html.Style(layout.CSS{"display": "flex", "gap": 8, "alignItems": "center", "marginBottom": 8}),
		html.Span(html.ID(part("words", index)), text),
		html.Button(html.ID(part("done", index))),
		html.Button(html.ID(part("remove", index)), html.Aria("label", "Remove "+text), "Remove"),
	)
}
