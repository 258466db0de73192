package memo

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// flights runs one computation per key at a time and gives its outcome to all who ask meanwhile.
//
//	first caller ──► board ──► goroutine: run ──► land ──► done closed
//	later callers ─► board (waiters++) ─────────────────────► outcome
//	caller gives up ─► leave (waiters--); the last one cancels the run
//
// The goroutine belongs to the flights: close cancels and joins it.
type flights[V any] struct {
	mu     sync.Mutex
	byKey  map[Key]*flight[V]      // to be joined
	inAir  map[*flight[V]]struct{} // byKey and the forgotten ones, for close
	closed bool
	wg     sync.WaitGroup
}

type flight[V any] struct {
	cancel    context.CancelCauseFunc
	done      chan struct{}
	waiters   int         // guarded by flights.mu
	abandoned bool        // guarded by flights.mu: cancelled because nobody waited any more
	forgotten atomic.Bool // the key was deleted meanwhile: the outcome must not be kept
	outcome   outcome[V]  // to be read once done is closed
}

type outcome[V any] struct {
	value  V
	status Status
	err    error
}

// runFunc computes; the flight is given so that run can ask whether it was forgotten.
type runFunc[V any] func(ctx context.Context, f *flight[V]) (V, Status, error)

// do returns the outcome of run, or of the one under way. flown is false when the flights are closed.
//
// Who comes to an abandoned flight waits for its end too, lest impatient callers pile up computations that do not
// heed their context; if it failed, as is likely, a new one starts.
func (g *flights[V]) do(ctx context.Context, key Key, run runFunc[V]) (out outcome[V], flown bool) {
	for {
		f, leads := g.board(ctx, key, run)
		if f == nil {
			return out, false
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			g.leave(f)
			return outcome[V]{err: ctx.Err()}, true
		}
		if !leads && f.abandoned && f.outcome.err != nil {
			continue
		}
		out = f.outcome
		if !leads {
			out.status = Shared
		}
		return out, true
	}
}

// board joins the key's flight or starts it; nil when closed.
func (g *flights[V]) board(ctx context.Context, key Key, run runFunc[V]) (f *flight[V], leads bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return nil, false
	}
	if f, ok := g.byKey[key]; ok {
		f.waiters++
		return f, false
	}
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	f = &flight[V]{cancel: cancel, done: make(chan struct{}), waiters: 1}
	if g.byKey == nil {
		g.byKey, g.inAir = make(map[Key]*flight[V]), make(map[*flight[V]]struct{})
	}
	g.byKey[key], g.inAir[f] = f, struct{}{}
	g.wg.Add(1)
	go g.fly(ctx, key, f, run)
	return f, true
}

// fly frees the waiters however run ends: by returning, panicking or ending the goroutine.
func (g *flights[V]) fly(ctx context.Context, key Key, f *flight[V], run runFunc[V]) {
	defer g.land(ctx, key, f)
	f.outcome.err = errGoexit // stands unless run returns or panics
	defer recovered(&f.outcome.err)
	f.outcome.value, f.outcome.status, f.outcome.err = run(ctx, f)
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

func (g *flights[V]) leave(f *flight[V]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if f.waiters--; f.waiters == 0 {
		f.abandoned = true
		f.cancel(nil)
	}
}

// forget lets the key's flight end for those who wait, and later callers start anew.
func (g *flights[V]) forget(key Key) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if f, ok := g.byKey[key]; ok {
		f.forgotten.Store(true)
		delete(g.byKey, key)
	}
}

func (g *flights[V]) forgetAll() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, f := range g.byKey {
		f.forgotten.Store(true)
	}
	clear(g.byKey)
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
