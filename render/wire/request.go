package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Request is a callback request (dash-update-component): which callback, and the values of its inputs and state.
type Request struct {
	Output  string     // the registered callback id, verbatim
	Inputs  []Arg      // one per declared Input
	State   []Arg      // one per declared State
	Changed []string   // "id.property" of what triggered the call; empty on the initial call
	Outputs RawMessage // what Targets reads; nil where the callback has no outputs
}

// Arg is what was sent for one dependency: a value or, where its id has an ALL or ALLSMALLER, a list of them.
type Arg struct {
	Value         // where List is false
	Many  []Value // where List is true, in the order of the page; there may be none
	List  bool
}

// Value is a property's present value in the browser.
type Value struct {
	ID       string     // a plain id, or the canonical JSON of a dictionary id
	Property string     // property name
	Raw      RawMessage // nil where the browser has no value for the property
}

var (
	requestKeys = []string{"output", "inputs", "state", "changedPropIds", "outputs"}
	valueKeys   = []string{"id", "property", "value"}
)

// DecodeRequest reads a request. The values' Raw fields, and Outputs, are parts of data, which must not change afterwards.
// The error says what is malformed and where. Keys that are not the request's are skipped.
func DecodeRequest(data []byte) (*Request, error) {
	s, err := scan(data)
	if err != nil {
		return nil, err
	}
	if s.peek() != '{' {
		return nil, errors.New("the body is not a JSON object")
	}
	req, err := s.request()
	if err == nil {
		err = s.end()
	}
	if err != nil {
		return nil, err
	}
	return req, nil
}

// DecodeRequests reads a batch, a list of at most limit requests, in the way of [DecodeRequest]. The error begins with the
// place of the request that is malformed: "[3].inputs[0]".
func DecodeRequests(data []byte, limit int) ([]*Request, error) {
	s, err := scan(data)
	if err != nil {
		return nil, err
	}
	if s.peek() != '[' {
		return nil, errors.New("the body is not a JSON list")
	}
	var requests []*Request
	err = s.list(func(i int) error {
		if i == limit {
			return fmt.Errorf("the batch holds more than %d requests", limit)
		}
		req, err := s.request()
		requests = append(requests, req)
		return err
	})
	if err == nil {
		err = s.end()
	}
	if err != nil {
		return nil, err
	}
	return requests, nil
}

func scan(data []byte) (*scanner, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("the body is not UTF-8")
	}
	return &scanner{data: data}, nil
}

func (s *scanner) end() error {
	if s.peek(); s.pos < len(s.data) {
		return s.wrong("the end")
	}
	return nil
}

func (s *scanner) request() (*Request, error) {
	req := &Request{}
	named := false
	err := s.object(requestKeys, func(i int) (err error) {
		switch requestKeys[i] {
		case "output":
			named = true
			req.Output, err = s.text()
		case "inputs":
			req.Inputs, err = s.args()
		case "state":
			req.State, err = s.args()
		case "changedPropIds":
			req.Changed, err = s.texts()
		case "outputs":
			// Only callbacks with wildcards need to know, and taking these apart costs as much as the rest.
			req.Outputs, err = s.value(0)
		}
		return err
	})
	if err == nil && !named {
		err = errors.New(`the key "output" is missing`)
	}
	return req, err
}

// args reads a list of values and lists of values.
func (s *scanner) args() (args []Arg, err error) {
	err = s.list(func(int) (err error) {
		var a Arg
		if s.peek() == '[' {
			a.List = true
			a.Many, err = s.values()
		} else {
			a.Value, err = s.oneValue()
		}
		args = append(args, a)
		return err
	})
	return args, err
}

func (s *scanner) values() (values []Value, err error) {
	err = s.list(func(int) error {
		v, err := s.oneValue()
		values = append(values, v)
		return err
	})
	return values, err
}

func (s *scanner) oneValue() (v Value, err error) {
	if s.peek() != '{' {
		return v, s.wrong("an object {id, property, value}")
	}
	var hasID, hasProperty bool
	err = s.object(valueKeys, func(i int) (err error) {
		switch valueKeys[i] {
		case "id":
			hasID = true
			v.ID, err = s.id()
		case "property":
			hasProperty = true
			v.Property, err = s.property()
		case "value":
			v.Raw, err = s.value(0)
		}
		return err
	})
	switch {
	case err != nil:
		return v, err
	case !hasID:
		return v, errors.New(`the key "id" is missing`)
	case !hasProperty:
		return v, errors.New(`the key "property" is missing`)
	}
	return v, nil
}

// property reads the name of a property. Most are that of the value before, which then serves again.
func (s *scanner) property() (string, error) {
	s.peek()
	raw, escaped, err := s.quoted("a string")
	if err != nil {
		return "", err
	}
	if text := raw[1 : len(raw)-1]; escaped || string(text) != s.last {
		s.last, err = unquote(raw, escaped)
	}
	return s.last, err
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
		if err != nil || !bytes.ContainsAny(raw, " \t\r\n") {
			return string(raw), err
		}
		var compact bytes.Buffer
		err = json.Compact(&compact, raw)
		return compact.String(), err
	}
	return "", s.wrong("a string or an object")
}
