package resample_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/resample"
)

// TestCodesAreSortedAsTheyCame: stable, also where parts are sorted side by side and merged.
func TestCodesAreSortedAsTheyCame(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 2, 1000, 300_001} {
		r := rand.New(rand.NewPCG(uint64(n), 6))
		codes, order := make([]uint64, n), make([]uint32, n)
		for i := range codes {
			if codes[i] = r.Uint64N(1 << 48); i%3 == 0 {
				codes[i] = uint64(r.IntN(50)) << (r.IntN(40))
			}
			order[i] = uint32(i)
		}
		sorted, from := resample.SortedCodes(codes)
		slices.SortStableFunc(order, func(a, b uint32) int { return cmp.Compare(codes[a], codes[b]) })
		require.True(t, slices.IsSorted(sorted))
		require.True(t, slices.Equal(order, from), "%d codes", n)
	}
}
