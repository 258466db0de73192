package e2e_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// wave is 50 points, enough to travel as typed arrays.
func wave(shift float64) (x, y []float64) {
	for i := range 50 {
		x, y = append(x, float64(i)), append(y, math.Sin(float64(i)/5+shift))
	}
	return x, y
}

// TestAFigureUpdateKeepsWhatIsThere: an update goes through Plotly.react. The drawing stays the same element, the zoom stays with
// an equal uirevision, and events come back to Go.
func TestAFigureUpdateKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Input{ID: "shift", Value: "0"},
		dcc.Graph{ID: "g", Style: html.CSS{"height": 400}},
		html.P(html.ID("clicked")), html.P(html.ID("zoomed")),
	))
	app.Callback(dashi.Output("g", "figure"), dashi.Input("shift", "value"), func(shift string) plot.Figure {
		x, y := wave(float64(len(shift)))
		return plot.Figure{
			Data:   []plot.Trace{plot.Scatter{X: x, Y: y, Mode: "markers", Marker: plot.Marker{Size: 12}, Customdata: x}},
			Layout: plot.Layout{Title: plot.Title{Text: shift}, UIRevision: "same", Hovermode: "closest"},
		}
	})
	app.Callback(dashi.Output("clicked", "children"), dashi.Input("g", "clickData"), func(data *dcc.PointsData) string {
		if data == nil {
			return "nothing"
		}
		p := data.Points[0]
		return fmt.Sprintf("point %d of trace %d", p.PointNumber, p.CurveNumber)
	})
	app.Callback(dashi.Output("zoomed", "children"), dashi.Input("g", "relayoutData"), func(data map[string]any) string {
		return fmt.Sprint(data["xaxis.range[0]"] != nil)
	})
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	tab.WaitText("#clicked", "nothing")
	tab.Eval(`document.querySelector("#g .main-svg").marked = true`, nil)
	tab.Drag("#g .nsewdrag", 0.3, 0.5, 0.7, 0.5)
	tab.WaitText("#zoomed", "true")
	var before, after []float64
	tab.Eval(`document.querySelector("#g .js-plotly-plot")._fullLayout.xaxis.range`, &before)
	tab.Fill("#shift", "longer")
	tab.Until(`document.querySelector("#g .gtitle")?.textContent === "longer"`)
	tab.Eval(`document.querySelector("#g .js-plotly-plot")._fullLayout.xaxis.range`, &after)
	require.Equal(t, before, after)
	var same bool
	tab.Eval(`document.querySelector("#g .main-svg").marked === true`, &same)
	require.True(t, same)
	tab.ClickPoint("g", 25)
	tab.WaitText("#clicked", "point 25 of trace 0")
}

func TestAnUnknownTraceTypeIsNamed(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{Debug: true})
	app.Layout(html.Main(dcc.Graph{ID: "g", Figure: map[string]any{"data": []any{map[string]any{"type": "scater", "y": []int{1, 2}}}}}))
	tab := open(t, serve(t, app))
	tab.Allow("scater")
	tab.WaitContains("body", `scater`)
	tab.WaitContains("body", `scatter`)
}

// TestAPageWithoutAGraphLoadsNoPlotly: heavy parts come only when they are shown.
func TestAPageWithoutAGraphLoadsNoPlotly(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v })
	tab := open(t, serve(t, app))
	tab.WaitText("#out", "got x")
	var names []string
	tab.Eval(`performance.getEntriesByType("resource").map((r) => r.name)`, &names)
	require.NotEmpty(t, names)
	for _, name := range names {
		require.NotContains(t, name, "plotly")
		require.NotContains(t, name, "graph")
	}
	bytes, _ := tab.Received()
	require.Less(t, bytes, int64(60_000))
}

// TestAGraphFollowsThePage: a turned phone or a resized window must not cut graphs off.
func TestAGraphFollowsThePage(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	x, y := wave(0)
	app.Layout(html.Main(
		dcc.Graph{ID: "g", Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{X: x, Y: y}}}},
		dcc.Graph{ID: "tall", Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{Y: y}}, Layout: plot.Layout{Height: 700}}},
		html.Div(html.Class("dashi-row"), dcc.Graph{ID: "h", Figure: plot.Figure{Data: []plot.Trace{plot.Bar{Y: y}}}}, html.P("beside")),
	))
	tab := open(t, serve(t, app))
	for _, id := range []string{"g", "h", "tall"} {
		tab.GraphReady(id)
	}
	var heights []float64
	tab.Eval(`["g", "h", "tall"].map((id) => document.getElementById(id).getBoundingClientRect().height)`, &heights)
	require.Equal(t, []float64{450, 450, 700}, heights)
	for _, width := range []int64{phoneWidth, desktopWidth} {
		tab.Size(width, phoneHeight)
		for _, id := range []string{"g", "h"} {
			tab.Until(fmt.Sprintf(`(() => {
				const root = document.getElementById(%q)
				return Math.abs(root.querySelector(".main-svg").getBoundingClientRect().width - root.clientWidth) <= 1
			})()`, id))
		}
		tab.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
	}
}

// TestAFigureWithoutATemplateHasThePagesColors, in the dark too.
func TestAFigureWithoutATemplateHasThePagesColors(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	_, y := wave(0)
	app.Layout(html.Main(dcc.Graph{ID: "g", Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{Y: y}}}}))
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	color := `document.querySelector("#g .js-plotly-plot")._fullLayout.font.color`
	page := `getComputedStyle(document.body).color`
	tab.Until(color + " === " + page)
	var light, dark string
	tab.Eval(color, &light)
	tab.Dark()
	tab.Until(color + " !== " + quoted(light))
	tab.Until(color + " === " + page)
	tab.Eval(color, &dark)
	require.NotEqual(t, light, dark)
	tab.Screenshot("graph-dark")
}

func quoted(s string) string { return fmt.Sprintf("%q", s) }
