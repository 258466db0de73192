package redisstore

import (
	"encoding/binary"
	"fmt"

	"github.com/klauspost/compress/s2"
)

// An entry lies in Redis as
//
//	the value, as it is or as a block of S2, which begins with its unpacked size
//	8 bytes for each tag, and their number in 2 (little-endian): only if the entry has tags
//	1 byte, the form
//
// What is ours stands at the end, so that reading a plain value copies nothing. The forms are bytes in which no
// UTF-8 text ends: what others put under our names is hardly taken for an entry.
const (
	formPlain  = 0xd0
	formPacked = formPlain | 1 // the value is compressed
	formTagged = formPlain | 2 // or-ed to one of the two
	formAll    = formPlain | formPacked | formTagged
)

// pack builds what is stored. S2 rather than Zstandard's fastest, measured on one core: JSON of 400 kB takes 0.5
// against 1.3 ms to pack (to 33 or 18 per cent) and 0.16 against 0.26 ms to unpack, JSON of 4 KiB 3 against 12 µs
// and 1.4 against 5 µs; what is gzipped already is given up in a third of the time. Both gain little on random floats.
func (s *Store) pack(value []byte, hashes []byte) ([]byte, error) {
	if int64(len(value)) > s.maxBytes {
		return nil, fmt.Errorf("redisstore: set: the value has %d bytes, MaxBytes is %d", len(value), s.maxBytes)
	}
	form, tail := byte(formPlain), len(hashes)+3
	var data []byte
	if s.compressAbove >= 0 && len(value) > s.compressAbove {
		data = s2.Encode(make([]byte, s2.MaxEncodedLen(len(value))+tail), value)
		if len(data) <= len(value)-len(value)/10 {
			form = formPacked
		} else {
			data = append(data[:0], value...)
		}
	} else {
		data = append(make([]byte, 0, len(value)+tail), value...)
	}
	if len(hashes) > 0 {
		form |= formTagged
		data = append(data, hashes...)
		data = binary.LittleEndian.AppendUint16(data, uint16(len(hashes)/tagHashSize))
	}
	return append(data, form), nil
}

// unpack returns the value; foreign is true for bytes this code cannot have written, and ok is false for those and
// for what is torn or larger than maxBytes. A plain value shares data's memory.
func unpack(data []byte, maxBytes int64) (value []byte, ok, foreign bool) {
	if len(data) == 0 || data[len(data)-1]&^byte(formAll&^formPlain) != formPlain {
		return nil, false, true
	}
	form, n := data[len(data)-1], len(data)-1
	if form&formTagged == formTagged {
		if n < 2 {
			return nil, false, false
		}
		n -= 2 + tagHashSize*int(binary.LittleEndian.Uint16(data[n-2:]))
		if n < 0 {
			return nil, false, false
		}
	}
	if form&formPacked == formPacked {
		value, ok = inflate(data[:n], maxBytes)
		return value, ok, false
	}
	if int64(n) > maxBytes {
		return nil, false, false
	}
	return data[:n:n], true, false
}

// inflate believes the size a block declares only up to maxBytes.
func inflate(block []byte, maxBytes int64) ([]byte, bool) {
	size, err := s2.DecodedLen(block)
	if err != nil || int64(size) > maxBytes {
		return nil, false
	}
	value, err := s2.Decode(nil, block)
	if err != nil {
		return nil, false
	}
	return value, true
}
