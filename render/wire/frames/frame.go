package frames

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// MediaType is the media type of a frame and of a row of them.
const MediaType = "application/x-dashi-frames"

const (
	frameMagic   = "DSH1"
	frameHeader  = 24
	sectionEntry = 48
)

// ErrTooLarge is what Size returns for a frame whose lengths do not fit 32 bits. Its JSON can still be written.
var ErrTooLarge = errors.New("frames: a frame cannot be 4 GB or more")

// Frame is JSON text and the numeric columns that belong into it, beside it: see "Frames" in internal/README.md. Its methods leave it as
// it is; columns are read each time.
type Frame struct {
	Head []byte // the text, deflated if Text is more than its length
	Text int    // bytes of the text
	// Sections stand in the order of their places, without overlap.
	Sections []Section
}

// New is a frame of text.
func New(text []byte, sections []Section) *Frame {
	return &Frame{Head: text, Text: len(text), Sections: sections}
}

// Deflate deflates the head, which must not be deflated yet, and the sections, each where that pays.
func (f *Frame) Deflate(d *Deflater) {
	if packed, ok := d.DeflateText(f.Head); ok {
		f.Head = packed
	}
	for i := range f.Sections {
		d.Deflate(&f.Sections[i])
	}
}

// HeadText is the head's text.
func (f *Frame) HeadText() ([]byte, error) {
	if f.Text == len(f.Head) {
		return f.Head, nil
	}
	return inflate(Bytes(f.Head), len(f.Head), f.Text)
}

// padded is n rounded up to a multiple of 8.
func padded(n int) int { return (n + 7) &^ 7 }

// Size is the number of bytes of the frame.
func (f *Frame) Size() (int, error) {
	n := uint64(frameHeader + sectionEntry*len(f.Sections) + padded(len(f.Head)))
	most := max(n, uint64(f.Text)) // of all numbers in it
	for i := range f.Sections {
		n += uint64(padded(f.Sections[i].Stored))
		most = max(most, n, uint64(f.Sections[i].Length))
	}
	if most > min(math.MaxUint32, math.MaxInt) {
		return 0, ErrTooLarge
	}
	return int(n), nil
}

// appendTable appends what is before the head.
func (f *Frame) appendTable(dst []byte, size int) []byte {
	u32 := binary.LittleEndian.AppendUint32
	dst = append(dst, frameMagic...)
	for _, n := range []int{size, len(f.Head), f.Text, len(f.Sections), 0} {
		dst = u32(dst, uint32(n))
	}
	offset := frameHeader + sectionEntry*len(f.Sections) + padded(len(f.Head))
	for i := range f.Sections {
		s := &f.Sections[i]
		for _, n := range []int{s.Place, s.Span, offset, s.Stored, s.Length, int(s.Form), s.Element, int(s.Kind)} {
			dst = u32(dst, uint32(n))
		}
		dst = append(dst, s.Hash[:]...)
		offset += padded(s.Stored)
	}
	return dst
}

// padding is the zeros that follow n bytes.
func padding(n int) []byte { return zeros[:padded(n)-n] }

var zeros [8]byte

// gathered is how many bytes of small pieces (the rows of a matrix) are written together. Longer pieces go out by themselves.
const gathered = 16 << 10

// WriteTo writes the frame, its columns straight from where they are. An error other than the writer's says that a column was not
// as long as its section says, and then what was written is no frame.
func (f *Frame) WriteTo(w io.Writer) (int64, error) {
	size, err := f.Size()
	if err != nil {
		return 0, err
	}
	counted := &countedWriter{w: w}
	out := bufio.NewWriterSize(counted, gathered)
	table := f.appendTable(make([]byte, 0, frameHeader+sectionEntry*len(f.Sections)), size)
	for _, part := range [][]byte{table, f.Head, padding(len(f.Head))} {
		_, _ = out.Write(part) // a bufio.Writer keeps its error
	}
	for i := range f.Sections {
		s := &f.Sections[i]
		if s.Data == nil {
			continue
		}
		n := 0
		for piece := range s.Data.Pieces {
			n += len(piece)
			if _, err := out.Write(piece); err != nil {
				return counted.n, err
			}
		}
		if n != s.Stored {
			return counted.n, fmt.Errorf("frames: section %d has %d bytes, expected %d", i, n, s.Stored)
		}
		_, _ = out.Write(padding(n))
	}
	err = out.Flush()
	return counted.n, err
}

type countedWriter struct {
	w io.Writer
	n int64
}

func (c *countedWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// AppendTo appends the frame to dst.
func (f *Frame) AppendTo(dst []byte) ([]byte, error) {
	size, err := f.Size()
	if err != nil {
		return dst, err
	}
	out := appender(slices.Grow(dst, size))
	_, err = f.WriteTo(&out)
	return out, err
}
