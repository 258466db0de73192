package plot

// Figure is what a graph shows.
//
// Attributes without a field go into Extra, which every trace and every part of the layout has. They are merged into
// the same object; where an attribute is given both ways the field wins, unless it is zero.
//
// Figures are written by package render, which knows of Extra and of the types of traces; encoding/json does not and
// writes something else. Figures that come back from the browser are read by UnmarshalJSON.
type Figure struct {
	// Data are the traces, drawn in this order.
	Data []Trace `json:"data,omitzero"`
	// Layout is everything else.
	Layout Layout `json:"layout,omitzero"`
	// Frames are states an animation goes through.
	Frames []Frame `json:"frames,omitzero"`
}

// Frame is one state of an animation: what differs from the figure.
type Frame struct {
	// Name is what animations and sliders call the frame.
	Name string `json:"name,omitzero"`
	// Group is the same for frames that are played together.
	Group string `json:"group,omitzero"`
	// Baseframe is the name of the frame this one builds on.
	Baseframe string `json:"baseframe,omitzero"`
	// Data are the attributes of traces that differ.
	Data []Trace `json:"data,omitzero"`
	// Traces are the indexes of the traces Data is about. Default: 0, 1, 2 …
	Traces []int `json:"traces,omitzero"`
	// Layout is the attributes of the layout that differ.
	Layout Layout `json:"layout,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// Trace is one set of data in a figure and how it is drawn: a struct of this package, or one of your own whose fields
// are tagged in the same way.
type Trace interface {
	// TraceType is plotly's name of the kind of trace, written as its attribute type.
	TraceType() string
}

// Other is a trace of a type this package has no struct for, of a later plotly.js for instance, or one whose attributes are
// only known at run time.
type Other struct {
	// Type is plotly's name of the kind of trace, such as "sankey". It must be set, but in a frame, where "" writes none.
	Type string `json:"-"`
	// Attr is the attributes by plotly's names, all but the type. Values are columns, matrices, texts, numbers, bools,
	// map[string]any and the structs of this package.
	Attr map[string]any `json:",inline"`
}

// TraceType is Type.
func (o Other) TraceType() string { return o.Type }
