package wire

import (
	"encoding/json"
	"errors"
	"fmt"
)

// scanner reads JSON text once, from front to back, and checks it on the way; what the request does not name is skipped
// unread. It is the first to see what a client sends, so it is strict: what it lets pass, encoding/json takes too. It is
// more than twice as fast as decoding into records, which goes over each value twice.
type scanner struct {
	data []byte
	pos  int
	last string // the property read last
}

// maxNesting is how deep a value may be nested, which is what encoding/json allows.
const maxNesting = 10000

// placeError says where in the request something is wrong: "inputs[2].id".
type placeError struct {
	place string
	cause error
}

func (e *placeError) Error() string { return e.place + ": " + e.cause.Error() }

func (e *placeError) Unwrap() error { return e.cause }

// in puts a step in front of the place of err.
func in(step string, err error) error {
	e, ok := err.(*placeError)
	switch {
	case !ok:
		return &placeError{step, err}
	case e.place[0] == '[':
		return &placeError{step + e.place, e.cause}
	}
	return &placeError{step + "." + e.place, e.cause}
}

// wrong says that something else was expected at the present position.
func (s *scanner) wrong(expected string) error {
	if s.pos >= len(s.data) {
		return errors.New("the text ends where " + expected + " was expected")
	}
	return fmt.Errorf("got %q at byte %d where %s was expected", rune(s.data[s.pos]), s.pos, expected)
}

// peek skips white space and returns the next byte, 0 at the end. A 0 within the text is nowhere allowed, so it needs no
// telling apart.
func (s *scanner) peek() byte {
	for ; s.pos < len(s.data); s.pos++ {
		if c := s.data[s.pos]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c
		}
	}
	return 0
}

// take steps over c if it comes next.
func (s *scanner) take(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.pos++
	return true
}

// object reads an object: read(i) has to read the value of the key names[i], values of other keys are skipped.
func (s *scanner) object(names []string, read func(i int) error) error {
	if !s.take('{') {
		return s.wrong("an object")
	}
	var seen uint
	for first := true; !s.take('}'); first = false {
		if !first && !s.take(',') {
			return s.wrong("',' or '}'")
		}
		i, err := s.key(names)
		if err != nil {
			return err
		}
		if i < 0 {
			if _, err := s.value(1); err != nil {
				return err
			}
			continue
		}
		if seen&(1<<i) != 0 {
			return fmt.Errorf("the key %q is there twice", names[i])
		}
		seen |= 1 << i
		if err := read(i); err != nil {
			return in(names[i], err)
		}
	}
	return nil
}

// key reads an object's key with its colon, and returns which of the names it is, or -1.
func (s *scanner) key(names []string) (int, error) {
	s.peek()
	raw, escaped, err := s.quoted("a key")
	if err != nil {
		return -1, err
	}
	if !s.take(':') {
		return -1, s.wrong("':'")
	}
	text := raw[1 : len(raw)-1]
	if escaped {
		var key string
		if err := json.Unmarshal(raw, &key); err != nil {
			return -1, err
		}
		text = []byte(key)
	}
	for i, name := range names {
		if string(text) == name {
			return i, nil
		}
	}
	return -1, nil
}

// list reads an array, or null as an empty one: read(i) has to read the item i.
func (s *scanner) list(read func(i int) error) error {
	if s.peek() == 'n' {
		return s.literal("null")
	}
	if !s.take('[') {
		return s.wrong("a list")
	}
	for i := 0; !s.take(']'); i++ {
		if i > 0 && !s.take(',') {
			return s.wrong("',' or ']'")
		}
		if err := read(i); err != nil {
			return in(fmt.Sprintf("[%d]", i), err)
		}
	}
	return nil
}

// text reads a string.
func (s *scanner) text() (string, error) {
	s.peek()
	raw, escaped, err := s.quoted("a string")
	if err != nil {
		return "", err
	}
	return unquote(raw, escaped)
}

// unquote is the text of a string that quoted has read.
func unquote(raw []byte, escaped bool) (string, error) {
	if !escaped {
		return string(raw[1 : len(raw)-1]), nil
	}
	var text string
	err := json.Unmarshal(raw, &text)
	return text, err
}

// value checks any value and returns its text, a part of the data.
func (s *scanner) value(depth int) (RawMessage, error) {
	c := s.peek()
	start := s.pos
	var err error
	switch {
	case c == '"':
		_, _, err = s.quoted("a string")
	case c == '{' || c == '[':
		err = s.nested(c, depth+1)
	case c == '-' || c >= '0' && c <= '9':
		err = s.number()
	case c == 't':
		err = s.literal("true")
	case c == 'f':
		err = s.literal("false")
	case c == 'n':
		err = s.literal("null")
	default:
		err = s.wrong("a value")
	}
	return s.data[start:s.pos:s.pos], err
}

// nested checks an object or a list, at whose opening the scanner stands.
func (s *scanner) nested(opening byte, depth int) error {
	if depth > maxNesting {
		return fmt.Errorf("nested more than %d deep", maxNesting)
	}
	closing := opening + 2 // as ASCII has it, for both pairs
	s.pos++
	for first := true; !s.take(closing); first = false {
		if !first && !s.take(',') {
			return s.wrong(fmt.Sprintf("',' or '%c'", closing))
		}
		if opening == '{' {
			if _, err := s.key(nil); err != nil {
				return err
			}
		}
		if _, err := s.value(depth); err != nil {
			return err
		}
	}
	return nil
}

func (s *scanner) literal(word string) error {
	for i := range len(word) {
		if s.pos >= len(s.data) || s.data[s.pos] != word[i] {
			return s.wrong(word)
		}
		s.pos++
	}
	return nil
}

// number checks -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
func (s *scanner) number() error {
	s.skip("-")
	if !s.skip("0") && !s.digits() {
		return s.wrong("a digit")
	}
	if s.skip(".") && !s.digits() {
		return s.wrong("a digit")
	}
	if s.skip("eE") {
		s.skip("+-")
		if !s.digits() {
			return s.wrong("a digit")
		}
	}
	return nil
}

// skip steps over one byte if it is any of those in set.
func (s *scanner) skip(set string) bool {
	for i := range len(set) {
		if s.pos < len(s.data) && s.data[s.pos] == set[i] {
			s.pos++
			return true
		}
	}
	return false
}

func (s *scanner) digits() bool {
	start := s.pos
	for s.pos < len(s.data) && s.data[s.pos] >= '0' && s.data[s.pos] <= '9' {
		s.pos++
	}
	return s.pos > start
}

// quoted checks a string and returns it with its quotes, and whether it holds escapes.
func (s *scanner) quoted(expected string) (raw []byte, escaped bool, err error) {
	if s.pos >= len(s.data) || s.data[s.pos] != '"' {
		return nil, false, s.wrong(expected)
	}
	start := s.pos
	for s.pos++; s.pos < len(s.data); s.pos++ {
		switch c := s.data[s.pos]; {
		case c == '"':
			s.pos++
			return s.data[start:s.pos], escaped, nil
		case c == '\\':
			escaped = true
			if err := s.escape(); err != nil {
				return nil, false, err
			}
		case c < ' ':
			return nil, false, s.wrong("no control character within a string")
		}
	}
	return nil, false, s.wrong(`'"'`)
}

// escape checks what follows a backslash, and stops at its last byte.
func (s *scanner) escape() error {
	s.pos++
	if s.pos < len(s.data) {
		switch s.data[s.pos] {
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			return nil
		case 'u':
			for range 4 {
				s.pos++
				if s.pos >= len(s.data) || !isHex(s.data[s.pos]) {
					return s.wrong("a hexadecimal digit")
				}
			}
			return nil
		}
	}
	return s.wrong("an escape")
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }
