package dashitest

import "slices"

// group is the initial calls that came to be together.
type group struct {
	promised map[ref]*callback // what they may give, by the first callback that may give it
	given    map[ref]bool
}

func newGroup() *group { return &group{promised: map[ref]*callback{}, given: map[ref]bool{}} }

func (g *group) promise(c *callback, outputs []ref) {
	for _, r := range outputs {
		if other := g.promised[r]; other == nil || byOrder(c, other) < 0 {
			g.promised[r] = c
		}
	}
}

// starves tells of a call whose every input was to come from callbacks before it, none of which gave a value, that it has nothing to work
// on: this is how PreventUpdate and errors stop a chain. A call that only reads lists works on whatever is there.
func (g *group) starves(c *callback, inputs []ref) bool {
	if g == nil || c.onlyLists() {
		return false
	}
	return !slices.ContainsFunc(inputs, func(r ref) bool {
		giver := g.promised[r]
		return giver == nil || byOrder(giver, c) >= 0 || g.given[r]
	})
}
