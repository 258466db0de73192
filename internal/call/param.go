package call

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render/wire"
)

// Dep names the property that fills a parameter, or that a result sets.
type Dep struct {
	ID, Property string
	List         bool // its id has an ALL or ALLSMALLER, so there is a list of values
}

// String is "id.property" as a tag has it.
func (d Dep) String() string { return d.ID + "." + d.Property }

// spell is how messages call it, with wildcards by their names.
func (d Dep) spell() string { return layout.ID(d.ID).Readable() + "." + d.Property }

// Param is what the function takes for one Input or State.
type Param struct {
	Label  string // how messages call it: "parameter 2" or "field City"
	Type   reflect.Type
	List   bool // of the dependency: Type holds a list of the property's values
	decode decodeFunc
}

// newParam says in its error what t is that it cannot be.
func newParam(label string, t reflect.Type, dep Dep) (Param, error) {
	p := Param{Label: label, Type: t, List: dep.List}
	if err := decodable(t); err != nil {
		return p, err
	}
	switch {
	case !dep.List || t.Kind() == reflect.Interface || t == rawType:
		p.decode = decoderOf(t)
	case isList(t) && decodesItself(t.Elem()):
		p.decode = decodeEach
	case isList(t) || decodesItself(t):
		p.decode = decoderOf(t)
	default:
		return p, fmt.Errorf("is a %s, but an Input or State with ALL or ALLSMALLER gives a list: expected a slice, any or json.RawMessage", t)
	}
	return p, nil
}

var rawType = reflect.TypeFor[wire.RawMessage]()

// Decode decodes one argument. null and nil give the zero value, as does a property the browser has no value for; only a
// json.RawMessage tells the two apart.
func (p Param) Decode(raw wire.RawMessage) (reflect.Value, error) {
	v := reflect.New(p.Type).Elem()
	if len(raw) == 0 || string(raw) == "null" && p.Type != rawType {
		return v, nil
	}
	return v, p.decode(raw, v)
}

// decodeEach decodes a list item by item: a type that decodes itself need not know that null stands for no value.
func decodeEach(raw wire.RawMessage, v reflect.Value) error {
	var items []wire.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return err
	}
	t := v.Type().Elem()
	item := Param{Type: t, decode: decoderOf(t)}
	v.Set(reflect.MakeSlice(v.Type(), 0, len(items)))
	for i, raw := range items {
		one, err := item.Decode(raw)
		if err != nil {
			return fmt.Errorf("item %d: %w", i, err)
		}
		v.Set(reflect.Append(v, one))
	}
	return nil
}

// Item is the type that one property's values have where those of several stand in a t: its elements, or any.
func Item(t reflect.Type) reflect.Type {
	if isList(t) {
		return t.Elem()
	}
	return reflect.TypeFor[any]()
}

// ArgumentError is a value from the browser that does not fit the function's parameter.
type ArgumentError struct {
	Index int // of the dependency
	Label string
	Type  reflect.Type
	Cause error
}

func (e *ArgumentError) Error() string {
	return fmt.Sprintf("the value for %s is not %s: %v", e.Label, describe(e.Type), e.Cause)
}

func (e *ArgumentError) Unwrap() error { return e.Cause }
