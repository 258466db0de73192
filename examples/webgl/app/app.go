// Package app draws a million points with WebGL, in three ways; a slider bends the attractor they lie on.
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

const (
	points = 1_000_000
	cells  = 1000 // on each side of the heatmap
	reach  = 2.4  // of the attractor, from the middle
)

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

// density is the logarithm of the number of points in each cell.
func density(x, y []float32) [][]float32 {
	rows := make([][]float32, cells)
	for i := range rows {
		rows[i] = make([]float32, cells)
	}
	cell := func(at float32) int { return min(int((at+reach)*cells/(2*reach)), cells-1) }
	for i := range x {
		rows[cell(y[i])][cell(x[i])]++
	}
	for _, row := range rows {
		for i, n := range row {
			row[i] = float32(math.Log1p(float64(n)))
		}
	}
	return rows
}

// trace draws the points in one of the ways.
func trace(way string, x, y []float32) plot.Trace {
	switch way {
	case "pointcloud":
		return plot.Pointcloud{X: x, Y: y, Marker: plot.Marker{Size: 1.5, Opacity: new(0.25), Blend: new(true), Color: "#2a6f97"}}
	case "heatmapgl":
		step := 2 * reach / cells
		return plot.Heatmapgl{Z: density(x, y), X0: -reach + step/2, DX: &step, Y0: -reach + step/2, DY: &step, Colorscale: "Viridis"}
	}
	return plot.Scattergl{X: x, Y: y, Mode: "markers", Hoverinfo: "skip", Marker: plot.Marker{Size: 1, Opacity: new(0.25), Color: "#2a6f97"}}
}

// New makes the app.
func New() *dashi.App {
	cache := memo.New(memo.NewLRU(12)) // each figure is 8 MB
	app := dashi.New(dashi.Options{Title: "WebGL"})
	app.Layout(html.Main(
		html.H1("A million points"),
		dcc.RadioItems{ID: "way", Options: dcc.Options("pointcloud", "heatmapgl", "scattergl"), Value: "pointcloud", Inline: true},
		html.Label(html.For("a"), "Bend"),
		dcc.Slider{ID: "a", Min: new(-2.0), Max: new(2.0), Step: 0.05, Value: new(-1.7), Marks: dcc.MarksAt(-2, -1, 0, 1, 2), UpdateMode: dcc.OnDrag},
		html.P(html.ID("cost"), html.Aria("live", "polite")),
		dcc.Graph{ID: "cloud", Style: html.CSS{"height": "66vh", "minHeight": 320}},
	))
	app.Callback(
		dashi.Outputs(dashi.Output("cloud", "figure"), dashi.Output("cost", "children")),
		dashi.Inputs(dashi.Input("a", "value"), dashi.Input("way", "value")),
		func(_ context.Context, a float64, way string) (plot.Figure, string) {
			start := time.Now()
			x, y := clifford(a)
			drawn := trace(way, x, y)
			note := fmt.Sprintf("a = %.2f: %d points computed in %d ms", a, points, time.Since(start).Milliseconds())
			return plot.Figure{
				Data: []plot.Trace{drawn},
				Layout: plot.Layout{
					UIRevision: "keep", // the zoom stays while the slider moves
					Margin:     plot.Margin{T: new(10.0), R: new(10.0), L: new(35.0), B: new(30.0)},
					XAxis:      plot.Axis{Range: []float64{-2.6, 2.6}, Zeroline: new(false)},
					YAxis:      plot.Axis{Range: []float64{-reach, reach}, Zeroline: new(false)},
				},
			}, note
		},
		cache.Memoize(time.Hour))
	return app
}
