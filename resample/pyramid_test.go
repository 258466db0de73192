package resample_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/resample"
)

// noise is a random walk; of every hundred numbers about gaps are NaN or infinite, in runs.
func noise(seed uint64, n, gaps int) []float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	values, level := make([]float64, n), 0.0
	for i := 0; i < n; i++ {
		if r.IntN(1000) < gaps {
			for range min(10, n-i) {
				values[i] = []float64{math.NaN(), math.Inf(1), math.Inf(-1)}[r.IntN(3)]
				i++
			}
			i--
			continue
		}
		level += r.NormFloat64()
		values[i] = math.Round(level) // so that some are equal
	}
	return values
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// slowExtremes is what a pyramid must say, number by number.
func slowExtremes(values []float64, lo, hi int) (low, high int, gap bool) {
	low, high = -1, -1
	for i := lo; i < hi; i++ {
		switch v := values[i]; {
		case !finite(v):
			gap = true
		default:
			if low < 0 || v < values[low] {
				low = i
			}
			if high < 0 || v > values[high] {
				high = i
			}
		}
	}
	return low, high, gap
}

func slowFind(values []float64, lo, hi int, gap bool) int {
	for i := lo; i < hi; i++ {
		if finite(values[i]) != gap {
			return i
		}
	}
	return -1
}

func slowFindLast(values []float64, lo, hi int) int {
	for i := hi - 1; i >= lo; i-- {
		if finite(values[i]) {
			return i
		}
	}
	return -1
}

func checkPyramid(t *testing.T, b resample.Built, values []float64, r *rand.Rand, times int) {
	t.Helper()
	for k := range times {
		lo := r.IntN(len(values) + 1)
		hi := lo + r.IntN(len(values)-lo+1)
		if k == 0 {
			lo, hi = 0, len(values)
		}
		low, high, gap := b.Extremes(lo, hi)
		wantLow, wantHigh, wantGap := slowExtremes(values, lo, hi)
		require.Equal(t, []any{wantLow, wantHigh, wantGap}, []any{low, high, gap}, "extremes of [%d, %d)", lo, hi)
		for _, gap := range []bool{false, true} {
			require.Equal(t, slowFind(values, lo, hi, gap), b.Find(lo, hi, gap), "first of [%d, %d), gap %t", lo, hi, gap)
		}
		require.Equal(t, slowFindLast(values, lo, hi), b.FindLast(lo, hi), "last of [%d, %d)", lo, hi)
	}
}

func TestThePyramidSaysWhatTheNumbersSay(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 127, 128, 129, 1024, 8192, 8193, 70_000, 200_001} {
		for _, gaps := range []int{0, 3, 900} {
			t.Run(fmt.Sprintf("%d numbers, gaps %d", n, gaps), func(t *testing.T) {
				t.Parallel()
				values := noise(uint64(n), n, gaps)
				checkPyramid(t, resample.Build(values), values, rand.New(rand.NewPCG(7, uint64(gaps))), 60)
			})
		}
	}
}

func TestAPyramidOfNothingButGaps(t *testing.T) {
	t.Parallel()
	values := make([]float64, 5000)
	for i := range values {
		values[i] = math.NaN()
	}
	checkPyramid(t, resample.Build(values), values, rand.New(rand.NewPCG(1, 1)), 50)
	low, _, gap := resample.Build(nil).Extremes(0, 0)
	require.Equal(t, []any{-1, false}, []any{low, gap})
}

// TestAPyramidThatGrows is after each step the one that is built at once.
func TestAPyramidThatGrows(t *testing.T) {
	t.Parallel()
	values := noise(3, 30_000, 2)
	r := rand.New(rand.NewPCG(2, 2))
	b := resample.Build(values[:1:1])
	for n := 1; n < len(values); {
		more := min(len(values)-n, 1+r.IntN(1500))
		b.Grow(values[n : n+more])
		n += more
		checkPyramid(t, b, values[:n], r, 5)
	}
}

func TestAPyramidIsSmall(t *testing.T) {
	t.Parallel()
	const n = 1 << 20
	require.Less(t, resample.Build(make([]float64, n)).Bytes(), 8*n*6/100)
}

func TestLowerIsTheFirstNotBelow(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 5))
	values, last := make([]float64, 3000), 0.0
	for i := range values {
		last += float64(r.IntN(3))
		values[i] = last
	}
	b := resample.Build(values)
	for range 2000 {
		from := r.IntN(len(values) + 1)
		to := from + r.IntN(len(values)-from+1)
		v := r.Float64()*last*1.2 - last/10
		if r.IntN(2) == 0 {
			v = math.Round(v)
		}
		want := from
		for want < to && values[want] < v {
			want++
		}
		require.Equal(t, want, b.Lower(v, from, to, r.IntN(len(values)+10)-5))
	}
}

func TestAPyramidIsReadByMany(t *testing.T) {
	t.Parallel()
	values := noise(9, 50_000, 1)
	b := resample.Build(values)
	var all sync.WaitGroup
	for seed := range uint64(4) {
		all.Go(func() {
			r := rand.New(rand.NewPCG(seed, 3))
			for range 200 {
				lo := r.IntN(len(values))
				if low, _, _ := b.Extremes(lo, len(values)); low >= 0 && low < lo {
					t.Errorf("the least from %d on is at %d", lo, low)
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkPyramidBuild1e7(b *testing.B) {
	values := noise(1, 10_000_000, 0)
	b.SetBytes(8 * int64(len(values)))
	for b.Loop() {
		resample.Build(values)
	}
}

func BenchmarkPyramidExtremes(b *testing.B) {
	built := resample.Build(noise(1, 10_000_000, 0))
	for b.Loop() {
		built.Extremes(12_345, 9_876_543)
	}
}
