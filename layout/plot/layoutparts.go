package plot

// Legend is the look and place of the legend.
type Legend struct {
	// Title is the title.
	Title Title `json:"title,omitzero"`
	// Orientation is "v" or "h". Default: "v".
	Orientation string `json:"orientation,omitzero"`
	// X is the place as a share of the plotting area's width. Default: 1.02 where upright.
	X *float64 `json:"x,omitzero"`
	// Y is the place as a share of the plotting area's height. Default: 1 where upright.
	Y *float64 `json:"y,omitzero"`
	// XAnchor is the part of the legend at X: "left", "center", "right" or "auto". Default: "left".
	XAnchor string `json:"xanchor,omitzero"`
	// YAnchor is the part of the legend at Y: "top", "middle", "bottom" or "auto". Default: "auto".
	YAnchor string `json:"yanchor,omitzero"`
	// Traceorder is the order of entries: "normal", "reversed", "grouped" or "reversed+grouped".
	Traceorder string `json:"traceorder,omitzero"`
	// Itemclick says what a click on an entry does: "toggle", "toggleothers" or false. Default: "toggle".
	Itemclick any `json:"itemclick,omitzero"`
	// Itemdoubleclick says what a double click does: "toggle", "toggleothers" or false. Default: "toggleothers".
	Itemdoubleclick any `json:"itemdoubleclick,omitzero"`
	// Groupclick says what a click concerns: "toggleitem" or "togglegroup". Default: "togglegroup".
	Groupclick string `json:"groupclick,omitzero"`
	// BGColor is the background color.
	BGColor string `json:"bgcolor,omitzero"`
	// Bordercolor is the color of the border. Default: "#444".
	Bordercolor string `json:"bordercolor,omitzero"`
	// Borderwidth is the width of the border in pixels.
	Borderwidth float64 `json:"borderwidth,omitzero"`
	// Font is the font of entries.
	Font Font `json:"font,omitzero"`
	// UIRevision keeps what the user hid as long as it stays the same. Default: that of the layout.
	UIRevision any `json:"uirevision,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// Margin is the space around the plotting area in pixels; new(0.0) for none.
type Margin struct {
	// L is at the left. Default: 80.
	L *float64 `json:"l,omitzero"`
	// R is at the right. Default: 80.
	R *float64 `json:"r,omitzero"`
	// T is at the top. Default: 100.
	T *float64 `json:"t,omitzero"`
	// B is at the bottom. Default: 80.
	B *float64 `json:"b,omitzero"`
	// Pad is between the plotting area and the axes. Default: 0.
	Pad *float64 `json:"pad,omitzero"`
	// Autoexpand tells whether legend, labels and the like may grow it. Default: true.
	Autoexpand *bool `json:"autoexpand,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// Annotation is a text in a figure, with an arrow or without.
type Annotation struct {
	// Text is the text, in plotly's small part of HTML.
	Text string `json:"text,omitzero"`
	// X is the place: a coordinate, or a share of the plotting area.
	X any `json:"x,omitzero"`
	// Y is the place: a coordinate, or a share of the plotting area.
	Y any `json:"y,omitzero"`
	// XRef is the axis X is a coordinate of, "x2" for instance, or "paper" for a share. Default: "x".
	XRef string `json:"xref,omitzero"`
	// YRef is the axis Y is a coordinate of, "y2" for instance, or "paper" for a share. Default: "y".
	YRef string `json:"yref,omitzero"`
	// XAnchor is the part of the text at X: "left", "center", "right" or "auto". Default: "auto".
	XAnchor string `json:"xanchor,omitzero"`
	// YAnchor is the part of the text at Y: "top", "middle", "bottom" or "auto". Default: "auto".
	YAnchor string `json:"yanchor,omitzero"`
	// XShift moves all of it to the right, in pixels.
	XShift float64 `json:"xshift,omitzero"`
	// YShift moves all of it up, in pixels.
	YShift float64 `json:"yshift,omitzero"`
	// Showarrow tells whether an arrow points at the place. Default: true.
	Showarrow *bool `json:"showarrow,omitzero"`
	// AX is how far the tail of the arrow is to the right of its head, in pixels. Default: -10.
	AX any `json:"ax,omitzero"`
	// AY is how far the tail of the arrow is below its head, in pixels. Default: -30.
	AY any `json:"ay,omitzero"`
	// Arrowhead is the form of the head, from 0 to 8. Default: 1.
	Arrowhead *int `json:"arrowhead,omitzero"`
	// Arrowsize is the size of the head by the width of the line. Default: 1.
	Arrowsize *float64 `json:"arrowsize,omitzero"`
	// Arrowwidth is the width of the line in pixels.
	Arrowwidth *float64 `json:"arrowwidth,omitzero"`
	// Arrowcolor is the color of the arrow.
	Arrowcolor string `json:"arrowcolor,omitzero"`
	// Font is the font.
	Font Font `json:"font,omitzero"`
	// Align is the alignment of lines: "left", "center" or "right". Default: "center".
	Align string `json:"align,omitzero"`
	// Textangle is the angle in degrees.
	Textangle float64 `json:"textangle,omitzero"`
	// BGColor is the background color. Default: none.
	BGColor string `json:"bgcolor,omitzero"`
	// Bordercolor is the color of the border. Default: none.
	Bordercolor string `json:"bordercolor,omitzero"`
	// Borderwidth is the width of the border in pixels. Default: 1.
	Borderwidth *float64 `json:"borderwidth,omitzero"`
	// Borderpad is between border and text, in pixels. Default: 1.
	Borderpad *float64 `json:"borderpad,omitzero"`
	// Opacity is from 0 to 1. Default: 1.
	Opacity *float64 `json:"opacity,omitzero"`
	// Visible tells whether it is shown. Default: true.
	Visible *bool `json:"visible,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// Shape is a drawing in a figure.
type Shape struct {
	// Type is "line", "rect", "circle" or "path". Default: "rect".
	Type string `json:"type,omitzero"`
	// X0 is where it begins: a coordinate, or a share of the plotting area.
	X0 any `json:"x0,omitzero"`
	// X1 is where it ends.
	X1 any `json:"x1,omitzero"`
	// Y0 is where it begins: a coordinate, or a share of the plotting area.
	Y0 any `json:"y0,omitzero"`
	// Y1 is where it ends.
	Y1 any `json:"y1,omitzero"`
	// XRef is the axis X0 and X1 are coordinates of, or "paper" for shares. Default: "x".
	XRef string `json:"xref,omitzero"`
	// YRef is the axis Y0 and Y1 are coordinates of, or "paper" for shares. Default: "y".
	YRef string `json:"yref,omitzero"`
	// Path is the outline of a path in the syntax of SVG.
	Path string `json:"path,omitzero"`
	// Line is the outline.
	Line Line `json:"line,omitzero"`
	// Fillcolor is the color inside. Default: none.
	Fillcolor string `json:"fillcolor,omitzero"`
	// Opacity is from 0 to 1. Default: 1.
	Opacity *float64 `json:"opacity,omitzero"`
	// Layer is "below", "above" or "between" the traces. Default: "above".
	Layer string `json:"layer,omitzero"`
	// Editable tells whether the user can change it. Default: that of the graph's config.
	Editable *bool `json:"editable,omitzero"`
	// Visible is true, false or "legendonly". Default: true.
	Visible any `json:"visible,omitzero"`
	// Name names it.
	Name string `json:"name,omitzero"`
	// Label is a text at it, such as {"text": "limit"}.
	Label map[string]any `json:"label,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// Grid lays out several plots.
type Grid struct {
	// Rows is how many rows there are.
	Rows int `json:"rows,omitzero"`
	// Columns is how many columns there are.
	Columns int `json:"columns,omitzero"`
	// Pattern is "independent", axes of their own for each cell, or "coupled", shared by rows and columns. Default:
	// "coupled".
	Pattern string `json:"pattern,omitzero"`
	// Roworder is "top to bottom" or "bottom to top". Default: "top to bottom".
	Roworder string `json:"roworder,omitzero"`
	// Subplots are the axes of each cell, such as "xy" and "x2y2".
	Subplots [][]string `json:"subplots,omitzero"`
	// XGap is the gap between columns as a share of a cell. Default: 0.2 where independent, else 0.1.
	XGap *float64 `json:"xgap,omitzero"`
	// YGap is the gap between rows as a share of a cell. Default: 0.3 where independent, else 0.1.
	YGap *float64 `json:"ygap,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}
