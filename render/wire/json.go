package wire

import (
	stdjson "encoding/json"
	"reflect"

	"github.com/goccy/go-json"
)

// This file is the one seam to go-json. Nothing else in dashi imports it, and the differential tests hold it to
// encoding/json on every type that crosses it.

// RawMessage is a JSON value not yet decoded.
type RawMessage = stdjson.RawMessage

// Marshal encodes one of dashi's own records.
func Marshal(v any) ([]byte, error) { return json.Marshal(v) }

// Decoder returns how values of type t are decoded into what ptr points to. Types of dashi and plain types (scalars, and slices
// and maps of them) go through go-json; any other type goes through encoding/json, because go-json reads memory wrongly for some
// shapes of user types (a **T whose *T has its own methods, in 0.12).
func Decoder(t reflect.Type) func(data []byte, ptr any) error {
	if plain(t) {
		return func(data []byte, ptr any) error { return json.Unmarshal(data, ptr) }
	}
	return stdjson.Unmarshal
}

// plain is true of types built from unnamed scalars, slices and string-keyed maps alone.
func plain(t reflect.Type) bool {
	if t.PkgPath() != "" {
		return false
	}
	switch t.Kind() {
	case reflect.Bool, reflect.String, reflect.Float32, reflect.Float64,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return true
	case reflect.Interface:
		return t.NumMethod() == 0
	case reflect.Slice:
		return plain(t.Elem())
	case reflect.Map:
		return t.Key() == reflect.TypeFor[string]() && plain(t.Elem())
	}
	return false
}
