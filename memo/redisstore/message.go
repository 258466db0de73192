package redisstore

import "encoding/binary"

// A message on the channel is
//
//	1 byte   what it tells, and by that also the version
//	8 bytes  the Store that sends it
//	…        the keys: the length of each as a varint, then its bytes
//
// Message kinds. All of them end the wait for the keys' leases.
const (
	toldChanged  = 0xa1 // entries were set or deleted
	toldEnded    = 0xa2 // leases ended, no entry changed
	toldAnything = 0xa3 // any entry may have changed and any lease ended; no keys
)

const messageHeader = 1 + originSize

// originSize is how many random bytes tell one Store from another.
const originSize = 8

type message struct {
	kind   byte
	origin [originSize]byte
	keys   []string
}

func (s *Store) tell(kind byte, keys ...string) []byte {
	size := messageHeader
	for _, key := range keys {
		size += binary.MaxVarintLen32 + len(key)
	}
	b := append(make([]byte, 0, size), kind)
	b = append(b, s.origin[:]...)
	for _, key := range keys {
		b = binary.AppendUvarint(b, uint64(len(key)))
		b = append(b, key...)
	}
	return b
}

// parseMessage is false for what no Store sends.
func parseMessage(payload string) (m message, ok bool) {
	if len(payload) < messageHeader || payload[0] < toldChanged || payload[0] > toldAnything {
		return m, false
	}
	m.kind = payload[0]
	copy(m.origin[:], payload[1:])
	for rest := payload[messageHeader:]; rest != ""; {
		head := rest[:min(len(rest), binary.MaxVarintLen64)]
		size, n := binary.Uvarint([]byte(head))
		if n <= 0 || size > uint64(len(rest)-n) {
			return message{}, false
		}
		m.keys = append(m.keys, rest[n:n+int(size)])
		rest = rest[n+int(size):]
	}
	if (len(m.keys) == 0) != (m.kind == toldAnything) {
		return message{}, false
	}
	return m, true
}
