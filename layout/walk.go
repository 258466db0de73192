package layout

import (
	"iter"
	"reflect"
)

// Walk yields every component in v, depth first and in the order of the layout: v itself, its children, and components
// held by any other property, however deep in slices, maps and structs. v is anything children may be.
func (s *Schema) Walk(v any) iter.Seq[Component] {
	return func(yield func(Component) bool) {
		w := &walker{schema: s, yield: yield}
		w.prop = func(_ string, value any) bool { return w.walk(value) }
		w.walk(v)
	}
}

// walker is one walk. Its methods return false once yield did, and nothing is yielded after that.
type walker struct {
	schema *Schema
	yield  func(Component) bool
	// prop is handed to every EachProp: one closure for the walk, not one for each node.
	prop    func(name string, value any) bool
	stopped bool
}

func (w *walker) walk(v any) bool {
	switch v := v.(type) {
	case nil, string, bool, int, float64, ID, CSS:
		return true // the commonest leaves, without reflection
	case Component:
		return w.component(v)
	case Fragment:
		return walkSlice(w, v)
	case []any:
		return walkSlice(w, v)
	case []Component:
		return walkSlice(w, v)
	}
	return w.value(reflect.ValueOf(v))
}

func (w *walker) component(c Component) bool {
	if isNilPointer(c) {
		return true
	}
	if !w.yield(c) {
		w.stopped = true
		return false
	}
	if d, ok := c.(Dynamic); ok {
		d.EachProp(w.prop)
		return !w.stopped
	}
	v := indirect(reflect.ValueOf(c))
	for _, f := range w.schema.fields(v.Type()) {
		if f.holds && !w.walk(v.Field(f.index).Interface()) {
			return false
		}
	}
	return true
}

func walkSlice[T any](w *walker, items []T) bool {
	for _, item := range items {
		if !w.walk(item) {
			return false
		}
	}
	return true
}

// value looks for components in values whose type may hold one.
func (w *walker) value(v reflect.Value) bool {
	if !w.schema.mayHold(v.Type()) {
		return true
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if !w.walk(v.Index(i).Interface()) {
				return false
			}
		}
	case reflect.Map:
		for _, key := range sortedKeys(v) {
			if !w.walk(v.MapIndex(key).Interface()) {
				return false
			}
		}
	case reflect.Struct:
		for _, i := range w.schema.partsOf(v.Type()) {
			if !w.walk(v.Field(i).Interface()) {
				return false
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return w.walk(v.Elem().Interface())
		}
	}
	return true
}
