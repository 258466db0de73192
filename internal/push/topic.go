package push

import (
	"cmp"
	"container/list"
	"slices"
	"time"
)

// topic is a row of events: the latest as they came (the window), and of those before it what nothing has overwritten (the rest).
type topic struct {
	name     string
	base     uint64 // the number before the first event's
	last     uint64 // the last event's
	events   []Sent // the window; its elements are never written to again, because readers hold parts of it
	bytes    int    // of the window
	dropped  int    // bytes of events that the window's array still holds though they have left
	rest     rest
	watchers []*watcher

	since time.Time     // when something was last published or heard
	place *list.Element // in the list of topics that nobody hears; nil while somebody does
}

type watcher struct {
	wake  func()
	place int // in the topic's watchers, -1 when stopped
}

func (e Event) size() int {
	n := len(e.End)
	for _, u := range e.Updates {
		n += len(u.ID) + len(u.Property) + len(u.Value)
	}
	return n
}

// publish adds an event.
func (t *topic) publish(e Event, limits Limits) uint64 {
	t.last++
	t.events = append(t.events, Sent{Seq: t.last, Event: e, text: &text{}})
	t.bytes += e.size()
	for len(t.events) > 1 && (len(t.events) > limits.Events || t.bytes > limits.Bytes) {
		oldest := t.events[0]
		t.events = t.events[1:]
		size := oldest.size()
		t.bytes -= size
		t.dropped += size
		t.rest.add(oldest, limits)
	}
	if t.dropped > limits.Bytes {
		t.events, t.dropped = slices.Clone(t.events), 0
	}
	return t.last
}

// read gives what came after a number.
func (t *topic) read(after uint64) News {
	n := News{Last: t.last}
	switch {
	case after == 0:
		after = t.base
	case after < t.base, after > t.last: // it is of a topic that is no more
		n.Lost, after = t.last, t.base
	}
	whole := t.last - uint64(len(t.events)) // the last number of those that have left the window
	if after >= whole {
		n.Events = slices.Clip(t.events[after-whole:])
		return n
	}
	n.Lost = max(n.Lost, t.rest.missing(after))
	n.Events = append(t.rest.after(after), t.events...)
	return n
}

// forget lets go of the contents. Who has not read them is told so.
func (t *topic) forget() {
	t.events, t.bytes, t.dropped = nil, 0, 0
	t.rest = rest{lost: t.last}
}

// rest is what is left of events that have left the window.
type rest struct {
	properties map[place]*row
	end        *Sent
	bytes      int
	lost       uint64 // something up to this number is missing, of properties that are not known any more
}

type place struct{ id, property string }

// row is what a property was set to: a value, then patches; or patches alone.
type row struct {
	pieces []piece
	bytes  int
	lost   uint64 // pieces up to this number are missing
}

type piece struct {
	seq   uint64
	index int // in its event
	Update
}

func (r *rest) add(e Sent, limits Limits) {
	for i, u := range e.Updates {
		r.addUpdate(piece{e.Seq, i, u}, limits)
	}
	if e.End != nil {
		if r.end != nil {
			r.bytes -= len(r.end.End)
		}
		r.end = &Sent{Seq: e.Seq, Event: Event{End: e.End}, text: &text{}}
		r.bytes += len(e.End)
	}
	for r.bytes > limits.Bytes && r.shrink() {
	}
}

func (r *rest) addUpdate(p piece, limits Limits) {
	at := place{p.ID, p.Property}
	known := r.properties[at]
	if known == nil {
		if len(r.properties) >= limits.Properties {
			r.lost = p.seq
			return
		}
		if r.properties == nil {
			r.properties = make(map[place]*row)
		}
		known = &row{}
		r.properties[at] = known
	}
	if !p.Patch { // what was before is overwritten, for those as well who have not heard it
		r.bytes -= known.bytes
		*known = row{}
	}
	size := len(p.ID) + len(p.Property) + len(p.Value)
	known.pieces = append(known.pieces, p)
	known.bytes += size
	r.bytes += size
}

// shrink gives up the property that takes most.
func (r *rest) shrink() bool {
	var most *row
	for _, known := range r.properties {
		if len(known.pieces) > 0 && (most == nil || known.bytes > most.bytes) {
			most = known
		}
	}
	if most == nil {
		return false
	}
	r.bytes -= most.bytes
	*most = row{lost: most.pieces[len(most.pieces)-1].seq}
	return true
}

// missing is the number up to which something is missing that came after a number, or 0.
func (r *rest) missing(after uint64) uint64 {
	lost := r.lost
	for _, known := range r.properties {
		lost = max(lost, known.lost)
	}
	if lost <= after {
		return 0
	}
	return lost
}

// after gives what is left of the events after a number.
func (r *rest) after(after uint64) []Sent {
	var pieces []piece
	for _, known := range r.properties {
		for _, p := range known.pieces {
			if p.seq > after {
				pieces = append(pieces, p)
			}
		}
	}
	slices.SortFunc(pieces, func(a, b piece) int { return cmp.Or(cmp.Compare(a.seq, b.seq), cmp.Compare(a.index, b.index)) })
	var events []Sent
	for _, p := range pieces {
		if n := len(events); n == 0 || events[n-1].Seq != p.seq {
			events = append(events, Sent{Seq: p.seq, text: &text{}})
		}
		e := &events[len(events)-1]
		e.Updates = append(e.Updates, p.Update)
	}
	if r.end == nil || r.end.Seq <= after {
		return events
	}
	at, found := slices.BinarySearchFunc(events, r.end.Seq, func(e Sent, seq uint64) int { return cmp.Compare(e.Seq, seq) })
	if found {
		events[at].End = r.end.End
		return events
	}
	return slices.Insert(events, at, *r.end)
}
