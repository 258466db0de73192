package bench_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

// TestGraphRows: a ratio has Dash above, ours below, and what goes over a network is asked of the app itself.
func TestGraphRows(t *testing.T) {
	t.Parallel()
	table := bench.GraphTable(2000, []float64{1, 2, 3}, []float64{6, 8, 10})
	var text strings.Builder
	_, err := table.WriteTo(&text)
	require.NoError(t, err)
	rows := table.Rows
	require.Equal(t, "dashi", rows[0][1])
	require.Equal(t, "Dash", rows[1][1])
	require.Equal(t, []string{"2.00 ms", "4.00 ms", "6.00 ms"}, rows[0][4:7])
	require.Equal(t, "4.00 x", rows[1][8])
	var ours, theirs int
	require.NotEqual(t, "-", rows[0][3])
	ours, theirs = bench.Digits(rows[0][3]), bench.Digits(rows[1][3])
	require.Greater(t, ours, 1000)
	require.Less(t, ours, theirs)
	require.Contains(t, text.String(), "appended 20 times a second")
}
