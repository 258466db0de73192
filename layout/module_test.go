package layout_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
)

func TestBytesAreTypedArrays(t *testing.T) {
	t.Parallel()
	for text, b := range map[string]layout.Bytes{
		`{"dtype":"u1","bdata":"AAH/"}`: {0, 1, 255},
		`{"dtype":"u1","bdata":""}`:     {},
		`null`:                          nil,
	} {
		out, err := json.Marshal(b)
		require.NoError(t, err)
		require.Equal(t, text, string(out))
		read := layout.Bytes{7}
		require.NoError(t, json.Unmarshal(out, &read))
		require.Equal(t, b, read)
	}
}

func TestBytesAreReadFromWhateverIsBinary(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]layout.Bytes{
		`"AAH/"`:                            {0, 1, 255}, // as []byte is written
		`{"dtype":"f4","bdata":"AACAPw=="}`: {0, 0, 128, 63},
		` {"bdata":"AQIDBA==","dtype":"u1","shape":"2, 2"} `:       {1, 2, 3, 4},
		`{"dtype":"i2","bdata":"AQA=","shape":"1, 1","more":true}`: {1, 0},
	} {
		var read layout.Bytes
		require.NoError(t, read.UnmarshalJSON([]byte(text)), text)
		require.Equal(t, want, read)
	}
	for text, want := range map[string]string{
		`7`:                          "layout: 7 are no bytes, expected a typed array or a string in base64",
		`{}`:                         "it has no dtype and bdata",
		`{"dtype":"u1"}`:             "it has no dtype and bdata",
		`{"dtype":"u1","bdata":"%"}`: "illegal base64",
		`{"dtype":"u1","bdata":3}`:   "are no bytes",
		`{"dtype":"u1","bdata":"AQI=","shape":"3, 1"}`: `the shape "3, 1" does not fit 2 bytes`,
		`{"dtype":"u1","bdata":"AQI=","shape":"x"}`:    `the shape "x" does not fit`,
		`{"dtype":"u1","bdata":"AQI=","shape":"0, 2"}`: `does not fit`,
	} {
		var read layout.Bytes
		require.ErrorContains(t, json.Unmarshal([]byte(text), &read), want)
	}
}

func TestModuleMessage(t *testing.T) {
	t.Parallel()
	m := layout.ModuleMessage{Content: json.RawMessage(`{"a":1}`), Buffers: [][]byte{{1}, nil, {2, 3}}, Count: 4}
	out, err := json.Marshal(m)
	require.NoError(t, err)
	require.JSONEq(t, `{"content":{"a":1},"buffers":[{"dtype":"u1","bdata":"AQ=="},{"dtype":"u1","bdata":""},{"dtype":"u1","bdata":"AgM="}],"count":4}`, string(out))
	var read layout.ModuleMessage
	require.NoError(t, json.Unmarshal(out, &read))
	m.Buffers[1] = []byte{}
	require.Equal(t, m, read)

	out, err = json.Marshal(layout.ModuleMessage{})
	require.NoError(t, err)
	require.JSONEq(t, `{"content":null,"buffers":[]}`, string(out))
	require.NoError(t, json.Unmarshal([]byte(`{"content":"hi"}`), &read))
	require.Equal(t, layout.ModuleMessage{Content: json.RawMessage(`"hi"`)}, read, "nothing of before is left")
}

// The browser writes arrays of one length that lie one after the other as one.
func TestModuleMessageWhoseBuffersCameAsOne(t *testing.T) {
	t.Parallel()
	var read layout.ModuleMessage
	require.NoError(t, json.Unmarshal([]byte(`{"content":1,"buffers":{"dtype":"u1","bdata":"AQIDBA==","shape":"2, 2"}}`), &read))
	require.Equal(t, [][]byte{{1, 2}, {3, 4}}, read.Buffers)
	read.Buffers[0] = append(read.Buffers[0], 9)
	require.Equal(t, []byte{3, 4}, read.Buffers[1], "they share no room")
	require.NoError(t, json.Unmarshal([]byte(`{"content":1,"buffers":{"dtype":"u1","bdata":"","shape":"1, 0"}}`), &read))
	require.Equal(t, [][]byte{{}}, read.Buffers)
	for text, want := range map[string]string{
		`{"buffers":{"dtype":"u1","bdata":"AQID","shape":"2, 2"}}`: "does not fit 3 bytes",
		`{"buffers":[1]}`: "the buffers of a message",
		`{"buffers":1}`:   "the buffers of a message",
		`[]`:              "is no message",
	} {
		require.ErrorContains(t, json.Unmarshal([]byte(text), &read), want)
	}
}

func TestModuleMessageThatIsACommand(t *testing.T) {
	t.Parallel()
	asked := layout.ModuleMessage{Content: json.RawMessage(`{"id":"x1","kind":"anywidget-command","name":"sum","msg":[1,2]}`)}
	name, msg, ok := asked.Command()
	require.True(t, ok)
	require.Equal(t, "sum", name)
	require.JSONEq(t, `[1,2]`, string(msg))
	answer, err := asked.Respond(3, []byte{1})
	require.NoError(t, err)
	require.JSONEq(t, `{"id":"x1","kind":"anywidget-command-response","response":3}`, string(answer.Content))
	require.Equal(t, [][]byte{{1}}, answer.Buffers)
	_, err = asked.Respond(func() {})
	require.Error(t, err)
	for _, text := range []string{``, `7`, `{"kind":"anywidget-command","name":"sum"}`, `{"id":1,"name":"sum"}`} {
		m := layout.ModuleMessage{Content: json.RawMessage(text)}
		_, _, ok := m.Command()
		require.False(t, ok, text)
		_, err := m.Respond(1)
		require.ErrorContains(t, err, "is no command")
	}
}
