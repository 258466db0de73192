package bench_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func TestGLTable(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	table := bench.GLTable(100*ms, 300*ms, 50*ms, 60*ms)
	require.Len(t, table.Rows, 8)
	require.Equal(t, []string{"pointcloud, first draw", "100 ms", "300 ms", "3.00 x", "100 ms", "300 ms", "3.00 x", "100 ms", "300 ms", "3.00 x"}, table.Rows[0])
	require.Equal(t, "heatmapgl, colour", table.Rows[7][0])
	require.Equal(t, "1.20 x", table.Rows[7][9])
	for _, row := range table.Rows {
		require.Len(t, row, len(table.Head))
	}
	last := func(table *bench.Table) string { return table.Notes[len(table.Notes)-1] }
	require.Contains(t, last(table), "every row: met.")
	require.Contains(t, last(bench.GLTable(100*ms, 300*ms, 50*ms, 40*ms)), "NOT met", "one slower pair is enough")
}

// TestGLAppsShowTheirPages: each has its graph and a button for each act.
func TestGLAppsShowTheirPages(t *testing.T) {
	t.Parallel()
	apps := bench.GLApps()
	require.Len(t, apps, 4)
	for name, app := range apps {
		answer := httptest.NewRecorder()
		app.ServeHTTP(answer, httptest.NewRequest("GET", "/_dash-layout", nil))
		require.Equal(t, 200, answer.Code, name)
		for _, id := range []string{`"g"`, `"act-0"`, `"act-1"`, `"act-2"`, `"act-3"`} {
			require.Contains(t, answer.Body.String(), id, name)
		}
	}
}
