package dcc

import "github.com/dashi-go/dashi/layout"

// Graph draws a figure with plotly.js.
type Graph struct {
	// ID names the graph for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the outer element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the outer element.
	Style CSS `json:"style,omitzero"`
	// Figure is what is drawn: a plot.Figure, or anything that becomes a JSON object of data, layout and frames. One without
	// a template is drawn in the page's own colors. The browser writes it when the user draws or moves a shape; zooming is
	// reported in RelayoutData alone. Default: an empty figure.
	Figure any `json:"figure,omitzero"`
	// Config says how plotly.js behaves. A change of it alone does not redraw.
	Config GraphConfig `json:"config,omitzero"`
	// Responsive makes the figure follow the size of its container: true, false, or "auto" for yes unless Config or the
	// figure's layout forbids it. true also takes all the height the container has. Default: "auto".
	Responsive any `json:"responsive,omitzero"`
	// MathJax typesets TeX between dollar signs.
	MathJax bool `json:"mathjax,omitzero"`
	// Animate moves from one figure to the next instead of redrawing, where the number of traces stays.
	Animate bool `json:"animate,omitzero"`
	// AnimationOptions are plotly.js's options of animation. Default: a transition of 750 ms, "cubic-in-out", without
	// redrawing frames.
	AnimationOptions map[string]any `json:"animation_options,omitzero"`
	// ExtendData appends points to traces: {"y": [][]float64{{…}, …}}, a column for each trace, or a list of that, the
	// indexes of the traces and the number of points to keep: []any{data, []int{0}, 500}. Each value that a callback gives is
	// appended, also one equal to the last.
	ExtendData any `json:"extendData,omitzero"`
	// PrependData puts points before those of traces, in the form of ExtendData.
	PrependData any `json:"prependData,omitzero"`
	// ClickData is the points last clicked, nil before the first click. The browser writes it.
	ClickData *PointsData `json:"clickData,omitzero"`
	// HoverData is the points under the pointer, the last ones where it has left; see ClearOnUnhover. The browser writes
	// it.
	HoverData *PointsData `json:"hoverData,omitzero"`
	// SelectedData is the points in the box or lasso, null without one. The browser writes it. A new figure for the same graph takes the
	// selection away unless its layout has a UIRevision (or Selectionrevision) that stays the same.
	SelectedData *PointsData `json:"selectedData,omitzero"`
	// ClickAnnotationData is the annotation last clicked, as plotly.js reports it. The browser writes it.
	ClickAnnotationData map[string]any `json:"clickAnnotationData,omitzero"`
	// RelayoutData is the last change of the layout, by paths such as "xaxis.range[0]". The browser writes it.
	RelayoutData map[string]any `json:"relayoutData,omitzero"`
	// RestyleData is the last change of traces by the user: an object of edits and a list of trace indexes. The
	// browser writes it.
	RestyleData []any `json:"restyleData,omitzero"`
	// Alt is what screen readers say in place of the graph. Default: its title, its traces with the ranges of their values,
	// and the titles of its axes.
	Alt string `json:"alt,omitzero"`
	// ClearOnUnhover sets HoverData to null when the pointer leaves a point.
	ClearOnUnhover bool `json:"clear_on_unhover,omitzero"`
}

// Type gives Dash's names for the graph.
func (Graph) Type() (string, string) { return namespace, "Graph" }
