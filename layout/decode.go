package layout

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// UnmarshalJSON reads an id as the browser sends it, so that a callback may take the "id" of a component: a string, or an
// object of strings, numbers and booleans, which becomes a dictionary id whatever the order of its keys. An object may hold
// wildcards, as patterns do. null leaves the id as it is.
func (id *ID) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	switch {
	case string(data) == "null":
		return nil
	case len(data) > 0 && data[0] == '"':
		return json.Unmarshal(data, (*string)(id))
	case len(data) > 0 && data[0] == '{':
		return id.unmarshalDict(data)
	}
	return fmt.Errorf("layout: %.100s is no id: expected a string or an object", data)
}

func (id *ID) unmarshalDict(data []byte) error {
	if read := ID(data); read.CheckPattern() == nil { // as the browser sends it
		*id = read
		return nil
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	if len(values) == 0 {
		return errors.New("layout: {} is no id: a dictionary id has at least one key")
	}
	entries := make([]entry, 0, len(values))
	for key, raw := range values {
		if key == "" {
			return fmt.Errorf("layout: %.100s is no id: a key is empty", data)
		}
		value, err := canonical(raw)
		if err != nil {
			return fmt.Errorf("layout: %.100s is no id: the value of %q %w", data, key, err)
		}
		entries = append(entries, entry{key, value})
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	*id = dictOf(entries)
	return nil
}

// canonical is a value of an id in the spelling of Dict.
func canonical(raw json.RawMessage) (string, error) {
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return "", err // a number beyond all floats
	}
	switch v := value.(type) {
	case string, float64, bool:
		return scalar(v)
	case []any:
		if len(v) == 1 {
			if name, ok := v[0].(string); ok {
				return scalar(Wildcard(name))
			}
		}
	}
	return "", fmt.Errorf("is %.40s, expected a string, a number or a bool", raw)
}
