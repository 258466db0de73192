package app

import (
	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/memo"
)

// order is that in which the kinds are stacked: what was fast below.
var order = [len(kinds)]memo.Status{memo.Hit, memo.Stale, memo.Wait, memo.Miss, refresh}

// buckets is how many of the histogram's are drawn; the last ends after 4 seconds.
const buckets = 22

// functions are the names in the statistics, with their colors.
var functions = [...]struct{ name, color string }{{"weather", "#2a9d8f"}, {"warmest", "#8d6cab"}}

// callsFigure is the graph of calls, of which a tick changes the heights alone.
func callsFigure() plot.Figure {
	f := plot.Figure{Layout: stacked()}
	ago := make([]float64, window)
	for i := range ago {
		ago[i] = float64(i - window + 1)
	}
	for _, kind := range order {
		f.Data = append(f.Data, plot.Bar{X: ago, Y: make([]uint32, window), Name: kinds[kind].name, Marker: plot.Marker{Color: kinds[kind].color},
			Hovertemplate: "%{y}"})
	}
	f.Layout.Bargap = new(0.15)
	f.Layout.XAxis = plot.Axis{Range: []float64{-window, 1}, Fixedrange: true, Zeroline: new(false), Showgrid: new(false), Ticks: "outside",
		Tickvals: []float64{-120, -90, -60, -30, 0}, Ticktext: []string{"2 min", "90 s", "1 min", "30 s", "now"}}
	return f
}

func (v view) callsPatch() (p dashi.Patch) {
	for i, kind := range order {
		p.At("data", i, "y").Assign(v.calls[kind])
	}
	return p
}

// tookFigure is the histogram, on an axis of powers of two: bar i stands between the ends of its bucket.
func tookFigure() plot.Figure {
	f := plot.Figure{Layout: stacked()}
	middle := make([]float64, buckets+1)
	for i := range middle {
		middle[i] = float64(i) - 0.5
	}
	for _, fn := range functions {
		f.Data = append(f.Data, plot.Bar{X: middle, Y: make([]uint64, buckets+1), Name: fn.name, Marker: plot.Marker{Color: fn.color},
			Hovertemplate: "%{y}"})
	}
	f.Layout.Bargap = new(0.08)
	f.Layout.XAxis = plot.Axis{Range: []float64{0, buckets}, Fixedrange: true, Zeroline: new(false), Showgrid: new(false), Ticks: "outside"}
	var at []float64
	var text []string
	for i := 0; i <= buckets; i += 5 {
		at, text = append(at, float64(i)), append(text, brief(bound(i)))
	}
	f.Layout.XAxis.Tickvals, f.Layout.XAxis.Ticktext = at, text
	return f
}

func (v view) tookPatch() (p dashi.Patch) {
	for i, fn := range functions {
		for _, s := range v.stats.Functions {
			if s.Name == fn.name {
				p.At("data", i, "y").Assign(s.Took[:buckets+1])
			}
		}
	}
	return p
}

// stacked is what both have in common. What a reader hid in the legend stays hidden as the figure changes.
func stacked() plot.Layout {
	return plot.Layout{
		UIRevision: "same",
		Barmode:    "stack",
		Hovermode:  "x unified",
		Margin:     plot.Margin{T: new(26.0), R: new(18.0), L: new(30.0), B: new(28.0)},
		Legend:     plot.Legend{Orientation: "h", X: new(0.0), Y: new(1.02), YAnchor: "bottom", Extra: map[string]any{"traceorder": "normal"}},
		YAxis:      plot.Axis{Rangemode: "tozero", Fixedrange: true, NTicks: 5, Tickformat: "d"},
	}
}
