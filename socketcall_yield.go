package dashi

import (
	"context"
	"maps"
	"sync"
	"sync/atomic"

	"github.com/dashi-go/dashi/render/wire"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// shows is what sends values of a call's outputs before it ends; nil where they are to come joined, at the end. What Dash's client is sent stays on its page whatever
// has become of the call, so that of two calls nobody could say what is whose: it is sent values of calls that may never end, one such at a time.
func (p *socketPeer) shows(ctx context.Context, c *Call, m *message) func(part *frames.Frame) error {
	if p.page == "" {
		if !c.cb.persistent || !c.cb.fn.Streams() {
			return nil
		}
		turn := p.running.supersede(m.RendererID+"\x00"+c.instance(), m.RequestID)
		return func(part *frames.Frame) error {
			turn.mu.Lock()
			defer turn.mu.Unlock()
			if turn.id.Load() != m.RequestID {
				return context.Canceled
			}
			return p.emit(ctx, m, part)
		}
	}
	return func(part *frames.Frame) error {
		text, err := part.AppendJSON(nil)
		if err == nil {
			err = p.reply(reply{"partial", m.RendererID, m.RequestID, wire.RawMessage(text)})
		}
		return err
	}
}

// socketTurn is whose turn it is to show an instance's values.
type socketTurn struct {
	mu sync.Mutex   // held while values are sent
	id atomic.Value // the request id, a string
}

// supersede ends the call whose turn it was, and gives the turn to another one, which runs: nothing of the older one is sent after that.
func (s *socketCalls) supersede(name, id string) *socketTurn {
	s.mu.Lock()
	if s.turns == nil {
		s.turns = map[string]*socketTurn{}
	}
	turn := s.turns[name]
	if turn == nil {
		turn = &socketTurn{}
		s.turns[name] = turn
	} else if older := s.running[turn.id.Load().(string)]; older != nil {
		older()
	}
	turn.id.Store(id)
	s.mu.Unlock()
	turn.mu.Lock() // what is being sent comes before
	defer turn.mu.Unlock()
	return turn
}

func (s *socketCalls) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.running, id)
	maps.DeleteFunc(s.turns, func(_ string, turn *socketTurn) bool { return turn.id.Load() == id })
}
