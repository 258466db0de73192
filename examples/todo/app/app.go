// Package app is a list that grows and shrinks: one callback serves every item of it, by pattern-matching ids.
package app

import (
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
	app.Layout(html.Main(html.Style(layout.CSS{"maxWidth": 560}),
		html.H1("To do"),
		html.Label(html.For("text"), "What is to be done?"),
		html.Div(html.Style(layout.CSS{"display": "flex", "gap": 8}),
			dcc.Input{ID: "text", Value: "", Placeholder: "water the plants", Style: layout.CSS{"flex": 1}},
			html.Button(html.ID("add"), "Add"),
		),
		html.Ul(html.ID("list"), html.Style(layout.CSS{"padding": 0, "marginTop": 12}), item(-2, "read the plan"), item(-1, "build the house")),
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
				return layout.CSS{"textDecoration": "line-through", "opacity": 0.6}, "Undo"
			}
			return layout.CSS{}, "Done"
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
	// From the last to the first, so that the indexes hold. Clicks that come fast share a call, so which one made it does not matter.
	app.Callback(
		dashi.Output("list", "children").AllowDuplicate(),
		dashi.Input(part("remove", dashi.ALL), "n_clicks"),
		func(clicks []int) (list dashi.Patch) {
			for i, n := range slices.Backward(clicks) {
				if n > 0 {
					list.At(i).Delete()
				}
			}
			return list
		}, dashi.PreventInitialCall())
	return app
}

func isDone(clicks int) bool { return clicks%2 == 1 }

// part is the id of a part of an item; index may be a wildcard.
func part(name string, index any) dashi.ID { return dashi.Dict("part", name, "index", index) }

var row = layout.CSS{
	"display": "grid", "gridTemplateColumns": "1fr auto auto", "gap": 8, "alignItems": "center", "overflowWrap": "anywhere",
	"padding": "4px 0", "borderBottom": "1px solid #8883",
}

func item(index int, text string) layout.Component {
	return html.Li(html.Style(row),
		html.Span(html.ID(part("words", index)), text),
		html.Button(html.ID(part("done", index))),
		html.Button(html.ID(part("remove", index)), html.Aria("label", "Remove "+text), "Remove"),
	)
}
