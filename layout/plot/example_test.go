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

// A type of trace, and an attribute, that this package has no field for.
func ExampleOther() {
	figure := plot.Figure{
		Data: []plot.Trace{
			plot.Bar{X: []string{"Oslo", "Rome"}, Y: []float64{4.5, 15}, Name: "mean"},
			plot.Other{Type: "box", Attr: map[string]any{"y": []float64{1, 2, 8}}},
		},
		Layout: plot.Layout{
			YAxis: plot.Axis{Rangemode: "tozero", Extra: map[string]any{"minor": map[string]any{"showgrid": true}}},
		},
	}
	for _, trace := range figure.Data {
		fmt.Println(trace.TraceType())
	}
	// Output:
	// bar
	// box
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
