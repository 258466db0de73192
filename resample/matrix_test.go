package resample_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/resample"
)

// field is a matrix with some holes.
func field(rows, columns int, holes float64) [][]float32 {
	r := rand.New(rand.NewPCG(uint64(rows), 8))
	z := make([][]float32, rows)
	for y := range z {
		z[y] = make([]float32, columns)
		for x := range z[y] {
			z[y][x] = float32(r.NormFloat64() + float64(x+y)/50)
			if r.Float64() < holes {
				z[y][x] = float32(math.NaN())
			}
		}
	}
	return z
}

func matrix(t testing.TB, z any, options resample.MatrixOptions) *resample.Matrix {
	t.Helper()
	m, err := resample.NewMatrix(z, options)
	require.NoError(t, err)
	return m
}

// TestCellsAreTheMeanOrGreatestOfTheirValues compares with going through all values, for any view.
func TestCellsAreTheMeanOrGreatestOfTheirValues(t *testing.T) {
	t.Parallel()
	for _, holes := range []float64{0, 0.3, 1} {
		for _, greatest := range []bool{false, true} {
			z := field(301, 530, holes)
			m := matrix(t, z, resample.MatrixOptions{Max: greatest, Width: 40, Height: 20})
			r := rand.New(rand.NewPCG(3, 3))
			for k := range 25 {
				view := resample.View{"xaxis": {r.Float64() * 530, r.Float64() * 530}, "yaxis": {r.Float64() * 301, r.Float64() * 301}}
				if k == 0 {
					view = nil
				}
				x, y, got := resample.MatrixAt(m, view)
				require.True(t, len(got) > 0 && len(got) <= 20 && len(got[0]) <= 40, view)
				require.Equal(t, []int{len(got) + 1, len(got[0]) + 1}, []int{len(y), len(x)})
				for i, row := range got {
					for j, v := range row {
						want := slowCell(z, x[j], x[j+1], y[i], y[i+1], greatest)
						if math.IsNaN(want) {
							require.True(t, math.IsNaN(float64(v)))
						} else {
							require.InDelta(t, want, float64(v), 1e-4)
						}
					}
				}
			}
		}
	}
}

func slowCell(z [][]float32, x0, x1, y0, y1 float64, greatest bool) float64 {
	sum, most, n := 0.0, math.Inf(-1), 0
	for y := int(math.Round(y0 + 0.5)); y < int(math.Round(y1+0.5)); y++ {
		for x := int(math.Round(x0 + 0.5)); x < int(math.Round(x1+0.5)); x++ {
			if v := float64(z[y][x]); !math.IsNaN(v) {
				sum, most, n = sum+v, max(most, v), n+1
			}
		}
	}
	switch {
	case n == 0:
		return math.NaN()
	case greatest:
		return most
	}
	return sum / float64(n)
}

// TestAViewIsCovered, with axes that begin anywhere and may go down.
func TestAViewIsCovered(t *testing.T) {
	t.Parallel()
	m := matrix(t, field(200, 400, 0), resample.MatrixOptions{X0: 10, DX: 0.5, Y0: 100, DY: -2, Width: 50, Height: 50})
	x, y, z := resample.MatrixAt(m, resample.View{"xaxis": {20.0, 40.0}, "yaxis": {50.0, 0.0}})
	require.True(t, x[0] <= 20 && x[0] > 19 && x[len(x)-1] >= 40 && x[len(x)-1] < 41, x)
	require.True(t, y[0] >= 50 && y[0] < 54 && y[len(y)-1] <= 0 && y[len(y)-1] > -4, y)
	require.Greater(t, len(z[0]), 20)
	for _, view := range []resample.View{{"xaxis": {1e6, 2e6}}, {"yaxis": {1e300, 1e301}}} {
		x, y, z = resample.MatrixAt(m, view)
		require.Empty(t, x)
		require.Empty(t, y)
		require.Empty(t, z)
	}
	figure := m.Figure()
	require.Equal(t, []float64{9.75, 209.75}, figure.Layout.XAxis.Range)
	require.Equal(t, []float64{-299, 101}, figure.Layout.YAxis.Range)
}

func TestMatricesOfEveryType(t *testing.T) {
	t.Parallel()
	for _, z := range []any{[][]float64{{1, 2}}, [][]float32{{1, 2}}, [][]int{{1, 2}}, [][]int16{{1, 2}}, [][]int32{{1, 2}}, [][]uint16{{1, 2}}} {
		_, _, got := resample.MatrixAt(matrix(t, z, resample.MatrixOptions{}), nil)
		require.Equal(t, [][]float32{{1, 2}}, got, "%T", z)
	}
}

func TestNewMatrixNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	fine := [][]int{{1, 2}, {3, 4}}
	for want, c := range map[string]struct {
		z       any
		options resample.MatrixOptions
	}{
		"a []int, expected [][]float64":                                {[]int{1}, resample.MatrixOptions{}},
		"the matrix is empty":                                          {[][]int{{}}, resample.MatrixOptions{}},
		"row 1 has 1 values and row 0 has 2, expected as many":         {[][]int{{1, 2}, {3}}, resample.MatrixOptions{}},
		"DX is +Inf, expected a finite number":                         {fine, resample.MatrixOptions{DX: math.Inf(1)}},
		"options Width and Height are 800 and 3, expected at least 16": {fine, resample.MatrixOptions{Height: 3}},
		`the axis "xaxis" is a log axis, expected a linear one`:        {fine, resample.MatrixOptions{Layout: plot.Layout{XAxis: plot.Axis{Type: "log"}}}},
	} {
		_, err := resample.NewMatrix(c.z, c.options)
		require.ErrorContains(t, err, "resample: NewMatrix: "+want)
	}
}

func TestAMatrixOnAPage(t *testing.T) {
	t.Parallel()
	var zoom resample.Zoom
	z := field(500, 900, 0)
	m := matrix(t, z, resample.MatrixOptions{Width: 100, Height: 50, OnZoom: func(_ context.Context, z resample.Zoom) { zoom = z }})
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(m.Graph(dcc.Graph{ID: "g"})))
	m.Register(app, "g")
	page := dashitest.Open(t, app)
	type trace struct {
		X, Y       []float64
		Z          [][]float64
		ZMin, ZMax *float64
	}
	shown := func() trace {
		var f struct{ Data []trace }
		page.Decode("g", "figure", &f)
		return f.Data[0]
	}
	whole := shown()
	require.NotNil(t, whole.ZMin)
	require.Less(t, *whole.ZMin, *whole.ZMax)
	page.Set("g-view", "data", map[string]any{"xaxis": []any{100, 140}, "yaxis": []any{30, 60}})
	near := shown()
	require.Equal(t, *whole.ZMin, *near.ZMin, "colors stay")
	require.Equal(t, 31, len(near.Z), "rows 30 to 60")
	require.InDelta(t, float64(z[int(near.Y[3]+0.5)][int(near.X[5]+0.5)]), near.Z[3][5], 1e-6, "the values themselves")
	require.Equal(t, []int{450_000, len(near.Z) * len(near.Z[0])}, []int{zoom.Held, zoom.Sent})
	page.Set("g-view", "data", map[string]any{})
	require.Equal(t, whole, shown())
}

func BenchmarkMatrix1e8(b *testing.B) {
	z := make([][]float32, 10_000)
	for i := range z {
		z[i] = make([]float32, 10_000)
		for j := range z[i] {
			z[i][j] = float32(i ^ j)
		}
	}
	b.Run("build", func(b *testing.B) {
		for b.Loop() {
			matrix(b, z, resample.MatrixOptions{})
		}
	})
	m := matrix(b, z, resample.MatrixOptions{})
	for _, share := range []float64{1, 0.3, 0.1, 0.01} {
		b.Run(fmt.Sprintf("zoom to %v", share), func(b *testing.B) {
			for b.Loop() {
				if _, err := m.Patch(resample.View{"xaxis": {3000.0, 3000 + 1e4*share}, "yaxis": {3000.0, 3000 + 1e4*share}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
