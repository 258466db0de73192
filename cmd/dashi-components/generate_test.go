package main

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write sample_test.go anew")

// sample is what is asked of the command for testdata/metadata.json. What it writes is sample_test.go, which the compiler and
// TestTheSampleIsUsed look at.
var sample = []string{"-namespace", "sample_components", "-package", "main_test", "-version", "1.2.0", "-script", "vendor.js", "-script", "sample.min.js",
	"-style", "sample.css", filepath.Join("testdata", "metadata.json")}

func TestWhatIsWritten(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, run(sample, &out, io.Discard))
	if *update {
		require.NoError(t, os.WriteFile("sample_test.go", out.Bytes(), 0o644))
	}
	want, err := os.ReadFile("sample_test.go")
	require.NoError(t, err)
	require.Equal(t, string(want), out.String(), "go test ./cmd/dashi-components -update writes it anew")

	// The same a second time, into a file.
	path := filepath.Join(t.TempDir(), "x.go")
	args := append([]string{"-o", path}, sample...)
	require.NoError(t, run(args, io.Discard, io.Discard))
	require.NoError(t, run(args, io.Discard, io.Discard))
	written, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(written))
}

func TestNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"n_clicks": "NClicks", "className": "ClassName", "id": "ID", "target_id": "TargetID", "auto-start": "AutoStart", "aria-label": "AriaLabel",
		"2x": "N2x", "+": "", "größe": "Größe", "_private": "Private", "svg": "SVG",
	} {
		require.Equal(t, want, goName(name), name)
	}
	n := names{"A": true}
	require.Equal(t, "B", n.take("A", "B"))
	require.Equal(t, "B2", n.take("A", "B"))
	require.Equal(t, "C", n.take("", "C"))
}

func TestLiterals(t *testing.T) {
	t.Parallel()
	for js, want := range map[string]string{`'a'`: "a", `"b"`: "b", "`c`": "c", `'it\'s'`: "it's", `"\u00e9"`: "é", `'say "x\n"'`: "say \"x\n\""} {
		got, ok := literal(js)
		require.True(t, ok, js)
		require.Equal(t, want, got)
	}
	for _, js := range []string{"", "1", "true", "NAME", "'open", `'\q'`} {
		_, ok := literal(js)
		require.False(t, ok, js)
	}
}

func TestSlots(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`{"name":"node"}`: {"p"}, `{"name":"element"}`: {"p"}, `{"name":"string"}`: nil, `{"name":"custom"}`: nil,
		`{"name":"arrayOf","value":{"name":"node"}}`:                                                                           {"p"},
		`{"name":"objectOf","value":{"name":"node"}}`:                                                                          {"p{}"},
		`{"name":"shape","value":{"a":{"name":"node"},"b":{"name":"shape","value":{"c":{"name":"node"}}}}}`:                    {"p.a", "p.b.c"},
		`{"name":"arrayOf","value":{"name":"exact","value":{"a":{"name":"node"}}}}`:                                            {"p[].a"},
		`{"name":"objectOf","value":{"name":"shape","value":{"a":{"name":"node"}}}}`:                                           {"p{}.a"},
		`{"name":"objectOf","value":{"name":"arrayOf","value":{"name":"shape","value":{"a":{"name":"node"}}}}}`:                {"p{}[].a"},
		`{"name":"union","value":[{"name":"string"},{"name":"node"},{"name":"arrayOf","value":{"name":"node"}}]}`:              {"p"},
		`{"name":"union","value":[{"name":"node"},{"name":"arrayOf","value":{"name":"shape","value":{"a":{"name":"node"}}}}]}`: {"p", "p[].a"},
	} {
		all, err := readMetadata([]byte(`{"C.js":{"props":{"children":{"type":{"name":"node"}},"p":{"type":` + text + `}}}}`))
		require.NoError(t, err)
		require.Equal(t, want, slots(all[0].Props), text)
	}
}

// TestShapesFromTypeScript reads fields that have their type within, as properties have.
func TestShapesFromTypeScript(t *testing.T) {
	t.Parallel()
	all, err := readMetadata([]byte(`{"C.tsx":{"props":{"p":{"type":{"name":"shape","value":{"a":{"type":{"name":"number"},"description":"An a."}}}}}}}`))
	require.NoError(t, err)
	field := all[0].Props[0].Type.Fields[0]
	require.Equal(t, "number", field.Type.Name)
	require.Equal(t, "An a.", field.Description)
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`[]`: "expected an object", `{}`: "no components", `{"a/button.js":{"props":{}}}`: `"button" is no name`, `{"A.js":{"props":[]}}`: "A: expected an object",
		`{"x/A.js":{"props":{}},"y/A.js":{"props":{}}}`: "two components called A", `{"A.js":{"props":{"p":{"type":{"name":"shape","value":{"q":1}}}}}}`: "type shape",
		`{"A.js":`: "EOF",
	} {
		_, err := readMetadata([]byte(text))
		require.ErrorContains(t, err, want, text)
	}
	for want, args := range map[string][]string{
		"got 0 arguments": nil, "-namespace and -script": {"x.json"}, "no such file": {"-namespace", "n", "-script", "s.js", "missing.json"},
	} {
		require.ErrorContains(t, run(args, io.Discard, io.Discard), want)
	}
}

func TestComments(t *testing.T) {
	t.Parallel()
	write := func(text string) string {
		var b bytes.Buffer
		comment(&b, "\t", text)
		return b.String()
	}
	require.Equal(t, "\t// one two\n\t//\n\t// three\n", write("one\ntwo\n\n\nthree\n"))
	require.Equal(t, "\t// a\n\t//   - b c\n\t//   - d\n", write("a\n- b\n  c\n* d"))
	require.Equal(t, "\t// x\n\t//\n\t//\tif y\n\t//\t  z\n\t//\n\t// end\n", write("x\n```py\nif y\n  z\n```\nend"))
	long := strings.Repeat("word ", 60)
	for line := range strings.Lines(write(long)) {
		require.LessOrEqual(t, len(line), 125)
	}
	require.Equal(t, "\t// "+strings.Repeat("x", 200)+"\n\t// y\n", write(strings.Repeat("x", 200)+" y"), "what cannot be broken stays whole")
}
