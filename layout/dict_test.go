package layout_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
)

type (
	name  string
	place int16
	ratio float32
	on    bool
)

// The wanted texts are what JSON.stringify writes for the object with sorted keys.
func TestDict(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		pairs []any
		want  layout.ID
	}{
		{"sorted", []any{"type", "b", "index", 1}, `{"index":1,"type":"b"}`},
		{"sorted by what keys mean", []any{"a\"", 1, "a#", 2, "a", 3}, `{"a":3,"a\"":1,"a#":2}`},
		{"bools", []any{"a", true, "b", false}, `{"a":true,"b":false}`},
		{"integers", []any{"a", int8(-1), "b", uint64(9), "c", int64(1 << 53), "d", uintptr(0)}, `{"a":-1,"b":9,"c":9007199254740992,"d":0}`},
		{"floats", []any{"a", 0.5, "b", float32(0.1), "c", 1.0}, `{"a":0.5,"b":0.1,"c":1}`},
		{"large and small", []any{"a", 1e20, "b", 1e21, "c", 1e-6, "d", 1e-7, "e", -math.MaxFloat64},
			`{"a":100000000000000000000,"b":1e+21,"c":0.000001,"d":1e-7,"e":-1.7976931348623157e+308}`},
		{"negative zero", []any{"a", math.Copysign(0, -1)}, `{"a":0}`},
		{"types of one's own", []any{"a", name("x"), "b", place(-3), "c", ratio(0.25), "d", on(true), "e", layout.ID("id")},
			`{"a":"x","b":-3,"c":0.25,"d":true,"e":"id"}`},
		{"quotes", []any{`a"b`, `c\d`}, `{"a\"b":"c\\d"}`},
		{"control signs", []any{"a", "\b\t\n\v\f\r\x00\x1f\x7f"}, "{\"a\":\"\\b\\t\\n\\u000b\\f\\r\\u0000\\u001f\x7f\"}"},
		{"nothing else is escaped", []any{"a", "<&>/ü\u2028\u2029😀"}, "{\"a\":\"<&>/ü\u2028\u2029😀\"}"},
		{"no UTF-8", []any{"a\xff", "b\xff"}, "{\"a\ufffd\":\"b\ufffd\"}"},
		{"dots", []any{"a.b", "c.d"}, `{"a.b":"c.d"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			id := layout.Dict(tt.pairs...)
			require.Equal(t, tt.want, id)
			require.NoError(t, id.Check())
			require.True(t, id.IsDict())
			require.False(t, id.IsPattern())
		})
	}
}

func TestDictOfWildcardsIsAPattern(t *testing.T) {
	t.Parallel()
	id := layout.Dict("type", "row", "index", layout.MATCH, "a", layout.ALL, "b", layout.ALLSMALLER)
	require.Equal(t, layout.ID(`{"a":["ALL"],"b":["ALLSMALLER"],"index":["MATCH"],"type":"row"}`), id)
	require.True(t, id.IsPattern())
	require.True(t, id.IsDict())
}

func TestDictPanicsOnMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		pairs []any
		want  string
	}{
		{"none", nil, "layout: Dict: got 0 arguments, expected keys and values in turn"},
		{"odd", []any{"a", 1, "b"}, "layout: Dict: got 3 arguments, expected keys and values in turn"},
		{"a key of another type", []any{"a", 1, 2, 3}, "layout: Dict: argument 3 (2) is a int, expected a key, a string"},
		{"an empty key", []any{"a", 1, "", 1}, "layout: Dict: argument 3, a key, is empty"},
		{"a key twice", []any{"a", 1, "b", 2, "a", 3}, `layout: Dict: the key "a" is given twice`},
		{"a key twice once read", []any{"\xff", 1, "\xfe", 2}, "layout: Dict: the key \"\ufffd\" is given twice"},
		{"nil", []any{"a", nil}, `layout: Dict: the value of "a" is a <nil>, expected a string, a number, a bool or a Wildcard`},
		{"a slice", []any{"a", 1, "b", []int{1}}, `layout: Dict: the value of "b" is a []int, expected a string, a number, a bool or a Wildcard`},
		{"a pointer", []any{"a", new(1)}, `layout: Dict: the value of "a" is a *int, expected a string, a number, a bool or a Wildcard`},
		{"not a number", []any{"a", math.NaN()}, `layout: Dict: the value of "a" is NaN, expected a finite number`},
		{"infinity", []any{"a", float32(math.Inf(-1))}, `layout: Dict: the value of "a" is -Inf, expected a finite number`},
		{"no exact integer", []any{"a", int64(1<<53 + 1)}, `layout: Dict: the value of "a" is 9007199254740993, beyond the integers that a browser holds exactly`},
		{"no exact integer below", []any{"a", -(1<<53 + 1)}, `layout: Dict: the value of "a" is -9007199254740993, beyond`},
		{"no exact unsigned integer", []any{"a", uint64(math.MaxUint64)}, `layout: Dict: the value of "a" is 18446744073709551615, beyond`},
		{"another wildcard", []any{"a", layout.Wildcard("SOME")}, `layout: Dict: the value of "a" is the wildcard "SOME", expected MATCH, ALL or ALLSMALLER`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			defer func() { require.Contains(t, recover(), tt.want) }()
			layout.Dict(tt.pairs...)
		})
	}
}

// FuzzDict holds what Dict writes to encoding/json, and what ID reads to what Dict writes.
func FuzzDict(f *testing.F) {
	f.Add("type", "b", 1.5, uint8(1))
	f.Add("\u2028", "\x00<\\\"", math.Copysign(0, -1), uint8(2))
	f.Add(`"`, "\x1f\xff", 1e21, uint8(0))
	f.Fuzz(func(t *testing.T, key, text string, number float64, wild uint8) {
		if key == "" || math.IsNaN(number) || math.IsInf(number, 0) {
			return
		}
		w := []layout.Wildcard{layout.MATCH, layout.ALL, layout.ALLSMALLER}[wild%3]
		id := layout.Dict(key, text, key+"2", number, key+"3", w)
		require.NoError(t, id.CheckPattern())
		require.ErrorContains(t, id.Check(), "a pattern is for the dependencies")
		var back map[string]any
		require.NoError(t, json.Unmarshal([]byte(id), &back))
		read := string([]rune(key)) // each bad byte is U+FFFD
		want := map[string]any{read: string([]rune(text)), read + "2": number, read + "3": []any{string(w)}}
		require.Equal(t, want, back)

		var keys []string
		require.True(t, id.EachPair(func(key, value string) bool {
			var k string
			var v any
			require.NoError(t, json.Unmarshal([]byte(key), &k))
			require.NoError(t, json.Unmarshal([]byte(value), &v))
			require.Equal(t, want[k], v)
			keys = append(keys, k)
			return true
		}))
		require.Len(t, keys, 3)
		require.True(t, slices.IsSorted(keys))
		var again layout.ID
		spaced, err := json.MarshalIndent(back, " ", "\t")
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(spaced, &again))
		require.Equal(t, id, again)
	})
}

func ExampleDict() {
	fmt.Println(layout.Dict("type", "row", "index", 3))
	fmt.Println(layout.Dict("type", "row", "index", layout.MATCH))
	// Output:
	// {"index":3,"type":"row"}
	// {"index":["MATCH"],"type":"row"}
}
