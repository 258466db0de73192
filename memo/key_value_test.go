package memo_test

//lint:file-ignore U1000 fields that cannot be keyed are what is tested

import (
	"crypto/sha256"
	"errors"
	"math"
	"math/big"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

func sha(p []byte) [32]byte { return sha256.Sum256(p) }

func valueKey(t testing.TB, v any) memo.Key {
	t.Helper()
	var b memo.KeyBuilder
	require.NoError(t, b.Value(v))
	return b.Sum()
}

type (
	point  struct{ X, Y int }
	swap   struct{ Y, X int }
	point2 struct{ X, Y int }
	named  string
	filter struct {
		Name string
		Tags []string
		By   map[string]float64
		Next *filter
		Any  any
		When time.Time
	}
	boxed[T any] struct{ V T }
	tree         []tree
	// identified knows what matters of it.
	identified struct {
		id      int
		scratch []byte
	}
	byPointer struct{ id int }
	// secret prints stars, but its fields tell all.
	secret struct{ Word string }
	opaque struct{ word string }
	panics struct{}
	fails  struct{ hidden int }
	holder struct{ Fn func() }
	nested struct {
		Filter *holder
		M      map[string]holder
	}
)

func (i identified) MemoKey(b *memo.KeyBuilder) { b.Int(int64(i.id)) }
func (p *byPointer) MemoKey(b *memo.KeyBuilder) { b.Int(int64(p.id)) }
func (secret) MarshalText() ([]byte, error)     { return []byte("***"), nil }
func (o opaque) MarshalText() ([]byte, error)   { return []byte(o.word), nil }
func (panics) MemoKey(*memo.KeyBuilder)         { panic("no key today") }
func (fails) MarshalBinary() ([]byte, error)    { return nil, errMarshal }

var errMarshal = errors.New("no bytes today")

func TestKeyBuilder_Value_golden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		value any
		want  string
	}{
		{"nil", nil, "ba3bb12ad365108e4459f2b6fa6884f912eefbb9329426b5be410269d741a6b7"},
		{"string", "text", "6908834007cd4a4f7b584657bd65294340a9975f4f8ee440dc591c6172c601e6"},
		{"int", 42, "e67626149529a1d260a3cbff6754479a4de0c7240c2f16a4f85cffaf2583917a"},
		{"float", 1.5, "a6ff4c3cdb54800d43f2ae037a9fcf739a744c4b4ca4d79dedf7fadd2c171f9b"},
		{"complex", 1 + 2i, "c41497d6029bd046b6f0e596bd53a098d9f9f4a99518f10eba323259028e1b7c"},
		{"bytes", []byte("ab"), "3829d3a931b467a5c542ebc248e2867a069ec4991f263e539115c598561b3da1"},
		{"array", [2]bool{true, false}, "2648020fdebbfe6861c01ebdf59146b1eb4a693474a4160b2716aab6081758c0"},
		{"map", map[string]int{"a": 1, "b": 2}, "1ed2038157c9b63565573340fd95cc83aa6897ee3bc6e458614950b822f3e053"},
		{"struct", struct {
			A string
			B *int
		}{"x", new(7)}, "1147ca76912e10bc4cf0f70324386c164b635873d29de61a924bc5f77b0d7fe4"},
		{"time", time.Date(2026, 5, 4, 3, 2, 1, 99, time.FixedZone("", 3600)), "5033bc4871c30d612da4ac6104a49e7f934af564ac1ee966f1cbb08a243bcb8d"},
		{"text marshaller", big.NewInt(12), "4efe8adc809467a34eb424c92d2a5e532f2b233ac51d2c2aa6d3245e2bb54bfa"},
		{"binary marshaller", netip.MustParseAddr("10.1.2.3"), "d28754b1f864477c1e7a4617dd10a66e51ac9cbc2676e60dcee4b976e39fec3b"},
		{"interfaces", []any{1, "a", nil}, "354426ae29268b8519253ec9e21c7e8f481b8fca419f90d0aa99a853184aaf4d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, valueKey(t, c.value).String())
		})
	}
}

// No two of these are the same argument.
func TestKeyBuilder_Value_apart(t *testing.T) {
	t.Parallel()
	oslo := time.FixedZone("Oslo", 3600)
	noon := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	values := []any{
		nil, 0, int8(0), int64(0), uint(0), uint8(0), 1, -1, int64(1), math.MaxInt64, "", "0", "1", named(""), false, true,
		0.0, math.Copysign(0, -1), 1.0, float32(1), math.NaN(), float32(math.NaN()), math.Inf(1), math.Inf(-1),
		complex(0, 0), complex(1, 0), complex(0, 1), complex64(0),
		[]int(nil), []int{}, []int{0}, []int{0, 0}, [1]int{0}, [2]int{}, [0]int{}, []int8{}, []uint8{}, []uint8(nil), []uint8{0},
		[]string{"a", "b"}, []string{"ab"}, []string{"ab", ""}, []string{"", "ab"}, [][]int{nil}, [][]int{{}}, [][]int{{1}, {}}, [][]int{{}, {1}},
		map[string]int(nil), map[string]int{}, map[string]int{"a": 0}, map[string]int{"b": 0}, map[string]int{"a": 0, "b": 1}, map[string]int{"a": 1, "b": 0},
		map[float64]int{math.NaN(): 1}, map[float64]int{math.NaN(): 2}, map[float64]int{math.NaN(): 1, math.Float64frombits(0x7ff8000000000002): 1},
		point{}, point{1, 0}, point{0, 1}, point2{}, swap{}, swap{Y: 1}, &point{}, (*point)(nil), new(new(point)), new((*point)(nil)),
		struct{ X, Y int }{}, struct{ X int }{}, struct{ A, B int }{}, struct{}{},
		[]any{}, []any{nil}, []any{0}, []any{int64(0)}, []any{""}, []any{[]any{}}, []any{(*int)(nil)}, [1]any{}, boxed[any]{}, boxed[int]{}, boxed[int64]{},
		noon, noon.Add(1), noon.Add(time.Second), noon.In(oslo), noon.In(time.FixedZone("", 7200)), time.Time{},
		filter{}, filter{Name: "a"}, filter{Tags: []string{}}, filter{By: map[string]float64{}}, filter{Next: &filter{}}, filter{Next: &filter{Next: &filter{}}},
		filter{Any: 0}, filter{Any: filter{}}, filter{Any: &filter{}}, filter{When: noon},
		identified{id: 1}, identified{id: 2}, byPointer{1}, byPointer{2}, &byPointer{1}, (*byPointer)(nil), (*identified)(nil),
		secret{"a"}, secret{"b"}, opaque{"a"}, opaque{"b"}, opaque{},
		big.NewInt(1), big.NewInt(2), *big.NewInt(1), netip.MustParseAddr("::1"), netip.MustParseAddr("1.1.1.1"),
		tree{}, tree{{}}, tree{{}, {}}, tree{{{}}}, tree(nil),
		strings.Repeat("x", 2000), strings.Repeat("x", 2001), []string{strings.Repeat("x", 2000)},
	}
	seen := map[memo.Key]any{}
	for _, v := range values {
		key := valueKey(t, v)
		if other, ok := seen[key]; ok {
			t.Errorf("%T %v and %T %v share a key", v, v, other, other)
		}
		seen[key] = v
		require.Equal(t, key, valueKey(t, v), "%T %v is not itself", v, v)
	}
}

// What means the same is the same, wherever it lies in memory.
func TestKeyBuilder_Value_same(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 1, 1, 12, 0, 0, 0, time.FixedZone("CET", 3600))
	address, err := url.Parse("https://u:p@example.org/a?b=c")
	require.NoError(t, err)
	again, err := url.Parse("https://u:p@example.org/a?b=c")
	require.NoError(t, err)
	shared := &point{1, 2}
	big1 := map[int]string{}
	big2 := map[int]string{}
	for i := range 100 {
		big1[i], big2[99-i] = "x", "x"
	}
	for _, c := range []struct {
		name     string
		one, two any
	}{
		{"pointers by value", &point{1, 2}, &point{1, 2}},
		{"shared or copied", []*point{shared, shared}, []*point{{1, 2}, {1, 2}}},
		{"slices by content", make([]int, 2, 10), []int{0, 0}},
		{"maps in any order", big1, big2},
		{"NaNs", math.NaN(), math.Float64frombits(0x7ff8000000000042)},
		{"a zone's name", noon, noon.In(time.FixedZone("MEZ", 3600))},
		{"a clock's reading", noon, noon.Round(0)},
		{"a Keyer's scratch", identified{id: 1}, identified{id: 1, scratch: []byte("x")}},
		{"a Keyer by value or address", []byPointer{{1}}, []byPointer{{1}}},
		{"marshalled", address, again},
		{"blank fields", struct {
			A int
			_ int
		}{A: 1}, struct {
			A int
			_ int
		}{A: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, valueKey(t, c.one), valueKey(t, c.two))
		})
	}
}

func TestKeyBuilder_Value_refuses(t *testing.T) {
	t.Parallel()
	loop := &filter{}
	loop.Next = loop
	cycle := tree{nil}
	cycle[0] = cycle
	ring := map[string]any{}
	ring["x"] = ring
	for _, c := range []struct {
		name  string
		value any
		want  string
	}{
		{"func", func() {}, "memo: key: arg: a func() cannot be part of a key"},
		{"chan", make(chan int), "memo: key: arg: a chan int cannot be part of a key"},
		{"uintptr", uintptr(1), "memo: key: arg: a uintptr cannot be part of a key"},
		{"unsafe", unsafe.Pointer(nil), "memo: key: arg: a unsafe.Pointer cannot be part of a key"},
		{"func in structs", nested{}, "memo: key: arg.Filter.Fn: a func() cannot be part of a key"},
		{"func in a map", map[string]holder{}, "memo: key: arg[].Fn: a func() cannot be part of a key"},
		{"func in a slice", []func(){}, "memo: key: arg[]: a func() cannot be part of a key"},
		{"chan as a map's key", map[chan int]int{}, "memo: key: arg[key]: a chan int cannot be part of a key"},
		{"func in an interface", filter{Any: []any{1, holder{}}}, "memo: key: arg.Any[1].Fn: a func() cannot be part of a key"},
		{"unexported", struct{ A fails2 }{}, "memo: key: arg.A.hidden: an unexported field of memo_test.fails2 cannot be read; " +
			"give memo_test.fails2 a method MemoKey(*memo.KeyBuilder), MarshalBinary or MarshalText"},
		{"marshaller fails", []fails{{}}, "memo: key: arg[0]: marshalling: no bytes today"},
		{"Keyer panics", panics{}, "memo: panic: no key today"},
		{"cyclic pointer", loop, "memo: key: arg" + strings.Repeat(".Next", 16) + "…: the value is cyclic, or nested deeper than 10000"},
		{"cyclic slice", cycle, "memo: key: arg" + strings.Repeat("[0]", 16) + "…: the value is cyclic, or nested deeper than 10000"},
		{"cyclic map", ring, "memo: key: arg" + strings.Repeat("[]", 16) + "…: the value is cyclic, or nested deeper than 10000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var b memo.KeyBuilder
			require.EqualError(t, b.Value(c.value), c.want)
			require.NotEqual(t, b.Sum(), b.Sum(), "a failed key is nobody's")
			b.Int(1)
			require.NotEqual(t, b.Sum(), b.Sum())
		})
	}
	var b memo.KeyBuilder
	require.ErrorIs(t, b.Value(fails{}), errMarshal)
}

type fails2 struct{ hidden int }

// broken calls Value on what cannot be keyed, and does not look at the error.
type broken struct{}

func (broken) MemoKey(b *memo.KeyBuilder) { _ = b.Value(func() {}) }

func TestKeyBuilder_Value_errorInMemoKeyIsNotLost(t *testing.T) {
	t.Parallel()
	for _, v := range []any{broken{}, []broken{{}}, map[string]broken{"a": {}}} {
		var b memo.KeyBuilder
		require.ErrorContains(t, b.Value(v), "a func() cannot be part of a key")
		require.NotEqual(t, b.Sum(), b.Sum())
	}
}

func TestKeyBuilder_Value_deepButFinite(t *testing.T) {
	t.Parallel()
	var one, two *filter
	for range 5000 {
		one, two = &filter{Next: one}, &filter{Next: two}
	}
	require.Equal(t, valueKey(t, one), valueKey(t, two))
	two.Next.Next.Next.Name = "x"
	require.NotEqual(t, valueKey(t, one), valueKey(t, two))
}

// FuzzKeyBuilder_Value: different arguments, different keys.
func FuzzKeyBuilder_Value(f *testing.F) {
	f.Add("a", "b", int64(1), 1.5, []byte("x"), "a", "b", int64(1), 1.5, []byte("x"))
	f.Add("1", "23", int64(0), 0.0, []byte{}, "12", "3", int64(0), 0.0, []byte{})
	f.Add("", "", int64(0), 0.0, []byte{}, "", "", int64(0), math.Copysign(0, -1), []byte{0})
	type arg struct {
		A, B string
		I    int64
		F    float64
		P    []byte
		M    map[string]string
		Any  any
	}
	f.Fuzz(func(t *testing.T, a1, b1 string, i1 int64, f1 float64, p1 []byte, a2, b2 string, i2 int64, f2 float64, p2 []byte) {
		one := arg{a1, b1, i1, f1, p1, map[string]string{a1: b1}, []any{a1, i1}}
		two := arg{a2, b2, i2, f2, p2, map[string]string{a2: b2}, []any{a2, i2}}
		same := a1 == a2 && b1 == b2 && i1 == i2 && string(p1) == string(p2) && (p1 == nil) == (p2 == nil) &&
			(math.Float64bits(f1) == math.Float64bits(f2) || math.IsNaN(f1) && math.IsNaN(f2))
		require.Equal(t, same, valueKey(t, one) == valueKey(t, two))
	})
}
