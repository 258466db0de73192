package bench_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func TestAFewJobs(t *testing.T) {
	t.Parallel()
	table, err := bench.SmallJobs(20)
	require.NoError(t, err)
	require.Len(t, table.Rows, 4)
	for _, row := range table.Rows {
		require.NotContains(t, row, "0 ns", row)
	}
	require.Equal(t, "1.00 x", table.Rows[0][3])
}

func TestAJobThatDoesNotBeginIsSaid(t *testing.T) {
	t.Parallel()
	_, err := bench.RunHandOver(func(chan<- time.Time) error { return nil }, 1, time.Millisecond)
	require.ErrorContains(t, err, "bench: a way: the function does not begin")
	wrong := errors.New("no")
	_, err = bench.RunHandOver(func(chan<- time.Time) error { return wrong }, 1, time.Minute)
	require.ErrorIs(t, err, wrong)
	took, err := bench.RunHandOver(func(began chan<- time.Time) error {
		began <- time.Now().Add(time.Second)
		return nil
	}, 3, time.Minute)
	require.NoError(t, err)
	require.Len(t, took, 3)
	for _, d := range took {
		require.InDelta(t, time.Second, d, float64(time.Second))
		require.GreaterOrEqual(t, d, time.Second)
	}
}

func TestJobsTable(t *testing.T) {
	t.Parallel()
	us := time.Microsecond
	table := bench.JobsTable([]time.Duration{us, 2 * us}, []time.Duration{2 * us, 6 * us}, []time.Duration{20 * us, 20 * us}, []time.Duration{50 * us, 60 * us})
	require.Equal(t, []string{"pool", "4.00 µs", "8.00 µs", "2.50 x"}, table.Rows[1])
	require.Contains(t, table.Notes[len(table.Notes)-1], "4.00 µs by the pool and 55.0 µs with the whole request around it, which is 35.0 µs more than without a job: met.")
	table = bench.JobsTable([]time.Duration{us}, []time.Duration{us}, []time.Duration{us}, []time.Duration{100 * us})
	require.Contains(t, table.Notes[len(table.Notes)-1], "NOT met")
}
