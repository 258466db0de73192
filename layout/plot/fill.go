package plot

import (
	"fmt"
	"maps"
	"reflect"
	"strings"
)

var (
	traceType = reflect.TypeFor[Trace]()
	titleType = reflect.TypeFor[Title]()
	extraType = reflect.TypeFor[map[string]any]()
)

// read fills one part of a figure from decoded JSON.
func read[T any](into *T, name string, from any) error {
	tree, err := columns(name, from)
	if err != nil {
		return err
	}
	if !fill(reflect.ValueOf(into).Elem(), tree) {
		return fmt.Errorf("plot: %s: not of the form plotly.js gives it", name)
	}
	return nil
}

// fill sets to from, which is JSON with its columns already made, and tells whether it fits. What does not fit leaves
// to at its zero value.
func fill(to reflect.Value, from any) bool {
	if to.Type() == traceType {
		return fillTrace(to, from)
	}
	if from == nil {
		return true
	}
	v := reflect.ValueOf(from)
	switch to.Kind() {
	case reflect.Interface:
		to.Set(v)
		return true
	case reflect.Pointer:
		elem := reflect.New(to.Type().Elem())
		if !fill(elem.Elem(), from) {
			return false
		}
		to.Set(elem)
		return true
	case reflect.Struct:
		return fillStruct(to, from)
	case reflect.Slice:
		return fillSlice(to, v)
	case reflect.Map:
		return set(to, v, v.Type() == extraType)
	case reflect.Int:
		f, ok := from.(float64)
		return set(to, v, ok && f == float64(int(f)))
	}
	return set(to, v, v.Kind() == to.Kind()) // string, bool, float64
}

func set(to, v reflect.Value, fits bool) bool {
	if fits {
		to.Set(v.Convert(to.Type()))
	}
	return fits
}

func fillSlice(to, v reflect.Value) bool {
	if v.Kind() != reflect.Slice {
		return false
	}
	slice := reflect.MakeSlice(to.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		if !fill(slice.Index(i), v.Index(i).Interface()) {
			return false
		}
	}
	to.Set(slice)
	return true
}

func fillTrace(to reflect.Value, from any) bool {
	object, ok := from.(map[string]any)
	if !ok {
		return false
	}
	name, ok := object["type"].(string)
	if !ok && object["type"] != nil {
		return false
	}
	rest := maps.Clone(object)
	delete(rest, "type")
	trace := newTrace(name)
	if trace == nil {
		to.Set(reflect.ValueOf(Other{Type: name, Attr: rest}))
		return true
	}
	v := reflect.ValueOf(trace).Elem()
	fillStruct(v, rest) // fits: a trace has an Extra
	to.Set(v)
	return true
}

// fillStruct sets the fields of a struct by their tags and puts what is left into its Extra. Without an Extra
// everything has to fit.
func fillStruct(to reflect.Value, from any) bool {
	if title, ok := from.(string); ok && to.Type() == titleType {
		to.Set(reflect.ValueOf(Title{Text: title}))
		return true
	}
	object, ok := from.(map[string]any)
	if !ok {
		return false
	}
	rest := maps.Clone(object)
	for f, v := range to.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		value, found := rest[name]
		// A zero would not be written again, so it stays with the rest.
		if found && name != "" && fill(v, value) && !v.IsZero() {
			delete(rest, name)
		}
	}
	if len(rest) == 0 {
		return true
	}
	extra := to.FieldByName("Extra")
	if extra.IsValid() {
		extra.Set(reflect.ValueOf(rest))
	}
	return extra.IsValid()
}
