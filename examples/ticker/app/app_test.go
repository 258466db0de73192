package app

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWiring(t *testing.T) {
	t.Parallel()
	app := New()
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	require.NoError(t, app.Validate())
}

// TestTheMarketIsTheSameEachTime: a seed makes it, and its window stays as long.
func TestTheMarketIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	a, b := newMarket(now), newMarket(now)
	for n := range 500 {
		now = now.Add(pause)
		a.trade(now)
		b.trade(now)
		times, changes := a.history(window)
		require.Len(t, times, window)
		require.Equal(t, now, times[window-1])
		require.Equal(t, pause, times[window-1].Sub(times[window-2]))
		for i := range shares {
			require.Len(t, changes[i], window)
			qa, qb := a.quote(i), b.quote(i)
			require.Equal(t, qa, qb, n)
			require.InDelta(t, qa.change, changes[i][window-1], 0.01)
			require.Less(t, math.Abs(qa.moved), 0.05*qa.price)
		}
	}
}

// TestColumnsThatWereGivenAwayStay: a page's figure is encoded while trades go on.
func TestColumnsThatWereGivenAwayStay(t *testing.T) {
	t.Parallel()
	m := newMarket(time.Now())
	times, _ := m.history(window)
	first, last := times[0], times[window-1]
	for range 3 * window {
		m.trade(time.Now())
	}
	require.Equal(t, first, times[0])
	require.Equal(t, last, times[window-1])
}

func TestDirections(t *testing.T) {
	t.Parallel()
	require.Equal(t, "price up", quote{moved: 1}.direction())
	require.Equal(t, "price down", quote{moved: -1}.direction())
	require.Equal(t, "price", quote{}.direction())
	require.Equal(t, "\u22121.50 %", quote{change: -1.5}.sinceOpen())
}
