package bench

import (
	"fmt"
	"log/slog"
	"math/rand/v2"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// graphCase is a figure of two traces that both front ends draw.
type graphCase struct {
	name   string
	points int // of both traces
	rounds int // of presses
	trace  func(x, y []float64, color string) plot.Trace
}

var graphCases = []graphCase{
	{"1e4 SVG markers", 10_000, 7, svgMarkers},
	{"1e5 WebGL points", 100_000, 7, glPoints},
	{"1e6 WebGL points", 1_000_000, 3, glPoints},
}

func svgMarkers(x, y []float64, color string) plot.Trace {
	return plot.Scatter{X: x, Y: y, Mode: "markers", Marker: plot.Marker{Color: color}}
}

func glPoints(x, y []float64, color string) plot.Trace {
	return plot.Scattergl{X: x, Y: y, Mode: "markers", Marker: plot.Marker{Color: color}}
}

// columns are a random walk in thousandths of a second, full doubles.
func (c graphCase) columns(seed int) (x, y []float64) {
	random := rand.New(rand.NewPCG(uint64(seed), 7))
	x, y = make([]float64, c.points/2), make([]float64, c.points/2)
	at := 0.0
	for i := range x {
		at += random.NormFloat64()
		x[i], y[i] = float64(i)/1000, at
	}
	return x, y
}

// app shows the figure. Its buttons: all gives new columns, y those of one trace, title and color change only these, always with the
// whole figure as the answer; patch sends the title alone; run appends 100 points 20 times a second.
func (c graphCase) app() *dashi.App {
	app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler)})
	button := func(id string) html.Element { return html.Button(html.ID(layout.ID(id)), id) }
	app.Layout(html.Main(button("all"), button("y"), button("title"), button("color"), button("patch"), button("run"),
		dcc.Graph{ID: "g", Style: html.CSS{"height": 500}}, dcc.Interval{ID: "tick", Interval: 50, Disabled: true}))
	app.Callback(dashi.Output("g", "figure"),
		dashi.Inputs(dashi.Input("all", "n_clicks"), dashi.Input("y", "n_clicks"), dashi.Input("title", "n_clicks"), dashi.Input("color", "n_clicks")),
		func(all, y, title, color int) plot.Figure {
			x1, y1 := c.columns(2 * all)
			x2, y2 := c.columns(2*all + 1)
			if y > 0 {
				_, y2 = c.columns(-y)
			}
			return plot.Figure{
				Data:   []plot.Trace{c.trace(x1, y1, "#2a6f97"), c.trace(x2, y2, []string{"#e07b39", "#2a9d8f"}[color%2])},
				Layout: plot.Layout{Title: plot.Title{Text: fmt.Sprintf("title %d", title)}},
			}
		})
	app.Callback(dashi.Output("g", "figure").AllowDuplicate(), dashi.Input("patch", "n_clicks"), func(n int) dashi.Patch {
		var p dashi.Patch
		p.At("layout", "title", "text").Assign(fmt.Sprintf("patched %d", n))
		return p
	}, dashi.PreventInitialCall())
	app.Callback(dashi.Output("tick", "disabled"), dashi.Input("run", "n_clicks"), func(n int) bool { return n%2 == 0 }, dashi.PreventInitialCall())
	app.Callback(dashi.Output("g", "extendData"), dashi.Input("tick", "n_intervals"), func(n int) []any {
		_, y := graphCase{points: 200}.columns(n)
		x := make([]float64, len(y))
		for i := range x {
			x[i] = float64(c.points/2+100*n+i) / 1000
		}
		return []any{map[string]any{"x": [][]float64{x}, "y": [][]float64{y}}, []int{0}, c.points / 2}
	}, dashi.PreventInitialCall())
	return app
}
