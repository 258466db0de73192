package bench_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func TestQuantile(t *testing.T) {
	t.Parallel()
	hundred := make([]int, 100)
	for i := range hundred {
		hundred[i] = 100 - i // the order does not matter
	}
	tests := map[string]struct {
		values []int
		q      float64
		want   int
	}{
		"none":              {nil, 0.5, 0},
		"one":               {[]int{7}, 0.99, 7},
		"p50 of a hundred":  {hundred, 0.5, 50},
		"p99 of a hundred":  {hundred, 0.99, 99},
		"p100":              {hundred, 1, 100},
		"p0 is the least":   {hundred, 0, 1},
		"p99 of a few":      {[]int{3, 1, 2}, 0.99, 3},
		"p50 of an even":    {[]int{4, 1, 3, 2}, 0.5, 2},
		"a share in a step": {[]int{1, 2, 3}, 0.34, 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, bench.Quantile(tt.values, tt.q))
		})
	}
	require.Equal(t, 100, hundred[0], "the values keep their order")
}

func TestMedian(t *testing.T) {
	t.Parallel()
	require.Equal(t, 0, bench.Median[int](nil))
	require.Equal(t, 5, bench.Median([]int{5}))
	require.Equal(t, 2, bench.Median([]int{9, 1, 2}))
	require.Equal(t, 2.5, bench.Median([]float64{4, 1, 2, 3}))
	require.Equal(t, 15*time.Millisecond, bench.Median([]time.Duration{20 * time.Millisecond, 10 * time.Millisecond}))
}

func TestRatioComparesRoundWithRound(t *testing.T) {
	t.Parallel()
	// The machine was ten times slower in the second round, for both.
	require.Equal(t, 2.0, bench.Ratio([]float64{20, 200, 22}, []float64{10, 100, 11}))
	require.Equal(t, 2.0, bench.Ratio([]int{4, 5}, []int{2, 0}), "a round without a result does not count")
	require.Equal(t, 0.0, bench.Ratio([]int{4}, nil))
}
