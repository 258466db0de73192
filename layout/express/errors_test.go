package express_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/express"
	"github.com/dashi-go/dashi/layout/plot"
)

func TestErrorsNameWhatIsWrong(t *testing.T) {
	t.Parallel()
	type by = express.By
	type function = func(any, by, ...express.Option) (plot.Figure, error)
	tests := []struct {
		name    string
		f       function
		by      by
		options []express.Option
		want    string
	}{
		{"field", express.Line, by{X: "At", Y: "Tpi"}, nil, `express.Line: rows of express_test.tip have no field "Tpi"; did you mean "Tip"?`},
		{"hover field", express.Pie, by{Names: "Seks"}, nil, `express.Pie: rows of express_test.tip have no field "Seks"; did you mean "Sex"?`},
		{"needed role", express.Points, by{X: "Tip"}, nil, `express.Points: By.Y is not set; it must name a field`},
		{"foreign role", express.Pie, by{Names: "Sex", X: "Tip"}, nil, `express.Pie: By.X has no meaning here; it takes Names, Values, Color`},
		{"empty in a list", express.Line, by{X: "At", Ys: []string{"Tip", ""}}, nil, `express.Line: By.Ys names an empty field`},
		{"Y twice", express.Line, by{X: "At", Y: "Tip", Ys: []string{"Tip"}}, nil, `express.Line: By.Y and By.Ys are both set; Ys is in place of Y`},
		{"facet twice", express.Line, by{X: "At", Y: "Tip", Facet: "Sex", Row: "Day"}, nil,
			`express.Line: By.Facet wraps panels by itself; set it, or Row and Column`},
		{"foreign option", express.Pie, by{Names: "Sex"}, []express.Option{express.LogX()},
			`express.Pie: option LogX has no meaning here; besides the common ones it takes Hole, Aggregated`},
		{"zero option", express.Pie, by{Names: "Sex"}, []express.Option{{}}, `express.Pie: option 0 is the zero Option`},
		{"wrong word", express.Bars, by{X: "Sex"}, []express.Option{express.Barmode("stakc")}, `express.Bars: Barmode("stakc") is none of stack, group`},
		{"order of a field not shown", express.Line, by{X: "At", Y: "Tip"}, []express.Option{express.Order("Day", "Fri")},
			`express.Line: Order names field "Day", which By does not; By names [At Tip]`},
		{"size of texts", express.Points, by{X: "Tip", Y: "Tip", Size: "Sex"}, nil, `express.Points: in By.Size, field "Sex" holds texts; numbers are needed`},
		{"bars of texts", express.Bars, by{X: "Sex", Y: "Day"}, nil, `express.Bars: in By.Y, field "Day" holds texts; numbers are needed`},
		{"box of texts", express.Box, by{X: "Tip", Y: "Sex"}, []express.Option{express.Horizontal()}, ``},
		{"timeline of numbers", express.Timeline, by{Start: "Tip", End: "At", Y: "Sex"}, nil, `express.Timeline: in By.Start, field "Tip" holds numbers; times are needed`},
		{"aggregate of nothing", express.Bars, by{X: "Sex"}, []express.Option{express.Aggregated(express.Mean)}, `express.Bars: Aggregated("mean") needs numbers in By.Y`},
		{"aggregate with hover", express.Bars, by{X: "Sex", Y: "Tip", Hover: []string{"Day"}}, []express.Option{express.Aggregated(express.Mean)},
			`express.Bars: what By.Hover names is of single rows`},
		{"aggregate with text", express.Bars, by{X: "Sex", Y: "Tip", Text: "Day"}, []express.Option{express.Aggregated(express.Sum)},
			`express.Bars: what By.Text names is of single rows`},
		{"aggregate with a number as color", express.Bars, by{X: "Sex", Y: "Tip", Color: "Party"}, []express.Option{express.Aggregated(express.Sum)},
			`Categories("Party") splits by its values`},
		{"median of bins", express.Hist, by{X: "Tip", Y: "TotalBill"}, []express.Option{express.Aggregated(express.Median)}, `express.Hist: Aggregated("median")`},
		{"numbers as color of a histogram", express.Hist, by{X: "Tip", Color: "Party"}, nil,
			`express.Hist: in By.Color, field "Party" holds whole numbers, but a trace has one color; Categories("Party") splits by its values`},
		{"trend of texts", express.Points, by{X: "Sex", Y: "Tip"}, []express.Option{express.TrendLine()}, `express.Points: TrendLine: field "Sex" holds texts`},
		{"margins and panels", express.Points, by{X: "Tip", Y: "Tip", Facet: "Sex"}, []express.Option{express.Marginal("box", "")}, `express.Points: Marginal has no room`},
		{"wrap without facet", express.Points, by{X: "Tip", Y: "Tip", Row: "Sex"}, []express.Option{express.FacetWrap(2)}, `express.Points: FacetWrap has no meaning without By.Facet`},
		{"regions by number", express.Map, by{Location: "Tip"}, nil, `express.Map: in By.Location, field "Tip" holds numbers; regions have names`},
		{"tiles without regions", express.Map, by{Location: "Sex"}, []express.Option{express.Tiles("white-bg")}, `express.Map: Tiles know no regions`},
		{"heat of nothing", express.Heat, by{X: "Tip", Y: "Sex"}, []express.Option{express.Aggregated(express.Max)}, `express.Heat: Aggregated("max") needs numbers in By.Z`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.want == "" {
				_, err := tt.f(tips(), tt.by, tt.options...)
				require.NoError(t, err)
				return
			}
			figure, err := tt.f(tips(), tt.by, tt.options...)
			require.ErrorContains(t, err, tt.want)
			require.Empty(t, figure.Data)
		})
	}
}

func TestErrorsOfValues(t *testing.T) {
	t.Parallel()
	_, err := express.Points(express.Columns{"x": []int{1, 2}, "s": []float64{1, -3}}, express.By{X: "x", Y: "x", Size: "s"})
	require.EqualError(t, err, `express.Points: in By.Size, row 1 of field "s" is -3; it must not be below 0`)
	_, err = express.Line(express.Columns{"x": []int{1}, "a": []int{1}, "b": []string{"x"}}, express.By{X: "x", Ys: []string{"a", "b"}})
	require.EqualError(t, err, `express.Line: field "b" of By.Ys holds texts where those before hold whole numbers`)
	ids := make([]string, 6000)
	for i := range ids {
		ids[i] = string(rune('a'+i%26)) + string(rune(1000+i))
	}
	_, err = express.Line(express.Columns{"x": ids}, express.By{X: "x", Y: "x", Color: "x"})
	require.EqualError(t, err, `express.Line: in By.Color, field "x" has 6000 different values; at most 5000 can be told apart`)
	_, err = express.Timeline(express.Columns{"a": []any{at(2, 0)}, "b": []any{at(1, 0)}, "y": []string{"y"}}, express.By{Start: "a", End: "b", Y: "y"})
	require.ErrorContains(t, err, "express.Timeline: row 0 ends (2026-03-01 00:00:00 +0000 UTC) before it starts (2026-03-02")
}

func TestMust(t *testing.T) {
	t.Parallel()
	require.Len(t, express.Must(express.Line(tips(), express.By{X: "At", Y: "Tip"})).Data, 1)
	require.PanicsWithError(t, "express.Line: By.X is not set; it must name a field", func() { express.Must(express.Line(tips(), express.By{})) })
}
