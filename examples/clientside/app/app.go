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
      { y: readings, mode: 'markers', name: 'readings', marker: { size: 4, opacity: 0.5 } },
      { y: mean, mode: 'lines', name: 'average of ' + (2 * width + 1), line: { width: 3 } },
    ],
    layout: { uirevision: 'same', margin: { t: 20, r: 20 }, xaxis: { title: { text: 'hour' } }, yaxis: { title: { text: '°C' } } },
  }
}`

// New makes the app.
func New() *dashi.App {
	app := dashi.New(dashi.Options{Title: "Clientside"})
	app.Layout(html.Main(
		html.H1("Smoothed in the browser"),
		html.Label(html.For("width"), "Hours on each side"),
		dcc.Slider{ID: "width", Min: new(0.0), Max: new(24.0), Step: dcc.Step(1), Value: new(3.0), UpdateMode: dcc.OnDrag},
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

// readings stands for a query: three weeks of temperatures, the same each time.
func readings() []float64 {
	noise := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, 21*24)
	for h := range values {
		values[h] = math.Round(10*(12+6*math.Sin(float64(h%24-9)/12*math.Pi)+3*math.Sin(float64(h)/80)+2*noise.NormFloat64())) / 10
	}
	return values
}
