package render

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"reflect"
	"slices"
	"strconv"
)

// shape is whether a type can be a typed array.
type shape uint8

const (
	noColumn shape = iota
	column         // a list of numbers
	matrix         // a list of lists of numbers
)

// shapeOf looks at a slice or array type. Types that say themselves how they are encoded are no numbers.
func shapeOf(t reflect.Type) shape {
	elem := t.Elem()
	switch {
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
func appendTyped(dst []byte, v reflect.Value, s shape) (_ []byte, ok bool) {
	var columns []numbers
	cols := v.Len()
	if s == column {
		columns = []numbers{numbersOf(v)}
	} else if v.Len() > 0 {
		cols = v.Index(0).Len()
		for i := range v.Len() {
			row := v.Index(i)
			if row.Len() != cols {
				return dst, false // plotly.js wants a rectangle
			}
			columns = append(columns, numbersOf(row))
		}
	}
	total := len(columns) * cols
	if total < minTyped {
		return dst, false
	}
	d, ok := dtypeOf(columns)
	if !ok {
		return dst, false
	}
	dst = slices.Grow(dst, base64.StdEncoding.EncodedLen(total*d.size)+80)
	dst = append(dst, `{"dtype":"`...)
	dst = append(append(dst, d.name...), `","bdata":"`...)
	p := packer{dst: dst, dtype: d}
	for _, c := range columns {
		c.pack(&p)
	}
	p.flush()
	dst = append(p.dst, '"')
	if s == matrix {
		dst = append(dst, `,"shape":"`...)
		dst = append(strconv.AppendInt(dst, int64(len(columns)), 10), ", "...)
		dst = append(strconv.AppendInt(dst, int64(cols), 10), '"')
	}
	return append(dst, '}'), true
}

// numbers is a slice of numbers of whatever type.
type numbers interface {
	bounds() (low, high float64)
	pack(*packer)
}

// slice is numbers of the type T.
type slice[T number] []T

type number interface {
	int | int8 | int16 | int32 | int64 | uint | uint8 | uint16 | uint32 | uint64 | float32 | float64
}

// sliceTypes says for each kind of number which slice reads it.
var sliceTypes = map[reflect.Kind]reflect.Type{
	reflect.Int: reflect.TypeFor[slice[int]](), reflect.Int8: reflect.TypeFor[slice[int8]](), reflect.Int16: reflect.TypeFor[slice[int16]](),
	reflect.Int32: reflect.TypeFor[slice[int32]](), reflect.Int64: reflect.TypeFor[slice[int64]](),
	reflect.Uint: reflect.TypeFor[slice[uint]](), reflect.Uint8: reflect.TypeFor[slice[uint8]](), reflect.Uint16: reflect.TypeFor[slice[uint16]](),
	reflect.Uint32: reflect.TypeFor[slice[uint32]](), reflect.Uint64: reflect.TypeFor[slice[uint64]](),
	reflect.Float32: reflect.TypeFor[slice[float32]](), reflect.Float64: reflect.TypeFor[slice[float64]](),
}

// isNumeric is true of types whose values plotly.js reads as numbers.
func isNumeric(t reflect.Type) bool { return sliceTypes[t.Kind()] != nil }

// numbersOf views v, a slice or array of numbers, under the plain type of its kind: a []Celsius is read as the []float64 it
// is in memory.
func numbersOf(v reflect.Value) numbers {
	if v.Kind() == reflect.Array {
		if !v.CanAddr() {
			held := reflect.New(v.Type()).Elem()
			held.Set(v)
			v = held
		}
		v = v.Slice(0, v.Len())
	}
	t := sliceTypes[v.Type().Elem().Kind()]
	return reflect.SliceAt(t.Elem(), v.UnsafePointer(), v.Len()).Convert(t).Interface().(numbers)
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
	// forIntegers has the smallest element types first. Integers that none of them holds are left to JSON text.
	forIntegers = []dtype{
		{"u1", 1, 0, math.MaxUint8}, {"i1", 1, math.MinInt8, math.MaxInt8},
		{"u2", 2, 0, math.MaxUint16}, {"i2", 2, math.MinInt16, math.MaxInt16},
		{"u4", 4, 0, math.MaxUint32}, {"i4", 4, math.MinInt32, math.MaxInt32},
		float8,
	}
)

// dtypeOf chooses the smallest element type that holds every number of the columns, which are of one type, exactly.
func dtypeOf(columns []numbers) (d dtype, ok bool) {
	switch columns[0].(type) {
	case slice[float64]:
		return float8, true
	case slice[float32]:
		return float4, true
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, c := range columns {
		l, h := c.bounds()
		low, high = min(low, l), max(high, h)
	}
	for _, d := range forIntegers {
		if d.low <= low && high <= d.high {
			return d, true
		}
	}
	return dtype{}, false
}

// bounds are the least and the greatest number. Those beyond 2⁵³ are not exact, but stay beyond it.
func (s slice[T]) bounds() (low, high float64) {
	least, most := s[0], s[0]
	for _, n := range s {
		least, most = min(least, n), max(most, n)
	}
	return float64(least), float64(most)
}

// pack appends the numbers as little-endian elements, a chunk at a time.
func (s slice[T]) pack(p *packer) {
	for len(s) > 0 {
		if p.n == chunk {
			p.flush()
		}
		now := s[:min(len(s), (chunk-p.n)/p.size)]
		s = s[len(now):]
		out := p.buf[p.n : p.n+len(now)*p.size]
		p.n += len(out)
		switch p.dtype {
		case float8:
			for i, n := range now {
				binary.LittleEndian.PutUint64(out[8*i:], math.Float64bits(float64(n)))
			}
			continue
		case float4:
			for i, n := range now {
				binary.LittleEndian.PutUint32(out[4*i:], math.Float32bits(float32(n)))
			}
			continue
		}
		switch p.size {
		case 4:
			for i, n := range now {
				binary.LittleEndian.PutUint32(out[4*i:], uint32(n))
			}
		case 2:
			for i, n := range now {
				binary.LittleEndian.PutUint16(out[2*i:], uint16(n))
			}
		default:
			for i, n := range now {
				out[i] = byte(n)
			}
		}
	}
}

// chunk is the number of bytes packed at a time: a multiple of 3, so that base64 chunks join without padding, and of 8.
const chunk = 6144

// packer writes elements as one base64 text.
type packer struct {
	dtype
	dst []byte
	buf [chunk]byte
	n   int // bytes in buf
}

func (p *packer) flush() {
	p.dst = base64.StdEncoding.AppendEncode(p.dst, p.buf[:p.n])
	p.n = 0
}
