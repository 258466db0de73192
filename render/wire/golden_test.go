package wire_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/render/wire"
)

var update = flag.Bool("update", false, "rewrite what this test writes into testdata")

// golden holds got to the file testdata/<name>, or rewrites the file. The newline at a file's end is not part of it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(name))
	if *update {
		require.NoError(t, os.WriteFile(path, append(got, '\n'), 0o644))
	}
	require.Equal(t, string(readGolden(t, name)), string(got))
}

func readGolden(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
	require.NoError(t, err)
	return bytes.TrimSuffix(content, []byte("\n"))
}

func TestGoldenRequests(t *testing.T) {
	t.Parallel()
	tests := map[string]wire.Request{
		"request-single": {
			Output:  "out.children",
			Inputs:  args(wire.Value{ID: "in", Property: "value", Raw: wire.RawMessage(`"Oslo"`)}),
			Changed: []string{"in.value"},
			Outputs: wire.RawMessage(`{"id":"out","property":"children"}`),
		},
		"request-multi-state": {
			Output:  "..out.children...out.title..",
			Outputs: wire.RawMessage(`[{"id":"out","property":"children"},{"id":"out","property":"title"}]`),
			Inputs: args(
				wire.Value{ID: "city", Property: "value", Raw: wire.RawMessage(`["Oslo","Rome"]`)},
				wire.Value{ID: "go", Property: "n_clicks"}, // never set: no value at all
			),
			State: args(
				wire.Value{ID: "memo", Property: "data", Raw: wire.RawMessage(`{"y":{"dtype":"f8","bdata":"AAAAAAAA+D8AAAAAAAD4fwAAAAAAAACAAAAAAAAA8H8="}}`)},
				wire.Value{ID: "city", Property: "search_value", Raw: wire.RawMessage(`null`)},
				wire.Value{ID: "gone", Property: "value", Raw: wire.RawMessage(`null`)},
			),
		},
		"request-dict-id": {
			Output:  "out.children",
			Inputs:  args(wire.Value{ID: `{"index":1,"type":"b"}`, Property: "n_clicks", Raw: wire.RawMessage(`3`)}),
			Changed: []string{`{"index":1,"type":"b"}.n_clicks`},
			Outputs: wire.RawMessage(`{"id":"out","property":"children"}`),
		},
		"request-match": {
			Output:  `{"index":["MATCH"],"type":"o"}.children`,
			Inputs:  args(wire.Value{ID: `{"index":1,"type":"b"}`, Property: "n_clicks", Raw: wire.RawMessage(`1`)}),
			State:   args(wire.Value{ID: `{"index":1,"type":"b"}`, Property: "id", Raw: wire.RawMessage(`{"index":1,"type":"b"}`)}),
			Changed: []string{`{"index":1,"type":"b"}.n_clicks`},
			Outputs: wire.RawMessage(`{"id":{"index":1,"type":"o"},"property":"children"}`),
		},
		"request-all": {
			Output: `{"index":["ALL"],"type":"o"}.children@ab12`,
			Inputs: []wire.Arg{
				{Value: wire.Value{ID: "go", Property: "n_clicks", Raw: wire.RawMessage(`2`)}},
				{List: true, Many: []wire.Value{
					{ID: `{"index":0,"type":"b"}`, Property: "value", Raw: wire.RawMessage(`"a"`)},
					{ID: `{"index":"x y","type":"b"}`, Property: "value"},
				}},
			},
			State:   []wire.Arg{{List: true}},
			Changed: []string{"go.n_clicks"},
			Outputs: wire.RawMessage(`[{"id":{"index":0,"type":"o"},"property":"children@ab12"},{"id":{"index":1,"type":"o"},"property":"children@ab12"}]`),
		},
		"request-smaller": {
			Output: `..{"index":["MATCH"],"type":"sum"}.children...{"index":["MATCH"],"part":["ALL"]}.title..`,
			Inputs: []wire.Arg{
				{Value: wire.Value{ID: `{"index":2,"type":"n"}`, Property: "value", Raw: wire.RawMessage(`4`)}},
				{List: true, Many: []wire.Value{
					{ID: `{"index":0,"type":"n"}`, Property: "value", Raw: wire.RawMessage(`1`)},
					{ID: `{"index":1,"type":"n"}`, Property: "value", Raw: wire.RawMessage(`null`)},
				}},
			},
			State:   []wire.Arg{{List: true}},
			Changed: []string{`{"index":0,"type":"n"}.value`, `{"index":1,"type":"n"}.value`},
			Outputs: wire.RawMessage(`[{"id":{"index":2,"type":"sum"},"property":"children"},[{"id":{"index":2,"part":"a"},"property":"title"}]]`),
		},
		"request-escapes": {
			Output: `oüt.ch"ild\ren`,
			Inputs: args(
				wire.Value{ID: "a/b", Property: "😀", Raw: wire.RawMessage(`"\b\f\n\r\t\"\\\/\u0000\u2028"`)},
				wire.Value{ID: "n", Property: "value", Raw: wire.RawMessage(`[-0,1e-7,1.7976931348623157e+308,5e-324,9007199254740993]`)},
			),
			Changed: []string{"a/b.😀"},
		},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := wire.DecodeRequest(readGolden(t, name+"/request.json"))
			require.NoError(t, err)
			require.Equal(t, &want, got)
		})
	}
	folders, err := filepath.Glob("testdata/*/request.json")
	require.NoError(t, err)
	require.Len(t, tests, len(folders), "every golden request has its expectation here")
}

func TestGoldenErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]wire.Error{
		"error": {
			Code: wire.CallbackPanicked, Message: "The callback failed.", Callback: "out.children",
			Stack: "goroutine 1 [running]:\nmain.main()\n\t/app/main.go:12",
		},
		"error-plain": {Code: wire.Malformed, Message: `Malformed request: inputs[0]: the key "id" is missing.`},
	}
	for name, e := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := e.Encode()
			require.NoError(t, err)
			golden(t, name+"/response.json", got)
		})
	}
}

func TestGoldenDependencies(t *testing.T) {
	t.Parallel()
	got, err := wire.Marshal([]wire.Dependency{
		{Output: "out.children", Inputs: []wire.Ref{{ID: "in", Property: "value"}}, State: []wire.Ref{}, Order: 1},
		{
			Output:             wire.OutputID([]wire.Ref{{ID: "in", Property: "value"}, {ID: "out", Property: "title"}}, true),
			Inputs:             []wire.Ref{{ID: `{"index":1,"type":"b"}`, Property: "n_clicks"}},
			State:              []wire.Ref{{ID: "memo", Property: "data"}},
			PreventInitialCall: true,
		},
		{
			Output: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Inputs: []wire.Ref{{ID: "in", Property: "value"}},
			State: []wire.Ref{}, NoOutput: true, Order: 2,
		},
	})
	require.NoError(t, err)
	golden(t, "dependencies/response.json", got)
}

func TestGoldenDependencyOfEveryKey(t *testing.T) {
	t.Parallel()
	got, err := wire.Marshal([]wire.Dependency{{
		Output:             wire.OutputID([]wire.Ref{wire.Ref{ID: `{"index":["MATCH"],"type":"o"}`, Property: "children"}.Duplicate([]wire.Ref{{ID: `{"index":["MATCH"],"type":"b"}`, Property: "n_clicks"}})}, false),
		Inputs:             []wire.Ref{{ID: `{"index":["MATCH"],"type":"b"}`, Property: "n_clicks"}},
		State:              []wire.Ref{{ID: "memo", Property: "data", AllowOptional: true}},
		ClientsideFunction: &wire.ClientsideFunction{Namespace: "mine", Function: "count"},
		PreventInitialCall: true, Optional: true, Hidden: true, Persistent: true, Order: 4, Fresh: true, Alone: true,
		Running: wire.RawMessage(`{"running":{"{\"index\":[\"MATCH\"],\"type\":\"b\"}.disabled":true,"note.children":{"props":{"children":"…"},"type":"B","namespace":"dash_html_components"}},` +
			`"runningOff":{"{\"index\":[\"MATCH\"],\"type\":\"b\"}.disabled":false,"note.children":null}}`),
	}, {Output: "a.b", Inputs: []wire.Ref{{ID: "c", Property: "d"}}, State: []wire.Ref{}}})
	require.NoError(t, err)
	golden(t, "dependency-every-key/response.json", got)
}

func TestGoldenBatch(t *testing.T) {
	t.Parallel()
	got, err := wire.DecodeRequests(readGolden(t, "batch/requests.json"), 2)
	require.NoError(t, err)
	in := args(wire.Value{ID: "in", Property: "value", Raw: wire.RawMessage(`"Oslo"`)})
	require.Equal(t, []*wire.Request{
		{Output: "out.children", Inputs: in, Changed: []string{"in.value"}, Outputs: wire.RawMessage(`{"id":"out","property":"children"}`)},
		{Output: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Inputs: in, Changed: []string{"in.value"}},
	}, got)
}

func TestGoldenLines(t *testing.T) {
	t.Parallel()
	failure, err := wire.Marshal(wire.Error{Code: wire.CallbackFailed, Message: "The callback failed.", Callback: "out.children"})
	require.NoError(t, err)
	var got []byte
	for _, l := range []wire.Line{
		{SideUpdate: wire.RawMessage(`{"status":{"children":"half done"}}`)},
		{Call: 1, Status: 200, Fresh: 18, Answer: wire.RawMessage(`{"multi":true,"response":{"out":{"children":"a"}}}`)},
		{Call: 0, Status: 200, Answer: wire.RawMessage(`{"multi":true,"response":{}}`)},
		{Call: 2, Status: 204},
		{Call: 13, Status: wire.CallbackFailed.Status(), Error: failure},
		{Call: 3, Status: 200, Answer: wire.RawMessage(`{"multi":true,"response":{}}`), Timing: `cache;desc="miss", db;dur=5.1;desc="the \"slow\" one, größer"`},
		{Call: 4, Status: 204, Timing: `cache;desc="hit"`},
		{Call: 5, Status: wire.CallbackFailed.Status(), Error: failure, Timing: "db;dur=5.1"},
	} {
		one := l.Append(nil)
		got = l.Append(got)
		var back wire.Line
		require.NoError(t, wire.Unmarshal(one, &back))
		require.Equal(t, l, back)
		want, err := json.Marshal(l)
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(one))
	}
	golden(t, "lines/response.ndjson", bytes.TrimSuffix(got, []byte("\n")))
}

func TestGoldenPartialLines(t *testing.T) {
	t.Parallel()
	failure, err := wire.Marshal(wire.Error{Code: wire.CallbackFailed, Message: "The callback failed.", Callback: "z.value"})
	require.NoError(t, err)
	add := `{"__dash_patch_update":"__dash_patch_update","operations":[{"operation":"Add","location":[],"params":{"value":"b"}}]}`
	var got []byte
	for _, l := range []wire.Line{
		{Partial: wire.RawMessage(`{"out":{"children":"a"}}`)},
		{Call: 1, Partial: wire.RawMessage(`{"x":{"value":1},"y":{"value":2}}`)},
		{Partial: wire.RawMessage(`{"out":{"children":` + add + `}}`)},
		{Call: 2, Partial: wire.RawMessage(`{"z":{"value":1}}`)},
		{Status: 200, Stands: true},
		{Call: 1, Status: 200, Answer: wire.RawMessage(`{"multi":true,"response":{"x":{"value":3}}}`)},
		{Call: 2, Status: wire.CallbackFailed.Status(), Error: failure},
	} {
		one := l.Append(nil)
		got = append(got, one...)
		var back wire.Line
		require.NoError(t, wire.Unmarshal(one, &back))
		require.Equal(t, l, back)
		want, err := json.Marshal(l)
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(one))
	}
	golden(t, "lines-partial/response.ndjson", bytes.TrimSuffix(got, []byte("\n")))
}

// TestEveryGoldenCaseSaysWhatItIs keeps the cases readable for those who only look at the folder.
func TestEveryGoldenCaseSaysWhatItIs(t *testing.T) {
	t.Parallel()
	cases, err := os.ReadDir("testdata")
	require.NoError(t, err)
	for _, c := range cases {
		if c.Name() == "fuzz" {
			continue
		}
		require.NotEmpty(t, readGolden(t, c.Name()+"/README.md"), c.Name())
	}
}
