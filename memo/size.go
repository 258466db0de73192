package memo

import "reflect"

// sizeOf estimates the memory in bytes that a value keeps from being freed, all it points to included, beyond the two
// words of the interface it is in. Bytes and texts count their length.
//
// The work is bounded: of long slices and maps some elements speak for all, and after sizeVisits parts the rest counts
// nothing. So a very long chain of pointers is underestimated. What several pointers share counts once. Functions
// count nothing, and neither does what lies behind a struct with a lock or an atomic: that one changes while we look.
func sizeOf(value any) int64 {
	switch v := value.(type) {
	case nil:
		return 0
	case []byte:
		return int64(len(v))
	case string:
		return int64(len(v))
	}
	s := sizer{visits: sizeVisits}
	return s.boxed(reflect.ValueOf(value))
}

const (
	sizeVisits = 4096
	sizeSample = 64 // elements of a slice or map that speak for the others
)

type sizer struct {
	visits int // parts that may still be looked at
	seen   map[sizeSeen]bool
	flat   map[reflect.Type]bool // memory of isFlat
}

// sizeSeen has the type because a struct and its first field are in one place.
type sizeSeen struct {
	at  uintptr
	typ reflect.Type
}

// boxed is the size behind an interface that holds v: pointers are in the interface itself, the rest is copied.
func (s *sizer) boxed(v reflect.Value) int64 {
	switch v.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return s.behind(v)
	}
	return allocated(int64(v.Type().Size())) + s.behind(v)
}

// behind is the size of what v refers to, without v's own words: those belong to what v is in.
func (s *sizer) behind(v reflect.Value) int64 {
	if s.visits <= 0 || s.isFlat(v.Type()) {
		return 0
	}
	s.visits--
	switch v.Kind() {
	case reflect.String:
		return allocated(int64(v.Len()))
	case reflect.Interface:
		if v.IsNil() {
			return 0
		}
		return s.boxed(v.Elem())
	case reflect.Array:
		return s.elements(v)
	case reflect.Struct:
		return s.fields(v)
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Chan:
		if v.IsNil() || !s.first(v) {
			return 0
		}
		return s.referred(v)
	}
	return 0
}

// referred is behind for what is neither nil nor seen before.
func (s *sizer) referred(v reflect.Value) int64 {
	switch v.Kind() {
	case reflect.Pointer:
		e := v.Elem()
		return allocated(int64(e.Type().Size())) + s.behind(e)
	case reflect.Slice:
		return allocated(int64(v.Cap())*int64(v.Type().Elem().Size())) + s.elements(v)
	case reflect.Map:
		return s.mapSize(v)
	default: // a channel: what is in it cannot be seen
		return 96 + int64(v.Cap())*int64(v.Type().Elem().Size())
	}
}

// first tells whether v's place is new.
func (s *sizer) first(v reflect.Value) bool {
	at := sizeSeen{v.Pointer(), v.Type()}
	if s.seen[at] {
		return false
	}
	if s.seen == nil {
		s.seen = map[sizeSeen]bool{}
	}
	s.seen[at] = true
	return true
}

func (s *sizer) fields(v reflect.Value) (sum int64) {
	if changesItself(v.Type()) {
		return 0
	}
	for i := range v.NumField() {
		sum += s.behind(v.Field(i))
	}
	return sum
}

// elements samples at even distances: the first ones of a slice are often unlike the others.
func (s *sizer) elements(v reflect.Value) int64 {
	n := v.Len()
	if s.isFlat(v.Type().Elem()) {
		return 0
	}
	return s.sample(n, func(i int) int64 {
		return s.behind(v.Index(int(int64(i) * int64(n) / int64(min(n, sizeSample)))))
	})
}

// mapSize reckons with tables of groups of 8 places, each with a byte of control, which are between half and nearly
// full: a third is empty on average.
func (s *sizer) mapSize(v reflect.Value) int64 {
	n, t := v.Len(), v.Type()
	slot := int64(t.Key().Size()+t.Elem().Size()) + 1
	size := int64(48)
	if n <= 8 {
		size += 8 * slot
	} else {
		size += int64(n) * slot * 3 / 2
	}
	if s.isFlat(t.Key()) && s.isFlat(t.Elem()) {
		return size
	}
	iter := v.MapRange()
	return size + s.sample(n, func(int) int64 {
		if !iter.Next() {
			return 0
		}
		return s.behind(iter.Key()) + s.behind(iter.Value())
	})
}

// sample adds up n costs of which it asks for the first few. What is left counts as the later half of these did: what
// elements share has been counted by then.
func (s *sizer) sample(n int, cost func(i int) int64) int64 {
	var sum, late int64
	for i := range min(n, sizeSample) {
		if s.visits <= 0 {
			return sum / int64(max(i, 1)) * int64(n)
		}
		c := cost(i)
		sum += c
		if i >= sizeSample/2 {
			late += c
		}
	}
	if n <= sizeSample {
		return sum
	}
	return sum + late/(sizeSample/2)*int64(n-sizeSample)
}

// allocated is about what the runtime takes for n bytes: it has sizes of its own, up to an eighth apart.
func allocated(n int64) int64 {
	switch {
	case n <= 8:
		return (n + 7) &^ 7
	case n <= 1<<10:
		return (n + 15) &^ 15
	case n <= 32<<10:
		return n + n/16
	default:
		return (n + 8191) &^ 8191
	}
}
