package memo_test

//lint:file-ignore SA5008,U1000 wrong tags and fields that nobody uses are what is tested

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"math"
	"math/big"
	"reflect"
	"runtime"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

func roundTrip[T any](t *testing.T, c memo.Codec, value T) T {
	t.Helper()
	require.NoError(t, c.Check(reflect.TypeFor[T]()))
	data, err := c.Encode(value)
	require.NoError(t, err)
	var back T
	require.NoError(t, c.Decode(data, &back))
	return back
}

func keeps[T any](t *testing.T, c memo.Codec, values ...T) {
	t.Helper()
	for _, value := range values {
		require.Equal(t, value, roundTrip(t, c, value))
	}
}

type codecRow struct {
	Name  string             `json:"name"`
	Price float64            `json:"price,omitempty"`
	Count int64              `json:",string"`
	Tags  []string           `json:"tags"`
	More  map[string]float64 `json:"more,omitzero"`
	Next  *codecRow
	Raw   []byte
	_     struct{}
}

var codecRows = []codecRow{
	{}, {Name: "\u2028<é>\x00", Price: 1e21, Count: math.MinInt64, Tags: []string{}, More: map[string]float64{}},
	{Tags: []string{"", "null"}, Next: &codecRow{Name: "zero"}, Raw: []byte{0, 255}, More: map[string]float64{"": 1, "a": 0}},
}

func TestJSON_keeps(t *testing.T) {
	t.Parallel()
	c := memo.JSON{}
	keeps(t, c, codecRows...)
	keeps(t, c, codecRows)
	keeps(t, c, nil, &codecRows[1], &codecRow{Raw: []byte{}})
	keeps[[]int](t, c, nil, []int{}, []int{1})
	keeps[map[int8][]byte](t, c, nil, map[int8][]byte{}, map[int8][]byte{-1: nil, 1: {}})
	keeps(t, c, nil, new(0), new(-1))
	keeps(t, c, "", "a\tb", `\ufffd`, "�", `\\ufffd�`)
	keeps(t, c, uint64(math.MaxUint64), 1<<53+1)
	keeps(t, c, float32(0.1), math.MaxFloat32)
	keeps(t, c, [2]bool{true, false})
	keeps(t, c, struct{}{})
	keeps(t, c, big.NewInt(1<<62))
	keeps(t, c, time.Hour)
	keeps(t, c, map[genText]*genChain{"k": {Name: "a", Next: &genChain{}}, "": nil})
	keeps(t, c, genEmbedded{genBase: genBase{Base: "b", Times: []time.Time{}}, Own: 1, Text: "x"})
}

func TestJSON_times(t *testing.T) {
	t.Parallel()
	oslo := time.FixedZone("CEST", 2*3600)
	for _, at := range []time.Time{{}, time.Now(), time.Date(2024, 7, 1, 12, 0, 0, 1, oslo), time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)} {
		back := roundTrip(t, memo.JSON{}, at)
		require.True(t, sameTime(at, back), "%v %v", at, back)
		require.NotContains(t, back.String(), "m=", "the monotonic reading")
	}
	amsterdam := time.Date(1930, 1, 1, 0, 0, 0, 0, time.FixedZone("AMT", 1172))
	for _, value := range []any{amsterdam, []*time.Time{&amsterdam}, map[string]struct{ T time.Time }{"k": {amsterdam}}, struct{ time.Time }{amsterdam}} {
		require.NoError(t, memo.JSON{}.Check(reflect.TypeOf(value)))
		_, err := memo.JSON{}.Encode(value)
		require.ErrorContains(t, err, "memo: JSON: encode: the offset of 1930-01-01 00:00:00 +0019 AMT is not whole minutes")
	}
	require.True(t, sameTime(amsterdam, roundTrip(t, memo.Gob{}, amsterdam)), "gob keeps seconds of offsets")
}

type (
	onlyWrites   struct{ A int }
	onlyReads    struct{ A int }
	onlyText     struct{ A int }
	both         struct{ a int }
	ownByPointer struct{ a int }
	taker        struct {
		both
		Name string
	}
	wrapper  struct{ both }
	hidden   struct{ secret int }
	twoNames struct {
		A int `json:"name"`
		B int `json:"NAME"`
	}
	outer struct {
		genBase
		Base int
	}
	pointerIn struct{ *genBase }
	readKey   string
	zeroer    struct{ A int }
	circle    struct{ Self *circle }
)

func (onlyWrites) MarshalJSON() ([]byte, error)         { return []byte("1"), nil }
func (*onlyReads) UnmarshalJSON([]byte) error           { return nil }
func (onlyText) MarshalText() ([]byte, error)           { return nil, nil }
func (b both) MarshalJSON() ([]byte, error)             { return []byte{byte('0' + b.a)}, nil }
func (b *both) UnmarshalJSON(data []byte) error         { b.a = int(data[0] - '0'); return nil }
func (b *ownByPointer) MarshalText() ([]byte, error)    { return []byte{byte('0' + b.a)}, nil }
func (b *ownByPointer) UnmarshalText(text []byte) error { b.a = int(text[0] - '0'); return nil }
func (*readKey) UnmarshalText([]byte) error             { return nil }
func (zeroer) IsZero() bool                             { return true }

func TestJSON_Check(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typ  reflect.Type
		want string // "" for fine
	}{
		{reflect.TypeFor[any](), "memo: result interface {}: a interface {} does not say which type to make of the JSON"},
		{reflect.TypeFor[map[string][]any](), "memo: result map[string][]interface {}[][]: a interface {} does not say"},
		{reflect.TypeFor[struct{ F func() }](), "memo: result struct { F func() }.F: a func() cannot be written as JSON"},
		{reflect.TypeFor[[]chan int](), "memo: result []chan int[]: a chan int cannot be written as JSON"},
		{reflect.TypeFor[complex64](), "a complex64 cannot be written as JSON"},
		{reflect.TypeFor[hidden](), "memo: result memo_test.hidden.secret: a int in an unexported field is left out"},
		{reflect.TypeFor[struct {
			A int `json:"-"`
		}](), `.A: a int in a field with json:"-" is left out`},
		{reflect.TypeFor[struct {
			A int `json:"-,"`
		}](), ""},
		{reflect.TypeFor[struct {
			A []int `json:",omitempty"`
		}](), ".A: a []int with omitempty that is empty comes back as nil"},
		{reflect.TypeFor[struct {
			A map[string]int `json:"a,omitempty"`
		}](), ".A: a map[string]int with omitempty"},
		{reflect.TypeFor[struct {
			A []int `json:",omitzero"`
			B *int  `json:",omitempty"`
			C *int  `json:",omitzero"`
			D int   `json:",omitempty,string"`
		}](), ""},
		{reflect.TypeFor[struct {
			A zeroer `json:",omitzero"`
		}](), ".A: a memo_test.zeroer with omitzero is left out when its IsZero says so"},
		{reflect.TypeFor[struct {
			A *time.Time `json:",omitzero"`
		}](), ".A: a *time.Time with omitzero is left out"},
		{reflect.TypeFor[struct {
			A int `json:"a\\b"`
		}](), ".A: a int has a name in its tag that JSON does not take"},
		{reflect.TypeFor[twoNames](), "memo: result memo_test.twoNames.B: a int has the name in JSON that memo_test.twoNames.A has"},
		{reflect.TypeFor[outer](), "memo_test.outer.Base: a int has the name in JSON that memo_test.outer.genBase.Base has"},
		{reflect.TypeFor[pointerIn](), "memo_test.pointerIn.genBase: a *memo_test.genBase that is embedded, and empty, comes back as nil"},
		{reflect.TypeFor[**int](), "memo: result **int: a **int to a nil comes back as a nil pointer"},
		{reflect.TypeFor[*[]int](), "a *[]int to a nil comes back as a nil pointer"},
		{reflect.TypeFor[map[float64]int](), "memo: result map[float64]int[key]: a float64 is neither text nor a whole number"},
		{reflect.TypeFor[map[time.Time]int](), "[key]: a time.Time has a location"},
		{reflect.TypeFor[map[*int]int](), "[key]: a *int does not come back as the same key"},
		{reflect.TypeFor[map[readKey]int](), "[key]: a memo_test.readKey with UnmarshalText"},
		{reflect.TypeFor[map[onlyText]int](), "[key]: a memo_test.onlyText has MarshalText but not UnmarshalText"},
		{reflect.TypeFor[onlyWrites](), "memo: result memo_test.onlyWrites: a memo_test.onlyWrites has MarshalJSON but not UnmarshalJSON"},
		{reflect.TypeFor[*onlyReads](), "a memo_test.onlyReads has UnmarshalJSON but not MarshalJSON"},
		{reflect.TypeFor[onlyText](), "a memo_test.onlyText has MarshalText but not UnmarshalText"},
		{reflect.TypeFor[both](), ""},
		{reflect.TypeFor[map[string]both](), ""},
		{reflect.TypeFor[[]ownByPointer](), ""},
		{reflect.TypeFor[map[string]*ownByPointer](), ""},
		{reflect.TypeFor[map[string]struct{ A ownByPointer }](), "[].A: a memo_test.ownByPointer has MarshalText for pointers"},
		{reflect.TypeFor[taker](), "a memo_test.taker takes MarshalJSON from the embedded both, which leaves the other fields out"},
		{reflect.TypeFor[wrapper](), ""},
		{reflect.TypeFor[struct{ *time.Time }](), "is embedded, and may be nil"},
		{reflect.TypeFor[struct {
			A both `json:",string"`
		}](), ""}, // the option says nothing to a struct
		{reflect.TypeFor[struct {
			A readKey `json:",string"`
		}](), "a memo_test.readKey with the option string"},
		{reflect.TypeFor[circle](), ""},
		{reflect.TypeFor[[]codecRow](), ""},
	} {
		err := memo.JSON{}.Check(c.typ)
		if c.want == "" {
			require.NoError(t, err, c.typ.String())
		} else {
			require.ErrorContains(t, err, c.want, c.typ.String())
		}
	}
	keeps(t, memo.JSON{}, wrapper{both{3}})
	keeps(t, memo.JSON{}, []ownByPointer{{4}})
	keeps(t, memo.JSON{}, ownByPointer{5})
}

func TestJSON_Encode_refuses(t *testing.T) {
	t.Parallel()
	loop := &circle{}
	loop.Self = loop
	var long *genChain
	for range 20_000 {
		long = &genChain{Next: long}
	}
	for want, values := range map[string][]any{
		"not valid UTF-8": {"\xff", []string{"ok", "a\xed\xa0\x80"}, map[string]int{"\xc3": 1}, struct {
			A string `json:",string"`
		}{"\xfe"}, struct{ A, B string }{`\ufffd`, "\xff"}, map[string]int{"\xff": 1, "\xfe": 1}},
		"unsupported value": {math.NaN(), []float32{float32(math.Inf(1))}},
		"nested too deep":   {loop, long, []*circle{loop}},
		"without a type":    {nil},
	} {
		for _, value := range values {
			_, err := memo.JSON{}.Encode(value)
			require.ErrorContains(t, err, want)
			require.ErrorContains(t, err, "memo: JSON: encode: ")
		}
	}
}

// A text is kept, or refused if it is not UTF-8: nothing else happens to it, wherever it is.
func FuzzJSON_texts(f *testing.F) {
	for _, text := range genTexts {
		f.Add(text, "")
		f.Add(`\`, text)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		type texts struct {
			A string
			B string `json:",string"`
			C []string
			D map[string]string
		}
		value := texts{a, b, []string{b, a}, map[string]string{a: b}}
		data, err := memo.JSON{}.Encode(value)
		if valid := validText(a) && validText(b); valid != (err == nil) {
			t.Fatalf("%q %q: %v", a, b, err)
		}
		if err == nil {
			var back texts
			require.NoError(t, memo.JSON{}.Decode(data, &back))
			require.Equal(t, value, back)
		}
	})
}

func validText(s string) bool { return string([]rune(s)) == s }

func TestGob_keeps(t *testing.T) {
	t.Parallel()
	c := memo.Gob{}
	type row struct {
		A string
		F []float64
		N *row
	}
	keeps(t, c, row{}, row{"\xff", []float64{1, math.Inf(1)}, &row{}})
	keeps(t, c, nil, &row{}, &row{A: "x"})
	keeps[[]row](t, c, nil, []row{}, []row{{}})
	keeps[map[string]row](t, c, nil, map[string]row{}, map[string]row{"a": {}})
	keeps(t, c, nil, new(0), new(-1))
	keeps(t, c, 1+2i)
	require.Nil(t, roundTrip(t, c, row{F: []float64{}}).F, "inside, gob knows no empty slices")
	require.True(t, math.IsNaN(roundTrip(t, c, math.NaN())))
}

func TestGob_refuses(t *testing.T) {
	t.Parallel()
	loop := &circle{}
	loop.Self = loop
	for _, value := range []any{nil, loop, []*big.Int{nil}, []*genChain{nil}, map[string]*time.Time{"k": nil}, make(chan int)} {
		_, err := memo.Gob{}.Encode(value)
		require.ErrorContains(t, err, "memo: ", "%T", value)
	}
	for typ, want := range map[reflect.Type]string{
		reflect.TypeFor[any]():                       "memo: result interface {}: a interface {} does not say which type",
		reflect.TypeFor[struct{ A []error }]():       ".A[]: a error does not say which type",
		reflect.TypeFor[map[*time.Time]int]():        "[key]: a *time.Time does not come back",
		reflect.TypeFor[map[[1]time.Time]int]():      "[key][]: a time.Time has a location",
		reflect.TypeFor[map[struct{ P *both }]int](): "cannot",
		reflect.TypeFor[hidden]():                    "memo: result memo_test.hidden.secret: a int in an unexported field is dropped by gob",
		reflect.TypeFor[*[]int]():                    "is flattened by gob",
	} {
		if want == "cannot" {
			require.Error(t, memo.Gob{}.Check(typ))
			continue
		}
		require.ErrorContains(t, memo.Gob{}.Check(typ), want)
	}
}

// A map says in its first byte how many entries it has; gob would make room for them.
func TestGob_smallDataTakeLittleMemory(t *testing.T) {
	type maps struct{ M map[int]int }
	var plain bytes.Buffer
	require.NoError(t, gob.NewEncoder(&plain).Encode(maps{map[int]int{1: 2}}))
	small := plain.Bytes()
	tail := len(small) - 4 // one entry, key, value, end of the struct
	require.Equal(t, []byte{1, 2, 4, 0}, small[tail:])
	length := tail - 1 // of the last message, before it
	for int(small[length]) != len(small)-length-1 {
		length--
	}
	count := binary.BigEndian.AppendUint32([]byte{0xfc}, 1<<28)
	bad := append([]byte{2}, small[:tail]...)
	bad = append(append(bad, count...), small[tail+1:]...)
	bad[1+length] += byte(len(count) - 1)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var back maps
	require.ErrorContains(t, memo.Gob{}.Decode(bad, &back), "EOF")
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(20<<20))
}

func TestRaw(t *testing.T) {
	t.Parallel()
	type own []byte
	type text string
	keeps[[]byte](t, memo.Raw{}, nil, []byte{}, []byte("\xff\x00"))
	keeps[own](t, memo.Raw{}, nil, own{}, own("x"))
	keeps(t, memo.Raw{}, "", "\xff", "x")
	keeps[text](t, memo.Raw{}, "", "x")
	for _, value := range []any{nil, 1, []string{}, [1]byte{}, new("x")} {
		_, err := memo.Raw{}.Encode(value)
		require.ErrorContains(t, err, "want []byte or string")
	}
	require.ErrorContains(t, memo.Raw{}.Check(reflect.TypeFor[[]int]()), "memo: result []int: a []int is neither bytes nor text")
	for _, data := range [][]byte{nil, {}, {2}, {0, 1}} {
		require.Error(t, memo.Raw{}.Decode(data, new([]byte)))
		require.Error(t, memo.Raw{}.Decode(data, new("")))
	}
	require.Error(t, memo.Raw{}.Decode([]byte{0}, new("")), "a text is never nil")
	require.ErrorContains(t, memo.Raw{}.Decode([]byte{1}, new(1)), "decode into a *int: want *[]byte or *string")
}

func TestRaw_bytesArePartOfTheData(t *testing.T) {
	t.Parallel()
	data := []byte{1, 'a', 'b', 'c'}[:3]
	var got []byte
	require.NoError(t, memo.Raw{}.Decode(data, &got))
	require.Same(t, &data[1], &got[0])
	_ = append(got, 'X')
	require.Equal(t, byte('c'), data[:4][3], "an append does not write behind the data")
}

func TestCodec_decodeForgetsWhatWasThere(t *testing.T) {
	t.Parallel()
	type row struct {
		A int `json:",omitempty"`
		M map[string]int
	}
	for name, c := range map[string]memo.Codec{"json": memo.JSON{}, "gob": memo.Gob{}} {
		data, err := c.Encode(row{M: map[string]int{"new": 1}})
		require.NoError(t, err)
		into := row{A: 5, M: map[string]int{"old": 1}}
		require.NoError(t, c.Decode(data, &into))
		require.Equal(t, row{M: map[string]int{"new": 1}}, into, name)
	}
}

func TestCodec_decodeWantsAPointer(t *testing.T) {
	t.Parallel()
	for name, c := range codecs {
		for _, into := range []any{nil, 1, (*string)(nil)} {
			require.ErrorContains(t, c.Decode([]byte{1}, into), "want a pointer", name)
		}
	}
}
