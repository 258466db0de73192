package plot

// Histogram is bars that count, or sum up, how many values fall into each bin.
type Histogram struct {
	// X is the column of values for upright bars: numbers, texts or times.
	X any `json:"x,omitzero"`
	// Y is the column of values for lying bars; with X given too, what Histfunc works on.
	Y any `json:"y,omitzero"`
	// Orientation is "v" for upright bars or "h" for lying ones. Default: by which coordinates are given.
	Orientation string `json:"orientation,omitzero"`
	// Marker is the look of the bars.
	Marker Marker `json:"marker,omitzero"`
	// Histfunc is what is shown of a bin: "count", "sum", "avg", "min" or "max". Default: "count".
	Histfunc string `json:"histfunc,omitzero"`
	// Histnorm scales the bars: "percent", "probability", "density" or "probability density". Default: not scaled.
	Histnorm string `json:"histnorm,omitzero"`
	// NBinsX is the most bins along x. Default: by the values.
	NBinsX int `json:"nbinsx,omitzero"`
	// NBinsY is the most bins along y. Default: by the values.
	NBinsY int `json:"nbinsy,omitzero"`
	// XBins are the bins along x. They win over NBinsX.
	XBins *Bins `json:"xbins,omitzero"`
	// YBins are the bins along y. They win over NBinsY.
	YBins *Bins `json:"ybins,omitzero"`
	// Bingroup is the same for histograms that share their bins.
	Bingroup string `json:"bingroup,omitzero"`
	// Cumulative adds up the bins.
	Cumulative Cumulative `json:"cumulative,omitzero"`
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

// TraceType is "histogram".
func (Histogram) TraceType() string { return "histogram" }

// Bins are the bins of a [Histogram].
type Bins struct {
	// Start is where the first bin begins: a number, or a date as text. Default: by the values.
	Start any `json:"start,omitzero"`
	// End is where the last bin ends. Default: by the values.
	End any `json:"end,omitzero"`
	// Size is the width of a bin: a number, or months as "M1". Default: by the values.
	Size any `json:"size,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// Cumulative adds up the bins of a [Histogram].
type Cumulative struct {
	// Enabled turns it on.
	Enabled bool `json:"enabled,omitzero"`
	// Direction is "increasing" or "decreasing". Default: "increasing".
	Direction string `json:"direction,omitzero"`
	// Currentbin says how a bin counts in its own sum: "include", "exclude" or "half". Default: "include".
	Currentbin string `json:"currentbin,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}
