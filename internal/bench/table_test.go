package bench_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func TestTable(t *testing.T) {
	t.Parallel()
	table := &bench.Table{Title: "Times", Head: []string{"what", "time", "allocs"}}
	table.Add("encode", "1.50 µs", "12")
	table.Add("hit", "80 ns", "0")
	table.Note("Goal: %d x: %s.", 10, "met")
	var out strings.Builder
	n, err := table.WriteTo(&out)
	require.NoError(t, err)
	require.EqualValues(t, out.Len(), n)
	require.Equal(t, strings.Join([]string{
		"Times",
		"=====",
		"what       time  allocs",
		"------  -------  ------",
		"encode  1.50 µs      12",
		"hit       80 ns       0",
		"Goal: 10 x: met.",
		"", "",
	}, "\n"), out.String())
}

func TestSpan(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]time.Duration{
		"0 ns": 0, "999 ns": 999, "1.00 µs": time.Microsecond, "12.3 µs": 12_345, "123 µs": 123_456, "1.23 ms": 1_234_567, "2.00 s": 2 * time.Second,
	} {
		require.Equal(t, want, bench.Span(d))
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	for want, n := range map[string]int{"0": 0, "999": 999, "1 000": 1000, "12 345": 12345, "1 234 567": 1234567, "-100": -100, "-1 000": -1000} {
		require.Equal(t, want, bench.Count(n))
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]float64{"0.50 x": 0.5, "1.00 x": 1, "12.5 x": 12.54, "25 725 x": 25725.1} {
		require.Equal(t, want, bench.Times(f))
	}
}
