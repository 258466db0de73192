package bench_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func TestAWorkerCountsRuns(t *testing.T) {
	t.Parallel()
	for name, store := range map[string]string{"LRU": "lru", "Dir": "dir:" + t.TempDir()} {
		var out strings.Builder
		err := bench.Work(store, strings.NewReader("stampede a 5\nstampede a 5\nstampede b 1\n"), &out)
		require.NoError(t, err, name)
		require.Equal(t, "ready\n1\n0\n1\n", out.String(), name)
	}
}

func TestAWorkerRefuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ store, line, message string }{
		"another store":   {"disk:/x", "", `a worker's store is lru, dir:<folder> or redis:<address>, not "disk:/x"`},
		"another command": {"lru", "hits text 5", `not "hits text 5"`},
		"too few words":   {"lru", "stampede a", `not "stampede a"`},
		"no number":       {"lru", "stampede a many", `not "many"`},
		"no threads":      {"lru", "stampede a 0", `not "0"`},
	} {
		var out strings.Builder
		err := bench.Work(tt.store, strings.NewReader(tt.line+"\n"), &out)
		require.ErrorContains(t, err, tt.message, name)
	}
}

// Memories are one for each process, so each computes once, and the sum shows that all were asked.
func TestStampedesSumOverProcesses(t *testing.T) {
	t.Parallel()
	runs, err := bench.Stampedes(t.Context(), "lru", 2, 3)
	require.NoError(t, err)
	require.Equal(t, []int{2, 2, 2}, runs)
}

func TestStampedesTellOfAWorkerThatDoesNotStart(t *testing.T) {
	t.Parallel()
	_, err := bench.Stampedes(t.Context(), "disk", 1, 1)
	require.ErrorContains(t, err, "did not start")
}

func TestAmong(t *testing.T) {
	t.Parallel()
	require.Equal(t, "-", bench.Among(nil))
	require.Equal(t, "1", bench.Among([]int{1, 1, 1}))
	require.Equal(t, "96 to 100", bench.Among([]int{100, 96, 97}))
}
