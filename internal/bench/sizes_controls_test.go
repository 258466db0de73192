package bench_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

// TestControls: each control has files of ours, and the table says which are smaller, also where Dash's are.
func TestControls(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		weight int
		want   string
	}{{1 << 20, "yes, "}, {1, "NO, "}} {
		folder := t.TempDir()
		for _, name := range bench.DashFiles() {
			path := filepath.Join(folder, name)
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
			require.NoError(t, os.WriteFile(path, []byte("x"), 0o600))
		}
		table, err := bench.ControlsTable(folder, one.weight)
		require.NoError(t, err)
		require.Len(t, table.Rows, 9)
		for _, row := range table.Rows {
			require.Len(t, row, len(table.Head))
			require.NotEqual(t, "0", row[1], "%s has no files", row[0])
			require.True(t, strings.HasPrefix(row[7], one.want), row)
		}
		require.Equal(t, "4", table.Rows[7][4])
		require.Equal(t, bench.Count(4*one.weight)+" B", table.Rows[7][5], "the files of a control are added up")
	}
}

func TestControlsNeedDashsFiles(t *testing.T) {
	t.Parallel()
	_, err := bench.ControlsTable(t.TempDir(), 1)
	require.ErrorContains(t, err, "async-dropdown.js")
}
