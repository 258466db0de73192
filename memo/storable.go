package memo

import (
	"encoding"
	"encoding/gob"
	"fmt"
	"reflect"
)

// storable says why gob would lose part of a value of the type without a word, if it would: gob drops functions,
// channels and unexported fields, and takes a pointer to a zero number inside a struct for a nil one. What an
// interface holds is seen only when it is encoded.
func storable(t reflect.Type) error {
	elem := t
	if t.Kind() == reflect.Pointer {
		elem = t.Elem() // outermost, gob keeps a pointer to zero; nil it never sees
		switch elem.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
			return unstorable(t.String(), t, "is flattened by gob")
		}
	}
	return checkStorable(elem, t.String(), map[reflect.Type]bool{})
}

func unstorable(path string, t reflect.Type, why string) error {
	return fmt.Errorf("memo: result %s: a %v %s", path, t, why)
}

func checkStorable(t reflect.Type, path string, seen map[reflect.Type]bool) error {
	if seen[t] || (offers[gob.GobEncoder](t) && offers[gob.GobDecoder](t)) ||
		(offers[encoding.BinaryMarshaler](t) && offers[encoding.BinaryUnmarshaler](t)) {
		return nil
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return unstorable(path, t, "cannot be encoded")
	case reflect.Pointer:
		// Of the pointers inside a value gob keeps those to structs, and to what encodes itself.
		if t.Elem().Kind() != reflect.Struct {
			return unstorable(path, t, "is flattened by gob")
		}
		return checkStorable(t.Elem(), path, seen)
	case reflect.Map:
		if err := checkStorable(t.Key(), path+"[key]", seen); err != nil {
			return err
		}
		return checkStorable(t.Elem(), path+"[]", seen)
	case reflect.Slice, reflect.Array:
		return checkStorable(t.Elem(), path+"[]", seen)
	case reflect.Struct:
		return checkStorableFields(t, path, seen)
	}
	return nil
}

func checkStorableFields(t reflect.Type, path string, seen map[reflect.Type]bool) error {
	if t.NumField() == 0 {
		return unstorable(path, t, "without fields is refused by gob")
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			return unstorable(path+"."+f.Name, f.Type, "in an unexported field is dropped by gob")
		}
		if err := checkStorable(f.Type, path+"."+f.Name, seen); err != nil {
			return err
		}
	}
	return nil
}
