package frames

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
)

// Parse reads the first frame of data, whose bytes it keeps, and gives what follows it. Everything is checked but what is deflated:
// HeadText and WriteJSON do that. Sections that are Deflated may claim a thousand times their length, so a frame is to be had from somewhere
// trusted.
func Parse(data []byte) (_ *Frame, rest []byte, err error) {
	if len(data) < frameHeader {
		return nil, nil, fmt.Errorf("frames: a frame of %d bytes, expected %d or more", len(data), frameHeader)
	}
	if string(data[:4]) != frameMagic {
		return nil, nil, fmt.Errorf("frames: a frame begins with %q, got %q", frameMagic, data[:4])
	}
	size, head, text, count := u32(data, 4), u32(data, 8), u32(data, 12), u32(data, 16)
	switch {
	case size%8 != 0 || size > len(data):
		return nil, nil, fmt.Errorf("frames: the frame's length is %d, expected a multiple of 8 and at most the %d bytes there are", size, len(data))
	case u32(data, 20) != 0:
		return nil, nil, fmt.Errorf("frames: byte 20 of the frame begins the number %d, expected 0", u32(data, 20))
	case size < frameHeader || count > (size-frameHeader)/sectionEntry:
		return nil, nil, fmt.Errorf("frames: %d sections do not fit a frame of %d bytes", count, size)
	}
	r := frameReader{data: data[:size], at: frameHeader + count*sectionEntry}
	f := &Frame{Text: text, Sections: make([]Section, count)}
	if f.Head, err = r.take(head, "the head"); err != nil {
		return nil, nil, err
	}
	if text < head || !canInflate(head, text) {
		return nil, nil, fmt.Errorf("frames: a head of %d bytes whose text has %d", head, text)
	}
	for i := range f.Sections {
		if f.Sections[i], err = r.section(i, text); err != nil {
			return nil, nil, err
		}
	}
	if r.at != size {
		return nil, nil, fmt.Errorf("frames: the frame's length is %d, but it ends at %d", size, r.at)
	}
	return f, data[size:], nil
}

// u32 is a number of the frame. Where an int is too small for it, the largest int is too large a number as well.
func u32(data []byte, at int) int {
	return int(min(uint64(binary.LittleEndian.Uint32(data[at:])), math.MaxInt))
}

// frameReader takes the parts of a frame one after the other.
type frameReader struct {
	data []byte
	at   int
	text int // end of the last section's place
}

// take reads n bytes and their padding.
func (r *frameReader) take(n int, what string) ([]byte, error) {
	if n > len(r.data)-r.at {
		return nil, fmt.Errorf("frames: %s has %d bytes, but %d are left of the frame", what, n, len(r.data)-r.at)
	}
	part := r.data[r.at : r.at+n : r.at+n]
	end := r.at + padded(n) // within the frame, as its length and at are multiples of 8
	if !bytes.Equal(r.data[r.at+n:end], padding(n)) {
		return nil, fmt.Errorf("frames: %s is padded with other bytes than zeros", what)
	}
	r.at = end
	return part, nil
}

func (r *frameReader) section(i, text int) (s Section, err error) {
	wrong := func(format string, args ...any) (Section, error) {
		return s, fmt.Errorf("frames: section %d: "+format, append([]any{i}, args...)...)
	}
	entry := r.data[frameHeader+i*sectionEntry:][:sectionEntry]
	s = Section{
		Place: u32(entry, 0), Span: u32(entry, 4), Stored: u32(entry, 12), Length: u32(entry, 16),
		Form: Form(u32(entry, 20)), Element: u32(entry, 24), Kind: Kind(u32(entry, 28)), Hash: Hash(entry[32:48]),
	}
	switch offset := u32(entry, 8); {
	case s.Place < r.text || s.Span < 1 || s.Span > text || s.Place > text-s.Span:
		return wrong("the place %d+%d is not after %d in a text of %d bytes", s.Place, s.Span, r.text, text)
	case s.Element != 1 && s.Element != 2 && s.Element != 4 && s.Element != 8 || s.Kind == Times && s.Element != 8:
		return wrong("elements of kind %d have %d bytes", s.Kind, s.Element)
	case s.Kind > Times:
		return wrong("kind %d is unknown", s.Kind)
	case s.Length%s.Element != 0:
		return wrong("%d bytes are no whole number of elements of %d bytes", s.Length, s.Element)
	case s.Form > Held:
		return wrong("form %d is unknown", s.Form)
	case s.Form == Whole && s.Stored != s.Length, s.Form == Held && s.Stored != 0, s.Form == Deflated && !canInflate(s.Stored, s.Length):
		return wrong("a column of %d bytes is held by %d, which does not fit form %d", s.Length, s.Stored, s.Form)
	case offset != r.at:
		return wrong("it is at byte %d, expected %d", offset, r.at)
	}
	r.text = s.Place + s.Span
	data, err := r.take(s.Stored, fmt.Sprintf("section %d", i))
	if err == nil && s.Form != Held {
		s.Data = Bytes(data)
	}
	return s, err
}
