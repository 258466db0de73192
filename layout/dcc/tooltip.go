package dcc

import "github.com/dashi-go/dashi/layout"

// Tooltip is a box beside a place on the page, such as a point of a [Graph] that the pointer is on, or, with Target, beside
// another component while the pointer or the keyboard is on it. It turns to the opposite side where there is no room.
type Tooltip struct {
	// ID names the box for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the contents, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the contents.
	Style CSS `json:"style,omitzero"`
	// Children is the contents: text, a component, or a list of those.
	Children any `json:"children,omitzero"`
	// BBox is the place the box points to, in pixels from the corner of the nearest positioned element around the box, such as
	// that of a point in a graph's hoverData; nothing is shown without it, unless there is a Target.
	BBox *BBox `json:"bbox,omitzero"`
	// Target is the id of a component that the box explains, which is not in Dash: shown while the pointer or the keyboard is on it,
	// gone with Escape, and read out with it. BBox is not used then.
	Target layout.ID `json:"target,omitzero"`
	// Show tells whether the box may be shown. Default: true.
	Show *bool `json:"show,omitzero"`
	// Direction is the side of the place the box stands at. Default: [DirectionRight], [DirectionTop] with Target.
	Direction Direction `json:"direction,omitzero"`
	// BorderColor is the color of the border, as in CSS. Default: that of the look.
	BorderColor string `json:"border_color,omitzero"`
	// BackgroundColor is the color behind the contents, as in CSS. Default: that of the look.
	BackgroundColor string `json:"background_color,omitzero"`
	// LoadingText is shown while a callback that writes to the box runs. Default: "Loading...".
	LoadingText string `json:"loading_text,omitzero"`
	// ZIndex is the layer of the box in browsers that do not lay it above the whole page by themselves. Default: 1.
	ZIndex int `json:"zindex,omitzero"`
	// Targetable lets the pointer go into the box, for links in it. It always does with Target.
	Targetable bool `json:"targetable,omitzero"`
}

// Type gives Dash's names for the box.
func (Tooltip) Type() (string, string) { return namespace, "Tooltip" }

// Direction is a side of a place.
type Direction string

// The sides of a place.
const (
	DirectionTop    Direction = "top"
	DirectionRight  Direction = "right"
	DirectionBottom Direction = "bottom"
	DirectionLeft   Direction = "left"
)
