package express

import (
	"fmt"
	"slices"
	"strings"
)

// maxTraces is the most traces of a figure. More are a field that was not meant to split (an id), and too many for
// plotly.js to draw.
const maxTraces = 5000

// split is one way in which rows belong to different traces.
type split struct {
	role string
	cat  *category
}

// splitRoles are the roles that split, from the first to vary to the last.
var splitRoles = []string{"Frame", "Color", "Symbol", "Dash", "Pattern", "Group", "Facet", "Row", "Column"}

// split finds the values by which rows are split.
func (c *chart) split() error {
	traces := 1
	for _, role := range splitRoles {
		col := c.col(role)
		if col == nil || role == "Color" && (c.continuous() || slices.Contains(unsplit, c.name)) {
			continue
		}
		cat := categorize(col, c.orders[col.field])
		if len(cat.labels) > maxTraces {
			return fmt.Errorf("in By.%s, field %q has %d different values; at most %d can be told apart", role, col.field, len(cat.labels), maxTraces)
		}
		c.splits = append(c.splits, split{role, cat})
		traces *= max(1, len(cat.labels))
		if traces > 1<<30 {
			return fmt.Errorf("with By.%s, the values of the fields together are too many", role)
		}
	}
	return nil
}

// unsplit are the functions that color one trace by themselves.
var unsplit = []string{"Pie", "Sunburst", "Treemap", "Parallel"}

// group is the rows that have the same values in all splits.
type group struct {
	key   int
	codes []int32 // by split
	rows  []int32 // nil for all
}

// groups are the sets of rows, ordered by the splits' values.
func (c *chart) groups() ([]group, error) {
	if len(c.splits) == 0 {
		return []group{{}}, nil
	}
	keys := make([]int, c.n)
	for _, s := range c.splits {
		for i, code := range s.cat.codes {
			keys[i] = keys[i]*len(s.cat.labels) + int(code)
		}
	}
	dense, places := map[int]int32{}, make([]int32, c.n)
	var out []group
	for i, key := range keys {
		if i > 0 && key == keys[i-1] {
			places[i] = places[i-1]
			continue
		}
		place, ok := dense[key]
		if !ok {
			place = int32(len(out))
			dense[key], out = place, append(out, group{key: key})
		}
		places[i] = place
	}
	if len(out) > maxTraces {
		return nil, fmt.Errorf("the fields that split rows make %d traces; at most %d can be drawn", len(out), maxTraces)
	}
	share(out, places)
	slices.SortFunc(out, func(a, b group) int { return a.key - b.key })
	for i := range out {
		out[i].codes = c.decode(out[i].key)
	}
	return out, nil
}

// share gives each group its rows, all in one piece of memory.
func share(groups []group, places []int32) {
	counts := make([]int, len(groups))
	for _, place := range places {
		counts[place]++
	}
	all, start := make([]int32, len(places)), 0
	for i, count := range counts {
		groups[i].rows = all[start : start : start+count]
		start += count
	}
	for row, place := range places {
		groups[place].rows = append(groups[place].rows, int32(row))
	}
}

// decode is the values of the splits that a key is made of.
func (c *chart) decode(key int) []int32 {
	codes := make([]int32, len(c.splits))
	for i := len(c.splits) - 1; i >= 0; i-- {
		n := len(c.splits[i].cat.labels)
		codes[i], key = int32(key%n), key/n
	}
	return codes
}

// series is a group of rows on its way to become a trace.
type series struct {
	c     *chart
	group group
	name  string // in the legend
	entry bool   // has the name's entry in the legend
	panel int
}

// code is the index of the value that the rows have in a role, 0 where it does not split.
func (s *series) code(role string) int {
	for i, split := range s.c.splits {
		if split.role == role && i < len(s.group.codes) {
			return int(s.group.codes[i])
		}
	}
	return 0
}

// size is the number of rows.
func (s *series) size() int {
	if s.group.rows == nil {
		return s.c.n
	}
	return len(s.group.rows)
}

// get is the values of a role for plotly, nil where it has no field.
func (s *series) get(role string) any {
	if col := s.c.col(role); col != nil {
		return col.pick(s.group.rows)
	}
	return nil
}

// each goes through the rows.
func (s *series) each(do func(row int)) {
	if s.group.rows == nil {
		for row := range s.c.n {
			do(row)
		}
		return
	}
	for _, row := range s.group.rows {
		do(int(row))
	}
}

// seriesOf makes a series of a group.
func (c *chart) seriesOf(g group) *series {
	s := &series{c: c, group: g}
	var names, seen []string
	for i, split := range c.splits {
		if slices.Contains([]string{"Color", "Symbol", "Dash", "Pattern"}, split.role) && !slices.Contains(seen, split.cat.field) {
			names = append(names, split.cat.labels[g.codes[i]])
			seen = append(seen, split.cat.field)
		}
	}
	s.name = strings.Join(names, ", ")
	if s.name != "" && !slices.Contains(c.legend, s.name) {
		s.entry, c.legend = true, append(c.legend, s.name)
	}
	s.panel = c.grid.place(s)
	return s
}

// legendTitle is the labels of the fields the legend tells apart.
func (c *chart) legendTitle() string {
	var titles []string
	for _, split := range c.splits {
		title := c.label(split.cat.field)
		if slices.Contains([]string{"Color", "Symbol", "Dash", "Pattern"}, split.role) && title != "" && !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
	}
	return escape(strings.Join(titles, ", "))
}
