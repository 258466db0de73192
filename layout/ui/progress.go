package ui

import "github.com/dashi-go/dashi/layout"

// Progress is a bar that tells how far something is, or that it is under way.
type Progress struct {
	// ID names the bar for callbacks, and for the label that says what it is, see html.For.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the outer element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the outer element.
	Style CSS `json:"style,omitzero"`
	// Value is how far it is, from 0 to Max. Default: not known, as with Indeterminate.
	Value *float64 `json:"value,omitzero"`
	// Max is the value at which it is done. Default: 100.
	Max float64 `json:"max,omitzero"`
	// Indeterminate shows that it is under way without saying how far.
	Indeterminate bool `json:"indeterminate,omitzero"`
	// Label is the text above, which also names the bar for screen readers. Default: none; the name is "Progress" then.
	Label string `json:"label,omitzero"`
	// ShowValue writes the percentage above.
	ShowValue bool `json:"show_value,omitzero"`
	// Kind is the color. Default: [Info].
	Kind Kind `json:"kind,omitzero"`
	// Size is the height: "sm", "md" or "lg" (4, 8, 14 pixels). Default: "md".
	Size string `json:"size,omitzero"`
}

// Type gives the names of the component.
func (Progress) Type() (string, string) { return namespace, "Progress" }
