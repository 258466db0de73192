package plot_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	clientside "github.com/dashi-go/dashi/examples/clientside/app"
	dataset "github.com/dashi-go/dashi/examples/dataset/app"
	memostats "github.com/dashi-go/dashi/examples/memostats/app"
	weather "github.com/dashi-go/dashi/examples/weather/app"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/memo"
)

// The figures of the examples, as the browser gets them, have nothing plotly.js does not know. That of examples/webgl, which
// takes long to compute, stands below by its form.
func TestTheExamplesFiguresAreValid(t *testing.T) {
	t.Parallel()
	cache := memo.New(memo.NewLRU(10))
	t.Cleanup(func() { _ = cache.Close() })
	for name, example := range map[string]struct {
		app    *dashi.App
		graphs []dashi.ID
	}{
		"clientside": {clientside.New(), []dashi.ID{"graph"}},
		"dataset":    {dataset.New(), []dashi.ID{"live"}},
		"memostats":  {memostats.New(cache, &memostats.Meter{}), []dashi.ID{"calls", "took"}},
		"weather":    {weather.New(), []dashi.ID{"temps", "rain", "wind"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := dashitest.Open(t, example.app)
			for _, id := range example.graphs {
				var figure plot.Figure
				page.Decode(id, "figure", &figure)
				require.NoError(t, figure.Validate(), id)
				if name != "clientside" { // whose figure the browser makes
					require.NotEmpty(t, figure.Data)
				}
			}
		})
	}
}

func TestMoreFiguresAreValid(t *testing.T) {
	t.Parallel()
	require.NoError(t, plot.Figure{
		Data: []plot.Trace{plot.Scattergl{X: []float32{1}, Y: []float32{1}, Mode: "markers", Hoverinfo: "skip",
			Marker: plot.Marker{Size: 1, Opacity: 0.25, Color: "#2a6f97"}}},
		Layout: plot.Layout{
			UIRevision: "keep", Margin: plot.Margin{T: new(10.0), R: new(10.0), L: new(35.0), B: new(30.0)},
			XAxis: plot.Axis{Range: []float64{-2.6, 2.6}, Zeroline: new(false)}, YAxis: plot.Axis{Range: []float64{-2.4, 2.4}, Zeroline: new(false)},
		},
	}.Validate())
}
