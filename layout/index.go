package layout

import (
	"errors"
	"fmt"
)

// Index is a layout's components by id.
type Index map[ID]Component

// Index collects the components of v that have an id. The error, if any, joins one message for every id that is
// malformed or used twice.
func (s *Schema) Index(v any) (Index, error) {
	index := Index{}
	var errs []error
	for c := range s.Walk(v) {
		id := s.ID(c)
		if id == "" {
			continue
		}
		if err := id.Check(); err != nil {
			errs = append(errs, fmt.Errorf("%w (on a %s)", err, typeName(c)))
			continue
		}
		if first, taken := index[id]; taken {
			errs = append(errs, fmt.Errorf("layout: id %q is used twice: by a %s and a %s", string(id), typeName(first), typeName(c)))
			continue
		}
		index[id] = c
	}
	return index, errors.Join(errs...)
}

func typeName(c Component) string {
	_, name := c.Type()
	return name
}
