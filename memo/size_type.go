package memo

import (
	"reflect"
	"time"
)

// isFlat tells whether values of the type refer to no memory of their own.
func (s *sizer) isFlat(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String, reflect.Interface, reflect.Pointer, reflect.Slice, reflect.Map, reflect.Chan:
		return false
	case reflect.Array:
		return t.Len() == 0 || s.isFlat(t.Elem())
	case reflect.Struct:
		return s.isFlatStruct(t)
	}
	return true // numbers; functions and unsafe pointers, of which nothing is known
}

func (s *sizer) isFlatStruct(t reflect.Type) bool {
	if t == reflect.TypeFor[time.Time]() {
		return true // its location belongs to everyone
	}
	flat, known := s.flat[t]
	if known {
		return flat
	}
	flat = true
	for i := range t.NumField() {
		flat = flat && s.isFlat(t.Field(i).Type)
	}
	if s.flat == nil {
		s.flat = map[reflect.Type]bool{}
	}
	s.flat[t] = flat
	return flat
}

// changesItself tells whether a struct has a lock or an atomic: it may be written to at any time, and to read it
// without the lock is a race, which with a map would end the program.
func changesItself(t reflect.Type) bool {
	for i := range t.NumField() {
		switch f := t.Field(i).Type; f.PkgPath() {
		case "sync", "sync/atomic":
			return true
		}
	}
	return false
}
