// Package app computes one expensive data set once and shares it among several callbacks; a live graph marks the time.
package app

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/memo"
)

// dataset is what an expensive query gives.
type dataset struct {
	Hours, Demand []float64
	Computed      time.Time
}

// query stands for a slow database. It honours its context, so that a call nobody waits for any more ends.
func query(ctx context.Context, region string) (dataset, error) {
	select {
	case <-time.After(1500 * time.Millisecond):
	case <-ctx.Done():
		return dataset{}, ctx.Err()
	}
	d := dataset{Computed: time.Now()}
	base := float64(len(region)) // each region has a level of its own
	for hour := range 25 {
		h := float64(hour)
		d.Hours = append(d.Hours, h)
		d.Demand = append(d.Demand, 40+base+18*math.Sin((h-8)/24*2*math.Pi)+6*math.Sin(h*1.7+base))
	}
	return d, nil
}

// New makes the app.
func New() *dashi.App {
	cache := memo.New(memo.NewLRU(100))
	shared := memo.Func(cache, time.Minute, query) // the same type as query, but computed once a minute for each region
	app := dashi.New(dashi.Options{Title: "Dataset"})
	app.Layout(html.Main(
		html.H1("One data set, several callbacks"),
		html.Label(html.For("region"), "Region"),
		dcc.Dropdown{ID: "region", Options: dcc.Options("North", "Centre", "South West"), Value: "North", Clearable: new(false)},
		dcc.RadioItems{ID: "shape", Options: dcc.Options("linear", "spline", "hv"), Value: "spline", Inline: true},
		html.P(html.ID("summary"), html.Aria("live", "polite")),
		dcc.Graph{ID: "live", Style: html.CSS{"height": 380}},
		dcc.Interval{ID: "tick", Interval: 1000},
	))
	app.Callback(
		dashi.Output("summary", "children"),
		dashi.Input("region", "value"),
		func(ctx context.Context, region string) (string, error) {
			d, err := shared(ctx, region)
			if err != nil {
				return "", err
			}
			peak := slices.Max(d.Demand)
			hour := slices.Index(d.Demand, peak)
			return fmt.Sprintf("Peak of %.1f MW at %02d:00. Queried at %s.", peak, hour, d.Computed.Format(time.TimeOnly)), nil
		})
	app.Callback(
		dashi.Output("live", "figure"),
		dashi.Inputs(dashi.Input("tick", "n_intervals"), dashi.Input("region", "value"), dashi.Input("shape", "value")),
		func(ctx context.Context, _ int, region, shape string) (plot.Figure, error) {
			d, err := shared(ctx, region)
			line := plot.Scatter{X: d.Hours, Y: d.Demand, Name: region, Mode: "lines+markers", Line: plot.Line{Shape: shape, Width: new(3.0)}}
			return plot.Figure{Data: []plot.Trace{line}, Layout: marked(time.Now(), region)}, err
		})
	return app
}

// marked is the look of the graph: the present time is a shape and an annotation, and the zoom lasts until the region changes.
func marked(now time.Time, region string) plot.Layout {
	hour := float64(now.Hour()) + float64(now.Minute())/60 + float64(now.Second())/3600
	return plot.Layout{
		UIRevision: region,
		Margin:     plot.Margin{T: new(30.0), R: new(20.0), L: new(60.0), B: new(45.0)},
		XAxis:      plot.Axis{Title: plot.Title{Text: "hour of the day"}, Range: []float64{0, 24}, DTick: 4},
		YAxis:      plot.Axis{Title: plot.Title{Text: "demand, MW"}},
		Shapes: []plot.Shape{{
			Type: "line", X0: hour, X1: hour, Y0: 0, Y1: 1, YRef: "paper", Line: plot.Line{Dash: "dot", Width: new(2.0), Color: "#888"},
		}},
		Annotations: []plot.Annotation{{
			X: hour, Y: 1, YRef: "paper", YAnchor: "bottom", Text: now.Format(time.TimeOnly), Showarrow: new(false),
		}},
	}
}
