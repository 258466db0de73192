package dashitest

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/dashi-go/dashi/internal/graph"
)

// channel is what the page knows of its channel, as its config has it.
type channel struct {
	Page   string                  `json:"page"`
	After  map[string]uint64       `json:"after"`
	Open   bool                    `json:"open"`
	Topics map[string]subscription `json:"-"`
}

type subscription struct {
	After uint64 `json:"after"`
	Seal  string `json:"seal"`
}

// heardLine is a line of what the page hears.
type heardLine struct {
	Type       string
	Topic      string
	Seq        uint64
	SideUpdate json.RawMessage
	Topics     map[string]*subscription
}

// Hear sets what has been pushed to the page (dashi.App.Push) since it was opened or last heard, and runs all that follows from it; where nothing has been pushed yet, it waits for that.
// It fails the test where nothing comes for 25 s, where something was missed, and where the app has no Options.Push.
func (p *Page) Hear() {
	p.t.Helper()
	if p.channel == nil || !p.channel.Open {
		p.t.Fatalf("dashitest: Hear: the app's pages do not listen; set Options.Push")
	}
	for heard := false; !heard; {
		all := p.listen()
		for _, n := range all {
			heard = p.hear(n) || heard
		}
		if len(all) == 0 {
			p.t.Fatalf("dashitest: Hear: nothing was pushed to the page")
		}
	}
}

// listen asks for what is new, without what says nothing.
func (p *Page) listen() (all []heardLine) {
	p.t.Helper()
	body, err := json.Marshal([]any{map[string]any{
		"type": "hello", "poll": true, "page": p.channel.Page, "after": p.channel.After, "topics": p.channel.Topics,
	}})
	if err != nil {
		p.t.Fatalf("dashitest: Hear: %v", err)
	}
	w := p.send(http.MethodPost, p.options.Path+"_dashi-channel", body)
	if w.Code != http.StatusOK {
		p.t.Fatalf("dashitest: Hear: status %d: %s", w.Code, w.Body)
	}
	for line := range bytes.Lines(w.Body.Bytes()) {
		var n heardLine
		if err := json.Unmarshal(line, &n); err != nil {
			p.t.Fatalf("dashitest: Hear: %v: %s", err, line)
		}
		if n.Topic != "" {
			all = append(all, n)
		}
	}
	return all
}

// hear does what a line says, and tells whether it set anything.
func (p *Page) hear(n heardLine) bool {
	p.t.Helper()
	p.channel.After[n.Topic] = n.Seq
	if n.Type == "lost" {
		p.t.Fatalf("dashitest: Hear: something was pushed that is not kept any more")
	}
	for topic, s := range n.Topics {
		delete(p.channel.Topics, topic)
		delete(p.channel.After, topic)
		if s != nil {
			p.channel.Topics[topic], p.channel.After[topic] = *s, s.After
		}
	}
	if n.SideUpdate == nil {
		return false
	}
	p.engine.pushed(n.SideUpdate)
	return true
}

// pushed writes what comes unasked. It is meant for whoever shows it: a component that is not there is no mistake.
func (e *engine) pushed(raw json.RawMessage) {
	values, err := e.components.targets(raw, graph.Bound{})
	if err != nil {
		e.fail(err)
		return
	}
	e.clock++
	e.write(values, writer{trail: beginning, version: e.clock})
	e.run()
}
