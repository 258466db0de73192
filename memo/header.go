package memo

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"time"
)

// What a store of bytes keeps of a result is
//
//	 0  1  version of this layout
//	 1  1  'v' for a value, 'e' for the text of an error
//	 2  8  when it was made, nanoseconds since 1970
//	10  8  for how long it is fresh, nanoseconds, 0 for ever
//	18  8  for how long it is kept, likewise
//	26  2  length of the tags
//	28  4  CRC-32C of everything but these four bytes
//	32  …  the tags, each with its length in two bytes before it; then the value or error
//
// all little-endian. The checksum is against stores that tear or mix up what they keep. The tags are there for a copy in memory
// ([Tiered]), which is found by them too.
const (
	headerVersion = 3
	headerSum     = 28
	headerLen     = 32
	headValue     = 'v'
	headError     = 'e'
)

// aheadTolerance is how far in the future an entry may have been made: clocks of machines differ by less. Beyond it a clock was
// set back, and by that clock the entry would outlive its ttl.
const aheadTolerance = 5 * time.Second

// maxTag bounds a tag, and maxTags what all tags of an entry take, in bytes.
const (
	maxTag  = 1000
	maxTags = 1<<16 - 1
)

type header struct {
	failed bool // the payload is the text of an error
	life   life
	tags   []string
	left   time.Duration // of the freshness, when it was read
}

// seal puts a header before the payload, in a slice of its own.
func (h header) seal(payload []byte, now time.Time) ([]byte, error) {
	size := 0
	for _, tag := range h.tags {
		size += 2 + len(tag)
	}
	if size > maxTags {
		return nil, errTooManyTags
	}
	data := make([]byte, headerLen, headerLen+size+len(payload))
	data[0], data[1] = headerVersion, headValue
	if h.failed {
		data[1] = headError
	}
	binary.LittleEndian.PutUint64(data[2:], uint64(now.UnixNano()))
	binary.LittleEndian.PutUint64(data[10:], uint64(h.life.fresh))
	binary.LittleEndian.PutUint64(data[18:], uint64(h.life.keep))
	binary.LittleEndian.PutUint16(data[26:], uint16(size))
	for _, tag := range h.tags {
		data = binary.LittleEndian.AppendUint16(data, uint16(len(tag)))
		data = append(data, tag...)
	}
	data = append(data, payload...)
	binary.LittleEndian.PutUint32(data[headerSum:], sumOf(data))
	return data, nil
}

func sumOf(data []byte) uint32 {
	table := crc32.MakeTable(crc32.Castagnoli) // processors have an instruction for it
	return crc32.Update(crc32.Update(0, table, data[:headerSum]), table, data[headerLen:])
}

var errTooManyTags = errors.New("memo: the tags of one result take more than 65,535 bytes")

// unseal undoes seal without reading the tags. ok is false for what seal has not made or a store has damaged, for what has had its
// time and for what is from the future.
func unseal(data []byte, now time.Time) (h header, tags, payload []byte, ok bool) {
	if len(data) < headerLen || data[0] != headerVersion || data[1] != headValue && data[1] != headError {
		return h, nil, nil, false
	}
	h.failed = data[1] == headError
	age := time.Duration(now.UnixNano() - int64(binary.LittleEndian.Uint64(data[2:])))
	h.life.fresh = time.Duration(binary.LittleEndian.Uint64(data[10:]))
	h.life.keep = time.Duration(binary.LittleEndian.Uint64(data[18:]))
	size := headerLen + int(binary.LittleEndian.Uint16(data[26:]))
	if size > len(data) || h.life.fresh < 0 || h.life.keep < 0 || // a negative one, taken from, might come out far above
		age < -aheadTolerance || h.life.keep != 0 && age >= h.life.keep ||
		binary.LittleEndian.Uint32(data[headerSum:]) != sumOf(data) {
		return h, nil, nil, false
	}
	h.left = forever
	if h.life.fresh != 0 {
		h.left = h.life.fresh - max(age, 0)
	}
	return h, data[headerLen:size], data[size:], true
}

// remaining is how long the entry is good from now on.
func (h header) remaining() life {
	l := h.life
	if l.fresh == 0 {
		return l
	}
	age := l.fresh - h.left
	if l.keep != 0 {
		l.keep = max(l.keep-age, 1)
	}
	l.fresh = h.left // may be negative: stale already
	if l.fresh == 0 {
		l.fresh = -1 // just now; 0 would be for ever
	}
	return l
}

// splitTags reads the tags of a header; ok is false where they are not what seal wrote.
func splitTags(data []byte) (tags []string, ok bool) {
	for len(data) > 0 {
		if len(data) < 2 {
			return nil, false
		}
		n := int(binary.LittleEndian.Uint16(data))
		if len(data) < 2+n {
			return nil, false
		}
		tags = append(tags, string(data[2:2+n]))
		data = data[2+n:]
	}
	return tags, true
}
