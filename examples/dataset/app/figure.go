package app

import (
	"time"

	"github.com/dashi-go/dashi/layout/plot"
)

// figure draws the data set with a line of the shape chosen, and the present time as a shape and an annotation.
func figure(d dataset, region, shape string, now time.Time) plot.Figure {
	hour := float64(now.Hour()) + float64(now.Minute())/60 + float64(now.Second())/3600
	return plot.Figure{
		Data: []plot.Trace{plot.Scatter{
			X: d.Hours, Y: d.Demand, Name: region, Mode: "lines+markers",
			Line: plot.Line{Shape: shape, Width: new(3.0)},
		}},
		Layout: plot.Layout{
			UIRevision: region, // zoom lasts until the region changes
			Margin:     plot.Margin{T: new(30.0), R: new(20.0), L: new(60.0), B: new(45.0)},
			XAxis:      plot.Axis{Title: plot.Title{Text: "hour of the day"}, Range: []float64{0, 24}, DTick: 4},
			YAxis:      plot.Axis{Title: plot.Title{Text: "demand, MW"}},
			Shapes: []plot.Shape{{
				Type: "line", X0: hour, X1: hour, Y0: 0, Y1: 1, YRef: "paper", Line: plot.Line{Dash: "dot", Width: new(2.0)},
			}},
			Annotations: []plot.Annotation{{
				X: hour, Y: 1, YRef: "paper", YAnchor: "bottom", Text: now.Format(time.TimeOnly), Showarrow: new(false),
			}},
		},
	}
}
