package bench_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func TestPairRow(t *testing.T) {
	t.Parallel()
	took := func(ns ...time.Duration) []time.Duration { return ns }
	tests := map[string]struct {
		goal   float64
		most   int
		ours   []time.Duration
		allocs float64
		want   []string // from the ratio on
	}{
		"met":                     {3, 1, took(200, 300, 400), 1, []string{"3.00 x", "3.00 x, allocs 1", "met"}},
		"too slow":                {3, 1, took(301, 302, 303), 1, []string{"3.02 x", "3.00 x, allocs 1", "NOT met"}},
		"allocates too often":     {3, 1, took(100), 1.2, []string{"1.00 x", "3.00 x, allocs 1", "NOT met"}},
		"any allocations":         {1.5, 0, took(150), 99, []string{"1.50 x", "1.50 x", "met"}},
		"without a goal":          {0, 0, took(900), 99, []string{"9.00 x", "", ""}},
		"a round out of the norm": {1.15, 0, took(9000, 110, 110), 0, []string{"1.10 x", "1.15 x", "met"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := bench.PairRow(tt.goal, tt.most, tt.ours, took(100, 100, 100), tt.allocs)
			require.Equal(t, []string{"hit", bench.Span(bench.Median(tt.ours)), bench.Allocs(tt.allocs), "peer", "100 ns", "0"}, row[:6])
			require.Equal(t, tt.want, row[6:])
		})
	}
}

func TestAllocs(t *testing.T) {
	t.Parallel()
	for want, n := range map[string]float64{"0": 0, "1": 1, "33": 33, "1.5": 1.5, "0.1": 0.07} {
		require.Equal(t, want, bench.Allocs(n))
	}
}

// A job gives an error where a hit is none, or is not of the size that the peer gives.
func TestPairsAreHits(t *testing.T) {
	t.Parallel()
	jobs, err := bench.PairJobs(t)
	require.NoError(t, err)
	require.NotEmpty(t, jobs)
	for i, job := range jobs {
		for range 2 {
			require.NoError(t, job.Do(), job.Name)
		}
		if job.Size > 0 && i%2 == 1 {
			require.Equal(t, jobs[i-1].Size, job.Size, "%s, %s", jobs[i-1].Name, job.Name)
		}
	}
}

func TestTheBareHandlerAnswersAsTheAppDoes(t *testing.T) {
	t.Parallel()
	ours, bare, err := bench.HitAnswers(t)
	require.NoError(t, err)
	require.JSONEq(t, `{"multi":true,"response":{"out":{"children":"Hello, world!"}}}`, ours.Body.String())
	require.Equal(t, `cache;desc="hit"`, ours.Header().Get("Server-Timing"))
	require.Equal(t, ours.Code, bare.Code)
	require.Equal(t, ours.Header(), bare.Header())
	require.Equal(t, ours.Body.String(), bare.Body.String())
}
