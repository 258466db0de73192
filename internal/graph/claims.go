package graph

// checkClaims finds outputs that may set the same property of one component. In one callback none may; of several callbacks
// all but one must be duplicates on purpose.
func checkClaims(callbacks []callback, claims *index) (errs []*Error) {
	type claim struct{ callback, output int }
	var all []claim
	for i := range callbacks {
		c := &callbacks[i]
		clashes := c.clashes(claims)
		for j, p := range c.outputs {
			out := c.Outputs[j]
			if clash, ok := clashes[j]; ok {
				if c.Outputs[clash].ID == out.ID {
					errs = append(errs, c.fail("%s is named twice in one callback", c.output(j))...)
				} else {
					errs = append(errs, c.fail("%s overlaps %s of the same callback", c.output(j), c.output(clash))...)
				}
				continue
			}
			if out.Duplicate {
				continue
			}
			if taken := claims.first(p, out.Property); taken >= 0 {
				first := &callbacks[all[taken].callback]
				if other := first.output(all[taken].output); other.ref.ID == out.ID {
					errs = append(errs, c.fail("%s is already an output of the callback registered at %s", c.output(j), first.Where)...)
				} else {
					errs = append(errs, c.fail("%s overlaps %s of the callback registered at %s", c.output(j), other, first.Where)...)
				}
				continue
			}
			claims.add(p, out.Property, len(all))
			all = append(all, claim{i, j})
		}
	}
	return errs
}

// clashes says for each output that overlaps one before it in the same callback, which that is.
func (c *callback) clashes(claims *index) map[int]int {
	if len(c.outputs) < 2 {
		return nil
	}
	found := map[int]int{}
	own := newIndex() // its entries are output numbers
	for j, p := range c.outputs {
		property := c.Outputs[j].Property
		if first := own.first(p, property); first >= 0 {
			found[j] = first
		}
		own.add(p, property, j)
	}
	claims.steps += own.steps
	return found
}

// first is one of the entries that overlap p, -1 where there is none.
func (x *index) first(p Pattern, property string) (entry int) {
	entry = -1
	x.find(p, property, func(found int) bool {
		entry = found
		return false
	})
	return entry
}
