package memotest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/dashi-go/dashi/memo"
)

// Fault says which calls of a store go wrong, and how. The zero Fault hits every call and does no harm. Delay comes
// first, then Lost, then Panic, then Err.
type Fault struct {
	// Methods are the ones to be hit: Get, Set, Delete, Clear, SetTagged, DeleteTagged, Lease and Await, and
	// Lease.Extend, Lease.Tag, Lease.Set and Lease.End. None means all.
	Methods []string
	// Every hits every nth of these calls only, counted from when the fault was set; 0 means 1, each.
	Every int
	// Chance is how probable it is that a call is hit, from 0 to 1; 0 means 1, certain.
	Chance float64

	// Delay makes the call slow. When the context ends meanwhile, the call ends with its error.
	Delay time.Duration
	// Lost calls do not reach the store, which answers as if all were well: what was to be written or deleted is not,
	// a Get misses, a Lease is somebody else's, an Await is over.
	Lost bool
	// Panic, unless nil, is what the call panics with.
	Panic any
	// Err, unless nil, is what the call fails with.
	Err error
	// Late has Panic and Err come after the store has done its work: the answer goes missing, not the question.
	Late bool
	// Torn has Get answer part of the value, or the value with one bit flipped; an empty value has grown by a byte.
	Torn bool
}

// Faults makes stores fail, to test what uses them. Make one with [NewFaults], give it stores with Wrap, and say with
// Set what goes wrong from then on. What happens is the same whenever the same calls come in the same order. It may be
// used concurrently.
type Faults struct {
	mu     sync.Mutex
	random *rand.Rand
	faults []*counted
	hits   int
}

// counted is a fault and how many calls it might have hit.
type counted struct {
	Fault
	calls int
}

// NewFaults returns Faults of which none is set. The seed decides what Chance and Torn leave open.
func NewFaults(seed uint64) *Faults {
	return &Faults{random: rand.New(rand.NewPCG(seed, 0))}
}

// Wrap returns a store that does what s does, except for the faults. It implements [memo.Clearer], [memo.Tagger] and
// [memo.Leaser], with [errors.ErrUnsupported] where s does not, and [memo.Watcher] if s does; news are told without
// faults. Several stores may share one Faults. Wrap panics when s is
// nil.
func (f *Faults) Wrap(s memo.Store) memo.Store {
	if s == nil {
		panic("memotest: Faults.Wrap: the store is nil")
	}
	store := faultyStore{inner: s, faults: f}
	if w, ok := s.(memo.Watcher); ok {
		return struct {
			faultyStore
			memo.Watcher
		}{store, w}
	}
	return store
}

// Set replaces all faults; none are left when none are given. Of several that hit a call the first counts. Set panics
// on a method that no store has, and when Every, Chance or Delay is out of range.
func (f *Faults) Set(faults ...Fault) {
	set := make([]*counted, len(faults))
	for i, fault := range faults {
		fault.check()
		fault.Methods = slices.Clone(fault.Methods)
		set[i] = &counted{Fault: fault}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = set
}

// Hits is how many calls have been hit so far, by faults of all times.
func (f *Faults) Hits() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hits
}

// methods are the names that a Fault may give.
var methods = []string{
	"Get", "Set", "Delete", "Clear", "SetTagged", "DeleteTagged", "Lease", "Await", "Lease.Extend", "Lease.Tag", "Lease.Set", "Lease.End",
}

func (f *Fault) check() {
	for _, method := range f.Methods {
		if !slices.Contains(methods, method) {
			panic(fmt.Sprintf("memotest: Faults.Set: no store has a method %q, but %q", method, methods))
		}
	}
	if f.Every < 0 {
		panic(fmt.Sprintf("memotest: Faults.Set: Every is negative: %d", f.Every))
	}
	if !(f.Chance >= 0 && f.Chance <= 1) {
		panic(fmt.Sprintf("memotest: Faults.Set: Chance is not from 0 to 1: %v", f.Chance))
	}
	if f.Delay < 0 {
		panic(fmt.Sprintf("memotest: Faults.Set: Delay is negative: %v", f.Delay))
	}
}

// next is the fault of a call that begins now. Every fault counts the call, also those that come too late for it.
func (f *Faults) next(method string) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	var hit *counted
	for _, fault := range f.faults {
		if f.hitsLocked(fault, method) && hit == nil {
			hit = fault
		}
	}
	if hit == nil {
		return Fault{}
	}
	f.hits++
	return hit.Fault
}

func (f *Faults) hitsLocked(c *counted, method string) bool {
	if len(c.Methods) > 0 && !slices.Contains(c.Methods, method) {
		return false
	}
	c.calls++
	if c.Every > 1 && c.calls%c.Every != 0 {
		return false
	}
	return c.Chance == 0 || f.random.Float64() < c.Chance
}

// tear returns another value, and leaves this one as it is: it belongs to everyone.
func (f *Faults) tear(value []byte) []byte {
	if len(value) == 0 {
		return []byte{0}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.random.IntN(2) == 0 {
		return bytes.Clone(value[:f.random.IntN(len(value))])
	}
	torn := bytes.Clone(value)
	torn[f.random.IntN(len(torn))] ^= 1 << f.random.IntN(8)
	return torn
}
