package memo

import (
	"hash/maphash"
	"sync/atomic"
	"time"
)

// A copy must not outlive the news of a change. This is how it would:
//
//	A: reads v1 from the back
//	B: sets v2, tells
//	A: hears of it, and has nothing to drop
//	A: puts v1 in front, where it stays
//
// So who wants to leave a copy takes a mark before he reads, and every change counts before it drops, in one step
// with it as others see it:
//
//	A: mark 7                       A: mark 7                          A: mark 7
//	A: reads v1                     A: reads v1                        B: sets v2, tells
//	B: sets v2, tells               B: sets v2, tells                  A: hears: 8, drops
//	A: hears: 8, drops              A: fill: still 7, puts v1          A: reads v2
//	A: fill: 8, puts nothing        A: hears: 8, drops v1              A: fill: 8, puts nothing, for once in vain
//
// Writing is no different: two that write at once do so in one order at the back and perhaps in another one in front.
// So a write takes a mark too, and puts its value only when it was alone; otherwise it drops what is there.

// mark is taken before the back is read, for fill. Both counts only grow, so their sum is the same only when both are.
func (t *Tiered) mark(key string) uint64 { return t.all.Load() + t.slot(key).Load() }

// slot is shared by keys of one hash: a change of one makes a fill of another in vain.
func (t *Tiered) slot(key string) *atomic.Uint64 {
	return &t.some[maphash.String(t.seed, key)%tieredSlots]
}

// fill keeps the value in front unless key may have changed since the mark. A []byte must be what the back has: Get
// hands it out; what else there may be in front Get leaves alone. tags are all that the entry has, or DeleteTagged
// would not find the copy; the slice is kept.
func (t *Tiered) fill(key string, value any, good life, tags []string, mark uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.mark(key) == mark {
		t.putLocked(key, copied{value, good, tags})
	}
}

// write runs a write to the back, which tells whether the value was taken, and copies the value to the front.
func (t *Tiered) write(key string, c *copied, toBack func() (held bool, err error)) (held bool, err error) {
	mark, taken := t.mark(key), false
	defer func() { t.settle(key, *c, mark, taken) }() // also when the back panics: it may have taken the value
	held, err = toBack()
	taken = held && err == nil
	return held, err
}

func (t *Tiered) settle(key string, c copied, mark uint64, taken bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	alone := t.mark(key) == mark
	t.slot(key).Add(1)
	if taken && alone {
		t.putLocked(key, c)
	} else {
		t.front.drop(key)
	}
}

// putLocked shortens the life of what nobody would tell the end of.
func (t *Tiered) putLocked(key string, c copied) {
	if t.deaf {
		c.good = life{atMostDeaf(c.good.fresh), atMostDeaf(c.good.keep)}
	}
	t.front.put(key, c.value, c.good, c.tags)
}

func atMostDeaf(d time.Duration) time.Duration {
	if d == 0 {
		return deafLife
	}
	return min(d, deafLife)
}

// fillDeaf keeps a value that the back could not take, for as long as copies live while nothing is heard. It does nothing while
// changes are heard: then the back is there.
func (t *Tiered) fillDeaf(key string, c copied) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.deaf {
		t.slot(key).Add(1)
		t.putLocked(key, c)
	}
}

// forget counts a change of one key, and drops it.
func (t *Tiered) forget(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forgetLocked(key)
}

func (t *Tiered) forgetLocked(key string) {
	t.slot(key).Add(1)
	t.front.drop(key)
}

// forgetMany counts a change of unknown keys, and drops what drop does.
func (t *Tiered) forgetMany(drop func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all.Add(1)
	drop()
}

// heard is what the back's Watch calls. When hearing is lost, what comes next will not be told; when it is back, what
// went by was not.
func (t *Tiered) heard(keys []string, hearing bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if keys == nil || t.deaf == hearing {
		t.deaf = !hearing
		t.all.Add(1)
		t.front.dropAll()
		return
	}
	for _, key := range keys {
		t.forgetLocked(key)
	}
}
