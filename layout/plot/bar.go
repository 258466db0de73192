package plot

// Bar is a bar for each point.
type Bar struct {
	// X is the column of x coordinates: numbers, texts or times.
	X any `json:"x,omitzero"`
	// Y is the column of y coordinates: numbers, texts or times.
	Y any `json:"y,omitzero"`
	// X0 is the first x coordinate where X is not given: a number or date. Default: 0.
	X0 any `json:"x0,omitzero"`
	// DX is the distance of x coordinates where X is not given. Default: 1.
	DX *float64 `json:"dx,omitzero"`
	// Y0 is the first y coordinate where Y is not given: a number or date. Default: 0.
	Y0 any `json:"y0,omitzero"`
	// DY is the distance of y coordinates where Y is not given. Default: 1.
	DY *float64 `json:"dy,omitzero"`
	// Orientation is "v" for upright bars or "h" for lying ones. Default: by which coordinates are given.
	Orientation string `json:"orientation,omitzero"`
	// Marker is the look of the bars.
	Marker Marker `json:"marker,omitzero"`
	// Base is where bars begin, for each bar or one for all. Default: 0.
	Base any `json:"base,omitzero"`
	// Width is the thickness in units of the axis, for each bar or one for all. Default: by the distance of the bars.
	Width any `json:"width,omitzero"`
	// Offset moves bars along the axis, in its units, for each bar or one for all. Default: by the layout's Barmode.
	Offset any `json:"offset,omitzero"`
	// Offsetgroup is the same for bars that stand at one place.
	Offsetgroup string `json:"offsetgroup,omitzero"`
	// Alignmentgroup is the same for traces whose bars are aligned, over several axes.
	Alignmentgroup string `json:"alignmentgroup,omitzero"`
	// Textposition is where Text is written: "inside", "outside", "auto" or "none", for each bar or one for all.
	// Default: "auto".
	Textposition any `json:"textposition,omitzero"`
	// Texttemplate is the text written with variables such as "%{y}". It wins over Text.
	Texttemplate any `json:"texttemplate,omitzero"`
	// Textfont is the font of Text.
	Textfont Font `json:"textfont,omitzero"`
	// Insidetextanchor is the end of the bar at which text inside stands: "end", "middle" or "start". Default: "end".
	Insidetextanchor string `json:"insidetextanchor,omitzero"`
	// Cliponaxis tells whether text ends at the edge of the plot. Default: true.
	Cliponaxis *bool `json:"cliponaxis,omitzero"`
	// Textangle is the angle of Text in degrees, or "auto". Default: "auto".
	Textangle any `json:"textangle,omitzero"`
	// ErrorX draws error bars along x.
	ErrorX *ErrorBar `json:"error_x,omitzero"`
	// ErrorY draws error bars along y.
	ErrorY *ErrorBar `json:"error_y,omitzero"`
	// XAxis is the axis the x coordinates belong to: "x", "x2" … Default: "x".
	XAxis string `json:"xaxis,omitzero"`
	// YAxis is the axis the y coordinates belong to: "y", "y2" … Default: "y".
	YAxis string `json:"yaxis,omitzero"`
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
	// Selectedpoints are the indexes of the points that are selected, a column of integers. Default: all.
	Selectedpoints any `json:"selectedpoints,omitzero"`
	// UIRevision keeps what the user changed on the trace as long as it stays the same. Default: that of the layout.
	UIRevision any `json:"uirevision,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// TraceType is "bar".
func (Bar) TraceType() string { return "bar" }
