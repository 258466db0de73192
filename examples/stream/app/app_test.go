package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/examples/stream/app"
)

// TestReadingsFollowEachOther: those of a tick begin where the figure, or the tick before, ended.
func TestReadingsFollowEachOther(t *testing.T) {
	t.Parallel()
	p := dashitest.Open(t, app.New())
	var figure struct {
		Data []struct{ X, Y []float64 }
	}
	p.Decode("scope", "figure", &figure)
	require.Len(t, figure.Data, 3)
	last := figure.Data[0].X[len(figure.Data[0].X)-1]
	for tick := 1; tick < 4; tick++ {
		p.Set("tick", "n_intervals", tick)
		var extension []any
		p.Decode("scope", "extendData", &extension)
		require.Equal(t, []any{[]any{0.0, 1.0, 2.0}, float64(len(figure.Data[0].X))}, extension[1:], "the window stays as long")
		columns := extension[0].(map[string]any)
		require.Len(t, columns["y"], 3)
		for i, column := range columns["x"].([]any) {
			from := last
			for _, x := range column.([]any) {
				require.InDelta(t, 1.0/120, x.(float64)-from, 1e-9)
				from = x.(float64)
			}
			if i == 2 {
				last = from
			}
		}
	}
}

func TestWiring(t *testing.T) {
	t.Parallel()
	require.NoError(t, app.New().Validate())
}
