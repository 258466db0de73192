package app

import (
	"math"

	"github.com/dashi-go/dashi/layout/plot"
)

var (
	months = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun"}
	sales  = []float64{20, 14, 25, 16, 18, 22}
)

func basic() []plot.Figure {
	x := steps(120, 0, 12)
	return []plot.Figure{
		one(plot.Scatter{X: x, Y: of(x, func(x float64) float64 { return math.Sin(x) * math.Exp(-x/8) }), Mode: "lines", Fill: "tozeroy"}),
		with(plot.Layout{Barmode: "group"}, plot.Bar{X: months, Y: sales, Name: "2025"}, plot.Bar{X: months, Y: []float64{19, 17, 28, 12, 22, 25}, Name: "2026"}),
		one(plot.Waterfall{X: []string{"sales", "services", "goods", "rent", "profit"}, Y: []float64{60, 80, -40, -20, 0},
			Measure: []string{"relative", "relative", "relative", "relative", "total"}}),
		one(plot.Funnel{Y: []string{"visited", "searched", "chose", "paid"}, X: []float64{120, 60, 30, 20}}),
		one(plot.Quiver{X: []float64{0, 1, 2, 0, 1, 2}, Y: []float64{0, 0, 0, 1, 1, 1}, U: []float64{1, 0.5, 0, -0.5, 0.3, 1}, V: []float64{0.2, 1, 1, 0.5, -0.6, 0.1}}),
	}
}

func distributions() []plot.Figure {
	a, b := normal(1, 400, 0, 1), normal(2, 400, 1.5, 0.6)
	groups := make([]string, 400)
	for i := range groups {
		groups[i] = []string{"north", "east", "south"}[i%3]
	}
	return []plot.Figure{
		with(plot.Layout{Barmode: "overlay"}, plot.Histogram{X: a, Opacity: new(0.7)}, plot.Histogram{X: b, Opacity: new(0.7)}),
		one(plot.Box{X: groups, Y: a, Boxpoints: "outliers"}),
		one(plot.Violin{X: groups, Y: b, Box: plot.ViolinBox{Visible: true}, Meanline: plot.Meanline{Visible: true}}),
		one(plot.Histogram2D{X: a, Y: b, Colorscale: "Viridis"}),
		one(plot.Histogram2DContour{X: a, Y: b, Colorscale: "Blues", Reversescale: true}),
	}
}

func fields() []plot.Figure {
	return []plot.Figure{
		one(plot.Heatmap{Z: field(40, 60), Colorscale: "RdBu", ZMid: new(0.0)}),
		one(plot.Contour{Z: field(40, 60), Colorscale: "Viridis"}),
		one(plot.Image{Z: picture(24, 36)}),
		one(carpet(), plot.ContourCarpet{Carpet: "hill", A: grid4(true), B: grid4(false), Z: []float64{1, 1.9, 2.5, 3, 0.4, 1.5, 1.8, 2.6, 0.1, 0.9, 1.4, 2, 0, 0.4, 1, 1.6}}),
		one(carpet(), plot.Scattercarpet{Carpet: "hill", A: []float64{4, 4.5, 5, 6}, B: []float64{1.5, 2.5, 1.5, 2.5}, Mode: "lines+markers"}),
		one(carpet()),
	}
}

// picture is a sunset of RGB pixels.
func picture(rows, cols int) [][][]float64 {
	out := make([][][]float64, rows)
	for i := range out {
		for j := range cols {
			sun := math.Exp(-(math.Pow(float64(i-rows*2/3), 2) + math.Pow(float64(j-cols/2), 2)) / 30)
			down := float64(i) / float64(rows)
			out[i] = append(out[i], []float64{120 + 100*down + 35*sun, 70 + 90*down*(1-down)*2 + 120*sun, 160 - 110*down + 20*sun})
		}
	}
	return out
}

// grid4 is a or b of the 16 corners of a net.
func grid4(a bool) (out []float64) {
	for i := range 4 {
		for j := range 4 {
			if a {
				out = append(out, float64(4+j))
			} else {
				out = append(out, float64(1+i))
			}
		}
	}
	return out
}

// carpet is a bent net.
func carpet() plot.Carpet {
	var y []float64
	for i, a := range grid4(true) {
		y = append(y, a/3+math.Pow(grid4(false)[i], 1.5))
	}
	return plot.Carpet{Carpet: "hill", A: grid4(true), B: grid4(false), Y: y,
		AAxis: plot.CarpetAxis{Tickprefix: "a = ", Smoothing: new(1.0), Gridcolor: "#4a6fe3"},
		BAxis: plot.CarpetAxis{Tickprefix: "b = ", Smoothing: new(1.0), Gridcolor: "#2a9d8f"}}
}

func finance() []plot.Figure {
	at := days(30)
	open, high, low, last := prices(30)
	value := 72.0
	return []plot.Figure{
		one(plot.Candlestick{X: at, Open: open, High: high, Low: low, Close: last}),
		one(plot.OHLC{X: at, Open: open, High: high, Low: low, Close: last}),
		one(plot.Indicator{Mode: "gauge+number+delta", Value: &value, Delta: plot.Delta{Reference: new(60.0)},
			Gauge: plot.Gauge{Axis: plot.GaugeAxis{Range: []float64{0, 100}}}}),
	}
}

func parts() []plot.Figure {
	labels := []string{"all", "fruit", "roots", "leaves", "apple", "pear", "plum", "carrot", "beet", "kale", "chard"}
	parents := []string{"", "all", "all", "all", "fruit", "fruit", "fruit", "roots", "roots", "leaves", "leaves"}
	values := []float64{0, 0, 0, 0, 9, 5, 3, 7, 4, 6, 2}
	return []plot.Figure{
		one(plot.Pie{Labels: months, Values: sales, Hole: 0.45}),
		one(plot.Sunburst{Labels: labels, Parents: parents, Values: values}),
		one(plot.Treemap{Labels: labels, Parents: parents, Values: values}),
		one(plot.Icicle{Labels: labels, Parents: parents, Values: values}),
		one(plot.Funnelarea{Labels: []string{"visited", "searched", "chose", "paid"}, Values: []float64{120, 60, 30, 20}}),
	}
}

func flows() []plot.Figure {
	sex := []string{"Female", "Male", "Female", "Male", "Female", "Male", "Female", "Male"}
	class := []string{"first", "first", "second", "second", "third", "third", "third", "third"}
	ended := []string{"alive", "dead", "alive", "dead", "alive", "dead", "dead", "alive"}
	return []plot.Figure{
		one(plot.Sankey{Node: plot.SankeyNode{Label: []string{"coal", "sun", "wind", "power", "homes", "works"}, Pad: new(20.0)},
			Link: plot.SankeyLink{Source: []int{0, 1, 2, 3, 3}, Target: []int{3, 3, 3, 4, 5}, Value: []float64{4, 3, 5, 5, 7}}}),
		one(plot.Parcats{Dimensions: []plot.ParcatsDimension{{Label: "Sex", Values: sex}, {Label: "Class", Values: class}, {Label: "End", Values: ended}},
			Counts: []float64{6, 4, 5, 7, 8, 14, 6, 5}}),
		one(plot.Table{Header: plot.TableCells{Values: []string{"month", "sales"}, Fill: plot.Fill{Color: "#4a6fe3"}, Font: plot.Font{Color: "#fff"}},
			Cells: plot.TableCells{Values: []any{months, sales}}}),
	}
}

func axes() []plot.Figure {
	angle := steps(180, 0, 360)
	rose := of(angle, func(a float64) float64 { return math.Abs(math.Cos(a * math.Pi / 60)) })
	return []plot.Figure{
		one(plot.Scatterpolar{Theta: angle, R: rose, Mode: "lines", Fill: "toself"}),
		one(plot.Barpolar{Theta: []string{"N", "NE", "E", "SE", "S", "SW", "W", "NW"}, R: []float64{5, 3, 2, 1, 2, 4, 7, 6}}),
		one(plot.Scatterternary{A: []float64{0.7, 0.2, 0.1, 0.4, 0.3}, B: []float64{0.2, 0.6, 0.1, 0.3, 0.4}, C: []float64{0.1, 0.2, 0.8, 0.3, 0.3},
			Mode: "markers", Marker: plot.Marker{Size: 14}}),
		one(plot.Scattersmith{Real: []float64{0.3, 0.6, 1, 2, 3}, Imag: []float64{0.2, -0.5, 1, -1, 0.4}, Mode: "lines+markers"}),
	}
}
