package memo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// flights runs one computation per key at a time and gives its outcome to all who ask meanwhile.
//
//	first caller ──► board ──► goroutine: run ──► land ──► done closed
//	later callers ─► board (waiters++) ─────────────────────► outcome
//	caller gives up ─► leave (waiters--); the last one cancels the run
//	refresh ───────► board, and nobody waits: the run goes on all the same
//
// The goroutine belongs to the flights: close cancels and joins it.
type flights[V any] struct {
	mu     sync.Mutex
	byKey  map[Key]*flight[V]      // to be joined
	inAir  map[*flight[V]]struct{} // byKey and the forgotten ones, for close
	stores map[*flight[V]]struct{} // those whose outcome is being stored
	closed bool
	wg     sync.WaitGroup
}

type flight[V any] struct {
	key       Key
	stored    chan struct{} // closed when it has left flights.stores; nil before it is there
	cancel    context.CancelCauseFunc
	done      chan struct{}
	waiters   int         // guarded by flights.mu
	refresh   bool        // nobody needs to wait
	abandoned bool        // guarded by flights.mu: cancelled because nobody waited any more
	readings  int         // guarded by flights.mu: how often reads was called
	crowd     bool        // guarded by flights.mu: someone boarded after that
	forgotten atomic.Bool // the key was deleted meanwhile: the outcome must not be kept
	luggage   luggage
	outcome   outcome[V] // to be read once done is closed
}

// luggage is what a computation may add to while it runs.
type luggage struct {
	mu    sync.Mutex
	tags  []string // guarded by mu: of what is computed; the array is not shared
	lease Lease    // guarded by mu
}

type outcome[V any] struct {
	value   V
	status  Status
	err     error
	left    time.Duration // of the value's freshness
	late    int           // who boarded at this reading or later may have come too late for it; 0: nobody
	private bool          // the value is for the caller that had it computed
	nothing bool          // a refresh left the work to another process
}

// runFunc computes; the flight is given so that run can ask whether it was forgotten.
type runFunc[V any] func(ctx context.Context, f *flight[V]) outcome[V]

// do returns the outcome of run, or of the one under way. flown is false when the flights are closed.
//
// Who comes to an abandoned flight waits for its end too, lest impatient callers pile up computations that do not
// heed their context; if it failed, as is likely, a new one starts.
//
// Who boards while run reads must not get what he would not have found himself:
//
//  1. A's flight reads old data.
//  2. The data changes; another process forgets the key, of which this one learns nothing.
//  3. B looks, misses, and boards A's flight.
//
// So run tells by outcome.late whose outcome may be too old, and these board once more. One time is enough: the first
// flight was still to be joined when they came, so the second one began, and read, after that.
func (g *flights[V]) do(ctx, base context.Context, key Key, run runFunc[V]) (out outcome[V], flown bool) {
	for first := true; ; first = false {
		f, leads, boarded := g.board(base, key, run, false)
		if f == nil {
			return out, false
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			g.leave(f)
			if out.err = ctx.Err(); !leads {
				out.status = Wait
			}
			return out, true
		}
		if !leads && (f.outcome.nothing || f.abandoned && f.outcome.err != nil) {
			continue
		}
		if late := f.outcome.late; !leads && first && late > 0 && boarded >= late {
			continue
		}
		out = f.outcome
		if !leads && out.status == Miss {
			out.status = Wait
		}
		return out, true
	}
}

// begin starts a run for which nobody waits, unless there is one for the key.
func (g *flights[V]) begin(base context.Context, key Key, run runFunc[V]) (f *flight[V], began bool) {
	f, began, _ = g.board(base, key, run, true)
	return f, began
}

// board joins the key's flight or starts it; nil when closed. A refresh joins nothing. boarded is the reading at which
// the flight was joined.
func (g *flights[V]) board(base context.Context, key Key, run runFunc[V], refresh bool) (f *flight[V], leads bool, boarded int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return nil, false, 0
	}
	if f, ok := g.byKey[key]; ok {
		if !refresh {
			f.waiters++
			f.crowd = f.crowd || f.readings > 0
		}
		return f, false, f.readings
	}
	ctx, cancel := context.WithCancelCause(base)
	f = &flight[V]{key: key, cancel: cancel, done: make(chan struct{}), waiters: 1, refresh: refresh}
	if g.byKey == nil {
		g.byKey, g.inAir = make(map[Key]*flight[V]), make(map[*flight[V]]struct{})
	}
	g.byKey[key], g.inAir[f] = f, struct{}{}
	g.wg.Add(1)
	go g.fly(withLuggage(ctx, &f.luggage), key, f, run)
	return f, true, 0
}

// reads is called before run reads what its outcome is made of, or makes sure that it is still good. late is for the
// outcome; crowd tells whether there is anybody whom that might concern.
func (g *flights[V]) reads(f *flight[V]) (late int, crowd bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f.readings++
	return f.readings, f.crowd
}

// fly frees the waiters however run ends: by returning, panicking or ending the goroutine.
func (g *flights[V]) fly(ctx context.Context, key Key, f *flight[V], run runFunc[V]) {
	defer g.land(ctx, key, f)
	f.outcome.err = errGoexit // stands unless run returns or panics
	defer recovered(&f.outcome.err)
	f.outcome = run(ctx, f)
}

func (g *flights[V]) land(ctx context.Context, key Key, f *flight[V]) {
	if cause := context.Cause(ctx); f.outcome.err != nil && errors.Is(cause, ErrClosed) {
		f.outcome.err = fmt.Errorf("%w: %w", cause, f.outcome.err)
	}
	f.cancel(nil)
	g.mu.Lock()
	delete(g.inAir, f)
	if g.byKey[key] == f {
		delete(g.byKey, key)
	}
	g.mu.Unlock()
	close(f.done)
	g.wg.Done()
}

// leave counts the one who starts a refresh among those who wait for it, so that it is never the last.
func (g *flights[V]) leave(f *flight[V]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if f.waiters--; f.waiters == 0 {
		f.abandoned = true
		f.cancel(nil)
	}
}

// forget lets the key's flight end for those who wait, and later callers start anew. What is being stored it waits for,
// so that what is deleted next is deleted after that.
func (g *flights[V]) forget(key Key) {
	g.mu.Lock()
	if f, ok := g.byKey[key]; ok {
		f.forgotten.Store(true)
		delete(g.byKey, key)
	}
	g.unlockStored(func(f *flight[V]) bool { return f.key == key })
}

// forgetTagged forgets the flights that have the tag; "" means all.
func (g *flights[V]) forgetTagged(tag string) {
	has := func(f *flight[V]) bool { return tag == "" || f.luggage.has(tag) }
	g.mu.Lock()
	for key, f := range g.byKey {
		if has(f) {
			f.forgotten.Store(true)
			delete(g.byKey, key)
		}
	}
	g.unlockStored(has)
}

// unlockStored unlocks g.mu, and returns when those which are being stored now have been: also those forgotten before,
// whose store another call waits for.
func (g *flights[V]) unlockStored(which func(f *flight[V]) bool) {
	var wait []chan struct{}
	for f := range g.stores {
		if which(f) {
			wait = append(wait, f.stored)
		}
	}
	g.mu.Unlock()
	for _, stored := range wait {
		<-stored
	}
}

// unlessForgotten runs what stores the outcome, which ends before a Forget that comes meanwhile goes on.
func (g *flights[V]) unlessForgotten(f *flight[V], store func()) (ran bool) {
	g.mu.Lock()
	if f.forgotten.Load() {
		g.mu.Unlock()
		return false
	}
	if g.stores == nil {
		g.stores = make(map[*flight[V]]struct{})
	}
	f.stored = make(chan struct{})
	g.stores[f] = struct{}{}
	g.mu.Unlock()
	defer func() {
		g.mu.Lock()
		delete(g.stores, f)
		g.mu.Unlock()
		close(f.stored)
	}()
	store()
	return true
}

// close cancels all that flies and waits for it.
func (g *flights[V]) close() {
	g.mu.Lock()
	g.closed = true
	for f := range g.inAir {
		f.cancel(ErrClosed)
	}
	g.mu.Unlock()
	g.wg.Wait()
}

func (l *luggage) has(tag string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Contains(l.tags, tag)
}

// pack puts the tags in that every result of the function has.
func (l *luggage) pack(tags []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tags = slices.Clip(tags)
}

// carry makes tags that are added from now on known to the lease too.
func (l *luggage) carry(lease Lease) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lease = lease
}

// all is what has been added so far.
func (l *luggage) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tags
}
