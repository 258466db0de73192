package memo

import (
	"math"
	"time"
)

// life is how long an entry is good: fresh, then still kept. 0 means for ever; keep is not less than fresh, or 0. A negative
// fresh is for how long it has been stale already.
type life struct{ fresh, keep time.Duration }

// lifeFor is that of an entry which is fresh as long as it is kept; ttl <= 0 is for ever.
func lifeFor(ttl time.Duration) life {
	ttl = max(ttl, 0)
	return life{ttl, ttl}
}

// forever is the moment that never comes, in nanoseconds since an LRU's base, and what is left until then.
const forever = math.MaxInt64

// lruOverhead is what an entry takes besides the bytes of its key and value: its node in the list (128), its place
// in the map (25 to 50, as the map grows), the headers of the value. TestLRU_overhead measures it.
const lruOverhead = 200

// lruEntry is 56 bytes: with what the list adds, 128, which is what the runtime hands out. One field more, and it
// would be 144. So what follows the fresh time is a float32, which is a ten-millionth too long at worst, and the size
// is counted in units of 16 bytes.
type lruEntry struct {
	value any
	tags  []string
	fresh int64   // until when, since the LRU's base; forever
	stale float32 // seconds that it is kept after that; +Inf: for ever
	units uint32  // of sizeUnit bytes
}

const sizeUnit = 16

func newLRUEntry(value any, good life, tags []string, now int64) lruEntry {
	e := lruEntry{value: value, tags: tags, fresh: forever}
	fresh := good.fresh
	if fresh == 0 {
		fresh = good.keep // what is not kept is not fresh either
	}
	if fresh == 0 || fresh > 0 && int64(fresh) >= forever-now {
		return e
	}
	e.fresh = now + int64(fresh)
	switch {
	case good.keep <= 0:
		e.stale = float32(math.Inf(1))
	case good.keep > fresh:
		e.stale = secondsUp(good.keep - fresh)
	}
	return e
}

// secondsUp rounds up, so that nothing goes too early.
func secondsUp(d time.Duration) float32 {
	s := float32(d.Seconds())
	for nanoseconds(s) < int64(d) {
		s = math.Nextafter32(s, float32(math.Inf(1)))
	}
	return s
}

// nanoseconds is exact: a float32 and 1e9 have 45 digits together. Too many to tell are for ever.
func nanoseconds(seconds float32) int64 {
	if n := float64(seconds) * 1e9; n < forever {
		return int64(n)
	}
	return forever
}

// gone tells whether the entry is no longer kept.
func (e *lruEntry) gone(now int64) bool {
	return now >= e.fresh && now-e.fresh >= nanoseconds(e.stale)
}

// setSize of 64 GiB and more is 64 GiB.
func (e *lruEntry) setSize(bytes int64) {
	e.units = uint32(min((bytes+sizeUnit-1)/sizeUnit, math.MaxUint32))
}

func (e *lruEntry) size() int64 { return int64(e.units) * sizeUnit }
