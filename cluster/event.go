package cluster

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/dashi-go/dashi/internal/push"
)

// What a part of an event is, in the form told in scripts.go.
const (
	partValue = iota
	partPatch
	partEnd
)

const partHead = 1 + 4 + 4

func encode(e push.Event) []byte {
	var b []byte
	part := func(kind byte, place string, value []byte) {
		b = append(b, kind)
		b = binary.BigEndian.AppendUint32(b, uint32(len(place)))
		b = binary.BigEndian.AppendUint32(b, uint32(len(value)))
		b = append(b, place...)
		b = append(b, value...)
	}
	for _, u := range e.Updates {
		kind := byte(partValue)
		if u.Patch {
			kind = partPatch
		}
		part(kind, placeOf(u), u.Value)
	}
	if e.End != nil {
		part(partEnd, "", e.End)
	}
	return b
}

func decode(data string) (e push.Event, err error) {
	for rest := data; rest != ""; {
		if len(rest) < partHead {
			return e, fmt.Errorf("an event of %d bytes ends within a part", len(data))
		}
		head := []byte(rest[:partHead])
		n, size := uint64(binary.BigEndian.Uint32(head[1:])), uint64(binary.BigEndian.Uint32(head[5:]))
		if rest = rest[partHead:]; n+size > uint64(len(rest)) {
			return e, fmt.Errorf("an event of %d bytes ends within a part", len(data))
		}
		place, value := rest[:n], []byte(rest[n:n+size])
		rest = rest[n+size:]
		if head[0] == partEnd {
			e.End = value
			continue
		}
		u, err := update(place, head[0], value)
		if err != nil {
			return e, err
		}
		e.Updates = append(e.Updates, u)
	}
	return e, nil
}

// placeOf writes an id and a property as "<bytes of the id>:<id><property>".
func placeOf(u push.Update) string {
	return strconv.Itoa(len(u.ID)) + ":" + u.ID + u.Property
}

func update(place string, kind byte, value []byte) (push.Update, error) {
	size, rest, _ := strings.Cut(place, ":")
	n, err := strconv.Atoi(size)
	if err != nil || n < 0 || n > len(rest) || kind > partPatch {
		return push.Update{}, fmt.Errorf("%q of kind %d is no property", place, kind)
	}
	return push.Update{ID: rest[:n], Property: rest[n:], Value: value, Patch: kind == partPatch}, nil
}
