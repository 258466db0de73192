package soak_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/soak"
)

// TestAShortRun: all that a run does happens, nothing is answered wrongly, and nothing is left at the end. What is kept for minutes has not come to its bounds then, so the memory is
// that of `make soak` to judge.
func TestAShortRun(t *testing.T) {
	var table strings.Builder
	r, err := soak.Run(t.Context(), soak.Options{For: 2 * time.Second, Pages: 60, Growth: 1 << 30, Out: &table})
	require.NoError(t, err, table.String())
	for _, what := range soak.Musts {
		require.Positive(t, r.Done[what], what)
		require.Contains(t, table.String(), " "+what+"\n")
	}
	require.LessOrEqual(t, r.Quiet.Goroutines, r.Base.Goroutines)
	require.Less(t, r.Closed.Goroutines, r.Base.Goroutines, "the server's own has ended")
	require.Contains(t, table.String(), "samples after a warm-up")
}

func TestARunIsBrokenOff(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("somebody has seen enough")
	cancel(reason)
	before := soak.Look()
	r, err := soak.Run(ctx, soak.Options{Pages: 10})
	require.ErrorIs(t, err, reason)
	require.Nil(t, r)
	after, left := soak.Settle(before, 30*time.Second)
	require.LessOrEqual(t, after.Goroutines, before.Goroutines, left)
}

func TestWhatIsLeftIsSeen(t *testing.T) {
	base := soak.Look()
	end := make(chan struct{})
	go func() { <-end }()
	now, left := soak.Settle(base, 50*time.Millisecond)
	require.Equal(t, base.Goroutines+1, now.Goroutines)
	require.Contains(t, left, "TestWhatIsLeftIsSeen")
	close(end)
	now, left = soak.Settle(base, 30*time.Second)
	require.LessOrEqual(t, now.Goroutines, base.Goroutines)
	require.Empty(t, left)

	kept := make([]byte, 32<<20)
	require.Greater(t, soak.Look().Live, base.Live+30<<20)
	kept[0] = 1
}

func TestSlope(t *testing.T) {
	t.Parallel()
	require.Zero(t, soak.Slope(nil, nil))
	require.Zero(t, soak.Slope([]float64{1}, []float64{5}))
	require.InDelta(t, 2, soak.Slope([]float64{1, 2, 3, 4}, []float64{10, 12, 14, 16}), 1e-9)
	require.InDelta(t, -0.5, soak.Slope([]float64{0, 2, 4}, []float64{3, 2, 1}), 1e-9)
	require.InDelta(t, 1, soak.Slope([]float64{1, 2, 3, 4, 5, 6, 7}, []float64{1, 2, 300, 4, 5, 6, 7}), 1e-9, "one that lies far off changes nothing")
}

// seen is a report of a run of a hundred seconds in which nothing is wrong.
func seen() *soak.Report {
	base := soak.Sample{Goroutines: 4, Files: 10, Live: 1e6}
	r := &soak.Report{Options: soak.Options{For: 100 * time.Second, Growth: 1e6}, Base: base, Quiet: base, Closed: base, Done: map[string]int64{}}
	for _, what := range soak.Musts {
		r.Done[what] = 1
	}
	for at := range 101 {
		r.Samples = append(r.Samples, soak.Sample{At: time.Duration(at) * time.Second, Live: 50e6, Goroutines: 800, Files: 400})
	}
	return r
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(r *soak.Report)
		says   string // "" where nothing is wrong
	}{
		"nothing": {func(*soak.Report) {}, ""},
		"the heap grows": {func(r *soak.Report) {
			for i := range r.Samples {
				r.Samples[i].Live += uint64(i) * 20_000
			}
		}, "the heap grew by 1.2 MB in 1m0s, from 50.8 MB; expected 1.0 MB at most"},
		"the heap grows while all warms up": {func(r *soak.Report) {
			for i := range 40 {
				r.Samples[i].Live -= uint64(40-i) * 1e6
			}
		}, ""},
		"the heap shrinks": {func(r *soak.Report) {
			for i := range r.Samples {
				r.Samples[i].Live -= uint64(i) * 20_000
			}
		}, ""},
		"goroutines stay with the pages": {func(r *soak.Report) { r.Quiet.Goroutines++ }, "after the last page there are 5 goroutines; expected 4 at most"},
		"goroutines stay with the app":   {func(r *soak.Report) { r.Closed.Goroutines++ }, "after the app was closed there are 5 goroutines"},
		"descriptors stay":               {func(r *soak.Report) { r.Quiet.Files += 2 }, "after the last page there are 12 open descriptors; expected 10 at most"},
		"too short":                      {func(r *soak.Report) { r.Samples = r.Samples[:42] }, "2 samples after the warm-up; expected 3 at least"},
		"something did not happen":       {func(r *soak.Report) { delete(r.Done, "jobs retried") }, "there were no jobs retried"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := seen()
			bare := r.Base
			c.change(r)
			err := errors.Join(r.Problems(bare)...)
			if c.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.says)
		})
	}
}
