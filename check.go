package dashi

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render/wire"
)

// components are those of the layout that callbacks are checked against.
type components struct {
	app    *App
	index  layout.Index
	shapes map[string][]layout.ID            // dictionary ids by their keys
	masks  map[string]map[string][]layout.ID // by keys and which of them are fixed, then by the fixed values; one id for each type
}

// check holds a callback against the layout: components and properties exist, and types fit.
func (cb *callback) check(known *components) (errs []error) {
	fail := func(format string, args ...any) {
		errs = append(errs, &WiringError{Where: cb.where, Message: fmt.Sprintf(format, args...)})
	}
	for i, out := range cb.outputs {
		targets, err := known.targets(out.ref, false)
		if err != nil {
			fail("%s: %v", out, err)
		}
		for _, f := range cb.giving() {
			for _, t := range targets {
				if reason, ok := gives(itemOf(f.results[i], out.list), t.typ, out.ref.Property); !ok {
					fail("result %d of the %s is %s, but %s: %s", i+1, f.name, article(f.results[i]), out, reason)
					break
				}
			}
		}
	}
	for i, dep := range cb.deps {
		targets, err := known.targets(dep.ref, dep.ref.AllowOptional)
		if err != nil {
			fail("%s: %v", dep, err)
		}
		for _, t := range targets {
			if cb.fn == nil {
				break
			}
			p := cb.fn.Params()[i]
			if reason, ok := call.Accepts(t.typ, itemOf(p.Type, dep.list)); !ok {
				fail("%s of the function is %s, but %s: %s", p.Label, article(p.Type), dep, reason)
				break
			}
			if err := known.tryValue(t.component, dep, p); err != nil {
				fail("%s of the function is %s, but the layout's value for %s does not fit: %v", p.Label, article(p.Type), dep, err)
				break
			}
		}
	}
	for _, r := range cb.running {
		targets, err := known.targets(r.ref, false)
		if err != nil {
			fail("Running(%s): %v", spell("Output", r.ref), err)
		}
		for _, t := range targets {
			for _, value := range []any{r.while, r.after} {
				if typ := reflect.TypeOf(value); typ != nil && typ != reflect.TypeFor[Patch]() {
					if reason, ok := gives(typ, t.typ, r.ref.Property); !ok {
						fail("Running(%s): the value %v is %s, but %s", spell("Output", r.ref), value, article(typ), reason)
						break
					}
				}
			}
		}
	}
	if cb.background != nil {
		cb.background.check(known, fail)
	}
	return errs
}

// giver is a function whose results set the outputs.
type giver struct {
	name    string
	results []reflect.Type
}

func (cb *callback) giving() (givers []giver) {
	if cb.fn != nil {
		givers = append(givers, giver{"function", cb.fn.Results()})
	}
	if cb.onError != nil && len(cb.onError.Results()) > 0 {
		givers = append(givers, giver{"OnError function", cb.onError.Results()})
	}
	return givers
}

// target is a component that a dependency may be about, with the type of the property.
type target struct {
	component layout.Component
	typ       reflect.Type
}

// itemOf is the type of one value of what the function takes or gives: for ALL that is a list.
func itemOf(t reflect.Type, list bool) reflect.Type {
	if list {
		return call.Item(t)
	}
	return t
}

// targets finds the components of the layout that a dependency is about: for a pattern one of each type. There are none where they may
// come later.
func (k *components) targets(ref wire.Ref, optional bool) (found []target, err error) {
	id := layout.ID(ref.ID)
	ids := []layout.ID{id}
	switch _, known := k.index[id]; {
	case id.IsPattern():
		ids = k.matching(id)
	case !known && (optional || k.app.options.SuppressCallbackExceptions):
		return nil, nil
	case !known:
		return nil, fmt.Errorf("no component of the layout has the id %q%s", ref.ID, suggestID(ref.ID, idNames(k.index)))
	}
	for _, id := range ids {
		c := k.index[id]
		typ, ok := k.app.schema.PropType(c, ref.Property)
		if !ok {
			_, name := c.Type()
			return nil, fmt.Errorf("%s has no property %q%s", indefinite(name), ref.Property, suggest(ref.Property, k.app.schema.PropNames(c)))
		}
		found = append(found, target{c, typ})
	}
	return found, nil
}

// matching are ids that a pattern stands for, one for each type of component. It looks them up by the values that the pattern fixes: an
// app may have thousands of both.
func (k *components) matching(pattern layout.ID) []layout.ID {
	if k.shapes == nil {
		k.shapes, k.masks = map[string][]layout.ID{}, map[string]map[string][]layout.ID{}
		for id := range k.index {
			if id.IsDict() {
				shape, _ := project(id, nil)
				k.shapes[shape] = append(k.shapes[shape], id)
			}
		}
	}
	var fixed []bool
	pattern.EachPair(func(_, value string) bool {
		fixed = append(fixed, value[0] != '[')
		return true
	})
	shape, values := project(pattern, fixed)
	mask := fmt.Sprint(shape, fixed)
	if k.masks[mask] == nil {
		byValues := map[string][]layout.ID{}
		type kind struct{ values, namespace, name string }
		seen := map[kind]bool{}
		for _, id := range k.shapes[shape] {
			_, values := project(id, fixed)
			namespace, name := k.index[id].Type()
			if one := (kind{values, namespace, name}); !seen[one] {
				seen[one] = true
				byValues[values] = append(byValues[values], id)
			}
		}
		k.masks[mask] = byValues
	}
	return k.masks[mask][values]
}

// project gives the keys of a dictionary id, and its values at the keys that are fixed.
func project(id layout.ID, fixed []bool) (shape, values string) {
	var keys, at strings.Builder
	n := 0
	id.EachPair(func(key, value string) bool {
		keys.WriteString(key)
		if n < len(fixed) && fixed[n] {
			at.WriteString(value)
			at.WriteByte(',')
		}
		n++
		return true
	})
	return keys.String(), at.String()
}

// tryValue decodes the value the layout starts with as the browser will send it.
func (k *components) tryValue(c layout.Component, dep InputProp, p call.Param) error {
	value, set := k.app.schema.Prop(c, dep.ref.Property)
	if !set {
		return nil
	}
	raw, err := k.app.encodeProp(dep.ref.Property, value)
	if err != nil {
		return nil // reported with the layout
	}
	if dep.list {
		raw = append(append([]byte{'['}, raw...), ']')
	}
	return call.Protect(func() error { _, err := p.Decode(raw); return err })
}

// gives says whether a result can set a property. A figure is an object in whatever form, and a trace alone is none.
func gives(result, typ reflect.Type, property string) (reason string, ok bool) {
	if property == "figure" && typ == reflect.TypeFor[any]() {
		if result.Implements(reflect.TypeFor[interface{ TraceType() string }]()) {
			return "a trace is no figure: return plot.Figure{Data: []plot.Trace{…}}", false
		}
		typ = reflect.TypeFor[map[string]any]()
	}
	return call.Gives(result, typ)
}
