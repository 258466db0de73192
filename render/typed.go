package render

import (
	"math"
	"reflect"
	"strconv"
	"unsafe"

	"github.com/dashi-go/dashi/render/wire/frames"
)

// shape is whether a type can be a typed array.
type shape uint8

const (
	noColumn shape = iota
	column         // a list of numbers
	matrix         // a list of lists of numbers
	times          // a list of times
)

// shapeOf looks at a slice or array type. Types that say themselves how they are encoded are no numbers.
func shapeOf(t reflect.Type) shape {
	elem := t.Elem()
	switch {
	case elem == timeType:
		return times
	case encodesItself(elem):
		return noColumn
	case isNumeric(elem):
		return column
	case (elem.Kind() == reflect.Slice || elem.Kind() == reflect.Array) && isNumeric(elem.Elem()) && !encodesItself(elem.Elem()):
		return matrix
	}
	return noColumn
}

// appendTyped writes v, a column or a matrix, as {"dtype","bdata"[,"shape"]}. ok is false, and nothing was written, where v
// is short, ragged, or holds integers that no element type holds exactly.
func (w *writer) appendTyped(dst []byte, v reflect.Value, s shape) (_ []byte, ok bool, err error) {
	count, cols := 1, v.Len()
	elem := v.Type().Elem()
	if s == matrix {
		elem = elem.Elem()
		if count = v.Len(); count > 0 {
			cols = v.Index(0).Len()
		}
		for i := range count {
			if v.Index(i).Len() != cols {
				return dst, false, nil // plotly.js wants a rectangle
			}
		}
	}
	if count*cols < minTyped {
		return dst, false, nil
	}
	numbers := viewers[elem.Kind()](v, s)
	d, ok := numbers.dtype()
	if !ok {
		return dst, false, nil
	}
	dst = append(append(append(dst, `{"dtype":"`...), d.name...), `","bdata":`...)
	section := frames.NewSection(frames.Numbers, d.size, count*cols*d.size, numbers.packed(d))
	if dst, err = w.appendSection(dst, section); err != nil {
		return dst, false, err
	}
	if s == matrix {
		dst = append(dst, `,"shape":"`...)
		dst = append(strconv.AppendInt(dst, int64(count), 10), ", "...)
		dst = append(strconv.AppendInt(dst, int64(cols), 10), '"')
	}
	return append(dst, '}'), true, nil
}

// appendSection writes the text of a column, or keeps the column apart and writes which it is: a number in place of a base64 text,
// {"times":n} in place of a list of times.
func (w *writer) appendSection(dst []byte, s frames.Section) ([]byte, error) {
	if w.apart == nil {
		return s.AppendJSON(dst)
	}
	s.Place = len(dst)
	number := strconv.AppendInt(nil, int64(len(*w.apart)), 10)
	if s.Kind == frames.Times {
		dst = append(append(append(dst, `{"times":`...), number...), '}')
	} else {
		dst = append(dst, number...)
	}
	s.Span = len(dst) - s.Place
	*w.apart = append(*w.apart, s)
	return dst, nil
}

// numeric is a column or a matrix of numbers of whatever type.
type numeric interface {
	// dtype chooses the smallest element type that holds every number exactly.
	dtype() (d dtype, ok bool)
	packed(d dtype) frames.Column
}

// rows is numbers of the type T: one row of a column, or those of a matrix.
type rows[T number] [][]T

type number interface {
	int | int8 | int16 | int32 | int64 | uint | uint8 | uint16 | uint32 | uint64 | float32 | float64
}

// viewers view a slice or array of numbers, or one of such rows, under the plain type of the numbers' kind: a []Celsius is read as the
// []float64 it is in memory.
var viewers = map[reflect.Kind]func(reflect.Value, shape) numeric{
	reflect.Int: viewRows[int], reflect.Int8: viewRows[int8], reflect.Int16: viewRows[int16], reflect.Int32: viewRows[int32], reflect.Int64: viewRows[int64],
	reflect.Uint: viewRows[uint], reflect.Uint8: viewRows[uint8], reflect.Uint16: viewRows[uint16], reflect.Uint32: viewRows[uint32], reflect.Uint64: viewRows[uint64],
	reflect.Float32: viewRows[float32], reflect.Float64: viewRows[float64],
}

// isNumeric is true of types whose values plotly.js reads as numbers.
func isNumeric(t reflect.Type) bool { return viewers[t.Kind()] != nil }

func viewRows[T number](v reflect.Value, s shape) numeric {
	if s == column {
		return rows[T]{view[T](v)}
	}
	v = addressable(v)
	all := make(rows[T], v.Len())
	for i := range all {
		all[i] = view[T](v.Index(i))
	}
	return all
}

// view is the memory of a slice or array whose elements are T in memory.
func view[T any](v reflect.Value) []T {
	if v.Kind() == reflect.Array {
		v = addressable(v)
		v = v.Slice(0, v.Len())
	}
	return unsafe.Slice((*T)(v.UnsafePointer()), v.Len())
}

// addressable is v, or a copy where v is an array that is in no variable.
func addressable(v reflect.Value) reflect.Value {
	if v.Kind() != reflect.Array || v.CanAddr() {
		return v
	}
	held := reflect.New(v.Type()).Elem()
	held.Set(v)
	return held
}

// dtype is one of plotly.js's element types.
type dtype struct {
	name      string
	size      int
	low, high float64 // the integers it holds exactly
}

var (
	float4 = dtype{name: "f4", size: 4}
	float8 = dtype{"f8", 8, -(1<<53 - 1), 1<<53 - 1}
	// integers has the smallest element types first. Integers that neither they nor float8 hold are left to JSON text.
	integers = []dtype{
		{"u1", 1, 0, math.MaxUint8}, {"i1", 1, math.MinInt8, math.MaxInt8},
		{"u2", 2, 0, math.MaxUint16}, {"i2", 2, math.MinInt16, math.MaxInt16},
		{"u4", 4, 0, math.MaxUint32}, {"i4", 4, math.MinInt32, math.MaxInt32},
	}
)

func (r rows[T]) dtype() (dtype, bool) {
	switch r := any(r).(type) {
	case rows[float64]:
		if d, ok := wholeType(r); ok {
			return d, true
		}
		if areSingle(r) {
			return float4, true
		}
		return float8, true
	case rows[float32]:
		if d, ok := wholeType(r); ok && d.size < float4.size {
			return d, true
		}
		return float4, true
	}
	low, high := r.bounds()
	if d, ok := integerType(low, high); ok {
		return d, true
	}
	return float8, float8.low <= low && high <= float8.high
}

func integerType(low, high float64) (dtype, bool) {
	for _, d := range integers {
		if d.low <= low && high <= d.high {
			return d, true
		}
	}
	return dtype{}, false
}

// bounds are the least and the greatest number. Those beyond 2⁵³ are not exact, but stay beyond it.
func (r rows[T]) bounds() (low, high float64) {
	least, most := r[0][0], r[0][0]
	for _, row := range r {
		for _, n := range row {
			least, most = min(least, n), max(most, n)
		}
	}
	return float64(least), float64(most)
}

// wholeType is the integer type that holds all of some floats, if any does. It looks no further than the first that is no such integer:
// measured numbers are known by their first.
func wholeType[T float32 | float64](r rows[T]) (dtype, bool) {
	low, high := int64(math.MaxInt64), int64(math.MinInt64)
	for _, row := range r {
		for _, f := range row {
			i := int64(f) // what does not fit is some other integer, or one that is out of range below
			if T(i) != f || i < math.MinInt32 || i > math.MaxUint32 || i == 0 && math.Signbit(float64(f)) {
				return dtype{}, false
			}
			low, high = min(low, i), max(high, i)
		}
	}
	return integerType(float64(low), float64(high))
}

// areSingle tells whether a float32 holds each of the numbers.
func areSingle(r rows[float64]) bool {
	for _, row := range r {
		for _, f := range row {
			if float64(float32(f)) != f && f == f {
				return false
			}
		}
	}
	return true
}
