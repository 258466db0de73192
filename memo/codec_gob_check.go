package memo

import (
	"encoding"
	"encoding/gob"
	"reflect"
)

// Check implements [Codec].
func (Gob) Check(t reflect.Type) error { return gobCheck{seen: map[reflect.Type]bool{}}.top(t) }

// gobCheck says why gob would lose part of a value of a type without a word, if it would: gob drops functions,
// channels and unexported fields, and takes a pointer to a zero number inside a struct for a nil one.
type gobCheck struct{ seen map[reflect.Type]bool }

func (c gobCheck) top(t reflect.Type) error {
	elem := t
	if t.Kind() == reflect.Pointer {
		elem = t.Elem() // outermost, gob keeps a pointer to zero; nil it never sees
		switch elem.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
			return refuse(t.String(), t, "is flattened by gob")
		}
	}
	return c.check(elem, t.String())
}

func (c gobCheck) check(t reflect.Type, path string) error {
	if c.seen[t] || offersBoth[gob.GobEncoder, gob.GobDecoder](t) ||
		offersBoth[encoding.BinaryMarshaler, encoding.BinaryUnmarshaler](t) {
		return nil
	}
	c.seen[t] = true
	switch t.Kind() {
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return refuse(path, t, "cannot be encoded")
	case reflect.Interface:
		return refuse(path, t, "does not say which type to make of the data")
	case reflect.Pointer:
		// Of the pointers inside a value gob keeps those to structs, and to what encodes itself.
		if t.Elem().Kind() != reflect.Struct {
			return refuse(path, t, "is flattened by gob")
		}
		return c.check(t.Elem(), path)
	case reflect.Map:
		if err := c.check(t.Key(), path+"[key]"); err != nil {
			return err
		}
		if err := checkGobKey(t.Key(), path+"[key]"); err != nil {
			return err
		}
		return c.check(t.Elem(), path+"[]")
	case reflect.Slice, reflect.Array:
		return c.check(t.Elem(), path+"[]")
	case reflect.Struct:
		return c.fields(t, path)
	}
	return nil
}

// checkGobKey refuses keys that are what they are by where they are in memory.
func checkGobKey(t reflect.Type, path string) error {
	switch {
	case t == timeType:
		return refuse(path, t, "has a location, which does not come back")
	case t.Kind() == reflect.Pointer:
		return refuse(path, t, "does not come back as the same key")
	case t.Kind() == reflect.Array:
		return checkGobKey(t.Elem(), path+"[]")
	case t.Kind() == reflect.Struct && !offersBoth[encoding.BinaryMarshaler, encoding.BinaryUnmarshaler](t):
		for i := range t.NumField() {
			if err := checkGobKey(t.Field(i).Type, path+"."+t.Field(i).Name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c gobCheck) fields(t reflect.Type, path string) error {
	if t.NumField() == 0 {
		return refuse(path, t, "without fields is refused by gob")
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			return refuse(path+"."+f.Name, f.Type, "in an unexported field is dropped by gob")
		}
		if err := c.check(f.Type, path+"."+f.Name); err != nil {
			return err
		}
	}
	return nil
}
