package dcc

import "github.com/dashi-go/dashi/layout"

// Slider is a handle on a track that chooses a number.
type Slider struct {
	// ID names the control for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the outer element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Min is the smallest value. Default: the least mark, or 0 without Marks.
	Min *float64 `json:"min,omitzero"`
	// Max is the largest value. Default: the greatest mark, or 1 without Marks.
	Max *float64 `json:"max,omitzero"`
	// Step is the distance between values, a number such as 0.5, or [OnlyMarks]. Default: 1 where Min and Max are whole numbers, else a round
	// number near a hundredth of the range.
	Step Step `json:"step,omitzero"`
	// Marks are the labels under the track, see [MarksAt] too. nil labels round values; empty but not nil, Marks{}, shows
	// none. Default: nil.
	Marks Marks `json:"marks,omitzero"`
	// Value is the number chosen, new(5.0) for instance. The browser writes it, see UpdateMode. Default: none; the handle
	// then stands at Min, and callbacks are given no number until it is moved.
	Value *float64 `json:"value,omitzero"`
	// DragValue is the number under the handle while it is dragged. The browser writes it.
	DragValue *float64 `json:"drag_value,omitzero"`
	// UpdateMode tells when Value is written. Default: [OnMouseUp].
	UpdateMode UpdateMode `json:"updatemode,omitzero"`
	// Disabled fixes the handle.
	Disabled bool `json:"disabled,omitzero"`
	// Dots draws a dot at each step.
	Dots bool `json:"dots,omitzero"`
	// Reverse turns the track about: the smallest value is at the end of a line of text, which is the right unless text runs from right
	// to left, or at the top.
	Reverse bool `json:"reverse,omitzero"`
	// Vertical stands the track upright.
	Vertical bool `json:"vertical,omitzero"`
	// VerticalHeight is the length of an upright track in pixels. Default: 400.
	VerticalHeight float64 `json:"verticalHeight,omitzero"`
	// Included tells whether the track is filled up to the handle. Default: true.
	Included *bool `json:"included,omitzero"`
	// Tooltip shows the value at the handle. Default: none.
	Tooltip *SliderTooltip `json:"tooltip,omitzero"`
	// AllowDirectInput tells whether a number field stands beside the track; there is none on an upright one or with
	// [OnlyMarks]. Default: true.
	AllowDirectInput *bool `json:"allow_direct_input,omitzero"`

	// Persistence keeps what the user changed over a reload of the page where it is true or a text or number that is
	// not empty; another value is another memory. Needs an ID. Default: not kept.
	Persistence any `json:"persistence,omitzero"`
	// PersistedProps are the properties that are kept. Default: "value".
	PersistedProps []string `json:"persisted_props,omitzero"`
	// PersistenceType says where they are kept. Default: [PersistLocal].
	PersistenceType PersistenceType `json:"persistence_type,omitzero"`
}

// Type gives Dash's names for the control.
func (Slider) Type() (string, string) { return namespace, "Slider" }

// UpdateMode tells when a [Slider] or [RangeSlider] writes its value.
type UpdateMode string

// The moments a slider writes its value.
const (
	// OnMouseUp writes it when the handle is let go.
	OnMouseUp UpdateMode = "mouseup"
	// OnDrag writes it all along.
	OnDrag UpdateMode = "drag"
)

// SliderTooltip is the value shown at each handle of a [Slider] or [RangeSlider].
type SliderTooltip struct {
	// AlwaysVisible shows it also while the handle rests.
	AlwaysVisible bool `json:"always_visible,omitzero"`
	// Placement is the side of the handle: "top", "right", "bottom", "left", or a corner such as "topLeft".
	Placement string `json:"placement,omitzero"`
	// Template is the text, with "{value}" standing for the value. Default: "{value}".
	Template string `json:"template,omitzero"`
	// Style is the inline style.
	Style CSS `json:"style,omitzero"`
	// Transform is the name of a function in the page's window.dccFunctions that is given the value and returns what
	// is shown for it.
	Transform string `json:"transform,omitzero"`
}
