package graph

import "strings"

// index finds the patterns that overlap a given one, without trying them one by one. Those that can have the same keys, so
// one property and one shape; among these a mask says which keys have fixed values. For two masks the keys that are
// fixed under both decide, and a table by their values has the answer:
//
//	shape index,type of property value
//	   mask _,type   {index:MATCH,type:"a"}  {index:ALL,type:"b"}
//	   mask index,_  {index:1,type:ALL}
//	look up {index:2,type:"a"}: under the first mask by type "a", under the second by index 2
//
// A table is made when two masks meet for the first time. An app has few masks, so adding and looking up take constant time
// but for what is found.
type index struct {
	plain  map[Ref][]int // numbers of entries, by plain ids
	shapes map[shape][]*group
	steps  int // entries looked at and put into tables, for the test of linearity
}

type shape struct{ keys, property string }

// mask has a bit for each key with a fixed value. Keys after the 64th have none: they do not narrow what is looked at.
type mask uint64

// group is the entries of one shape under one mask.
type group struct {
	mask    mask
	members []member
	tables  map[mask]map[string][]member // by the keys that decide, by their values
}

type member struct {
	pattern Pattern
	entry   int
}

func newIndex() *index { return &index{plain: map[Ref][]int{}, shapes: map[shape][]*group{}} }

// add enters a pattern under a number.
func (x *index) add(p Pattern, property string, entry int) {
	x.steps++
	if len(p.parts) == 0 {
		ref := Ref{p.id, property}
		x.plain[ref] = append(x.plain[ref], entry)
		return
	}
	s, m := shapeOf(p, property), maskOf(p)
	var g *group
	for _, other := range x.shapes[s] {
		if other.mask == m {
			g = other
		}
	}
	if g == nil {
		g = &group{mask: m, tables: map[mask]map[string][]member{}}
		x.shapes[s] = append(x.shapes[s], g)
	}
	g.members = append(g.members, member{p, entry})
	for deciding, table := range g.tables {
		key := values(p, deciding)
		table[key] = append(table[key], member{p, entry})
		x.steps++
	}
}

// find yields the entries that overlap p, each once, until yield returns false.
func (x *index) find(p Pattern, property string, yield func(entry int) bool) {
	x.steps++
	if len(p.parts) == 0 {
		for _, entry := range x.plain[Ref{p.id, property}] {
			x.steps++
			if !yield(entry) {
				return
			}
		}
		return
	}
	m := maskOf(p)
	for _, g := range x.shapes[shapeOf(p, property)] {
		deciding := g.mask & m
		for _, found := range x.table(g, deciding)[values(p, deciding)] {
			x.steps++
			if found.pattern.overlaps(p) && !yield(found.entry) {
				return
			}
		}
	}
}

// table has the members of g by their values of the deciding keys.
func (x *index) table(g *group, deciding mask) map[string][]member {
	table, ok := g.tables[deciding]
	if !ok {
		table = map[string][]member{}
		for _, m := range g.members {
			key := values(m.pattern, deciding)
			table[key] = append(table[key], m)
			x.steps++
		}
		g.tables[deciding] = table
	}
	return table
}

func shapeOf(p Pattern, property string) shape {
	var b strings.Builder
	for i := range p.parts {
		b.WriteString(p.parts[i].key) // quoted, so that no two lists of keys look alike
	}
	return shape{b.String(), property}
}

func maskOf(p Pattern) (m mask) {
	for i := range p.parts {
		if p.parts[i].wild == "" {
			m |= 1 << i
		}
	}
	return m
}

// values are p's values of the deciding keys, which are fixed in p.
func values(p Pattern, deciding mask) string {
	var b strings.Builder
	for i := range p.parts {
		if deciding&(1<<i) != 0 {
			b.WriteString(p.parts[i].value)
			b.WriteByte(',')
		}
	}
	return b.String()
}
