package resample_test

import (
	"context"
	"math"
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
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/resample"
)

func must(t testing.TB, options resample.LinesOptions, lines ...resample.Line) *resample.Lines {
	t.Helper()
	l, err := resample.NewLines(options, lines...)
	require.NoError(t, err)
	return l
}

// page is an app with a graph of lines, opened.
func page(t *testing.T, lines *resample.Lines, options ...dashi.CallbackOption) *dashitest.Page {
	t.Helper()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(lines.Graph(dcc.Graph{ID: "g"})))
	lines.Register(app, "g", options...)
	require.NoError(t, app.Validate())
	return dashitest.Open(t, app)
}

// columns are those of a trace on the page.
func columns(p *dashitest.Page, trace int) (x, y []float64) {
	var figure struct{ Data []struct{ X, Y []*float64 } }
	p.Decode("g", "figure", &figure)
	numbers := func(column []*float64) (out []float64) {
		for _, v := range column {
			if v == nil {
				v = new(math.NaN())
			}
			out = append(out, *v)
		}
		return out
	}
	return numbers(figure.Data[trace].X), numbers(figure.Data[trace].Y)
}

func between(x []float64, lo, hi float64) (n int) {
	for _, v := range x {
		if v >= lo && v <= hi {
			n++
		}
	}
	return n
}

func TestZoomingRefines(t *testing.T) {
	t.Parallel()
	const n = 200_000
	y := noise(1, n, 0)
	p := page(t, must(t, resample.LinesOptions{}, resample.Line{Y: y, Name: "walk"}))
	x, _ := columns(p, 0)
	require.InDelta(t, 1600, len(x), 2)
	require.Equal(t, []float64{0, n - 1}, []float64{x[0], x[len(x)-1]})
	before := between(x, 50_000, 70_000)

	p.Set("g-view", "data", map[string]any{"xaxis": []any{50_000, 70_000}})
	x, shown := columns(p, 0)
	require.InDelta(t, 1600, between(x, 50_000, 70_000), 4)
	require.Greater(t, 1600/5, before)
	require.Less(t, len(x), 1820, "few points outside")
	require.Equal(t, []float64{0, n - 1}, []float64{x[0], x[len(x)-1]}, "the axis still knows its ends")
	require.Equal(t, []float64{slices.Min(y), slices.Max(y)}, []float64{slices.Min(shown), slices.Max(shown)}, "and that of y")
	for i, at := range x {
		require.Equal(t, y[int(at)], shown[i])
	}

	p.Set("g-view", "data", map[string]any{"xaxis": []any{50_000.5, 50_100.5}})
	x, _ = columns(p, 0)
	require.Equal(t, 100, between(x, 50_000.5, 50_100.5), "all there are")
	require.True(t, slices.Contains(x, 50_000) && slices.Contains(x, 50_101), "and to where the line leads")

	p.Set("g-view", "data", map[string]any{})
	x, _ = columns(p, 0)
	require.InDelta(t, 1600, len(x), 2)
}

// TestOnlyColumnsTravel: a user's own changes of the figure stay.
func TestOnlyColumnsTravel(t *testing.T) {
	t.Parallel()
	p := page(t, must(t, resample.LinesOptions{Layout: plot.Layout{Title: plot.Title{Text: "Volts"}}},
		resample.Line{Y: noise(1, 9000, 0), Trace: plot.Scatter{Line: plot.Line{Color: "#abc"}, Name: "proto"}}, resample.Line{Y: noise(2, 9000, 0), Name: "two"}))
	figure := func() (f plot.Figure) {
		p.Decode("g", "figure", &f)
		return f
	}
	before := figure()
	require.Equal(t, "Volts", before.Layout.Title.Text)
	require.Equal(t, "resample", before.Layout.UIRevision)
	first := before.Data[0].(plot.Scatter)
	require.Equal(t, []any{"proto", "lines", "#abc"}, []any{first.Name, first.Mode, first.Line.Color})
	require.Equal(t, "two", before.Data[1].(plot.Scatter).Name)
	p.Set("g-view", "data", map[string]any{"xaxis": []any{1, 2}})
	after := figure()
	require.Equal(t, before.Layout, after.Layout)
	for i, trace := range after.Data {
		now, was := trace.(plot.Scatter), before.Data[i].(plot.Scatter)
		require.NotEqual(t, was.X, now.X)
		now.X, now.Y, was.X, was.Y = nil, nil, nil, nil
		require.Equal(t, was, now)
	}
}

func TestTimesAreADateAxis(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("east", 2*3600)
	start := time.Date(2024, 5, 6, 7, 0, 0, 0, zone)
	x := make([]time.Time, 50_000)
	for i := range x {
		x[i] = start.Add(time.Duration(i) * 250 * time.Microsecond)
	}
	lines := must(t, resample.LinesOptions{Width: 100}, resample.Line{X: x, Y: noise(1, len(x), 0)})
	require.Equal(t, "date", lines.Figure().Layout.XAxis.Type)
	p := page(t, lines)
	p.Set("g-view", "data", map[string]any{"xaxis": []any{"2024-05-06 07:00:05", "2024-05-06 07:00:05.005"}})
	shown, _ := columns(p, 0)
	five := float64(time.Date(2024, 5, 6, 7, 0, 5, 0, time.UTC).UnixMilli())
	require.Equal(t, 21, between(shown, five, five+5), "what the wall's clock shows")
	require.Contains(t, shown, five+0.25)
}

// TestALogAxisHasAsManyPointsInEachDecade.
func TestALogAxisHasAsManyPointsInEachDecade(t *testing.T) {
	t.Parallel()
	options := resample.LinesOptions{Width: 400, Layout: plot.Layout{XAxis: plot.Axis{Type: "log"}}}
	p := page(t, must(t, options, resample.Line{Y: noise(1, 1_000_001, 0)}))
	x, _ := columns(p, 0)
	require.Equal(t, 1.0, x[0], "0 is not on the axis")
	require.InDelta(t, between(x, 1e5, 1e6), between(x, 1e3, 1e4), 10)
	p.Set("g-view", "data", map[string]any{"xaxis": []any{4, 5}})
	x, _ = columns(p, 0)
	require.InDelta(t, 400, between(x, 1e4, 1e5), 4)
	require.InDelta(t, between(x, 1e4, 2e4), between(x, 4e4, 8e4), 10)
}

func TestLinesOnSeveralAxes(t *testing.T) {
	t.Parallel()
	own := &plot.Axis{Domain: []float64{0.5, 1}}
	times := make([]time.Time, 9000)
	for i := range times {
		times[i] = time.UnixMilli(int64(i)).UTC()
	}
	lines := must(t, resample.LinesOptions{Width: 100, Layout: plot.Layout{XAxis2: own}},
		resample.Line{Y: noise(1, 9000, 0)}, resample.Line{X: times, Y: noise(2, 9000, 0), Trace: plot.Scatter{XAxis: "x2"}})
	require.Equal(t, plot.Axis{Domain: []float64{0.5, 1}}, *own, "the layout is the user's")
	require.Equal(t, "date", lines.Figure().Layout.XAxis2.Type)
	p := page(t, lines)
	p.Set("g-view", "data", map[string]any{"xaxis2": []any{"1970-01-01 00:00:01", "1970-01-01 00:00:02"}})
	one, _ := columns(p, 0)
	two, _ := columns(p, 1)
	require.Less(t, between(one, 1000, 2000), 20)
	require.InDelta(t, 100, between(two, 1000, 2000), 4)
}

func TestUnsortedPointsAreSortedOnce(t *testing.T) {
	t.Parallel()
	x, y := []int{3, 1, 2, 1}, []float32{30, 10, 20, 11}
	gotX, gotY := resample.Shown(must(t, resample.LinesOptions{}, resample.Line{X: x, Y: y}), 0, nil)
	require.Equal(t, []int{1, 1, 2, 3}, gotX)
	require.Equal(t, []float32{10, 11, 20, 30}, gotY)
	require.Equal(t, []int{3, 1, 2, 1}, x, "the user's columns stay")
	_, err := resample.NewLines(resample.LinesOptions{}, resample.Line{Name: "a", X: []float64{2, 1, math.NaN()}, Y: y[:3]})
	require.ErrorContains(t, err, `resample: NewLines: line 0 ("a"): resample: X[2] is NaN`)
}

func TestNewLinesNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := resample.NewLines(resample.LinesOptions{}, resample.Line{Y: []int{1}}, resample.Line{Name: "b", X: []int{1}, Y: []int{1, 2}})
	require.EqualError(t, err, `resample: NewLines: line 1 ("b"): columns X and Y have 1 and 2 values, expected as many`)
	_, err = resample.NewLines(resample.LinesOptions{Width: 3})
	require.EqualError(t, err, "resample: NewLines: Width is 3, expected at least 16")
	_, err = resample.NewLines(resample.LinesOptions{Method: -1})
	require.EqualError(t, err, "resample: NewLines: Method is Method(-1), expected MinMax, M4 or LTTB")
	for _, id := range []dashi.ID{"", dashi.Dict("type", "g")} {
		require.Panics(t, func() { must(t, resample.LinesOptions{}).Graph(dcc.Graph{ID: id}) })
	}
}

func TestAnOwnFigureIsKept(t *testing.T) {
	t.Parallel()
	graph := must(t, resample.LinesOptions{}).Graph(dcc.Graph{ID: "g", Figure: plot.Figure{}})
	require.Equal(t, plot.Figure{}, graph[0].(dcc.Graph).Figure)
	require.Equal(t, dcc.Store{ID: "g-view"}, graph[1])
}

func TestABrowserThatLiesIsRefused(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	lines := must(t, resample.LinesOptions{}, resample.Line{Y: []int{1, 2}})
	app.Layout(html.Main(lines.Graph(dcc.Graph{ID: "g"})))
	lines.Register(app, "g")
	for _, data := range []any{map[string]any{"xaxis": []any{"x", 1}}, map[string]any{"xaxis": 7}, "abc"} {
		p := dashitest.Open(t, app, dashitest.Options{KeepErrors: true})
		p.Set("g-view", "data", data)
		require.Len(t, p.Calls(), 1)
		require.Error(t, p.Calls()[0].Err)
	}
}

func TestZoomsAreToldAndMayBeMemoized(t *testing.T) {
	t.Parallel()
	var zooms []resample.Zoom
	lines := must(t, resample.LinesOptions{Width: 100, OnZoom: func(ctx context.Context, z resample.Zoom) {
		if dashi.CallFrom(ctx) == nil {
			t.Error("the callback's context is not handed on")
		}
		zooms = append(zooms, z)
	}}, resample.Line{Y: noise(1, 5000, 0)}, resample.Line{Y: noise(2, 700, 0)})
	cache := memo.New(memo.NewLRU(10))
	p := page(t, lines, cache.Memoize(time.Hour))
	view := func(lo, hi float64) resample.View { return resample.View{"xaxis": {lo, hi}} }
	p.Set("g-view", "data", view(100, 2000))
	p.Set("g-view", "data", view(200, 2000))
	p.Set("g-view", "data", view(100, 2000))
	require.Len(t, zooms, 2)
	require.Equal(t, view(100, 2000), zooms[0].View)
	require.Equal(t, 5700, zooms[0].Held)
	x0, _ := columns(p, 0)
	x1, _ := columns(p, 1)
	require.Equal(t, len(x0)+len(x1), zooms[0].Sent)
}

// TestBesideACallbackThatSetsTheFigure: both are outputs of one property.
func TestBesideACallbackThatSetsTheFigure(t *testing.T) {
	t.Parallel()
	lines := must(t, resample.LinesOptions{Width: 100}, resample.Line{Y: noise(1, 5000, 0)})
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "title"}, lines.Graph(dcc.Graph{ID: "g"})))
	lines.Register(app, "g")
	app.Callback(dashi.Output("g", "figure"), dashi.Inputs(dashi.Input("title", "value"), dashi.State(resample.ViewID("g"), "data")),
		func(title string, view resample.View) (dashi.Patch, error) {
			patch, err := lines.Patch(view)
			patch.At("layout", "title").Assign(title)
			return patch, err
		})
	p := dashitest.Open(t, app)
	p.Set("g-view", "data", map[string]any{"xaxis": []any{100, 200}})
	fine, _ := columns(p, 0)
	p.Set("title", "value", "Volts")
	still, _ := columns(p, 0)
	require.Equal(t, fine, still)
	require.Equal(t, "Volts", p.Prop("g", "figure").(map[string]any)["layout"].(map[string]any)["title"])
}

func TestLinesGrow(t *testing.T) {
	t.Parallel()
	y := noise(1, 40_000, 1)
	given := y[:1000:2000]
	lines := must(t, resample.LinesOptions{Width: 200}, resample.Line{Y: given}, resample.Line{X: []int64{1, 2}, Y: []int{5, 6}})
	for at := 1000; at < len(y); at += 1300 {
		require.NoError(t, lines.Append(0, nil, y[at:min(at+1300, len(y))]))
	}
	for _, view := range []resample.View{nil, {"xaxis": {5000.0, 35_000.0}}} {
		wantX, wantY := resample.Shown(must(t, resample.LinesOptions{Width: 200}, resample.Line{Y: y}), 0, view)
		gotX, gotY := resample.Shown(lines, 0, view)
		require.Equal(t, wantX, gotX)
		for i, v := range wantY.([]float64) {
			require.Equal(t, math.Float64bits(v), math.Float64bits(gotY.([]float64)[i]))
		}
	}
	require.Zero(t, y[:1000:2000][999]-given[999], "the user's slice is not written to")
	require.NoError(t, lines.Append(1, []int64{2, 9}, []int{7, 8}))
	require.NoError(t, lines.Append(1, []int64{}, []int{}))
	x, _ := resample.Shown(lines, 1, nil)
	require.Equal(t, []int64{1, 2, 2, 9}, x)
	for want, err := range map[string]error{
		"resample: Append: line 2 of 2":                                                  lines.Append(2, nil, y[:1]),
		"resample: Append: columns X and Y have 1 and 2 values, expected as many":        lines.Append(1, []int64{1}, []int{1, 2}),
		"X[0] is 8, less than the last one there, 9":                                     lines.Append(1, []int64{8}, []int{1}),
		"columns X and Y are []int64 and []float64, expected []int64 and []int":          lines.Append(1, []int64{10}, []float64{1}),
		"columns X and Y are []time.Time and []int, expected []int64 and []int":          lines.Append(1, []time.Time{time.Now()}, []int{1}),
		"columns X and Y are []int64 and []float64, expected nil and []float64":          lines.Append(0, []int64{1 << 40}, []float64{1}),
		"resample: Append: line 1: resample: X[1] is 10, less than the one before, expe": lines.Append(1, []int64{11, 10}, []int{1, 2}),
	} {
		require.ErrorContains(t, err, want)
	}
	x, _ = resample.Shown(lines, 1, nil)
	require.Len(t, x, 4, "what is refused leaves no trace")
}

func TestLinesAreForManyAtOnce(t *testing.T) {
	t.Parallel()
	lines := must(t, resample.LinesOptions{Width: 64, Method: resample.LTTB}, resample.Line{Y: noise(1, 3000, 1)})
	var all sync.WaitGroup
	for k := range 4 {
		all.Go(func() {
			for i := range 100 {
				if _, err := lines.Patch(resample.View{"xaxis": {float64(i), float64(500 * k)}}); err != nil {
					t.Error(err)
				}
				if k == 0 {
					if err := lines.Append(0, nil, noise(uint64(i), 300, 1)); err != nil {
						t.Error(err)
					}
				}
				_ = lines.Figure()
			}
		})
	}
	all.Wait()
}

func BenchmarkNewLines1e7(b *testing.B) {
	x, y := uneven(1, 10_000_000), noise(1, 10_000_000, 0)
	for b.Loop() {
		must(b, resample.LinesOptions{}, resample.Line{X: x, Y: y})
	}
}

func BenchmarkZoom1e7(b *testing.B) {
	x, y := uneven(1, 10_000_000), noise(1, 10_000_000, 0)
	last := x[len(x)-1]
	for _, method := range methods {
		lines := must(b, resample.LinesOptions{Method: method}, resample.Line{X: x, Y: y})
		for name, share := range map[string]float64{"all": 1, "a tenth": 0.1, "a thousandth": 0.001} {
			b.Run(method.String()+"/"+name, func(b *testing.B) {
				for k := 0; b.Loop(); k++ {
					from := float64(k%97) / 97 * last * (1 - share)
					if _, err := lines.Patch(resample.View{"xaxis": {from, from + share*last}}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	lines := must(b, resample.LinesOptions{}, resample.Line{Y: noise(1, 10_000_000, 0)})
	more := noise(2, 100, 0)
	for b.Loop() {
		if err := lines.Append(0, nil, more); err != nil {
			b.Fatal(err)
		}
	}
}
