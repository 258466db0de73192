package wire_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/render/wire"
)

// TestWhateverATimingSaysTheLineStaysOne: descriptions are the app's, and may hold anything.
func TestWhateverATimingSaysTheLineStaysOne(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ timing, want string }{
		"plain":          {"db;dur=5.1", "db;dur=5.1"},
		"quotes":         {`db;desc="a \"b\""`, `db;desc="a \"b\""`},
		"a line break":   {"db;desc=\"a\nb\r\u2028\"", "db;desc=\"a\nb\r\u2028\""},
		"control signs":  {"\x00\x1b\x7f", "\x00\x1b\x7f"},
		"other scripts":  {"größer 世界 😀", "größer 世界 😀"},
		"a closing tag":  {"</script>&", "</script>&"},
		"no valid UTF-8": {"a\xffb", "a\ufffdb"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := wire.Line{Call: 7, Status: 204, Timing: tt.timing}.Append([]byte("before"))
			require.True(t, bytes.HasPrefix(text, []byte(`before{"call":7,"status":204,"timing":"`)), "%s", text)
			require.Equal(t, len(text)-1, bytes.IndexByte(text, '\n'), "%s", text)
			var back wire.Line
			require.NoError(t, json.Unmarshal(bytes.TrimPrefix(text, []byte("before")), &back))
			require.Equal(t, wire.Line{Call: 7, Status: 204, Timing: tt.want}, back)
		})
	}
}

// TestALineWithoutTimingDoesNotNameIt: a page of ten thousand calls has as many lines.
func TestALineWithoutTimingDoesNotNameIt(t *testing.T) {
	t.Parallel()
	require.Equal(t, "{\"call\":0,\"status\":204}\n", string(wire.Line{Status: 204}.Append(nil)))
}

func TestALineTellsWhereItsJSONIs(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]wire.Line{
		"answer": {Call: 3, Status: 200, Fresh: 7, Answer: wire.RawMessage(`{"a":1}`), Timing: `x;desc="y"`},
		"side":   {Call: 3, SideUpdate: wire.RawMessage(`{"a":1}`)},
		"part":   {Call: 3, Partial: wire.RawMessage(`{"a":1}`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, place := l.AppendPlaced([]byte("before"))
			require.Equal(t, `{"a":1}`, string(text[place:][:7]))
			require.Equal(t, "before"+string(l.Append(nil)), string(text))
		})
	}
}

func TestALineNamesTheJobOfACall(t *testing.T) {
	t.Parallel()
	require.Equal(t, "{\"call\":2,\"status\":202,\"job\":\"a.b\"}\n", string(wire.Line{Call: 2, Status: 202, Job: "a.b"}.Append(nil)))
}

func TestALineSaysThatWhatCameLastStands(t *testing.T) {
	t.Parallel()
	require.Equal(t, `{"call":1,"status":200,"stands":true,"timing":"x"}`+"\n", string(wire.Line{Call: 1, Status: 200, Stands: true, Timing: "x"}.Append(nil)))
}
