package memo

import (
	"encoding/binary"
	"time"
)

// ShiftHeader moves the moment at which an entry was made.
func ShiftHeader(data []byte, by time.Duration) {
	binary.LittleEndian.PutUint64(data[2:], binary.LittleEndian.Uint64(data[2:])+uint64(by))
	SumHeader(data)
}

// SumHeader makes the checksum right again, where there is one.
func SumHeader(data []byte) {
	if len(data) >= headerLen {
		binary.LittleEndian.PutUint32(data[headerSum:], sumOf(data))
	}
}

// Header is what a store of bytes keeps besides the payload.
type Header struct {
	Failed      bool
	Fresh, Keep time.Duration
	Tags        []string
	Left        time.Duration
}

// Seal is header.seal.
func (h Header) Seal(payload []byte, now time.Time) ([]byte, error) {
	return header{failed: h.Failed, life: life{h.Fresh, h.Keep}, tags: h.Tags}.seal(payload, now)
}

// Unseal is unseal and splitTags.
func Unseal(data []byte, now time.Time) (h Header, payload []byte, tagged, ok bool) {
	in, tags, payload, ok := unseal(data, now)
	h = Header{Failed: in.failed, Fresh: in.life.fresh, Keep: in.life.keep, Left: in.left}
	if ok {
		h.Tags, tagged = splitTags(tags)
	}
	return h, payload, tagged, ok
}

// Remaining is what a copy of an entry would get, made when it was read.
func Remaining(data []byte, now time.Time) (fresh, keep time.Duration) {
	h, _, _, _ := unseal(data, now)
	l := h.remaining()
	return l.fresh, l.keep
}

const (
	HeaderLen      = headerLen
	AheadTolerance = aheadTolerance
	Forever        = time.Duration(forever)
)
