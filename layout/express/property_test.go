package express_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/express"
	"github.com/dashi-go/dashi/layout/plot"
)

// splits are ways to split rows.
func splits() map[string]express.By {
	type by = express.By
	return map[string]by{
		"not at all": {}, "color": {Color: "Sex"}, "color and symbol": {Color: "Sex", Symbol: "Smoker"}, "group": {Group: "Day"},
		"facet": {Facet: "Day"}, "rows": {Row: "Sex"}, "columns": {Column: "Sex"}, "rows and columns": {Row: "Party", Column: "Sex", Color: "Smoker"},
		"missing values": {Color: "Tip"}, "same field twice": {Color: "Sex", Symbol: "Sex", Facet: "Sex"},
	}
}

func TestEveryRowIsDrawnOnce(t *testing.T) {
	t.Parallel()
	rows := many(200)
	for name, by := range splits() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			by.X, by.Y = "TotalBill", "Tip" // TotalBill is the row's number
			by.Hover = []string{"TotalBill"}
			f, err := express.Points(rows, by, express.Categories(slices.DeleteFunc([]string{by.Color}, func(s string) bool { return s != "Tip" })...))
			require.NoError(t, err)
			seen := map[float64]int{}
			for _, trace := range traces[plot.Scatter](t, f) {
				xs, ys, custom := trace.X.([]float64), trace.Y.([]float64), trace.Customdata.([]float64)
				require.Len(t, ys, len(xs))
				require.NotEmpty(t, xs)
				require.True(t, slices.IsSorted(xs), "rows keep their order")
				for i, x := range xs {
					seen[x]++
					require.Equal(t, x, custom[i])
					require.Equal(t, math.IsNaN(rows[int(x)].Tip), math.IsNaN(ys[i]))
				}
			}
			require.Len(t, seen, len(rows))
			for x, times := range seen {
				require.Equal(t, 1, times, x)
			}
		})
	}
}

func TestEveryRowIsInOneFrame(t *testing.T) {
	t.Parallel()
	rows := many(200)
	f, err := express.Points(rows, express.By{X: "TotalBill", Y: "Party", Color: "Sex", Facet: "Smoker", Frame: "Day"})
	require.NoError(t, err)
	require.Len(t, f.Frames, 7)
	require.Equal(t, f.Frames[0].Data, f.Data)
	seen := map[float64]int{}
	for _, frame := range f.Frames {
		require.Equal(t, names(f), names(plot.Figure{Data: frame.Data}), "frames have the same traces")
		for i, trace := range frame.Data {
			require.Equal(t, f.Data[i].(plot.Scatter).XAxis, trace.(plot.Scatter).XAxis)
			for _, x := range trace.(plot.Scatter).X.([]float64) {
				seen[x]++
				require.Equal(t, frame.Name, rows[int(x)].Day.String())
			}
		}
	}
	require.Len(t, seen, len(rows))
	low, high := f.Layout.XAxis.Range.([]float64)[0], f.Layout.XAxis.Range.([]float64)[1]
	require.Less(t, low, 0.0)
	require.Greater(t, high, 199.0)
}

func TestSumsAreKept(t *testing.T) {
	t.Parallel()
	rows := many(500)
	want := 0.0
	for _, row := range rows {
		want += row.TotalBill
	}
	for name, by := range splits() {
		if by.Symbol != "" || by.Color == "Tip" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			by.X, by.Y = "Day", "TotalBill"
			f, err := express.Bars(rows, by, express.Aggregated(express.Sum))
			require.NoError(t, err)
			got := 0.0
			for _, bar := range traces[plot.Bar](t, f) {
				for _, v := range bar.Y.([]float64) {
					got += v
				}
			}
			require.InDelta(t, want, got, 1e-6)
		})
	}
}

func TestPanelsFillTheirPlace(t *testing.T) {
	t.Parallel()
	for wrap := 1; wrap <= 8; wrap++ {
		for _, free := range [][]express.Option{nil, {express.FreeX(), express.FreeY()}} {
			f, err := express.Points(many(100), express.By{X: "TotalBill", Y: "Tip", Facet: "Day"}, append(free, express.FacetWrap(wrap))...)
			require.NoError(t, err)
			require.Len(t, f.Layout.Annotations, 7)
			axes := append([]plot.Axis{f.Layout.XAxis}, axesOf(f.Layout, "x")...)
			ups := append([]plot.Axis{f.Layout.YAxis}, axesOf(f.Layout, "y")...)
			require.Len(t, axes, 7)
			require.Len(t, ups, 7)
			for i := range axes {
				inside(t, axes[i].Domain)
				inside(t, ups[i].Domain)
				require.Equal(t, i > 0 && free == nil, axes[i].Matches == "x")
				for j := range i {
					require.False(t, overlap(axes[i].Domain, axes[j].Domain) && overlap(ups[i].Domain, ups[j].Domain), "%d over %d, wrap %d", i, j, wrap)
				}
			}
			require.Equal(t, 1.0, ups[0].Domain[1], "the first panel is at the top")
			require.Equal(t, 0.0, axes[0].Domain[0], "and at the left")
		}
	}
}

// axesOf are the axes from the second on.
func axesOf(l plot.Layout, letter string) (out []plot.Axis) {
	fields := map[string][]*plot.Axis{"x": {l.XAxis2, l.XAxis3, l.XAxis4}, "y": {l.YAxis2, l.YAxis3, l.YAxis4}}[letter]
	for _, a := range fields {
		if a != nil {
			out = append(out, *a)
		}
	}
	for i := 5; ; i++ {
		a, ok := l.Extra[letter+"axis"+string(rune('0'+i))].(plot.Axis)
		if !ok {
			return out
		}
		out = append(out, a)
	}
}

func inside(t *testing.T, domain []float64) {
	t.Helper()
	require.Len(t, domain, 2)
	require.GreaterOrEqual(t, domain[0], 0.0)
	require.Less(t, domain[0], domain[1])
	require.LessOrEqual(t, domain[1], 1.0)
}

func overlap(a, b []float64) bool { return a[0] < b[1] && b[0] < a[1] }

func TestNoNaNIsWritten(t *testing.T) {
	t.Parallel()
	rows := many(12)
	for i := range rows {
		rows[i].TotalBill, rows[i].Tip = math.NaN(), math.NaN()
	}
	rows[3].Tip = math.Inf(1)
	for name, make := range map[string]func() (plot.Figure, error){
		"points": func() (plot.Figure, error) {
			return express.Points(rows, express.By{X: "TotalBill", Y: "Tip", Size: "Tip", Color: "TotalBill", Hover: []string{"Tip", "Sex"}}, express.TrendLine(), express.LogX())
		},
		"frames": func() (plot.Figure, error) {
			return express.Points(rows, express.By{X: "TotalBill", Y: "Tip", Frame: "Tip"})
		},
		"bars": func() (plot.Figure, error) {
			return express.Bars(rows, express.By{X: "Sex", Y: "Tip"}, express.Aggregated(express.Mean))
		},
		"heat": func() (plot.Figure, error) { return express.Heat(rows, express.By{X: "Sex", Y: "Day", Z: "Tip"}) },
		"tree": func() (plot.Figure, error) {
			return express.Treemap(rows, express.By{Path: []string{"Sex"}, Values: "TotalBill", Color: "Tip"})
		},
		"empty": func() (plot.Figure, error) {
			return express.Line([]tip{}, express.By{X: "At", Y: "Tip", Color: "Sex", Facet: "Day"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := make()
			require.NoError(t, err)
			require.NoError(t, f.Validate())
			text := encode(t, f)
			require.False(t, strings.Contains(text, "NaN") || strings.Contains(text, "Inf"), text)
		})
	}
}
