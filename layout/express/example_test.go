package express_test

import (
	"fmt"
	"time"

	"github.com/dashi-go/dashi/layout/express"
	"github.com/dashi-go/dashi/layout/plot"
)

// A line for each city, from rows of structs.
func Example() {
	type Day struct {
		Day     time.Time
		City    string
		Degrees float64
	}
	first := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	days := []Day{
		{first, "Oslo", 21}, {first, "Rome", 31},
		{first.AddDate(0, 0, 1), "Oslo", 24.5}, {first.AddDate(0, 0, 1), "Rome", 33},
	}
	figure, err := express.Line(days, express.By{X: "Day", Y: "Degrees", Color: "City"}, express.Title("Weather"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, trace := range figure.Data {
		line := trace.(plot.Scatter)
		fmt.Println(line.Name, line.Y)
	}
	// Output:
	// Oslo [21 24.5]
	// Rome [31 33]
}

// Columns in place of rows, several of them along y.
func ExampleBars() {
	sales := express.Columns{
		"quarter": []string{"Q1", "Q2", "Q3"},
		"sold":    []int{120, 150, 90},
		"planned": []int{100, 160, 120},
	}
	figure := express.Must(express.Bars(sales, express.By{X: "quarter", Ys: []string{"sold", "planned"}}))
	for _, trace := range figure.Data {
		bar := trace.(plot.Bar)
		fmt.Println(bar.Name, bar.X, bar.Y)
	}
	// Output:
	// Sold [Q1 Q2 Q3] [120 150 90]
	// Planned [Q1 Q2 Q3] [100 160 120]
}

// A misspelt field is named, with what was perhaps meant.
func ExamplePoints_error() {
	type Day struct{ Degrees, Wind float64 }
	_, err := express.Points([]Day{{21, 4}}, express.By{X: "Wind", Y: "Degres"})
	fmt.Println(err)
	// Output: express.Points: rows of express_test.Day have no field "Degres"; did you mean "Degrees"?
}

// One bar for all rows of a place, as long as their mean.
func ExampleAggregated() {
	rows := express.Columns{"day": []string{"Sat", "Sun", "Sat"}, "bill": []float64{20, 12, 30}}
	figure := express.Must(express.Bars(rows, express.By{X: "day", Y: "bill"}, express.Aggregated(express.Mean)))
	bar := figure.Data[0].(plot.Bar)
	fmt.Println(bar.X, bar.Y, figure.Layout.YAxis.Title.Text)
	// Output: [Sat Sun] [25 12] Bill (mean)
}

// What comes out can be changed as any figure.
func ExampleMust() {
	rows := []map[string]any{{"x": 1, "y": 2.5}, {"x": 2, "y": 3}}
	figure := express.Must(express.Line(rows, express.By{X: "x", Y: "y"}))
	figure.Layout.Shapes = []plot.Shape{{Type: "line", X0: 1, X1: 2, Y0: 2, Y1: 2}}
	fmt.Println(figure.Validate())
	// Output: <nil>
}
