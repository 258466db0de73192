// Package app draws three signals as they come: twenty times a second an interval asks for the readings since the last time, which are appended to
// the graph. Nothing is drawn or sent twice.
package app

import (
	"embed"
	"io/fs"
	"math"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

//go:embed assets
var files embed.FS

const (
	perTick = 6   // readings of each signal
	window  = 900 // readings that are shown
)

// frames counts the updates of the last two seconds.
const frames = `(() => {
  const times = []
  return () => {
    const now = performance.now()
    times.push(now)
    while (now - times[0] > 2000) times.shift()
    return times.length > 1 ? (1000 * (times.length - 1) / (now - times[0])).toFixed(1) : '–'
  }
})()`

// New makes the app.
func New() *dashi.App {
	own, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	app := dashi.New(dashi.Options{Title: "Stream", UpdateTitle: new(""), Assets: own})
	app.Layout(html.Main(
		html.H1("Signals as they come"),
		html.Section(html.Class("dashi-card"),
			html.Div(html.Class("controls"),
				html.Button(html.ID("run"), html.NClicks(0), "Stop"),
				html.Div(html.Class("rate"), html.Label(html.For("rate"), "Updates a second"),
					dcc.Slider{ID: "rate", Min: new(1.0), Max: new(30.0), Step: 1, Value: new(20.0), Marks: dcc.MarksAt(1, 10, 20, 30)}),
				html.Dl(html.Div(html.Dt("drawn a second"), html.Dd(html.ID("frames"), "–"))),
			),
			dcc.Graph{ID: "scope", Figure: scope(), Style: html.CSS{"height": "62vh", "minHeight": 360}},
		),
		dcc.Interval{ID: "tick", Interval: 50},
	))
	app.Callback(dashi.Output("scope", "extendData"), dashi.Input("tick", "n_intervals"), func(n int) []any {
		x, y := readings((n-1)*perTick, n*perTick)
		return []any{map[string]any{"x": [][]float64{x, x, x}, "y": y}, []int{0, 1, 2}, window}
	}, dashi.PreventInitialCall())
	app.ClientsideCallback(dashi.Output("frames", "children"), dashi.Input("scope", "extendData"), dashi.JS(frames), dashi.PreventInitialCall())
	app.ClientsideCallback(dashi.Output("tick", "interval"), dashi.Input("rate", "value"), dashi.JS("(rate) => 1000 / rate"), dashi.PreventInitialCall())
	app.ClientsideCallback(
		dashi.Outputs(dashi.Output("tick", "disabled"), dashi.Output("run", "children")), dashi.Input("run", "n_clicks"),
		dashi.JS("(clicks) => clicks % 2 ? [true, 'Start'] : [false, 'Stop']"), dashi.PreventInitialCall())
	return app
}

// scope is the graph with what came before, one signal above the other.
func scope() plot.Figure {
	x, y := readings(-window, 0)
	axis := func(from, to float64) *plot.Axis {
		return &plot.Axis{Domain: []float64{from, to}, Range: []float64{-1.6, 1.6}, Fixedrange: true, NTicks: 3, Zeroline: new(false)}
	}
	figure := plot.Figure{Layout: plot.Layout{
		XAxis: plot.Axis{Title: plot.Title{Text: "seconds"}, Anchor: "y3"}, YAxis: *axis(0.7, 1), YAxis2: axis(0.35, 0.65), YAxis3: axis(0, 0.3),
		Margin: plot.Margin{T: new(36.0), R: new(12.0), L: new(40.0), B: new(44.0)}, Hovermode: false, UIRevision: "same",
		Legend: plot.Legend{Orientation: "h", Y: new(1.02), YAnchor: "bottom"},
	}}
	for i, name := range []string{"pulse", "sweep", "two tones"} {
		figure.Data = append(figure.Data, plot.Scatter{X: x, Y: y[i], Name: name, Mode: "lines", YAxis: []string{"y", "y2", "y3"}[i],
			Line: plot.Line{Width: 1.6, Color: []string{"#e4572e", "#2e86ab", "#8f7ee7"}[i]}})
	}
	return figure
}

// readings are those of the three signals from one to another, 120 of each in a second of theirs.
func readings(from, to int) (x []float64, y [][]float64) {
	y = make([][]float64, 3)
	for i := from; i < to; i++ {
		s := float64(i) / 120
		noise := 0.06 * math.Sin(float64(i)*float64(i)*0.731)
		beat := math.Mod(s+1e6, 0.9) / 0.9
		x = append(x, s)
		y[0] = append(y[0], 1.3*math.Exp(-900*(beat-0.3)*(beat-0.3))-0.3*math.Exp(-400*(beat-0.36)*(beat-0.36))+0.2*math.Exp(-120*(beat-0.6)*(beat-0.6))+noise)
		y[1] = append(y[1], math.Sin(2*math.Pi*(2*s+1.6*math.Sin(s/1.7)))+noise)
		y[2] = append(y[2], 0.7*math.Sin(2*math.Pi*3*s)+0.7*math.Sin(2*math.Pi*3.4*s)+noise)
	}
	return x, y
}
