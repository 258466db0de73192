package app

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/dashi-go/dashi/layout/plot"
)

// one is a figure of traces without further words.
func one(traces ...plot.Trace) plot.Figure {
	return plot.Figure{Data: traces, Layout: plot.Layout{Margin: margin, Showlegend: new(false)}}
}

// with is a figure with a layout of its own.
func with(layout plot.Layout, traces ...plot.Trace) plot.Figure {
	f := one(traces...)
	layout.Margin, layout.Showlegend = f.Layout.Margin, f.Layout.Showlegend
	return plot.Figure{Data: traces, Layout: layout}
}

// full is a figure without margins, for what has no axes outside.
func full(layout plot.Layout, traces ...plot.Trace) plot.Figure {
	f := with(layout, traces...)
	f.Layout.Margin = plot.Margin{T: new(0.0), R: new(0.0), B: new(0.0), L: new(0.0)}
	return f
}

var margin = plot.Margin{T: new(10.0), R: new(10.0), B: new(40.0), L: new(40.0)}

// steps are n numbers from low to high.
func steps(n int, low, high float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = low + (high-low)*float64(i)/float64(n-1)
	}
	return out
}

// of applies f to each number.
func of(x []float64, f func(float64) float64) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = f(x[i])
	}
	return out
}

// normal are n numbers around a mean, the same on each call.
func normal(seed uint64, n int, mean, deviation float64) []float64 {
	random := rand.New(rand.NewPCG(seed, 5))
	out := make([]float64, n)
	for i := range out {
		out[i] = mean + deviation*random.NormFloat64()
	}
	return out
}

// field is a landscape of some hills.
func field(rows, cols int) [][]float64 {
	z := make([][]float64, rows)
	for i := range z {
		for j := range cols {
			x, y := 6*float64(j)/float64(cols-1)-3, 6*float64(i)/float64(rows-1)-3
			z[i] = append(z[i], 3*math.Pow(1-x, 2)*math.Exp(-x*x-math.Pow(y+1, 2))-
				10*(x/5-x*x*x-math.Pow(y, 5))*math.Exp(-x*x-y*y)-math.Exp(-math.Pow(x+1, 2)-y*y)/3)
		}
	}
	return z
}

// days are n days from a fixed one on.
func days(n int) []time.Time {
	out := make([]time.Time, n)
	for i := range out {
		out[i] = time.Date(2026, 3, 2+i, 0, 0, 0, 0, time.UTC)
	}
	return out
}

// prices are a walk of opening, highest, lowest and closing prices.
func prices(n int) (open, high, low, last []float64) {
	random := rand.New(rand.NewPCG(8, 5))
	at := 100.0
	for range n {
		end := at + 2*random.NormFloat64()
		open, last = append(open, at), append(last, end)
		high, low = append(high, max(at, end)+random.Float64()), append(low, min(at, end)-random.Float64())
		at = end
	}
	return open, high, low, last
}

// lattice are the points of a cube from -1 to 1, with n on each side.
func lattice(n int) (x, y, z []float64) {
	side := steps(n, -1, 1)
	for _, a := range side {
		for _, b := range side {
			for _, c := range side {
				x, y, z = append(x, a), append(y, b), append(z, c)
			}
		}
	}
	return x, y, z
}

// over is f of three columns.
func over(x, y, z []float64, f func(x, y, z float64) float64) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = f(x[i], y[i], z[i])
	}
	return out
}
