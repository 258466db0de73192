package dashi

import (
	"github.com/dashi-go/dashi/render"
	"github.com/dashi-go/dashi/render/wire"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// responsePlan is how a callback's values become {"multi":true,"response":{id:{property:value}}}. Ids and properties are
// encoded once, at registration; a call only writes the values between them.
type responsePlan struct {
	slots []slot
}

// slot is one output: the position of its value in what the function returns, and the text before it. Outputs of one
// component stand together, as the record wants one object per id.
type slot struct {
	value int
	ref   wire.Ref
	key   []byte // `"property":`
	open  []byte // `"id":{`, empty where the component is the one before's
}

func planResponse(outputs []wire.Ref) responsePlan {
	p := responsePlan{slots: make([]slot, 0, len(outputs))}
	next := make([]int, len(outputs)) // the component's next output, or 0
	first := make([]bool, len(outputs))
	last := make(map[string]int, len(outputs))
	for i, out := range outputs {
		before, known := last[out.ID]
		if known {
			next[before] = i
		}
		first[i], last[out.ID] = !known, i
	}
	for i, out := range outputs {
		if !first[i] {
			continue
		}
		open := append(jsonString(out.ID), ":{"...)
		for j := i; ; j = next[j] {
			ref := outputs[j]
			p.slots = append(p.slots, slot{value: j, ref: ref, key: append(jsonString(ref.Property), ':'), open: open})
			open = nil
			if next[j] == 0 {
				break
			}
		}
	}
	return p
}

// append writes the response, but for columns, which go to apart. Values that are NoUpdate are left out, and components with them alone.
func (p responsePlan) append(dst []byte, enc *render.Encoder, values []any, apart *[]frames.Section) ([]byte, error) {
	dst, err := p.appendUpdates(append(dst, `{"multi":true,"response":`...), enc, values, apart)
	return append(dst, '}'), err
}

// appendUpdates appends what changes, {id:{property:value}}.
func (p responsePlan) appendUpdates(dst []byte, enc *render.Encoder, values []any, apart *[]frames.Section) ([]byte, error) {
	dst = append(dst, '{')
	first := len(dst)
	var open []byte // of the present component, while nothing of it is written
	inside := false
	for i := range p.slots {
		s := &p.slots[i]
		if s.open != nil {
			if inside {
				dst = append(dst, '}')
			}
			open, inside = s.open, false
		}
		if _, skip := values[s.value].(noUpdate); skip {
			continue
		}
		switch {
		case !inside:
			if len(dst) > first {
				dst = append(dst, ',')
			}
			dst = append(dst, open...)
			inside = true
		default:
			dst = append(dst, ',')
		}
		dst = append(dst, s.key...)
		var err error
		switch value := values[s.value].(type) {
		case Patch:
			dst, err = value.append(dst, enc, s.ref.Property, apart)
		case encoded:
			dst = value.appendTo(dst, apart)
		default:
			dst, err = enc.AppendApart(dst, s.ref.Property, value, apart)
		}
		if err != nil {
			return dst, &valueError{output: s.ref, cause: err}
		}
	}
	if inside {
		dst = append(dst, '}')
	}
	return append(dst, '}'), nil
}

// valueError is a value that a callback returned and that cannot be encoded.
type valueError struct {
	output wire.Ref
	cause  error
}

func (e *valueError) Error() string { return e.cause.Error() }

func (e *valueError) Unwrap() error { return e.cause }

func jsonString(s string) []byte {
	var e render.Encoder
	b, _ := e.Append(nil, s) // a string always encodes
	return b
}
