package plot

// Pie is the sectors of a circle, or of a ring.
type Pie struct {
	// Labels is the column of the sectors' names, texts; equal ones are added up.
	Labels any `json:"labels,omitzero"`
	// Values is the column of the sectors' sizes, numbers. Default: how often each label occurs.
	Values any `json:"values,omitzero"`
	// Hole is the share of the radius cut out, from 0 to 1. Default: 0.
	Hole float64 `json:"hole,omitzero"`
	// Pull is the share of the radius sectors are pulled out by, for each sector or one for all. Default: 0.
	Pull any `json:"pull,omitzero"`
	// Sort tells whether sectors are sorted by size. Default: true.
	Sort *bool `json:"sort,omitzero"`
	// Direction is "clockwise" or "counterclockwise". Default: "counterclockwise".
	Direction string `json:"direction,omitzero"`
	// Rotation is where the first sector starts, in degrees clockwise from the top. Default: 0.
	Rotation float64 `json:"rotation,omitzero"`
	// Marker is the look of the sectors; their colors are its Colors.
	Marker Marker `json:"marker,omitzero"`
	// Textinfo says what is written: "label", "text", "value" and "percent" joined by plus, or "none". Default:
	// "percent".
	Textinfo string `json:"textinfo,omitzero"`
	// Textposition is where it is written: "inside", "outside", "auto" or "none". Default: "auto".
	Textposition any `json:"textposition,omitzero"`
	// Texttemplate is the text written with variables such as "%{percent}". It wins over Textinfo.
	Texttemplate any `json:"texttemplate,omitzero"`
	// Textfont is the font of the text.
	Textfont Font `json:"textfont,omitzero"`
	// Insidetextorientation is the direction of text inside: "horizontal", "radial", "tangential" or "auto". Default:
	// "auto".
	Insidetextorientation string `json:"insidetextorientation,omitzero"`
	// Automargin grows the margins for text outside.
	Automargin bool `json:"automargin,omitzero"`
	// Title is the title of the pie.
	Title Title `json:"title,omitzero"`
	// Domain is the part of the figure the pie takes up. Default: all of it.
	Domain Domain `json:"domain,omitzero"`
	// Name is shown in the legend and on hover.
	Name string `json:"name,omitzero"`
	// Visible is true, false, or "legendonly" to show only the legend's entry. Default: true.
	Visible any `json:"visible,omitzero"`
	// Opacity is from 0, invisible, to 1. Default: 1.
	Opacity *float64 `json:"opacity,omitzero"`
	// Showlegend tells whether the legend has an entry. Default: true.
	Showlegend *bool `json:"showlegend,omitzero"`
	// Legendgroup is the same for traces that are shown and hidden together.
	Legendgroup string `json:"legendgroup,omitzero"`
	// IDs are names of the points, a column of texts, by which they are matched when the figure is animated.
	IDs any `json:"ids,omitzero"`
	// Customdata is a column of anything, reported in the events of the points.
	Customdata any `json:"customdata,omitzero"`
	// Meta is any value, for templates to show as "%{meta}".
	Meta any `json:"meta,omitzero"`
	// Text is the text of each point, or one for all.
	Text any `json:"text,omitzero"`
	// Hovertext is the text shown on hover, for each point or one for all. Default: Text.
	Hovertext any `json:"hovertext,omitzero"`
	// Hoverinfo says what is shown on hover: parts such as "x+y+name" joined by plus, "all", "none" or "skip".
	// Default: "all".
	Hoverinfo any `json:"hoverinfo,omitzero"`
	// Hovertemplate is the text shown on hover with variables such as "%{y:.2f}"; "<extra></extra>" in it hides the
	// box beside. It wins over Hoverinfo.
	Hovertemplate any `json:"hovertemplate,omitzero"`
	// Hoverlabel is the look of the box shown on hover.
	Hoverlabel Hoverlabel `json:"hoverlabel,omitzero"`
	// UIRevision keeps what the user changed on the trace as long as it stays the same. Default: that of the layout.
	UIRevision any `json:"uirevision,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// TraceType is "pie".
func (Pie) TraceType() string { return "pie" }

// Domain is a part of the figure.
type Domain struct {
	// X is its left and right edge as shares of the width. Default: 0 and 1.
	X []float64 `json:"x,omitzero"`
	// Y is its lower and upper edge as shares of the height. Default: 0 and 1.
	Y []float64 `json:"y,omitzero"`
	// Row is the row of the layout's Grid. Default: 0.
	Row int `json:"row,omitzero"`
	// Column is the column of the layout's Grid. Default: 0.
	Column int `json:"column,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}
