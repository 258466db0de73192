package graph_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/graph"
	"github.com/dashi-go/dashi/layout"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern string   // as ref reads it
		with    []string // ids that are bound by "i=MATCH,j=MATCH" before
		id      layout.ID
		want    bool
	}{
		{"city", nil, "city", true},
		{"city", nil, "cit", false},
		{"city", nil, `{"i":1}`, false},
		{"i=1,t=x", nil, `{"i":1,"t":"x"}`, true},
		{"i=1,t=x", nil, `{"i":1,"t":"y"}`, false},
		{"i=ALL", nil, "i", false},
		{"i=ALL", nil, `{"i":1}`, true},
		{"i=ALL", nil, `{"i":"x"}`, true},
		{"i=ALL", nil, `{"i":false}`, true},
		{"i=ALL", nil, `{"j":1}`, false},
		{"i=ALL", nil, `{"i":1,"j":1}`, false},
		{"i=ALL,j=1", nil, `{"i":1}`, false},
		{"i=ALL,j=1", nil, `{"i":1,"j":1}`, true},
		{"i=ALL,j=1", nil, `{"i":1,"j":"1"}`, false},
		{"i=ALL,j=1", nil, `{"i":1,"j":1,"k":1}`, false},

		{"i=MATCH", nil, `{"i":1}`, true},
		{"i=MATCH", []string{`{"i":1,"j":2}`}, `{"i":1}`, true},
		{"i=MATCH", []string{`{"i":1,"j":2}`}, `{"i":2}`, false},
		{"i=MATCH", []string{`{"i":1,"j":2}`}, `{"i":"1"}`, false},
		{"j=MATCH,k=MATCH", []string{`{"i":1,"j":2}`}, `{"j":2,"k":9}`, true},

		{"i=ALLSMALLER", nil, `{"i":1}`, false},
		{"i=ALLSMALLER", []string{`{"i":5,"j":2}`}, `{"i":4}`, true},
		{"i=ALLSMALLER", []string{`{"i":5,"j":2}`}, `{"i":5}`, false},
		{"i=ALLSMALLER", []string{`{"i":5,"j":2}`}, `{"i":true}`, false},
		{"i=ALLSMALLER,t=x", []string{`{"i":5,"j":2}`}, `{"i":"4.5","t":"x"}`, true},
		{"i=ALLSMALLER,t=x", []string{`{"i":5,"j":2}`}, `{"i":4,"t":"y"}`, false},

		// What a browser could send that is no id of a component.
		{"i=ALL", nil, `{"i":["ALL"]}`, false},
		{"i=MATCH", nil, `{"i":["MATCH"]}`, false},
		{"i=ALLSMALLER", []string{`{"i":5,"j":2}`}, `{"i":["ALL"]}`, false},
		{"i=ALL", nil, `{"i":null}`, false},
		{"i=ALL", nil, `{"i":1.0}`, false},
		{"i=ALL", nil, `{"i":1}x`, false},
		{"i=ALL", nil, `{"i":1`, false},
		{"i=ALL", nil, `{"i":1,"j"`, false},
		{"i=ALL", nil, ``, false},
	}
	for _, tt := range tests {
		t.Run(tt.pattern+" and "+string(tt.id), func(t *testing.T) {
			t.Parallel()
			var bound graph.Bound
			for _, id := range tt.with {
				require.True(t, graph.Parse(readID("i=MATCH,j=MATCH")).Match(layout.ID(id), &bound))
			}
			require.Equal(t, tt.want, graph.Parse(readID(tt.pattern)).Match(tt.id, &bound))
		})
	}
}

func TestMatchBindsWhatItTakes(t *testing.T) {
	t.Parallel()
	var bound graph.Bound
	_, ok := bound.Value(`"i"`)
	require.False(t, ok)
	p := graph.Parse(readID("i=MATCH,j=MATCH,t=x"))
	require.False(t, p.Match(`{"i":1,"j":2,"t":"y"}`, &bound), "i and j were bound before t failed")
	_, ok = bound.Value(`"i"`)
	require.False(t, ok)
	require.True(t, p.Match(`{"i":"a","j":2,"t":"x"}`, &bound))
	value, ok := bound.Value(`"i"`)
	require.True(t, ok)
	require.Equal(t, `"a"`, value)
	require.False(t, p.Match(`{"i":"b","j":2,"t":"x"}`, &bound))
	require.True(t, p.Match(`{"i":"a","j":2,"t":"x"}`, &bound))
}

// TestValuesAreOrderedAsInTheBrowser: every value is smaller than all in later lines, and equal to those of its own.
func TestValuesAreOrderedAsInTheBrowser(t *testing.T) {
	t.Parallel()
	lines := [][]string{
		{`-1e+21`}, {`-5`, `"-5"`}, {`0`, `"0"`, `"-0"`, `"0x0"`, `" 0 "`}, {`0.5`, `".5"`, `"+.5"`}, {`2`, `"2."`, `"0b10"`, `"\t2\u00a0"`},
		{`10`, `"1e1"`, `"0xA"`, `"0o12"`}, {`100`, `"100"`}, {`1e+21`}, {`false`}, {`true`},
		{`""`}, {`" "`}, {`"."`}, {`"1_0"`}, {`"1e999"`}, {`"Infinity"`}, {`"a"`}, {`"a\""`}, {`"ab"`}, {`"b"`}, {`"é"`}, {`"\u4e00"`}, {`"\ud83d\ude00"`}, {`"\ud83d\ude01"`}, {`"\uffee"`},
	}
	for i, line := range lines {
		for j, other := range lines {
			for _, a := range line {
				for _, b := range other {
					require.Equal(t, slices.Compare([]int{i}, []int{j}), graph.Compare(a, b), "%s and %s", a, b)
				}
			}
		}
	}
}

// FuzzMatch holds Match to a plain implementation over decoded values.
func FuzzMatch(f *testing.F) {
	f.Add("row", 3.0, uint8(0), "row", 3.0, 4.0)
	f.Add("row", 3.0, uint8(1), "row", 2.0, 2.0)
	f.Add("", 1e21, uint8(2), "x\"\n", -0.5, 1e-9)
	f.Add("10", 0.0, uint8(6), "9", 1.0, 5.0)
	f.Add("a", 0.0, uint8(11), "b", 1.0, 5.0)
	f.Fuzz(func(t *testing.T, text string, number float64, wild uint8, otherText string, otherNumber, boundNumber float64) {
		for _, n := range []float64{number, otherNumber, boundNumber} {
			if math.IsNaN(n) || math.IsInf(n, 0) {
				return
			}
		}
		wildcards := []any{nil, layout.MATCH, layout.ALL, layout.ALLSMALLER}
		a, b := wildcards[wild%4], wildcards[wild/4%4]
		pattern := map[string]any{"a": text, "b": number}
		if a != nil {
			pattern["a"] = a
		}
		if b != nil {
			pattern["b"] = b
		}
		limits := map[string]any{"a": text, "b": boundNumber}
		var bound graph.Bound
		require.True(t, graph.Parse(layout.Dict("a", layout.MATCH, "b", layout.MATCH)).Match(layout.Dict("a", text, "b", boundNumber), &bound))
		id := map[string]any{"a": otherText, "b": otherNumber}
		p := graph.Parse(layout.Dict("a", pattern["a"], "b", pattern["b"]))
		want := true
		for key := range id {
			want = want && stands(pattern[key], id[key], limits[key])
		}
		require.Equal(t, want, p.Match(layout.Dict("a", otherText, "b", otherNumber), &bound))
		require.Equal(t, b == nil && a == nil && want, p.Match(layout.Dict("a", otherText, "b", otherNumber), &graph.Bound{}) && a == nil && b == nil)
	})
}

// stands tells whether a value stands for what a pattern has, limit being the bound value.
func stands(pattern, value, limit any) bool {
	clean := func(v any) any {
		if s, ok := v.(string); ok {
			return string([]rune(s)) // as JSON has it
		}
		return v
	}
	value, limit = clean(value), clean(limit)
	switch pattern {
	case layout.ALL:
		return true
	case layout.MATCH:
		return value == limit
	case layout.ALLSMALLER:
		n, isNumber := number(value)
		m, limitIsNumber := number(limit)
		if isNumber && limitIsNumber {
			return n < m
		}
		if isNumber || limitIsNumber {
			return isNumber
		}
		return slices.Compare(utf16.Encode([]rune(value.(string))), utf16.Encode([]rune(limit.(string)))) < 0
	}
	return value == clean(pattern)
}

func number(v any) (float64, bool) {
	if n, ok := v.(float64); ok {
		return n, true
	}
	s := strings.TrimFunc(v.(string), func(r rune) bool {
		return strings.ContainsRune("\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff", r)
	})
	for prefix, base := range map[string]int{"0x": 16, "0o": 8, "0b": 2} {
		if digits, ok := strings.CutPrefix(strings.ToLower(s), prefix); ok {
			n, err := strconv.ParseUint(digits, base, 64)
			return float64(n), err == nil
		}
	}
	if strings.ContainsAny(s, "_xXpPiInN") {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// FuzzParse holds what Parse takes apart to encoding/json: an id matches the pattern made of itself, and ALL in the place of
// any value.
func FuzzParse(f *testing.F) {
	f.Add(`{"index":1,"type":"b"}`)
	f.Add(`{"a":"\\\u000b"}`)
	f.Add("city")
	f.Add(`{"a":1`)
	f.Fuzz(func(t *testing.T, text string) {
		id := layout.ID(text)
		require.Equal(t, !id.IsPattern(), graph.Parse(id).Match(id, &graph.Bound{}))
		require.False(t, graph.Parse(id).Match(id+"x", &graph.Bound{}))
		var values map[string]any
		if !id.IsDict() || id.Check() != nil || json.Unmarshal([]byte(text), &values) != nil {
			return
		}
		for hidden := range values {
			for _, w := range []layout.Wildcard{layout.ALL, layout.MATCH} {
				var pairs []any
				for key, value := range values {
					if key == hidden {
						value = w
					}
					pairs = append(pairs, key, value)
				}
				require.True(t, graph.Parse(layout.Dict(pairs...)).Match(id, &graph.Bound{}))
			}
		}
	})
}

// BenchmarkMatch10000 holds one pattern against the ids of a large page.
func BenchmarkMatch10000(b *testing.B) {
	ids := make([]layout.ID, 10_000)
	for i := range ids {
		ids[i] = layout.Dict("type", "row", "index", i)
	}
	for _, text := range []string{"type=row,index=ALL", "type=row,index=ALLSMALLER"} {
		b.Run(text, func(b *testing.B) {
			p := graph.Parse(readID(text))
			var bound graph.Bound
			graph.Parse(readID("index=MATCH")).Match(layout.Dict("index", len(ids)), &bound)
			b.ReportAllocs()
			for b.Loop() {
				for _, id := range ids {
					if !p.Match(id, &bound) {
						b.Fatal(fmt.Sprint(id))
					}
				}
			}
		})
	}
}
