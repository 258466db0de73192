package e2e_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// TestTimesAreToldAsTimes, of columns that come as numbers in frames and as texts in the page; the label stays at its point through a
// zoom, another size of the page and more points, and what the app hears is a text.
func TestTimesAreToldAsTimes(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)
	column := func(n int) (times []time.Time, y []float64) {
		for i := range n {
			times, y = append(times, start.Add(time.Duration(i)*30*time.Minute)), append(y, float64(i%7))
		}
		return times, y
	}
	few, y := column(3)
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.Button(html.ID("show"), "Show"),
		dcc.Graph{ID: "few", Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{X: few, Y: y, Name: "few", Mode: "markers"}}}},
		dcc.Graph{ID: "many"}, dcc.Graph{ID: "gl"}, tell(app, "many", "clickData"), tell(app, "gl", "hoverData"),
	))
	app.Callback(dashi.Outputs(dashi.Output("many", "figure"), dashi.Output("gl", "figure")), dashi.Inputs(dashi.Input("show", "n_clicks")),
		func(int) (plot.Figure, plot.Figure) {
			x, y := column(600)
			return plot.Figure{Data: []plot.Trace{plot.Scatter{X: x, Y: y, Name: "many", Mode: "markers"}}},
				plot.Figure{Data: []plot.Trace{plot.Scattergl{X: x, Y: y, Name: "gl", Mode: "markers"}}}
		}, dashi.PreventInitialCall())
	tab := open(t, serve(t, app))
	tab.GraphReady("few")
	tab.Click("#show")
	said := func(id, text string) {
		t.Helper()
		tab.Until(fmt.Sprintf(`document.querySelector("#%s > .dash-graph-voice").textContent === %q`, id, text))
	}
	label := func(id, text string) {
		t.Helper()
		tab.Until(fmt.Sprintf(`document.querySelector("#%s > .dash-graph-plot").getAttribute("aria-label")?.includes(%q)`, id, text))
	}
	tab.Until(`document.querySelector("#many > .dash-graph-plot").data?.[0]?.x.BYTES_PER_ELEMENT === 8`) // came as numbers
	tab.Until(`document.querySelector("#gl > .dash-graph-plot").data?.[0]?.x.BYTES_PER_ELEMENT === 8`)
	label("few", "x from 2026-03-01 06:00 to 2026-03-01 07:00")
	label("many", "x from 2026-03-01 06:00 to 2026-03-13 17:30")

	tab.Focus("#few > .dash-graph-plot")
	tab.Press(kb.ArrowRight)
	said("few", "few, x 2026-03-01 06:00, y 0")
	tab.Focus("#gl > .dash-graph-plot")
	tab.Press(kb.ArrowRight)
	tab.Press(kb.End)
	said("gl", "gl, x 2026-03-13 17:30, y 4")
	told[any](tab, "gl", "hoverData", `v?.points[0].pointNumber === 599 && v.points[0].x === "2026-03-13 17:30"`)

	tab.Focus("#many > .dash-graph-plot")
	tab.Press(kb.ArrowRight)
	tab.Press(kb.End)
	said("many", "many, x 2026-03-13 17:30, y 4")
	tab.Press(kb.Enter)
	told[any](tab, "many", "clickData", `v?.points[0].x === "2026-03-13 17:30"`)
	const atPoint = `(() => {
		const plot = document.querySelector("#many > .dash-graph-plot"), {xaxis, yaxis} = plot._fullLayout, point = plot.calcdata[0][599]
		const [, x, y] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(plot.querySelector(".hoverlayer .hovertext")?.getAttribute("transform") ?? "") ?? []
		return Math.abs(x - xaxis.c2p(point.x) - xaxis._offset) < 12 && Math.abs(y - yaxis.c2p(point.y) - yaxis._offset) < 12
	})()`
	tab.Until(atPoint)
	tab.Screenshot("graph-keys-times")
	tab.Size(phoneWidth, phoneHeight)
	tab.Until(`document.querySelector("#many > .dash-graph-plot")._fullLayout.width < 390`)
	tab.Until(atPoint)
	tab.Screenshot("graph-keys-times-phone")
	tab.Eval(`dash_clientside.set_props("many", {extendData: {x: [["2026-04-01"]], y: [[3]]}})`, nil)
	tab.Until(`document.querySelector("#many > .dash-graph-plot").calcdata[0].length === 601`)
	tab.Until(atPoint)
	said("many", "many, x 2026-03-13 17:30, y 4")
	tab.Eval(`document.querySelector("#many > .dash-graph-plot").blur()`, nil)
	tab.Until(`!document.querySelector("#many .hoverlayer .hovertext")`)
}
