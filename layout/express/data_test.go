package express_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/express"
	"github.com/dashi-go/dashi/layout/plot"
)

// tip is a bill in a restaurant.
type tip struct {
	TotalBill float64 `json:"total"`
	Tip       float64
	Sex       string
	Day       weekday
	Smoker    bool
	Party     int
	At        time.Time
}

// weekday is a named type with a String method.
type weekday int

func (w weekday) String() string { return time.Weekday(w).String()[:3] }

func at(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }

func tips() []tip {
	return []tip{
		{16.99, 1.01, "Female", 0, false, 2, at(1, 12)},
		{10.34, 1.66, "Male", 0, false, 3, at(1, 13)},
		{21.01, 3.5, "Male", 6, true, 3, at(7, 19)},
		{23.68, 3.31, "Male", 6, false, 2, at(7, 20)},
		{24.59, 3.61, "Female", 5, true, 4, at(6, 20)},
		{25.29, 4.71, "Male", 5, false, 4, at(6, 21)},
	}
}

// many is rows enough for properties: three categories, some numbers missing.
func many(n int) []tip {
	rows := make([]tip, n)
	for i := range rows {
		rows[i] = tip{
			TotalBill: float64(i), Tip: math.Sin(float64(i)), Sex: []string{"Male", "Female", "Other"}[i*7%3],
			Day: weekday(i * 5 % 7), Smoker: i%11 < 4, Party: i*3%5 + 1, At: at(1, i),
		}
		if i%13 == 0 {
			rows[i].Tip = math.NaN()
		}
	}
	return rows
}

// figures are one of each function, and of what options do.
func figures() map[string]func() (plot.Figure, error) {
	week := express.Order("Day", "Fri", "Sat", "Sun")
	type by = express.By
	call := func(f func(any, by, ...express.Option) (plot.Figure, error), b by, o ...express.Option) func() (plot.Figure, error) {
		return func() (plot.Figure, error) { return f(tips(), b, o...) }
	}
	return map[string]func() (plot.Figure, error){
		"line": call(express.Line, by{X: "At", Y: "TotalBill", Color: "Sex", Dash: "Smoker", Hover: []string{"Tip", "Day"}},
			express.Title("Bills"), express.Labels(map[string]string{"TotalBill": "Bill"}), express.Formats(map[string]string{"TotalBill": "$.2f"})),
		"line-wide":   call(express.Line, by{X: "At", Ys: []string{"TotalBill", "Tip", "Party"}}, express.Markers(), express.RangeY(0, 30)),
		"area":        call(express.Area, by{X: "Party", Y: "Tip", Color: "Sex"}, express.Norm("percent")),
		"points":      call(express.Points, by{X: "TotalBill", Y: "Tip", Size: "Party", Color: "Sex", Symbol: "Smoker", HoverName: "Day"}, express.LogX(), express.RangeX(1, 100)),
		"points-axis": call(express.Points, by{X: "TotalBill", Y: "Tip", Color: "Party", ErrorY: "Tip", Text: "Day"}, express.ColorRange(0, 5)),
		"trend":       call(express.Points, by{X: "TotalBill", Y: "Tip", Row: "Sex", Column: "Smoker"}, express.TrendLine()),
		"marginal":    call(express.Points, by{X: "TotalBill", Y: "Tip", Color: "Sex"}, express.Marginal("histogram", "rug")),
		"frames":      call(express.Points, by{X: "TotalBill", Y: "Tip", Color: "Sex", Frame: "Day", ID: "Party"}, week),
		"bars":        call(express.Bars, by{X: "Day", Y: "TotalBill", Color: "Sex", Pattern: "Smoker", Hover: []string{"Party"}}, week),
		"bars-mean":   call(express.Bars, by{X: "Day", Y: "TotalBill", Color: "Sex"}, express.Aggregated(express.Mean), express.Barmode("group"), express.WriteValues()),
		"bars-count":  call(express.Bars, by{Y: "Day", Color: "Sex", Facet: "Smoker"}, week),
		"bars-frames": call(express.Bars, by{X: "Sex", Y: "Tip", Frame: "Day"}, express.Aggregated(express.Sum)),
		"hist":        call(express.Hist, by{X: "TotalBill", Color: "Sex"}, express.Bins(5), express.Histnorm("percent"), express.Barmode("overlay")),
		"hist-mean":   call(express.Hist, by{X: "Day", Y: "Tip"}, express.Aggregated(express.Mean)),
		"heat":        call(express.Heat, by{X: "Day", Y: "Sex", Z: "TotalBill"}, express.Aggregated(express.Max), week, express.WriteValues()),
		"heat-count":  call(express.Heat, by{X: "Day", Y: "Sex"}),
		"density":     call(express.Heat, by{X: "TotalBill", Y: "Tip"}, express.Bins(10)),
		"contour":     call(express.Contour, by{X: "TotalBill", Y: "Tip", Color: "Sex"}),
		"box":         call(express.Box, by{X: "Day", Y: "TotalBill", Color: "Smoker"}, express.ShowPoints("all")),
		"box-names":   call(express.Box, by{Y: "TotalBill", Color: "Sex"}),
		"violin":      call(express.Violin, by{X: "TotalBill", Y: "Day"}),
		"pie":         call(express.Pie, by{Names: "Day", Values: "TotalBill"}, express.Hole(0.4), express.ColorMap(map[string]string{"Fri": "gold"})),
		"funnel":      call(express.Funnel, by{X: "Party", Y: "Day", Color: "Sex"}),
		"sunburst":    call(express.Sunburst, by{Path: []string{"Sex", "Day"}, Values: "TotalBill", Color: "Smoker"}),
		"treemap":     call(express.Treemap, by{Path: []string{"Sex", "Day"}, Values: "TotalBill", Color: "Tip"}),
		"matrix":      call(express.Matrix, by{Dims: []string{"TotalBill", "Tip"}, Color: "Sex"}),
		"parallel":    call(express.Parallel, by{Dims: []string{"TotalBill", "Day", "At"}, Color: "Sex"}),
		"polar":       call(express.Polar, by{R: "Tip", Theta: "Day", Color: "Sex"}, express.Shape("linear")),
		"timeline": func() (plot.Figure, error) {
			return express.Timeline(express.Columns{
				"task": []string{"Design", "Build", "Ship"}, "from": []time.Time{at(1, 0), at(5, 0), at(9, 0)},
				"to": []*time.Time{new(at(6, 0)), new(at(9, 12)), nil}, "team": []string{"A", "B", "A"},
			}, by{Start: "from", End: "to", Y: "task", Color: "team"})
		},
		"map": func() (plot.Figure, error) {
			return express.Map(express.Columns{"iso": []string{"NOR", "ITA"}, "gdp": []int{82_000, 35_000}}, by{Location: "iso", Color: "gdp"},
				express.Scope("europe"))
		},
		"map-points": func() (plot.Figure, error) {
			return express.Map(cities(), by{Lat: "lat", Lon: "lon", Color: "city", Size: "people"})
		},
		"map-tiles": func() (plot.Figure, error) {
			return express.Map(cities(), by{Lat: "lat", Lon: "lon", HoverName: "city"}, express.Tiles("carto-positron"))
		},
	}
}

func cities() express.Columns {
	return express.Columns{
		"city": []string{"Oslo", "Rome", "Cairo"}, "lat": []float64{59.9, 41.9, 30}, "lon": []float64{10.7, 12.5, 31.2},
		"people": []float64{0.7, 2.8, 10},
	}
}

// eachFigure runs a test for each of figures.
func eachFigure(t *testing.T, test func(t *testing.T, name string, f plot.Figure)) {
	t.Helper()
	for name, make := range figures() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			figure, err := make()
			require.NoError(t, err)
			test(t, name, figure)
		})
	}
}

// traces are the traces of a figure, which must all be of one type.
func traces[T plot.Trace](t *testing.T, f plot.Figure) (out []T) {
	t.Helper()
	for i, trace := range f.Data {
		one, ok := trace.(T)
		require.True(t, ok, "trace %d is %T", i, trace)
		out = append(out, one)
	}
	return out
}

// names are what traces are called, in order.
func names(f plot.Figure) (out []string) {
	for _, trace := range f.Data {
		switch trace := trace.(type) {
		case plot.Scatter:
			out = append(out, trace.Name)
		case plot.Bar:
			out = append(out, trace.Name)
		default:
			out = append(out, fmt.Sprintf("%T", trace))
		}
	}
	return out
}
