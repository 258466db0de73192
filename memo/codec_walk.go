package memo

import (
	"errors"
	"fmt"
	"reflect"
	"time"
)

// walk looks through a value for what a codec would get wrong: times, nil pointers as elements, and values nested so
// deep, or in a circle, that encoding them would exhaust the stack. It leaves out all types that can have none of
// them, so most results cost little.
type walk struct {
	deepest int
	time    func(time.Time) error // nil: times are no matter
	noNil   bool                  // refuse nil pointers in slices, arrays and maps
	depth   int
	types   map[reflect.Type]bool // whether a value of the type is worth a look; true while that is being found out
}

var timeType = reflect.TypeFor[time.Time]()

// checkTime refuses offsets of parts of a minute, as places had before time zones: RFC 3339 has no way to write them,
// and encoding/json writes another instant instead. It also refuses the one time that omitzero takes the offset from.
func checkTime(t time.Time) error {
	_, offset := t.Zone()
	if offset%60 != 0 {
		return fmt.Errorf("the offset of %v is not whole minutes", t)
	}
	if t.IsZero() && offset != 0 {
		return fmt.Errorf("the zero time has an offset: %v", t)
	}
	return nil
}

var (
	errTooDeep = errors.New("a value is nested too deep, or contains itself")
	errNilElem = errors.New("a nil pointer in a slice, array or map")
)

func (w *walk) check(v reflect.Value) error {
	w.types = map[reflect.Type]bool{}
	return w.value(v)
}

func (w *walk) value(v reflect.Value) error {
	if !w.wants(v.Type()) {
		return nil
	}
	if w.depth++; w.depth > w.deepest {
		return errTooDeep
	}
	defer func() { w.depth-- }()
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return w.value(v.Elem())
	case reflect.Slice, reflect.Array:
		return w.elements(v)
	case reflect.Map:
		return w.entries(v)
	case reflect.Struct:
		return w.fields(v)
	}
	return nil
}

func (w *walk) elements(v reflect.Value) error {
	for i := range v.Len() {
		if err := w.element(v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) entries(v reflect.Value) error {
	for iter := v.MapRange(); iter.Next(); {
		if err := w.value(iter.Key()); err != nil {
			return err
		}
		if err := w.element(iter.Value()); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) element(v reflect.Value) error {
	if w.noNil && v.Kind() == reflect.Pointer && v.IsNil() {
		return errNilElem
	}
	return w.value(v)
}

func (w *walk) fields(v reflect.Value) error {
	if v.Type() == timeType {
		if t, ok := reflect.TypeAssert[time.Time](v); ok {
			return w.time(t)
		}
	}
	for i := range v.NumField() {
		if f := v.Type().Field(i); !f.IsExported() && !f.Anonymous {
			continue
		}
		if err := w.value(v.Field(i)); err != nil {
			return err
		}
	}
	return nil
}

// wants tells whether values of the type may hold what is looked for or, because the type leads back to itself, be of
// any depth.
func (w *walk) wants(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map, reflect.Struct:
	default:
		return false
	}
	if wanted, known := w.types[t]; known {
		return wanted
	}
	if t == timeType {
		return w.time != nil
	}
	w.types[t] = true // whoever comes here again has come around
	w.types[t] = w.wantsInside(t)
	return w.types[t]
}

func (w *walk) wantsInside(t reflect.Type) bool {
	if t.Kind() != reflect.Struct {
		elem := t.Elem()
		nils := w.noNil && t.Kind() != reflect.Pointer && elem.Kind() == reflect.Pointer
		return nils || w.wants(elem) || (t.Kind() == reflect.Map && w.wants(t.Key()))
	}
	wanted := false
	for i := range t.NumField() {
		f := t.Field(i)
		wanted = (f.IsExported() || f.Anonymous) && w.wants(f.Type) || wanted
	}
	return wanted
}
