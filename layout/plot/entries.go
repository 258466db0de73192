package plot

import (
	"encoding"
	"encoding/json"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// named is an attribute as it is written.
type named struct {
	name  string
	value reflect.Value
}

// entries are the attributes of a struct or map that would be written: those of fields that are set, in order, then those
// of the Extra by name.
func entries(v reflect.Value) []named {
	if v.Kind() == reflect.Map {
		var all []named
		for key, value := range v.Seq2() {
			all = append(all, named{key.String(), value})
		}
		slices.SortFunc(all, func(a, b named) int { return strings.Compare(a.name, b.name) })
		return all
	}
	var all []named
	var inline map[string]any
	for f, value := range v.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case options == "inline":
			inline, _ = value.Interface().(map[string]any)
		case f.Tag.Get("json") == "-" || !f.IsExported() || value.IsZero():
		case f.Anonymous && name == "" && isObject(indirect(value)):
			all = append(all, entries(indirect(value))...)
		case name == "":
			all = append(all, named{f.Name, value})
		default:
			all = append(all, named{name, value})
		}
	}
	return append(all, extras(inline, all)...)
}

// extras are the attributes of an Extra that no field has written.
func extras(extra map[string]any, written []named) []named {
	var all []named
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if !slices.ContainsFunc(written, func(w named) bool { return w.name == name }) {
			all = append(all, named{name, reflect.ValueOf(extra[name])})
		}
	}
	return all
}

// entry is one attribute of a struct or map, invalid where it is not set.
func entry(v reflect.Value, name string) reflect.Value {
	if v = indirect(v); isObject(v) {
		for _, e := range entries(v) {
			if e.name == name {
				return indirect(e.value)
			}
		}
	}
	return reflect.Value{}
}

// indirect is what pointers and interfaces hold, invalid for nil.
func indirect(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.Kind() == reflect.Pointer && encodesItself(v) {
			return v
		}
		v = v.Elem()
	}
	return v
}

func isObject(v reflect.Value) bool {
	return v.Kind() == reflect.Struct && v.Type() != timeType ||
		v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String
}

func isList(v reflect.Value) bool { return v.Kind() == reflect.Slice || v.Kind() == reflect.Array }

// isTypedArray is true of a column in the form the browser sends: {"dtype": …, "bdata": …}.
func isTypedArray(v reflect.Value) bool {
	return isObject(v) && entry(v, "dtype").IsValid() && entry(v, "bdata").IsValid()
}

var (
	timeType = reflect.TypeFor[time.Time]()
	jsonType = reflect.TypeFor[json.Marshaler]()
	textType = reflect.TypeFor[encoding.TextMarshaler]()
)

// encodesItself is true of values whose form is not seen from here. A time is a text.
func encodesItself(v reflect.Value) bool {
	t := v.Type()
	return t != timeType && t != reflect.PointerTo(timeType) && (t.Implements(jsonType) || t.Implements(textType))
}

func values[T any](list []T) iter.Seq[T] { return slices.Values(list) }
