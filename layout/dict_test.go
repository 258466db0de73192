package layout_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
)

// The wanted texts are what JSON.stringify writes for the object with sorted keys.
func TestDict(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		values map[string]any
		want   layout.ID
	}{
		{"sorted", map[string]any{"type": "b", "index": 1}, `{"index":1,"type":"b"}`},
		{"bools", map[string]any{"a": true, "b": false}, `{"a":true,"b":false}`},
		{"integers", map[string]any{"a": int8(-1), "b": uint64(9), "c": int64(1 << 53)}, `{"a":-1,"b":9,"c":9007199254740992}`},
		{"floats", map[string]any{"a": 0.5, "b": float32(0.1), "c": 1.0}, `{"a":0.5,"b":0.1,"c":1}`},
		{"large and small", map[string]any{"a": 1e20, "b": 1e21, "c": 1e-6, "d": 1e-7},
			`{"a":100000000000000000000,"b":1e+21,"c":0.000001,"d":1e-7}`},
		{"negative zero", map[string]any{"a": math.Copysign(0, -1)}, `{"a":0}`},
		{"quotes", map[string]any{`a"b`: `c\d`}, `{"a\"b":"c\\d"}`},
		{"control signs", map[string]any{"a": "\b\t\n\v\f\r\x00\x1f\x7f"}, "{\"a\":\"\\b\\t\\n\\u000b\\f\\r\\u0000\\u001f\x7f\"}"},
		{"nothing else is escaped", map[string]any{"a": "<&>/ü\u2028\u2029😀"}, "{\"a\":\"<&>/ü\u2028\u2029😀\"}"},
		{"dots", map[string]any{"a.b": "c.d"}, `{"a.b":"c.d"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			id, err := layout.Dict(tt.values)
			require.NoError(t, err)
			require.Equal(t, tt.want, id)
			require.NoError(t, id.Check())
		})
	}
}

func TestDictErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		values map[string]any
		want   string
	}{
		{"none", nil, "needs at least one key"},
		{"empty key", map[string]any{"": 1}, "a key is empty"},
		{"nil", map[string]any{"a": nil}, `key "a": is a <nil>, expected a string, number or bool`},
		{"slice", map[string]any{"a": 1, "b": []int{1}}, `key "b": is a []int, expected`},
		{"not a number", map[string]any{"a": math.NaN()}, `key "a": json: unsupported value: NaN`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := layout.Dict(tt.values)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func FuzzDict(f *testing.F) {
	f.Add("type", "b", 1.5)
	f.Add("\u2028", "\x00<\\\"", math.Copysign(0, -1))
	f.Fuzz(func(t *testing.T, key, text string, number float64) {
		if key == "" || math.IsNaN(number) || math.IsInf(number, 0) {
			return
		}
		id, err := layout.Dict(map[string]any{key: text, key + "2": number})
		require.NoError(t, err)
		require.NoError(t, id.Check())
		var back map[string]any
		require.NoError(t, json.Unmarshal([]byte(id), &back))
		require.Equal(t, string([]rune(text)), back[string([]rune(key))]) // each bad byte is U+FFFD
	})
}

func ExampleDict() {
	id, err := layout.Dict(map[string]any{"type": "row", "index": 3})
	fmt.Println(id, err)
	// Output: {"index":3,"type":"row"} <nil>
}
