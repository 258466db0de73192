package render_test

import (
	"testing"

	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/render"
)

// smallFigure is a chart as a dashboard has many: two traces of 12 months and a layout. Its structs are large and nearly empty.
func smallFigure() plot.Figure {
	months := []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	return plot.Figure{
		Data: []plot.Trace{
			plot.Scatter{X: months, Y: randoms(12), Name: "Oslo", Mode: "lines+markers", Line: plot.Line{Color: "#123", Width: 2}},
			plot.Bar{X: months, Y: randoms(12), Name: "Rome", Marker: plot.Marker{Color: "teal"}, Opacity: new(0.5)},
		},
		Layout: plot.Layout{
			Title:  plot.Title{Text: "Temperature"},
			XAxis:  plot.Axis{Title: plot.Title{Text: "Month"}},
			YAxis:  plot.Axis{Title: plot.Title{Text: "°C"}, Range: []any{-10, 30}},
			Margin: plot.Margin{T: new(40.0)},
			Extra:  map[string]any{"uirevision": "a"},
		},
	}
}

// plainFigure is the same figure as maps.
func plainFigure() map[string]any {
	f := smallFigure()
	scatter, bar := f.Data[0].(plot.Scatter), f.Data[1].(plot.Bar)
	return map[string]any{
		"data": []any{
			map[string]any{"type": "scatter", "x": scatter.X, "y": scatter.Y, "name": "Oslo", "mode": "lines+markers",
				"line": map[string]any{"color": "#123", "width": 2}},
			map[string]any{"type": "bar", "x": bar.X, "y": bar.Y, "name": "Rome", "marker": map[string]any{"color": "teal"}, "opacity": 0.5},
		},
		"layout": map[string]any{
			"title":  map[string]any{"text": "Temperature"},
			"xaxis":  map[string]any{"title": map[string]any{"text": "Month"}},
			"yaxis":  map[string]any{"title": map[string]any{"text": "°C"}, "range": []any{-10, 30}},
			"margin": map[string]any{"t": 40.0}, "uirevision": "a",
		},
	}
}

// BenchmarkFigureSmall is what large structs with few fields set cost beside maps of what is set.
func BenchmarkFigureSmall(b *testing.B) {
	fig := smallFigure()
	pointers := smallFigure()
	scatter, bar := fig.Data[0].(plot.Scatter), fig.Data[1].(plot.Bar)
	pointers.Data = []plot.Trace{&scatter, &bar}
	b.Run("structs", func(b *testing.B) { benchProp(b, "figure", fig) })
	b.Run("pointers", func(b *testing.B) { benchProp(b, "figure", &pointers) })
	b.Run("maps", func(b *testing.B) { benchProp(b, "figure", plainFigure()) })
}

// allocations is how often encoding a figure once more allocates.
func allocations(fig any) float64 {
	var e render.Encoder
	var buf []byte
	return testing.AllocsPerRun(100, func() { buf, _ = e.AppendProp(buf[:0], "figure", fig) })
}
