// Package plot is the catalogue of figures: traces and layout in the words of plotly.js.
//
//	plot.Figure{
//		Data: []plot.Trace{
//			plot.Scatter{X: days, Y: degrees, Mode: "lines", Line: plot.Line{Width: 3}},
//		},
//		Layout: plot.Layout{Title: plot.Title{Text: "Weather"}},
//	}
//
// A field is called as plotly's attribute is, with its first letter in upper case: Hovertemplate, Barmode. In names
// made with an axis or an initialism that part is in upper case too: XAxis, XRef, ErrorY, NBinsX, PaperBGColor. A
// field at its zero value is not set and plotly uses its default; where zero says something the field is a pointer,
// to be filled with new(0.0) or new(false).
//
// A column is a slice of numbers, texts or times: []float64, []float32, []int and its kin, []string, []time.Time, []any;
// a matrix is a slice of those, [][]float64. A missing value is NaN, or nil in a []any. Numbers travel in binary.
package plot
