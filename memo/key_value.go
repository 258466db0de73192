package memo

import (
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// keyDepth is how many pointers, maps, slices and interfaces may lie within each other: far more than data has,
// and few enough to end a cycle.
const keyDepth = 10_000

// Value adds any value by what it holds: structs field by field with names and types, maps in an order of their
// own, what pointers point to. Nil, empty and zero differ, and so do equal values of different types. A
// [time.Time] counts as its instant and its zone's offset; all NaNs are equal, 0 and -0 differ; a type's MemoKey
// comes before everything else, and its MarshalBinary or MarshalText serves where a struct has unexported fields.
//
// Functions, channels, uintptrs and unsafe pointers have no value to key by, unexported fields cannot be read,
// and cyclic values have no end: these give an error naming the path ("arg.Filter.Fn"). The type is looked at on
// each call, which takes a few microseconds; the other methods, and [Func], do not pay for that.
func (b *KeyBuilder) Value(arg any) (err error) {
	defer func() {
		if err != nil && b.err == nil {
			b.err = err
		}
	}()
	defer recovered(&err) // of MemoKey and the marshallers
	b.tag(tagValue)
	if b.types == nil {
		b.types = new(planner)
	}
	if failed := b.dynamic(reflect.ValueOf(arg)); failed != nil {
		return fmt.Errorf("memo: key: arg%w", failed)
	}
	return b.err
}

// dynamic adds a value whose type is not known from what holds it.
func (b *KeyBuilder) dynamic(v reflect.Value) *keyError {
	b.flag(v.IsValid())
	if !v.IsValid() {
		return nil
	}
	p, err := b.types.of(v.Type())
	if err != nil {
		return asKeyError(err)
	}
	push(b, p.digest[:])
	return b.value(p, v)
}

func (b *KeyBuilder) value(p *plan, v reflect.Value) *keyError {
	if p.how != byKind {
		return b.special(p, v)
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Array, reflect.Map:
		return b.nested(p, v)
	case reflect.Struct:
		for _, f := range p.fields {
			if err := b.value(f.plan, v.Field(f.index)); err != nil {
				return err.at("." + f.name)
			}
		}
	default:
		b.scalar(v)
	}
	return nil
}

func (b *KeyBuilder) nested(p *plan, v reflect.Value) (err *keyError) {
	if b.depth++; b.depth > keyDepth {
		return &keyError{reason: fmt.Sprintf("the value is cyclic, or nested deeper than %d", keyDepth)}
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		err = b.held(p, v)
	case reflect.Slice, reflect.Array:
		err = b.list(p, v)
	case reflect.Map:
		err = b.table(p, v)
	}
	b.depth--
	return err
}

func (b *KeyBuilder) scalar(v reflect.Value) {
	switch {
	case v.Kind() == reflect.Bool:
		b.flag(v.Bool())
	case v.CanInt():
		b.fixed(uint64(v.Int()))
	case v.CanUint():
		b.fixed(v.Uint())
	case v.CanFloat():
		b.float(v.Float())
	case v.CanComplex():
		b.float(real(v.Complex()))
		b.float(imag(v.Complex()))
	case v.Kind() == reflect.String:
		b.uvarint(uint64(v.Len()))
		push(b, v.String())
	}
}

func (b *KeyBuilder) held(p *plan, v reflect.Value) *keyError {
	if v.Kind() == reflect.Interface {
		return b.dynamic(v.Elem())
	}
	b.flag(!v.IsNil())
	if v.IsNil() {
		return nil
	}
	return b.value(p.elem, v.Elem())
}

func (b *KeyBuilder) list(p *plan, v reflect.Value) *keyError {
	if v.Kind() == reflect.Slice {
		if p.elem.how == byKind && v.Type().Elem().Kind() == reflect.Uint8 {
			b.bytes(v.Bytes())
			return nil
		}
		if v.IsNil() {
			b.byte(0)
			return nil
		}
		b.uvarint(uint64(v.Len()) + 1)
	}
	for i := range v.Len() {
		if err := b.value(p.elem, v.Index(i)); err != nil {
			return err.at(fmt.Sprintf("[%d]", i))
		}
	}
	return nil
}

// table adds the digests of the entries in their order: one order for all key types, NaN among them, and no memory
// for the entries themselves.
func (b *KeyBuilder) table(p *plan, v reflect.Value) *keyError {
	if v.IsNil() {
		b.byte(0)
		return nil
	}
	b.uvarint(uint64(v.Len()) + 1)
	sums := make([]Key, 0, v.Len())
	one := new(KeyBuilder)
	for entry := v.MapRange(); entry.Next(); {
		*one = KeyBuilder{types: b.types, depth: b.depth}
		if err := one.value(p.key, entry.Key()); err != nil {
			return err.at("[key]")
		}
		if err := one.value(p.elem, entry.Value()); err != nil {
			return err.at("[]")
		}
		if one.err != nil {
			b.err = one.err
		}
		sums = append(sums, one.Sum())
	}
	slices.SortFunc(sums, func(x, y Key) int { return slices.Compare(x[:], y[:]) })
	for i := range sums {
		push(b, sums[i][:])
	}
	return nil
}

// special adds what is not keyed by its kind. The methods may be the pointer's, so one is made where there is none.
func (b *KeyBuilder) special(p *plan, v reflect.Value) *keyError {
	if p.how == byTime {
		b.time(v.Interface().(time.Time))
		return nil
	}
	if !v.CanAddr() {
		at := reflect.New(p.typ)
		at.Elem().Set(v)
		v = at.Elem()
	}
	var data []byte
	var err error
	switch m := v.Addr().Interface(); p.how {
	case byKeyer:
		b.tag(tagKeyer)
		m.(Keyer).MemoKey(b)
		b.tag(tagKeyerOK)
		return nil
	case byBinary:
		data, err = m.(encoding.BinaryMarshaler).MarshalBinary()
	case byText:
		data, err = m.(encoding.TextMarshaler).MarshalText()
	}
	if err != nil {
		return &keyError{reason: "marshalling: " + err.Error(), cause: err}
	}
	b.uvarint(uint64(len(data)))
	push(b, data)
	return nil
}

func (b *KeyBuilder) time(t time.Time) {
	_, offset := t.Zone()
	var p [16]byte
	binary.LittleEndian.PutUint64(p[:], uint64(t.Unix()))
	binary.LittleEndian.PutUint32(p[8:], uint32(t.Nanosecond()))
	binary.LittleEndian.PutUint32(p[12:], uint32(offset))
	push(b, p[:])
}

// keyError says what cannot be part of a key, and where. The path is collected from the inside out.
type keyError struct {
	path   []string
	reason string
	cause  error
}

func (e *keyError) at(step string) *keyError {
	e.path = append(e.path, step)
	return e
}

// Error begins with the path, to be put after the name of what was keyed.
func (e *keyError) Error() string {
	const shown = 16
	var text strings.Builder
	for i := len(e.path) - 1; i >= 0; i-- {
		if len(e.path)-i > shown {
			text.WriteString("…") // of a cycle
			break
		}
		text.WriteString(e.path[i])
	}
	return text.String() + ": " + e.reason
}

func (e *keyError) Unwrap() error { return e.cause }

func asKeyError(err error) *keyError {
	var e *keyError
	if !errors.As(err, &e) {
		e = &keyError{reason: err.Error(), cause: err}
	}
	return e
}
