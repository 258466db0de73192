package push

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
)

// Ear is what one page hears: topics, and where it stands in each. Nothing is queued in it: what is new is read when [Ear.Next] asks for it. Make it with [NewEar]; its
// methods may be called by many goroutines, but Next by one at a time.
type Ear struct {
	broker Broker
	encode Encode
	wake   func()

	mu     sync.Mutex
	heard  []*heard
	closed bool
}

// Encode writes an event of a topic as clients get it.
type Encode func(topic string, e Sent) []byte

// heard is one topic of an ear.
type heard struct {
	topic string
	fresh atomic.Bool // there may be something new
	after uint64      // guarded by the ear's mutex: where the page stands
	stop  func()      // guarded by the ear's mutex; nil until the broker knows of it
}

// NewEar makes an ear that hears nothing yet. It calls wake, which must neither block nor call the ear or the broker, when Next may have something.
func NewEar(broker Broker, encode Encode, wake func()) *Ear {
	return &Ear{broker: broker, encode: encode, wake: wake}
}

// Follow hears a topic from the event after a number on; a topic that is heard already is left as it is.
func (e *Ear) Follow(topic string, after uint64) {
	h := &heard{topic: topic, after: after}
	e.mu.Lock()
	if e.closed || e.place(topic) >= 0 {
		e.mu.Unlock()
		return
	}
	e.heard = append(e.heard, h)
	e.mu.Unlock()

	// Not under the mutex: the broker is locked when it wakes, and Next, which wake leads to, takes the mutex.
	stop := e.broker.Watch(topic, func() {
		h.fresh.Store(true)
		e.wake()
	})
	e.mu.Lock()
	gone := !slices.Contains(e.heard, h)
	h.stop = stop
	e.mu.Unlock()
	if gone {
		stop()
		return
	}
	h.fresh.Store(true)
	e.wake()
}

// Leave hears a topic no more.
func (e *Ear) Leave(topic string) {
	e.mu.Lock()
	var stop func()
	if at := e.place(topic); at >= 0 {
		stop = e.heard[at].stop
		e.heard = slices.Delete(e.heard, at, at+1)
	}
	e.mu.Unlock()
	if stop != nil {
		stop()
	}
}

// Len is the number of topics that are heard.
func (e *Ear) Len() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.heard)
}

func (e *Ear) place(topic string) int {
	return slices.IndexFunc(e.heard, func(h *heard) bool { return h.topic == topic })
}

// Next gives what is new, as messages. After an error, which is of the broker, nothing is skipped when it is called again.
func (e *Ear) Next(ctx context.Context) (messages [][]byte, err error) {
	e.mu.Lock()
	all := slices.Clone(e.heard)
	e.mu.Unlock()
	for _, h := range all {
		if !h.fresh.Swap(false) {
			continue
		}
		e.mu.Lock()
		after := h.after
		e.mu.Unlock()
		n, err := e.broker.Read(ctx, h.topic, after)
		if err != nil {
			h.fresh.Store(true)
			return messages, err
		}
		if n.Lost != 0 {
			messages = append(messages, lost(h.topic, n.Lost))
		}
		for _, sent := range n.Events {
			messages = append(messages, sent.Text(func(s Sent) []byte { return e.encode(h.topic, s) }))
		}
		e.mu.Lock()
		h.after = n.Last
		e.mu.Unlock()
	}
	return messages, nil
}

// lost is the message that tells of a loss. Topics' names on the wire need no escaping.
func lost(topic string, seq uint64) []byte {
	return append(strconv.AppendUint([]byte(`{"type":"lost","topic":"`+topic+`","seq":`), seq, 10), '}')
}

// Close hears nothing any more.
func (e *Ear) Close() {
	e.mu.Lock()
	all := e.heard
	e.heard, e.closed = nil, true
	e.mu.Unlock()
	for _, h := range all {
		e.mu.Lock()
		stop := h.stop
		e.mu.Unlock()
		if stop != nil {
			stop()
		}
	}
}
