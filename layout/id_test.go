package layout_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
)

func TestIDCheck(t *testing.T) {
	t.Parallel()
	const (
		notCanonical = "not in the form layout.Dict gives it"
		noDict       = "text starting with '{' must be a dictionary id made by layout.Dict"
	)
	tests := []struct {
		name string
		id   layout.ID
		want string // part of the error, empty for none
	}{
		{"plain", "city", ""},
		{"any signs", "Größe #1/a b", ""},
		{"empty", "", "layout: an id must not be empty"},
		{"dot", "a.b", `layout: id "a.b": must not contain '.' or '{'`},
		{"brace within", "a{b", "must not contain"},
		{"dictionary", `{"index":1,"type":"b"}`, ""},
		{"dictionary with dots", `{"file":"a.b{"}`, ""},
		{"every kind of value", `{"a":true,"b":false,"c":-1.5,"d":0,"e":"x"}`, ""},
		{"escapes", `{"\"":"\\\"\b\t\n\f\r\u000b\u0000\u001f"}`, ""},
		{"numbers", `{"a":123456789012345,"b":9007199254740992,"c":100000000000000000000,"d":1e+21,"e":1e-7,"f":0.1,"g":-10}`, ""},
		{"no JSON", `{a}`, noDict},
		{"only begun", `{`, noDict},
		{"a rest", `{"a":1}x`, noDict},
		{"a second object", `{"a":1}{"a":1}`, noDict},
		{"no value", `{"a":`, noDict},
		{"no colon", `{"a"`, noDict},
		{"an open string", `{"a":"b`, noDict},
		{"an open number", `{"a":1`, noDict},
		{"a comma at the end", `{"a":1,}`, noDict},
		{"a half word", `{"a":tru}`, noDict},
		{"a lone minus", `{"a":-}`, noDict},
		{"a number with two dots", `{"a":1.2.3}`, noDict},
		{"a bare control sign", "{\"a\":\"\n\"}", noDict},
		{"an escape cut off", `{"a":"\`, noDict},
		{"an unknown escape", `{"a":"\x"}`, noDict},
		{"no UTF-8", layout.ID("{\"a\":\"\xff\"}"), notCanonical},
		{"keys not sorted", `{"type":"b","index":1}`, notCanonical},
		{"keys not sorted as texts", `{"a#":1,"a\"":1}`, notCanonical},
		{"a key twice", `{"a":1,"a":1}`, notCanonical},
		{"an empty key", `{"":1}`, notCanonical},
		{"spaces", `{"index": 1}`, notCanonical},
		{"a space after the comma", `{"a":1, "b":1}`, notCanonical},
		{"a space at the end", `{"a":1} `, notCanonical},
		{"null", `{"a":null}`, notCanonical},
		{"nested", `{"index":[1]}`, notCanonical},
		{"an object within", `{"index":{"a":1}}`, notCanonical},
		{"no keys", `{}`, notCanonical},
		{"a fraction of none", `{"a":1.0}`, notCanonical},
		{"an exponent of none", `{"a":1e0}`, notCanonical},
		{"negative zero", `{"a":-0}`, notCanonical},
		{"more digits than exact", `{"a":9007199254740993}`, notCanonical},
		{"a number beyond all", `{"a":1e999}`, notCanonical},
		{"an upper exponent", `{"a":1E+21}`, notCanonical},
		{"an escape not needed", `{"a":"\u0061"}`, notCanonical},
		{"an escape with a letter", `{"a":"\u000a"}`, notCanonical},
		{"an upper escape", `{"a":"\u000B"}`, notCanonical},
		{"an escaped slash", `{"a":"\/"}`, notCanonical},
		{"an unknown wildcard", `{"a":["SOME"]}`, notCanonical},
		{"a list of wildcards", `{"a":["ALL","ALL"]}`, notCanonical},
		{"a pattern", `{"index":["MATCH"],"type":"b"}`,
			`layout: id {"index":MATCH,"type":"b"}: a pattern is for the dependencies of callbacks; the id of a component has a value for every key`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, strings.HasPrefix(string(tt.id), "{"), tt.id.IsDict())
			err := tt.id.Check()
			if tt.want == "" {
				require.NoError(t, err)
				require.NoError(t, tt.id.CheckPattern())
				return
			}
			require.ErrorContains(t, err, tt.want)
			if tt.id.IsPattern() {
				require.NoError(t, tt.id.CheckPattern())
			} else {
				require.Equal(t, err, tt.id.CheckPattern())
			}
		})
	}
}

func TestReadableIDs(t *testing.T) {
	t.Parallel()
	for id, want := range map[layout.ID]string{
		"city":                          "city",
		`{"a":1}`:                       `{"a":1}`,
		`{"a":["MATCH"]}`:               `{"a":MATCH}`,
		`{"a":["ALL"],"b":"[\"ALL\"]"}`: `{"a":ALL,"b":"[\"ALL\"]"}`,
		`{"a":1,"b":["ALLSMALLER"]}`:    `{"a":1,"b":ALLSMALLER}`,
		`{x`:                            `{x`,
	} {
		require.Equal(t, want, id.Readable())
	}
}

func TestEachPairStops(t *testing.T) {
	t.Parallel()
	var got []string
	collect := func(most int) func(key, value string) bool {
		got = nil
		return func(key, value string) bool {
			got = append(got, key+"="+value)
			return len(got) < most
		}
	}
	id := layout.Dict("b", "x", "a", 1, "c", layout.ALL)
	require.True(t, id.EachPair(collect(9)))
	require.Equal(t, []string{`"a"=1`, `"b"="x"`, `"c"=["ALL"]`}, got)
	require.False(t, id.EachPair(collect(2)))
	require.Equal(t, []string{`"a"=1`, `"b"="x"`}, got)
	require.False(t, layout.ID("city").EachPair(collect(9)))
	require.Empty(t, got)
	require.False(t, layout.ID(`{"a":1,"b":}`).EachPair(collect(9)))
	require.Equal(t, []string{`"a"=1`}, got)
}

func TestIDsAreDecoded(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		json string
		want layout.ID
		err  string // part of the error, empty for none
	}{
		{"plain", ` "city" `, "city", ""},
		{"escapes", `"\u0061\n"`, "a\n", ""},
		{"a dictionary", `{"index":1,"type":"b"}`, `{"index":1,"type":"b"}`, ""},
		{"another order and spaces", ` { "type" : "b" ,"index":1 }`, `{"index":1,"type":"b"}`, ""},
		{"other spellings", `{"b":1.0,"a":"\u0061\/","c":-0,"d":true}`, `{"a":"a/","b":1,"c":0,"d":true}`, ""},
		{"a pattern", `{"type":"b","index":[ "MATCH" ]}`, `{"index":["MATCH"],"type":"b"}`, ""},
		{"null leaves what is there", `null`, "before", ""},
		{"a number", `5`, "", "layout: 5 is no id: expected a string or an object"},
		{"a list", `["MATCH"]`, "", `layout: ["MATCH"] is no id`},
		{"no keys", `{}`, "", "layout: {} is no id: a dictionary id has at least one key"},
		{"an empty key", `{"":1}`, "", `layout: {"":1} is no id: a key is empty`},
		{"a null within", `{"a":null}`, "", `layout: {"a":null} is no id: the value of "a" is null, expected a string, a number or a bool`},
		{"an object within", `{"a":{}}`, "", `the value of "a" is {}, expected`},
		{"a list within", `{"a":["ALL","ALL"]}`, "", `the value of "a" is ["ALL","ALL"], expected`},
		{"a list of a number", `{"a":[1]}`, "", `the value of "a" is [1], expected`},
		{"another wildcard", `{"a":["SOME"]}`, "", `the value of "a" is the wildcard "SOME", expected MATCH, ALL or ALLSMALLER`},
		{"a number beyond all", `{"a":1e999}`, "", `the value of "a" json: cannot unmarshal number`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := layout.ID("before")
			err := json.Unmarshal([]byte(tt.json), &got)
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
	var id layout.ID
	require.ErrorContains(t, id.UnmarshalJSON([]byte(`{"a":`)), "unexpected end of JSON input")
	require.ErrorContains(t, id.UnmarshalJSON(nil), "is no id")
}

func TestListsOfIDsAreDecoded(t *testing.T) {
	t.Parallel()
	var ids []layout.ID
	require.NoError(t, json.Unmarshal([]byte(`["a",{"b":1},null]`), &ids))
	require.Equal(t, []layout.ID{"a", `{"b":1}`, ""}, ids)
}

// FuzzIDCheck holds the hand scanner to what encoding/json and Dict make of the text.
func FuzzIDCheck(f *testing.F) {
	for _, seed := range []string{`{"index":1,"type":"b"}`, `{"a":["MATCH"]}`, `{"a":"\u000b\\"}`, `{"a":1.0}`, `{"a":-0}`, `{"a":1e+21}`, `{"b":1,"a":2}`, `{"a":1`, "x", "{\"\":1}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !strings.HasPrefix(text, "{") {
			return
		}
		id := layout.ID(text)
		var values map[string]any
		want := json.Unmarshal([]byte(text), &values) == nil && text == remade(values)
		require.Equal(t, want, id.CheckPattern() == nil, "%q", text)
		require.Equal(t, want && !id.IsPattern(), id.Check() == nil)
		var read layout.ID
		if json.Unmarshal([]byte(text), &read) == nil {
			require.NoError(t, read.CheckPattern())
			require.True(t, !want || read == id)
		}
	})
}

// remade is the id of the same values, "" where they make none.
func remade(values map[string]any) (id string) {
	defer func() {
		if recover() != nil {
			id = ""
		}
	}()
	var pairs []any
	for key, value := range values {
		if list, ok := value.([]any); ok && len(list) == 1 {
			value = layout.Wildcard(fmt.Sprint(list[0]))
			if _, ok := list[0].(string); !ok {
				return ""
			}
		}
		pairs = append(pairs, key, value)
	}
	return string(layout.Dict(pairs...))
}

func BenchmarkIDCheck(b *testing.B) {
	id := layout.Dict("type", "row", "index", 1234)
	b.ReportAllocs()
	for b.Loop() {
		if id.Check() != nil {
			b.Fatal()
		}
	}
}
