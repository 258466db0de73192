// Package app explores four years of weather: filters, and three graphs of which the first's zoom narrows the others.
package app

import (
	"fmt"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// New makes the app.
func New() *dashi.App {
	days, err := load()
	if err != nil {
		panic(err) // the file is part of the program
	}
	app := dashi.New(dashi.Options{Title: "Weather", Description: "Four years of daily weather in Seattle and New York."})
	app.Layout(html.Main(
		html.H1("Weather"),
		html.P("Daily observations of NOAA, 2012 to 2015. Zoom the temperatures to narrow the other graphs; double-click to return."),
		html.Div(html.Class("dashi-row"),
			html.Div(html.Label(html.For("city"), "City"),
				dcc.Dropdown{ID: "city", Options: dcc.Options("New York", "Seattle"), Value: "Seattle", Clearable: new(false)}),
			html.Div(html.Label(html.For("year"), "Year"),
				dcc.Slider{ID: "year", Min: new(2012.0), Max: new(2015.0), Step: 1, Value: new(2012.0), AllowDirectInput: new(false),
					Marks: dcc.Marks{2012: {Label: "2012"}, 2013: {Label: "2013"}, 2014: {Label: "2014"}, 2015: {Label: "2015"}}}),
			html.Fieldset(html.Legend("Days of"),
				dcc.RadioItems{ID: "sky", Options: dcc.Options("all", "sun", "rain", "drizzle", "fog", "snow"), Value: "all", Inline: true}),
		),
		html.P(html.ID("note"), html.Aria("live", "polite")),
		dcc.Graph{ID: "temps", Style: html.CSS{"height": 320}},
		html.Div(html.Class("dashi-row"),
			dcc.Graph{ID: "rain", Style: html.CSS{"height": 320}},
			dcc.Graph{ID: "wind", Style: html.CSS{"height": 320}},
		),
	))
	filters := []dashi.InputProp{dashi.Input("city", "value"), dashi.Input("year", "value"), dashi.Input("sky", "value")}
	app.Callback(dashi.Output("temps", "figure"), dashi.Inputs(filters...),
		func(city string, year int, sky string) plot.Figure {
			return temperatures(filter{City: city, Year: year, Sky: sky}, days)
		})
	app.Callback(
		dashi.Outputs(dashi.Output("rain", "figure"), dashi.Output("wind", "figure"), dashi.Output("note", "children")),
		dashi.Inputs(append(filters, dashi.Input("temps", "relayoutData"))...),
		func(f filter) (rain, wind plot.Figure, note string) {
			chosen := f.apply(days)
			return precipitation(chosen), windAndHeat(chosen), fmt.Sprintf("%d days of %s in %d", len(chosen), f.City, f.Year)
		})
	return app
}
