package dcc

import (
	"cmp"
	"maps"
	"slices"
)

// Option is one choice of a [Dropdown], [Checklist] or [RadioItems].
type Option struct {
	// Label is what is shown: a text, a number, or a component. Dash's own front end shows a component too, but callbacks do not reach it there.
	Label any `json:"label,omitzero"`
	// Value is what the control's Value becomes: a string, number or bool, different for each option.
	Value any `json:"value,omitzero"`
	// Disabled shows the option without letting it be chosen.
	Disabled bool `json:"disabled,omitzero"`
	// Title is shown while the pointer rests on the option.
	Title string `json:"title,omitzero"`
	// Search is further text that a [Dropdown]'s search looks in, besides the label and the value.
	Search string `json:"search,omitzero"`
	// Group is the heading under which the option is shown, together with all others of that group; groups stand in the order
	// of their first options, and options without one come before them. Dash knows no groups and shows one list. Default: none.
	Group string `json:"group,omitzero"`
}

// Options makes an option of each value, which is also its label. For labels of their own see [OptionMap]; values of
// several types are written out, []Option{{Label: "1", Value: 1}, {Label: "all", Value: "all"}}.
func Options[T cmp.Ordered | ~bool](values ...T) []Option {
	options := make([]Option, len(values))
	for i, value := range values {
		options[i] = Option{Label: value, Value: value}
	}
	return options
}

// OptionMap makes an option of each value, a key of the map, with its label, in the order of the values.
func OptionMap[V cmp.Ordered](labels map[V]string) []Option {
	options := make([]Option, 0, len(labels))
	for _, value := range slices.Sorted(maps.Keys(labels)) {
		options = append(options, Option{Label: labels[value], Value: value})
	}
	return options
}
