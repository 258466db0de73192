package layout

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// ID identifies a component within a layout. A plain id is any text without '.' and without a leading '{' and must
// not be empty; a dictionary id, made by [Dict], is its canonical JSON. Ids are equal when their strings are.
type ID string

// IsDict tells whether id is a dictionary id.
func (id ID) IsDict() bool { return strings.HasPrefix(string(id), "{") }

// Check returns an error that says what is wrong with id, or nil.
func (id ID) Check() error {
	switch {
	case id == "":
		return errors.New("layout: an id must not be empty")
	case id.IsDict():
		var values map[string]any
		if json.Unmarshal([]byte(id), &values) != nil {
			return fmt.Errorf("layout: id %q: text starting with '{' must be a dictionary id made by layout.Dict", string(id))
		}
		// An id in another spelling would never equal the one the browser sends.
		if made, err := Dict(values); err != nil || made != id {
			return fmt.Errorf("layout: id %q: not in the form layout.Dict gives it", string(id))
		}
	case strings.ContainsAny(string(id), ".{"):
		return fmt.Errorf("layout: id %q: must not contain '.' or '{'", string(id))
	}
	return nil
}
