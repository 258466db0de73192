package memo

import (
	"encoding"
	"encoding/json"
	"reflect"
)

// Check implements [Codec].
func (JSON) Check(t reflect.Type) error {
	c := jsonCheck{seen: map[jsonSeen]bool{}}
	return c.check(t, t.String(), true)
}

// jsonCheck walks through a type as encoding/json does.
type jsonCheck struct{ seen map[jsonSeen]bool }

// jsonSeen: the values of a map have no address, so methods with pointer receivers are not found on them.
type jsonSeen struct {
	typ         reflect.Type
	addressable bool
}

func (c *jsonCheck) check(t reflect.Type, path string, addressable bool) error {
	if c.seen[jsonSeen{t, addressable}] {
		return nil
	}
	c.seen[jsonSeen{t, addressable}] = true
	own, err := jsonMethods(t, path, addressable)
	if own || err != nil {
		return err
	}
	switch t.Kind() {
	case reflect.Func, reflect.Chan, reflect.UnsafePointer, reflect.Complex64, reflect.Complex128:
		return refuse(path, t, "cannot be written as JSON")
	case reflect.Interface:
		return refuse(path, t, "does not say which type to make of the JSON")
	case reflect.Pointer:
		return c.checkPointer(t, path)
	case reflect.Slice:
		return c.check(t.Elem(), path+"[]", true)
	case reflect.Array:
		return c.check(t.Elem(), path+"[]", addressable)
	case reflect.Map:
		if err := checkJSONKey(t.Key(), path+"[key]"); err != nil {
			return err
		}
		return c.check(t.Elem(), path+"[]", false)
	case reflect.Struct:
		return c.checkStruct(t, path, addressable)
	}
	return nil
}

// checkPointer: the null that a nil behind the pointer would be written as is read as a nil pointer.
func (c *jsonCheck) checkPointer(t reflect.Type, path string) error {
	e := t.Elem()
	switch e.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		if !offersBoth[json.Marshaler, json.Unmarshaler](e) && !offersBoth[encoding.TextMarshaler, encoding.TextUnmarshaler](e) {
			return refuse(path, t, "to a nil comes back as a nil pointer")
		}
	}
	return c.check(e, path, true)
}

// jsonMethods tells whether the type writes and reads itself; it must do both in the same form.
func jsonMethods(t reflect.Type, path string, addressable bool) (own bool, err error) {
	if t == reflect.TypeFor[json.Number]() {
		return false, refuse(path, t, "that is empty comes back as 0")
	}
	if t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface {
		return false, nil // seen at what it points to
	}
	writes, reads, what := offers[json.Marshaler](t), offers[json.Unmarshaler](t), "JSON"
	direct := t.Implements(reflect.TypeFor[json.Marshaler]())
	if !writes && !reads {
		writes, reads, what = offers[encoding.TextMarshaler](t), offers[encoding.TextUnmarshaler](t), "Text"
		direct = t.Implements(reflect.TypeFor[encoding.TextMarshaler]())
	}
	switch {
	case !writes && !reads:
		return false, nil
	case !reads:
		return false, refuse(path, t, "has Marshal"+what+" but not Unmarshal"+what)
	case !writes:
		return false, refuse(path, t, "has Unmarshal"+what+" but not Marshal"+what)
	case !direct && !addressable:
		return false, refuse(path, t, "has Marshal"+what+" for pointers, which is not called on what is in a map")
	}
	return true, checkPromoted(t, path, what)
}

// checkPromoted refuses a struct that may have its methods from an embedded field: they write that field alone.
func checkPromoted(t reflect.Type, path, what string) error {
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.Anonymous || !offersAnyJSON(f.Type) {
			continue
		}
		if t.NumField() > 1 {
			return refuse(path, t, "takes Marshal"+what+" from the embedded "+f.Name+", which leaves the other fields out")
		}
		if f.Type.Kind() == reflect.Pointer || f.Type.Kind() == reflect.Interface {
			return refuse(path+"."+f.Name, f.Type, "is embedded, and may be nil")
		}
		if f.Type == timeType {
			continue
		}
		if err := checkPromotedType(f.Type, path+"."+f.Name, what); err != nil {
			return err
		}
	}
	return nil
}

func checkPromotedType(t reflect.Type, path, what string) error {
	if t.Kind() == reflect.Struct {
		return checkPromoted(t, path, what)
	}
	return nil
}

func offersAnyJSON(t reflect.Type) bool {
	return has[json.Marshaler](t) || has[json.Unmarshaler](t) ||
		has[encoding.TextMarshaler](t) || has[encoding.TextUnmarshaler](t)
}

// has is offers for types that may be pointers or interfaces: those have the methods themselves.
func has[I any](t reflect.Type) bool { return offers[I](t) || t.Implements(reflect.TypeFor[I]()) }

func offersBoth[W, R any](t reflect.Type) bool { return offers[W](t) && offers[R](t) }

// checkJSONKey: encoding/json writes keys that are strings as they are, whatever methods they have, but reads them
// with UnmarshalText.
func checkJSONKey(t reflect.Type, path string) error {
	writes, reads := t.Implements(reflect.TypeFor[encoding.TextMarshaler]()), offers[encoding.TextUnmarshaler](t)
	switch {
	case t == timeType:
		return refuse(path, t, "has a location, which does not come back")
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface:
		return refuse(path, t, "does not come back as the same key")
	case t.Kind() == reflect.String && reads:
		return refuse(path, t, "with UnmarshalText is not written with MarshalText")
	case t.Kind() == reflect.String, writes && reads:
		return nil
	case writes:
		return refuse(path, t, "has MarshalText but not UnmarshalText")
	case reads:
		return refuse(path, t, "has UnmarshalText but not MarshalText")
	}
	switch t.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return nil
	}
	return refuse(path, t, "is neither text nor a whole number, which is what keys in JSON are")
}
