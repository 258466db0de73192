package render

import (
	"encoding/binary"
	"math"
	"unsafe"

	"github.com/dashi-go/dashi/render/wire/frames"
)

// littleEndian tells whether numbers are in memory as they are on the wire.
var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// packed is the numbers as elements of the type d: their memory itself where that is what they are in it.
func (r rows[T]) packed(d dtype) frames.Column {
	if littleEndian && r.isMemory(d) {
		return plain[T](r)
	}
	return &converted[T]{r, d}
}

// isMemory tells whether numbers of the type T, all of which fit d, have in memory the bytes they have as elements of the type d. Integers
// of one length do, with or without sign.
func (r rows[T]) isMemory(d dtype) bool {
	switch any(T(0)).(type) {
	case float64:
		return d == float8
	case float32:
		return d == float4
	}
	return d != float8 && int(unsafe.Sizeof(T(0))) == d.size
}

// plain is numbers whose memory is their elements.
type plain[T number] [][]T

// Pieces gives the memory of each row.
func (p plain[T]) Pieces(yield func([]byte) bool) {
	for _, row := range p {
		if len(row) > 0 && !yield(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(row))), len(row)*int(unsafe.Sizeof(row[0])))) {
			return
		}
	}
}

// chunk is the number of bytes packed at a time: a multiple of 8.
const chunk = 6144

// converted is numbers that are packed when they are read, a chunk at a time.
type converted[T number] struct {
	rows  rows[T]
	dtype dtype
}

// Pieces gives elements, chunk by chunk.
func (c *converted[T]) Pieces(yield func([]byte) bool) {
	buf := make([]byte, chunk)
	n := 0 // bytes in buf
	for _, row := range c.rows {
		for len(row) > 0 {
			now := row[:min(len(row), (chunk-n)/c.dtype.size)]
			row = row[len(now):]
			n += pack(buf[n:], now, c.dtype)
			if n == chunk {
				if !yield(buf) {
					return
				}
				n = 0
			}
		}
	}
	if n > 0 {
		yield(buf[:n])
	}
}

// pack writes numbers as little-endian elements and gives the number of bytes.
func pack[T number](out []byte, numbers []T, d dtype) int {
	le := binary.LittleEndian
	switch {
	case d == float8:
		for i, n := range numbers {
			le.PutUint64(out[8*i:], math.Float64bits(float64(n)))
		}
	case d == float4:
		for i, n := range numbers {
			le.PutUint32(out[4*i:], math.Float32bits(float32(n)))
		}
	case d.size == 4: // by way of int64: of a float that is not in its range, the conversion to an integer type is undefined
		for i, n := range numbers {
			le.PutUint32(out[4*i:], uint32(int64(n)))
		}
	case d.size == 2:
		for i, n := range numbers {
			le.PutUint16(out[2*i:], uint16(int64(n)))
		}
	default:
		for i, n := range numbers {
			out[i] = byte(int64(n))
		}
	}
	return len(numbers) * d.size
}
