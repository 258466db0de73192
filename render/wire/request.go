package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// Request is a callback request (dash-update-component): which callback, and the values of its inputs and state.
type Request struct {
	Output  string   // the registered callback id, verbatim
	Inputs  []Value  // one per declared Input
	State   []Value  // one per declared State
	Changed []string // "id.property" of what triggered the call; empty on the initial call
}

// Value is a property's present value in the browser.
type Value struct {
	ID       string     // a plain id, or the canonical JSON of a dictionary id
	Property string     // property name
	Raw      RawMessage // nil where the browser has no value for the property
}

var (
	requestKeys = []string{"output", "inputs", "state", "changedPropIds"}
	valueKeys   = []string{"id", "property", "value"}
)

// DecodeRequest reads a request. The values' Raw fields are parts of data, which must not change afterwards. The error
// says what is malformed and where. Keys that are not the request's are skipped.
func DecodeRequest(data []byte) (*Request, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("the body is not UTF-8")
	}
	s := &scanner{data: data}
	if s.peek() != '{' {
		return nil, errors.New("the body is not a JSON object")
	}
	req := &Request{}
	named := false
	err := s.object(requestKeys, func(i int) (err error) {
		switch requestKeys[i] {
		case "output":
			named = true
			req.Output, err = s.text()
		case "inputs":
			req.Inputs, err = s.values()
		case "state":
			req.State, err = s.values()
		case "changedPropIds":
			req.Changed, err = s.texts()
		}
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case !named:
		return nil, errors.New(`the key "output" is missing`)
	}
	if s.peek(); s.pos < len(data) {
		return nil, s.wrong("the end")
	}
	return req, nil
}

// values reads a list of values.
func (s *scanner) values() (values []Value, err error) {
	err = s.list(func(int) error {
		if s.peek() != '{' { // a list stands for a wildcard, which dashi registers none of
			return s.wrong("an object {id, property, value}")
		}
		var v Value
		var hasID, hasProperty bool
		err := s.object(valueKeys, func(i int) (err error) {
			switch valueKeys[i] {
			case "id":
				hasID = true
				v.ID, err = s.id()
			case "property":
				hasProperty = true
				v.Property, err = s.text()
			case "value":
				v.Raw, err = s.value(0)
			}
			return err
		})
		values = append(values, v)
		switch {
		case err != nil:
			return err
		case !hasID:
			return errors.New(`the key "id" is missing`)
		case !hasProperty:
			return errors.New(`the key "property" is missing`)
		}
		return nil
	})
	return values, err
}

func (s *scanner) texts() (texts []string, err error) {
	err = s.list(func(int) error {
		text, err := s.text()
		texts = append(texts, text)
		return err
	})
	return texts, err
}

// id reads a plain id, or a dictionary id, which the browser sends with its keys sorted.
func (s *scanner) id() (string, error) {
	switch s.peek() {
	case '"':
		return s.text()
	case '{':
		raw, err := s.value(0)
		if err != nil {
			return "", err
		}
		var compact bytes.Buffer
		err = json.Compact(&compact, raw)
		return compact.String(), err
	}
	return "", s.wrong("a string or an object")
}
