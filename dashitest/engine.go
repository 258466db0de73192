package dashitest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/dashi-go/dashi/render/wire"
)

// engine decides which callbacks run, by the rules of the front end's engine; only that its calls end at once.
type engine struct {
	page      *Page
	callbacks []*callback
	readers   map[string][]*callback // by "id.property" of an Input
	requested map[*callback]*request
}

type callback struct {
	wire.Dependency
	inputs, outputs map[string]bool // by "id.property"
	refs            []ref           // outputs
	below           map[*callback]bool
}

// request is a callback that is to run.
type request struct {
	changed map[string]bool
	group   *group             // of initial calls that came to be together, or nil
	after   map[*callback]bool // whose answers led here; none of them runs again in this chain
}

// group is how an initial call learns that its inputs never came.
type group struct{ outputs, returned map[string]bool }

func newEngine(dependencies []wire.Dependency, page *Page) *engine {
	e := &engine{page: page, readers: map[string][]*callback{}, requested: map[*callback]*request{}}
	for _, d := range dependencies {
		c := &callback{Dependency: d, inputs: map[string]bool{}, outputs: map[string]bool{}}
		if !d.NoOutput {
			c.refs = outputRefs(d.Output)
		}
		for _, out := range c.refs {
			c.outputs[out.String()] = true
		}
		for _, in := range d.Inputs {
			if !c.inputs[in.String()] {
				e.readers[in.String()] = append(e.readers[in.String()], c)
			}
			c.inputs[in.String()] = true
		}
		e.callbacks = append(e.callbacks, c)
	}
	slices.SortStableFunc(e.callbacks, func(a, b *callback) int { return cmp.Compare(a.Order, b.Order) })
	for _, c := range e.callbacks {
		c.below = e.downstream(c)
	}
	return e
}

// outputRefs takes a callback id apart: "a.x" or "..a.x...b.y..".
func outputRefs(id string) (refs []ref) {
	items := []string{id}
	if strings.HasPrefix(id, "..") {
		items = strings.Split(id[2:len(id)-2], "...")
	}
	for _, item := range items {
		dot := strings.LastIndexByte(item, '.')
		refs = append(refs, ref{item[:dot], item[dot+1:]})
	}
	return refs
}

// downstream is all that may have to run because c ran. A property that a callback both reads and writes does not make it wait.
func (e *engine) downstream(c *callback) map[*callback]bool {
	found := map[*callback]bool{}
	for ahead := []*callback{c}; len(ahead) > 0; {
		next := ahead[len(ahead)-1]
		ahead = ahead[:len(ahead)-1]
		for output := range next.outputs {
			for _, reader := range e.readers[output] {
				if !found[reader] && !reader.outputs[output] {
					found[reader] = true
					ahead = append(ahead, reader)
				}
			}
		}
	}
	return found
}

// start runs the initial calls.
func (e *engine) start() {
	e.requestGroup(e.feedable(func(c *callback) bool {
		if len(c.refs) > 0 {
			return slices.ContainsFunc(c.refs, e.present)
		}
		return len(c.Inputs) == 0 || slices.ContainsFunc(c.Inputs, e.hasInput)
	}), nil)
	e.run()
}

// edited runs what follows from a user's edit.
func (e *engine) edited(r ref) {
	e.trigger(r.String(), nil)
	e.run()
}

func (e *engine) present(r ref) bool { return e.page.tree.nodes[r.id] != nil }

func (e *engine) hasInput(r wire.Ref) bool { return e.page.tree.nodes[r.ID] != nil }

// feedable are the callbacks that are wanted and not prevented, without those all of whose inputs are missing or are written
// by one left out for that reason.
func (e *engine) feedable(wanted func(*callback) bool) (chosen []*callback) {
	for _, c := range e.callbacks {
		if !c.PreventInitialCall && wanted(c) {
			chosen = append(chosen, c)
		}
	}
	dead := map[string]bool{}
	for {
		left := slices.DeleteFunc(slices.Clone(chosen), func(c *callback) bool {
			starved := len(c.Inputs) > 0 && !slices.ContainsFunc(c.Inputs, func(in wire.Ref) bool { return e.hasInput(in) && !dead[in.String()] })
			if starved {
				maps.Copy(dead, c.outputs)
			}
			return starved
		})
		if len(left) == len(chosen) {
			return chosen
		}
		chosen = left
	}
}

func (e *engine) requestGroup(callbacks []*callback, after map[*callback]bool) {
	g := &group{outputs: map[string]bool{}, returned: map[string]bool{}}
	for _, c := range callbacks {
		if !after[c] {
			maps.Copy(g.outputs, c.outputs)
			e.request(c, nil, after, g)
		}
	}
}

func (e *engine) request(c *callback, changed []string, after map[*callback]bool, g *group) {
	r := e.requested[c]
	if r == nil {
		r = &request{changed: map[string]bool{}, group: g, after: maps.Clone(after)}
		e.requested[c] = r
	} else if len(changed) > 0 {
		if len(r.changed) == 0 {
			r.after = maps.Clone(after) // an initial call is no trigger
		} else {
			maps.DeleteFunc(r.after, func(c *callback, _ bool) bool { return !after[c] })
		}
	}
	for _, key := range changed {
		r.changed[key] = true
	}
}

func (e *engine) trigger(key string, after map[*callback]bool) {
	for _, reader := range e.readers[key] {
		if !after[reader] {
			e.request(reader, []string{key}, after, nil)
		}
	}
}

// run calls what is requested, each after all it depends on, until nothing is left.
func (e *engine) run() {
	for len(e.requested) > 0 {
		c := e.next()
		r := e.requested[c]
		delete(e.requested, c)
		if !r.starved(c) && e.callable(c) {
			e.call(c, r)
		}
	}
}

// next is the first callback that waits for none; in a circle, the first of all.
func (e *engine) next() (first *callback) {
	for _, c := range e.callbacks {
		if e.requested[c] == nil {
			continue
		}
		if first == nil {
			first = c
		}
		blocked := false
		for other := range e.requested {
			blocked = blocked || other != c && other.below[c]
		}
		if !blocked {
			return c
		}
	}
	return first
}

// starved is an initial call whose every input was to come from callbacks of its group, none of which gave a value.
func (r *request) starved(c *callback) bool {
	if r.group == nil || len(r.changed) > 0 || len(c.inputs) == 0 {
		return false
	}
	for input := range c.inputs {
		if !r.group.outputs[input] || c.outputs[input] || r.group.returned[input] {
			return false
		}
	}
	return true
}

// callable fails the test where only some of what a callback names is on the page, and is false where none is.
func (e *engine) callable(c *callback) bool {
	if len(c.Inputs) > 0 && !slices.ContainsFunc(c.Inputs, e.hasInput) || len(c.refs) > 0 && !slices.ContainsFunc(c.refs, e.present) {
		return false
	}
	missing := func(role, id, property string) bool {
		e.page.t.Errorf("dashitest: the callback %q has the %s %q, but the page holds no component with the id %q", c.Output, role, id+"."+property, id)
		return false
	}
	for _, in := range c.Inputs {
		if !e.hasInput(in) {
			return missing("Input", in.ID, in.Property)
		}
	}
	for _, in := range c.State {
		if !e.hasInput(in) {
			return missing("State", in.ID, in.Property)
		}
	}
	for _, out := range c.refs {
		if !e.present(out) {
			return missing("Output", out.id, out.property)
		}
	}
	return true
}

func (e *engine) call(c *callback, r *request) {
	answer := e.page.post(c.Dependency, sorted(r.changed))
	after := maps.Clone(r.after)
	if after == nil {
		after = map[*callback]bool{}
	}
	after[c] = true
	var changed []string
	for _, key := range slices.Sorted(maps.Keys(answer.Updates)) {
		dot := strings.LastIndexByte(key, '.')
		n := e.page.tree.nodes[key[:dot]]
		if n == nil {
			continue
		}
		if r.group != nil {
			r.group.returned[key] = true
		}
		property, value := key[dot+1:], answer.Updates[key]
		if p, ok := asPatch(value); ok {
			var err error
			if value, err = p.apply(n.props[property]); err != nil {
				e.page.t.Errorf("dashitest: the patch of %s cannot be applied: %v", key, err)
				continue
			}
		}
		if !equal(n.props[property], value) {
			n.props[property] = value
			changed = append(changed, key)
		}
	}
	if len(changed) == 0 {
		return
	}
	added := e.page.tree.index()
	for _, key := range changed {
		e.trigger(key, after)
	}
	e.welcome(added, after)
}

// welcome requests what new components bring: the initial calls of callbacks that write to them, and calls of those that read
// them and write to older ones.
func (e *engine) welcome(added []string, after map[*callback]bool) {
	isNew := func(id string) bool { return slices.Contains(added, id) }
	if len(added) == 0 {
		return
	}
	e.requestGroup(e.feedable(func(c *callback) bool {
		return slices.ContainsFunc(c.refs, func(out ref) bool { return isNew(out.id) })
	}), after)
	for _, c := range e.callbacks {
		if after[c] || !slices.ContainsFunc(c.refs, func(out ref) bool { return !isNew(out.id) }) {
			continue
		}
		var news []string
		for _, in := range c.Inputs {
			if isNew(in.ID) {
				news = append(news, in.String())
			}
		}
		if len(news) > 0 {
			e.request(c, news, after, nil)
		}
	}
}
