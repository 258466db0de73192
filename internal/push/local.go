package push

import (
	"cmp"
	"container/list"
	"context"
	"errors"
	"sync"
	"time"
)

// Limits bound what a [Local] keeps. A field that is 0 means its default.
type Limits struct {
	// Events and Bytes bound the events of a topic that are kept as they came. Default 256 and 1 MiB. The last one is always kept.
	Events, Bytes int
	// Properties bounds the properties of a topic of which older events' values are kept, within as many Bytes again. Default 1000.
	Properties int
	// Topics bounds the topics that nobody hears. Default 10,000.
	Topics int
	// Idle is how long a topic keeps its events while nobody hears it. Default 5 minutes.
	Idle time.Duration
}

func (l Limits) orDefaults() Limits {
	l.Events = cmp.Or(l.Events, 256)
	l.Bytes = cmp.Or(l.Bytes, 1<<20)
	l.Properties = cmp.Or(l.Properties, 1000)
	l.Topics = cmp.Or(l.Topics, 10_000)
	l.Idle = cmp.Or(l.Idle, 5*time.Minute)
	return l
}

// ErrClosed is what a closed broker answers.
var ErrClosed = errors.New("push: the broker is closed")

// Local is a [Broker] for one process. Make it with [NewLocal]. It has no goroutine, and no timer while all topics are heard.
type Local struct {
	limits Limits

	mu     sync.RWMutex
	topics map[string]*topic
	// floor is the number that new topics begin after: above all numbers of this broker's topics that are no more, and of earlier processes.
	floor  uint64
	quiet  list.List   // of *topic: nobody hears them; the one that has been so longest is first
	bare   list.List   // of *topic: those of them that have been forgotten, but for their numbers
	timer  *time.Timer // runs expire; nil while quiet is empty
	closed bool
}

var _ Broker = (*Local)(nil)

// NewLocal makes a broker.
func NewLocal(limits Limits) *Local {
	return &Local{
		limits: limits.orDefaults(),
		topics: make(map[string]*topic),
		// Microseconds: no process publishes one event in each, so that later ones begin higher; and JavaScript's numbers hold them exactly.
		floor: uint64(time.Now().UnixMicro()),
	}
}

// Publish implements [Broker]. What the event holds must not be changed from then on. It fails only with [ErrClosed].
func (l *Local) Publish(_ context.Context, name string, e Event) (uint64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return 0, ErrClosed
	}
	t := l.topic(name)
	seq := t.publish(e, l.limits)
	if len(t.watchers) == 0 {
		l.quieten(t)
	}
	for _, w := range t.watchers {
		w.wake()
	}
	return seq, nil
}

// Read implements [Broker]. It fails only with [ErrClosed].
func (l *Local) Read(_ context.Context, name string, after uint64) (News, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.closed {
		return News{}, ErrClosed
	}
	t := l.topics[name]
	if t == nil {
		t = &topic{base: l.floor, last: l.floor}
	}
	return t.read(after), nil
}

// Last implements [Broker]. It fails only with [ErrClosed].
func (l *Local) Last(_ context.Context, name string) (uint64, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.closed {
		return 0, ErrClosed
	}
	if t := l.topics[name]; t != nil {
		return t.last, nil
	}
	return l.floor, nil
}

// Watch implements [Broker].
func (l *Local) Watch(name string, wake func()) (stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return func() {}
	}
	t := l.topic(name)
	l.leave(t)
	w := &watcher{wake: wake, place: len(t.watchers)}
	t.watchers = append(t.watchers, w)
	return func() { l.stop(t, w) }
}

func (l *Local) stop(t *topic, w *watcher) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if w.place < 0 || l.closed {
		return
	}
	last := len(t.watchers) - 1
	moved := t.watchers[last]
	t.watchers[w.place], moved.place = moved, w.place
	t.watchers[last] = nil
	t.watchers = t.watchers[:last]
	w.place = -1
	if last == 0 {
		t.watchers = nil
		l.quieten(t)
	}
}

// topic is the topic of a name, new where there is none.
func (l *Local) topic(name string) *topic {
	t := l.topics[name]
	if t == nil {
		t = &topic{name: name, base: l.floor, last: l.floor}
		l.topics[name] = t
	}
	return t
}

// quieten notes that a topic that nobody hears has changed now.
func (l *Local) quieten(t *topic) {
	l.leave(t)
	t.since = time.Now()
	t.place = l.quiet.PushBack(t)
	if l.timer == nil {
		l.timer = time.AfterFunc(l.limits.Idle, l.expire)
	}
	for l.quiet.Len()+l.bare.Len() > l.limits.Topics {
		oldest := cmp.Or(l.bare.Front(), l.quiet.Front())
		l.remove(oldest.Value.(*topic))
	}
}

// leave takes a topic from the lists of those that nobody hears.
func (l *Local) leave(t *topic) {
	if t.place != nil {
		l.quiet.Remove(t.place) // which does nothing where the element is the other's
		l.bare.Remove(t.place)
		t.place = nil
	}
}

// remove forgets a topic altogether.
func (l *Local) remove(t *topic) {
	l.leave(t)
	delete(l.topics, t.name)
	if t.last > t.base { // numbers of one that never had an event may be used again
		l.floor = max(l.floor, t.last)
	}
}

// expire forgets what topics hold that nobody has heard for long.
func (l *Local) expire() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return
	}
	now := time.Now()
	for l.quiet.Len() > 0 {
		t := l.quiet.Front().Value.(*topic)
		if left := l.limits.Idle - now.Sub(t.since); left > 0 {
			l.timer.Reset(left)
			return
		}
		l.strip(t)
	}
	l.timer = nil
}

// strip leaves of a topic that nobody hears its number alone, and nothing where it never had an event.
func (l *Local) strip(t *topic) {
	if t.last == t.base {
		l.remove(t)
		return
	}
	t.forget()
	l.leave(t)
	t.place = l.bare.PushBack(t)
}

// Forget lets go of what a topic holds, before its time is over: for what publishes no more. Who has not read it is told of the loss.
func (l *Local) Forget(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.topics[name]
	switch {
	case t == nil: // as when the broker is closed
	case len(t.watchers) > 0:
		t.forget()
	default:
		l.strip(t)
	}
}

// Close forgets everything; nobody is woken any more.
func (l *Local) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.topics = nil
	l.quiet.Init()
	l.bare.Init()
	if l.timer != nil {
		l.timer.Stop()
	}
}
