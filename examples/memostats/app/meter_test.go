package app

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/memo"
)

// total is the sum of a column.
func total(column []uint32) (sum uint32) {
	for _, n := range column {
		sum += n
	}
	return sum
}

func TestMeterCountsByKindAndSecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var m Meter
		m.Observe(t.Context(), memo.Event{Status: memo.Hit})
		m.Observe(t.Context(), memo.Event{Status: memo.Hit})
		m.Observe(t.Context(), memo.Event{Status: memo.Miss, Refresh: true})
		time.Sleep(3 * time.Second)
		m.Observe(t.Context(), memo.Event{Status: memo.Wait})
		columns := m.columns(time.Now())
		require.Equal(t, []uint32{2, 0, 0, 0}, columns[memo.Hit][window-4:])
		require.Equal(t, []uint32{1, 0, 0, 0}, columns[refresh][window-4:])
		require.Equal(t, []uint32{0, 0, 0, 1}, columns[memo.Wait][window-4:])
		require.Zero(t, total(columns[memo.Miss]), "a refresh is no call")
	})
}

func TestMeterForgetsAfterItsWindow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var m Meter
		m.Observe(t.Context(), memo.Event{Status: memo.Hit})
		time.Sleep((window - 1) * time.Second)
		require.EqualValues(t, 1, m.columns(time.Now())[memo.Hit][0])
		time.Sleep(time.Second)
		require.Zero(t, total(m.columns(time.Now())[memo.Hit]))
		m.Observe(t.Context(), memo.Event{Status: memo.Stale}) // in the place of the first
		columns := m.columns(time.Now())
		require.Zero(t, total(columns[memo.Hit]))
		require.EqualValues(t, 1, columns[memo.Stale][window-1])
	})
}

func TestMeterIsForManyAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var m Meter
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 1000 {
					ctx, event := noted(t.Context())
					m.Observe(ctx, memo.Event{Status: memo.Stale})
					if event.Status != memo.Stale {
						t.Error("an event did not reach its caller")
					}
					_ = m.columns(time.Now())
				}
			})
		}
		all.Wait()
		require.EqualValues(t, 8000, total(m.columns(time.Now())[memo.Stale]))
	})
}

func TestEventsReachTheirCaller(t *testing.T) {
	t.Parallel()
	var m Meter
	ctx, event := noted(t.Context())
	other, none := noted(t.Context())
	want := memo.Event{Function: "f", Status: memo.Wait, Took: time.Second, Err: errors.New("no")}
	m.Observe(ctx, want)
	m.Observe(ctx, memo.Event{Status: memo.Miss, Refresh: true}) // nobody's
	m.Observe(context.Background(), memo.Event{Status: memo.Hit})
	require.Equal(t, want, *event)
	require.Zero(t, *none)
	require.NotEqual(t, ctx, other)
}

func TestMedianIsTheBucketInTheMiddle(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		took map[int]uint64 // how many in which bucket
		want string
	}{
		"nothing":          {nil, "–"},
		"one":              {map[int]uint64{10: 1}, "< 1 ms"},
		"most are long":    {map[int]uint64{5: 1, 19: 2}, "< 524 ms"},
		"the lower of two": {map[int]uint64{5: 1, 20: 1}, "< 32 µs"},
		"shortest":         {map[int]uint64{0: 3}, "< 1 µs"},
		"longest":          {map[int]uint64{31: 3}, "> 1073.7 s"},
	} {
		var took [32]uint64
		for bucket, n := range c.took {
			took[bucket] = n
		}
		require.Equal(t, c.want, median(took), name)
	}
}

func TestHitRate(t *testing.T) {
	t.Parallel()
	require.Equal(t, "–", hitRate(memo.Stats{}))
	require.Equal(t, "60 %", hitRate(memo.Stats{Hits: 2, Stale: 1, Waits: 1, Misses: 1}))
}

func TestBrief(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "0 µs", 999 * time.Microsecond: "999 µs", time.Millisecond: "1 ms", 300*time.Millisecond + 500: "300 ms", 1250 * time.Millisecond: "1.2 s",
	} {
		require.Equal(t, want, brief(d))
	}
}

func TestViewsThatDifferInAnythingHaveAnotherSum(t *testing.T) {
	t.Parallel()
	of := func(change func(v *view)) string {
		v := view{stats: memo.Stats{Functions: []memo.Stats{{Name: "weather"}}}}
		v.calls = new(Meter).columns(time.Unix(1e9, 0))
		change(&v)
		return v.sum()
	}
	same := of(func(*view) {})
	require.Equal(t, same, of(func(*view) {}))
	for name, change := range map[string]func(v *view){
		"failing":    func(v *view) { v.failing = true },
		"a call":     func(v *view) { v.calls[memo.Hit][3] = 1 },
		"a count":    func(v *view) { v.stats.Functions[0].Hits = 1 },
		"a duration": func(v *view) { v.stats.Functions[0].Took[4] = 1 },
	} {
		require.NotEqual(t, same, of(change), name)
	}
}
