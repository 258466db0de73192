package dashi

import (
	"fmt"
	"iter"
	"reflect"
	"strings"

	"github.com/dashi-go/dashi/internal/graph"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render/wire"
)

// arguments are a request's values, checked against what the callback declares.
type arguments struct {
	raw     []wire.RawMessage // one for each dependency, in order; for ALL and ALLSMALLER a JSON list
	args    []*wire.Arg       // the same with their ids
	outputs [][]wire.Ref      // the ids that the outputs stand for; nil where none is a pattern
	changed []string
}

// at are the values of a dependency: one, or any number for ALL and ALLSMALLER.
func (a *arguments) at(dep int) iter.Seq[wire.Value] {
	return func(yield func(wire.Value) bool) {
		arg := a.args[dep]
		if !arg.List {
			yield(arg.Value)
			return
		}
		for _, v := range arg.Many {
			if !yield(v) {
				return
			}
		}
	}
}

// output are the properties that an output stands for.
func (a *arguments) output(cb *callback, i int) iter.Seq[wire.Ref] {
	return func(yield func(wire.Ref) bool) {
		if a.outputs == nil {
			yield(cb.outputs[i].ref)
			return
		}
		for _, ref := range a.outputs[i] {
			if !yield(ref) {
				return
			}
		}
	}
}

// match checks that a request's values are those the callback declared, in order: a client chooses neither what a callback reads nor
// what it writes.
func (cb *callback) match(req *wire.Request) (args arguments, err error) {
	args = arguments{raw: make([]wire.RawMessage, len(cb.deps)), args: make([]*wire.Arg, len(cb.deps)), changed: req.Changed}
	var bound graph.Bound
	if cb.patterned {
		targets, err := req.Targets()
		if err != nil {
			return args, err
		}
		if args.outputs, err = cb.matchOutputs(targets, &bound); err != nil {
			return args, err
		}
	}
	inputs, states := req.Inputs, req.State
	for i := range cb.deps {
		dep := &cb.deps[i]
		from, key := &inputs, "inputs"
		if dep.state {
			from, key = &states, "state"
		}
		if len(*from) == 0 {
			return args, fmt.Errorf("%s: %s is missing", key, dep)
		}
		got := &(*from)[0]
		*from = (*from)[1:]
		if args.raw[i], err = dep.match(got, &bound); err != nil {
			return args, fmt.Errorf("%s: %w", key, err)
		}
		args.args[i] = got
	}
	if extra := len(inputs) + len(states); extra > 0 {
		return args, fmt.Errorf("%d values more than the callback declares", extra)
	}
	return args, nil
}

// match gives the JSON that fills the parameter.
func (i *InputProp) match(got *wire.Arg, bound *graph.Bound) (wire.RawMessage, error) {
	if got.List != i.list {
		if got.List {
			return nil, fmt.Errorf("%s: got a list of values, expected one", i)
		}
		return nil, fmt.Errorf("%s: got one value, expected a list", i)
	}
	if !got.List {
		return got.Raw, i.check(got.Value, bound)
	}
	size := len("[]")
	for _, v := range got.Many {
		if err := i.check(v, bound); err != nil {
			return nil, err
		}
		size += max(len(v.Raw), len("null")) + 1
	}
	list := append(make(wire.RawMessage, 0, size), '[')
	for n, v := range got.Many {
		if n > 0 {
			list = append(list, ',')
		}
		if v.Raw == nil {
			list = append(list, "null"...)
		} else {
			list = append(list, v.Raw...)
		}
	}
	return append(list, ']'), nil
}

func (i *InputProp) check(got wire.Value, bound *graph.Bound) error {
	if i.ref.AllowOptional && got.Property == i.ref.Property && (got.Raw == nil || string(got.Raw) == "null") && layout.ID(got.ID).Check() != nil {
		return nil // the component is not there; for a pattern, clients send what they have in its place
	}
	if got.Property != i.ref.Property || !i.pattern.Match(layout.ID(got.ID), bound) {
		return fmt.Errorf("got %.200q where %s was expected", got.ID+"."+got.Property, i)
	}
	return nil
}

// matchOutputs checks the ids that the client says the outputs stand for.
func (cb *callback) matchOutputs(targets []wire.Arg, bound *graph.Bound) ([][]wire.Ref, error) {
	if len(targets) != len(cb.outputs) {
		return nil, fmt.Errorf("outputs: got %d, and the callback has %d", len(targets), len(cb.outputs))
	}
	all := make([][]wire.Ref, len(targets))
	for i := range targets {
		out, got := &cb.outputs[i], &targets[i]
		if got.List != out.list {
			return nil, fmt.Errorf("outputs: %s: a list of components is for ALL, and only for it", out)
		}
		many := got.Many
		if !got.List {
			many = []wire.Value{got.Value}
		}
		all[i] = make([]wire.Ref, len(many))
		for n, v := range many {
			property, _, _ := strings.Cut(v.Property, "@") // what follows tells duplicates apart
			if property != out.ref.Property || !out.pattern.Match(layout.ID(v.ID), bound) {
				return nil, fmt.Errorf("outputs: got %.200q where %s was expected", v.ID+"."+v.Property, out)
			}
			all[i][n] = wire.Ref{ID: v.ID, Property: property}
		}
	}
	return all, nil
}

// plan lays out the values that a callback returned: those of an output with ALL are one for each component.
func (c *Call) plan(values []any) (responsePlan, []any, error) {
	if c.args.outputs == nil {
		return c.cb.response, values, nil
	}
	var (
		refs []wire.Ref
		flat []any
	)
	for i, concrete := range c.args.outputs {
		out := c.cb.outputs[i]
		refs = append(refs, concrete...)
		if !out.list {
			flat = append(flat, values[i])
			continue
		}
		if _, skip := values[i].(noUpdate); skip {
			for range concrete {
				flat = append(flat, NoUpdate)
			}
			continue
		}
		list := reflect.ValueOf(values[i])
		for list.Kind() == reflect.Interface || list.Kind() == reflect.Pointer {
			list = list.Elem()
		}
		if list.Kind() != reflect.Slice && list.Kind() != reflect.Array {
			return responsePlan{}, nil, fmt.Errorf("%s: the value is a %T, expected a slice with one item for each of the %d components",
				out, values[i], len(concrete))
		}
		if list.Len() != len(concrete) {
			return responsePlan{}, nil, fmt.Errorf("%s: the value has %d items, and the page has %d components: Call.Outputs says which",
				out, list.Len(), len(concrete))
		}
		for n := range list.Len() {
			flat = append(flat, list.Index(n).Interface())
		}
	}
	return planResponse(refs), flat, nil
}
