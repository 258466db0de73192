package dashitest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dashi-go/dashi/render/wire"
)

// port is one Input, State or Output of a callback.
type port struct {
	place
	callback *callback
	property string // as registered, with the "@hash" of a duplicate output
	prop     string // the property that is read or written
	optional bool
}

// name is how messages name the port.
func (p *port) name() string { return ref{p.id, p.property}.String() }

type callback struct {
	wire.Dependency
	index                  int
	listed                 bool // its outputs travel as a list
	outputs, inputs, state []*port
	matchKeys              []string // those that tell its instances apart
	byOutputs              bool     // the outputs have MATCH, so an instance is on the page when its outputs are
	anchors                []*port  // whose components say which instances there are
}

// readCallback makes a callback of its record.
func readCallback(d wire.Dependency, index int) *callback {
	c := &callback{Dependency: d, index: index}
	if !d.NoOutput {
		c.listed = strings.HasPrefix(d.Output, "..")
		for _, out := range outputRefs(d.Output) {
			prop, _, _ := strings.Cut(out.property, "@")
			c.outputs = append(c.outputs, &port{place: parsePlace(out.id), callback: c, property: out.property, prop: prop})
		}
	}
	read := func(refs []wire.Ref) (read []*port) {
		for _, r := range refs {
			read = append(read, &port{place: parsePlace(r.ID), callback: c, property: r.Property, prop: r.Property, optional: r.AllowOptional})
		}
		return read
	}
	c.inputs, c.state = read(d.Inputs), read(d.State)
	c.anchor()
	return c
}

// anchor finds the ports that make instances: outputs with MATCH or, where there is none, the input with the most MATCH keys.
func (c *callback) anchor() {
	for _, out := range c.outputs {
		if len(out.matchKeys) > 0 {
			c.anchors, c.byOutputs = append(c.anchors, out), true
		}
	}
	if !c.byOutputs && len(c.inputs) > 0 {
		fullest := slices.MaxFunc(c.inputs, func(a, b *port) int { return cmp.Compare(len(a.matchKeys), len(b.matchKeys)) })
		if len(fullest.matchKeys) > 0 {
			c.anchors = []*port{fullest}
		}
	}
	for _, p := range slices.Concat(c.anchors, c.inputs) {
		c.matchKeys = append(c.matchKeys, p.matchKeys...)
	}
	slices.Sort(c.matchKeys)
	c.matchKeys = slices.Compact(c.matchKeys)
}

// onlyLists tells whether the callback reads nothing but lists, of which there is always something to read.
func (c *callback) onlyLists() bool {
	return !slices.ContainsFunc(c.inputs, func(in *port) bool { return !in.multi })
}

func byOrder(a, b *callback) int {
	return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.index, b.index))
}

// outputRefs takes a callback id apart: "a.x" or "..a.x...b.y..".
func outputRefs(id string) (refs []ref) {
	items := []string{id}
	if strings.HasPrefix(id, "..") {
		items = strings.Split(id[2:len(id)-2], "...")
	}
	for _, item := range items {
		refs = append(refs, splitRef(item))
	}
	return refs
}

// callbacks is who reads what and who writes what, which does not change.
type callbacks struct {
	all              []*callback
	readers, writers byProperty
}

func newCallbacks(dependencies []wire.Dependency) *callbacks {
	all := &callbacks{}
	for i, d := range dependencies {
		c := readCallback(d, i)
		all.all = append(all.all, c)
		for _, in := range c.inputs {
			all.readers.add(in)
		}
		for _, out := range c.outputs {
			all.writers.add(out)
		}
	}
	return all
}

// byProperty files ports under the property they are about.
type byProperty struct {
	of    map[string]*ports
	names []string // the properties, as they came
}

func (b *byProperty) add(p *port) {
	if b.of == nil {
		b.of = map[string]*ports{}
	}
	if b.of[p.prop] == nil {
		b.of[p.prop] = newPorts()
		b.names = append(b.names, p.prop)
	}
	b.of[p.prop].add(p)
}

// about are the ports about a property of a component.
func (b *byProperty) about(r ref) []*port {
	if of := b.of[r.property]; of != nil {
		return of.find(r.id)
	}
	return nil
}

// on are the ports about any property of a component.
func (b *byProperty) on(id string) (found []*port) {
	for _, name := range b.names {
		found = append(found, b.of[name].find(id)...)
	}
	return found
}
