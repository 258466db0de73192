package layout

import (
	"iter"
	"reflect"
	"strings"
	"sync"
)

// Schema reads components: which properties a type has and which are set. It remembers what it learned about each Go
// type. The zero value is ready; a Schema may be used by many goroutines at once.
type Schema struct {
	types sync.Map // reflect.Type → []field
	holds sync.Map // reflect.Type → bool, see mayHold
	parts sync.Map // reflect.Type → []int, see partsOf
}

// field is one property of a component struct.
type field struct {
	name  string
	index int
	typ   reflect.Type
	holds bool // whether components may be found in it
}

// Props yields the properties of c that are set, in the order of its fields, with their wire names. Pointers come
// dereferenced.
func (s *Schema) Props(c Component) iter.Seq2[string, any] {
	if isNilPointer(c) {
		return func(func(string, any) bool) {}
	}
	if d, ok := c.(Dynamic); ok {
		return d.EachProp
	}
	return func(yield func(string, any) bool) {
		v := indirect(reflect.ValueOf(c))
		for _, f := range s.fields(v.Type()) {
			if value, set := propValue(v.Field(f.index)); set && !yield(f.name, value) {
				return
			}
		}
	}
}

// Prop returns the value of one property of c, and whether it is set.
func (s *Schema) Prop(c Component, name string) (any, bool) {
	if isNilPointer(c) {
		return nil, false
	}
	if d, ok := c.(Dynamic); ok {
		return dynamicProp(d, name)
	}
	v := indirect(reflect.ValueOf(c))
	for _, f := range s.fields(v.Type()) {
		if f.name == name {
			return propValue(v.Field(f.index))
		}
	}
	return nil, false
}

// ID returns the id of c, empty where none is set.
func (s *Schema) ID(c Component) ID {
	v, _ := s.Prop(c, "id")
	switch id := v.(type) {
	case ID:
		return id
	case string:
		return ID(id)
	}
	return ""
}

// PropType returns the Go type a property of c takes, pointers removed, and false where c has no such property.
func (s *Schema) PropType(c Component, name string) (reflect.Type, bool) {
	if d, ok := c.(Dynamic); ok {
		return d.PropType(name)
	}
	for _, f := range s.fields(indirectType(reflect.TypeOf(c))) {
		if f.name == name {
			return f.typ, true
		}
	}
	return nil, false
}

// PropNames lists the properties c may have.
func (s *Schema) PropNames(c Component) []string {
	if d, ok := c.(Dynamic); ok {
		return d.PropNames()
	}
	var names []string
	for _, f := range s.fields(indirectType(reflect.TypeOf(c))) {
		names = append(names, f.name)
	}
	return names
}

// Misplaced lists the properties that are set on c although its type has none of that name, in the order they were
// set. Only a [Dynamic] can hold such properties, and only one with a method Misplaced() []string is asked.
func (s *Schema) Misplaced(c Component) []string {
	if m, ok := c.(interface{ Misplaced() []string }); ok && !isNilPointer(c) {
		return m.Misplaced()
	}
	return nil
}

// dynamicProp asks the component itself where it has a method for it, because a search allocates.
func dynamicProp(d Dynamic, name string) (any, bool) {
	if direct, ok := d.(interface{ Prop(string) (any, bool) }); ok {
		return direct.Prop(name)
	}
	return searchProp(d, name)
}

// searchProp stands apart because the variables of its loop are put on the heap as soon as it is entered.
func searchProp(d Dynamic, name string) (any, bool) {
	for n, v := range d.EachProp {
		if n == name {
			return v, true
		}
	}
	return nil, false
}

func propValue(v reflect.Value) (value any, set bool) {
	if v.IsZero() {
		return nil, false
	}
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	return v.Interface(), true
}

// fields lists the properties of a component struct; other types have none.
func (s *Schema) fields(t reflect.Type) []field {
	if known, ok := s.types.Load(t); ok {
		return known.([]field)
	}
	var fields []field
	if t.Kind() == reflect.Struct {
		for i := range t.NumField() {
			f := t.Field(i)
			if name := propName(f); name != "" {
				fields = append(fields, field{name, i, indirectType(f.Type), s.mayHold(f.Type)})
			}
		}
	}
	s.types.Store(t, fields)
	return fields
}

// propName is the wire name of a struct field, or "" where the field is not a property.
func propName(f reflect.StructField) string {
	if !f.IsExported() || f.Anonymous {
		return ""
	}
	tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	switch tag {
	case "-":
		return ""
	case "":
		return f.Name
	}
	return tag
}

func indirect(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	return v
}

func indirectType(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

func isNilPointer(c Component) bool {
	v := reflect.ValueOf(c)
	return !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil()
}
