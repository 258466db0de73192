// Package app shows ten million points of three lines and ten million of a cloud. They stay in the server's memory; the page has what its pixels can
// show, and zooming asks for more of less.
package app

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/resample"
)

//go:embed assets
var files embed.FS

// New makes the app, with n points in its lines together and n in its cloud.
func New(n int) *dashi.App {
	own, err := fs.Sub(files, "assets")
	must(err) // the folder is part of the program
	app := dashi.New(dashi.Options{Title: "Ten million points", Assets: own})
	margin := plot.Margin{T: new(12.0), R: new(12.0), L: new(48.0), B: new(36.0)}
	readings := sensors(n / 3)
	for i, color := range []string{"#e4572e", "#2e86ab", "#8f7ee7"} {
		readings[i].Trace.Line = plot.Line{Color: color, Width: 1.2}
	}
	start := time.Now()
	lines, err := resample.NewLines(resample.LinesOptions{OnZoom: tell("lines"), Layout: plot.Layout{
		Margin: margin, Hovermode: "x", Legend: plot.Legend{Orientation: "h", Y: new(1.0), YAnchor: "bottom"},
	}}, readings...)
	must(err)
	linesReady := time.Since(start)

	x, y := attractor(n)
	start = time.Now()
	points, err := resample.NewPoints(x, y, resample.PointsOptions{
		OnZoom: tell("cloud"), Log: true, Cell: 3,
		Heatmap: plot.Heatmap{Colorscale: "Viridis", Colorbar: plot.Colorbar{Thickness: new(10.0), Title: plot.Title{Text: "points"}}},
		Trace:   plot.Scatter{Marker: plot.Marker{Size: 4, Color: "#f4882f"}, Hoverinfo: "x+y", Showlegend: new(false)},
		Layout:  plot.Layout{Margin: margin, Showlegend: new(false)},
	})
	must(err)
	pointsReady := time.Since(start)

	app.Layout(html.Main(
		html.H1("Ten million points"),
		html.P("Drag over a graph to zoom, double-click to see all again. The points stay on the server; the page has what its pixels can show."),
		card("lines", "A week of three sensors", 3*(n/3), linesReady, lines.Graph(dcc.Graph{ID: "lines", Style: html.CSS{"height": 380}})),
		card("cloud", "An attractor, counted by cell", n, pointsReady, points.Graph(dcc.Graph{ID: "cloud", Style: html.CSS{"height": 460}})),
	))
	lines.Register(app, "lines")
	points.Register(app, "cloud")
	return app
}

func must(err error) {
	if err != nil {
		panic(err) // the data are made above
	}
}

// card is a graph with what its points cost.
func card(id dashi.ID, title string, n int, ready time.Duration, graph layout.Fragment) layout.Component {
	figure := func(name, text string, part dashi.ID) layout.Component {
		return html.Div(html.Dt(name), html.Dd(html.ID(id+part), html.Aria("live", "polite"), text))
	}
	return html.Section(html.Class("dashi-card"),
		html.H2(title),
		html.Dl(html.Class("figures"),
			figure("in memory", grouped(n), "-held"), figure("summed up in", fmt.Sprintf("%.1f s", ready.Seconds()), "-ready"),
			figure("on the page", "overview", "-sent"), figure("last zoom", "–", "-took")),
		graph)
}

// tell shows what an answer was.
func tell(id dashi.ID) func(context.Context, resample.Zoom) {
	return func(ctx context.Context, z resample.Zoom) {
		call := dashi.CallFrom(ctx)
		_ = call.SetProps(id+"-sent", map[string]any{"children": grouped(z.Sent)}) // a text can be encoded
		_ = call.SetProps(id+"-took", map[string]any{"children": fmt.Sprintf("%.2f ms", float64(z.Took.Microseconds())/1000)})
	}
}

// grouped is a number with its thousands apart.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "\u202f" + text[i:]
	}
	return text
}
