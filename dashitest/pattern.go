package dashitest

import (
	"slices"
	"strings"

	"github.com/dashi-go/dashi/internal/graph"
	"github.com/dashi-go/dashi/layout"
)

// place is the id of a dependency: that of a component, or a pattern.
type place struct {
	id        string
	pattern   graph.Pattern
	open      graph.Pattern // the pattern with ALL for ALLSMALLER, which gives MATCH its values before there is anything to be smaller than
	shape     string
	parts     []part // none where the id is no pattern
	matchKeys []string
	smaller   bool // it holds ALLSMALLER
	multi     bool // it stands for any number of components
}

// part is a key of a pattern with its value, both in the texts that the id has them in.
type part struct {
	key, value string
	wild       layout.Wildcard // "" for a value
}

func parsePlace(id string) place {
	p := place{id: id, pattern: graph.Parse(layout.ID(id))}
	if !layout.ID(id).IsPattern() {
		return p
	}
	p.multi = p.pattern.List()
	var pairs, keys []string
	layout.ID(id).EachPair(func(key, value string) bool {
		item := part{key: key, value: value}
		if value[0] == '[' {
			item = part{key: key, wild: layout.Wildcard(strings.Trim(value, `["]`))}
		}
		switch item.wild {
		case layout.MATCH:
			p.matchKeys = append(p.matchKeys, key)
		case layout.ALLSMALLER:
			p.smaller, value = true, `["`+string(layout.ALL)+`"]`
		}
		p.parts, keys, pairs = append(p.parts, item), append(keys, key), append(pairs, key+":"+value)
		return true
	})
	p.open = graph.Parse(layout.ID("{" + strings.Join(pairs, ",") + "}"))
	p.shape = joined(keys)
	return p
}

func (p *place) isPattern() bool { return len(p.parts) > 0 }

// bind gives the MATCH values that a component has at the place.
func (p *place) bind(id string) (bound graph.Bound) {
	p.open.Match(layout.ID(id), &bound)
	return bound
}

// names tells whether the place, with these MATCH values, stands for the component. bound stays as it is.
func (p *place) names(id string, bound graph.Bound) bool {
	return p.pattern.Match(layout.ID(id), &bound)
}

// fixed are the values that the place fixes, "" where it takes any; with bound nil those alone that are written in it.
func (p *place) fixed(bound *graph.Bound) []string {
	values := make([]string, len(p.parts))
	for i, item := range p.parts {
		values[i] = item.value
		if item.wild == layout.MATCH && bound != nil {
			values[i], _ = bound.Value(item.key)
		}
	}
	return values
}

// dictionary is a dictionary id taken apart.
type dictionary struct {
	shape  string
	values []string // one for each key
}

// dictionaryOf takes an id apart; ok is false for a plain one.
func dictionaryOf(id string) (d dictionary, ok bool) {
	if !layout.ID(id).IsDict() {
		return d, false
	}
	var keys []string
	layout.ID(id).EachPair(func(key, value string) bool {
		keys, d.values = append(keys, key), append(d.values, value)
		return true
	})
	d.shape = joined(keys)
	return d, true
}

// joined makes one text of JSON texts, in which no control sign stands.
func joined(texts []string) string { return strings.Join(texts, "\x00") }

// maskOf has a sign for each value, x where there is one.
func maskOf(values []string) string {
	mask := make([]byte, len(values))
	for i, value := range values {
		mask[i] = '-'
		if value != "" {
			mask[i] = 'x'
		}
	}
	return string(mask)
}

// project gives the values at the places that a mask fixes.
func project(values []string, mask string) string {
	var chosen []string
	for i, value := range values {
		if mask[i] == 'x' {
			chosen = append(chosen, value)
		}
	}
	return joined(chosen)
}

// ports files Inputs or Outputs of callbacks under their ids and patterns, to be found by the ids of components: what a search costs grows
// with the masks of a shape, of which there are a few.
type ports struct {
	exact  map[string][]*port
	shapes map[string][]*masked
}

// masked are the ports of one shape that fix the same keys.
type masked struct {
	mask string
	by   map[string][]*port // projection
}

func newPorts() *ports { return &ports{exact: map[string][]*port{}, shapes: map[string][]*masked{}} }

func (p *ports) add(one *port) {
	if !one.isPattern() {
		p.exact[one.id] = append(p.exact[one.id], one)
		return
	}
	values := one.fixed(nil)
	mask := maskOf(values)
	i := slices.IndexFunc(p.shapes[one.shape], func(m *masked) bool { return m.mask == mask })
	if i < 0 {
		i = len(p.shapes[one.shape])
		p.shapes[one.shape] = append(p.shapes[one.shape], &masked{mask, map[string][]*port{}})
	}
	key := project(values, mask)
	by := p.shapes[one.shape][i].by
	by[key] = append(by[key], one)
}

func (p *ports) find(id string) []*port {
	found := p.exact[id]
	if len(p.shapes) == 0 {
		return found
	}
	d, ok := dictionaryOf(id)
	if !ok {
		return found
	}
	found = slices.Clip(found)
	for _, m := range p.shapes[d.shape] {
		found = append(found, m.by[project(d.values, m.mask)]...)
	}
	return found
}
