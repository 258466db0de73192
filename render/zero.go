package render

import (
	"reflect"
	"unsafe"
)

// span is bytes of a value's memory.
type span struct {
	offset, size uintptr
	float        bool // they are a number, of which -0 is zero too
}

func (s span) end() uintptr { return s.offset + s.size }

// zeros tells from the memory of a struct whether a member is zero as reflect.Value.IsZero has it.
type zeros struct {
	span // the member in the struct
	// decide are the bytes within the member that are all 0 exactly where the member is zero: without padding, the pointer of a
	// string, which an empty one may have too, and blank fields.
	decide []span
}

// zerosOf is the test of a member of the type t that begins at offset; nil where that is left to reflection.
func zerosOf(t reflect.Type, offset uintptr) *zeros {
	decide, ok := deciding(nil, t, 0)
	if !ok {
		return nil
	}
	return &zeros{span{offset: offset, size: t.Size()}, decide}
}

// in tells whether the member of the struct at p is zero.
func (z *zeros) in(p unsafe.Pointer) bool {
	p = unsafe.Add(p, z.offset)
	if len(z.decide) > 1 && (span{size: z.size}).clear(p) {
		return true // nearly always, and quicker than to leave bytes out
	}
	for _, s := range z.decide {
		if !s.clear(p) {
			return false
		}
	}
	return true
}

// clear tells whether the bytes of the value at p are all 0, or the number is.
func (s span) clear(p unsafe.Pointer) bool {
	p = unsafe.Add(p, s.offset)
	switch {
	case !s.float:
		return firstSet(unsafe.Slice((*byte)(p), s.size)) == s.size
	case s.size == unsafe.Sizeof(float32(0)):
		return *(*float32)(p) == 0
	}
	return *(*float64)(p) == 0
}

// What is larger, or has more elements, is left to reflection: so much is remembered of a type at most.
const (
	mostMemory   = 1 << 16
	mostElements = 1 << 12
)

// deciding adds the bytes that decide on a t at offset.
func deciding(spans []span, t reflect.Type, offset uintptr) (_ []span, ok bool) {
	const pointer = unsafe.Sizeof(uintptr(0))
	size := t.Size()
	switch {
	case size == 0:
		return spans, true
	case size > mostMemory:
		return nil, false
	}
	switch t.Kind() {
	case reflect.Float32, reflect.Float64:
		return append(spans, span{offset, size, true}), true
	case reflect.Complex64, reflect.Complex128:
		return append(spans, span{offset, size / 2, true}, span{offset + size/2, size / 2, true}), true
	case reflect.String:
		return joined(spans, offset+pointer, pointer), true // the length
	case reflect.Interface:
		return joined(spans, offset, pointer), true // the type
	case reflect.Array:
		return decidingElements(spans, t, offset)
	case reflect.Struct:
		return decidingFields(spans, t, offset)
	}
	return joined(spans, offset, size), true // a slice without memory has no length either
}

func decidingFields(spans []span, t reflect.Type, offset uintptr) (_ []span, ok bool) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Name == "_" {
			continue
		}
		if spans, ok = deciding(spans, f.Type, offset+f.Offset); !ok {
			return nil, false
		}
	}
	return spans, true
}

func decidingElements(spans []span, t reflect.Type, offset uintptr) (_ []span, ok bool) {
	if t.Len() > mostElements {
		return nil, false
	}
	for i := range t.Len() {
		if spans, ok = deciding(spans, t.Elem(), offset+uintptr(i)*t.Elem().Size()); !ok {
			return nil, false
		}
	}
	return spans, true
}

// joined adds a span of bytes, to the one before where it goes on from there.
func joined(spans []span, offset, size uintptr) []span {
	if n := len(spans); n > 0 && spans[n-1].end() == offset && !spans[n-1].float {
		spans[n-1].size += size
		return spans
	}
	return append(spans, span{offset: offset, size: size})
}
