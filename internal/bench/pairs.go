package bench

import (
	"fmt"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Goals: how much longer a hit may take than the least that could give it.
const (
	funcGoal     = 3
	funcAllocs   = 1
	callbackGoal = 1.5
	dirGoal      = 1.5
	redisGoal    = 1.15
)

// pairRounds are many: the goals lie closer to the ratios than those of other tables.
const pairRounds = 21

// pair is a hit, and beside it the least that could give the same.
type pair struct {
	ours, peer Job
	goal       float64 // what ours may take at most, in times of the peer's; 0 means no goal
	allocs     int     // what ours may allocate at most, where there is a goal; 0 means anything
}

// ground is what pairs are made on.
type ground struct {
	testing.TB
	redis *redis.Client // nil where there is no redis-server
}

// pairMakers are the rows of the table, in their order.
var pairMakers = []func(ground) ([]pair, error){funcPairs, callbackPair, doPair, dirPairs, redisPairs, tieredPair}

// Pairs measures hits beside the least that could give them.
func Pairs() (t *Table, err error) {
	failed := within(func(tb testing.TB) error {
		t, err = pairsTable(ground{tb, startRedis(tb)})
		return err
	})
	return t, failed
}

func pairsTable(g ground) (*Table, error) {
	t := &Table{
		Title: "2a. Memo hits beside the least that could give them",
		Head:  []string{"hit", "time", "allocs", "beside", "time", "allocs", "hit/beside", "goal", ""},
	}
	for _, maker := range pairMakers {
		made, err := maker(g)
		if err != nil {
			return nil, err
		}
		for _, p := range made {
			timings, err := clock(pairRounds, p.ours, p.peer) // two at a time: neighbouring rounds are what a ratio compares
			if err != nil {
				return nil, err
			}
			t.Rows = append(t.Rows, p.row(timings[0], timings[1], allocations(p.ours), allocations(p.peer)))
		}
	}
	t.Note("Keys are 10,000 of each kind in an LRU that holds all; ServeHTTP is the trips app's callback with a writer that discards.")
	t.Note("Ratios are medians of %d interleaved rounds of about %v; allocs are testing.AllocsPerRun.", pairRounds, clockLength)
	if g.redis == nil {
		t.Note(noRedis)
	}
	return t, nil
}

// allocations is how often a job allocates, rounded down over the runs together.
func allocations(j Job) float64 {
	const runs = 50
	return testing.AllocsPerRun(runs, func() { _ = j.Do() }) / float64(max(j.Per, 1)) // it worked in all the rounds before
}

func (p *pair) row(ours, peer *Timing, ourAllocs, peerAllocs float64) []string {
	ratio := Ratio(ours.Took, peer.Took)
	row := []string{
		ours.Name, span(ours.Median()), allocs(ourAllocs), peer.Name, span(peer.Median()), allocs(peerAllocs), times(ratio), "", "",
	}
	if p.goal == 0 {
		return row
	}
	row[7] = times(p.goal)
	ok := ratio <= p.goal
	if p.allocs > 0 {
		row[7] += fmt.Sprintf(", allocs %d", p.allocs)
		ok = ok && ourAllocs <= float64(p.allocs)
	}
	row[8] = met(ok)
	return row
}

// allocs writes a number of allocations; parts of one show that some calls of many allocate.
func allocs(n float64) string {
	if n == float64(int(n)) {
		return fmt.Sprintf("%.0f", n)
	}
	return fmt.Sprintf("%.1f", n)
}
