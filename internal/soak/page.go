package soak

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// page is an open page of a visitor.
type page struct {
	*visitor
	ctx   context.Context // ends with the page
	token string
	ready chan struct{} // closed when the server has welcomed the page
	line  line

	mu      sync.Mutex
	after   map[string]uint64        // how far topics were heard
	jobs    map[string]*followed     // by handle
	topics  map[string]*followed     // by topic
	answers map[string]chan<- string // to calls over the socket, by request id
	greeted bool
}

// line is the way a page says something to the server.
type line interface {
	say(messages ...any) error
}

// followed is a job that a page hears of.
type followed struct {
	handle, topic string
	after         uint64
	news          chan struct{} // gets a value when something was heard
	ended         chan int      // gets the status
}

// message is what the server says.
type message struct {
	Type       string                     `json:"type"`
	Topic      string                     `json:"topic"`
	Seq        uint64                     `json:"seq"`
	Job        string                     `json:"job"`
	Status     int                        `json:"status"`
	RequestID  string                     `json:"requestId"`
	RendererID string                     `json:"rendererId"`
	Payload    json.RawMessage            `json:"payload"`
	Side       map[string]json.RawMessage `json:"sideUpdate"`
}

// page is one page, from when it is opened until it is closed.
func (v *visitor) page(ctx context.Context, tokens *recent, kind string) error {
	ctx, cancel := context.WithTimeout(ctx, v.life(kind))
	defer cancel()
	p := &page{
		visitor: v, ctx: ctx, ready: make(chan struct{}), jobs: map[string]*followed{}, topics: map[string]*followed{}, answers: map[string]chan<- string{},
	}
	if err := p.load(); err != nil {
		return over(ctx, err)
	}
	tokens.add(p.token)
	v.counts.add("pages opened")
	v.counts.add(kind)
	v.counts.open.Add(1)
	defer v.counts.open.Add(-1)
	switch kind {
	case "pages that do not read":
		return p.deaf()
	case "pages by HTTP":
		return p.byHTTP()
	case "pages that read slowly":
		return p.bySocket(300 * time.Millisecond)
	}
	return p.bySocket(0)
}

// life is how long a page stays. Who does not read stays until the server has had enough.
func (v *visitor) life(kind string) time.Duration {
	if kind == "pages that do not read" {
		return 5 * heartbeat
	}
	return time.Second + time.Duration(rand.Int64N(int64(10*time.Second)))
}

// over is an error of a page, or nil where the page is being closed. The connection of a request that was given up may be another's already, who then gets that one's error from
// net/http; nothing that is awaited here ends by such an error.
func over(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// load gets the page.
func (p *page) load() error {
	res, err := p.do(p.ctx, http.MethodGet, "/", "", nil)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(string(body), `id="_dash-config" type="application/json">`)
	text, _, _ := strings.Cut(rest, "</script>")
	var config struct {
		Push struct {
			Page  string            `json:"page"`
			After map[string]uint64 `json:"after"`
		} `json:"push"`
	}
	if err := json.Unmarshal([]byte(text), &config); err != nil {
		return fmt.Errorf("soak: the page's config: %w", err)
	}
	if p.token, p.after = config.Push.Page, config.Push.After; p.token == "" {
		return errors.New("soak: the page has no channel")
	}
	return nil
}

// hello is the first message of a channel.
func (p *page) hello() map[string]any {
	p.mu.Lock()
	defer p.mu.Unlock()
	after := map[string]uint64{}
	for topic, at := range p.after {
		after[topic] = at
	}
	return map[string]any{"type": "hello", "page": p.token, "after": after}
}

// hear takes what came, one message or a list of them.
func (p *page) hear(text []byte) error {
	if len(text) == 0 || text[0] != '[' {
		text = append(append([]byte{'['}, text...), ']')
	}
	var all []message
	if err := json.Unmarshal(text, &all); err != nil {
		return fmt.Errorf("soak: the server said %.200q: %w", text, err)
	}
	for i := range all {
		if err := p.take(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

func (p *page) take(m *message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch m.Type {
	case "welcome":
		if !p.greeted {
			p.greeted = true
			close(p.ready)
		}
	case "following":
		if j := p.jobs[m.Job]; j != nil {
			j.topic = m.Topic
			p.topics[m.Topic] = j
		}
	case "event":
		p.counts.add("events heard")
		return p.event(m)
	case "lost":
		p.counts.add("losses told")
		if _, named := p.after[m.Topic]; named {
			p.after[m.Topic] = m.Seq
		}
	case "get_props_request":
		answer := map[string]any{"type": "get_props_response", "requestId": m.RequestID, "payload": map[string]any{"title": "of the page"}}
		return p.line.say(answer)
	case "callback_response":
		if to := p.answers[m.RequestID]; to != nil {
			to <- string(m.Payload)
			delete(p.answers, m.RequestID)
		}
	}
	return nil
}

// event notes an event, with p.mu held. One that came before is a mistake of the server.
func (p *page) event(m *message) error {
	j := p.topics[m.Topic]
	if m.Job != "" {
		j = p.jobs[m.Job]
	}
	switch {
	case j != nil:
		if m.Seq != 0 && m.Seq <= j.after {
			return fmt.Errorf("soak: event %d of a job came after event %d", m.Seq, j.after)
		}
		j.after = max(j.after, m.Seq)
		if m.Status != 0 {
			j.ended <- m.Status
			delete(p.topics, j.topic)
			delete(p.jobs, j.handle)
			return nil
		}
		select {
		case j.news <- struct{}{}:
		default:
		}
	case m.Topic != "":
		if at, named := p.after[m.Topic]; named && m.Seq <= at {
			return fmt.Errorf("soak: event %d of a topic came after event %d", m.Seq, at)
		} else if named {
			p.after[m.Topic] = m.Seq
		}
	}
	return nil
}

// follow hears of a job from now on.
func (p *page) follow(handle string) (*followed, error) {
	j := &followed{handle: handle, news: make(chan struct{}, 1), ended: make(chan int, 1)}
	p.mu.Lock()
	p.jobs[handle] = j
	p.mu.Unlock()
	return j, p.line.say(map[string]any{"type": "follow", "job": handle, "after": 0})
}
