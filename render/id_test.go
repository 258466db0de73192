package render_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render"
)

// lamp has an id that is its own field, and one more that is a property like any other.
type lamp struct {
	ID     layout.ID   `json:"id,omitzero"`
	Other  layout.ID   `json:"other,omitzero"`
	Others []layout.ID `json:"others,omitzero"`
}

func (lamp) Type() (namespace, name string) { return "test", "Lamp" }

func TestIDsOfComponentsAreWritten(t *testing.T) {
	t.Parallel()
	row := layout.Dict("type", "row", "index", 1)
	tests := map[string]struct {
		v    any
		want string // the props
	}{
		"plain":               {lamp{ID: "city"}, `{"id":"city"}`},
		"a dictionary":        {lamp{ID: row}, `{"id":{"index":1,"type":"row"}}`},
		"a dictionary, text":  {tag{"Div", []prop{{"id", string(row)}}}, `{"id":{"index":1,"type":"row"}}`},
		"of an element":       {tag{"Div", []prop{{"id", row}}}, `{"id":{"index":1,"type":"row"}}`},
		"signs of HTML":       {lamp{ID: layout.Dict("t", "</a>\u2028é")}, `{"id":{"t":"\u003c/a\u003e\u2028é"}}`},
		"empty":               {tag{"Div", []prop{{"id", layout.ID("")}}}, `{"id":""}`},
		"of another type":     {tag{"Div", []prop{{"id", 5}}}, `{"id":5}`},
		"values are as free":  {lamp{Other: "a.b", Others: []layout.ID{"c", row, "{x", layout.Dict("i", layout.ALL)}}, `{"other":"a.b","others":["c",{"index":1,"type":"row"},"{x",{"i":["ALL"]}]}`},
		"a pattern elsewhere": {lamp{Other: layout.Dict("i", layout.MATCH)}, `{"other":{"i":["MATCH"]}}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var e render.Encoder
			out, err := e.Append(nil, tt.v)
			require.NoError(t, err)
			var back struct{ Props json.RawMessage }
			require.NoError(t, json.Unmarshal(out, &back))
			require.Equal(t, tt.want, string(back.Props))
		})
	}
}

func TestIDsAreObjectsWhereverTheyStand(t *testing.T) {
	t.Parallel()
	row := layout.Dict("index", 1)
	type held struct {
		ID  layout.ID
		Ptr *layout.ID
	}
	var e render.Encoder
	for want, v := range map[string]any{
		`["a",{"index":1}]`:                    []layout.ID{"a", row},
		`[{"index":1}]`:                        []any{row},
		`{"k":{"index":1}}`:                    map[string]layout.ID{"k": row},
		`{"ID":{"index":1},"Ptr":{"index":1}}`: held{row, &row},
	} {
		got, err := e.Append(nil, v)
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
}

func TestComponentsWithABadIDAreNamed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		v    any
		want string
	}{
		"a dot":             {lamp{ID: "a.b"}, `Lamp.id: layout: id "a.b": must not contain '.' or '{'`},
		"a text":            {tag{"Div", []prop{{"id", "a.b"}}}, `Div.id: layout: id "a.b": must not contain '.' or '{'`},
		"another spelling":  {lamp{ID: `{"b":1,"a":2}`}, `Lamp.id: layout: id "{\"b\":1,\"a\":2}": not in the form layout.Dict gives it`},
		"a pattern, nested": {[]any{tag{"Div", []prop{{"children", lamp{ID: layout.Dict("i", layout.MATCH)}}}}}, `[0] > Div.children > Lamp.id: layout: id {"i":MATCH}: a pattern is for the dependencies of callbacks; the id of a component has a value for every key`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var e render.Encoder
			_, err := e.Append(nil, tt.v)
			require.EqualError(t, err, tt.want)
		})
	}
}

func BenchmarkDictIDs10000(b *testing.B) {
	rows := layout.Fragment{}
	for i := range 10_000 {
		rows = append(rows, lamp{ID: layout.Dict("type", "row", "index", i)})
	}
	benchProp(b, "children", rows)
}
