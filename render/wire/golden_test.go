package wire_test

import (
	"bytes"
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
			Inputs:  []wire.Value{{ID: "in", Property: "value", Raw: wire.RawMessage(`"Oslo"`)}},
			Changed: []string{"in.value"},
		},
		"request-multi-state": {
			Output: "..out.children...out.title..",
			Inputs: []wire.Value{
				{ID: "city", Property: "value", Raw: wire.RawMessage(`["Oslo","Rome"]`)},
				{ID: "go", Property: "n_clicks"}, // never set: no value at all
			},
			State: []wire.Value{
				{ID: "memo", Property: "data", Raw: wire.RawMessage(`{"y":{"dtype":"f8","bdata":"AAAAAAAA+D8AAAAAAAD4fwAAAAAAAACAAAAAAAAA8H8="}}`)},
				{ID: "city", Property: "search_value", Raw: wire.RawMessage(`null`)},
				{ID: "gone", Property: "value", Raw: wire.RawMessage(`null`)},
			},
		},
		"request-dict-id": {
			Output:  "out.children",
			Inputs:  []wire.Value{{ID: `{"index":1,"type":"b"}`, Property: "n_clicks", Raw: wire.RawMessage(`3`)}},
			Changed: []string{`{"index":1,"type":"b"}.n_clicks`},
		},
		"request-escapes": {
			Output: `oüt.ch"ild\ren`,
			Inputs: []wire.Value{
				{ID: "a/b", Property: "😀", Raw: wire.RawMessage(`"\b\f\n\r\t\"\\\/\u0000\u2028"`)},
				{ID: "n", Property: "value", Raw: wire.RawMessage(`[-0,1e-7,1.7976931348623157e+308,5e-324,9007199254740993]`)},
			},
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
