package app

import (
	"encoding/json"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/plot"
)

// drawing is the figure of an answer, as far as it has come.
type drawing struct {
	begun bool
	of    []planet
}

func newDrawing() *drawing { return &drawing{} }

// and is what a piece of an answer changes on the page: a text is added to, and so is a figure.
func (d *drawing) and(p piece) (to screen) {
	if p.text != "" {
		var more dashi.Patch
		more.At().Add(p.text)
		to.answer = more
	}
	if p.begins {
		d.begun = true
		to.noChart = false
	}
	if p.point != nil {
		d.of = append(d.of, *p.point)
		to.chart = pointPatch(*p.point)
	}
	return to
}

// json is the figure as the history keeps it; nil where there is none.
func (d *drawing) json() json.RawMessage {
	if !d.begun {
		return nil
	}
	text, err := json.Marshal(chartOf(d.of))
	if err != nil {
		panic(err) // it is made of numbers and names
	}
	return text
}

// drawn is the figure that a page shows, where it has points.
func drawn(chart json.RawMessage) json.RawMessage {
	var figure struct{ Data []struct{ X []float64 } }
	if json.Unmarshal(chart, &figure) != nil || len(figure.Data) == 0 || len(figure.Data[0].X) == 0 {
		return nil
	}
	return chart
}

func emptyChart() plot.Figure { return chartOf(nil) }

// chartOf draws years by distances.
func chartOf(of []planet) plot.Figure {
	x, y, names, colors := []any{}, []any{}, []any{}, []any{}
	for _, p := range of {
		x, y, names, colors = append(x, p.distance), append(y, p.year), append(names, p.name), append(colors, p.color)
	}
	axis := func(title string, from, to float64) plot.Axis {
		return plot.Axis{Title: plot.Title{Text: title}, Type: "log", Range: []float64{from, to}, DTick: 1, Zeroline: new(false)}
	}
	return plot.Figure{
		Layout: plot.Layout{
			XAxis: axis("distance from the sun, earth = 1", -0.7, 1.8), YAxis: axis("years", -1, 2.6), Showlegend: new(false),
			Margin: plot.Margin{T: new(12.0), R: new(16.0), L: new(56.0), B: new(52.0)},
		},
		Data: []plot.Trace{plot.Scatter{
			X: x, Y: y, Text: names, Mode: "markers+text", Textposition: "top center", Cliponaxis: new(false),
			Marker: plot.Marker{Size: 12, Color: colors}, Hovertemplate: "<b>%{text}</b>: %{y} years<extra></extra>",
		}},
	}
}

// pointPatch adds a planet to the chart.
func pointPatch(p planet) dashi.Patch {
	var patch dashi.Patch
	patch.At("data", 0, "x").Append(p.distance)
	patch.At("data", 0, "y").Append(p.year)
	patch.At("data", 0, "text").Append(p.name)
	patch.At("data", 0, "marker", "color").Append(p.color)
	return patch
}
