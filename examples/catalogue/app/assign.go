package app

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
)

// assign sets a field to what its editor holds. Empty is not set.
func assign(field reflect.Value, raw json.RawMessage) error {
	var held any
	if err := json.Unmarshal(raw, &held); err != nil {
		return err
	}
	if list, ok := held.([]any); ok { // the one box of a Checklist
		held = len(list) > 0
	}
	t := field.Type()
	switch {
	case t.Kind() == reflect.Pointer:
		t = t.Elem()
	case t.Kind() == reflect.Interface && !field.IsNil():
		t = field.Elem().Type()
	}
	plain, isText := held.(string)
	switch {
	case held == nil || held == "" || held == false:
		field.SetZero()
		return nil
	case t == reflect.TypeFor[[]dcc.Option]():
		field.Set(reflect.ValueOf(dcc.Options(strings.FieldsFunc(plain, func(r rune) bool { return r == '\n' })...)))
		return nil
	case isText && t.Kind() != reflect.String: // a choice of bools or weekdays
		raw = json.RawMessage(plain)
	default:
		raw, _ = json.Marshal(held) // it was JSON
	}
	return into(field, t, raw)
}

// into reads JSON as a value of type t and puts it, or a pointer to it, into a field.
func into(field reflect.Value, t reflect.Type, raw json.RawMessage) error {
	value := reflect.New(t)
	if err := json.Unmarshal(raw, value.Interface()); err != nil {
		return err
	}
	if field.Kind() == reflect.Pointer {
		field.Set(value)
	} else {
		field.Set(value.Elem())
	}
	return nil
}

// edited is the component with what the browser wrote to properties that the sample sets, and with the edits. What does not fit is left out, and told.
func (e entry) edited(wrote map[string]json.RawMessage, inputs []dashi.Prop) (layout.Component, string) {
	c := reflect.New(reflect.TypeOf(e.sample)).Elem()
	c.Set(reflect.ValueOf(e.component()))
	var wrong []string
	for _, p := range properties(e.sample) {
		field := c.Field(p.index)
		if raw, found := wrote[p.Name]; found && p.Written && !field.IsZero() {
			t := field.Type()
			if t.Kind() == reflect.Interface {
				t = field.Elem().Type()
			}
			if t.Kind() == reflect.Pointer {
				t = t.Elem()
			}
			if err := into(field, t, raw); err != nil {
				_ = into(field, field.Type(), raw) // of another shape than the sample's, such as a list with Multi
			}
		}
		at := slices.IndexFunc(inputs, func(in dashi.Prop) bool { return in.ID == edits(e.name, p.Name) })
		if at < 0 || inputs[at].Value == nil {
			continue
		}
		if err := assign(field, inputs[at].Value); err != nil {
			wrong = append(wrong, fmt.Sprintf("%s: %v does not fit %s.", p.Name, string(inputs[at].Value), p.Type))
		}
	}
	return c.Interface().(layout.Component), strings.Join(wrong, " ")
}
