package table

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"
)

// class is what the values of a field are compared as.
type class int

const (
	noClass class = iota
	texts
	numbers
	moments
	booleans
)

func (c class) String() string {
	return [...]string{"nothing", "texts", "numbers", "times", "bools"}[c]
}

// field reads one field of the rows, which are told by their index. Of the functions those of its class are set.
type field struct {
	name   string
	class  class
	number func(row uint32) (float64, bool) // also bools, as 0 and 1; false for what is missing
	key    func(row uint32) uint64          // numbers and moments in their order, 0 for what is missing
	text   func(row uint32) string
	moment func(row uint32) (time.Time, bool)
	// dictionary is the different texts, nil where there are too many of them for one.
	dictionary func() *dictionary
}

// fields finds the fields of rows by their names in JSON.
type fields[T any] struct {
	rows []T
	// at is where a struct has them; nil for maps.
	at map[string][]int

	mu    sync.Mutex
	known map[string]*field
}

var (
	timeType          = reflect.TypeFor[time.Time]()
	textMarshalerType = reflect.TypeFor[encoding.TextMarshaler]()
)

func newFields[T any](rows []T) *fields[T] {
	t := reflect.TypeFor[T]()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	f := &fields[T]{rows: rows, known: map[string]*field{}}
	switch {
	case t.Kind() == reflect.Struct:
		f.at = structFields(t)
	case t.Kind() == reflect.Map && t.Key().Kind() == reflect.String:
	default:
		panic(fmt.Sprintf("table: Slice: rows of %v, expected structs or maps from string", reflect.TypeFor[T]()))
	}
	return f
}

func structFields(t reflect.Type) map[string][]int {
	at := map[string][]int{}
	for _, f := range reflect.VisibleFields(t) {
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || tag == "-" || f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct {
			continue
		}
		if tag == "" {
			tag = f.Name
		}
		if there, ok := at[tag]; !ok || len(f.Index) < len(there) {
			at[tag] = f.Index
		}
	}
	return at
}

// names are all fields, in order; of maps those of the first row.
func (f *fields[T]) names() []string {
	if f.at != nil {
		return slices.Sorted(maps.Keys(f.at))
	}
	if len(f.rows) == 0 {
		return nil
	}
	names := []string{}
	for _, key := range follow(reflect.ValueOf(f.rows[0])).MapKeys() {
		names = append(names, key.String())
	}
	slices.Sort(names)
	return names
}

// field finds a field that can be compared.
func (f *fields[T]) field(name string) (*field, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if known := f.known[name]; known != nil {
		return known, nil
	}
	get, class, err := f.getter(name)
	if err != nil {
		return nil, err
	}
	found := read(get, class, f.at != nil)
	found.name, found.class = name, class
	if class == texts {
		found.dictionary = sync.OnceValue(func() *dictionary { return newDictionary(len(f.rows), found.text) })
	}
	f.known[name] = found
	return found, nil
}

// getter is how the value of a field is found in a row; what it gives may be invalid where it is missing.
func (f *fields[T]) getter(name string) (get func(row uint32) reflect.Value, c class, err error) {
	if f.at == nil {
		get = func(row uint32) reflect.Value {
			m := follow(reflect.ValueOf(f.rows[row]))
			if !m.IsValid() {
				return m
			}
			return follow(m.MapIndex(reflect.ValueOf(name).Convert(m.Type().Key())))
		}
		for i := range f.rows {
			if v := get(uint32(i)); v.IsValid() {
				if c = classOf(v.Type()); c == noClass {
					return nil, c, badRequest("the field %q holds %v, which cannot be compared", name, v.Type())
				}
				return get, c, nil
			}
		}
		return nil, noClass, badRequest("there is no field %q", name)
	}
	index, found := f.at[name]
	if !found {
		return nil, noClass, badRequest("there is no field %q", name)
	}
	t := reflect.TypeFor[T]()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	typ := t.FieldByIndex(index).Type
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if c = classOf(typ); c == noClass {
		return nil, c, badRequest("the field %q holds %v, which cannot be compared", name, typ)
	}
	return func(row uint32) reflect.Value {
		v := follow(reflect.ValueOf(&f.rows[row]))
		for _, i := range index {
			if v = follow(v); !v.IsValid() {
				return v
			}
			v = v.Field(i)
		}
		return follow(v)
	}, c, nil
}

// follow goes through pointers and interfaces to the value, invalid where there is none.
func follow(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

func classOf(t reflect.Type) class {
	if t == timeType {
		return moments
	}
	if t.Implements(textMarshalerType) {
		return texts
	}
	switch t.Kind() {
	case reflect.String:
		return texts
	case reflect.Bool:
		return booleans
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32,
		reflect.Uint64, reflect.Uintptr, reflect.Float32, reflect.Float64:
		return numbers
	}
	return noClass
}

// read makes the functions of a class. Maps may hold other values in some rows; those are as if missing. exact tells that all values are of
// one type; in maps whole numbers may stand beside broken ones.
func read(get func(row uint32) reflect.Value, c class, exact bool) *field {
	switch c {
	case texts:
		return &field{text: func(row uint32) string { return textOf(get(row)) }}
	case moments:
		f := &field{moment: func(row uint32) (time.Time, bool) {
			v := get(row)
			if !v.IsValid() || v.Type() != timeType {
				return time.Time{}, false
			}
			return *timeOf(v), true
		}}
		f.key = func(row uint32) uint64 {
			t, ok := f.moment(row)
			if !ok {
				return 0
			}
			return intKey(t.UnixMicro())
		}
		return f
	}
	return &field{
		number: func(row uint32) (float64, bool) { return floatOf(get(row)) },
		key:    func(row uint32) uint64 { return keyOf(get(row), exact) },
	}
}

// timeOf avoids a copy on the heap where the field can be addressed.
func timeOf(v reflect.Value) *time.Time {
	if v.CanAddr() {
		return v.Addr().Interface().(*time.Time)
	}
	t := v.Interface().(time.Time)
	return &t
}

func textOf(v reflect.Value) string {
	if !v.IsValid() {
		return ""
	}
	if v.Type().Implements(textMarshalerType) {
		text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			return ""
		}
		return string(text)
	}
	if v.Kind() == reflect.String {
		return v.String()
	}
	return ""
}

func floatOf(v reflect.Value) (float64, bool) {
	switch {
	case !v.IsValid():
		return 0, false
	case v.CanFloat():
		f := v.Float()
		return f, f == f
	case v.CanInt():
		return float64(v.Int()), true
	case v.CanUint():
		return float64(v.Uint()), true
	case v.Kind() == reflect.Bool:
		if v.Bool() {
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

func keyOf(v reflect.Value, exact bool) uint64 {
	switch {
	case v.IsValid() && v.Kind() == reflect.Bool:
		if v.Bool() {
			return 2
		}
		return 1
	case exact && v.IsValid() && v.CanInt():
		return intKey(v.Int())
	case exact && v.IsValid() && v.CanUint():
		return uintKey(v.Uint())
	}
	number, ok := floatOf(v)
	if !ok {
		return 0
	}
	return floatKey(number)
}
