package bench_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func TestClockDividesWhatAnotherProcessTook(t *testing.T) {
	t.Parallel()
	asked := []int{}
	timings, err := bench.Clock(
		bench.Job{Name: "once", Elsewhere: func(n int) (time.Duration, error) {
			asked = append(asked, n)
			return time.Duration(n) * time.Millisecond, nil
		}},
		bench.Job{Name: "ten times", Per: 10, Elsewhere: func(n int) (time.Duration, error) {
			return time.Duration(n) * time.Millisecond, nil
		}},
	)
	require.NoError(t, err)
	require.Equal(t, []int{1, 2, 4, 8, 16, 32}, asked[:6], "looked for how many fill a round")
	for _, n := range asked[6:] {
		require.Equal(t, 32, n)
	}
	require.NotEmpty(t, timings[0].Took)
	require.Len(t, asked[6:], len(timings[0].Took))
	require.Equal(t, time.Millisecond, timings[0].Median())
	require.Equal(t, 100*time.Microsecond, timings[1].Median())
}

func TestClockCountsAllocationsByTheCall(t *testing.T) { // not parallel: others' allocations would count
	var kept []byte
	timings, err := bench.Clock(bench.Job{Per: 4, Do: func() error {
		for range 4 {
			kept = make([]byte, 1<<20)
		}
		return nil
	}})
	require.NoError(t, err)
	require.Len(t, kept, 1<<20)
	require.InDelta(t, 1, timings[0].Allocs, 0.5)
	require.InDelta(t, 1<<20, timings[0].Bytes, 1<<18)
}

func TestClockEndsWithAnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	calls := 0
	for name, job := range map[string]bench.Job{
		"here":      {Name: "it", Do: func() error { return broken }},
		"elsewhere": {Name: "it", Elsewhere: func(int) (time.Duration, error) { return 0, broken }},
		"in a round": {Name: "it", Elsewhere: func(int) (time.Duration, error) {
			if calls++; calls > 1 {
				return 0, broken
			}
			return time.Second, nil
		}},
	} {
		_, err := bench.Clock(job)
		require.ErrorIs(t, err, broken, name)
		require.EqualError(t, err, "it: broken", name)
	}
}
