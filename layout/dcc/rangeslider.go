package dcc

import "github.com/dashi-go/dashi/layout"

// RangeSlider is two or more handles on a track that choose numbers.
type RangeSlider struct {
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
	// Value is the numbers chosen, ascending, one for each handle. The browser writes it, see UpdateMode. Default: none;
	// handles, see Count, then stand evenly over the track, and callbacks are given no numbers until one is moved.
	Value []float64 `json:"value,omitzero"`
	// DragValue is the numbers under the handles while one is dragged. The browser writes it.
	DragValue []float64 `json:"drag_value,omitzero"`
	// AllowCross tells whether handles can pass one another. Default: true.
	AllowCross *bool `json:"allowCross,omitzero"`
	// Pushable keeps handles apart: a number of steps, or true for one. A handle that comes nearer to another pushes it. Default: false.
	Pushable any `json:"pushable,omitzero"`
	// Count is the number of stretches between handles, one less than handles, where Value is not set. Default: 1.
	Count int `json:"count,omitzero"`
	// UpdateMode tells when Value is written. Default: [OnMouseUp].
	UpdateMode UpdateMode `json:"updatemode,omitzero"`
	// Disabled fixes the handles.
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
	// Included tells whether the track is filled between the first and the last handle. Default: true.
	Included *bool `json:"included,omitzero"`
	// Tooltip shows the values at the handles. Default: none.
	Tooltip *SliderTooltip `json:"tooltip,omitzero"`
	// AllowDirectInput tells whether number fields stand beside the track; there are none on an upright one, with
	// [OnlyMarks], or with more than two handles. Default: true.
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
func (RangeSlider) Type() (string, string) { return namespace, "RangeSlider" }
