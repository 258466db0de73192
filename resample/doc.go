// Package resample shows columns far larger than a page can hold. They stay in the server's memory, summed up once; a page gets what its pixels
// can show, and when it zooms what the new range needs, in one round trip that costs the server about a millisecond:
//
//	view, err := resample.NewLines(resample.LinesOptions{}, resample.Line{X: times, Y: volts, Name: "volts"})
//	…
//	app.Layout(html.Main(view.Graph(dcc.Graph{ID: "volts"})))
//	view.Register(app, "volts")
//
// [Lines] is for lines, [Points] for clouds of points, which become a heat map of how many lie where until few enough are in view to be shown one
// by one, and [Matrix] for large matrices. None of them keeps anything about pages: what a page shows comes with its request. So any number of
// pages and processes can be served, and answers can be memoized.
package resample
