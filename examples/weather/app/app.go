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
	all := load()
	app := dashi.New(dashi.Options{Title: "Weather", Description: "Four years of daily weather in Seattle and New York."})
	app.Layout(html.Main(
		html.H1("Weather"),
		html.P("Daily observations of NOAA, 2012 to 2015. Zoom the temperatures to narrow the other graphs; double-click to return."),
		html.Div(html.Class("dashi-row"),
			html.Div(html.Label(html.For("city"), "City"),
				dcc.Dropdown{ID: "city", Options: dcc.Options("New York", "Seattle"), Value: "Seattle", Clearable: new(false)}),
			html.Div(html.Label(html.For("year"), "Year"),
				dcc.Slider{ID: "year", Min: new(2012.0), Max: new(2015.0), Step: 1, Value: new(2012.0), AllowDirectInput: new(false)}),
			html.Fieldset(html.Legend("Days of"),
				dcc.RadioItems{ID: "sky", Options: dcc.Options(append([]string{"all"}, skies...)...), Value: "all", Inline: true}),
		),
		html.P(html.ID("note"), html.Aria("live", "polite")),
		dcc.Graph{ID: "temps", Style: html.CSS{"height": 320}},
		html.Div(html.Class("dashi-row"),
			dcc.Graph{ID: "rain", Style: html.CSS{"height": 320}},
			dcc.Graph{ID: "wind", Style: html.CSS{"height": 320}},
		),
	))
	filters := []dashi.InputProp{dashi.Input("city", "value"), dashi.Input("year", "value"), dashi.Input("sky", "value")}
	app.Callback(
		dashi.Output("temps", "figure"),
		dashi.Inputs(filters...),
		func(f filter) plot.Figure { return temperature(f.of(all), fmt.Sprint(f.City, f.Year)) })
	app.Callback(
		dashi.Outputs(dashi.Output("rain", "figure"), dashi.Output("wind", "figure"), dashi.Output("note", "children")),
		dashi.Inputs(append(filters, dashi.Input("temps", "relayoutData"))...),
		func(f zoomed) (rain, wind plot.Figure, note string) {
			days := f.of(all)
			return precipitation(days), windAndHeat(days), fmt.Sprintf("%d days of %s in %d", len(days.Date), f.City, f.Year)
		})
	return app
}

// titled is what the three graphs have in common.
func titled(title, x, y string) plot.Layout {
	return plot.Layout{
		Title:  plot.Title{Text: title},
		Margin: plot.Margin{T: new(45.0), R: new(15.0), L: new(55.0), B: new(45.0)},
		XAxis:  plot.Axis{Title: plot.Title{Text: x}},
		YAxis:  plot.Axis{Title: plot.Title{Text: y}},
		Legend: plot.Legend{Orientation: "h", Y: new(-0.2), X: new(0.0)},
	}
}

// temperature draws the span between each day's lowest and highest. The zoom lasts as long as keep stays the same.
func temperature(days table, keep string) plot.Figure {
	layout := titled("Temperature", "", "°C")
	layout.UIRevision = keep
	return plot.Figure{Layout: layout, Data: []plot.Trace{
		plot.Scatter{X: days.Date, Y: days.Low, Name: "lowest", Mode: "lines", Line: plot.Line{Width: new(1.0), Color: "#4c9bb5"}},
		plot.Scatter{X: days.Date, Y: days.High, Name: "highest", Mode: "lines", Line: plot.Line{Width: new(1.0), Color: "#d9772b"},
			Fill: "tonexty", Fillcolor: "rgba(244,184,96,0.35)"},
	}}
}

// precipitation lets the browser add up each month's.
func precipitation(days table) plot.Figure {
	return plot.Figure{Layout: titled("Precipitation", "", "mm"), Data: []plot.Trace{
		plot.Histogram{X: days.Month, Y: days.Rain, Histfunc: "sum", Marker: plot.Marker{Color: "#4c9bb5"},
			Hovertemplate: "%{x}: %{y:.0f} mm<extra></extra>"},
	}}
}

// windAndHeat shows how windy warm days are, a trace for each kind of weather.
func windAndHeat(days table) plot.Figure {
	colors := map[string]string{"sun": "#f4b860", "rain": "#2a6f97", "drizzle": "#89c2d9", "fog": "#9a9a9a", "snow": "#b8a9d9"}
	var data []plot.Trace
	for _, sky := range skies {
		if some := days.where(func(i int) bool { return days.Sky[i] == sky }); len(some.Date) > 0 {
			data = append(data, plot.Scatter{X: some.High, Y: some.Wind, Name: sky, Mode: "markers",
				Marker: plot.Marker{Size: 7, Opacity: 0.75, Color: colors[sky]}})
		}
	}
	layout := titled("Wind and heat", "highest temperature, °C", "wind, m/s")
	layout.Legend.Y = new(-0.42) // below the axis's title
	return plot.Figure{Layout: layout, Data: data}
}
