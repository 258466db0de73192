// Package push keeps what pages are told unasked: topics, each a row of numbered events, read from wherever a reader stands.
package push

import (
	"context"
	"sync"
)

// Update is a property that an event sets.
type Update struct {
	// ID is the component's id as on the wire, which may be a pattern.
	ID       string
	Property string
	// Value is JSON as it is sent.
	Value []byte
	// Patch tells that Value is a patch, which is joined to what was before it.
	Patch bool
}

// Event is one thing that happens in a topic.
type Event struct {
	Updates []Update
	// End is how a job ended, as members of a JSON object ("status":200,"answer":{…}); nil where the event is not the last.
	End []byte
}

// Sent is an event with its number in its topic.
type Sent struct {
	Seq uint64
	Event

	text *text
}

// text is an event as it is written to clients, made once for all of them.
type text struct {
	once  sync.Once
	bytes []byte
}

// Text is the event as encode writes it, which is done once for all who have got the event from a [Local]: encode must give the same for all, and what
// Text gives must not be changed.
func (s Sent) Text(encode func(Sent) []byte) []byte {
	if s.text == nil {
		return encode(s)
	}
	s.text.once.Do(func() { s.text.bytes = encode(s) })
	return s.text.bytes
}

// News is what a reader of a topic gets: what came after the number it gave, in order. Of events that are too old to be kept whole there is what no
// later event has overwritten, under their own numbers.
type News struct {
	Events []Sent
	// Lost, where not 0, is the number up to which something is missing that cannot be had any more.
	Lost uint64
	// Last is the number of the topic's last event: where the reader stands next.
	Last uint64
}

// Broker keeps topics. Its methods may be called by many goroutines; what they give must not be changed.
//
// The numbers of a topic rise by one with each event. Where they begin differs from broker to broker, so that a number from another process, or from before a
// restart, is known as such.
type Broker interface {
	// Publish adds an event and gives its number.
	Publish(ctx context.Context, topic string, e Event) (uint64, error)
	// Read gives what came after a number; after 0, all there is.
	Read(ctx context.Context, topic string, after uint64) (News, error)
	// Last is the number of the topic's last event, after which a reader stands who begins now.
	Last(ctx context.Context, topic string) (uint64, error)
	// Watch calls wake whenever the topic has something new, until stop is called. The broker is locked meanwhile: wake must neither block nor call it.
	Watch(topic string, wake func()) (stop func())
}

// NewSent is an event of another broker than [Local], whose text is made once as well.
func NewSent(seq uint64, e Event) Sent {
	return Sent{Seq: seq, Event: e, text: &text{}}
}
