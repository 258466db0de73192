package layout

import (
	"reflect"
	"strings"
)

var componentType = reflect.TypeFor[Component]()

// mayHold is false for types no component can hide in, which spares the walk the elements of data columns.
func (s *Schema) mayHold(t reflect.Type) bool {
	if known, ok := s.holds.Load(t); ok {
		return known.(bool)
	}
	holds := mayHold(t, map[reflect.Type]bool{})
	s.holds.Store(t, holds)
	return holds
}

// mayHold answers for one type; seen holds the structs being looked at, so that a type which contains itself ends.
func mayHold(t reflect.Type, seen map[reflect.Type]bool) bool {
	if t == reflect.TypeFor[CSS]() {
		return false
	}
	if t.Implements(componentType) {
		return true
	}
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Map, reflect.Slice, reflect.Array, reflect.Pointer:
		return mayHold(t.Elem(), seen)
	case reflect.Struct:
		if seen[t] {
			return false
		}
		seen[t] = true
		for f := range t.Fields() {
			if isPart(f) && mayHold(f.Type, seen) {
				return true
			}
		}
	}
	return false
}

// partsOf lists the fields of a struct that is no component in which components may be found.
func (s *Schema) partsOf(t reflect.Type) []int {
	if known, ok := s.parts.Load(t); ok {
		return known.([]int)
	}
	var parts []int
	for i := range t.NumField() {
		if f := t.Field(i); isPart(f) && s.mayHold(f.Type) {
			parts = append(parts, i)
		}
	}
	s.parts.Store(t, parts)
	return parts
}

// isPart tells whether a field of a plain struct is sent to the browser.
func isPart(f reflect.StructField) bool {
	tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return f.IsExported() && tag != "-"
}
