package plot_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// A graph drawn from the columns of a data set.
func Example() {
	weather := func(days []time.Time, degrees []float64) plot.Figure {
		return plot.Figure{
			Data: []plot.Trace{
				plot.Scatter{X: days, Y: degrees, Mode: "lines", Line: plot.Line{Width: new(3.0)}},
			},
			Layout: plot.Layout{
				Title: plot.Title{Text: "Weather"},
				YAxis: plot.Axis{Title: plot.Title{Text: "°C"}},
			},
		}
	}
	first := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	days := []time.Time{first, first.AddDate(0, 0, 1), first.AddDate(0, 0, 2)}

	app := dashi.New(dashi.Options{Title: "Weather"})
	app.Layout(html.Main(
		dcc.Graph{ID: "temps", Figure: weather(days, []float64{21, 24.5, 19})},
	))

	fmt.Println("wrong:", app.Validate()) // then app.Run("127.0.0.1:8050")
	// Output: wrong: <nil>
}

// A type of trace, and an attribute, of a later plotly.js, that this package has no field for.
func ExampleOther() {
	figure := plot.Figure{
		Data: []plot.Trace{
			plot.Bar{X: []string{"Oslo", "Rome"}, Y: []float64{4.5, 15}, Name: "mean"},
			plot.Other{Type: "ribbon", Attr: map[string]any{"y": []float64{1, 2, 8}}},
		},
		Layout: plot.Layout{
			YAxis: plot.Axis{Rangemode: "tozero", Extra: map[string]any{"glow": map[string]any{"width": 3}}},
		},
	}
	for _, trace := range figure.Data {
		fmt.Println(trace.TraceType())
	}
	// Output:
	// bar
	// ribbon
}

func ExampleFigure_Validate() {
	figure := plot.Figure{
		Data: []plot.Trace{
			plot.Scatter{Mode: "line", Marker: plot.Marker{Extra: map[string]any{"colour": "red"}}},
		},
		Layout: plot.Layout{Barmode: "stakc"},
	}
	fmt.Println(figure.Validate())
	// Output:
	// data[0].mode: "line" is none of "lines", "markers", "text", "none"; did you mean "lines"?
	// data[0].marker.colour: plotly.js has no such attribute of a scatter; did you mean "color"?
	// layout.barmode: "stakc" is none of "stack", "group", "overlay", "relative"; did you mean "stack"?
}

// Columns from rows, by the names of fields or by functions.
func ExampleColumn() {
	type city struct {
		Name   string
		People float64
		Area   float64 `plot:"km2"`
	}
	cities := []city{{"Oslo", 717710, 454}, {"Rome", 2748109, 1285}}
	figure := plot.Figure{
		Data: []plot.Trace{plot.Bar{
			X:    plot.Column(cities, "Name"),
			Y:    plot.Map(cities, func(c city) float64 { return c.People / c.Area }),
			Text: plot.Column(cities, "km2"),
		}},
		Layout: plot.Layout{Template: plot.PlotlyWhite(), YAxis: plot.Axis{Title: plot.Title{Text: "people per km²"}}},
	}
	fmt.Println(figure.Data[0].(plot.Bar).X, figure.Validate())
	// Output: [Oslo Rome] <nil>
}

func ExampleFigure_UnmarshalJSON() {
	var figure plot.Figure
	sent := `{"data":[{"type":"bar","y":{"dtype":"i1","bdata":"AQID"}}],"layout":{"barmode":"stack"}}`
	if err := json.Unmarshal([]byte(sent), &figure); err != nil {
		fmt.Println(err)
		return
	}
	bar := figure.Data[0].(plot.Bar)
	fmt.Printf("%T %v %s\n", bar.Y, bar.Y, figure.Layout.Barmode)
	// Output: []int8 [1 2 3] stack
}
