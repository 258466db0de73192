// Package app computes one expensive data set once and shares it among several callbacks; a live graph marks the time.
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
			peak := 0
			for i, v := range d.Demand {
				if v > d.Demand[peak] {
					peak = i
				}
			}
			return fmt.Sprintf("Peak of %.1f MW at %02d:00. Queried at %s.", d.Demand[peak], peak, d.Computed.Format(time.TimeOnly)), nil
		})
	app.Callback(
		dashi.Output("live", "figure"),
		dashi.Inputs(dashi.Input("tick", "n_intervals"), dashi.Input("region", "value"), dashi.Input("shape", "value")),
		func(ctx context.Context, _ int, region, shape string) (plot.Figure, error) {
			d, err := shared(ctx, region)
			if err != nil {
				return plot.Figure{}, err
			}
			return figure(d, region, shape, time.Now()), nil
		})
	return app
}
