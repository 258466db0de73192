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
// program. There is a struct for each type of trace of plotly.js 4.1, from [Bar] to [Waterfall], and for [Pointcloud] and
// [Heatmapgl], which are this library's own; [Other] is any further type. Objects within are structs by what they are for:
// there is one [Marker], one [Line] and one [Colorbar], with the attributes of all places they stand in. Which of them a
// place really has is known to [Figure.Validate]: call it in tests and while developing, for plotly.js ignores what it does
// not know.
//
// A field is called as plotly's attribute is, with its first letter in upper case: Hovertemplate, Barmode. In names
// made with an axis or an initialism that part is in upper case too: XAxis, XRef, ErrorY, NBinsX, PaperBGColor. A
// field at its zero value is not set and plotly uses its default; where zero says something the field is a pointer,
// to be filled with new(0.0), new(3.0) or new(false), and so are objects that are large and seldom used. An attribute
// without a field goes into Extra, and so does the zero of one that is no pointer.
//
// A column is a slice of numbers, texts or times: []float64, []float32, []int and its kin, []string, []time.Time, []any;
// a matrix is a slice of those, [][]float64. A missing value is NaN, or nil in a []any. Numbers travel in binary. [Column],
// [Map], [Values], [Rows] and [Float32] make columns from rows of structs and from iterators.
//
// A [Template] is the look of a figure where it says nothing itself: [Dashi], [DashiDark], [Plotly], [PlotlyWhite],
// [PlotlyDark], or one of your own.
//
// The structs are written by internal/gen from the schema plotly.js publishes and from texts of our own.
package plot

//go:generate go run ./internal/gen
