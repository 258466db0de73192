package memo_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"strings"
	"time"
)

// typeGen makes types and values of them, of which many are what codecs stumble over.
type typeGen struct{ r *rand.Rand }

var genNamed = []reflect.Type{
	reflect.TypeFor[time.Time](), reflect.TypeFor[*time.Time](), reflect.TypeFor[time.Duration](), reflect.TypeFor[netip.Addr](),
	reflect.TypeFor[*big.Int](), reflect.TypeFor[big.Int](), reflect.TypeFor[[]byte](), reflect.TypeFor[genEmbedded](),
	reflect.TypeFor[genChain](), reflect.TypeFor[genText](), reflect.TypeFor[struct{}](), reflect.TypeFor[genTree](),
}

var genBasic = []reflect.Type{
	reflect.TypeFor[bool](), reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[uint64](), reflect.TypeFor[float32](),
	reflect.TypeFor[float64](), reflect.TypeFor[string](), reflect.TypeFor[string](), reflect.TypeFor[complex128](), reflect.TypeFor[byte](),
	reflect.TypeFor[any](),
}

type genBase struct {
	Base  string
	Times []time.Time `json:",omitzero"`
}

type genEmbedded struct {
	genBase
	Own  int    `json:"own,omitempty"`
	Text string `json:",string"`
}

type genChain struct {
	Name string
	Next *genChain
}

type genTree map[string]genTree

type genText string

func (g typeGen) typ(depth int) reflect.Type {
	if depth == 0 || g.r.IntN(4) == 0 {
		if g.r.IntN(3) == 0 {
			return genNamed[g.r.IntN(len(genNamed))]
		}
		return genBasic[g.r.IntN(len(genBasic))]
	}
	switch g.r.IntN(6) {
	case 0:
		return reflect.SliceOf(g.typ(depth - 1))
	case 1:
		if key := g.typ(0); key.Comparable() && key.Kind() != reflect.Interface {
			return reflect.MapOf(key, g.typ(depth-1))
		}
		return reflect.MapOf(reflect.TypeFor[string](), g.typ(depth-1))
	case 2:
		return reflect.PointerTo(g.typ(depth - 1))
	case 3:
		return reflect.ArrayOf(g.r.IntN(3), g.typ(depth-1))
	default:
		return g.structure(depth)
	}
}

func (g typeGen) structure(depth int) reflect.Type {
	var fields []reflect.StructField
	for i := range 1 + g.r.IntN(3) {
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("F%d", i), Type: g.typ(depth - 1), Tag: reflect.StructTag(g.tag()),
		})
	}
	return reflect.StructOf(fields)
}

func (g typeGen) tag() string {
	names := []string{"", "", "", "", "a", "B", "-", "f1", "x-y", `with space`, "é"}
	options := []string{"", "", "", ",omitempty", ",omitzero", ",string", ",omitzero,omitempty", ",unknown"}
	return fmt.Sprintf("json:%q", names[g.r.IntN(len(names))]+options[g.r.IntN(len(options))])
}

var genTexts = []string{
	"", "a", "null", `"null"`, "é\u2028<>&", "\x00", "�", `\ufffd`, `\\ufffd`, "\xff", "a\xc3", "\xed\xa0\x80", `"`, "0", "long " + strings.Repeat("x", 100),
}

var genFloats = []float64{0, math.Copysign(0, -1), 1, 0.1, 1e300, math.SmallestNonzeroFloat64, math.NaN(), math.Inf(1), -1e-7, 1e21}

var genZones = []*time.Location{time.UTC, time.Local, time.FixedZone("", 3600), time.FixedZone("LMT", 1172), time.FixedZone("", 0)}

func (g typeGen) fill(v reflect.Value, depth int) {
	if g.special(v) {
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(g.r.IntN(2) == 0)
	case reflect.Int, reflect.Int8, reflect.Int64:
		v.SetInt(int64([]int{0, 1, -1, 100}[g.r.IntN(4)]))
	case reflect.Uint8, reflect.Uint64:
		v.SetUint([]uint64{0, 1, 255}[g.r.IntN(3)])
	case reflect.Float32, reflect.Float64:
		v.SetFloat(genFloats[g.r.IntN(len(genFloats))])
	case reflect.Complex128:
		v.SetComplex(complex(float64(g.r.IntN(3)), 1))
	case reflect.String:
		v.SetString(genTexts[g.r.IntN(len(genTexts))])
	case reflect.Slice:
		if g.r.IntN(4) > 0 {
			v.Set(reflect.MakeSlice(v.Type(), g.r.IntN(3), 3))
		}
		g.each(v, depth)
	case reflect.Array:
		g.each(v, depth)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() || v.Type().Field(i).Anonymous {
				g.fill(v.Field(i), depth-1)
			}
		}
	default:
		g.refer(v, depth)
	}
}

func (g typeGen) each(v reflect.Value, depth int) {
	for i := range v.Len() {
		g.fill(v.Index(i), depth-1)
	}
}

func (g typeGen) refer(v reflect.Value, depth int) {
	if g.r.IntN(4) == 0 || depth <= 0 {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		g.fill(v.Elem(), depth-1)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range g.r.IntN(3) {
			key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			g.fill(key, depth-1)
			g.fill(elem, depth-1)
			if key.Comparable() && key.Equal(key) { // a NaN is never found again
				v.SetMapIndex(key, elem)
			}
		}
	}
}

// special fills types whose fields are their own affair.
func (g typeGen) special(v reflect.Value) bool {
	switch v.Type() {
	case reflect.TypeFor[time.Time]():
		t := []time.Time{{}, time.Now(), time.Date(1900, 1, 2, 3, 4, 5, 678, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}[g.r.IntN(4)]
		v.Set(reflect.ValueOf(t.In(genZones[g.r.IntN(len(genZones))])))
	case reflect.TypeFor[netip.Addr]():
		v.Set(reflect.ValueOf([]netip.Addr{{}, netip.IPv6Unspecified(), netip.MustParseAddr("1.2.3.4")}[g.r.IntN(3)]))
	case reflect.TypeFor[big.Int]():
		v.Set(reflect.ValueOf(*big.NewInt(int64(g.r.IntN(5)))))
	default:
		return false
	}
	return true
}

// same is reflect.DeepEqual, but NaN is NaN, and times are one with the same instant and offset. When loose, inside of
// the value nil slices and maps are empty ones.
func same(a, b reflect.Value, loose bool) bool {
	if a.Type() != b.Type() {
		return false
	}
	if a.Type() == reflect.TypeFor[time.Time]() {
		return sameTime(a.Interface().(time.Time), b.Interface().(time.Time))
	}
	if a.Type() == reflect.TypeFor[big.Int]() {
		x, y := a.Interface().(big.Int), b.Interface().(big.Int)
		return x.Cmp(&y) == 0
	}
	switch a.Kind() {
	case reflect.Float32, reflect.Float64:
		return a.Float() == b.Float() || math.IsNaN(a.Float()) && math.IsNaN(b.Float())
	case reflect.Pointer:
		return a.IsNil() == b.IsNil() && (a.IsNil() || same(a.Elem(), b.Elem(), loose))
	case reflect.Slice:
		return a.Len() == b.Len() && (loose || a.IsNil() == b.IsNil()) && sameElements(a, b, loose)
	case reflect.Array:
		return sameElements(a, b, loose)
	case reflect.Map:
		return a.Len() == b.Len() && (loose || a.IsNil() == b.IsNil()) && sameEntries(a, b, loose)
	case reflect.Struct:
		if a.Type() == reflect.TypeFor[netip.Addr]() {
			return a.Interface() == b.Interface()
		}
		for i := range a.NumField() {
			if !same(a.Field(i), b.Field(i), loose) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}

func sameTime(a, b time.Time) bool {
	_, of := a.Zone()
	_, off := b.Zone()
	return a.Equal(b) && of == off
}

func sameElements(a, b reflect.Value, loose bool) bool {
	for i := range a.Len() {
		if !same(a.Index(i), b.Index(i), loose) {
			return false
		}
	}
	return true
}

func sameEntries(a, b reflect.Value, loose bool) bool {
	for _, key := range a.MapKeys() {
		if other := b.MapIndex(key); !other.IsValid() || !same(a.MapIndex(key), other, loose) {
			return false
		}
	}
	return true
}
