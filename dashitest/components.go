package dashitest

import (
	"cmp"
	"iter"
	"slices"

	"github.com/dashi-go/dashi/internal/graph"
)

// components are the ids on the page, dictionary ids by what patterns fix of them too.
type components struct {
	known  map[string]bool
	shapes map[string]*shape
	rank   func(id string) int // where in the layout a component stands
}

// shape has the ids with the same keys, filed under each mask that was ever asked for.
type shape struct {
	ids   idSet
	masks map[string]map[string]*idSet // by mask, by projection
}

func newComponents(rank func(id string) int) *components {
	return &components{known: map[string]bool{}, shapes: map[string]*shape{}, rank: rank}
}

func (c *components) add(id string) {
	if c.known[id] {
		return
	}
	c.known[id] = true
	d, ok := dictionaryOf(id)
	if !ok {
		return
	}
	s := c.shapes[d.shape]
	if s == nil {
		s = &shape{masks: map[string]map[string]*idSet{}}
		c.shapes[d.shape] = s
	}
	s.ids.add(id)
	for mask, filed := range s.masks {
		file(filed, project(d.values, mask), id)
	}
}

func (c *components) remove(id string) {
	delete(c.known, id)
	d, ok := dictionaryOf(id)
	if s := c.shapes[d.shape]; ok && s != nil {
		s.ids.remove(id)
		for mask, filed := range s.masks {
			filed[project(d.values, mask)].remove(id)
		}
	}
}

func file(filed map[string]*idSet, key, id string) {
	if filed[key] == nil {
		filed[key] = &idSet{}
	}
	filed[key].add(id)
}

// at yields the components at a place, as they came to the page. A MATCH without value stands for any.
func (c *components) at(p *place, bound graph.Bound) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !p.isPattern() {
			_ = c.known[p.id] && yield(p.id)
			return
		}
		for id := range c.under(p, bound).all() {
			if (!p.smaller || p.names(id, bound)) && !yield(id) {
				return
			}
		}
	}
}

func (c *components) under(p *place, bound graph.Bound) *idSet {
	s := c.shapes[p.shape]
	if s == nil {
		return nil
	}
	values := p.fixed(&bound)
	mask := maskOf(values)
	filed := s.masks[mask]
	if filed == nil {
		filed = map[string]*idSet{}
		s.masks[mask] = filed
		for id := range s.ids.all() {
			d, _ := dictionaryOf(id)
			file(filed, project(d.values, mask), id)
		}
	}
	return filed[project(values, mask)]
}

// inOrder are the components at a place in the order of the layout.
func (c *components) inOrder(p *place, bound graph.Bound) []string {
	ids := slices.Collect(c.at(p, bound))
	if len(ids) > 1 {
		slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(c.rank(a), c.rank(b)) })
	}
	return ids
}

func (c *components) some(p *place, bound graph.Bound) bool {
	for range c.at(p, bound) {
		return true
	}
	return false
}

// idSet is a set in the order in which things came. A nil one is empty.
type idSet struct {
	at   map[string]int
	list []string // "" where one has gone
}

func (s *idSet) add(id string) {
	if _, has := s.at[id]; has {
		return
	}
	if s.at == nil {
		s.at = map[string]int{}
	}
	s.at[id] = len(s.list)
	s.list = append(s.list, id)
}

func (s *idSet) remove(id string) {
	if s == nil {
		return
	}
	i, has := s.at[id]
	if !has {
		return
	}
	delete(s.at, id)
	s.list[i] = ""
	if len(s.list) < 2*len(s.at)+16 {
		return
	}
	s.list = slices.DeleteFunc(slices.Clone(s.list), func(id string) bool { return id == "" })
	for i, id := range s.list {
		s.at[id] = i
	}
}

// all yields the ids; what is added meanwhile is not among them.
func (s *idSet) all() iter.Seq[string] {
	return func(yield func(string) bool) {
		if s == nil {
			return
		}
		for _, id := range s.list {
			if id != "" && !yield(id) {
				return
			}
		}
	}
}
