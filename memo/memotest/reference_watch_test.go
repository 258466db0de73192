package memotest_test

import (
	"slices"
	"sync"
	"time"
)

// ear is one who watches.
type ear struct {
	owner   *reference
	changed func(keys []string, hearing bool)

	mu      sync.Mutex // held while told
	stopped bool
}

func (r *reference) Watch(changed func(keys []string, hearing bool)) (stop func()) {
	e := &ear{owner: r, changed: changed}
	switch {
	case r.is("nothing is heard"):
	case r.is("hears before it listens"):
		e.tell(nil)
		time.AfterFunc(20*time.Millisecond, func() { r.listen(e) })
	default:
		r.listen(e)
		e.tell(nil)
	}
	return func() {
		if r.is("stop does not wait") {
			r.forget(e)
			return
		}
		e.mu.Lock()
		defer e.mu.Unlock()
		e.stopped = !r.is("stop does nothing")
		if e.stopped {
			r.forget(e)
		}
	}
}

func (r *reference) listen(e *ear) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.is("one watches") {
		r.ears = nil
	}
	r.ears = append(r.ears, e)
}

func (r *reference) forget(e *ear) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ears = slices.DeleteFunc(r.ears, func(other *ear) bool { return other == e })
}

// tell tells those who watch at the other store.
func (r *reference) tell(keys ...string) {
	if len(keys) == 0 {
		return
	}
	r.mu.Lock()
	ears := slices.Clone(r.ears)
	r.mu.Unlock()
	for _, e := range ears {
		switch {
		case e.owner == r && !r.is("own changes are told"):
		case r.is("the empty key is untold") && slices.Contains(keys, ""):
		case r.is("news come at once"):
			go e.changed(keys, true)
		default:
			e.tell(keys)
		}
	}
}

func (e *ear) tell(keys []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.stopped {
		e.changed(keys, true)
	}
}
