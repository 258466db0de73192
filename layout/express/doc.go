// Package express makes figures from rows of data: what Plotly Express is to Plotly.
//
//	type Day struct {
//		Day     time.Time
//		City    string
//		Degrees float64
//	}
//
//	func weather(days []Day) plot.Figure {
//		return express.Must(express.Line(days, express.By{X: "Day", Y: "Degrees", Color: "City"}, express.Title("Weather")))
//	}
//
// Rows are a slice of structs (or of pointers to them), [Columns] of slices by name, or a slice of maps as JSON has them.
// [By] says which field is shown by what: a coordinate, a color, a size, a panel, a frame of an animation. Options say how
// it looks. What comes out is an ordinary [plot.Figure], to be given to a graph, or changed before.
//
// The functions are [Line], [Area], [Points], [Bars], [Hist], [Heat], [Contour], [Box], [Violin], [Pie], [Funnel],
// [Timeline], [Map], [Sunburst], [Treemap], [Matrix], [Parallel] and [Polar]. Each returns an error for a field that rows
// do not have, of a kind that cannot be shown in its place, or for roles and options that have no meaning there: nothing
// is ignored. The same data give the same figure.
//
// Values are numbers of any kind, strings, bools, time.Time, time.Duration (as seconds) and anything with a String method
// (as text). Nil pointers, NaN, the zero time and what database/sql calls not Valid are missing: they leave gaps, and as
// categories stand last as "(missing)".
//
// Fields are called by their name in a human form, "GDP per capita" for GDPPerCapita, or as [Labels] says. Categories
// stand as they first occur where they are texts, and from small to large where they are numbers, times or bools, or as
// [Order] says. Figures without a template take the colors of the page they are on, light or dark.
package express
