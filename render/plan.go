package render

import (
	"encoding"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/dashi-go/dashi/layout"
)

var (
	componentType     = reflect.TypeFor[layout.Component]()
	marshalerType     = reflect.TypeFor[json.Marshaler]()
	textMarshalerType = reflect.TypeFor[encoding.TextMarshaler]()
)

// plan returns how values of type t are encoded, making the plan when t is seen for the first time.
func (e *Encoder) plan(t reflect.Type) encodeFunc {
	if known, ok := e.plans.Load(t); ok {
		return known.(encodeFunc)
	}
	// A struct's plan looks its fields' plans up when it runs, so a type that contains itself needs no special care.
	made := makePlan(t)
	known, _ := e.plans.LoadOrStore(t, made)
	return known.(encodeFunc)
}

func makePlan(t reflect.Type) encodeFunc {
	switch {
	case t.Kind() == reflect.Interface:
		return appendBoxed
	case t.Implements(componentType):
		return appendBoxed
	case t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(componentType):
		return addressed(appendBoxed)
	case t.Implements(marshalerType):
		return appendMarshaler
	case t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(marshalerType):
		return addressed(appendMarshaler)
	case t.Implements(textMarshalerType):
		return appendTextMarshaler
	case t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(textMarshalerType):
		return addressed(appendTextMarshaler)
	}
	switch t.Kind() {
	case reflect.Bool:
		return func(_ *writer, dst []byte, v reflect.Value) ([]byte, error) {
			return strconv.AppendBool(dst, v.Bool()), nil
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(_ *writer, dst []byte, v reflect.Value) ([]byte, error) {
			return strconv.AppendInt(dst, v.Int(), 10), nil
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return func(_ *writer, dst []byte, v reflect.Value) ([]byte, error) {
			return strconv.AppendUint(dst, v.Uint(), 10), nil
		}
	case reflect.Float32:
		return func(_ *writer, dst []byte, v reflect.Value) ([]byte, error) {
			return appendFloat(dst, v.Float(), 32), nil
		}
	case reflect.Float64:
		return func(_ *writer, dst []byte, v reflect.Value) ([]byte, error) {
			return appendFloat(dst, v.Float(), 64), nil
		}
	case reflect.String:
		switch t {
		case reflect.TypeFor[layout.ID]():
			return func(_ *writer, dst []byte, v reflect.Value) ([]byte, error) {
				return appendID(dst, layout.ID(v.String())), nil
			}
		case reflect.TypeFor[json.Number]():
			return appendNumber
		}
		return func(_ *writer, dst []byte, v reflect.Value) ([]byte, error) {
			return appendString(dst, v.String()), nil
		}
	case reflect.Pointer:
		return func(w *writer, dst []byte, v reflect.Value) ([]byte, error) {
			if v.IsNil() {
				return append(dst, "null"...), nil
			}
			return w.appendValue(dst, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		return slicePlan(t)
	case reflect.Map:
		return mapPlan(t)
	case reflect.Struct:
		return structPlan(t)
	}
	return func(_ *writer, dst []byte, _ reflect.Value) ([]byte, error) {
		return dst, fmt.Errorf("a %s cannot be encoded as JSON", t)
	}
}

func slicePlan(t reflect.Type) encodeFunc {
	elem := t.Elem()
	columns := shapeOf(t)
	bytes := t.Kind() == reflect.Slice && elem.Kind() == reflect.Uint8 && !encodesItself(elem)
	return func(w *writer, dst []byte, v reflect.Value) ([]byte, error) {
		if v.Kind() == reflect.Slice && v.IsNil() {
			return append(dst, "null"...), nil
		}
		switch {
		case w.zone == traceZone && columns == times:
			return w.appendTimes(dst, view[time.Time](v))
		case w.zone == traceZone && columns != noColumn:
			if out, ok, err := w.appendTyped(dst, v, columns); ok || err != nil {
				return out, err
			}
		case bytes:
			return append(base64.StdEncoding.AppendEncode(append(dst, '"'), v.Bytes()), '"'), nil
		}
		if w.depth++; w.depth > maxDepth {
			return dst, errTooDeep
		}
		defer func() { w.depth-- }()
		dst = append(dst, '[')
		var err error
		plan := w.plan(elem)
		for i := range v.Len() {
			if i > 0 {
				dst = append(dst, ',')
			}
			if dst, err = plan(w, dst, v.Index(i)); err != nil {
				return dst, at(fmt.Sprintf("[%d]", i), err)
			}
		}
		return append(dst, ']'), nil
	}
}

// encodesItself is true of types with methods that say how they are encoded.
func encodesItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(marshalerType) || p.Implements(textMarshalerType)
}

// appendBoxed encodes what an interface holds, and components.
func appendBoxed(w *writer, dst []byte, v reflect.Value) ([]byte, error) {
	return w.append(dst, v.Interface())
}

// addressed serves types whose methods are on the pointer. encoding/json calls these only where the value happens to be
// addressable, so that a value within a map or an interface comes out differently; here it does not matter where it is.
func addressed(plan encodeFunc) encodeFunc {
	return func(w *writer, dst []byte, v reflect.Value) ([]byte, error) {
		if !v.CanAddr() {
			p := reflect.New(v.Type())
			p.Elem().Set(v)
			v = p.Elem()
		}
		return plan(w, dst, v.Addr())
	}
}

func appendMarshaler(_ *writer, dst []byte, v reflect.Value) ([]byte, error) {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return append(dst, "null"...), nil
	}
	raw, err := v.Interface().(json.Marshaler).MarshalJSON()
	if err != nil {
		return dst, fmt.Errorf("%s: %w", v.Type(), err)
	}
	return appendRaw(dst, raw)
}

func appendTextMarshaler(_ *writer, dst []byte, v reflect.Value) ([]byte, error) {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return append(dst, "null"...), nil
	}
	text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
	if err != nil {
		return dst, fmt.Errorf("%s: %w", v.Type(), err)
	}
	return appendString(dst, string(text)), nil
}

// appendNumber writes a number kept as its text; no text at all is 0, as in encoding/json.
func appendNumber(_ *writer, dst []byte, v reflect.Value) ([]byte, error) {
	text := v.String()
	switch {
	case text == "":
		return append(dst, '0'), nil
	case text[0] != '-' && (text[0] < '0' || text[0] > '9') || strings.ContainsAny(text, " \t\r\n") || !json.Valid([]byte(text)):
		return dst, fmt.Errorf("the json.Number %q is no number", text)
	}
	return append(dst, text...), nil
}
