package wire_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/render/wire"
)

func compacted(raw []byte) string {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		return err.Error()
	}
	return b.String()
}

// decodedTypes are the types that cross the seam to go-json.
var decodedTypes = []reflect.Type{
	reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[int64](), reflect.TypeFor[uint](), reflect.TypeFor[uint8](),
	reflect.TypeFor[float64](), reflect.TypeFor[float32](), reflect.TypeFor[string](), reflect.TypeFor[bool](), reflect.TypeFor[any](),
	reflect.TypeFor[[]int](), reflect.TypeFor[[]uint16](), reflect.TypeFor[[]float64](), reflect.TypeFor[[][]float64](), reflect.TypeFor[[]string](),
	reflect.TypeFor[[]bool](), reflect.TypeFor[[]byte](), reflect.TypeFor[[]any](), reflect.TypeFor[map[string]any](),
	reflect.TypeFor[map[string]int](), reflect.TypeFor[map[string]string](), reflect.TypeFor[map[string][]float64](),
}

var documents = []string{
	`5`, `5.0`, `5.5`, `1e2`, `-0`, `300`, `-1`, `1e400`, `9007199254740993`, `18446744073709551616`, `0.1e1`, ` 5 `, `true`, `null`, `[]`, `{}`,
	`"x"`, `""`, `"5"`, `"\ud800"`, `"\ud83d\ude00"`, `"\ud800\u0041"`, `"a\u0000b"`, `"\/\b\f\n\r\t\"\\"`, `"aGk="`, `"!!"`,
	`[1,2]`, `[1 , 2 ]`, `[1.5]`, `[300]`, `[-1]`, `[null]`, `[1e400]`, `[99999999999999999999]`, `[true,false]`, `["x",1]`, `[1,"x"]`, `["a",null]`,
	`[[1],[2,3],null]`, `[[]]`, `[{}]`, `{"a":1,"a":2}`, `{"a":null}`, `{"a":1e400}`, `{"a":"x"}`, `{"a":[1]}`, `{"\u0061":1}`, `{"a":{"b":[1,"x",null,true]}}`,
}

// sameAsStandard holds a decoding of ours to that of encoding/json.
func sameAsStandard(t *testing.T, typ reflect.Type, data []byte) {
	t.Helper()
	got, want := reflect.New(typ), reflect.New(typ)
	wantErr := json.Unmarshal(data, want.Interface())
	for how, decode := range map[string]func([]byte, any) error{"Unmarshal": wire.Unmarshal, "Decoder": wire.Decoder(typ)} {
		got.Elem().SetZero()
		err := decode(data, got.Interface())
		require.Equal(t, wantErr == nil, err == nil, "%s of %s into %s: %v, encoding/json: %v", how, data, typ, err, wantErr)
		if wantErr == nil {
			require.Equal(t, want.Elem().Interface(), got.Elem().Interface(), "%s of %s into %s", how, data, typ)
		}
	}
}

func TestDecodingIsThatOfTheStandardLibrary(t *testing.T) {
	t.Parallel()
	for _, typ := range decodedTypes {
		t.Run(typ.String(), func(t *testing.T) {
			t.Parallel()
			for _, doc := range documents {
				sameAsStandard(t, typ, []byte(doc))
			}
		})
	}
}

// FuzzUnmarshal decodes what DecodeRequest lets pass, as callbacks' parameters are.
func FuzzUnmarshal(f *testing.F) {
	for _, doc := range documents {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		req, err := wire.DecodeRequest(fmt.Appendf(nil, `{"output":"o","inputs":[{"id":"i","property":"p","value":%s}]}`, data))
		if err != nil || len(req.Inputs) != 1 {
			return
		}
		for _, typ := range decodedTypes {
			sameAsStandard(t, typ, req.Inputs[0].Raw)
		}
	})
}

type withMethod struct{ S string }

func (w *withMethod) UnmarshalJSON(b []byte) error {
	w.S = "<" + string(b) + ">"
	return nil
}

type (
	celsius float64
	nested  struct {
		P **withMethod
		C celsius
		M map[celsius]string `json:"-"`
	}
)

// TestTypesOfUsersAreDecodedByTheStandardLibrary has the shape that go-json 0.12 reads memory wrongly for.
func TestTypesOfUsersAreDecodedByTheStandardLibrary(t *testing.T) {
	t.Parallel()
	var n nested
	require.NoError(t, wire.Unmarshal([]byte(`{"P":1,"C":2.5}`), &n))
	require.Equal(t, "<1>", (**n.P).S)
	require.EqualValues(t, 2.5, n.C)
	for _, typ := range []reflect.Type{
		reflect.TypeFor[celsius](), reflect.TypeFor[[]celsius](), reflect.TypeFor[[]withMethod](), reflect.TypeFor[map[int]string](),
		reflect.TypeFor[*int](), reflect.TypeFor[[2]int](), reflect.TypeFor[json.RawMessage](), reflect.TypeFor[json.Number](),
	} {
		for _, doc := range documents {
			sameAsStandard(t, typ, []byte(doc))
		}
	}
}

// TestEncodingIsThatOfTheStandardLibrary covers the records that go through Marshal.
func TestEncodingIsThatOfTheStandardLibrary(t *testing.T) {
	t.Parallel()
	nasty := "<script>&\"\\/\u2028\u2029\x00\x7f\t é 😀"
	values := map[string]any{
		"dependency": wire.Dependency{Output: nasty, Inputs: []wire.Ref{{ID: nasty, Property: "p"}}, Order: 3, Hidden: true},
		"options":    wire.Dependency{ClientsideFunction: &wire.ClientsideFunction{Namespace: "n", Function: nasty}, Background: map[string]int{"interval": 5}, DynamicCreator: true},
		"running": wire.Dependency{Running: wire.RawMessage("{\"running\": {\"b.p\":[1,\"</script>\u2028&\"]},\"runningOff\":{}}"), Fresh: true, Alone: true,
			State: []wire.Ref{{ID: `{"i":["ALL"]}`, Property: "p", AllowOptional: true}}},
		"dependencies":  []wire.Dependency{},
		"error":         wire.Error{Code: wire.NotFound, Message: nasty, Callback: nasty, Stack: nasty},
		"broken string": wire.Error{Message: "a\xffb"},
		"a map":         map[string]any{"b": 1, "a": []any{nil, true, 1.5, "x"}},
	}
	for name, v := range values {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := json.Marshal(v)
			require.NoError(t, err)
			got, err := wire.Marshal(v)
			require.NoError(t, err)
			require.Equal(t, string(want), string(got))
		})
	}
}

func TestErrorsTravelWithTheirStatus(t *testing.T) {
	t.Parallel()
	for code, status := range map[wire.Code]int{
		wire.Malformed: 400, wire.WrongArguments: 400, wire.CrossOrigin: 403, wire.UnknownCallback: 404, wire.NotFound: 404,
		wire.MethodNotAllowed: 405, wire.TooLarge: 413, wire.CallbackFailed: 500, wire.CallbackPanicked: 500, wire.Wiring: 500,
		"of tomorrow": http.StatusInternalServerError,
	} {
		require.Equal(t, status, code.Status(), code)
	}
}

func TestAnErrorSaysOnlyWhatItHas(t *testing.T) {
	t.Parallel()
	body, err := wire.Error{Code: wire.TooLarge}.Encode()
	require.NoError(t, err)
	require.Equal(t, `{"error":{"code":"too_large","message":""}}`, string(body))
}

func TestOutputIDs(t *testing.T) {
	t.Parallel()
	a, b := wire.Ref{ID: "a", Property: "x"}, wire.Ref{ID: `{"f":"a.b","i":["MATCH"]}`, Property: "y"}
	inputs := []wire.Ref{{ID: "in", Property: "value"}, {ID: `{"i":1}`, Property: "p", AllowOptional: true}}
	hash := wire.InputHash(inputs)
	require.Equal(t, "843ffa79e409848e5a07862ccff1bbb4704601cccfe9913d7fdcd2484d58ef02", hash)
	tests := map[string]struct {
		outputs []wire.Ref
		list    bool
		want    string
	}{
		"one":                      {[]wire.Ref{a}, false, "a.x"},
		"one as a list":            {[]wire.Ref{a}, true, "..a.x.."},
		"dots in an id are as is":  {[]wire.Ref{b}, false, `{"f":"a.b","i":["MATCH"]}.y`},
		"several":                  {[]wire.Ref{a, b}, true, `..a.x...{"f":"a.b","i":["MATCH"]}.y..`},
		"several are list":         {[]wire.Ref{a, b}, false, `..a.x...{"f":"a.b","i":["MATCH"]}.y..`},
		"a duplicate":              {[]wire.Ref{a.Duplicate(inputs)}, false, "a.x@" + hash},
		"a duplicate and one none": {[]wire.Ref{a.Duplicate(inputs), a}, true, "..a.x@" + hash + "...a.x.."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, wire.OutputID(tt.outputs, tt.list))
		})
	}
	require.Equal(t, "x", a.Property, "Duplicate gives another ref")
}
