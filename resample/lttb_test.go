package resample_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/resample"
)

// slowLTTB is the method as the thesis tells it: buckets first, then in each the point of the largest triangle.
func slowLTTB(x, y []float64, n int) []int {
	buckets := [][]int{{0}}
	every := float64(len(x)-2) / float64(n-2)
	for k := range n - 2 {
		var bucket []int
		for i := 1; i < len(x)-1; i++ {
			if i >= 1+int(float64(k)*every) && (k == n-3 || i < 1+int(float64(k+1)*every)) {
				bucket = append(bucket, i)
			}
		}
		buckets = append(buckets, bucket)
	}
	buckets = append(buckets, []int{len(x) - 1})
	chosen := []int{0}
	for k := 1; k < len(buckets)-1; k++ {
		var cx, cy float64
		for _, i := range buckets[k+1] {
			cx, cy = cx+x[i], cy+y[i]
		}
		cx, cy = cx/float64(len(buckets[k+1])), cy/float64(len(buckets[k+1]))
		a, best, most := chosen[k-1], 0, -1.0
		for _, b := range buckets[k] {
			// Half the cross product of two sides.
			if area := math.Abs((x[b]-x[a])*(cy-y[a])-(cx-x[a])*(y[b]-y[a])) / 2; area > most*(1+1e-12) {
				best, most = b, area
			}
		}
		chosen = append(chosen, best)
	}
	return append(chosen, len(x)-1)
}

func TestLTTBIsTheOneOfTheThesis(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		size := 50 + int(seed)*37
		x, y := uneven(seed, size), noise(seed, size, 0)
		for i := range y {
			y[i] += math.Sin(float64(i) * 0.7) // no two triangles alike
			x[i] += float64(i) * 1e-3
		}
		for _, n := range []int{3, 4, 10, 33, size - 1} {
			require.Equal(t, slowLTTB(x, y, n), resample.LargestTriangles(x, y, n), "seed %d, %d of %d", seed, n, size)
		}
	}
}

func TestLTTBOfFewPointsIsAll(t *testing.T) {
	t.Parallel()
	require.Equal(t, []int{0, 1, 2}, resample.LargestTriangles([]float64{1, 2, 3}, []float64{1, 2, 3}, 3))
	require.Equal(t, []int{0, 2}, resample.LargestTriangles([]float64{1, 2, 3}, []float64{1, 2, 3}, 2))
	require.Empty(t, resample.LargestTriangles(nil, nil, 5))
}

// TestLTTBOfManyPointsKeepsPeaks: what the largest triangles leave of what MinMax has chosen still has the greatest peak.
func TestLTTBOfManyPointsKeepsPeaks(t *testing.T) {
	t.Parallel()
	y := noise(2, 100_000, 0)
	y[34_567] = 1e6
	at, err := resample.Indexes(resample.LTTB, nil, y, 300)
	require.NoError(t, err)
	require.Contains(t, at, 34_567)
	require.InDelta(t, 300, len(at), 2)
}

func BenchmarkLTTB1e5(b *testing.B) {
	x, y := uneven(1, 100_000), noise(1, 100_000, 0)
	for b.Loop() {
		resample.LargestTriangles(x, y, 1600)
	}
}
