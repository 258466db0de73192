package dcc

import "github.com/dashi-go/dashi/layout"

// Loading covers its children with a spinner while a callback is on its way to any component among them, however deep. The children keep
// their room, so nothing moves.
type Loading struct {
	// ID names the cover for callbacks. It is that of the outer element.
	ID layout.ID `json:"id,omitzero"`
	// Children is what is watched: a component, a text, or a list of those.
	Children any `json:"children,omitzero"`
	// Kind is the spinner that is shown. Default: [SpinnerDefault].
	Kind Spinner `json:"type,omitzero"`
	// CustomSpinner is a component shown in place of the spinner.
	CustomSpinner any `json:"custom_spinner,omitzero"`
	// Display says whether the spinner is shown. Default: [LoadingAuto].
	Display LoadingDisplay `json:"display,omitzero"`
	// Color is the color of the spinner, as in CSS. Default: the theme's.
	Color string `json:"color,omitzero"`
	// Fullscreen covers the whole page.
	Fullscreen bool `json:"fullscreen,omitzero"`
	// Debug shows which properties are awaited.
	Debug bool `json:"debug,omitzero"`
	// DelayShow is how long something must be awaited until the spinner is shown, in milliseconds. Default: 0.
	DelayShow float64 `json:"delay_show,omitzero"`
	// DelayHide is how long the spinner stays when nothing is awaited any more, in milliseconds. Default: 0.
	DelayHide float64 `json:"delay_hide,omitzero"`
	// ShowInitially tells whether the spinner is there when the component comes, before it is known whether anything is awaited.
	// Default: true.
	ShowInitially *bool `json:"show_initially,omitzero"`
	// TargetComponents narrows what is awaited to properties of these components: for each id one property, a list
	// of them ([]string), or "*" for all. Default: all properties of all components within.
	TargetComponents map[layout.ID]any `json:"target_components,omitzero"`
	// ClassName is CSS classes for the spinner, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the spinner.
	Style CSS `json:"style,omitzero"`
	// ParentClassName is CSS classes for the outer element.
	ParentClassName string `json:"parent_className,omitzero"`
	// ParentStyle is the inline style of the outer element.
	ParentStyle CSS `json:"parent_style,omitzero"`
	// OverlayStyle is further inline style of the children while they are covered, such as {"visibility": "visible", "opacity": 0.5}
	// to let them be seen. Default: they are hidden.
	OverlayStyle CSS `json:"overlay_style,omitzero"`
}

// Type gives Dash's names for the cover.
func (Loading) Type() (string, string) { return namespace, "Loading" }

// Spinner is what a [Loading] shows.
type Spinner string

// The spinners.
const (
	SpinnerDefault Spinner = "default" // bars side by side
	SpinnerGraph   Spinner = "graph"   // the bars of a graph
	SpinnerCube    Spinner = "cube"    // four squares
	SpinnerCircle  Spinner = "circle"  // a ring that turns
	SpinnerDot     Spinner = "dot"     // three dots
)

// LoadingDisplay says when a [Loading] shows its spinner.
type LoadingDisplay string

// When the spinner is shown.
const (
	// LoadingAuto shows it while something is awaited.
	LoadingAuto LoadingDisplay = "auto"
	// LoadingShow always shows it.
	LoadingShow LoadingDisplay = "show"
	// LoadingHide never shows it.
	LoadingHide LoadingDisplay = "hide"
)
