package redisstore

import (
	"slices"
	"sync"
)

// What a watcher that cannot keep up has waiting for it, before it is told that anything may have changed.
const (
	maxNews     = 8
	maxNewsKeys = 10_000
)

// news is what one call tells.
type news struct {
	keys    []string
	all     bool // any key may have changed
	hearing bool
}

// watcher calls a function in a goroutine of its own: a slow one holds up neither the listening nor others. The
// ear's mutex guards its fields.
type watcher struct {
	queue []news
	ended bool
	more  chan struct{} // holds one: something is new
	done  chan struct{} // closed when no more calls come
}

// Watch listens on the channel to which every Store with this prefix publishes its changes. A lost connection is
// noticed within about a second. Neither stop nor Close may be called by changed: they wait for it.
func (s *Store) Watch(changed func(keys []string, hearing bool)) (stop func()) {
	return s.ear.watch(changed)
}

func (e *ear) watch(changed func(keys []string, hearing bool)) (stop func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.beginLocked() {
		return func() {}
	}
	w := &watcher{more: make(chan struct{}, 1), done: make(chan struct{})}
	e.watchers[w] = true
	if e.heard {
		w.addLocked(news{all: true, hearing: true})
	}
	e.running.Go(func() { e.tell(w, changed) })
	return sync.OnceFunc(func() {
		e.mu.Lock()
		delete(e.watchers, w)
		w.queue = nil
		w.endLocked()
		e.mu.Unlock()
		<-w.done
	})
}

func (e *ear) tell(w *watcher, changed func(keys []string, hearing bool)) {
	defer close(w.done)
	for range w.more {
		for {
			n, ok, ended := e.next(w)
			if !ok && ended {
				return
			}
			if !ok {
				break
			}
			changed(n.keys, n.hearing)
		}
	}
}

func (e *ear) next(w *watcher) (n news, ok, ended bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(w.queue) == 0 {
		return n, false, w.ended
	}
	n = w.queue[0]
	w.queue = slices.Delete(w.queue, 0, 1)
	return n, true, w.ended
}

// addLocked joins what one call can tell, and never waits.
func (w *watcher) addLocked(n news) {
	last := len(w.queue) - 1
	if last >= 0 && w.queue[last].hearing == n.hearing {
		w.queue[last] = joined(w.queue[last], n)
	} else {
		w.queue = append(w.queue, n)
	}
	if len(w.queue) > maxNews {
		w.queue = []news{{all: true, hearing: n.hearing}}
	}
	w.signalLocked()
}

// joined copies: the keys of a message are handed to all watchers.
func joined(a, b news) news {
	if a.all || b.all || len(a.keys)+len(b.keys) > maxNewsKeys {
		return news{all: true, hearing: b.hearing}
	}
	return news{keys: slices.Concat(a.keys, b.keys), hearing: b.hearing}
}

func (w *watcher) endLocked() {
	w.ended = true
	w.signalLocked()
}

func (w *watcher) signalLocked() {
	select {
	case w.more <- struct{}{}:
	default:
	}
}
