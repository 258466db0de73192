package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// TestAPatchChangesWhatItNamesAndNothingElse: a row is appended and what was typed into the others stays; a point is appended
// and the other trace keeps its array.
func TestAPatchChangesWhatItNamesAndNothingElse(t *testing.T) {
	t.Parallel()
	x, y := wave(0)
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		html.Button(html.ID("add"), "add"),
		html.Div(html.ID("rows"), dcc.Input{ID: "first"}, "a field"),
		html.P(html.ID("count")),
		dcc.Graph{ID: "g", Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{X: x, Y: y}, plot.Scatter{X: x, Y: x}}}},
	))
	app.Callback(
		dashi.Outputs(dashi.Output("rows", "children"), dashi.Output("g", "figure")),
		dashi.Input("add", "n_clicks"),
		func(n int) (rows, figure dashi.Patch) {
			rows.At().Append(html.P("row"))
			figure.At("data", 0, "x").Append(50)
			figure.At("data", 0, "y").Append(float64(n))
			return rows, figure
		}, dashi.PreventInitialCall())
	app.Callback(dashi.Output("count", "children"), dashi.Input("rows", "children"), func(rows []any) int { return len(rows) })
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	tab.WaitText("#count", "2")
	tab.Fill("#first", "kept")
	tab.Eval(`(document.querySelector("#first").marked = true, window.second = document.querySelector("#g .js-plotly-plot")._fullData[1].y, true)`, nil)
	tab.Click("#add")
	tab.WaitText("#count", "3")
	tab.Until(`document.querySelector("#g .js-plotly-plot")._fullData[0].y.length === 51`)
	var same bool
	tab.Eval(`document.querySelector("#first").marked && document.querySelector("#first").value === "kept" &&
		window.second === document.querySelector("#g .js-plotly-plot")._fullData[1].y`, &same)
	require.True(t, same)
}
