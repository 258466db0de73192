package plot

// Heatmap is a grid of cells colored by their values.
type Heatmap struct {
	// Z is the matrix of values, a list of rows such as [][]float64.
	Z any `json:"z,omitzero"`
	// X is the column of x coordinates, one for each column of Z: numbers, texts or times. Default: 0, 1, 2 …
	X any `json:"x,omitzero"`
	// Y is the column of y coordinates, one for each row of Z: numbers, texts or times. Default: 0, 1, 2 …
	Y any `json:"y,omitzero"`
	// X0 is the first x coordinate where X is not given: a number or date. Default: 0.
	X0 any `json:"x0,omitzero"`
	// DX is the distance of x coordinates where X is not given. Default: 1.
	DX *float64 `json:"dx,omitzero"`
	// Y0 is the first y coordinate where Y is not given: a number or date. Default: 0.
	Y0 any `json:"y0,omitzero"`
	// DY is the distance of y coordinates where Y is not given. Default: 1.
	DY *float64 `json:"dy,omitzero"`
	// ZMin is the number at the lower end of the scale. Default: the smallest.
	ZMin *float64 `json:"zmin,omitzero"`
	// ZMax is the number at the upper end of the scale. Default: the largest.
	ZMax *float64 `json:"zmax,omitzero"`
	// ZMid is the number in the middle of the scale. Default: not fixed.
	ZMid *float64 `json:"zmid,omitzero"`
	// Colorscale maps numbers to colors: a name such as "Viridis", or pairs of a share from 0 to 1 and a color.
	// Default: the template's.
	Colorscale any `json:"colorscale,omitzero"`
	// Autocolorscale lets plotly choose the scale by the sign of the numbers. Default: that of the template.
	Autocolorscale *bool `json:"autocolorscale,omitzero"`
	// Reversescale turns the scale around.
	Reversescale bool `json:"reversescale,omitzero"`
	// Showscale tells whether a color bar is shown. Default: true.
	Showscale *bool `json:"showscale,omitzero"`
	// Colorbar is the look of the color bar.
	Colorbar Colorbar `json:"colorbar,omitzero"`
	// ColorAxis is the layout's color axis to share: "coloraxis", "coloraxis2" … It replaces the scale given here.
	ColorAxis string `json:"coloraxis,omitzero"`
	// Zsmooth blends the cells: "fast", "best" or false. Default: false.
	Zsmooth any `json:"zsmooth,omitzero"`
	// Connectgaps tells whether missing values are filled in. Default: false.
	Connectgaps *bool `json:"connectgaps,omitzero"`
	// Transpose swaps rows and columns of Z.
	Transpose bool `json:"transpose,omitzero"`
	// Hoverongaps tells whether missing values are hovered. Default: true.
	Hoverongaps *bool `json:"hoverongaps,omitzero"`
	// XGap is the gap between columns in pixels.
	XGap float64 `json:"xgap,omitzero"`
	// YGap is the gap between rows in pixels.
	YGap float64 `json:"ygap,omitzero"`
	// Texttemplate is the text written in the cells with variables such as "%{z}".
	Texttemplate any `json:"texttemplate,omitzero"`
	// Textfont is the font of that text.
	Textfont Font `json:"textfont,omitzero"`
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
	// UIRevision keeps what the user changed on the trace as long as it stays the same. Default: that of the layout.
	UIRevision any `json:"uirevision,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// TraceType is "heatmap".
func (Heatmap) TraceType() string { return "heatmap" }
