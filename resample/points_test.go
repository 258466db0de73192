package resample_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/resample"
)

// swarm is n points, half of them close together, on coordinates that no edge of cells meets.
func swarm(seed uint64, n int) (x, y, value []float64) {
	r := rand.New(rand.NewPCG(seed, 4))
	for i := range n {
		px, py := r.Float64()*100, r.Float64()*10-5
		if i%2 == 0 {
			px, py = 30+r.NormFloat64()*0.01, 1+r.NormFloat64()*0.02
		}
		x, y, value = append(x, px), append(y, py), append(value, float64(i%17)-3)
	}
	return x, y, value
}

func cloud(t testing.TB, x, y any, options resample.PointsOptions) *resample.Points {
	t.Helper()
	p, err := resample.NewPoints(x, y, options)
	require.NoError(t, err)
	return p
}

// views are from the whole cloud down into its heart, and some beside it.
var views = []resample.View{
	nil, {"xaxis": {10.0, 60.0}}, {"yaxis": {-1.0, 2.0}}, {"xaxis": {29.0, 31.0}, "yaxis": {0.0, 2.0}}, {"xaxis": {29.97, 30.03}, "yaxis": {0.95, 1.05}},
	{"xaxis": {29.999, 30.001}, "yaxis": {0.999, 1.001}}, {"xaxis": {29.99, 30.01}}, {"yaxis": {0.999, 1.001}}, {"xaxis": {-50.0, 3.0}, "yaxis": {4.0, 99.0}},
}

// TestCellsHoldThePointsThatLieInThem compares with counting all points, and with the mean of all values.
func TestCellsHoldThePointsThatLieInThem(t *testing.T) {
	t.Parallel()
	x, y, value := swarm(1, 60_000)
	for _, withValue := range []bool{false, true} {
		options := resample.PointsOptions{Width: 200, Height: 120, Limit: 30}
		if withValue {
			options.Value = value
		}
		p := cloud(t, x, y, options)
		for k, view := range views {
			t.Run(fmt.Sprint(withValue, k), func(t *testing.T) {
				t.Parallel()
				look := resample.LookAt(p, view)
				require.NotEmpty(t, look.Z)
				require.True(t, len(look.X) <= 52 && len(look.Y) <= 32, "%d by %d cells", len(look.X), len(look.Y))
				counts, sums := slowGrid(look, x, y, value)
				points := 0
				for cy, row := range look.Z {
					require.Len(t, row, len(look.X))
					for cx, z := range row {
						at := cy*len(look.X) + cx
						points += counts[at]
						switch {
						case counts[at] == 0:
							require.True(t, math.IsNaN(float64(z)))
						case withValue:
							require.InDelta(t, sums[at]/float64(counts[at]), float64(z), 1e-5)
						default:
							require.EqualValues(t, counts[at], z)
						}
					}
				}
				require.Equal(t, points, look.Points)
				require.GreaterOrEqual(t, points, inView(x, y, view), "no point in view is left out")
			})
		}
	}
}

func slowGrid(look resample.Look, x, y, value []float64) (counts []int, sums []float64) {
	nx, ny := len(look.X), len(look.Y)
	counts, sums = make([]int, nx*ny), make([]float64, nx*ny)
	e := look.Edges
	for i := range x {
		cx, cy := (x[i]-e[0])/(e[2]-e[0])*float64(nx), (y[i]-e[1])/(e[3]-e[1])*float64(ny)
		// The point at the very end lies in the last cell; edges are reckoned here in another way, so they are not that exact.
		cx, cy = closeTo(cx, nx), closeTo(cy, ny)
		if cx < 0 || cy < 0 || cx >= float64(nx) || cy >= float64(ny) {
			continue
		}
		at := int(cy)*nx + int(cx)
		counts[at]++
		sums[at] += value[i]
	}
	return counts, sums
}

func closeTo(at float64, n int) float64 {
	switch {
	case at >= float64(n) && at < float64(n)+1e-9:
		return float64(n) - 0.5
	case at < 0 && at > -1e-9:
		return 0
	}
	return at
}

func inView(x, y []float64, view resample.View) (n int) {
	x0, x1, _ := resample.Span(view, "xaxis", false, false)
	y0, y1, _ := resample.Span(view, "yaxis", false, false)
	for i := range x {
		if x[i] >= x0 && x[i] <= x1 && y[i] >= y0 && y[i] <= y1 {
			n++
		}
	}
	return n
}

// TestDepthIsNoLimit: far below the smallest cells of the tree, views still have cells of their own.
func TestDepthIsNoLimit(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 9))
	x, y := []float64{0, 1e9}, []float64{0, 1e9}
	for range 20_000 {
		x, y = append(x, 500+r.Float64()), append(y, 500+r.Float64())
	}
	p := cloud(t, x, y, resample.PointsOptions{Width: 80, Height: 80, Limit: 10})
	look := resample.LookAt(p, resample.View{"xaxis": {500.25, 500.75}, "yaxis": {500.25, 500.75}})
	require.Len(t, look.X, 20)
	require.Len(t, look.Y, 20)
	require.InDelta(t, 500.25, look.Edges[0], 1e-9)
	require.Equal(t, inView(x, y, resample.View{"xaxis": {500.25, 500.75}, "yaxis": {500.25, 500.75}}), look.Points)
	require.InDelta(t, 5000, look.Points, 500)
}

func TestFewPointsAreShownThemselves(t *testing.T) {
	t.Parallel()
	x, y, _ := swarm(1, 60_000)
	p := cloud(t, x, y, resample.PointsOptions{Width: 200, Height: 120, Limit: 500})
	view := resample.View{"xaxis": {29.999, 30.001}, "yaxis": {0.99, 1.01}}
	n := inView(x, y, view)
	require.True(t, n > 100 && n < 1000, n)
	look := resample.LookAt(p, resample.View{"xaxis": {60.0, 62.0}, "yaxis": {0.0, 2.0}})
	require.Empty(t, look.Z)
	for i := range x {
		if x[i] >= 60 && x[i] <= 62 && y[i] >= 0 && y[i] <= 2 {
			require.Contains(t, look.Single, i)
		}
	}
	for _, i := range look.Single {
		require.True(t, x[i] > 58 && x[i] < 64 && y[i] > -0.5 && y[i] < 2.5, "not far from the view")
	}
	slices.Sort(look.Single)
	require.Len(t, slices.Compact(look.Single), look.Points)
}

func TestNothingIsInView(t *testing.T) {
	t.Parallel()
	x, y, _ := swarm(1, 100)
	for _, p := range []*resample.Points{cloud(t, x, y, resample.PointsOptions{}), cloud(t, []int{}, []int{}, resample.PointsOptions{})} {
		look := resample.LookAt(p, resample.View{"xaxis": {1e5, 2e5}})
		require.Empty(t, look.Z)
		require.Empty(t, look.Single)
	}
}

func TestPointsThatCannotBeDrawnAreLeftOut(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	p := cloud(t, []float64{1, nan, 2, 3, 4}, []float64{1, 1, inf, 3, 4}, resample.PointsOptions{Value: []float32{1, 1, 1, float32(nan), 5}})
	require.ElementsMatch(t, []int{0, 4}, resample.LookAt(p, nil).Single)
}

// TestCloudsWithoutExtent: all points in one place, or on a line, and numbers as great as numbers are.
func TestCloudsWithoutExtent(t *testing.T) {
	t.Parallel()
	same := make([]float64, 5000)
	line := make([]float64, 5000)
	for i := range line {
		line[i] = float64(i)
	}
	for name, c := range map[string][2]any{
		"a place": {same, same}, "upright": {same, line}, "level": {line, same}, "huge": {[]float64{-1e308, 1e308, 0}, []float64{-1e308, 1e308, 0}},
	} {
		p := cloud(t, c[0], c[1], resample.PointsOptions{Limit: 1})
		for _, view := range []resample.View{nil, {"xaxis": {0.0, 0.0}, "yaxis": {0.0, 0.0}}, {"xaxis": {-1.0, 1.0}}} {
			require.Positive(t, resample.LookAt(p, view).Points, "%s, %v", name, view)
		}
	}
}

func TestNewPointsNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	log := plot.Layout{YAxis: plot.Axis{Type: "log"}}
	for want, c := range map[string]struct {
		y       any
		options resample.PointsOptions
	}{
		"columns X and Y have 2 and 1 values, expected as many":        {[]int{1}, resample.PointsOptions{}},
		"Y is a string, expected":                                      {"a", resample.PointsOptions{}},
		"Value has 1 values and X has 2, expected as many":             {[]int{1, 2}, resample.PointsOptions{Value: []int{1}}},
		"Value is a string":                                            {[]int{1, 2}, resample.PointsOptions{Value: "a"}},
		"options Width and Height are 5 and 600, expected at least 16": {[]int{1, 2}, resample.PointsOptions{Width: 5}},
		"Cell and Limit are -1 and 2000":                               {[]int{1, 2}, resample.PointsOptions{Cell: -1}},
		"Log is for the number of points, and there is a Value":        {[]int{1, 2}, resample.PointsOptions{Log: true, Value: []int{1, 2}}},
		`the axis "yaxis" is a log axis, expected another`:             {[]int{1, 2}, resample.PointsOptions{Layout: log}},
	} {
		_, err := resample.NewPoints([]int{1, 2}, c.y, c.options)
		require.ErrorContains(t, err, "resample: NewPoints: ")
		require.ErrorContains(t, err, want)
	}
}

// TestACloudOnAPage: cells, then points, then cells again.
func TestACloudOnAPage(t *testing.T) {
	t.Parallel()
	x, y, value := swarm(2, 20_000)
	times := make([]time.Time, len(x))
	for i, v := range x {
		times[i] = time.UnixMilli(int64(v * 1000)).UTC()
	}
	var zooms []resample.Zoom
	p := cloud(t, times, y, resample.PointsOptions{Value: value, Limit: 300, Trace: plot.Scatter{Name: "each"}})
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(p.Graph(dcc.Graph{ID: "g"})))
	p.Register(app, "g")
	require.Empty(t, zooms)
	page := dashitest.Open(t, app)
	figure := func() (f struct {
		Data []struct {
			Type, Mode, Name, ColorAxis string
			X, Y                        []float64
			Z                           [][]*float64
			Marker                      struct{ Color []float64 }
		}
		Layout struct{ XAxis struct{ Type string } }
	}) {
		page.Decode("g", "figure", &f)
		return f
	}
	whole := figure()
	require.Equal(t, []any{"heatmap", "scatter", "markers", "each", "coloraxis", "date"},
		[]any{whole.Data[0].Type, whole.Data[1].Type, whole.Data[1].Mode, whole.Data[1].Name, whole.Data[0].ColorAxis, whole.Layout.XAxis.Type})
	require.Len(t, whole.Data[0].Y, len(whole.Data[0].Z)+1, "edges")
	require.Empty(t, whole.Data[1].X)
	page.Set("g-view", "data", map[string]any{"xaxis": []any{"1970-01-01 00:01:10", "1970-01-01 00:01:12"}, "yaxis": []any{-4, 4}})
	near := figure()
	require.Empty(t, near.Data[0].Z)
	require.NotEmpty(t, near.Data[1].X)
	require.Len(t, near.Data[1].Y, len(near.Data[1].X))
	require.Len(t, near.Data[1].Marker.Color, len(near.Data[1].X))
	page.Set("g-view", "data", map[string]any{})
	require.Equal(t, whole, figure())
}

func TestCloudsAreForManyAtOnce(t *testing.T) {
	t.Parallel()
	x, y, value := swarm(3, 10_000)
	p := cloud(t, x, y, resample.PointsOptions{Value: value, Limit: 10})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, view := range views {
				if _, err := p.Patch(view); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkNewPoints1e7(b *testing.B) {
	x, y, _ := swarm(1, 10_000_000)
	for b.Loop() {
		cloud(b, x, y, resample.PointsOptions{})
	}
}

func BenchmarkPointsZoom1e7(b *testing.B) {
	x, y, _ := swarm(1, 10_000_000)
	p := cloud(b, x, y, resample.PointsOptions{})
	for name, view := range map[string]resample.View{
		"all": views[0], "half": views[1], "heart": views[3], "deep": views[4], "deeper": views[5], "thin": {"xaxis": {60.0, 61.0}, "yaxis": {2.0, 2.1}},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := p.Patch(view); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
