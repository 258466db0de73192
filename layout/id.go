package layout

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ID identifies a component within a layout. A plain id is any text without '.' and without a leading '{' and must
// not be empty; a dictionary id, made by [Dict], is its canonical JSON. Ids are equal when their strings are.
//
// The id of a dependency may be a pattern, a dictionary id with a [Wildcard] for some values.
type ID string

// IsDict tells whether id is a dictionary id or a pattern.
func (id ID) IsDict() bool { return strings.HasPrefix(string(id), "{") }

// IsPattern tells whether id is a dictionary id that holds a wildcard.
func (id ID) IsPattern() bool {
	found := false
	id.EachPair(func(_, value string) bool {
		found = value[0] == '['
		return !found
	})
	return found
}

// Readable is id as messages show it: a wildcard stands there by its name alone, {"index":MATCH,"type":"row"}. Other ids are
// shown as they are.
func (id ID) Readable() string {
	if !id.IsPattern() {
		return string(id)
	}
	var b strings.Builder
	open := byte('{')
	id.EachPair(func(key, value string) bool {
		b.WriteByte(open)
		open = ','
		b.WriteString(key)
		b.WriteByte(':')
		if value[0] == '[' {
			value = value[len(`["`) : len(value)-len(`"]`)]
		}
		b.WriteString(value)
		return true
	})
	return b.String() + "}"
}

// Check returns an error that says why id cannot be that of a component, or nil.
func (id ID) Check() error {
	switch wild, err := id.check(); {
	case err != nil:
		return err
	case wild:
		return fmt.Errorf("layout: id %s: a pattern is for the dependencies of callbacks; the id of a component has a value for every key", id.Readable())
	}
	return nil
}

// CheckPattern returns an error that says why id cannot be that of a dependency, or nil: ids of components can, and patterns.
func (id ID) CheckPattern() error {
	_, err := id.check()
	return err
}

func (id ID) check() (wild bool, err error) {
	if id.IsDict() {
		return id.checkDict()
	}
	if id == "" {
		return false, errors.New("layout: an id must not be empty")
	}
	for i := range len(id) {
		if id[i] == '.' || id[i] == '{' {
			return false, fmt.Errorf("layout: id %q: must not contain '.' or '{'", string(id))
		}
	}
	return false, nil
}

// checkDict holds id to what Dict writes: an id in another spelling would never equal the one the browser sends.
func (id ID) checkDict() (wild bool, err error) {
	last := ""
	sorted := true
	whole := id.EachPair(func(key, value string) bool {
		wild = wild || value[0] == '['
		sorted = last == "" || less(last, key)
		last = key
		return sorted
	})
	switch {
	case whole && sorted && utf8.ValidString(string(id)):
		return wild, nil
	case !json.Valid([]byte(id)):
		return false, fmt.Errorf("layout: id %q: text starting with '{' must be a dictionary id made by layout.Dict", string(id))
	}
	return false, fmt.Errorf("layout: id %q: not in the form layout.Dict gives it", string(id))
}

// less compares two quoted keys as the texts they stand for.
func less(a, b string) bool {
	if strings.IndexByte(a, '\\') >= 0 || strings.IndexByte(b, '\\') >= 0 {
		return unquote(a) < unquote(b)
	}
	return a[1:len(a)-1] < b[1:len(b)-1]
}

// unquote is the text a valid JSON string stands for.
func unquote(quoted string) (text string) {
	_ = json.Unmarshal([]byte(quoted), &text)
	return text
}
