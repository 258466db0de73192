package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/examples/resample/app"
	"github.com/dashi-go/dashi/resample"
)

func TestZoomsAreTold(t *testing.T) {
	t.Parallel()
	p := dashitest.Open(t, app.New(90_000))
	require.Equal(t, "90\u202f000", p.Text("lines-held"))
	for id, view := range map[dashi.ID]map[string]any{
		"lines": {"xaxis": []any{"2026-03-03 10:00", "2026-03-03 11:00"}},
		"cloud": {"xaxis": []any{-1, 1}, "yaxis": []any{-1, 1}},
	} {
		var figure struct{ Data []struct{ X []any } }
		p.Decode(id, "figure", &figure)
		before := figure.Data[0].X
		p.Set(resample.ViewID(id), "data", view)
		p.Decode(id, "figure", &figure)
		require.NotEqual(t, before, figure.Data[0].X)
		require.NotEqual(t, "overview", p.Text(id+"-sent"))
		require.Regexp(t, `^\d+\.\d\d ms$`, p.Text(id+"-took"))
	}
}

// TestTheOilSensorIsSilentForAWhile: a gap in thousands of readings is one on the page.
func TestTheOilSensorIsSilentForAWhile(t *testing.T) {
	t.Parallel()
	p := dashitest.Open(t, app.New(90_000))
	var figure struct {
		Data []struct {
			Name string
			Y    []*float64
		}
	}
	p.Decode("lines", "figure", &figure)
	gaps := map[string]int{}
	for _, trace := range figure.Data {
		gaps[trace.Name] = 0
		for _, y := range trace.Y {
			if y == nil {
				gaps[trace.Name]++
			}
		}
	}
	require.Equal(t, map[string]int{"bearing": 0, "oil": 1, "housing": 0}, gaps)
}

func BenchmarkNew1e7(b *testing.B) {
	for b.Loop() {
		app.New(10_000_000)
	}
}
