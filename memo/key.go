package memo

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"
)

// Key names one result: a SHA-256, made by a [KeyBuilder] or otherwise. Equal keys mean equal results.
type Key [32]byte

// String is the key in hexadecimal.
func (k Key) String() string { return hex.EncodeToString(k[:]) }

// A part of a key is a tag, then the part's bytes, with a length before whatever has no fixed one. So parts
// neither run into each other ("1","23" is not "12","3") nor change type (the text "1" is not the number 1).
const (
	keySchema  = 1 // the first byte of every key; to be raised with any change of the encoding
	tagString  = 's'
	tagBytes   = 'b'
	tagInt     = 'i'
	tagUint    = 'u'
	tagFloat   = 'f'
	tagBool    = 't'
	tagValue   = 'v'
	tagKeyer   = 'k'
	tagKeyerOK = 'e'
)

// KeyBuilder makes a [Key] from parts, by value and by type: never from a printed form, never from a pointer. The
// zero value is ready; a KeyBuilder serves one key and one goroutine. Up to some 100 bytes it allocates nothing.
type KeyBuilder struct {
	inline  [keyInline]byte
	n       int // how much of inline is used
	long    *longKey
	started bool
	types   *planner
	depth   int // of pointers, maps, slices and interfaces around the present value
	err     error
}

const keyInline = 128

// longKey takes over when a key outgrows the builder. Its buffer keeps the builder itself off the heap: what is
// handed to a hash.Hash escapes.
type longKey struct {
	hash   hash.Hash
	buffer [1024]byte
	n      int
}

// Keyer is implemented by types that know better than [KeyBuilder.Value] what identifies them: because their
// fields are unexported, or because few of them matter. It adds parts to the key; the type's name is added around
// them.
type Keyer interface {
	MemoKey(b *KeyBuilder)
}

// String adds a text.
func (b *KeyBuilder) String(s string) {
	b.tag(tagString)
	b.uvarint(uint64(len(s)))
	push(b, s)
}

// Bytes adds binary data; nil and empty differ.
func (b *KeyBuilder) Bytes(p []byte) {
	b.tag(tagBytes)
	b.bytes(p)
}

// Int adds a signed number.
func (b *KeyBuilder) Int(n int64) {
	b.tag(tagInt)
	b.fixed(uint64(n))
}

// Uint adds an unsigned number; Uint(1) and Int(1) differ.
func (b *KeyBuilder) Uint(n uint64) {
	b.tag(tagUint)
	b.fixed(n)
}

// Float adds a floating point number. All NaNs are equal, 0 and -0 differ.
func (b *KeyBuilder) Float(f float64) {
	b.tag(tagFloat)
	b.float(f)
}

// Bool adds a truth value.
func (b *KeyBuilder) Bool(v bool) {
	b.tag(tagBool)
	b.flag(v)
}

// Sum returns the key of the parts so far. After a failed Value it returns a key that no one else gets, so that a
// forgotten error costs a computation and never shows a wrong result.
func (b *KeyBuilder) Sum() Key {
	if b.err != nil {
		return orphan()
	}
	b.start()
	if b.long == nil {
		return sha256.Sum256(b.inline[:b.n])
	}
	b.long.flush()
	return Key(b.long.hash.Sum(nil))
}

func orphan() (key Key) {
	_, _ = rand.Read(key[:]) // never fails
	return key
}

func (b *KeyBuilder) start() {
	if !b.started {
		b.started = true
		b.byte(keySchema)
	}
}

func (b *KeyBuilder) tag(t byte) {
	b.start()
	b.byte(t)
}

func (b *KeyBuilder) byte(c byte) {
	if b.long == nil && b.n < keyInline {
		b.inline[b.n] = c
		b.n++
		return
	}
	p := [1]byte{c}
	push(b, p[:])
}

func (b *KeyBuilder) flag(v bool) {
	if v {
		b.byte(1)
	} else {
		b.byte(0)
	}
}

func (b *KeyBuilder) fixed(n uint64) {
	var p [8]byte
	binary.LittleEndian.PutUint64(p[:], n)
	push(b, p[:])
}

func (b *KeyBuilder) uvarint(n uint64) {
	for n >= 0x80 {
		b.byte(byte(n) | 0x80)
		n >>= 7
	}
	b.byte(byte(n))
}

func (b *KeyBuilder) float(f float64) {
	if f != f {
		f = math.NaN()
	}
	b.fixed(math.Float64bits(f))
}

// bytes tells nil (0) from a length (1 more than it is).
func (b *KeyBuilder) bytes(p []byte) {
	if p == nil {
		b.byte(0)
		return
	}
	b.uvarint(uint64(len(p)) + 1)
	push(b, p)
}

// push adds bytes without letting them escape.
func push[T []byte | string](b *KeyBuilder, p T) {
	if b.long == nil {
		if len(p) <= keyInline-b.n {
			b.n += copy(b.inline[b.n:], p)
			return
		}
		b.long = &longKey{hash: sha256.New()}
		b.long.n = copy(b.long.buffer[:], b.inline[:b.n])
	}
	l := b.long
	for len(p) > 0 {
		n := copy(l.buffer[l.n:], p)
		p = p[n:]
		if l.n += n; l.n == len(l.buffer) {
			l.flush()
		}
	}
}

func (l *longKey) flush() {
	l.hash.Write(l.buffer[:l.n])
	l.n = 0
}
