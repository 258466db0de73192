package dashi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/dashi-go/dashi/render/wire"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// WebSocket has the callback's calls go over the page's socket, where it has one: the function may set properties for as long as it likes ([Call.SetProps]), and ask for such as are
// none of its arguments ([Call.GetProp]). Its context ends with the connection. Where there is no socket the calls are requests as any other's. Answers have no headers, as with
// [Alone] they would.
func WebSocket() CallbackOption { return webSocket{} }

// Persistent is [WebSocket] for a function that goes on for as long as the page is there, such as one that reports what happens on the server: the page does not show itself
// as busy meanwhile. Without outputs and inputs it begins when the page is loaded, and again when a connection that was lost is back: at most once at a time for a page.
func Persistent() CallbackOption { return persistent{} }

type (
	webSocket  struct{}
	persistent struct{}
)

func (webSocket) CallbackOption() {}

func (persistent) CallbackOption() {}

func (webSocket) name() string { return "WebSocket" }

func (persistent) name() string { return "Persistent" }

// Errors of calls over a socket.
var (
	errBySocket = errors.New("dashi: a call over a socket has no answer of HTTP, so it sets no headers or cookies")
	errNoSocket = errors.New("dashi: GetProp: the call does not come over a socket; register the callback with dashi.WebSocket(), and expect pages that have none")
	errNoProp   = errors.New("the page holds no component with this id, or it has no such property")
)

// getPropTimeout is how long a page may take to say what it holds.
const getPropTimeout = 30 * time.Second

// GetProp asks the page for the present value of a property, as JSON: nil where it has none. It is an error where the call does not come over a socket (see [WebSocket]), where the page
// holds no such component, where it does not answer within 30 s, and once ctx or the connection has ended.
func (c *Call) GetProp(ctx context.Context, id ID, property string) (json.RawMessage, error) {
	if c == nil {
		return nil, errNoCall
	}
	if c.ask == nil {
		return nil, errNoSocket
	}
	if err := id.Check(); err != nil {
		return nil, fmt.Errorf("dashi: GetProp: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, getPropTimeout)
	defer cancel()
	value, err := c.ask(ctx, id, property)
	if err != nil {
		return nil, fmt.Errorf("dashi: GetProp(%q, %q): %w", string(id), property, err)
	}
	return value, nil
}

// socketCalls are the calls of a socket. The zero value is ready.
type socketCalls struct {
	mu      sync.Mutex
	running map[string]context.CancelFunc        // by request id
	turns   map[string]*socketTurn               // of calls that end older ones, by what names an instance in a page
	asked   map[string]chan<- map[string]rawProp // by the id of what the page is asked
}

// rawProp keeps a null apart from nothing.
type rawProp = *json.RawMessage

// begin notes a call, unless there are too many or one with its id.
func (s *socketCalls) begin(id string, cancel context.CancelFunc) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, taken := s.running[id]; taken || len(s.running) >= maxSideBySide {
		return false
	}
	if s.running == nil {
		s.running = map[string]context.CancelFunc{}
	}
	s.running[id] = cancel
	return true
}

func (s *socketCalls) cancel(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.running[id]; cancel != nil {
		cancel()
	}
}

// expect gives where the answer to a question will be, and its id.
func (s *socketCalls) expect() (id string, answer <-chan map[string]rawProp, forget func()) {
	to := make(chan map[string]rawProp, 1)
	id = randomName()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked == nil {
		s.asked = map[string]chan<- map[string]rawProp{}
	}
	s.asked[id] = to
	return id, to, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.asked, id)
	}
}

func (s *socketCalls) answered(id string, props map[string]rawProp) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if to := s.asked[id]; to != nil {
		delete(s.asked, id)
		to <- props
	}
}

// calls does what a message about calls says, and tells whether it was one.
func (p *socketPeer) calls(m *message) bool {
	switch m.Type {
	case "callback_request":
		p.call(m)
	case "callback_cancel":
		p.running.cancel(m.RequestID)
	case "get_props_response":
		var props map[string]rawProp
		_ = json.Unmarshal(m.Payload, &props) // what is no object has no properties
		p.running.answered(m.RequestID, props)
	default:
		return false
	}
	return true
}

// reply is a message to Dash's client, and to ours, about a call.
type reply struct {
	Type       string `json:"type"`
	RendererID string `json:"rendererId"`
	RequestID  string `json:"requestId,omitempty"`
	Payload    any    `json:"payload"`
}

// outcome of a call over a socket.
type socketOutcome struct {
	Status  string          `json:"status"` // ok, prevent_update or error
	Data    wire.RawMessage `json:"data,omitempty"`
	Message string          `json:"message,omitempty"`
	Error   *wire.Error     `json:"error,omitempty"` // ours: what a request would be answered
	Code    int             `json:"code,omitempty"`  // ours: and its status
}

func (p *socketPeer) reply(r reply) error {
	text, err := wire.Marshal(r)
	if err != nil {
		return err
	}
	return p.conn.Send(text)
}

// call begins what a page asks for.
func (p *socketPeer) call(m *message) {
	refuse := func(e wire.Error) {
		p.app.log.DebugContext(p.request.Context(), "dashi: request refused", "code", string(e.Code), "message", e.Message)
		_ = p.reply(reply{"callback_response", m.RendererID, m.RequestID, failedOutcome(result{status: e.Code.Status(), failed: e})})
	}
	req, err := wire.DecodeRequest(m.Payload)
	if err != nil {
		refuse(malformed(err))
		return
	}
	c, refused := p.app.accept(p.site, p.request, req)
	switch {
	case c == nil:
		refuse(refused)
		return
	case !c.cb.socket:
		refuse(p.site.misfit(wire.Error{Code: wire.UnknownCallback, Message: "The callback takes no calls over a socket.", Callback: c.cb.id}))
		return
	}
	ctx, cancel := context.WithCancel(p.request.Context())
	if !p.running.begin(m.RequestID, cancel) {
		cancel()
		refuse(wire.Error{Code: tooBusy, Message: "Too many calls run at a time.", Callback: c.cb.id})
		return
	}
	if c.cb.memo == nil {
		c.show = p.shows(ctx, c, m)
	}
	stop := context.AfterFunc(p.conn.Context(), cancel)
	p.conn.Go(func() {
		defer stop()
		defer cancel()
		defer p.running.end(m.RequestID)
		p.perform(ctx, c, m)
	})
}

// perform makes a call as a request would, and sends what it came to.
func (p *socketPeer) perform(ctx context.Context, c *Call, m *message) {
	out := failedOutcome(result{status: http.StatusInternalServerError, failed: wire.Error{Code: wire.CallbackFailed, Message: "The callback did not end."}})
	defer func() { _ = p.reply(reply{"callback_response", m.RendererID, m.RequestID, out}) }() // also where the user's code calls runtime.Goexit
	c.sealed = errBySocket
	if c.cb.memo == nil {
		c.emit = func(side *frames.Frame) error { return p.emit(ctx, m, side) }
	}
	c.ask = func(ctx context.Context, id ID, property string) (json.RawMessage, error) {
		return p.getProp(ctx, m, id, property)
	}
	res := p.app.perform(ctx, p.site, c)
	switch res.status {
	case http.StatusOK:
		if out = (socketOutcome{Status: "prevent_update"}); !res.stands {
			out = socketOutcome{Status: "ok", Data: res.body.json()}
		}
	case http.StatusNoContent:
		out = socketOutcome{Status: "prevent_update"}
	default:
		out = failedOutcome(res)
	}
}

func failedOutcome(res result) socketOutcome {
	return socketOutcome{Status: "error", Message: res.failed.Message, Error: &res.failed, Code: res.status}
}

// emit sends properties that a call sets before it ends, a message for each component.
func (p *socketPeer) emit(ctx context.Context, m *message, side *frames.Frame) error {
	text, err := side.AppendJSON(nil)
	if err != nil {
		return err
	}
	var updates map[string]wire.RawMessage
	if err := json.Unmarshal(text, &updates); err != nil {
		return err
	}
	for id, props := range updates {
		type update struct {
			ID    string          `json:"componentId"`
			Props wire.RawMessage `json:"props"`
		}
		if err := p.reply(reply{"set_props", m.RendererID, m.RequestID, update{id, props}}); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// getProp asks the page of a call.
func (p *socketPeer) getProp(ctx context.Context, m *message, id ID, property string) (json.RawMessage, error) {
	question, answer, forget := p.running.expect()
	defer forget()
	type wanted struct {
		ID         string   `json:"componentId"`
		Properties []string `json:"properties"`
	}
	if err := p.reply(reply{"get_props_request", m.RendererID, question, wanted{string(id), []string{property}}}); err != nil {
		return nil, err
	}
	select {
	case props := <-answer:
		value, known := props[property]
		switch {
		case !known && len(props) == 0:
			return nil, errNoProp
		case value == nil:
			return nil, nil
		}
		return *value, nil
	case <-p.conn.Context().Done():
		return nil, errors.New("the connection has ended")
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
