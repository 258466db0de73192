package plot_test

import (
	"encoding/json"
	"fmt"

	"github.com/dashi-go/dashi/layout/plot"
)

func Example() {
	figure := plot.Figure{
		Data: []plot.Trace{
			plot.Bar{X: []string{"Oslo", "Rome"}, Y: []float64{4.5, 15}, Name: "mean"},
			plot.Other{Type: "box", Attr: map[string]any{"y": []float64{1, 2, 8}}},
		},
		Layout: plot.Layout{
			Title: plot.Title{Text: "Degrees"},
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
