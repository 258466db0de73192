package render_test

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/render"
)

type (
	comparableFloats struct{ X, Y float64 } // compared as a whole
	floats           struct {
		X float64
		S []int
	}
	gaps struct {
		A bool
		B int64
		C uint16
		D func() `json:"-"`
	}
	blank struct {
		_ int32
		A int32
		S []int `json:",omitzero"`
	}
	unseen struct{ b int }
	parts  struct {
		A int8 `json:"a,omitzero"`
		B int8 `json:"b,omitzero"`
		C bool `json:"c,omitzero"`
		D *int `json:"d,omitzero"`
		unseen
	}
)

// neighbours is a struct with one member that is left out where it is zero, with neighbours before and after it.
type neighbours[T any] struct {
	Before byte   `json:"before,omitzero"`
	It     T      `json:"it,omitzero"`
	After  string `json:"after,omitzero"`
	Always bool   `json:"always"`
	Last   uint16 `json:"last,omitzero"`
}

// like holds the encoder to encoding/json: for a value alone, behind a pointer, in a list, and beside neighbours of every kind.
func like[T any](values ...T) func(*testing.T) {
	return func(t *testing.T) {
		t.Parallel()
		for _, v := range values {
			for _, n := range []neighbours[T]{{It: v}, {Before: 1, It: v}, {It: v, After: "a"}, {Before: 255, It: v, After: "b", Always: true, Last: 9}} {
				asTheStandardLibrary(t, n)
				asTheStandardLibrary(t, &n)
				asTheStandardLibrary(t, []neighbours[T]{{}, n, {}})
				asTheStandardLibrary(t, map[string]any{"n": n, "p": [1]neighbours[T]{n}})
			}
		}
	}
}

func asTheStandardLibrary(t *testing.T, v any) {
	t.Helper()
	want, err := json.Marshal(v)
	require.NoError(t, err)
	require.Equal(t, string(want), encode(t, v))
}

func TestZeroMembersAreLeftOutAsReflectionHasIt(t *testing.T) {
	t.Parallel()
	empty := "x"[:0]
	var none *parts
	minus := math.Copysign(0, -1)
	t.Run("bools", like(false, true))
	t.Run("bytes", like[uint8](0, 1, 255))
	t.Run("small integers", like[int16](0, 1, -1))
	t.Run("integers", like(0, 1, -1, math.MinInt))
	t.Run("words of one high bit", like[uint64](0, 1<<63, 1<<8))
	t.Run("floats", like(0, 1.5, minus))
	t.Run("single floats", like[float32](0, 1.5, float32(minus)))
	t.Run("complex numbers", noJSON)
	t.Run("strings", like("", empty, "a", "\x00"))
	t.Run("slices", like(nil, []int{}, []int{0}))
	t.Run("maps", like(nil, map[string]int{}, map[string]int{"": 0}))
	t.Run("interfaces", like[any](nil, 0, "", none, []int(nil), false))
	t.Run("pointers", like(nil, &parts{}, &parts{A: 1}))
	t.Run("arrays", like([3]int{}, [3]int{2: 1}))
	t.Run("arrays of nothing", like([0]int{}))
	t.Run("arrays of floats", like([2]float64{}, [2]float64{minus}, [2]float64{0, 1}))
	t.Run("arrays of strings", like([2]string{}, [2]string{empty, ""}, [2]string{"", "a"}))
	t.Run("arrays of slices", like([2][]int{}, [2][]int{{}, nil}, [2][]int{nil, {1}}))
	t.Run("long arrays", like([5000]int{}, [5000]int{4999: 1}))
	t.Run("large arrays", like([100][200]int64{}, [100][200]int64{99: {199: 1}}))
	t.Run("structs of nothing", like(struct{}{}))
	t.Run("structs of floats", like(comparableFloats{}, comparableFloats{minus, 0}, comparableFloats{0, 1}))
	t.Run("structs of floats and more", like(floats{}, floats{X: minus}, floats{S: []int{}}))
	t.Run("structs with blanks", like(blank{}, blank{A: 1}, blank{S: []int{}}))
	t.Run("structs of parts", like(parts{}, parts{A: 1}, parts{B: -1}, parts{C: true}, parts{D: new(0)}, parts{unseen: unseen{b: 1}}))
	t.Run("structs with text", like(struct{ A, B string }{}, struct{ A, B string }{empty, empty}, struct{ A, B string }{"", "b"}))
	t.Run("times", like(time.Time{}, time.Unix(0, 0).UTC()))
	t.Run("own zero", like[zeroIsTen](0, 10))
	t.Run("own zero on the pointer", like(zeroOnPointer{}, zeroOnPointer{7}))
	t.Run("own zero, in an interface", like[isZeroer](nil, zeroIsTen(10), zeroIsTen(0), (*time.Time)(nil)))
	t.Run("a single pointer", like(struct{ P *int }{}, struct{ P *int }{new(0)}))
	t.Run("deep", like(neighbours[neighbours[parts]]{}, neighbours[neighbours[parts]]{It: neighbours[parts]{It: parts{C: true}}}))
}

// TestAStructThatIsAPointerIsNotInMemory: an interface holds such a struct as itself.
func TestAStructThatIsAPointerIsNotInMemory(t *testing.T) {
	t.Parallel()
	type single struct {
		P *int `json:"p,omitzero"`
	}
	type boxed struct {
		S single `json:"s,omitzero"`
	}
	for _, v := range []any{single{}, single{new(0)}, single{new(5)}, &single{}, &single{new(0)}, boxed{}, boxed{single{new(0)}}, boxed{single{new(6)}}, []any{single{new(7)}, boxed{}}} {
		asTheStandardLibrary(t, v)
	}
}

// TestWhatLiesBetweenMembersDoesNotCount: padding and blank fields may hold anything.
func TestWhatLiesBetweenMembersDoesNotCount(t *testing.T) {
	t.Parallel()
	var v struct {
		Before int8  `json:"before,omitzero"`
		Gaps   gaps  `json:"gaps,omitzero"`
		After  int8  `json:"after,omitzero"`
		Blank  blank `json:"blank,omitzero"`
	}
	memory := unsafe.Slice((*byte)(unsafe.Pointer(&v)), unsafe.Sizeof(v))
	for i := range memory {
		memory[i] = 0xA5
	}
	v.Before, v.After = 0, 0
	v.Gaps.A, v.Gaps.B, v.Gaps.C, v.Gaps.D = false, 0, 0, nil
	v.Blank.A, v.Blank.S = 0, nil
	require.True(t, slices.Contains(memory, 0xA5))
	require.Equal(t, `{}`, encode(t, &v))
	v.Gaps.C = 1
	require.Equal(t, `{"gaps":{"A":false,"B":0,"C":1}}`, encode(t, &v))
	v.Gaps.C, v.After = 0, 1
	require.Equal(t, `{"after":1}`, encode(t, &v))
}

// TestMembersOfEmbeddedStructsAreFoundWhereTheyAre has them in memory of their own too.
func TestMembersOfEmbeddedStructsAreFoundWhereTheyAre(t *testing.T) {
	t.Parallel()
	type Far struct {
		F int    `json:"f,omitzero"`
		G string `json:"g,omitzero"`
	}
	type near struct {
		N int8 `json:"n,omitzero"`
		*Far
		O int8 `json:"o,omitzero"`
	}
	type all struct {
		A int `json:"a,omitzero"`
		near
		Z []int `json:"z,omitzero"`
		Y int   `json:"y,omitempty"`
	}
	for _, v := range []all{
		{}, {A: 1}, {near: near{N: 2}}, {near: near{O: 3}}, {near: near{Far: &Far{}}}, {near: near{Far: &Far{G: "g"}}}, {Z: []int{}}, {Y: 4},
		{A: 1, near: near{2, &Far{5, "g"}, 3}, Z: []int{1}, Y: 4},
	} {
		asTheStandardLibrary(t, v)
		asTheStandardLibrary(t, &v)
	}
}

// TestEachFieldOfAFigureIsWrittenAlone sets them one by one: a field that is found is the one that was set.
func TestEachFieldOfAFigureIsWrittenAlone(t *testing.T) {
	t.Parallel()
	for _, empty := range []any{
		plot.Scatter{}, plot.Bar{}, plot.Heatmap{}, plot.Surface{}, plot.Pie{}, plot.Layout{}, plot.Axis{}, plot.Marker{}, plot.Frame{}, plot.Line{},
	} {
		whole := reflect.TypeOf(empty)
		t.Run(whole.Name(), func(t *testing.T) {
			t.Parallel()
			tested := 0
			for i := range whole.NumField() {
				field := reflect.New(whole).Elem()
				name, tagged := whole.Field(i).Tag.Lookup("json")
				if !tagged || !setSome(field.Field(i)) {
					continue
				}
				if name = nameOf(name); name == "" {
					continue // Extra
				}
				want := []string{name}
				if trace, ok := empty.(plot.Trace); ok {
					want = []string{name, "type"}
					require.Equal(t, `{"type":"`+trace.TraceType()+`"}`, encode(t, empty))
					slices.Sort(want)
				}
				require.Equal(t, want, keysOf(t, encode(t, field.Interface())), name)
				require.Equal(t, want, keysOf(t, encode(t, field.Addr().Interface())), name)
				tested++
			}
			require.Greater(t, tested, 5)
		})
	}
}

func nameOf(tag string) string {
	for i := range tag {
		if tag[i] == ',' {
			return tag[:i]
		}
	}
	return tag
}

func keysOf(t *testing.T, text string) (keys []string) {
	var object map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(text), &object))
	for key := range object {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// setSome makes v other than zero, of a struct its last field that can be.
func setSome(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.String:
		v.SetString("a")
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Interface:
		if v.NumMethod() > 0 {
			return false
		}
		v.Set(reflect.ValueOf(0))
	case reflect.Struct:
		for i := v.NumField() - 1; i >= 0; i-- {
			if v.Field(i).CanSet() && setSome(v.Field(i)) {
				return true
			}
		}
		return false
	default:
		return false
	}
	return true
}

// TestFiguresNeedNoMemoryOfTheirOwn: large structs are read where they are.
func TestFiguresNeedNoMemoryOfTheirOwn(t *testing.T) {
	fig := smallFigure()
	fig.Layout.Extra = nil // of which the keys are remembered
	scatter, bar := fig.Data[0].(plot.Scatter), fig.Data[1].(plot.Bar)
	pointers := fig
	pointers.Data = []plot.Trace{&scatter, &bar}
	require.Equal(t, encodeFigure(t, fig), encodeFigure(t, &pointers))
	for _, v := range []any{fig, pointers, &fig, &pointers} {
		require.LessOrEqual(t, allocations(v), 1.0, "the state of the run")
	}
}

// noJSON: what cannot be encoded can be left out.
func noJSON(t *testing.T) {
	t.Parallel()
	type of struct {
		C complex128   `json:",omitzero"`
		D [2]complex64 `json:",omitzero"`
	}
	require.Equal(t, `{}`, encode(t, of{}))
	require.Equal(t, `{}`, encode(t, of{C: complex(0, math.Copysign(0, -1)), D: [2]complex64{1: complex(float32(math.Copysign(0, -1)), 0)}}))
	var e render.Encoder
	_, err := e.Append(nil, of{C: 1i})
	require.ErrorContains(t, err, ".C: a complex128 cannot be encoded")
	_, err = e.Append(nil, of{D: [2]complex64{1: 1i}})
	require.ErrorContains(t, err, "a complex64 cannot be encoded")
}
