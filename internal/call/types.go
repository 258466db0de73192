package call

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/dashi-go/dashi/layout"
)

var (
	unmarshalerType     = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshalerType = reflect.TypeFor[encoding.TextUnmarshaler]()
	marshalerType       = reflect.TypeFor[json.Marshaler]()
	textMarshalerType   = reflect.TypeFor[encoding.TextMarshaler]()
	componentType       = reflect.TypeFor[layout.Component]()
)

// decodable says why JSON can never be decoded into t, or nil.
func decodable(t reflect.Type) error {
	whole := t
	for seen := map[reflect.Type]bool{}; !seen[t] && !decodesItself(t); t = t.Elem() {
		seen[t] = true // a type such as []itself
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array:
		case reflect.Map:
			if !keyed(t.Key()) {
				return fmt.Errorf("is a %s, and no JSON object has keys of type %s", whole, t.Key())
			}
		case reflect.Chan, reflect.Func, reflect.UnsafePointer, reflect.Complex64, reflect.Complex128:
			return fmt.Errorf("is a %s, which no JSON value fits", whole)
		case reflect.Interface:
			if t.NumMethod() > 0 {
				return fmt.Errorf("is a %s, which JSON cannot be decoded into: expected a concrete type or any", whole)
			}
			return nil
		case reflect.Struct:
			if isRecord(t) {
				return fmt.Errorf("is a %s, whose fields are tagged `dashi`: such a struct must be the only parameter, and no pointer", whole)
			}
			return nil
		default:
			return nil
		}
	}
	return nil
}

// keyed is true of types encoding/json makes of an object's keys.
func keyed(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return true
	}
	return reflect.PointerTo(t).Implements(textUnmarshalerType)
}

func decodesItself(t reflect.Type) bool {
	return has(t, unmarshalerType) || has(t, textUnmarshalerType)
}

// has tells whether t or a pointer to it has the methods of an interface.
func has(t, methods reflect.Type) bool {
	return t.Implements(methods) || reflect.PointerTo(t).Implements(methods)
}

// kind is a class of JSON values, as far as a Go type tells it.
type kind string

const (
	anything kind = "any value"
	number   kind = "a number"
	text     kind = "a string"
	boolean  kind = "a bool"
	list     kind = "a list"
	object   kind = "an object"
	node     kind = "a component"
	identity kind = "an id"
)

var idType = reflect.TypeFor[layout.ID]()

// same tells whether values of one kind may be of the other. An id is a string or, where it is a dictionary id, an object:
// which of them the type does not tell.
func (k kind) same(other kind) bool {
	if k == identity {
		k, other = other, k
	}
	return k == other || other == identity && (k == text || k == object)
}

// describe names the JSON values that fit t, with the Go type where that says more.
func describe(t reflect.Type) string {
	k := decodedKind(t)
	if k == anything || k == object || k == list || t.PkgPath() != "" {
		return t.String()
	}
	return string(k) + " (" + t.String() + ")"
}

// Accepts says whether values of a property of type prop can fill a parameter of type param; reason tells why not.
func Accepts(prop, param reflect.Type) (reason string, ok bool) {
	return agree(prop, encodedKind, param, decodedKind)
}

// Gives says whether a result of type result can set a property of type prop; reason tells why not.
func Gives(result, prop reflect.Type) (reason string, ok bool) {
	return agree(prop, encodedKind, result, encodedKind)
}

// agree compares what a property holds with what the function takes or gives, and the elements of lists alike.
func agree(prop reflect.Type, propKind func(reflect.Type) kind, got reflect.Type, gotKind func(reflect.Type) kind) (reason string, ok bool) {
	what := "the property is %s"
	for range 10 { // lists in lists; no deeper, as a type may be a list of itself
		want, is := propKind(prop), gotKind(got)
		if want == anything || is == anything {
			return "", true
		}
		if !want.same(is) {
			return fmt.Sprintf(what, want), false
		}
		if want != list {
			return "", true
		}
		what = fmt.Sprintf(what, "a list, each item of which is %s")
		prop, got = indirect(prop).Elem(), indirect(got).Elem()
	}
	return "", true
}

// encodedKind is the kind of JSON that values of t become.
func encodedKind(t reflect.Type) kind {
	switch {
	case isComponent(t):
		return node
	case indirect(t) == idType:
		return identity
	case has(t, marshalerType):
		return anything
	case has(t, textMarshalerType):
		return text
	}
	return plainKind(t)
}

// decodedKind is the kind of JSON that values of t are decoded from.
func decodedKind(t reflect.Type) kind {
	switch {
	case indirect(t) == idType:
		return identity
	case has(t, unmarshalerType):
		return anything
	case has(t, textUnmarshalerType):
		return text
	}
	return plainKind(t)
}

func isComponent(t reflect.Type) bool {
	return has(t, componentType) || t.Kind() == reflect.Pointer && has(indirect(t), componentType)
}

func indirect(t reflect.Type) reflect.Type {
	for range 10 { // no more: a type may be a pointer to itself
		if t.Kind() != reflect.Pointer {
			break
		}
		t = t.Elem()
	}
	return t
}

func plainKind(t reflect.Type) kind {
	t = indirect(t)
	switch t.Kind() {
	case reflect.String:
		return text
	case reflect.Bool:
		return boolean
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16,
		reflect.Uint32, reflect.Uint64, reflect.Uintptr, reflect.Float32, reflect.Float64:
		return number
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return text // encoding/json writes bytes as base64
		}
		return list
	case reflect.Array:
		return list
	case reflect.Map, reflect.Struct:
		return object
	}
	return anything
}
