package frames

import (
	"encoding/base64"
	"fmt"
	"io"
	"slices"
)

// Column is the bytes of a column, in pieces: little-endian elements one after the other. A piece is good until the next one is asked for.
type Column interface {
	Pieces(yield func(piece []byte) bool)
}

// Bytes is a column that is in memory in one piece.
type Bytes []byte

// Pieces gives the one piece.
func (b Bytes) Pieces(yield func([]byte) bool) {
	if len(b) > 0 {
		yield(b)
	}
}

// Form is how a section holds its column.
type Form uint32

// The forms of a section.
const (
	Whole    Form = iota // the column as it is
	Deflated             // its planes, deflated
	Held                 // nothing: the client holds the column
)

// Kind is what a column's elements are.
type Kind uint32

// The kinds of columns.
const (
	Numbers Kind = iota
	Times        // float64, milliseconds since 1970 of the time as a clock on its wall shows it
)

// Section is a column that stands beside the text it belongs into.
type Section struct {
	Place, Span int // the part of the text that it stands for
	Form        Form
	Kind        Kind
	Element     int    // bytes of an element: 1, 2, 4 or 8
	Length      int    // bytes of the column
	Hash        Hash   // of the column; zero where it is not known
	Data        Column // what the section holds: Length bytes if Whole, nil if Held
	Stored      int    // bytes of Data
}

// NewSection is a section for a column of so many bytes, whose place is not known yet.
func NewSection(kind Kind, element, length int, data Column) Section {
	return Section{Kind: kind, Element: element, Length: length, Stored: length, Data: data}
}

// Sum is the hash of the column, which is made where it is not known. A section that is not Whole must have come with it.
func (s *Section) Sum() Hash {
	if s.Hash == (Hash{}) && s.Form == Whole {
		s.Hash = Sum(s.Data)
	}
	return s.Hash
}

// LeaveOut makes the section one whose column the client holds.
func (s *Section) LeaveOut() { s.Form, s.Data, s.Stored = Held, nil, 0 }

// JSONLen is the number of bytes of the section's JSON; ok is false where that is known only once it is written.
func (s *Section) JSONLen() (n int, ok bool) {
	return base64.StdEncoding.EncodedLen(s.Length) + 2, s.Kind == Numbers
}

// AppendJSON appends the JSON that the section stands for: base64 text, or a list of times.
func (s *Section) AppendJSON(dst []byte) ([]byte, error) {
	n, _ := s.JSONLen()
	out := appender(slices.Grow(dst, n))
	err := s.writeJSON(newJSONWriter(&out))
	return out, err
}

// appender is an io.Writer that appends to itself.
type appender []byte

func (a *appender) Write(p []byte) (int, error) {
	*a = append(*a, p...)
	return len(p), nil
}

// jsonWriter writes the JSON of sections, one after the other.
type jsonWriter struct {
	base64Writer
}

func newJSONWriter(w io.Writer) *jsonWriter {
	into, _ := w.(*appender)
	return &jsonWriter{base64Writer{w: w, into: into}}
}

// raw writes text as it is.
func (j *jsonWriter) raw(text []byte) error {
	n, err := j.w.Write(text)
	j.written += int64(n)
	return err
}

func (s *Section) writeJSON(j *jsonWriter) error {
	if s.Form == Held {
		return fmt.Errorf("frames: the section is left out, and only who holds its column can make JSON of it")
	}
	data := s.Data
	if s.Form == Deflated {
		column, err := s.inflate()
		if err != nil {
			return err
		}
		data = Bytes(column)
	}
	if s.Kind == Times {
		return writeTimes(j, data)
	}
	return writeBase64(j, data)
}

func writeBase64(j *jsonWriter, data Column) error {
	if err := j.raw([]byte{'"'}); err != nil {
		return err
	}
	for piece := range data.Pieces {
		if _, err := j.Write(piece); err != nil {
			return err
		}
	}
	if err := j.end(); err != nil {
		return err
	}
	return j.raw([]byte{'"'})
}
