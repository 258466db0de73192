package dashi

import (
	"context"
	"slices"
)

// sessionWatcher is somebody who goes on for longer than a request, and must not outlive the session.
type sessionWatcher struct{ ended func() }

// watch calls ended, which must not block, when this process ends the session that the browser has now, until stop is called. What other processes end, and what is over by
// itself, nobody tells.
func (s *Session) watch(ended func()) (stop func()) {
	if s == nil {
		return func() {}
	}
	live := s.current()
	if live == nil {
		return func() {}
	}
	w, of := &sessionWatcher{ended}, s.of
	of.mu.Lock()
	defer of.mu.Unlock()
	live.watchers = append(live.watchers, w)
	return func() {
		of.mu.Lock()
		defer of.mu.Unlock()
		live.watchers = slices.DeleteFunc(live.watchers, func(other *sessionWatcher) bool { return other == w })
	}
}

// tell calls who watches a session.
func (s *Sessions) tell(l *liveSession) {
	s.mu.Lock()
	watchers := slices.Clone(l.watchers)
	s.mu.Unlock()
	for _, w := range watchers {
		w.ended()
	}
}

// tellUser calls who watches the sessions of a user.
func (s *Sessions) tellUser(user string) {
	var all []*liveSession
	s.mu.Lock()
	for _, p := range s.live {
		if l := p.Value(); l != nil && len(l.watchers) > 0 {
			all = append(all, l)
		}
	}
	s.mu.Unlock()
	for _, l := range all {
		if of := l.user.Load(); of != nil && *of == user {
			s.tell(l)
		}
	}
}

type noUseKey struct{}

// withoutUse is a ctx under which to look at a session is no use of it: what looks unasked would keep it alive for ever.
func withoutUse(ctx context.Context) context.Context { return context.WithValue(ctx, noUseKey{}, true) }

func isNoUse(ctx context.Context) bool { return ctx.Value(noUseKey{}) != nil }
