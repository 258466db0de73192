package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// component is one of the metadata: a source file, and what it says of itself.
type component struct {
	Name        string
	Description string
	Props       []prop
}

type prop struct {
	Name string
	info
}

type info struct {
	Type        *typ   `json:"type"`
	FlowType    *typ   `json:"flowType"`
	Required    bool   `json:"required"`
	Description string `json:"description"`
	Default     *struct {
		Value any `json:"value"` // JavaScript, as it stands in the source
	} `json:"defaultValue"`
}

// typ is a type. Of shapes and exacts Fields are set, of unions Members, of lists and maps Item, of enumerations Values.
type typ struct {
	Name    string
	Fields  []prop
	Members []*typ
	Item    *typ
	Values  []string // JavaScript literals
}

// readMetadata reads the metadata of a package. Components are sorted by name, properties are as they stand.
func readMetadata(text []byte) ([]component, error) {
	files, err := orderedOf[struct {
		Description string  `json:"description"`
		Props       ordered `json:"props"`
	}](text)
	if err != nil {
		return nil, err
	}
	var all []component
	for _, file := range files {
		// Dash takes the name of a component from its file as well.
		name, _, _ := strings.Cut(path.Base(file.name), ".")
		if !isIdentifier(name) {
			return nil, fmt.Errorf("%q is no name for a component", name)
		}
		props, err := readProps(file.value.Props)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, component{name, file.value.Description, props})
	}
	if len(all) == 0 {
		return nil, errors.New("there are no components in it")
	}
	slices.SortStableFunc(all, func(a, b component) int { return strings.Compare(a.Name, b.Name) })
	for i := range all[1:] {
		if all[i].Name == all[i+1].Name {
			return nil, fmt.Errorf("there are two components called %s", all[i].Name)
		}
	}
	return all, nil
}

func readProps(raw ordered) ([]prop, error) {
	members, err := orderedOf[info](raw)
	var props []prop
	for _, m := range members {
		if m.value.Type == nil {
			m.value.Type = m.value.FlowType
		}
		if m.value.Type == nil {
			m.value.Type = &typ{Name: "any"}
		}
		props = append(props, prop{m.name, m.value})
	}
	return props, err
}

// UnmarshalJSON reads a type, whose value depends on its name.
func (t *typ) UnmarshalJSON(text []byte) error {
	var raw struct {
		Name  string          `json:"name"`
		Value json.RawMessage `json:"value"`
	}
	err := json.Unmarshal(text, &raw)
	t.Name = raw.Name
	if err != nil || len(raw.Value) == 0 {
		return err
	}
	first := bytes.TrimLeft(raw.Value, " \t\r\n")[0]
	switch {
	case t.Name == "enum" && first == '[':
		var values []struct {
			Value any `json:"value"`
		}
		err = json.Unmarshal(raw.Value, &values)
		for _, v := range values {
			t.Values = append(t.Values, fmt.Sprint(v.Value))
		}
	case t.Name == "union" && first == '[':
		err = json.Unmarshal(raw.Value, &t.Members)
	case (t.Name == "arrayOf" || t.Name == "objectOf") && first == '{':
		err = json.Unmarshal(raw.Value, &t.Item)
	case (t.Name == "shape" || t.Name == "exact") && first == '{':
		t.Fields, err = readFields(ordered(raw.Value))
	}
	if err != nil {
		return fmt.Errorf("type %s: %w", t.Name, err)
	}
	return nil
}

// readFields reads the fields of a shape, which are types with a description beside.
func readFields(raw ordered) (fields []prop, err error) {
	members, err := orderedOf[json.RawMessage](raw)
	for _, m := range members {
		field := prop{Name: m.name}
		if err := errors.Join(json.Unmarshal(m.value, &field.info), json.Unmarshal(m.value, &field.Type)); err != nil {
			return nil, err
		}
		// Where it was made of TypeScript a field is a property with its type within.
		var within struct {
			Type json.RawMessage `json:"type"`
		}
		if json.Unmarshal(m.value, &within) == nil && len(within.Type) > 0 {
			if err := json.Unmarshal(within.Type, &field.Type); err != nil {
				return nil, err
			}
		}
		fields = append(fields, field)
	}
	return fields, err
}

// ordered is the text of an object whose members keep their order.
type ordered []byte

func (o *ordered) UnmarshalJSON(text []byte) error {
	*o = bytes.Clone(text)
	return nil
}

type named[T any] struct {
	name  string
	value T
}

func orderedOf[T any](text []byte) (members []named[T], err error) {
	if len(text) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(text))
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return nil, errors.Join(fmt.Errorf("expected an object, got %v", start), err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		m := named[T]{name: fmt.Sprint(name)}
		if err := d.Decode(&m.value); err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		members = append(members, m)
	}
	_, err = d.Token()
	return members, err
}
