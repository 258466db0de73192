// Package plot is the catalogue of figures: traces and layout in the words of plotly.js.
//
//	func weather(days []time.Time, degrees []float64) plot.Figure {
//		return plot.Figure{
//			Data: []plot.Trace{
//				plot.Scatter{X: days, Y: degrees, Mode: "lines", Line: plot.Line{Width: new(3.0)}},
//			},
//			Layout: plot.Layout{
//				Title: plot.Title{Text: "Weather"},
//				YAxis: plot.Axis{Title: plot.Title{Text: "°C"}},
//			},
//		}
//	}
//
// A callback returns it for the "figure" of a Graph, or a layout sets it there; the example of the package is a whole
// program. Traces are [Scatter], [Scattergl], [Bar], [Histogram], [Heatmap] and [Pie]; [Other] is any further type that
// plotly.js knows.
//
// A field is called as plotly's attribute is, with its first letter in upper case: Hovertemplate, Barmode. In names
// made with an axis or an initialism that part is in upper case too: XAxis, XRef, ErrorY, NBinsX, PaperBGColor. A
// field at its zero value is not set and plotly uses its default; where zero says something the field is a pointer,
// to be filled with new(0.0), new(3.0) or new(false). An attribute without a field goes into Extra.
//
// A column is a slice of numbers, texts or times: []float64, []float32, []int and its kin, []string, []time.Time, []any;
// a matrix is a slice of those, [][]float64. A missing value is NaN, or nil in a []any. Numbers travel in binary.
package plot
