package bench_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

// TestColumnsTable has columns so short that nothing of it says how fast anything is; what an answer allocates does not grow all the same.
// It is not parallel: what others allocate would count.
func TestColumnsTable(t *testing.T) {
	table, err := bench.ColumnsTable(2000)
	require.NoError(t, err)
	require.Equal(t, "4b. Columns of figures: 2 000 points", table.Title)
	sizes, goals := map[string]string{}, map[string]string{}
	for _, row := range table.Rows {
		require.Len(t, row, len(table.Head), row)
		require.NotContains(t, sizes, row[0])
		sizes[row[0]], goals[row[0]] = row[2], row[6]
	}
	for name, size := range map[string]string{
		"float64, frame: memcpy":                         "16 000",
		"float64, frame: dashi, to who takes the memory": "16 136",
		"float64, frame: dashi, to who copies it":        "16 136",
		"float64, JSON: memcpy and encoding/base64":      "21 336",
		"float64, JSON: dashi, to who takes the memory":  sizes["float64, JSON: dashi, as one text"],
		"float64, JSON: dashi, to who copies it":         sizes["float64, JSON: dashi, as one text"],
		"float32: dashi, frame":                          "8 136",
		"int: dashi, frame":                              "8 136",
		"times: dashi, frame":                            "16 120",
		"answer as frame, figure of 0.016 MB":            "16 176",
		"answer as frame, figure of 0.16 MB":             "160 176",
		"answer as JSON, figure of 0.16 MB":              "213 440",
	} {
		require.Equal(t, size, sizes[name], name)
	}
	for _, name := range []string{"float64, frame: dashi, to who copies it", "float64, JSON: dashi, to who copies it"} {
		require.Contains(t, []string{"met", "NOT met"}, goals[name], name)
	}
	for _, name := range []string{"answer as frame, figure of 0.16 MB", "answer as JSON, figure of 0.16 MB"} {
		require.Equal(t, "met", goals[name], name)
	}
	require.Empty(t, goals["float64, frame: memcpy"])
	require.Empty(t, goals["times: dashi, JSON"])
	require.True(t, strings.HasPrefix(table.Notes[0], "Goal: at least half as fast"), table.Notes)
}

func TestColumnRowsAreHeldToTheFirst(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	table, err := bench.ColumnRows(2, 100*ms, 200*ms, 201*ms, 900*ms)
	require.NoError(t, err)
	require.Equal(t, [][]string{
		{"group: 100ms", "100 ms", "-", "-", "-", "1.00 x", ""},
		{"group: 200ms", "200 ms", "-", "-", "-", "2.00 x", "met"},
		{"group: 201ms", "201 ms", "-", "-", "-", "2.01 x", "NOT met"},
		{"group: 900ms", "900 ms", "-", "-", "-", "9.00 x", ""},
	}, table.Rows)
	table, err = bench.ColumnRows(0, 100*ms, 900*ms)
	require.NoError(t, err)
	require.Equal(t, []string{"", ""}, table.Rows[1][5:])
}

func TestACopierTakesAll(t *testing.T) {
	t.Parallel()
	n, err := bench.Copied(10, 0, 1, 10, 11, 1000)
	require.NoError(t, err)
	require.Equal(t, []int{0, 1, 10, 11, 1000}, n)
}
