package bench_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func TestPerEntryWeighsWhatIsKept(t *testing.T) { // not parallel: the heap is everyone's
	const size = 1 << 20
	kept, err := bench.PerEntry(16, func(entries int) any {
		all := make([][]byte, entries)
		for i := range all {
			all[i] = make([]byte, size)
		}
		return all
	})
	require.NoError(t, err)
	require.InEpsilon(t, size, kept, 0.2)
	dropped, err := bench.PerEntry(16, func(entries int) any {
		for range entries {
			_ = make([]byte, size)
		}
		return nil
	})
	require.NoError(t, err)
	require.Less(t, dropped, float64(size)/5)
}

func TestFillers(t *testing.T) {
	t.Parallel()
	for name, fill := range bench.Fillers(t, 100) {
		kept, err := fill()
		require.NoError(t, err, name)
		require.NotNil(t, kept, name)
	}
}
