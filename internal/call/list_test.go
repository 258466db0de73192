package call_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render/wire"
)

var (
	allRows   = call.Dep{ID: `{"index":["ALL"],"type":"row"}`, Property: "value", List: true}
	oneMatch  = call.Dep{ID: `{"index":["MATCH"],"type":"row"}`, Property: "value"}
	takesList = "but an Input or State with ALL or ALLSMALLER gives a list: expected a slice, any or json.RawMessage"
)

type whole struct{ Seen string }

func (w *whole) UnmarshalJSON(b []byte) error {
	w.Seen = string(b)
	return nil
}

func TestListsAreDecoded(t *testing.T) {
	t.Parallel()
	type items []string
	day := time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		raw  string
		want any // of the parameter's type
	}{
		{`[]`, []int{}}, {`[1,2.0]`, []float64{1, 2}}, {`["a",null,"b"]`, []string{"a", "", "b"}}, {`[null,1]`, []int{0, 1}}, {`[null,true]`, []bool{false, true}},
		{`["a",null]`, items{"a", ""}}, {`[null,7]`, []*int{nil, new(7)}}, {`[null,[1]]`, [][]int{nil, {1}}}, {`[null,"x",1]`, []any{nil, "x", 1.0}},
		{`[null,{"a":1}]`, []map[string]int{nil, {"a": 1}}}, {`[null,{"City":"Oslo"}]`, []struct{ City string }{{}, {"Oslo"}}},
		{`[null, 5 ]`, []json.RawMessage{json.RawMessage("null"), json.RawMessage("5")}}, {`[null, 5]`, json.RawMessage(`[null, 5]`)},

		// Types that decode themselves are not shown the null.
		{`[null,"2026-02-03T00:00:00Z"]`, []time.Time{{}, day}}, {`[null,[1]]`, []opt{{}, {"[1]"}}}, {`[]`, []opt{}},
		{`["city",{"type":"row","index":1},null]`, []layout.ID{"city", `{"index":1,"type":"row"}`, ""}},
		{`[{"type":"row","index":1}]`, []key{{"row", 1}}}, {`[1]`, whole{"[1]"}},
	}
	for _, tt := range tests {
		typ := reflect.TypeOf(tt.want)
		t.Run(tt.raw+" as "+typ.String(), func(t *testing.T) {
			t.Parallel()
			got, err := listParam(t, typ).Decode(wire.RawMessage(tt.raw))
			require.NoError(t, err)
			require.Equal(t, tt.want, got.Interface())
		})
	}
	got, err := listParam(t, reflect.TypeFor[any]()).Decode(wire.RawMessage(`[1,null]`))
	require.NoError(t, err)
	require.Equal(t, []any{1.0, nil}, got.Interface())
	_, err = listParam(t, reflect.TypeFor[[]time.Time]()).Decode(wire.RawMessage(`[null,"x"]`))
	require.ErrorContains(t, err, `item 1: parsing time "x" as`)
	_, err = listParam(t, reflect.TypeFor[[]opt]()).Decode(wire.RawMessage(`5`))
	require.ErrorContains(t, err, "cannot unmarshal")
}

// listParam is the parameter of a function that takes the values of an ALL in a t.
func listParam(t *testing.T, typ reflect.Type) call.Param {
	t.Helper()
	fn := reflect.MakeFunc(reflect.FuncOf([]reflect.Type{typ}, nil, false), func([]reflect.Value) []reflect.Value { return nil })
	f, err := call.Bind(fn.Interface(), []call.Dep{allRows}, nil)
	require.NoError(t, err)
	require.True(t, f.Params()[0].List)
	return f.Params()[0]
}

func TestFunctionsThatDoNotTakeOrGiveAListAreNamed(t *testing.T) {
	t.Parallel()
	type scalarField struct {
		Values string `dashi:"{\"index\":[\"ALL\"],\"type\":\"row\"}.value"`
	}
	in, out := []call.Dep{allRows}, []call.Dep{oneMatch, allRows}
	tests := map[string]struct {
		fn      any
		deps    []call.Dep
		outputs []call.Dep
		want    string
	}{
		"a string":         {func(string) {}, in, nil, `parameter 1 (for {"index":ALL,"type":"row"}.value) is a string, ` + takesList},
		"an array":         {func([2]int) {}, in, nil, `parameter 1 (for {"index":ALL,"type":"row"}.value) is a [2]int, ` + takesList},
		"bytes":            {func([]byte) {}, in, nil, `parameter 1 (for {"index":ALL,"type":"row"}.value) is a []uint8, ` + takesList},
		"a pointer":        {func(*[]int) {}, in, nil, `parameter 1 (for {"index":ALL,"type":"row"}.value) is a *[]int, ` + takesList},
		"a map":            {func(map[string]int) {}, in, nil, `parameter 1 (for {"index":ALL,"type":"row"}.value) is a map[string]int, ` + takesList},
		"channels":         {func([]chan int) {}, in, nil, `parameter 1 (for {"index":ALL,"type":"row"}.value) is a []chan int, which no JSON value fits`},
		"a field":          {func(scalarField) {}, in, nil, `field Values of call_test.scalarField (for {"index":ALL,"type":"row"}.value) is a string, ` + takesList},
		"a scalar result":  {func() (int, int) { return 0, 0 }, nil, out, `result 2 (for {"index":ALL,"type":"row"}.value) is a int, but an Output with ALL is set by a list: expected a slice or any`},
		"a raw result":     {func() (int, json.RawMessage) { return 0, nil }, nil, out, `result 2 (for {"index":ALL,"type":"row"}.value) is a json.RawMessage, but an Output with ALL`},
		"too many results": {func() (int, []int, bool) { return 0, nil, false }, nil, out, "the function returns 3 values, but the callback has 2 Outputs"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := call.Bind(tt.fn, tt.deps, tt.outputs)
			require.ErrorContains(t, err, tt.want)
		})
	}
	for _, fn := range []any{
		func() (int, []int) { return 0, nil }, func() (int, any, error) { return 0, nil, nil }, func() (string, layout.Fragment) { return "", nil },
		func() (any, []layout.Component) { return nil, nil },
	} {
		_, err := call.Bind(fn, nil, out)
		require.NoError(t, err)
	}
}

func TestRecordsHoldThePropertiesOfPatterns(t *testing.T) {
	t.Parallel()
	type rows struct {
		All []string `dashi:"{\"index\":[\"ALL\"],\"type\":\"row\"}.value"`
		One int      `dashi:"{\"index\":[\"MATCH\"],\"type\":\"row\"}.value"`
	}
	f, err := call.Bind(func(r rows) rows { return r }, []call.Dep{oneMatch, allRows}, outs(1))
	require.NoError(t, err)
	got, err := f.Call(t.Context(), raws(`3`, `["a",null]`))
	require.NoError(t, err)
	require.Equal(t, []any{rows{[]string{"a", ""}, 3}}, got)
}

func TestIDsAreArguments(t *testing.T) {
	t.Parallel()
	id := call.Dep{ID: `{"index":["MATCH"],"type":"row"}`, Property: "id"}
	f, err := call.Bind(func(a layout.ID, b key, c layout.ID) []any { return []any{a, b, c} }, []call.Dep{id, id, {ID: "city", Property: "id"}}, outs(1))
	require.NoError(t, err)
	row := `{"type":"row","index":2}`
	got, err := f.Call(t.Context(), raws(row, row, `"city"`))
	require.NoError(t, err)
	require.Equal(t, []any{[]any{layout.Dict("type", "row", "index", 2), key{"row", 2}, layout.ID("city")}}, got)
	_, err = f.Call(t.Context(), raws(`5`, row, `"city"`))
	require.ErrorContains(t, err, "the value for parameter 1 is not layout.ID: layout: 5 is no id")
}

func TestItem(t *testing.T) {
	t.Parallel()
	for list, want := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[[]int]():           reflect.TypeFor[int](),
		reflect.TypeFor[layout.Fragment](): anyType,
		anyType:                            anyType,
		reflect.TypeFor[json.RawMessage](): anyType,
		reflect.TypeFor[whole]():           anyType,
	} {
		require.Equal(t, want, call.Item(list))
	}
}
