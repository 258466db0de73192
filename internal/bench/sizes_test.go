package bench_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

// TestSizes: the goals of page weight, all but that of maps, whose renderer alone is a third of plotly.js.
func TestSizes(t *testing.T) {
	t.Parallel()
	table, err := bench.Sizes()
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
