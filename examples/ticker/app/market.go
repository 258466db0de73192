package app

import (
	"math"
	"math/rand/v2"
	"sync"
	"time"
)

// share is what is traded.
type share struct{ symbol, name string }

var shares = []share{
	{"HELI", "Helios Power"}, {"NORD", "Nordlys Shipping"}, {"TAIG", "Taiga Timber"},
	{"KOMP", "Kompass Instruments"}, {"MERC", "Mercator Foods"}, {"ZEPH", "Zephyr Air"},
}

const (
	pause  = 250 * time.Millisecond // between two trades of a share
	window = 240                    // trades that the chart shows
)

// market is prices that go up and down at random, the same way each time the program runs.
type market struct {
	random *rand.Rand

	mu     sync.Mutex
	times  []time.Time // guarded by mu, as prices: the last trades
	prices [][]float64 // by share
	opened []float64   // the prices at the start
}

func newMarket(now time.Time) *market {
	m := &market{random: rand.New(rand.NewPCG(7, 2026)), prices: make([][]float64, len(shares))}
	for range window {
		m.trade(now.Add(time.Duration(len(m.times)+1-window) * pause))
	}
	for i := range shares {
		m.opened = append(m.opened, m.prices[i][0])
	}
	return m
}

// trade adds a trade of each share.
func (m *market) trade(now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	// New columns, because those that were given away are still being read.
	m.times = append(m.times[max(0, len(m.times)+1-window):len(m.times):len(m.times)], now)
	for i, row := range m.prices {
		price := 40 + 35*float64(i)
		if len(row) > 0 {
			price = row[len(row)-1] * math.Exp(0.004*m.random.NormFloat64())
		}
		m.prices[i] = append(row[max(0, len(row)+1-window):len(row):len(row)], math.Round(100*price)/100)
	}
}

// quote is the last trade of a share.
type quote struct {
	price  float64
	moved  float64 // since the trade before
	change float64 // since the start, in percent
}

func (m *market) quote(i int) quote {
	m.mu.Lock()
	defer m.mu.Unlock()
	row := m.prices[i]
	last := row[len(row)-1]
	return quote{last, last - row[len(row)-2], 100 * (last/m.opened[i] - 1)}
}

// history is the last trades of all shares, as changes since the start in percent.
func (m *market) history(n int) (times []time.Time, changes [][]float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, row := range m.prices {
		change := make([]float64, 0, n)
		for _, price := range row[len(row)-n:] {
			change = append(change, math.Round(1e4*(price/m.opened[i]-1))/100)
		}
		changes = append(changes, change)
	}
	return m.times[len(m.times)-n:], changes
}
