package cluster

import (
	"slices"

	"github.com/dashi-go/dashi/internal/push"
)

// What a mirror holds of a topic's latest events.
const (
	mirrorEvents = 64
	mirrorBytes  = 256 << 10
)

// topic is one that somebody in this process watches. The Cluster's mutex guards it.
type topic struct {
	name     string
	watchers []*watcher
	// told is the number of the first event that was heard of while there was no mirror.
	told   uint64
	mirror *mirror // nil where Redis is read by each reader itself
}

type watcher struct {
	wake  func()
	place int // in the topic's watchers, -1 when stopped
}

// mirror is a copy of a topic's latest events: of an event that many pages here hear, Redis is asked once.
type mirror struct {
	after  uint64 // the number before the first event's
	last   uint64
	events []push.Sent // its elements are never written to again, because readers hold parts of it
	bytes  int
}

func (m *mirror) add(n push.News) {
	m.last = n.Last
	m.events = slices.Concat(m.events, n.Events)
	for _, e := range n.Events {
		m.bytes += size(e)
	}
	for len(m.events) > 1 && (len(m.events) > mirrorEvents || m.bytes > mirrorBytes) {
		m.after = m.events[0].Seq
		m.bytes -= size(m.events[0])
		m.events = m.events[1:]
	}
}

func size(e push.Sent) int {
	n := len(e.End)
	for _, u := range e.Updates {
		n += len(u.ID) + len(u.Property) + len(u.Value)
	}
	return n
}

func (m *mirror) read(after uint64) push.News {
	from, found := slices.BinarySearchFunc(m.events, after, func(e push.Sent, seq uint64) int {
		switch {
		case e.Seq < seq:
			return -1
		case e.Seq > seq:
			return 1
		}
		return 0
	})
	if found {
		from++
	}
	return push.News{Events: slices.Clip(m.events[from:]), Last: m.last}
}

// reflected reads the mirror of a topic, where it has what is asked for and all that this process knows of.
func (c *Cluster) reflected(name string, after uint64) (n push.News, ok, closed bool) {
	known := c.marks.get(name)
	c.mu.Lock()
	defer c.mu.Unlock()
	m := c.mirrorLocked(name, known)
	if m == nil || after < m.after || after > m.last {
		return n, false, c.closed
	}
	return m.read(after), true, false
}

// reflectedLast is the number of a topic's last event, where a mirror has all that this process knows of.
func (c *Cluster) reflectedLast(name string) (last uint64, ok bool) {
	known := c.marks.get(name)
	c.mu.Lock()
	defer c.mu.Unlock()
	m := c.mirrorLocked(name, known)
	if m == nil {
		return 0, false
	}
	return m.last, true
}

// mirrorLocked is a topic's mirror, nil where there is none that holds the event of a number.
func (c *Cluster) mirrorLocked(name string, known uint64) *mirror {
	t := c.topics[name]
	if c.closed || !c.hearing || t == nil || t.mirror == nil || known > t.mirror.last {
		return nil
	}
	return t.mirror
}

// Watch implements [push.Broker].
func (b broker) Watch(name string, wake func()) (stop func()) {
	c := b.Cluster
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return func() {}
	}
	if !c.begun {
		c.begun = true
		c.running.Go(c.listenOn)
		c.running.Go(c.freshen)
		c.running.Go(c.stay)
	}
	t := c.topics[name]
	if t == nil {
		t = &topic{name: name}
		c.topics[name] = t
	}
	w := &watcher{wake: wake, place: len(t.watchers)}
	t.watchers = append(t.watchers, w)
	return func() { c.stop(t, w) }
}

func (c *Cluster) stop(t *topic, w *watcher) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if w.place < 0 || c.closed {
		return
	}
	last := len(t.watchers) - 1
	moved := t.watchers[last]
	t.watchers[w.place], moved.place = moved, w.place
	t.watchers[last] = nil
	t.watchers = t.watchers[:last]
	w.place = -1
	switch last {
	case 0:
		delete(c.topics, t.name)
		delete(c.stale, t)
		delete(c.unread, t)
	case 1:
		t.mirror = nil
	}
}

// wakeLocked wakes all who watch a topic.
func (t *topic) wakeLocked() {
	for _, w := range t.watchers {
		w.wake()
	}
}

// changedLocked notes that a topic has something new: an event of a number, or anything where that is 0. One reader asks Redis itself; for many it is asked first.
func (c *Cluster) changedLocked(t *topic, seq uint64) {
	if len(t.watchers) < 2 || t.mirror == nil && seq == 0 {
		t.mirror = nil
		t.wakeLocked()
		return
	}
	if t.mirror == nil && !c.stale[t] {
		t.told = seq
	}
	c.stale[t] = true
	c.signal()
}

// signal has freshen look at what there is to do.
func (c *Cluster) signal() {
	select {
	case c.more <- struct{}{}:
	default:
	}
}

// heard acts on a message: "<number> <topic>". One that is not understood may come from a later version: it may mean anything.
func (c *Cluster) heard(message string) {
	seq, name, ok := cutMessage(message)
	c.mu.Lock()
	defer c.mu.Unlock()
	if !ok {
		c.anythingLocked()
		return
	}
	if t := c.topics[name]; t != nil && !c.closed {
		c.changedLocked(t, seq)
	}
}

// tune notes whether messages are heard. Who begins to hear may have missed any.
func (c *Cluster) tune(hearing bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hearing = hearing
	if hearing {
		c.anythingLocked()
	}
}

func (c *Cluster) anythingLocked() {
	for _, t := range c.topics {
		c.changedLocked(t, 0)
	}
}
