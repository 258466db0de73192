package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dashi-go/dashi/layout"
)

// dependency is one of a callback's, with the role it has there.
type dependency struct {
	role    string
	ref     Ref
	pattern Pattern
}

func (d dependency) String() string { return Spell(d.role, d.ref) }

func (c *callback) output(i int) dependency {
	return dependency{"Output", c.Outputs[i].Ref, c.outputs[i]}
}

// reads are the inputs and the state.
func (c *callback) reads() (inputs, state []dependency) {
	for i, p := range c.inputs {
		inputs = append(inputs, dependency{"Input", c.Inputs[i], p})
	}
	for i, p := range c.state {
		state = append(state, dependency{"State", c.State[i], p})
	}
	return inputs, state
}

func (c *callback) fail(format string, args ...any) []*Error {
	return []*Error{{c.Where, fmt.Sprintf(format, args...)}}
}

// check holds one callback to the rules of ids and wildcards.
func (c *callback) check() (errs []*Error) {
	for i := range c.outputs {
		errs = append(errs, c.checkOutput(c.output(i))...)
	}
	if !c.wild() {
		return errs
	}
	var keys []string // on which all outputs have MATCH
	if len(c.outputs) > 0 {
		keys = c.outputs[0].keys(layout.MATCH)
	}
	for i := range c.outputs {
		if other := c.outputs[i].keys(layout.MATCH); !slices.Equal(keys, other) {
			return append(errs, c.fail("%s has MATCH on %s, but %s has it on %s: all outputs of a callback must have it on the same keys",
				c.output(i), list(other), c.output(0), list(keys))...)
		}
	}
	inputs, state := c.reads()
	if len(keys) > 0 {
		return append(errs, c.checkReads(slices.Concat(inputs, state), keys)...)
	}
	return append(errs, c.checkTriggers(inputs, state)...)
}

// wild tells whether there is any wildcard, which most callbacks do without.
func (c *callback) wild() bool {
	isWild := func(p Pattern) bool { return p.wild }
	return slices.ContainsFunc(c.outputs, isWild) || slices.ContainsFunc(c.inputs, isWild) || slices.ContainsFunc(c.state, isWild)
}

func (c *callback) checkOutput(out dependency) (errs []*Error) {
	if strings.Contains(string(out.ref.ID), "...") {
		errs = c.fail(`%s: the id of an Output must not hold "...", which stands between outputs in the callback's id`, out)
	}
	if keys := out.pattern.keys(layout.ALLSMALLER); len(keys) > 0 {
		errs = append(errs, c.fail("%s has ALLSMALLER on %s: an Output may have MATCH and ALL only", out, list(keys))...)
	}
	return errs
}

// checkReads is for outputs with MATCH, on keys: these tell the calls apart and give the values.
func (c *callback) checkReads(reads []dependency, keys []string) (errs []*Error) {
	for _, d := range reads {
		for _, w := range []layout.Wildcard{layout.MATCH, layout.ALLSMALLER} {
			if extra := without(d.pattern.keys(w), keys); len(extra) > 0 {
				errs = append(errs, c.fail("%s has %s on %s, where %s has no MATCH: no call could tell the value", d, w, list(extra), c.output(0))...)
			}
		}
	}
	return errs
}

// checkTriggers is for outputs without MATCH: the values are those of the input that changed, whichever it was. So every input
// needs a MATCH on each key that any other dependency has one on.
func (c *callback) checkTriggers(inputs, state []dependency) (errs []*Error) {
	needs := map[string]dependency{} // by key, the first that has MATCH there
	var keys []string
	for _, d := range slices.Concat(inputs, state) {
		if smaller := d.pattern.keys(layout.ALLSMALLER); len(smaller) > 0 {
			errs = append(errs, c.fail("%s has ALLSMALLER on %s, where no Output has MATCH: there is no value to be smaller than", d, list(smaller))...)
		}
		for _, key := range d.pattern.keys(layout.MATCH) {
			if _, known := needs[key]; !known {
				needs[key] = d
				keys = append(keys, key)
			}
		}
	}
	for _, in := range inputs {
		if missing := without(keys, in.pattern.keys(layout.MATCH)); len(missing) > 0 {
			errs = append(errs, c.fail("%s has no MATCH on %s, which %s has: no Output has it either, so the Input that changed must give the value, "+
				"and any may be the one", in, list(missing[:1]), needs[missing[0]])...)
		}
	}
	if len(inputs) == 0 && len(keys) > 0 {
		errs = append(errs, c.fail("%s has MATCH on %s, which no Output and no Input has: no call could tell the value", needs[keys[0]], list(keys[:1]))...)
	}
	return errs
}

// without is keys except those in others.
func without(keys, others []string) (left []string) {
	for _, key := range keys {
		if !slices.Contains(others, key) {
			left = append(left, key)
		}
	}
	return left
}

// list is keys, quoted as they are, for a message.
func list(keys []string) string {
	if len(keys) == 0 {
		return "none"
	}
	return strings.Join(keys, " and ")
}
