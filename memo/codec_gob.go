package memo

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"reflect"
)

// The first byte tells what gob cannot.
const (
	markNil   = 0
	markEmpty = 1 // a slice or map that is there but holds nothing
	markValue = 2 // what gob wrote follows
)

// gobNesting bounds the depth of values: gob takes stack for each level, and without end for a value in itself.
const gobNesting = 10_000

// Encode implements [Codec].
func (Gob) Encode(value any) (data []byte, err error) {
	defer recovered(&err) // gob panics on some nil pointers in arrays
	if value == nil {
		return nil, errors.New("memo: Gob: encode: a nil without a type")
	}
	at := reflect.ValueOf(value)
	switch at.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		if at.IsNil() {
			return []byte{markNil}, nil
		}
		if at.Kind() != reflect.Pointer && at.Len() == 0 {
			return []byte{markEmpty}, nil
		}
	}
	if at.Kind() != reflect.Pointer { // one level, as Decode makes it: gob panics on pointers to what encodes itself
		at = reflect.New(at.Type())
		at.Elem().Set(reflect.ValueOf(value))
	}
	if err := (&walk{deepest: gobNesting, noNil: true}).check(at); err != nil {
		return nil, fmt.Errorf("memo: Gob: encode: %w", err)
	}
	out := bytes.NewBuffer([]byte{markValue})
	if err := gob.NewEncoder(out).EncodeValue(at); err != nil {
		return nil, fmt.Errorf("memo: Gob: encode: %w", err)
	}
	return out.Bytes(), nil
}

// Decode implements [Codec].
func (Gob) Decode(data []byte, into any) (err error) {
	defer recovered(&err) // gob panics on some data
	v, err := target("Gob", into)
	if err != nil {
		return err
	}
	switch {
	case len(data) > 1 && data[0] == markValue:
		err = decodeGob(data[1:], v)
	case len(data) == 1 && data[0] == markNil && nilable(v.Kind()):
	case len(data) == 1 && data[0] == markEmpty && v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	case len(data) == 1 && data[0] == markEmpty && v.Kind() == reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
	default:
		err = errors.New("not what Gob encodes")
	}
	if err != nil {
		return fmt.Errorf("memo: Gob: decode: %w", err)
	}
	return nil
}

func nilable(k reflect.Kind) bool {
	return k == reflect.Pointer || k == reflect.Slice || k == reflect.Map
}

// decodeGob is for what may be anybody's bytes. gob makes room for as many map entries as the data say there are,
// before it looks whether there are: a few bytes would take all memory. So where a map may come, gob first reads
// through the data without making anything of them, and fails when they end too soon.
func decodeGob(data []byte, v reflect.Value) error {
	if holdsMap(v.Type(), map[reflect.Type]bool{}) {
		if err := gob.NewDecoder(bytes.NewReader(data)).DecodeValue(reflect.Value{}); err != nil {
			return err
		}
	}
	into := v.Addr()
	if v.Kind() == reflect.Pointer {
		into = reflect.New(v.Type().Elem())
		v.Set(into.Convert(v.Type()))
	}
	rest := bytes.NewReader(data)
	if err := gob.NewDecoder(rest).DecodeValue(into); err != nil {
		return err
	}
	if rest.Len() > 0 {
		return fmt.Errorf("%d bytes too many", rest.Len())
	}
	return nil
}

func holdsMap(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Map:
		return true
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return holdsMap(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && holdsMap(f.Type, seen) {
				return true
			}
		}
	}
	return false
}
