package express_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/express"
	"github.com/dashi-go/dashi/layout/plot"
)

func TestColorsBelongToValues(t *testing.T) {
	t.Parallel()
	way := express.Colorway()
	tests := []struct {
		name    string
		by      express.By
		options []express.Option
		names   []string
		colors  []any
	}{
		{"as they occur", express.By{Color: "Sex"}, nil, []string{"Female", "Male"}, []any{way[0], way[1]}},
		{"in order", express.By{Color: "Sex"}, []express.Option{express.Order("Sex", "Male")}, []string{"Male", "Female"}, []any{way[0], way[1]}},
		{"in turn", express.By{Color: "Day"}, []express.Option{express.Colors("red", "blue")}, []string{"Sun", "Sat", "Fri"}, []any{"red", "blue", "red"}},
		{"by value", express.By{Color: "Sex"}, []express.Option{express.ColorMap(map[string]string{"Male": "navy"})}, []string{"Female", "Male"}, []any{way[0], "navy"}},
		{"of the template", express.By{Color: "Sex"}, []express.Option{express.Template(map[string]any{"layout": map[string]any{"colorway": []any{"tan", "teal"}}})},
			[]string{"Female", "Male"}, []any{"tan", "teal"}},
		{"of a template's struct", express.By{Color: "Sex"}, []express.Option{express.Template(map[string]any{"layout": plot.Layout{Colorway: []string{"tan", "teal"}}})},
			[]string{"Female", "Male"}, []any{"tan", "teal"}},
		{"numbers as names", express.By{Color: "Party"}, []express.Option{express.Categories("Party")}, []string{"2", "3", "4"}, []any{way[0], way[1], way[2]}},
		{"the same in each panel", express.By{Color: "Sex", Facet: "Smoker"}, nil, []string{"Female", "Female", "Male", "Male"}, []any{way[0], way[0], way[1], way[1]}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.by.X, tt.by.Y = "TotalBill", "Tip"
			f, err := express.Points(tips(), tt.by, tt.options...)
			require.NoError(t, err)
			require.Equal(t, tt.names, names(f))
			var colors []any
			entries := map[string]int{}
			for _, trace := range traces[plot.Scatter](t, f) {
				colors = append(colors, trace.Marker.Color)
				require.Equal(t, trace.Name, trace.Legendgroup)
				if trace.Showlegend == nil {
					entries[trace.Name]++
				}
			}
			require.Equal(t, tt.colors, colors)
			for _, name := range tt.names {
				require.Equal(t, 1, entries[name], "entries of %s in the legend", name)
			}
		})
	}
}

func TestNumericColorsShareAnAxis(t *testing.T) {
	t.Parallel()
	f, err := express.Points(tips(), express.By{X: "TotalBill", Y: "Tip", Color: "Party", Facet: "Sex"},
		express.ColorScale([]string{"white", "red", "black"}), express.ColorMid(3), express.Labels(map[string]string{"Party": "People"}))
	require.NoError(t, err)
	for _, trace := range traces[plot.Scatter](t, f) {
		require.Equal(t, "coloraxis", trace.Marker.ColorAxis)
		require.Contains(t, trace.Hovertemplate, "People: %{marker.color}")
	}
	require.Nil(t, f.Layout.Showlegend)
	axis := f.Layout.ColorAxis
	require.Equal(t, "People", axis.Colorbar.Title.Text)
	require.Equal(t, [][]any{{0.0, "white"}, {0.5, "red"}, {1.0, "black"}}, axis.Colorscale)
	require.Equal(t, 3.0, *axis.CMid)
}

func TestSizesAreAreas(t *testing.T) {
	t.Parallel()
	f, err := express.Points(tips(), express.By{X: "TotalBill", Y: "Tip", Size: "Party"}, express.MaxSize(30))
	require.NoError(t, err)
	m := f.Data[0].(plot.Scatter).Marker
	require.Equal(t, []int64{2, 3, 3, 2, 4, 4}, m.Size)
	require.Equal(t, "area", m.Sizemode)
	// plotly draws the diameter sqrt(2 * size / sizeref): 30 for the largest, 4.
	require.InDelta(t, 30*30, 2*4 / *m.Sizeref, 1e-9)
}

func TestLargeDataAreDrawnByWebGL(t *testing.T) {
	t.Parallel()
	type draw = func(any, express.By, ...express.Option) (plot.Figure, error)
	tests := []struct {
		name    string
		f       draw
		rows    int
		options []express.Option
		want    string
	}{
		{"few", express.Points, express.GLFrom - 1, nil, "scatter"},
		{"many", express.Points, express.GLFrom, nil, "scattergl"},
		{"many lines", express.Line, express.GLFrom, nil, "scattergl"},
		{"many curves", express.Line, express.GLFrom, []express.Option{express.Shape("spline")}, "scatter"},
		{"forbidden", express.Points, express.GLFrom, []express.Option{express.WebGL(false)}, "scatter"},
		{"wanted", express.Points, 10, []express.Option{express.WebGL(true)}, "scattergl"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, err := tt.f(many(tt.rows), express.By{X: "TotalBill", Y: "Tip", Color: "Sex"}, tt.options...)
			require.NoError(t, err)
			require.NoError(t, f.Validate())
			for _, trace := range f.Data {
				require.Equal(t, tt.want, trace.TraceType())
			}
		})
	}
}

func TestHoverSaysWhatThereIs(t *testing.T) {
	t.Parallel()
	rows := express.Columns{
		"n": []float64{1234567.5, 0.25}, "i": []int{12_000, 1}, "year": []int{2007, 1999}, "<b>": []string{"x", "y"}, "when": []any{at(1, 0), at(2, 5)},
	}
	f, err := express.Points(rows, express.By{X: "year", Y: "n", Color: "<b>", HoverName: "i", Hover: []string{"i", "when"}})
	require.NoError(t, err)
	first := f.Data[0].(plot.Scatter)
	require.Equal(t, "<b>%{hovertext}</b><br>&lt;b>: x<br>Year: %{x}<br>n: %{y:,.9~r}<br>i: %{customdata[0]:,d}<br>When: %{customdata[1]}<extra></extra>",
		first.Hovertemplate)
	require.Equal(t, [][]any{{int64(12_000), "2026-03-01"}}, first.Customdata)
	require.Equal(t, [][]any{{int64(1), "2026-03-02 05:00:00"}}, f.Data[1].(plot.Scatter).Customdata)
	require.Equal(t, []int64{12_000}, first.Hovertext)
}

func TestFacets(t *testing.T) {
	t.Parallel()
	f, err := express.Points(tips(), express.By{X: "TotalBill", Y: "Tip", Row: "Smoker", Column: "Day"}, express.LogY(), express.RangeY(1, 100))
	require.NoError(t, err)
	var texts []string
	for _, a := range f.Layout.Annotations {
		texts = append(texts, a.Text)
	}
	require.Equal(t, []string{"Sun", "Sat", "Fri", "Smoker: false", "Smoker: true"}, texts)
	require.Equal(t, "", f.Layout.XAxis.Title.Text, "only the lowest panels name x")
	require.Equal(t, "Total bill", f.Layout.XAxis4.Title.Text)
	require.Equal(t, "Tip", f.Layout.YAxis.Title.Text)
	require.False(t, *f.Layout.YAxis2.Showticklabels)
	require.Equal(t, []any{0.0, 2.0}, f.Layout.YAxis3.Range, "logarithms of 1 and 100")
	for i, want := range []string{"", "y2", "y3", "y5", "y6"} { // no bill of a smoker on a Sunday
		require.Equal(t, want, f.Data[i].(plot.Scatter).YAxis)
	}
}

func TestAxesOfTextsStayTexts(t *testing.T) {
	t.Parallel()
	rows := express.Columns{"year": []string{"2021", "2019", "2020"}, "v": []int{1, 2, 3}, "who": []string{"b", "a", "b"}}
	f, err := express.Bars(rows, express.By{X: "year", Y: "v", Color: "who"})
	require.NoError(t, err)
	require.Equal(t, "category", f.Layout.XAxis.Type)
	require.Equal(t, []string{"2021", "2019", "2020"}, f.Layout.XAxis.Categoryarray)
	require.Equal(t, []string{"b", "a"}, names(f))
}

func TestBarsGoTheirWay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		by      express.By
		options []express.Option
		want    string
		x, y    any
	}{
		{"upright", express.By{X: "Sex", Y: "Tip"}, []express.Option{express.Aggregated(express.Count)}, "", []string{"Female", "Male"}, []float64{2, 4}},
		{"lying by kind", express.By{X: "Party", Y: "Sex"}, []express.Option{express.Aggregated(express.Sum)}, "h", []float64{6, 12}, []string{"Female", "Male"}},
		{"lying by option", express.By{X: "Party", Y: "Party"}, []express.Option{express.Horizontal(), express.Aggregated(express.Max)}, "h", []float64{2, 3, 4}, []int64{2, 3, 4}},
		{"counts", express.By{X: "Party"}, nil, "", []int64{2, 3, 4}, []float64{2, 2, 2}},
		{"counts lying", express.By{Y: "Sex"}, nil, "h", []float64{2, 4}, []string{"Female", "Male"}},
		{"median", express.By{X: "Sex", Y: "Party"}, []express.Option{express.Aggregated(express.Median)}, "", []string{"Female", "Male"}, []float64{3, 3}},
		{"least", express.By{X: "Sex", Y: "Tip"}, []express.Option{express.Aggregated(express.Min)}, "", []string{"Female", "Male"}, []float64{1.01, 1.66}},
		{"rows as they are", express.By{X: "Party", Y: "Tip"}, nil, "", []int64{2, 3, 3, 2, 4, 4}, []float64{1.01, 1.66, 3.5, 3.31, 3.61, 4.71}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, err := express.Bars(tips(), tt.by, tt.options...)
			require.NoError(t, err)
			bar := f.Data[0].(plot.Bar)
			require.Equal(t, tt.want, bar.Orientation)
			require.Equal(t, tt.x, bar.X)
			require.Equal(t, tt.y, bar.Y)
		})
	}
}

func TestStackedBarsShareTheirPlace(t *testing.T) {
	t.Parallel()
	for mode, own := range map[string]bool{"stack": false, "relative": false, "overlay": false, "group": true} {
		f, err := express.Bars(tips(), express.By{X: "Day", Y: "Tip", Color: "Sex"}, express.Barmode(mode))
		require.NoError(t, err)
		require.Equal(t, mode, f.Layout.Barmode)
		require.Equal(t, own, f.Data[0].(plot.Bar).Offsetgroup != "", mode)
	}
}

func TestFramesOfBarsHaveRoomForAll(t *testing.T) {
	t.Parallel()
	rows := express.Columns{"x": []string{"a", "a", "a", "b"}, "v": []float64{3, 4, 10, -5}, "t": []int{1, 1, 2, 2}, "c": []string{"p", "q", "p", "q"}}
	f, err := express.Bars(rows, express.By{X: "x", Y: "v", Color: "c", Frame: "t"})
	require.NoError(t, err)
	require.Equal(t, []float64{-5.75, 10.75}, f.Layout.YAxis.Range)
	f, err = express.Bars(rows, express.By{X: "x", Y: "v", Frame: "t"}, express.Aggregated(express.Count))
	require.NoError(t, err)
	require.Equal(t, []float64{0, 2.1}, f.Layout.YAxis.Range)
}
