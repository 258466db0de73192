package dashitest

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/dashi-go/dashi/render/wire"
)

// engine decides which callbacks run, by the rules of the front end's engine (assets/src/graph), file by file; only that its calls are
// made one after the other, so that none is ever superseded.
//
//	edited / answer ──> requested ──run──> ready? ──call──> answer ──> apply ──> effects ──> requested …
type engine struct {
	page       *Page
	tree       *tree
	components *components
	instances  *instances
	waits      *waits
	requested  map[*node]*request
	ready      readyList // may hold nodes that wait again, or that are called already
	running    *running  // nil between calls
	clock      int       // every call, and every component that comes, takes a tick
}

// request is an instance that is to run.
type request struct {
	changed []string
	group   *group // of initial calls that came to be together, or nil
	from    []*trail
}

// running is the call that is being made.
type running struct {
	*node
	writer
	off   updates // what is to be set when it ends
	shown effects // of what it has shown before its end
}

// writer is who sets properties.
type writer struct {
	trail   *trail
	version int    // by the engine's clock; 0 for values that are switched
	group   *group // or nil
	named   bool   // a component that is not there is a mistake, not one that has gone meanwhile
}

func newEngine(dependencies []wire.Dependency, layout any, page *Page) *engine {
	e := &engine{page: page, requested: map[*node]*request{}}
	t, ids := newTree(layout)
	e.tree = t
	e.components = newComponents(t.rank)
	for _, id := range ids {
		e.components.add(id)
	}
	e.instances = &instances{newCallbacks(dependencies), e.components}
	e.waits = newWaits(e.instances, func(n *node) {
		if e.requested[n] != nil {
			e.ready.add(n)
		}
	})
	return e
}

// start runs the initial calls.
func (e *engine) start() {
	e.requestGroup(e.instances.initial(), beginning)
	e.run()
}

// edited runs what follows from a user's edit, which is on the page already.
func (e *engine) edited(r ref) {
	e.clock++
	e.trigger([]ref{r}, beginning)
	e.run()
}

func (e *engine) request(one instance, changed []string, way *trail, g *group) {
	n := e.waits.pend(one)
	r := e.requested[n]
	if r == nil {
		e.requested[n] = &request{changed: slices.Clone(changed), group: g, from: []*trail{way}}
		if n.parents == 0 {
			e.ready.add(n)
		}
		return
	}
	if len(changed) == 0 {
		return
	}
	// An initial call is no trigger: the way that counts is that of what triggers.
	if len(r.changed) == 0 {
		r.from = []*trail{way}
	} else if r.from[len(r.from)-1] != way {
		r.from = append(r.from, way)
	}
	for _, key := range changed {
		if !slices.Contains(r.changed, key) {
			r.changed = append(r.changed, key)
		}
	}
}

func (e *engine) requestGroup(all []instance, way *trail) {
	g := newGroup()
	for _, one := range all {
		if !way.passed(one.callback) {
			g.promise(one.callback, e.instances.props(one.outputs, one))
			e.request(one, nil, way, g)
		}
	}
}

func (e *engine) trigger(changed []ref, way *trail) {
	for _, r := range changed {
		for _, input := range e.instances.readers.about(r) {
			// From one instance of a callback to the next ones: ALLSMALLER only leads upwards, which has an end.
			onward := input.callback == way.callback && input.smaller
			if !onward && way.passed(input.callback) {
				continue
			}
			for _, reader := range e.instances.through(input, r.id) {
				e.request(reader, []string{r.String()}, way, nil)
			}
		}
	}
}

// run calls what is requested, each after all it depends on, until nothing is left.
func (e *engine) run() {
	for e.ready.Len() > 0 {
		n := e.ready.take()
		if r := e.requested[n]; r != nil && n.parents == 0 {
			delete(e.requested, n)
			e.begin(n, r)
		}
	}
}

func (e *engine) begin(n *node, r *request) {
	if body, call, ok := e.wanted(n.instance, r); ok {
		e.clock++
		c := &running{node: n, writer: writer{trail: continued(n.callback, r.from), version: e.clock, group: r.group}}
		e.running = c
		e.switchOn(c, &call)
		e.follow(c, e.page.ask(n.callback, body, &call), &call)
		e.page.calls = append(e.page.calls, call)
		e.end(c)
		return
	}
	e.settled(n)
}

// wanted makes the record of a call; ok is false where there is nothing to call for.
func (e *engine) wanted(one instance, r *request) (body record, call Call, ok bool) {
	if !e.instances.exists(one) || len(r.changed) == 0 && r.group.starves(one.callback, e.instances.props(one.inputs, one)) {
		return body, call, false
	}
	present := slices.DeleteFunc(r.changed, func(key string) bool { return !e.components.known[splitRef(key).id] })
	if present == nil {
		present = []string{}
	}
	body, call, ok, err := e.record(one, present)
	if err != nil {
		e.fail(err)
	}
	return body, call, ok
}

// follow does what a call's answer says.
func (e *engine) follow(c *running, a answer, call *Call) {
	side := func(raw json.RawMessage) {
		if e.running == c && raw != nil {
			e.writeSide(c, raw, call)
		}
	}
	for _, part := range a.stream {
		if part.partial == nil {
			side(part.side)
		} else if e.running == c {
			e.writePart(c, part.partial, call)
		}
	}
	for _, u := range a.response { // goes before what came earlier
		call.Updates[u.String()] = u.value
	}
	if e.running != c {
		return // it had removed the very components it was for
	}
	side(a.side)
	// Before the answer, which may set itself what is switched.
	e.letGo(c)
	e.write(a.response, c.writer)
}

func (e *engine) writeSide(c *running, raw json.RawMessage, call *Call) {
	values, err := e.components.targets(raw, c.bound)
	if err != nil {
		e.fail(err)
		return
	}
	for _, v := range values {
		call.Side[v.String()] = v.value
	}
	w := c.writer
	w.named = true
	e.write(values, w)
}

// end says that the call has ended, if nothing else did.
func (e *engine) end(c *running) {
	if e.running != c {
		return
	}
	e.running = nil
	e.letGo(c)
	e.tell(c.shown, c.trail)
	e.settled(c.node)
}

// settled lets those go on that waited for the node, unless there is a newer request.
func (e *engine) settled(n *node) {
	if e.requested[n] == nil {
		e.waits.rest(n)
	}
}

// switchOn sets what the callback's Running options say.
func (e *engine) switchOn(c *running, call *Call) {
	if len(c.Running) == 0 {
		return
	}
	var plan struct {
		On  json.RawMessage `json:"running"`
		Off json.RawMessage `json:"runningOff"`
	}
	err := json.Unmarshal(c.Running, &plan)
	var on, off updates
	if err == nil {
		on, err = e.components.targets(plan.On, c.bound)
	}
	if err == nil {
		off, err = e.components.targets(plan.Off, c.bound)
	}
	if err != nil {
		e.fail(err)
		return
	}
	for _, v := range on {
		call.Running[v.String()] = v.value
	}
	c.off = off
	e.write(on, writer{trail: c.trail, named: true})
}

func (e *engine) letGo(c *running) {
	off := c.off
	c.off = nil
	e.write(off, writer{trail: c.trail})
}

// write writes to the page and requests what follows from it. What is written to a component that came later than the call began was
// meant for one before it, unless the call itself has brought it. What the same updates bring is written to once it is there.
func (e *engine) write(values updates, w writer) {
	e.spread(e.put(values, w), w.trail)
}

// spread requests what follows from a change of the page.
func (e *engine) spread(done effects, way *trail) {
	e.trigger(done.changed, way)
	e.welcome(done.added, way)
	e.farewell(done.removed, way)
}

func (e *engine) put(values updates, w writer) (done effects) {
	for len(values) > 0 {
		var here, later updates
		for _, v := range values {
			if e.tree.nodes[v.id] != nil {
				here = append(here, v)
			} else {
				later = append(later, v)
			}
		}
		if len(here) == 0 {
			if w.named {
				e.fail(fmt.Errorf("properties were set of %q, but the page holds no component with this id", values[0].id))
			}
			break
		}
		e.writeTo(here, w, &done)
		values = later
	}
	return done
}

func (e *engine) writeTo(values updates, w writer, all *effects) {
	var fresh updates
	for _, v := range values {
		c := e.tree.nodes[v.id]
		if w.version > 0 && c.born > w.version && c.by != w.version {
			continue
		}
		present, set := c.props()[v.property]
		if p, ok := asPatch(v.value); ok {
			if len(p.operations) == 0 {
				continue
			}
			var err error
			if v.value, err = p.apply(present, set); err != nil {
				e.fail(fmt.Errorf("the patch of %s cannot be applied: %w", v.ref, err))
				continue
			}
		}
		if w.group != nil {
			w.group.given[v.ref] = true
		}
		if !set || !equal(present, v.value) {
			fresh = append(fresh, v)
		}
	}
	if len(fresh) == 0 {
		return
	}
	done := e.tree.apply(fresh)
	for _, id := range done.removed {
		e.components.remove(id)
	}
	for _, id := range done.added {
		e.clock++
		e.tree.nodes[id].born, e.tree.nodes[id].by = e.clock, w.version
		e.components.add(id)
	}
	all.changed = append(all.changed, done.changed...)
	all.added = append(all.added, done.added...)
	all.removed = append(all.removed, done.removed...)
}

// welcome requests what new components bring: their own callbacks and no others.
func (e *engine) welcome(added []string, way *trail) {
	if len(added) == 0 {
		return
	}
	n := e.instances.newsOf(added)
	for _, one := range n.touched {
		e.waits.link(one)
	}
	e.requestGroup(n.initial, way)
	for _, r := range n.told {
		if !way.passed(r.callback) {
			e.request(r.instance, texts(r.changed), way, nil)
		}
	}
}

// farewell tells lists that became shorter, and drops requests whose answers could reach nobody any more.
func (e *engine) farewell(removed []string, way *trail) {
	for _, one := range e.instances.bereft(removed) {
		if !way.passed(one.callback) {
			e.request(one, nil, way, nil)
		}
	}
	e.abandon(removed)
}

func (e *engine) abandon(removed []string) {
	for _, id := range removed {
		for _, output := range e.instances.writers.on(id) {
			for _, n := range e.waits.writing(output, id) {
				if n.pending && !e.instances.reaches(n.instance) {
					e.drop(n)
				}
			}
		}
	}
}

// drop is for an instance that has nobody left to get what it would say.
func (e *engine) drop(n *node) {
	delete(e.requested, n)
	if e.running != nil && e.running.node == n {
		e.end(e.running)
		return
	}
	e.settled(n)
}

func (e *engine) fail(err error) {
	e.page.t.Helper()
	if !e.page.options.KeepErrors {
		e.page.t.Errorf("dashitest: %v", err)
	}
}

func texts(refs []ref) []string {
	list := make([]string, len(refs))
	for i, r := range refs {
		list[i] = r.String()
	}
	return list
}
