package memotest

import (
	"slices"
	"sync"
	"testing"

	"github.com/dashi-go/dashi/memo"
)

// ear is who watches: it remembers what it was told.
type ear struct {
	mu    sync.Mutex
	news  []news
	begin int // how many news there were when the store was first seen to hear
}

type news struct {
	keys    []string // nil: any
	hearing bool
}

func watcher(t *testing.T, s memo.Store) memo.Watcher {
	t.Helper()
	w, ok := s.(memo.Watcher)
	if !ok {
		t.Skipf("a %T is no memo.Watcher", s)
	}
	return w
}

// watch watches until the test ends, and returns when the store hears.
func watch(t *testing.T, s memo.Store) *ear {
	t.Helper()
	e := &ear{}
	t.Cleanup(watcher(t, s).Watch(e.hear))
	e.requireHears(t)
	return e
}

func (e *ear) hear(keys []string, hearing bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.news = append(e.news, news{slices.Clone(keys), hearing})
}

// mark is how many news there are so far.
func (e *ear) mark() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.news)
}

// told says whether one of the news since the mark is what was asked for.
func (e *ear) told(mark int, is func(keys []string) bool) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.ContainsFunc(e.news[mark:], func(n news) bool { return is(n.keys) })
}

func (e *ear) requireHears(t *testing.T) {
	t.Helper()
	eventually(t, func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.begin = len(e.news)
		return e.begin > 0 && e.news[e.begin-1].hearing
	}, "the store does not begin to hear")
}

// requireTold takes all news since hearing began.
func (e *ear) requireTold(t *testing.T, key string) {
	t.Helper()
	e.requireToldSince(t, e.begin, key)
}

// requireToldSince is content with nil keys: any may have changed.
func (e *ear) requireToldSince(t *testing.T, mark int, key string) {
	t.Helper()
	eventually(t, func() bool {
		return e.told(mark, func(keys []string) bool { return keys == nil || slices.Contains(keys, key) })
	}, "the change of %.40q is not told", key)
}
