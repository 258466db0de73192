package app

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/dashi-go/dashi/layout/plot"
)

// board counts darts.
type board struct {
	thrown, hits int
	x, estimate  []float64 // the estimate of pi after so many million darts
}

func newBoard() *board { return &board{x: []float64{}, estimate: []float64{}} }

// throw throws n darts, and stops where ctx ends.
func (b *board) throw(ctx context.Context, n int) error {
	const atOnce = 100_000
	for n > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		for range min(n, atOnce) {
			x, y := rand.Float64(), rand.Float64()
			if x*x+y*y < 1 {
				b.hits++
			}
			b.thrown++
		}
		n -= atOnce
	}
	b.x = append(b.x, float64(b.thrown)/1e6)
	b.estimate = append(b.estimate, b.pi())
	return nil
}

func (b *board) pi() float64 { return 4 * float64(b.hits) / float64(max(b.thrown, 1)) }

// figure is the estimate as it came closer, with what is to be expected of so many darts around it.
func (b *board) figure() plot.Figure {
	upper, lower := make([]float64, len(b.x)), make([]float64, len(b.x))
	for i, millions := range b.x {
		deviation := 2 * math.Sqrt(math.Pi*(4-math.Pi)/(millions*1e6))
		upper[i], lower[i] = math.Pi+deviation, math.Pi-deviation
	}
	x, y := plot.Axis{Title: plot.Title{Text: "darts, millions"}}, plot.Axis{Title: plot.Title{Text: "estimate of π"}}
	if len(b.x) == 0 { // where it will be
		x.Range, y.Range = []any{0, 100}, []any{3.137, 3.146}
	}
	edge := plot.Line{Width: 0, Color: "#7c6df2"}
	return plot.Figure{
		Data: []plot.Trace{
			plot.Scatter{X: b.x, Y: upper, Mode: "lines", Line: edge, Hoverinfo: "skip", Showlegend: new(false)},
			plot.Scatter{X: b.x, Y: lower, Mode: "lines", Line: edge, Fill: "tonexty", Fillcolor: "rgba(124,109,242,0.18)", Name: "two deviations", Hoverinfo: "skip"},
			plot.Scatter{X: b.x, Y: b.estimate, Mode: "lines", Name: "estimate", Line: plot.Line{Width: 2.2, Color: "#e4572e"}},
		},
		Layout: plot.Layout{
			XAxis: x, YAxis: y,
			Margin: plot.Margin{T: new(12.0), R: new(12.0), L: new(64.0), B: new(48.0)}, Legend: plot.Legend{Orientation: "h", Y: new(1.12)},
		},
	}
}
