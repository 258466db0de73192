package resample_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/resample"
)

// uneven is n numbers in rising order, some of them equal.
func uneven(seed uint64, n int) []float64 {
	r := rand.New(rand.NewPCG(seed, 2))
	x, last := make([]float64, n), -5.0
	for i := range x {
		if r.IntN(10) > 0 {
			last += r.ExpFloat64()
		}
		x[i] = last
	}
	return x
}

var methods = []resample.Method{resample.MinMax, resample.M4, resample.LTTB}

// TestWhatEveryMethodKeeps: points of the data in order, the ends, the extremes (but for LTTB, which chooses shape), and every gap.
func TestWhatEveryMethodKeeps(t *testing.T) {
	t.Parallel()
	for _, method := range methods {
		for _, n := range []int{1, 2, 5, 100, 5000, 60_000} {
			for _, gaps := range []int{0, 1, 5} {
				t.Run(fmt.Sprint(method, n, gaps), func(t *testing.T) {
					t.Parallel()
					x, y := uneven(uint64(n), n), noise(uint64(gaps), n, gaps)
					at, err := resample.Indexes(method, x, y, 200)
					require.NoError(t, err)
					checkKept(t, y, at)
					if gaps == 0 {
						require.LessOrEqual(t, len(at), 202)
					}
					if method != resample.LTTB {
						low, high, _ := slowExtremes(y, 0, n)
						if low >= 0 {
							require.Subset(t, at, []int{low, high})
						}
					}
				})
			}
		}
	}
}

func checkKept(t *testing.T, y []float64, at []int) {
	t.Helper()
	first, last := slowFind(y, 0, len(y), false), slowFindLast(y, 0, len(y))
	if first < 0 {
		require.Empty(t, at)
		return
	}
	require.Equal(t, []int{first, last}, []int{at[0], at[len(at)-1]})
	for k, i := range at[1:] {
		before := at[k]
		require.Less(t, before, i)
		if finite(y[before]) && finite(y[i]) {
			require.Equal(t, -1, slowFind(y, before, i, true), "the line goes through a gap between %d and %d", before, i)
		} else {
			require.NotEqual(t, finite(y[before]), finite(y[i]), "two gaps in a row")
		}
	}
}

// TestEveryBucketKeepsItsExtremes cuts x as documented, slowly.
func TestEveryBucketKeepsItsExtremes(t *testing.T) {
	t.Parallel()
	x, y := uneven(4, 20_000), noise(4, 20_000, 1)
	for method, buckets := range map[resample.Method]int{resample.MinMax: 100, resample.M4: 50} {
		at, err := resample.Indexes(method, x, y, 200)
		require.NoError(t, err)
		for k := range buckets {
			edge := func(k int) float64 {
				share := float64(k) / float64(buckets)
				return x[0]*(1-share) + x[len(x)-1]*share
			}
			lo, hi := len(x), len(x)
			for i := len(x) - 1; i >= 0 && (k == 0 || x[i] >= edge(k)); i-- {
				if lo = i; k+1 < buckets && x[i] >= edge(k+1) {
					hi = i
				}
			}
			low, high, _ := slowExtremes(y, lo, hi)
			if low < 0 {
				continue
			}
			require.Subset(t, at, []int{low, high}, "%v, interval %d", method, k)
			if method == resample.M4 {
				require.Subset(t, at, []int{slowFind(y, lo, hi, false), slowFindLast(y, lo, hi)}, "interval %d", k)
			}
		}
	}
}

func TestASpikeIsNeverLost(t *testing.T) {
	t.Parallel()
	y := make([]float64, 100_000)
	for _, at := range []int{0, 1, 49_999, 77_777, 99_999} {
		y[at] = 1
		shown, err := resample.Indexes(resample.MinMax, nil, y, 100)
		require.NoError(t, err)
		require.Contains(t, shown, at)
		y[at] = 0
	}
}

func TestColumnsOfEveryType(t *testing.T) {
	t.Parallel()
	day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	times, floats := make([]time.Time, 1000), make([]float64, 1000)
	for i := range times {
		times[i], floats[i] = day.Add(time.Duration(i)*time.Minute), math.Sin(float64(i))*100
	}
	want, err := resample.Indexes(resample.MinMax, nil, rounded[int8](floats), 100)
	require.NoError(t, err)
	for _, y := range []any{rounded[float64](floats), rounded[float32](floats), rounded[int](floats), rounded[int8](floats), rounded[int16](floats),
		rounded[int32](floats), rounded[int64](floats)} {
		for _, x := range []any{nil, times, order[uint](1000), order[uint16](1000), order[uint32](1000), order[uint64](1000), order[float32](1000)} {
			got, err := resample.Indexes(resample.MinMax, x, y, 100)
			require.NoError(t, err)
			require.Equal(t, want, got, "%T over %T", y, x)
		}
	}
}

func rounded[T int | int8 | int16 | int32 | int64 | float32 | float64](values []float64) []T {
	out := make([]T, len(values))
	for i, v := range values {
		out[i] = T(math.Round(v))
	}
	return out
}

func order[T uint | uint16 | uint32 | uint64 | float32](n int) []T {
	out := make([]T, n)
	for i := range out {
		out[i] = T(i)
	}
	return out
}

func TestIndexesRefuseWhatCannotBe(t *testing.T) {
	t.Parallel()
	y := []float64{1, 2, 3}
	for name, c := range map[string]struct {
		method resample.Method
		x, y   any
		n      int
		want   string
	}{
		"lengths":   {0, []int{1, 2}, y, 10, "resample: Indexes: columns X and Y have 2 and 3 values, expected as many"},
		"no slice":  {0, nil, "abc", 10, "resample: Indexes: column Y is a string, expected a slice of numbers (no bytes) or []time.Time"},
		"bytes":     {0, []byte{1, 2, 3}, y, 10, "X is a []uint8, expected"},
		"order":     {0, []int{1, 3, 2}, y, 10, "X[2] is 2, less than the one before, expected rising order"},
		"a gap":     {0, []float64{1, math.NaN(), 2}, y, 10, "X[1] is NaN, expected a finite number"},
		"infinite":  {0, []float64{1, 2, math.Inf(1)}, y, 10, "X[2] is +Inf, expected a finite number"},
		"few":       {0, nil, y, 3, "n is 3, expected at least 4"},
		"method":    {9, nil, y, 10, "Method(9), expected MinMax, M4 or LTTB"},
		"no values": {0, nil, nil, 10, "Y is a <nil>"},
	} {
		_, err := resample.Indexes(c.method, c.x, c.y, c.n)
		require.ErrorContains(t, err, c.want, name)
	}
}

func BenchmarkIndexes1e6(b *testing.B) {
	x, y := uneven(1, 1_000_000), noise(1, 1_000_000, 0)
	for _, method := range methods {
		b.Run(method.String(), func(b *testing.B) {
			for b.Loop() {
				if _, err := resample.Indexes(method, x, y, 1600); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
