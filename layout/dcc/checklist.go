package dcc

import "github.com/dashi-go/dashi/layout"

// Checklist is a row or column of boxes, each of which can be ticked.
type Checklist struct {
	// ID names the control for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the outer element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the outer element.
	Style CSS `json:"style,omitzero"`
	// Options are the choices, in the order they are shown, see [Options].
	Options []Option `json:"options,omitzero"`
	// Value is a list of the Values of the options that are ticked, such as []string{"a"}, in the order in which they were; nil for
	// none. The browser writes it. A callback takes it as a slice of its type, or as []any where the options' values differ in type.
	Value any `json:"value,omitzero"`
	// Inline sets the options in a row instead of a column.
	Inline bool `json:"inline,omitzero"`
	// InputStyle is the inline style of each box.
	InputStyle CSS `json:"inputStyle,omitzero"`
	// InputClassName is CSS classes for each box.
	InputClassName string `json:"inputClassName,omitzero"`
	// LabelStyle is the inline style of each label.
	LabelStyle CSS `json:"labelStyle,omitzero"`
	// LabelClassName is CSS classes for each label.
	LabelClassName string `json:"labelClassName,omitzero"`

	// Persistence keeps what the user changed over a reload of the page where it is true or a text or number that is
	// not empty; another value is another memory. Needs an ID. Default: not kept.
	Persistence any `json:"persistence,omitzero"`
	// PersistedProps are the properties that are kept. Default: "value".
	PersistedProps []string `json:"persisted_props,omitzero"`
	// PersistenceType says where they are kept. Default: [PersistLocal].
	PersistenceType PersistenceType `json:"persistence_type,omitzero"`
}

// Type gives Dash's names for the control.
func (Checklist) Type() (string, string) { return namespace, "Checklist" }
