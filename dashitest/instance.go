package dashitest

import (
	"slices"
	"strconv"

	"github.com/dashi-go/dashi/internal/graph"
)

// instance is a callback with one set of MATCH values; a callback without MATCH has one. Instances are made when they are asked for
// and told apart by their keys.
type instance struct {
	*callback
	bound graph.Bound
	key   string
}

func instanceOf(c *callback, bound graph.Bound) instance {
	texts := []string{strconv.Itoa(c.index)}
	for _, key := range c.matchKeys {
		value, _ := bound.Value(key)
		texts = append(texts, value)
	}
	return instance{c, bound, joined(texts)}
}

// forward tells whether a reader waits for a writer: in the order that the server computed, so that a circle of callbacks cannot come to
// wait for itself. Between the instances of one callback ALLSMALLER looks forward too, from smaller values to greater ones.
func forward(output, input *port) bool {
	if output.callback == input.callback {
		return input.smaller
	}
	return byOrder(output.callback, input.callback) < 0
}

// instances knows which instances the page has.
type instances struct {
	*callbacks
	components *components
}

// of are all instances of a callback that the page has.
func (x *instances) of(c *callback) []instance {
	if len(c.matchKeys) == 0 {
		return []instance{instanceOf(c, graph.Bound{})}
	}
	return x.agreeing(c, graph.Bound{})
}

// single is the instance that a component belongs to through a port, on the page or not; ok is false where it may be several.
func (x *instances) single(p *port, id string) (_ instance, ok bool) {
	c := p.callback
	switch {
	case len(c.matchKeys) == 0:
		return instanceOf(c, graph.Bound{}), true
	case len(p.matchKeys) == 0, c.byOutputs && len(p.matchKeys) < len(c.matchKeys):
		return instance{}, false
	}
	return instanceOf(c, p.bind(id)), true
}

// through are the instances on the page that a component belongs to through a port.
func (x *instances) through(p *port, id string) []instance {
	if one, ok := x.single(p, id); ok {
		if !x.exists(one) {
			return nil
		}
		return []instance{one}
	}
	if !p.isPattern() {
		return x.agreeing(p.callback, graph.Bound{})
	}
	found := x.agreeing(p.callback, p.bind(id))
	return slices.DeleteFunc(found, func(one instance) bool { return p.smaller && !p.names(id, one.bound) })
}

// exists tells whether the page holds a component that makes the instance one of its own.
func (x *instances) exists(one instance) bool {
	return len(one.anchors) == 0 || x.any(one.anchors, one)
}

// reaches tells whether an answer could reach somebody; a callback without outputs has other ends.
func (x *instances) reaches(one instance) bool {
	return len(one.outputs) == 0 || x.any(one.outputs, one)
}

func (x *instances) any(ports []*port, one instance) bool {
	return slices.ContainsFunc(ports, func(p *port) bool { return x.components.some(&p.place, one.bound) })
}

// agreeing are the instances of a callback that have these values, as far as they have any.
func (x *instances) agreeing(c *callback, bound graph.Bound) (found []instance) {
	seen := map[string]bool{}
	for _, anchor := range c.anchors {
		for id := range x.components.at(&anchor.place, bound) {
			one := instanceOf(c, anchor.bind(id))
			if !seen[one.key] {
				seen[one.key] = true
				found = append(found, one)
			}
		}
	}
	return found
}

// props are the properties that ports of an instance stand for.
func (x *instances) props(ports []*port, one instance) (props []ref) {
	for _, p := range ports {
		for id := range x.components.at(&p.place, one.bound) {
			props = append(props, ref{id, p.prop})
		}
	}
	return props
}

// waiting visits the instances that wait for one.
func (x *instances) waiting(one instance, visit func(reader instance)) {
	for _, output := range one.outputs {
		for id := range x.components.at(&output.place, one.bound) {
			r := ref{id, output.prop}
			for _, input := range x.readers.about(r) {
				if !forward(output, input) {
					continue
				}
				for _, reader := range x.through(input, id) {
					if !x.writes(reader, r) {
						visit(reader)
					}
				}
			}
		}
	}
}

// sources visits the outputs whose instances a reader waits for when they are pending.
func (x *instances) sources(reader instance, visit func(output *port, id string)) {
	for _, input := range reader.inputs {
		for id := range x.components.at(&input.place, reader.bound) {
			r := ref{id, input.prop}
			if x.writes(reader, r) {
				continue
			}
			for _, output := range x.writers.about(r) {
				if forward(output, input) {
					visit(output, id)
				}
			}
		}
	}
}

// writes tells whether an instance writes what it reads (two controls kept in step), which does not make it wait.
func (x *instances) writes(one instance, r ref) bool {
	return slices.ContainsFunc(one.outputs, func(out *port) bool { return out.prop == r.property && out.names(r.id, one.bound) })
}
