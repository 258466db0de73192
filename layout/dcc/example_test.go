package dcc_test

import (
	"fmt"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// Two controls and a sentence made of both.
func Example() {
	app := dashi.New(dashi.Options{Title: "Travel"})
	app.Layout(html.Main(
		html.Label(html.For("city"), "City"),
		dcc.Dropdown{ID: "city", Options: dcc.Options("Oslo", "Rome"), Value: "Oslo", Clearable: new(false)},
		html.Label(html.For("days"), "Days"),
		dcc.Slider{ID: "days", Min: new(1.0), Max: new(14.0), Value: new(7.0)},
		html.P(html.ID("plan")),
	))
	app.Callback(
		dashi.Output("plan", "children"),
		dashi.Inputs(dashi.Input("city", "value"), dashi.Input("days", "value")),
		func(city string, days int) string { return fmt.Sprintf("%d days in %s", days, city) })

	fmt.Println("wrong:", app.Validate()) // then app.Run("127.0.0.1:8050")
	// Output: wrong: <nil>
}

// A click on a cell of a heat map shows what is behind it.
func ExampleGraph_clickData() {
	figure := plot.Figure{Data: []plot.Trace{
		plot.Heatmap{X: []string{"Mon", "Tue"}, Y: []string{"am", "pm"}, Z: [][]float64{{1, 2}, {3, 4}}},
	}}
	app := dashi.New(dashi.Options{Title: "Load"})
	app.Layout(html.Main(
		dcc.Graph{ID: "load", Figure: figure},
		html.P(html.ID("detail")),
	))
	app.Callback(
		dashi.Output("detail", "children"),
		dashi.Input("load", "clickData"),
		func(click *dcc.PointsData) string {
			if click == nil {
				return "Click a cell."
			}
			cell := click.Points[0]
			return fmt.Sprintf("%v, %v: %v", cell.X, cell.Y, cell.Z)
		})

	fmt.Println("wrong:", app.Validate())
	// Output: wrong: <nil>
}

func ExampleOptions() {
	cities := []string{"Oslo", "Rome"}
	fmt.Println(dcc.Options(cities...)[1].Value, dcc.Options(2024, 2025)[0].Label, dcc.Options(false, true)[1].Label)
	// Output: Rome 2024 true
}

func ExampleOptionMap() {
	for _, option := range dcc.OptionMap(map[string]string{"se": "Sweden", "no": "Norway"}) {
		fmt.Println(option.Value, option.Label)
	}
	// Output:
	// no Norway
	// se Sweden
}

func ExampleMarksAt() {
	size := dcc.Slider{ID: "size", Step: dcc.OnlyMarks, Marks: dcc.MarksAt(1, 10, 100), Value: new(10.0)}
	fmt.Println(size.Marks[100].Label)
	// Output: 100
}
