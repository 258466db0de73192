package frames

import (
	"fmt"
	"io"
	"slices"
)

// WriteJSON writes the JSON that the frame stands for, its columns in small pieces: base64 texts and lists of times in their places. A
// section that is Deflated is inflated whole for it. An error other than the writer's is one of the frame.
func (f *Frame) WriteJSON(w io.Writer) (int64, error) {
	text, err := f.HeadText()
	if err != nil {
		return 0, err
	}
	j := newJSONWriter(w)
	from := 0
	for i := range f.Sections {
		s := &f.Sections[i]
		if s.Place < from || s.Span < 0 || s.Place+s.Span > len(text) {
			return j.written, fmt.Errorf("frames: section %d has the place %d+%d in a text of %d bytes", i, s.Place, s.Span, len(text))
		}
		if err := j.raw(text[from:s.Place]); err != nil {
			return j.written, err
		}
		if err := s.writeJSON(j); err != nil {
			return j.written, fmt.Errorf("section %d: %w", i, err)
		}
		from = s.Place + s.Span
	}
	err = j.raw(text[from:])
	return j.written, err
}

// JSONLen is the number of bytes WriteJSON writes; ok is false, and n about that number, where there are times.
func (f *Frame) JSONLen() (n int, ok bool) {
	n, ok = f.Text, true
	for i := range f.Sections {
		s := &f.Sections[i]
		length, known := s.JSONLen()
		if !known {
			length = s.Length / s.Element * len(`"2024-05-01T12:30:00.123456",`)
		}
		n += length - s.Span
		ok = ok && known
	}
	return n, ok
}

// AppendJSON appends the JSON that the frame stands for to dst.
func (f *Frame) AppendJSON(dst []byte) ([]byte, error) {
	n, _ := f.JSONLen()
	out := appender(slices.Grow(dst, n))
	_, err := f.WriteJSON(&out)
	return out, err
}
