package layout

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
)

// Bytes is binary data in a property of a component that is a module of the app's own (see dashi.Options.Assets): a picture's pixels, a file, numbers in
// a form of their own. The module reads it as a DataView. What a module stores as an ArrayBuffer, a DataView or a typed array arrives as Bytes; the numbers of a typed
// array are little-endian.
//
// A plain []byte is a string in base64 to the module, as encoding/json has it.
type Bytes []byte

// MarshalJSON writes the bytes as the browser's typed arrays are written, {"dtype":"u1","bdata":"<base64>"}; nil is null.
func (b Bytes) MarshalJSON() ([]byte, error) {
	if b == nil {
		return []byte("null"), nil
	}
	out := append(make([]byte, 0, len(b)*4/3+32), `{"dtype":"u1","bdata":"`...)
	return append(base64.StdEncoding.AppendEncode(out, b), `"}`...), nil
}

// UnmarshalJSON reads a typed array of whatever element type, or a string in base64. null gives nil.
func (b *Bytes) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	if string(data) == "null" {
		*b = nil
		return nil
	}
	var text []byte // decoded by encoding/json
	var err error
	if len(data) > 0 && data[0] == '{' {
		text, _, err = typedArray(data)
	} else {
		err = json.Unmarshal(data, &text)
	}
	if err != nil {
		return fmt.Errorf("layout: %.40s are no bytes, expected a typed array or a string in base64: %w", data, err)
	}
	*b = text
	return nil
}

// typedArray reads {"dtype", "bdata", "shape"}, of which rows is how many rows the shape has.
func typedArray(data []byte) (content []byte, rows int, err error) {
	var array struct {
		Dtype string  `json:"dtype"`
		Bdata *[]byte `json:"bdata"`
		Shape string  `json:"shape"`
	}
	if err := json.Unmarshal(data, &array); err != nil {
		return nil, 0, err
	}
	if array.Dtype == "" || array.Bdata == nil {
		return nil, 0, errors.New("it has no dtype and bdata")
	}
	rows = 1
	if array.Shape != "" {
		if _, err := fmt.Sscanf(array.Shape, "%d,", &rows); err != nil || rows < 1 || len(*array.Bdata)%rows != 0 {
			return nil, 0, fmt.Errorf("the shape %q does not fit %d bytes", array.Shape, len(*array.Bdata))
		}
	}
	return *array.Bdata, rows, nil
}

// ModuleMessage is a message between a module of the app's own and the app's callbacks. What the module sends with model.send is its property "message";
// a callback that sets its property "reply" sends it one, which it hears as "msg:custom". So the struct of a module that talks has two fields:
//
//	Message layout.ModuleMessage `json:"message,omitzero"`
//	Reply   layout.ModuleMessage `json:"reply,omitzero"`
//
// Messages are not lost: one is sent after the callbacks that read the one before have ended.
type ModuleMessage struct {
	// Content is what was sent, any JSON.
	Content json.RawMessage
	// Buffers is the binary data beside it. The module has DataViews.
	Buffers [][]byte
	// Count is how many messages the module has sent, this one included. The browser writes it; in a reply it says nothing.
	Count int
}

// Command is what the module asks for with experimental.invoke: a name and what it says beside it. ok is false where the message is no such question. The
// module waits for what [ModuleMessage.Respond] makes, for 3 seconds unless it says otherwise.
func (m ModuleMessage) Command() (name string, msg json.RawMessage, ok bool) {
	var c command
	if json.Unmarshal(m.Content, &c) != nil || c.Kind != "anywidget-command" || len(c.ID) == 0 {
		return "", nil, false
	}
	return c.Name, c.Msg, true
}

// Respond makes the answer to a [ModuleMessage.Command], to be set as "reply". The response is encoded by encoding/json. It fails where m is no command.
func (m ModuleMessage) Respond(response any, buffers ...[]byte) (ModuleMessage, error) {
	var c command
	if _, _, ok := m.Command(); !ok {
		return ModuleMessage{}, fmt.Errorf("layout: Respond: the message %.40s is no command: expected one sent by experimental.invoke", m.Content)
	}
	if err := json.Unmarshal(m.Content, &c); err != nil {
		return ModuleMessage{}, err
	}
	content, err := json.Marshal(answer{c.ID, "anywidget-command-response", response})
	return ModuleMessage{Content: content, Buffers: buffers}, err
}

// command is the content of a message that experimental.invoke sends.
type command struct {
	ID   json.RawMessage `json:"id"`
	Kind string          `json:"kind"`
	Name string          `json:"name"`
	Msg  json.RawMessage `json:"msg"`
}

type answer struct {
	ID       json.RawMessage `json:"id"`
	Kind     string          `json:"kind"`
	Response any             `json:"response"`
}

// MarshalJSON writes {"content": …, "buffers": [typed arrays], "count": n}.
func (m ModuleMessage) MarshalJSON() ([]byte, error) {
	buffers := make([]Bytes, len(m.Buffers))
	for i, b := range m.Buffers {
		if buffers[i] = b; b == nil {
			buffers[i] = Bytes{}
		}
	}
	return json.Marshal(struct {
		Content json.RawMessage `json:"content"`
		Buffers []Bytes         `json:"buffers"`
		Count   int             `json:"count,omitzero"`
	}{m.Content, buffers, m.Count})
}

// UnmarshalJSON reads what MarshalJSON and browsers write.
func (m *ModuleMessage) UnmarshalJSON(data []byte) error {
	var read struct {
		Content json.RawMessage `json:"content"`
		Buffers json.RawMessage `json:"buffers"`
		Count   int             `json:"count"`
	}
	if err := json.Unmarshal(data, &read); err != nil {
		return fmt.Errorf("layout: %.40s is no message: %w", data, err)
	}
	buffers, err := readBuffers(bytes.TrimSpace(read.Buffers))
	if err != nil {
		return err
	}
	*m = ModuleMessage{read.Content, buffers, read.Count}
	return nil
}

// readBuffers reads a list of typed arrays. The browser writes one of equally long arrays that lie one after the other as a single one with rows; a list of
// one array always is such.
func readBuffers(data []byte) ([][]byte, error) {
	if len(data) > 0 && data[0] == '{' {
		whole, rows, err := typedArray(data)
		if err != nil {
			return nil, fmt.Errorf("layout: the buffers of a message: %w", err)
		}
		buffers, size := make([][]byte, rows), len(whole)/rows
		for i := range buffers {
			buffers[i] = whole[i*size : (i+1)*size : (i+1)*size]
		}
		return buffers, nil
	}
	if len(data) == 0 {
		return nil, nil
	}
	var list []Bytes
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("layout: the buffers of a message: %w", err)
	}
	var buffers [][]byte
	for _, b := range list {
		buffers = append(buffers, b)
	}
	return buffers, nil
}
