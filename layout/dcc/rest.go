package dcc

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// rest is the keys of a JSON object that were not taken yet.
type rest map[string]json.RawMessage

// take reads the value of a key. One that does not fit stays in the rest.
func (r rest) take(name string, into any) {
	if r.must(name, into) != nil {
		reflect.ValueOf(into).Elem().SetZero()
	}
}

// must is take with an error for a value that does not fit.
func (r rest) must(name string, into any) error {
	raw, found := r[name]
	if !found {
		return nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("dcc: %q: %w", name, err)
	}
	delete(r, name)
	return nil
}

// extra is the values of what was not taken, nil for none.
func (r rest) extra() map[string]any {
	if len(r) == 0 {
		return nil
	}
	extra := make(map[string]any, len(r))
	for name, raw := range r {
		var value any
		_ = json.Unmarshal(raw, &value) // raw was valid JSON already
		extra[name] = value
	}
	return extra
}
