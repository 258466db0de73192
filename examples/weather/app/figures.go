package app

import (
	"fmt"
	"time"

	"github.com/dashi-go/dashi/layout/plot"
)

// layout is what the three graphs have in common.
func layout(title, x, y string) plot.Layout {
	return plot.Layout{
		Title:  plot.Title{Text: title},
		Margin: plot.Margin{T: new(45.0), R: new(15.0), L: new(55.0), B: new(45.0)},
		XAxis:  plot.Axis{Title: plot.Title{Text: x}},
		YAxis:  plot.Axis{Title: plot.Title{Text: y}},
		Legend: plot.Legend{Orientation: "h", Y: new(1.0), YAnchor: "bottom", X: new(1.0), XAnchor: "right"},
	}
}

// temperatures draws the span between each day's lowest and highest temperature.
func temperatures(f filter, days []day) plot.Figure {
	var dates []time.Time
	var high, low []float64
	for _, d := range f.apply(days) {
		dates, high, low = append(dates, d.Date), append(high, d.High), append(low, d.Low)
	}
	l := layout("Temperature", "", "°C")
	l.UIRevision = fmt.Sprint(f.City, f.Year) // the zoom lasts until another year or city is chosen
	return plot.Figure{Layout: l, Data: []plot.Trace{
		plot.Scatter{X: dates, Y: low, Name: "lowest", Mode: "lines", Line: plot.Line{Width: new(1.0), Color: "#4c9bb5"}},
		plot.Scatter{X: dates, Y: high, Name: "highest", Mode: "lines", Fill: "tonexty", Fillcolor: "rgba(244,184,96,0.35)",
			Line: plot.Line{Width: new(1.0), Color: "#d9772b"}},
	}}
}

// precipitation adds up each month's.
func precipitation(days []day) plot.Figure {
	var months []string
	var sums []float64
	for _, d := range days {
		month := d.Date.Format("Jan")
		if len(months) == 0 || months[len(months)-1] != month {
			months, sums = append(months, month), append(sums, 0)
		}
		sums[len(sums)-1] += d.Rain
	}
	return plot.Figure{Layout: layout("Precipitation", "", "mm"), Data: []plot.Trace{
		plot.Bar{X: months, Y: sums, Marker: plot.Marker{Color: "#4c9bb5"}, Hovertemplate: "%{x}: %{y:.0f} mm<extra></extra>"},
	}}
}

// windAndHeat shows how windy warm days are, a trace for each kind of weather.
func windAndHeat(days []day) plot.Figure {
	colors := map[string]string{"sun": "#f4b860", "rain": "#2a6f97", "drizzle": "#89c2d9", "fog": "#9a9a9a", "snow": "#b8a9d9"}
	var data []plot.Trace
	for _, sky := range []string{"sun", "rain", "drizzle", "fog", "snow"} {
		var heat, wind []float64
		for _, d := range days {
			if d.Sky == sky {
				heat, wind = append(heat, d.High), append(wind, d.Wind)
			}
		}
		if len(heat) > 0 {
			data = append(data, plot.Scatter{X: heat, Y: wind, Name: sky, Mode: "markers", Marker: plot.Marker{Size: 7, Opacity: 0.75, Color: colors[sky]}})
		}
	}
	return plot.Figure{Layout: layout("Wind and heat", "highest temperature, °C", "wind, m/s"), Data: data}
}
