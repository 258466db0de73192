package graph

import "github.com/dashi-go/dashi/layout"

// Pattern is the id of a dependency taken apart, made by [Parse]. Ids match it when they are equal or, where it is a
// dictionary id, when they have the same keys, each with the value the pattern has there or one its wildcard stands for.
// A Pattern is not changed by its methods and may be used by many goroutines at once.
type Pattern struct {
	id    layout.ID
	parts []part // in the order of the keys, none in a plain id
	wild  bool
}

// part is a key with its value, in the texts the id has them in.
type part struct {
	key   string
	value string          // "" for a wildcard
	wild  layout.Wildcard // "" for a value
}

// Parse takes id apart. Text that is no id matches itself only.
func Parse(id layout.ID) Pattern {
	p := Pattern{id: id}
	if !id.IsDict() {
		return p
	}
	whole := id.EachPair(func(key, value string) bool {
		if value[0] == '[' {
			p.wild = true
			p.parts = append(p.parts, part{key: key, wild: layout.Wildcard(value[len(`["`) : len(value)-len(`"]`)])})
		} else {
			p.parts = append(p.parts, part{key: key, value: value})
		}
		return true
	})
	if !whole {
		return Pattern{id: id}
	}
	return p
}

// List tells whether p stands for several components in one call: it has an ALL or ALLSMALLER.
func (p Pattern) List() bool {
	for i := range p.parts {
		if w := p.parts[i].wild; w == layout.ALL || w == layout.ALLSMALLER {
			return true
		}
	}
	return false
}

// Match tells whether the id of a component matches p in the call that bound belongs to: a MATCH takes the value bound has for
// its key, an ALLSMALLER those below it, which none is before there is one. A MATCH on a key that bound has no value for yet
// binds it to id's. Where id does not match, bound stays as it was.
func (p Pattern) Match(id layout.ID, bound *Bound) bool {
	if !p.wild {
		return id == p.id
	}
	before, i := len(bound.pairs), 0
	whole := id.EachPair(func(key, value string) bool {
		if i == len(p.parts) || key != p.parts[i].key || !p.parts[i].takes(value, bound) {
			return false
		}
		i++
		return true
	})
	if whole && i == len(p.parts) {
		return true
	}
	bound.pairs = bound.pairs[:before]
	return false
}

// takes tells whether value may stand for the part.
func (p *part) takes(value string, bound *Bound) bool {
	switch p.wild {
	case "":
		return value == p.value
	case layout.ALL:
		return value[0] != '[' // a pattern is the id of no component
	case layout.MATCH:
		had, ok := bound.Value(p.key)
		if !ok && value[0] != '[' {
			bound.pairs = append(bound.pairs, pair{p.key, value})
			return true
		}
		return had == value
	}
	limit, ok := bound.Value(p.key)
	return ok && value[0] != '[' && compare(value, limit) < 0
}

// keys are those on which the wildcard w stands.
func (p Pattern) keys(w layout.Wildcard) (keys []string) {
	for i := range p.parts {
		if p.parts[i].wild == w {
			keys = append(keys, p.parts[i].key)
		}
	}
	return keys
}

// overlaps tells whether an id may match both p and q.
func (p Pattern) overlaps(q Pattern) bool {
	if len(p.parts) == 0 || len(p.parts) != len(q.parts) {
		return p.id == q.id
	}
	for i := range p.parts {
		a, b := &p.parts[i], &q.parts[i]
		if a.key != b.key || a.wild == "" && b.wild == "" && a.value != b.value {
			return false
		}
	}
	return true
}

// Bound is the MATCH values of one call. The zero value has none.
type Bound struct{ pairs []pair }

type pair struct{ key, value string }

// Value is the value bound to a key, both in the texts that ids have them in (`"index"`, `"row"`, `3`).
func (b *Bound) Value(key string) (value string, ok bool) {
	for i := range b.pairs { // one or two
		if b.pairs[i].key == key {
			return b.pairs[i].value, true
		}
	}
	return "", false
}
