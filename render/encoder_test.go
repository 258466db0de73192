package render_test

//lint:file-ignore U1000,SA5008 odd fields and tags are what is tested

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render"
)

func encode(t *testing.T, v any) string {
	t.Helper()
	var e render.Encoder
	out, err := e.Append(nil, v)
	require.NoError(t, err)
	return string(out)
}

type inner struct {
	A int    `json:"a"`
	B string `json:"b,omitempty"`
}

type outer struct {
	inner
	*Pointed
	Named  inner          `json:"named"`
	Ptr    *inner         `json:"ptr,omitempty"`
	When   time.Time      `json:"when,omitzero"`
	Count  int            `json:"count,string"`
	Text   string         `json:"text,string"`
	Hidden string         `json:"-"`
	Dash   string         `json:"-,"`
	Any    any            `json:"any"`
	Map    map[int]string `json:"map"`
	Bytes  []byte         `json:"bytes"`
	Arr    [2]float32     `json:"arr"`
	Iface  json.Marshaler `json:"iface"`
	priv   int            // must stay out of the JSON
}

type Pointed struct {
	P float64 `json:"p"`
	A int     `json:"a"` // as deep as inner.a: neither is written
}

// shapes of embedding, each of which encoding/json has a rule for
type (
	level1 struct {
		Deep  string `json:"deep"`
		Both  string `json:"both"`
		GoTwo string `json:"go_two"`
	}
	level2 struct {
		level1
		Both string `json:"both"`
	}
	twins struct { // one name twice at one depth, of which one is tagged
		twinA
		twinB
	}
	twinA struct{ X, Y int }
	twinB struct {
		X int
		Z int `json:"Y"`
	}
	shadow struct { // a Go name hidden by one that is written under another name
		level1
		GoTwo int `json:"other"`
		Last  int `json:"deep"`
	}
	selfish struct {
		*selfish
		N int
	}
	named struct {
		level1   `json:"inside"`
		Exported `json:",omitempty"`
		*Pointed `json:"p,omitempty"`
		fmt.Stringer
		text
		count
	}
	Exported []int
	text     string
	count    struct{ C int }
	viaNil   struct {
		*level1
		B int
	}
)

type tags struct {
	Odd      int           `json:"a\"b"`
	Spaced   int           `json:"a b,omitempty"`
	Unicode  int           `json:"été"`
	HTML     int           `json:"a<b"`
	Unknown  int           `json:",inline"`
	StrF     float64       `json:",string"`
	StrB     bool          `json:",string"`
	StrP     *int          `json:",string"`
	StrNil   *int          `json:",string"`
	StrT     time.Duration `json:",string"`
	StrM     netip.Addr    `json:",string"`
	StrNum   json.Number   `json:",string"`
	StrSlice []int         `json:",string"`
	StrEsc   string        `json:",string"`
	unseen   int           // must stay out of the JSON
}

type omits struct {
	A [0]int           `json:",omitempty"`
	B bool             `json:",omitempty"`
	C map[string]int   `json:",omitempty"`
	D *int             `json:",omitempty"`
	E any              `json:",omitempty"`
	F struct{}         `json:",omitempty"`
	G float64          `json:",omitempty"`
	H []int            `json:",omitempty"`
	I time.Time        `json:",omitzero"`
	J *time.Time       `json:",omitzero"`
	K zeroOnPointer    `json:",omitzero"`
	L isZeroer         `json:",omitzero"`
	M [2]int           `json:",omitzero"`
	N []int            `json:",omitzero"`
	O map[string]int   `json:",omitempty,omitzero"`
	P struct{ X int }  `json:",omitzero"`
	Q zeroIsTen        `json:",omitzero"`
	R *struct{ X int } `json:",omitempty"`
}

type zeroOnPointer struct{ N int }

func (z *zeroOnPointer) IsZero() bool { return z.N == 7 }

type zeroIsTen int

func (z zeroIsTen) IsZero() bool { return z == 10 }

type isZeroer interface{ IsZero() bool }

type textKey struct{ s string }

func (k *textKey) MarshalText() ([]byte, error) { return []byte("<" + k.s + ">"), nil }

type onPointer struct{ N int }

func (p *onPointer) MarshalJSON() ([]byte, error) { return json.Marshal(map[string]int{"n": p.N}) }

// TestEncodesAsTheStandardLibrary holds the encoder to encoding/json for everything a user may return.
func TestEncodesAsTheStandardLibrary(t *testing.T) {
	t.Parallel()
	when := time.Date(2026, 2, 3, 4, 5, 6, 789000000, time.FixedZone("", 3600))
	values := map[string]any{
		"nil":            nil,
		"strings":        []string{"", "a\"b\\c/d", "<script>&", "\u2028\u2029", "\x00\x1f\x7f", "\xff broken", "é漢🙂", "\b\f\n\r\t"},
		"nil slice":      []string(nil),
		"floats":         []float64{0, math.Copysign(0, -1), 1, -1.5, 1e-6, 9.9e-7, 1e20, 1e21, 1.2345678901234567, math.MaxFloat64, math.SmallestNonzeroFloat64},
		"float32":        []float32{0.1, 1e-7, 3e21, 16777217},
		"ints":           []any{int8(-8), int16(16), int32(-32), int64(math.MinInt64), uint8(8), uint16(16), uint32(32), uint64(math.MaxUint64)},
		"bytes":          []byte("hello?>"),
		"nil bytes":      []byte(nil),
		"byte array":     [3]byte{1, 2, 3},
		"maps":           map[string]any{"b": 1, "a": []int{1, 2}, "<": nil},
		"nil map":        map[string]any(nil),
		"int keys":       map[int]string{10: "x", 9: "y", -1: "z"},
		"text keys":      map[netip.Addr]int{netip.MustParseAddr("127.0.0.1"): 1},
		"time":           when,
		"time pointer":   &when,
		"text marshaler": netip.MustParseAddr("::1"),
		"big int":        big.NewInt(1234567890123),
		"raw":            json.RawMessage(`{ "a" : [1, "<"] }`),
		"empty struct":   struct{}{},
		"pointer method": []onPointer{{1}},
		"struct":         outer{inner: inner{A: 1, B: "b"}, Pointed: &Pointed{P: 2.5}, Count: 7, Text: `q"`, Dash: "d", Any: inner{A: 3}, Map: map[int]string{1: "one"}, Arr: [2]float32{1, 2.5}},
		"struct nils":    outer{},
		"named struct":   &outer{Ptr: &inner{}, When: when, Iface: &onPointer{2}},
		"any slice":      []any{1, "two", 3.5, nil, true, []any{}, map[string]any{}},
		"named":          []time.Duration{time.Second},
		"2-D":            [][]int{{1}, nil, {}},

		"embedded":             level2{level1{"d", "hidden", "g"}, "b"},
		"embedded rivals":      twins{twinA{1, 2}, twinB{3, 4}},
		"embedded shadow":      shadow{level1{"d", "b", "g"}, 5, 6},
		"embeds itself":        selfish{N: 1, selfish: &selfish{N: 2}},
		"embedded with names":  named{level1: level1{Deep: "d"}, text: "t", count: count{3}},
		"embedded nil":         viaNil{B: 1},
		"tags":                 tags{StrP: new(3), StrM: netip.MustParseAddr("::1"), StrNum: "5", StrEsc: "<\"\\>\n"},
		"omitted":              omits{Q: 10, K: zeroOnPointer{7}},
		"not omitted":          omits{B: true, C: map[string]int{"": 0}, D: new(0), E: 0, G: -1, H: []int{0}, I: when, J: &when, K: zeroOnPointer{}, L: when, M: [2]int{1}, N: []int{}, O: map[string]int{"a": 1}, Q: 0},
		"omitted typed nil":    omits{L: (*time.Time)(nil)},
		"json.Number":          []json.Number{"", "0", "-1.5e+10", "12345678901234567890"},
		"nil text key":         map[*textKey]int{nil: 1, {"k"}: 2},
		"unsigned keys":        map[uint8]bool{200: true, 3: false},
		"named keys":           map[time.Month]int{time.May: 5},
		"broken key":           map[string]int{"a\xffb": 1},
		"interfaces":           []fmt.Stringer{nil, when},
		"pointers to pointers": new(new(new(5))),
		"channels omitted": struct {
			C chan int `json:"-"`
		}{},
		"text on a pointer": []*textKey{nil, {"<k>"}},
		"uintptr":           uintptr(7),
		"named bytes":       namedBytes("abc"),
		"bytes of a type":   []octet{1, 2},
		"bytes in a list":   [][]byte{nil, {}, {1, 2, 3}},
	}
	for name, v := range values {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := json.Marshal(v)
			require.NoError(t, err)
			require.Equal(t, string(want), encode(t, v))
		})
	}
}

type (
	namedBytes []byte
	octet      uint8
)

// TestWhatTheStandardLibraryRefusesIsRefused has values that are no JSON although their type could be.
func TestWhatTheStandardLibraryRefusesIsRefused(t *testing.T) {
	t.Parallel()
	values := map[string]any{
		"year 10000":    time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC),
		"broken raw":    json.RawMessage(`{`),
		"empty raw":     json.RawMessage{},
		"number text":   json.Number("x"),
		"number spaces": json.Number("1 "),
		"number list":   json.Number("[]"),
		"number hex":    json.Number("-0x1"),
		"complex":       complex(1, 2),
		"a function":    func() {},
		"a failure":     failing{},
		"a text key":    map[failing]int{{}: 1},
		"a broken json": liar{},
	}
	for name, v := range values {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := json.Marshal(v)
			require.Error(t, err)
			var e render.Encoder
			_, err = e.Append(nil, v)
			require.Error(t, err)
			_, err = e.Append(nil, []any{v})
			require.ErrorContains(t, err, "[0]")
		})
	}
}

type failing struct{}

var errFailing = errors.New("it fails")

func (failing) MarshalText() ([]byte, error) { return nil, errFailing }

type liar struct{}

func (liar) MarshalJSON() ([]byte, error) { return []byte(`{]`), nil }

// TestMethodsOnPointersAreAlwaysCalled is where dashi differs from encoding/json on purpose.
func TestMethodsOnPointersAreAlwaysCalled(t *testing.T) {
	t.Parallel()
	require.Equal(t, `{"n":1}`, encode(t, onPointer{1}))
	require.Equal(t, `{"a":{"n":1}}`, encode(t, map[string]onPointer{"a": {1}}))
	require.Equal(t, `{"A":"<k>"}`, strings.ReplaceAll(strings.ReplaceAll(encode(t, struct{ A textKey }{textKey{"k"}}), `\u003c`, "<"), `\u003e`, ">"))
}

func TestMethodsOfUsersFailAsErrors(t *testing.T) {
	t.Parallel()
	var e render.Encoder
	_, err := e.Append(nil, map[string]any{"a": failing{}})
	require.EqualError(t, err, ".a: render_test.failing: it fails")
	require.ErrorIs(t, err, errFailing)

	require.PanicsWithValue(t, "oh no", func() { _, _ = e.Append(nil, []any{panicking{}}) })
	require.Panics(t, func() { _, _ = e.Append(nil, struct{ A []panicking }{[]panicking{{}}}) })
	out, err := e.Append(nil, []any{struct{ A []panicking }{}})
	require.NoError(t, err)
	require.Equal(t, `[{"A":null}]`, string(out))

	// An error of an encoder that a user runs within keeps its own words.
	_, err = e.Append(nil, []any{within{}})
	require.EqualError(t, err, "[0]: render_test.within: oh: .x: a func() cannot be encoded as JSON")
}

type panicking struct{}

func (panicking) MarshalJSON() ([]byte, error) { panic("oh no") }

type within struct{}

func (within) MarshalJSON() ([]byte, error) {
	var e render.Encoder
	_, err := e.Append(nil, map[string]any{"x": func() {}})
	return nil, fmt.Errorf("oh: %w", err)
}

func TestInlineMapsStandAmongTheMembers(t *testing.T) {
	t.Parallel()
	type open struct {
		Name  string         `json:"name,omitempty"`
		Extra map[string]any `json:",inline"`
	}
	type outer struct {
		*open
		Z int `json:"z"`
	}
	tests := map[string]struct {
		value any
		want  string
	}{
		"none":               {open{Name: "n"}, `{"name":"n"}`},
		"sorted, at the end": {open{Name: "n", Extra: map[string]any{"b": 1, "a": 2}}, `{"name":"n","a":2,"b":1}`},
		"alone":              {open{Extra: map[string]any{"a": knob{}}}, `{"a":{"props":{},"type":"Knob","namespace":"mine"}}`},
		"a field wins":       {open{Name: "n", Extra: map[string]any{"name": "x"}}, `{"name":"n"}`},
		"unless left out":    {open{Extra: map[string]any{"name": "x"}}, `{"name":"x"}`},
		"embedded":           {outer{open: &open{Extra: map[string]any{"a": 1}}}, `{"z":0,"a":1}`},
		"embedded nil":       {outer{Z: 1}, `{"z":1}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, encode(t, tt.value))
		})
	}
	var e render.Encoder
	_, err := e.Append(nil, open{Extra: map[string]any{"f": func() {}}})
	require.EqualError(t, err, ".f: a func() cannot be encoded as JSON")
}

func TestNumbersJSONLacksAreNull(t *testing.T) {
	t.Parallel()
	require.Equal(t, `[null,null,null,1]`, encode(t, []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1}))
	require.Equal(t, `{"x":null}`, encode(t, map[string]any{"x": math.NaN()}))
	require.Equal(t, `null`, encode(t, float32(math.Inf(1))))
	require.Equal(t, `{"F":null}`, encode(t, struct {
		F float64 `json:",string"`
	}{math.NaN()}))
}

func TestWhatCannotBeEncodedIsNamedByItsPlace(t *testing.T) {
	t.Parallel()
	var e render.Encoder
	_, err := e.Append(nil, map[string]any{"rows": []any{1, map[string]any{"fn": func() {}}}})
	require.EqualError(t, err, ".rows[1].fn: a func() cannot be encoded as JSON")

	_, err = e.Append(nil, []any{knob{Value: make(chan int)}})
	require.EqualError(t, err, "[0] > Knob.value: a chan int cannot be encoded as JSON")

	_, err = e.Append(nil, map[[2]int]int{{1, 2}: 3})
	require.ErrorContains(t, err, "keys of type [2]int")

	_, err = e.Append(nil, json.RawMessage(`{`))
	require.Error(t, err)
}

func TestAValueThatContainsItselfIsAnError(t *testing.T) {
	t.Parallel()
	var e render.Encoder
	loop := []any{nil}
	loop[0] = loop
	_, err := e.Append(nil, loop)
	require.ErrorContains(t, err, "contain itself")

	type ring struct{ Next *ring }
	r := &ring{}
	r.Next = r
	_, err = e.Append(nil, r)
	require.ErrorContains(t, err, "contain itself")

	m := map[string]any{}
	m["m"] = m
	_, err = e.Append(nil, m)
	require.ErrorContains(t, err, "contain itself")
	require.Less(t, len(err.Error()), 200, "the path is cut")

	type pointer *pointer
	var p pointer
	p = &p
	_, err = e.Append(nil, p)
	require.ErrorContains(t, err, "contain itself")

	k := &knob{}
	k.Children = []layout.Component{k}
	_, err = e.Append(nil, k)
	require.ErrorContains(t, err, "contain itself")
}

func TestTreesMayBeDeep(t *testing.T) {
	t.Parallel()
	tree := knob{}
	for range 990 {
		tree = knob{Children: []knob{tree}}
	}
	require.True(t, json.Valid([]byte(encode(t, tree))))
}

// knob is a component as a user writes one.
type knob struct {
	ID       layout.ID `json:"id,omitzero"`
	Min      *float64  `json:"min,omitzero"`
	Value    any       `json:"value"`
	Children any       `json:"children,omitzero"`
	Figure   any       `json:"figure,omitzero"`
}

func (knob) Type() (namespace, name string) { return "mine", "Knob" }

// dial has its method on the pointer.
type dial struct{}

func (*dial) Type() (namespace, name string) { return "mine", "Dial" }

func TestAFailureInOnePropertyEndsTheComponent(t *testing.T) {
	t.Parallel()
	var e render.Encoder
	_, err := e.Append(nil, tag{"Div", []prop{{"a", 1}, {"children", layout.Fragment{"x", tag{"P", []prop{{"bad", func() {}}}}}}, {"never", panicking{}}}})
	require.EqualError(t, err, "Div.children[1] > P.bad: a func() cannot be encoded as JSON")
	// The encoder is as it was.
	out, err := e.Append(nil, tag{"Div", nil})
	require.NoError(t, err)
	require.Equal(t, `{"props":{},"type":"Div","namespace":"dash_html_components"}`, string(out))
}

func TestAnEncoderServesManyGoroutines(t *testing.T) {
	t.Parallel()
	var e render.Encoder
	v := []any{level2{}, table(), omits{}, twins{}, map[string][]Pointed{"a": {{P: 1}}}}
	want, err := e.Append(nil, v)
	require.NoError(t, err)
	var fresh render.Encoder
	results := make(chan string, 8)
	for range cap(results) {
		go func() {
			got, err := fresh.Append(nil, v)
			results <- string(got) + fmt.Sprint(err)
		}()
	}
	for range cap(results) {
		require.Equal(t, string(want)+"<nil>", <-results)
	}
}

func TestComponentsBecomeNodes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		value any
		want  string
	}{
		"unset properties are left out": {knob{}, `{"props":{},"type":"Knob","namespace":"mine"}`},
		"zero behind a pointer is set":  {knob{Min: new(0.0)}, `{"props":{"min":0},"type":"Knob","namespace":"mine"}`},
		"by pointer":                    {&knob{ID: "k"}, `{"props":{"id":"k"},"type":"Knob","namespace":"mine"}`},
		"a nil pointer":                 {(*knob)(nil), `null`},
		"dictionary id":                 {knob{ID: `{"index":1,"type":"b"}`}, `{"props":{"id":{"index":1,"type":"b"}},"type":"Knob","namespace":"mine"}`},
		"nested": {knob{Children: layout.Fragment{"a", knob{Value: 1}, 2}},
			`{"props":{"children":["a",{"props":{"value":1},"type":"Knob","namespace":"mine"},2]},"type":"Knob","namespace":"mine"}`},
		"in a map":                   {map[string]any{"c": knob{}}, `{"c":{"props":{},"type":"Knob","namespace":"mine"}}`},
		"typed slices":               {[]layout.Component{knob{}}, `[{"props":{},"type":"Knob","namespace":"mine"}]`},
		"slices of a component type": {[]knob{{}}, `[{"props":{},"type":"Knob","namespace":"mine"}]`},
		"in a struct of the user":    {struct{ C layout.Component }{knob{}}, `{"C":{"props":{},"type":"Knob","namespace":"mine"}}`},
		"a nil in a struct":          {struct{ C layout.Component }{}, `{"C":null}`},
		"a type in a struct":         {struct{ K, L *knob }{K: &knob{}}, `{"K":{"props":{},"type":"Knob","namespace":"mine"},"L":null}`},
		"maps of a component type":   {map[string]knob{"a": {}}, `{"a":{"props":{},"type":"Knob","namespace":"mine"}}`},
		"method on the pointer":      {[]dial{{}}, `[{"props":{},"type":"Dial","namespace":"mine"}]`},
		"a nil fragment":             {layout.Fragment(nil), `null`},
		"an empty fragment":          {layout.Fragment{}, `[]`},
		"an id that is no JSON":      {layout.ID("{x"), `"{x"`},
		"ids in a list":              {[]layout.ID{"a", `{"index":"<"}`}, `["a",{"index":"\u003c"}]`},
		"a style":                    {layout.CSS{"width": 5, "color": "red"}, `{"color":"red","width":5}`},
		"dynamic":                    {tag{"B", []prop{{"a<", 1}, {"children", tag{name: "I"}}, {"z", nil}}}, `{"props":{"a\u003c":1,"children":{"props":{},"type":"I","namespace":"dash_html_components"},"z":null},"type":"B","namespace":"dash_html_components"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, encode(t, tt.value))
		})
	}
}
