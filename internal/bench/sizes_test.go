package bench_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

// TestSizes: the goals of page weight, all but that of maps, whose renderer alone is a third of plotly.js. They are of gzip, but for the
// line's, which is a number; so the whole of plotly.js need not go through Brotli, which takes a minute.
func TestSizes(t *testing.T) {
	t.Parallel()
	content, err := bench.PlotlyMin()
	require.NoError(t, err)
	gzip, err := bench.Gzipped(content)
	require.NoError(t, err)
	table, err := bench.SizesTable(gzip, gzip)
	require.NoError(t, err)
	charts := 0
	for _, row := range table.Rows {
		require.Len(t, row, len(table.Head))
		switch goal := row[len(row)-1]; {
		case goal == "":
			continue
		case strings.Contains(row[0], "MapLibre"):
			require.Equal(t, "NOT met", goal)
		default:
			require.Equal(t, "met", goal, row)
		}
		charts++
	}
	require.Equal(t, 15, charts)
}

// TestSizesAreSharesOfTheWhole has a plotly.js so small that no chart but the line, whose goal is a number, is small beside it.
func TestSizesAreSharesOfTheWhole(t *testing.T) {
	t.Parallel()
	table, err := bench.SizesTable(430_000, 1000)
	require.NoError(t, err)
	require.Equal(t, "met", table.Rows[0][6])
	for _, row := range table.Rows[1:15] {
		require.Equal(t, "NOT met", row[6], row[0])
		require.True(t, strings.HasSuffix(row[5], " %") && len(row[5]) > len("1000.0 %"), row)
	}
	require.Equal(t, []string{"plotly.min.js alone", "1", "430 000 B", "1 000 B", "100 %", "100 %", ""}, table.Rows[15])
	require.Equal(t, "400.0 %", table.Rows[16][4])
}

func TestWeigh(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("function(){return this.layout.xaxis}\n"), 100)
	gzip, brotli, err := bench.Weigh(content)
	require.NoError(t, err)
	want, err := bench.Gzipped(content)
	require.NoError(t, err)
	require.Equal(t, want, gzip)
	require.Positive(t, brotli)
	require.Less(t, brotli, gzip)
}
