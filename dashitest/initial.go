package dashitest

import "slices"

// feedable leaves out the candidates that can only ever get values from instances that do not run: every input is missing, or is written
// by one already left out. An instance that only reads lists is never left out.
func (x *instances) feedable(candidates []instance) []instance {
	needs := make([]map[ref]bool, len(candidates)) // nil for those that only read lists
	readers := map[ref][]int{}
	var out []int
	for i, one := range candidates {
		if one.onlyLists() {
			continue
		}
		needs[i] = map[ref]bool{}
		for _, r := range x.props(one.inputs, one) {
			if !needs[i][r] {
				needs[i][r] = true
				readers[r] = append(readers[r], i)
			}
		}
		if len(needs[i]) == 0 {
			out = append(out, i)
		}
	}
	gone := map[string]bool{}
	for len(out) > 0 {
		dead := candidates[out[0]]
		out = out[1:]
		gone[dead.key] = true
		for _, r := range x.props(dead.outputs, dead) {
			for _, reader := range readers[r] {
				if needs[reader][r] {
					delete(needs[reader], r)
					if len(needs[reader]) == 0 {
						out = append(out, reader)
					}
				}
			}
		}
	}
	return slices.DeleteFunc(candidates, func(one instance) bool { return gone[one.key] })
}

// initial are the initial calls of a page that has just been laid out.
func (x *instances) initial() []instance {
	var candidates []instance
	for _, c := range x.all {
		if c.PreventInitialCall {
			continue
		}
		for _, one := range x.of(c) {
			ports := one.outputs
			if len(ports) == 0 {
				ports = one.inputs
			}
			if len(ports) == 0 || x.any(ports, one) {
				candidates = append(candidates, one)
			}
		}
	}
	return x.feedable(candidates)
}

// news is what new components mean to the callbacks.
type news struct {
	touched []instance // every instance that reads or writes one of them
	initial []instance // the initial calls that they bring: of instances that write to one of them
	// told read a new component and write to an older one: its properties are news to them, whatever PreventInitialCall says.
	told []reading
}

type reading struct {
	instance
	changed []ref
}

func (x *instances) newsOf(added []string) (n news) {
	isNew := map[string]bool{}
	for _, id := range added {
		isNew[id] = true
	}
	writes, reads := map[string]bool{}, map[string]int{}
	var readers []reading
	for _, id := range added {
		for _, out := range x.writers.on(id) {
			for _, one := range x.through(out, id) {
				if writes[one.key] {
					continue
				}
				writes[one.key] = true
				n.touched = append(n.touched, one)
				if !one.PreventInitialCall {
					n.initial = append(n.initial, one)
				}
			}
		}
		for _, in := range x.readers.on(id) {
			for _, one := range x.through(in, id) {
				at, known := reads[one.key]
				if !known {
					at = len(readers)
					reads[one.key] = at
					readers = append(readers, reading{instance: one})
				}
				readers[at].changed = append(readers[at].changed, ref{id, in.prop})
			}
		}
	}
	for _, r := range readers {
		n.touched = append(n.touched, r.instance)
		if slices.ContainsFunc(x.props(r.outputs, r.instance), func(out ref) bool { return !isNew[out.id] }) {
			n.told = append(n.told, r)
		}
	}
	n.initial = x.feedable(n.initial)
	return n
}

// bereft are the instances whose lists have lost some of these components, and that still have somebody to tell.
func (x *instances) bereft(removed []string) (found []instance) {
	seen := map[string]bool{}
	for _, id := range removed {
		for _, in := range x.readers.on(id) {
			if !in.multi {
				continue
			}
			for _, one := range x.through(in, id) {
				if !seen[one.key] && len(one.outputs) > 0 && x.reaches(one) {
					seen[one.key] = true
					found = append(found, one)
				}
			}
		}
	}
	return found
}
