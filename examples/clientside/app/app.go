// Package app moves a slider and redraws a graph without asking the server: the data come once, a function in the browser does the rest.
package app

import (
	"math"
	"math/rand/v2"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// smooth draws the readings and their moving average.
const smooth = `(width, readings) => {
  const mean = readings.map((_, i) => {
    const around = readings.slice(Math.max(0, i - width), i + width + 1)
    return around.reduce((a, b) => a + b, 0) / around.length
  })
  return {
    data: [
      { y: readings, mode: 'markers', name: 'readings', marker: { size: 5, color: '#888', opacity: 0.7 } },
      { y: mean, mode: 'lines', name: 'average of ' + (2 * width + 1), line: { width: 3 } },
    ],
    layout: {
      uirevision: 'same', // the zoom stays while the slider moves
      margin: { t: 40, r: 15, l: 50, b: 45 },
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom' },
      xaxis: { title: { text: 'hour' }, dtick: 24 },
      yaxis: { title: { text: '°C' } },
    },
  }
}`

// New makes the app.
func New() *dashi.App {
	app := dashi.New(dashi.Options{Title: "Clientside"})
	app.Layout(html.Main(
		html.H1("Smoothed in the browser"),
		html.Label(html.For("width"), "Hours to average on each side"),
		dcc.Slider{ID: "width", Max: new(24.0), Value: new(3.0), Marks: dcc.MarksAt(0, 6, 12, 18, 24), UpdateMode: dcc.OnDrag},
		dcc.Graph{ID: "graph", Figure: plot.Figure{}},
		dcc.Store{ID: "readings"},
	))
	app.Callback(dashi.Output("readings", "data"), dashi.Inputs(), readings)
	app.ClientsideCallback(
		dashi.Output("graph", "figure"),
		dashi.Inputs(dashi.Input("width", "value"), dashi.Input("readings", "data")),
		dashi.JS(smooth))
	return app
}

// readings stands for a query: a week of temperatures, the same each time.
func readings() []float64 {
	noise := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, 7*24)
	for h := range values {
		values[h] = math.Round(10*(12+6*math.Sin(float64(h%24-9)/12*math.Pi)+3*math.Sin(float64(h)/30)+2*noise.NormFloat64())) / 10
	}
	return values
}
