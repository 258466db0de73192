package memo

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"time"
)

// A file of a Dir is
//
//	 0  8  magic, whose last byte is the version
//	 8  8  expiry, nanoseconds since 1970, 0 for never
//	16  4  length of the key
//	20  4  CRC-32C of everything but these four bytes
//	24  …  the key, then the value
//
// all little-endian. The checksum guards against torn writes, not against forgers: who can write to the folder
// can make an entry say anything.
const (
	envelopeMagic  = "dashmem\x01"
	envelopeHeader = 24
)

// sealEnvelope builds the file for an entry; a zero expires means never.
func sealEnvelope(key string, value []byte, expires time.Time) []byte {
	data := make([]byte, envelopeHeader, envelopeHeader+len(key)+len(value))
	copy(data, envelopeMagic)
	if !expires.IsZero() && expires.Before(time.Unix(0, math.MaxInt64)) { // the rest does not fit, and is ages away
		binary.LittleEndian.PutUint64(data[8:], uint64(expires.UnixNano()))
	}
	binary.LittleEndian.PutUint32(data[16:], uint32(len(key)))
	data = append(data, key...)
	data = append(data, value...)
	binary.LittleEndian.PutUint32(data[20:], envelopeSum(data))
	return data
}

// openEnvelope returns the value when data is a whole, living entry for the key. The value shares data's memory.
func openEnvelope(data []byte, key string, now time.Time) (value []byte, ok bool) {
	if expired, known := envelopeExpired(data, now); !known || expired {
		return nil, false
	}
	body := data[envelopeHeader:]
	if uint64(binary.LittleEndian.Uint32(data[16:])) != uint64(len(key)) || len(body) < len(key) {
		return nil, false
	}
	if string(body[:len(key)]) != key {
		return nil, false
	}
	if binary.LittleEndian.Uint32(data[20:]) != envelopeSum(data) {
		return nil, false
	}
	return body[len(key):], true
}

// envelopeExpired needs only the header; known is false when it is not one of ours.
func envelopeExpired(header []byte, now time.Time) (expired, known bool) {
	if len(header) < envelopeHeader || string(header[:8]) != envelopeMagic {
		return false, false
	}
	at := int64(binary.LittleEndian.Uint64(header[8:]))
	return at != 0 && now.UnixNano() >= at, true
}

func envelopeSum(data []byte) uint32 {
	table := crc32.MakeTable(crc32.Castagnoli)
	sum := crc32.Update(0, table, data[:20])
	return crc32.Update(sum, table, data[envelopeHeader:])
}
