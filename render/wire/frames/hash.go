package frames

import (
	"encoding/binary"
	"math/bits"
)

// Hash tells versions of a column apart: see "Held columns" in internal/README.md. It is no defence against who wants two columns to
// be alike. The zero Hash stands for one that is not known.
type Hash [16]byte

// Sum is the hash of a column.
func Sum(c Column) Hash {
	h := newHasher()
	for piece := range c.Pieces {
		h.write(piece)
	}
	return h.sum()
}

const (
	prime1 = 0x9E3779B1
	prime2 = 0x85EBCA77
)

// hasher is the hash of what was written so far.
type hasher struct {
	a, b, c, d uint32
	length     uint32 // as the last round has it: modulo 2³²
	rest       [16]byte
	n          int // bytes in rest
}

func newHasher() hasher {
	return hasher{a: prime1, b: prime2, c: 0xC2B2AE3D, d: 0x27D4EB2F}
}

func (h *hasher) write(p []byte) {
	h.length += uint32(len(p))
	if h.n > 0 {
		taken := copy(h.rest[h.n:], p)
		h.n, p = h.n+taken, p[taken:]
		if h.n < len(h.rest) {
			return
		}
		h.rounds(h.rest[:])
		h.n = 0
	}
	whole := len(p) &^ 15
	h.rounds(p[:whole])
	h.n = copy(h.rest[:], p[whole:])
}

// rounds takes whole groups of 16 bytes.
func (h *hasher) rounds(p []byte) {
	a, b, c, d := h.a, h.b, h.c, h.d
	for ; len(p) >= 64; p = p[64:] { // four rounds in one go: their loads need no checks
		q := (*[64]byte)(p)
		for i := 0; i < 64; i += 16 {
			a, b, c, d = round(a, b, c, d, (*[16]byte)(q[i:]))
		}
	}
	for ; len(p) >= 16; p = p[16:] {
		a, b, c, d = round(a, b, c, d, (*[16]byte)(p))
	}
	h.a, h.b, h.c, h.d = a, b, c, d
}

func round(a, b, c, d uint32, p *[16]byte) (uint32, uint32, uint32, uint32) {
	a = bits.RotateLeft32(a+binary.LittleEndian.Uint32(p[0:])*prime2, 13)*prime1 + b
	b = bits.RotateLeft32(b+binary.LittleEndian.Uint32(p[4:])*prime2, 13)*prime1 + c
	c = bits.RotateLeft32(c+binary.LittleEndian.Uint32(p[8:])*prime2, 13)*prime1 + d
	d = bits.RotateLeft32(d+binary.LittleEndian.Uint32(p[12:])*prime2, 13)*prime1 + a
	return a, b, c, d
}

func (h *hasher) sum() (sum Hash) {
	if h.n > 0 {
		clear(h.rest[h.n:])
		h.rounds(h.rest[:])
	}
	var last [64]byte
	binary.LittleEndian.PutUint32(last[:], h.length)
	h.rounds(last[:])
	binary.LittleEndian.PutUint32(sum[0:], h.a)
	binary.LittleEndian.PutUint32(sum[4:], h.b)
	binary.LittleEndian.PutUint32(sum[8:], h.c)
	binary.LittleEndian.PutUint32(sum[12:], h.d)
	return sum
}
