package dcc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// Marks are labels under the track of a [Slider] or [RangeSlider], by the values they stand at: Marks{0: {Label: "never"}, 10: {Label:
// "always"}}. Empty but not nil means none at all and is written as null.
type Marks map[float64]Mark

// MarksAt labels each value with itself. With [OnlyMarks] these are the values to choose from.
func MarksAt(values ...float64) Marks {
	marks := make(Marks, len(values))
	for _, at := range values {
		marks[at] = Mark{Label: strconv.FormatFloat(at, 'f', -1, 64)}
	}
	return marks
}

// Mark is one label of a slider.
type Mark struct {
	// Label is the text.
	Label string `json:"label"`
	// Style is the inline style.
	Style CSS `json:"style,omitzero"`
}

// MarshalJSON writes an object with the values, ascending, as its keys.
func (m Marks) MarshalJSON() ([]byte, error) {
	if len(m) == 0 {
		return []byte("null"), nil
	}
	b := []byte{'{'}
	for i, at := range slices.Sorted(maps.Keys(m)) {
		var mark any = m[at]
		if m[at].Style == nil {
			mark = m[at].Label
		}
		text, err := json.Marshal(mark)
		if err != nil {
			return nil, fmt.Errorf("dcc: mark at %v: %w", at, err)
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = strconv.AppendFloat(b, at, 'f', -1, 64)
		b = append(b, `":`...)
		b = append(b, text...)
	}
	return append(b, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (m *Marks) UnmarshalJSON(text []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		return fmt.Errorf("dcc: marks: %w", err)
	}
	*m = make(Marks, len(all))
	for key, raw := range all {
		at, err := strconv.ParseFloat(key, 64)
		if err != nil {
			return fmt.Errorf("dcc: marks: key %q is not a number", key)
		}
		mark := Mark{}
		var into any = &mark
		if bytes.HasPrefix(raw, []byte(`"`)) {
			into = &mark.Label
		}
		if err := json.Unmarshal(raw, into); err != nil {
			return fmt.Errorf("dcc: mark at %q: %w", key, err)
		}
		(*m)[at] = mark
	}
	return nil
}
