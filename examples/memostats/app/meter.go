package app

import (
	"context"
	"sync"
	"time"

	"github.com/dashi-go/dashi/memo"
)

// window is how many seconds a [Meter] remembers.
const window = 120

// refresh is the kind of an event that has no caller; the other kinds are the statuses of memo.
const refresh = memo.Wait + 1

// kinds are what the page calls the kinds of events, and how it colors them.
var kinds = [...]struct{ name, color string }{
	memo.Miss:  {"miss", "#e0653a"},
	memo.Hit:   {"hit", "#2fa36b"},
	memo.Stale: {"stale", "#d9a21b"},
	memo.Wait:  {"wait", "#4f86e8"},
	refresh:    {"refresh", "#9a7bd0"},
}

// Meter is a [memo.Observer] that counts events by kind, for each of the last seconds. The zero Meter is ready, and may be used
// concurrently.
type Meter struct {
	mu      sync.Mutex
	seconds [window]second // guarded by mu; that of unix time n at n % window
}

type second struct {
	unix   int64
	counts [len(kinds)]uint32
}

// Observe counts e, and hands it to the caller who asked for it; see noted.
func (m *Meter) Observe(ctx context.Context, e memo.Event) {
	kind := e.Status
	if e.Refresh {
		kind = refresh
	} else if event, ok := ctx.Value(eventKey{}).(*memo.Event); ok {
		*event = e
	}
	now := time.Now().Unix()
	m.mu.Lock()
	defer m.mu.Unlock()
	s := &m.seconds[now%window]
	if s.unix != now {
		*s = second{unix: now} // it was that of two minutes ago
	}
	s.counts[kind]++
}

// columns are the counts of each kind, a number for each second, the last of which is the one that now lies in.
func (m *Meter) columns(now time.Time) (columns [len(kinds)][]uint32) {
	for kind := range columns {
		columns[kind] = make([]uint32, window)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range window {
		unix := now.Unix() - window + 1 + int64(i)
		if s := m.seconds[unix%window]; s.unix == unix {
			for kind, n := range s.counts {
				columns[kind][i] = n
			}
		}
	}
	return columns
}

type eventKey struct{}

// noted makes a context for one call of a memoized function, whose event can be read when the call has returned. Observers get the
// caller's context, which is how an event finds its way home.
func noted(ctx context.Context) (context.Context, *memo.Event) {
	event := new(memo.Event)
	return context.WithValue(ctx, eventKey{}, event), event
}
