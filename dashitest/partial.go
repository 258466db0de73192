package dashitest

import (
	"encoding/json"
	"slices"
)

// writePart writes values that outputs have before their call ends. What depends on them is requested then: see tell.
func (e *engine) writePart(c *running, raw json.RawMessage, call *Call) {
	values, err := responseOf(raw)
	if err != nil {
		e.fail(err)
		return
	}
	done := e.put(values, c.writer)
	c.shown.changed = append(c.shown.changed, done.changed...)
	c.shown.added = append(c.shown.added, done.added...)
	c.shown.removed = append(c.shown.removed, done.removed...)
	if len(done.added) > 0 {
		for _, one := range e.instances.newsOf(done.added).touched {
			e.waits.link(one)
		}
	}
	shows := map[string]any{}
	for _, v := range values {
		if n := e.tree.nodes[v.id]; n != nil {
			shows[v.String()] = n.props()[v.property]
			call.Updates[v.String()] = shows[v.String()]
		}
	}
	call.Partials = append(call.Partials, shows)
	e.abandon(done.removed)
}

// tell requests what follows from what a call has shown.
func (e *engine) tell(shown effects, way *trail) {
	here := func(id string) bool { return e.tree.nodes[id] != nil }
	var now effects
	for _, r := range shown.changed {
		if here(r.id) && !slices.Contains(now.changed, r) {
			now.changed = append(now.changed, r)
		}
	}
	for _, id := range shown.added {
		if here(id) && !slices.Contains(now.added, id) {
			now.added = append(now.added, id)
		}
	}
	for _, id := range shown.removed {
		if !here(id) && !slices.Contains(now.removed, id) {
			now.removed = append(now.removed, id)
		}
	}
	e.spread(now, way)
}
