package frames

import (
	"bytes"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// A column is deflated plane by plane: all first bytes of its elements, then all second ones. The bytes of one plane are alike where the
// elements are not: the exponents of measured numbers, the high halves of counts.

// Deflater deflates the sections and heads of frames. It keeps its compressors, each of which holds some 800 kB of tables. The zero value is
// ready; it may be used by many goroutines at once.
type Deflater struct {
	fast, huffman, none sync.Pool // of *flate.Writer
}

// minDeflated is the length from which deflating pays: about one network packet.
const minDeflated = 1400

// pays tells whether so many bytes in place of others are worth inflating them again.
func pays(packed, plain int) bool { return packed < plain-plain/10 }

// Deflate turns a section into deflated planes where it is Whole, 1400 bytes or more, and that makes it at least a tenth smaller. It holds
// what it has deflated, and of the column no more than a piece.
func (d *Deflater) Deflate(s *Section) {
	if s.Form != Whole || s.Length < minDeflated || s.Element < 1 {
		return
	}
	levels, estimate := d.choose(s)
	if !pays(estimate, s.Length) {
		return
	}
	var out bytes.Buffer
	out.Grow(min(estimate+estimate/8, s.Length) + 64)
	for i := 0; i < s.Element; {
		from := i // planes with one level are one run of a compressor
		for i++; i < s.Element && levels[i] == levels[from]; i++ {
		}
		z := d.writer(levels[from])
		z.Reset(&out)
		for plane := from; plane < i; plane++ {
			_ = writePlane(z, s, plane) // a bytes.Buffer takes everything
		}
		if i < s.Element {
			_ = z.Flush() // ends at a whole byte, where the next run begins
		} else {
			_ = z.Close()
		}
		d.recycle(z, levels[from])
	}
	if pays(out.Len(), s.Length) {
		s.Sum() // nobody can make it of the planes
		s.Form, s.Data, s.Stored = Deflated, Bytes(out.Bytes()), out.Len()
	}
}

// choose finds by samples which level suits each plane, and about how long all will be.
func (d *Deflater) choose(s *Section) (levels [8]int, estimate int) {
	const sample = 4 << 10 // bytes of each plane
	column := s.Sample(sample * s.Element)
	n := len(column) / s.Element
	plane := make([]byte, n)
	counted := 0
	for i := range s.Element {
		for k := range plane {
			plane[k] = column[k*s.Element+i]
		}
		fast, huffman := d.lengthOf(plane, flate.BestSpeed), d.lengthOf(plane, flate.HuffmanOnly)
		switch { // finding repetitions takes five times as long as Huffman coding alone
		case fast <= huffman*9/10:
			levels[i] = flate.BestSpeed
			counted += fast
		case huffman < n*19/20:
			levels[i] = flate.HuffmanOnly
			counted += huffman
		default:
			levels[i] = flate.NoCompression
			counted += n
		}
	}
	if n == 0 {
		return levels, s.Length
	}
	return levels, int(float64(counted) / float64(len(column)) * float64(s.Length))
}

// Sample is whole elements from the middle of the column, n bytes at most. It is nil where the section is not Whole.
func (s *Section) Sample(n int) []byte {
	if s.Form != Whole {
		return nil
	}
	skip := max(0, (s.Length-n)/2) / s.Element * s.Element
	sample := make([]byte, 0, min(n, s.Length))
	for piece := range s.Data.Pieces {
		if skip >= len(piece) {
			skip -= len(piece)
			continue
		}
		piece = piece[skip:]
		skip = 0
		sample = append(sample, piece[:min(len(piece), cap(sample)-len(sample))]...)
		if len(sample) == cap(sample) {
			break
		}
	}
	return sample[:len(sample)/s.Element*s.Element]
}

// writePlane writes the byte number i of each element.
func writePlane(w io.Writer, s *Section, i int) error {
	var buf [4 << 10]byte
	n, at := 0, i // at: where the next such byte is in what is left
	for piece := range s.Data.Pieces {
		for ; at < len(piece); at += s.Element {
			if n == len(buf) {
				if _, err := w.Write(buf[:]); err != nil {
					return err
				}
				n = 0
			}
			buf[n] = piece[at]
			n++
		}
		at -= len(piece)
	}
	_, err := w.Write(buf[:n])
	return err
}

// DeflateText is text deflated, where that pays.
func (d *Deflater) DeflateText(text []byte) (packed []byte, ok bool) {
	if len(text) < minDeflated {
		return nil, false
	}
	var out bytes.Buffer
	out.Grow(len(text)/4 + 64)
	d.deflate(&out, text, flate.BestSpeed)
	return out.Bytes(), pays(out.Len(), len(text))
}

func (d *Deflater) deflate(w io.Writer, p []byte, level int) {
	z := d.writer(level)
	defer d.recycle(z, level)
	z.Reset(w)
	_, _ = z.Write(p) // both writers take everything
	_ = z.Close()
}

func (d *Deflater) lengthOf(p []byte, level int) int {
	var n counter
	d.deflate(&n, p, level)
	return int(n)
}

// counter counts what is written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// writer takes a compressor from the pool, to be given back to recycle.
func (d *Deflater) writer(level int) *flate.Writer {
	z, ok := d.pool(level).Get().(*flate.Writer)
	if !ok {
		z, _ = flate.NewWriter(nil, level) // the levels are valid
	}
	return z
}

func (d *Deflater) recycle(z *flate.Writer, level int) {
	z.Reset(io.Discard) // in the pool it must not hold the answer
	d.pool(level).Put(z)
}

func (d *Deflater) pool(level int) *sync.Pool {
	switch level {
	case flate.HuffmanOnly:
		return &d.huffman
	case flate.NoCompression:
		return &d.none
	}
	return &d.fast
}

// inflate gives the column of a section that is Deflated.
func (s *Section) inflate() ([]byte, error) {
	planes, err := inflate(s.Data, s.Stored, s.Length)
	if err != nil || s.Element == 1 {
		return planes, err
	}
	column := make([]byte, s.Length)
	n := s.Length / s.Element
	for i := range s.Element {
		for k, b := range planes[i*n:][:n] {
			column[k*s.Element+i] = b
		}
	}
	return column, nil
}

// canInflate tells whether so many deflated bytes can become n: the format has 1032 for each at most.
func canInflate(stored, n int) bool { return uint64(n) <= (uint64(stored)+1)*1032 }

// inflate gives the n bytes that were deflated to stored ones.
func inflate(data Column, stored, n int) ([]byte, error) {
	if !canInflate(stored, n) {
		return nil, fmt.Errorf("frames: %d deflated bytes cannot be %d", stored, n)
	}
	packed := make([]byte, 0, stored)
	if whole, ok := data.(Bytes); ok {
		packed = whole
	} else {
		for piece := range data.Pieces {
			packed = append(packed, piece...)
		}
	}
	z := flate.NewReader(bytes.NewReader(packed))
	out := make([]byte, n)
	if _, err := io.ReadFull(z, out); err != nil {
		return nil, fmt.Errorf("frames: what is deflated: expected %d bytes: %w", n, err)
	}
	if extra, err := z.Read(make([]byte, 1)); extra != 0 || err != io.EOF {
		return nil, fmt.Errorf("frames: what is deflated is not %d bytes long", n)
	}
	return out, nil
}
