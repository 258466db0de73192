package e2e_test

import (
	"sync"
	"testing"
)

// gate holds calls of callbacks, by name, until a test lets them go: so answers come in the order that the test wants.
type gate struct {
	t    *testing.T
	came *rooms
	open *rooms
}

func newGate(t *testing.T) *gate { return &gate{t, newRooms(), newRooms()} }

// wait holds a call. When the test ends, all go.
func (g *gate) wait(name string) {
	g.came.of(name) <- struct{}{}
	select {
	case <-g.open.of(name):
	case <-g.t.Context().Done():
	}
}

// arrived waits until a call is held, or has been.
func (g *gate) arrived(name string) {
	g.t.Helper()
	receive(g.t, g.came.of(name))
}

// release lets one call go, the present one or the next.
func (g *gate) release(name string) { g.open.of(name) <- struct{}{} }

// rooms are channels by name, each made when it is first asked for.
type rooms struct {
	mu     sync.Mutex
	byName map[string]chan struct{}
}

func newRooms() *rooms { return &rooms{byName: map[string]chan struct{}{}} }

func (r *rooms) of(name string) chan struct{} {
	const most = 100 // calls that nobody looks at
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byName[name] == nil {
		r.byName[name] = make(chan struct{}, most)
	}
	return r.byName[name]
}
