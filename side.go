package dashi

import (
	"errors"
	"maps"
	"slices"

	"github.com/dashi-go/dashi/internal/call"
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
	if err := id.CheckPattern(); err != nil {
		return update, err
	}
	if len(props) == 0 {
		return update, errors.New("there are no properties")
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

// encodeProp is the JSON of a property's value, which may run the user's code.
func (a *App) encodeProp(name string, value any) (out []byte, err error) {
	err = call.Protect(func() error {
		if patch, ok := value.(Patch); ok {
			out, err = patch.append(nil, &a.encoder, name)
		} else {
			out, err = a.encoder.AppendProp(nil, name, value)
		}
		return err
	})
	return out, err
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
		for j, p := range c.props {
			if j > 0 {
				dst = append(dst, ',')
			}
			dst = append(append(append(dst, jsonString(p.name)...), ':'), p.value...)
		}
		dst = append(dst, '}')
	}
	return append(dst, '}')
}

// emptyAnswer updates nothing.
var emptyAnswer = unsealed(`{"multi":true,"response":{}}`)

// into adds the side updates to an answer, nil standing for the empty one. The answer may be a store's, so it is left as it is.
func (s *sideUpdates) into(body sealed) sealed {
	if len(s.list) == 0 {
		return body
	}
	if body == nil {
		body = emptyAnswer
	}
	text := body.text()
	out := append(unsealed(""), text[:len(text)-1]...)
	out = append(out, `,"sideUpdate":`...)
	return append(s.append(out), '}')
}
