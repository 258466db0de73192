package wire_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/render/wire"
)

func TestBatchesAreRead(t *testing.T) {
	t.Parallel()
	got, err := wire.DecodeRequests([]byte(` [ {"output":"a"} , {"output":"b"}]`), 2)
	require.NoError(t, err)
	require.Equal(t, []*wire.Request{{Output: "a"}, {Output: "b"}}, got)
	got, err = wire.DecodeRequests([]byte(`[]`), 0)
	require.NoError(t, err)
	require.Empty(t, got)
}

func TestMalformedBatchesAreRefusedWithThePlace(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ body, want string }{
		"empty":        {``, "the body is not a JSON list"},
		"an object":    {`{"output":"a"}`, "the body is not a JSON list"},
		"null":         {`null`, "the body is not a JSON list"},
		"not UTF-8":    {"[\"\xff\"]", "the body is not UTF-8"},
		"no object":    {`[1]`, "[0]: got '1' at byte 1 where an object was expected"},
		"no output":    {`[{"output":"a"},{}]`, `[1]: the key "output" is missing`},
		"a place":      {`[{"output":"a"},{"output":"a","inputs":[{"property":"p"}]}]`, `[1].inputs[0]: the key "id" is missing`},
		"a deep place": {`[{"output":"a","state":[[{"id":1}]]}]`, `[0].state[0][0].id: got '1' at byte 31 where a string or an object was expected`},
		"a rest":       {`[{"output":"a"}]x`, "got 'x' at byte 16 where the end was expected"},
		"not closed":   {`[{"output":"a"}`, "the text ends where ',' or ']' was expected"},
		"too many":     {`[{"output":"a"},{"output":"a"},{"output":"a"},{"out`, "[3]: the batch holds more than 3 requests"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := wire.DecodeRequests([]byte(tt.body), 3)
			require.EqualError(t, err, tt.want)
			require.Nil(t, got)
		})
	}
}

func TestTargets(t *testing.T) {
	t.Parallel()
	a, b := wire.Value{ID: "a", Property: "p"}, wire.Value{ID: `{"i":1}`, Property: "q@h"}
	tests := map[string]struct {
		request string
		want    []wire.Arg
		err     string
	}{
		"none":                 {`{"output":"hash"}`, nil, ""},
		"one":                  {`{"output":"a.p","outputs":{"id":"a","property":"p"}}`, []wire.Arg{{Value: a}}, ""},
		"a list for one":       {`{"outputs":[{"id":"a","property":"p"},{"id":{"i":1},"property":"q@h"}],"output":"a.p"}`, []wire.Arg{{List: true, Many: []wire.Value{a, b}}}, ""},
		"an empty list":        {`{"output":"a.p","outputs":[]}`, []wire.Arg{{List: true}}, ""},
		"several":              {`{"output":"..a.p...b.q..","outputs":[{"id":"a","property":"p"},[{"id":{"i":1},"property":"q@h"}],[]]}`, []wire.Arg{{Value: a}, {List: true, Many: []wire.Value{b}}, {List: true}}, ""},
		"another type":         {`{"output":"a.p","outputs":5}`, nil, "outputs: got '5' at byte 0 where an object {id, property, value} was expected"},
		"one where several":    {`{"output":"..a.p..","outputs":{"id":"a","property":"p"}}`, nil, "outputs: got '{' at byte 0 where a list was expected"},
		"a list in a list":     {`{"output":"a.p","outputs":[[]]}`, nil, "outputs[0]: got '[' at byte 1 where an object {id, property, value} was expected"},
		"a bad one in several": {`{"output":"..a.p..","outputs":[[{"id":"a"}]]}`, nil, `outputs[0][0]: the key "property" is missing`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			req, err := wire.DecodeRequest([]byte(tt.request))
			require.NoError(t, err)
			got, err := req.Targets()
			if tt.err != "" {
				require.EqualError(t, err, tt.err)
			} else {
				require.NoError(t, err)
			}
			require.Equal(t, tt.want, got)
		})
	}
}

// FuzzDecodeRequests holds a batch to its requests, each decoded by itself.
func FuzzDecodeRequests(f *testing.F) {
	for _, seed := range []string{`[` + string(smallRequest) + `,` + string(smallRequest) + `]`, `[]`, `[{"output":"a"},{}]`, `[null]`, `{}`, `[{"output":"a"}]x`, `[{"output":"a","outputs":[[]]},]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		const limit = 3
		got, err := wire.DecodeRequests(data, limit)
		if err != nil {
			require.Nil(t, got)
			return
		}
		var items []json.RawMessage
		require.NoError(t, json.Unmarshal(data, &items))
		require.Len(t, got, len(items))
		require.LessOrEqual(t, len(got), limit)
		for i, item := range items {
			one, err := wire.DecodeRequest(item)
			require.NoError(t, err)
			require.Equal(t, one, got[i])
		}
	})
}

// BenchmarkDecodePattern10000 is a request with an ALL input of a large page.
func BenchmarkDecodePattern10000(b *testing.B) {
	var items []string
	for i := range 10_000 {
		items = append(items, fmt.Sprintf(`{"id":{"index":%d,"type":"row"},"property":"value","value":%d}`, i, i*i))
	}
	body := []byte(`{"output":"a.b","outputs":{"id":"a","property":"b"},"inputs":[[` + strings.Join(items, ",") + `]]}`)
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		_, err := wire.DecodeRequest(body)
		require.NoError(b, err)
	}
}
