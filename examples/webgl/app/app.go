// Package app draws a million points with WebGL; a slider bends the attractor they lie on.
package app

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/memo"
)

const points = 1_000_000

// clifford follows Clifford Pickover's attractor, x' = sin(a·y) + c·cos(a·x), y' = sin(b·x) + d·cos(b·y). Single precision is
// more than a screen shows and halves what travels.
func clifford(a float64) (x, y []float32) {
	const b, c, d = 1.7, 0.5, 1.2
	x, y = make([]float32, points), make([]float32, points)
	px, py := 0.1, 0.1
	for i := range points {
		px, py = math.Sin(a*py)+c*math.Cos(a*px), math.Sin(b*px)+d*math.Cos(b*py)
		x[i], y[i] = float32(px), float32(py)
	}
	return x, y
}

// New makes the app.
func New() *dashi.App {
	cache := memo.New(memo.NewLRU(8)) // each figure is 10 MB
	app := dashi.New(dashi.Options{Title: "WebGL"})
	app.Layout(html.Main(
		html.H1("A million points"),
		html.Label(html.For("a"), "Bend"),
		dcc.Slider{ID: "a", Min: new(-2.0), Max: new(2.0), Step: 0.1, Value: new(-1.7), Marks: dcc.MarksAt(-2, -1, 0, 1, 2)},
		html.P(html.ID("cost"), html.Aria("live", "polite")),
		dcc.Graph{ID: "cloud", Style: html.CSS{"height": "68vh", "minHeight": 320}},
	))
	app.Callback(
		dashi.Outputs(dashi.Output("cloud", "figure"), dashi.Output("cost", "children")),
		dashi.Input("a", "value"),
		func(_ context.Context, a float64) (plot.Figure, string) {
			start := time.Now()
			x, y := clifford(a)
			note := fmt.Sprintf("a = %.1f: %d points computed in %d ms", a, points, time.Since(start).Milliseconds())
			return plot.Figure{
				Data: []plot.Trace{plot.Scattergl{X: x, Y: y, Mode: "markers", Hoverinfo: "skip",
					Marker: plot.Marker{Size: 1, Opacity: 0.25, Color: "#2a6f97"}}},
				Layout: plot.Layout{
					UIRevision: "keep", // the zoom stays while the slider moves
					Margin:     plot.Margin{T: new(10.0), R: new(10.0), L: new(35.0), B: new(30.0)},
					XAxis:      plot.Axis{Range: []float64{-2.6, 2.6}, Zeroline: new(false)},
					YAxis:      plot.Axis{Range: []float64{-2.4, 2.4}, Zeroline: new(false)},
				},
			}, note
		},
		cache.Memoize(time.Hour))
	return app
}
