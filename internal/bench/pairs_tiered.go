package bench

import (
	"time"

	"github.com/dashi-go/dashi/memo"
)

// tieredPair is a hit in the front of a Tiered store beside a hit of the same LRU alone.
func tieredPair(g ground) ([]pair, error) {
	if g.redis == nil {
		return nil, nil
	}
	tiered := memo.NewTiered(newLRU(16), newRedisStore(g.redis))
	g.Cleanup(func() { _ = tiered.Close() })
	hit := memoHit(g, tiered, pairText)
	for heard := time.Now().Add(2 * time.Second); time.Now().Before(heard); time.Sleep(50 * time.Millisecond) {
		if err := hit(); err != nil { // until the store behind tells of changes, the front forgets each second
			return nil, err
		}
	}
	return []pair{{
		ours: Job{Name: "Memoized.Do on a Tiered, 2 kB", Size: pairText, Do: hit},
		peer: Job{Name: "Memoized.Do on an LRU, 2 kB", Size: pairText, Do: memoHit(g, newLRU(16), pairText)},
	}}, nil
}
