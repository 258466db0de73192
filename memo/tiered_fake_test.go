package memo_test

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/dashi-go/dashi/memo"
)

// shared is a backing that several members use, each with news of what the others do. Nothing is told by itself:
// deliver does, so that a test chooses the moment.
type shared struct {
	mu      sync.Mutex
	values  map[string]sharedEntry
	members []*member
}

type sharedEntry struct {
	value string
	tags  []string
}

// member is a Store, Clearer, Tagger, Leaser and Watcher.
type member struct {
	on      *shared
	changed func(keys []string, hearing bool)
	hears   bool
	news    []news
	stopped bool
	err     error  // of every change, after it was made
	during  func() // runs before and after every call's work
	leases  map[string]*memberLease
}

type news struct {
	keys    []string
	hearing bool
}

func newShared(members int) (*shared, []*member) {
	s := &shared{values: map[string]sharedEntry{}}
	for range members {
		s.members = append(s.members, &member{on: s, leases: map[string]*memberLease{}})
	}
	return s, s.members
}

// work runs fn under the lock, and tells the others of what it changed; nil is everything.
func (m *member) work(ctx context.Context, fn func() (changed []string)) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	m.interrupt()
	defer m.interrupt()
	m.on.mu.Lock()
	defer m.on.mu.Unlock()
	changed := fn()
	if changed != nil && len(changed) == 0 {
		return nil // only read
	}
	for _, other := range m.on.members {
		if other != m && other.hears {
			other.news = append(other.news, news{changed, true})
		}
	}
	return m.err
}

func (m *member) interrupt() {
	if m.during != nil {
		m.during()
	}
}

func (m *member) Get(ctx context.Context, key string) (value []byte, found bool, err error) {
	err = m.work(ctx, func() []string {
		e, ok := m.on.values[key]
		if ok {
			value, found = []byte(e.value), true
		}
		return []string{}
	})
	return value, found, err
}

func (m *member) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	return m.SetTagged(ctx, key, value, ttl, nil)
}

func (m *member) SetTagged(ctx context.Context, key string, value []byte, _ time.Duration, tags []string) error {
	return m.work(ctx, func() []string {
		m.on.values[key] = sharedEntry{string(value), slices.Clone(tags)}
		return []string{key}
	})
}

func (m *member) Delete(ctx context.Context, key string) error {
	return m.work(ctx, func() []string {
		delete(m.on.values, key)
		delete(m.leases, key)
		return []string{key}
	})
}

func (m *member) DeleteTagged(ctx context.Context, tag string) (n int, err error) {
	err = m.work(ctx, func() []string {
		gone := []string{}
		for key, e := range m.on.values {
			if slices.Contains(e.tags, tag) {
				delete(m.on.values, key)
				gone = append(gone, key)
				n++
			}
		}
		return gone
	})
	return n, err
}

func (m *member) Clear(ctx context.Context) (n int, err error) {
	err = m.work(ctx, func() []string {
		n = len(m.on.values)
		clear(m.on.values)
		return nil
	})
	return n, err
}

func (m *member) Watch(changed func(keys []string, hearing bool)) (stop func()) {
	m.changed = changed
	return func() { m.stopped = true }
}

// deliver tells the oldest news, if there are any.
func (m *member) deliver() bool {
	m.on.mu.Lock()
	if len(m.news) == 0 {
		m.on.mu.Unlock()
		return false
	}
	first := m.news[0]
	m.news = m.news[1:]
	m.on.mu.Unlock()
	m.changed(first.keys, first.hearing)
	return true
}

// connect makes the member hear; what it heard before is told first.
func (m *member) connect() {
	m.on.mu.Lock()
	defer m.on.mu.Unlock()
	if !m.hears {
		m.hears = true
		m.news = append(m.news, news{nil, true})
	}
}

// disconnect loses what is on the way.
func (m *member) disconnect() {
	m.on.mu.Lock()
	defer m.on.mu.Unlock()
	if m.hears {
		m.hears = false
		m.news = []news{{nil, false}}
	}
}

// memberLease is lost when its entry in the member is.
type memberLease struct {
	m    *member
	key  string
	tags []string
}

func (m *member) Lease(_ context.Context, key string, tags []string, _ time.Duration) (memo.Lease, error) {
	m.on.mu.Lock()
	defer m.on.mu.Unlock()
	if m.leases[key] != nil {
		return nil, m.err
	}
	l := &memberLease{m, key, slices.Clone(tags)}
	m.leases[key] = l
	return l, nil
}

func (m *member) Await(context.Context, string) error { return m.err }

func (l *memberLease) Extend(context.Context, time.Duration) (bool, error) {
	return l.m.leases[l.key] == l, l.m.err
}

func (l *memberLease) Tag(_ context.Context, tags []string) error {
	l.tags = append(l.tags, tags...)
	return l.m.err
}

func (l *memberLease) Set(ctx context.Context, value []byte, ttl time.Duration) (bool, error) {
	if l.m.leases[l.key] != l {
		return false, l.m.err
	}
	delete(l.m.leases, l.key)
	return true, l.m.SetTagged(ctx, l.key, value, ttl, l.tags)
}

func (l *memberLease) End(context.Context) error {
	if l.m.leases[l.key] == l {
		delete(l.m.leases, l.key)
	}
	return l.m.err
}
