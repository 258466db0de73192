package dashi

import (
	"errors"
	"maps"
	"slices"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// sideUpdates are properties set besides the outputs, {id:{property:value}} on the wire. What is set last wins, but a patch goes after
// what it is about. The zero value is ready.
type sideUpdates struct {
	list []componentUpdate
	at   map[ID]int
}

// componentUpdate is the part of one component.
type componentUpdate struct {
	id    ID
	props []encodedProp
}

// encodedProp is a property with its value as JSON.
type encodedProp struct {
	name  string
	value []byte
}

// sideUpdate encodes properties at once: later their values may be other ones.
func (a *App) sideUpdate(id ID, props map[string]any) (componentUpdate, error) {
	update := componentUpdate{id: id}
	if err := checkUpdate(id, props); err != nil {
		return update, err
	}
	for _, name := range slices.Sorted(maps.Keys(props)) {
		value, err := a.encodeProp(name, props[name])
		if err != nil {
			return update, err
		}
		update.props = append(update.props, encodedProp{name, value})
	}
	return update, nil
}

func checkUpdate(id ID, props map[string]any) error {
	if err := id.CheckPattern(); err != nil {
		return err
	}
	if len(props) == 0 {
		return errors.New("there are no properties")
	}
	return nil
}

// encodeProp is the JSON of a property's value.
func (a *App) encodeProp(name string, value any) ([]byte, error) {
	return a.appendProp(nil, name, value, nil)
}

// appendProp appends the JSON of a property's value, which may run the user's code. Columns go to apart, where there is one.
func (a *App) appendProp(dst []byte, name string, value any, apart *[]frames.Section) (_ []byte, err error) {
	err = call.Protect(func() error {
		if patch, ok := value.(Patch); ok {
			dst, err = patch.append(dst, &a.encoder, name, apart)
		} else {
			dst, err = a.encoder.AppendApart(dst, name, value, apart)
		}
		return err
	})
	return dst, err
}

// sideFrame is one side update, {id:{property:value}}, to be sent at once: its columns are still in the memory of the user.
func (a *App) sideFrame(id ID, props map[string]any) (*frames.Frame, error) {
	if err := checkUpdate(id, props); err != nil {
		return nil, err
	}
	var apart []frames.Section
	text := append(append([]byte{'{'}, jsonString(string(id))...), ":{"...)
	for i, name := range slices.Sorted(maps.Keys(props)) {
		if i > 0 {
			text = append(text, ',')
		}
		var err error
		if text, err = a.appendProp(append(append(text, jsonString(name)...), ':'), name, props[name], &apart); err != nil {
			return nil, err
		}
	}
	frame := frames.New(append(text, "}}"...), apart)
	_, err := frame.Size()
	return frame, err
}

func (s *sideUpdates) add(update componentUpdate) {
	at, known := s.at[update.id]
	if !known {
		if s.at == nil {
			s.at = map[ID]int{}
		}
		s.at[update.id] = len(s.list)
		s.list = append(s.list, update)
		return
	}
	c := &s.list[at]
	for _, p := range update.props {
		if i := slices.IndexFunc(c.props, func(k encodedProp) bool { return k.name == p.name }); i >= 0 {
			c.props[i].value = joinPatches(c.props[i].value, p.value)
		} else {
			c.props = append(c.props, p)
		}
	}
}

func (s *sideUpdates) append(dst []byte) []byte {
	dst = append(dst, '{')
	for i, c := range s.list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(dst, jsonString(string(c.id))...), ":{"...)
		dst = append(appendProps(dst, c.props), '}')
	}
	return append(dst, '}')
}

func appendProps(dst []byte, props []encodedProp) []byte {
	for i, p := range props {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, jsonString(p.name)...), ':'), p.value...)
	}
	return dst
}

// emptyText is the answer that updates nothing.
var emptyText = unsealed(`{"multi":true,"response":{}}`)

// into adds the side updates to an answer. The answer may be a store's, so it is left as it is.
func (s *sideUpdates) into(body answer) answer {
	if len(s.list) == 0 {
		return body
	}
	if body.none() {
		body.text = emptyText
	}
	text, sections := body.head()
	out := append(make([]byte, 0, len(text)+64), text[:len(text)-1]...)
	out = append(s.append(append(out, `,"sideUpdate":`...)), '}')
	if sections == nil {
		return answer{text: unsealed(out)}
	}
	return answer{frame: frames.New(out, sections)}
}
