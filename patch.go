package dashi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/dashi-go/dashi/render"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// Patch says how a property changes, where the new value would be long to send: a callback returns it in place of the value. The zero
// Patch changes nothing.
//
//	var p dashi.Patch
//	p.At("data", 0, "y").Append(reading)
//	p.At("layout", "title", "text").Assign("now")
//	return p
//
// Operations are applied in the browser, in order, to the value that is there. One that does not fit it (a key that is not there,
// Append on a number) is reported there as an error, and the property stays as it was. Where there is no value yet, operations on lists
// begin with an empty one.
type Patch struct {
	operations []operation
	wrong      error // the first mistake in a path
}

type operation struct {
	name   string
	path   []any
	params []param
}

type param struct {
	name  string
	value any
}

// At is the place that the next operation is about: the keys (strings) and indexes (ints, counted from the end where negative) that
// lead to it from the property's value. Without any it is the value itself.
func (p *Patch) At(path ...any) Spot {
	for _, step := range path {
		switch step.(type) {
		case string, int:
		default:
			if p.wrong == nil {
				p.wrong = fmt.Errorf("dashi: Patch: At(%v): a step is a %T, expected a string or an int", path, step)
			}
		}
	}
	return Spot{p, path}
}

// Spot is a place within a value that a [Patch] changes.
type Spot struct {
	patch *Patch
	path  []any
}

func (s Spot) do(name string, params ...param) {
	s.patch.operations = append(s.patch.operations, operation{name, s.path, params})
}

// Assign sets the value there; the last step may be a new key.
func (s Spot) Assign(value any) { s.do("Assign", param{"value", value}) }

// Delete removes the key or item there.
func (s Spot) Delete() { s.do("Delete") }

// Merge sets keys of the object there, a map or struct, and keeps the others.
func (s Spot) Merge(value any) { s.do("Merge", param{"value", value}) }

// Append adds one item at the end of the list there.
func (s Spot) Append(item any) { s.do("Append", param{"value", item}) }

// Prepend adds one item at the start of the list there.
func (s Spot) Prepend(item any) { s.do("Prepend", param{"value", item}) }

// Extend adds all items of a slice at the end of the list there.
func (s Spot) Extend(items any) { s.do("Extend", param{"value", items}) }

// Insert puts an item into the list there, before the one at index, counted from the end where negative.
func (s Spot) Insert(index int, item any) {
	s.do("Insert", param{"value", item}, param{"index", index})
}

// Remove drops all items equal to item from the list there.
func (s Spot) Remove(item any) { s.do("Remove", param{"value", item}) }

// Clear empties the list or object there.
func (s Spot) Clear() { s.do("Clear") }

// Reverse turns the list there.
func (s Spot) Reverse() { s.do("Reverse") }

// Add adds to the number there, or to the end of the text there.
func (s Spot) Add(value any) { s.do("Add", param{"value", value}) }

// Sub subtracts from the number there.
func (s Spot) Sub(value any) { s.do("Sub", param{"value", value}) }

// Mul multiplies the number there.
func (s Spot) Mul(value any) { s.do("Mul", param{"value", value}) }

// Div divides the number there.
func (s Spot) Div(value any) { s.do("Div", param{"value", value}) }

// append writes the patch of a property in Dash's form, but for columns, which go to apart where there is one.
func (p Patch) append(dst []byte, enc *render.Encoder, property string, apart *[]frames.Section) (_ []byte, err error) {
	if p.wrong != nil {
		return dst, p.wrong
	}
	dst = append(dst, patchOpening...)
	for i, op := range p.operations {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"operation":"`+op.name+`","location":`...)
		if dst, err = enc.Append(dst, append([]any{}, op.path...)); err != nil {
			return dst, err
		}
		dst = append(dst, `,"params":{`...)
		for j, param := range op.params {
			if j > 0 {
				dst = append(dst, ',')
			}
			dst = append(dst, `"`+param.name+`":`...)
			if dst, err = enc.AppendWithin(dst, property, op.path, param.value, apart); err != nil {
				return dst, fmt.Errorf("%s at %v: %w", op.name, op.path, err)
			}
		}
		dst = append(dst, "}}"...)
	}
	return append(dst, patchClosing...), nil
}

// What a patch's operations stand between.
const (
	patchOpening = `{"__dash_patch_update":"__dash_patch_update","operations":[`
	patchClosing = "]}"
)

// joinPatches is what two values set one after the other amount to: the second, or where that is a patch a patch that does what both
// do.
func joinPatches(first, second []byte) []byte {
	todo, patches := bytes.CutPrefix(second, []byte(patchOpening))
	switch done, patched := bytes.CutPrefix(first, []byte(patchOpening)); {
	case !patches || patched && string(done) == patchClosing:
		return second
	case string(todo) == patchClosing:
		return first
	case patched:
		return append(append(bytes.Clone(first[:len(first)-len(patchClosing)]), ','), todo...)
	}
	joined := append([]byte(patchOpening), `{"operation":"Assign","location":[],"params":{"value":`...)
	joined = append(append(joined, first...), "}},"...)
	return append(joined, todo...)
}

// MarshalJSON is an error: a Patch stands for the whole value of a property and is written where that is known.
func (p Patch) MarshalJSON() ([]byte, error) {
	return nil, errors.New("dashi: a Patch must be what the callback returns for an output, not a part of it")
}

var _ json.Marshaler = Patch{}
