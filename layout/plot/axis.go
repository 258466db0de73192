package plot

// Axis is an x or y axis.
type Axis struct {
	// Title is the title.
	Title Title `json:"title,omitzero"`
	// Type is "linear", "log", "date", "category" or "multicategory". Default: by the data.
	Type string `json:"type,omitzero"`
	// Range is the two ends: numbers, dates as text, logarithms on a log axis. Default: by the data.
	Range any `json:"range,omitzero"`
	// Autorange is true, false, "reversed", "min", "max" … Default: true without Range.
	Autorange any `json:"autorange,omitzero"`
	// Rangemode says what a range by the data takes in: "normal", "tozero" or "nonnegative". Default: "normal".
	Rangemode string `json:"rangemode,omitzero"`
	// Fixedrange forbids zooming.
	Fixedrange bool `json:"fixedrange,omitzero"`
	// Visible tells whether anything of the axis is drawn. Default: true.
	Visible *bool `json:"visible,omitzero"`
	// Color is the color of everything on the axis. Default: "#444".
	Color string `json:"color,omitzero"`
	// Side is "top", "bottom", "left" or "right". Default: "bottom" or "left".
	Side string `json:"side,omitzero"`
	// Anchor is the axis this one stands at, or "free". Default: that of the same number.
	Anchor string `json:"anchor,omitzero"`
	// Overlaying is the axis this one is drawn over.
	Overlaying string `json:"overlaying,omitzero"`
	// Matches is the axis whose range is shared.
	Matches string `json:"matches,omitzero"`
	// Domain is the two ends as shares of the plotting area. Default: 0 and 1.
	Domain []float64 `json:"domain,omitzero"`
	// Position is where a free axis stands, a share of the plotting area. Default: 0.
	Position *float64 `json:"position,omitzero"`
	// Scaleanchor is the axis whose scale is shared, or false.
	Scaleanchor any `json:"scaleanchor,omitzero"`
	// Scaleratio is the ratio to that scale. Default: 1.
	Scaleratio *float64 `json:"scaleratio,omitzero"`
	// Constrain says how room for a shared scale is found: "range" or "domain".
	Constrain string `json:"constrain,omitzero"`
	// Categoryorder is the order of categories, such as "trace", "array" or "total descending". Default: "trace".
	Categoryorder string `json:"categoryorder,omitzero"`
	// Categoryarray is the categories in order, a column of texts.
	Categoryarray any `json:"categoryarray,omitzero"`
	// Tickmode is "auto", "linear", "array" or "sync". Default: by what is given.
	Tickmode string `json:"tickmode,omitzero"`
	// NTicks is the most ticks. Default: by the size.
	NTicks int `json:"nticks,omitzero"`
	// Tick0 is where ticks begin: a number or a date.
	Tick0 any `json:"tick0,omitzero"`
	// DTick is the distance of ticks: a number, milliseconds on a date axis, months as "M1".
	DTick any `json:"dtick,omitzero"`
	// Tickvals are the values that have ticks, a column.
	Tickvals any `json:"tickvals,omitzero"`
	// Ticktext are the labels of Tickvals, a column of texts.
	Ticktext any `json:"ticktext,omitzero"`
	// Tickformat is the format of labels in the syntax of d3, such as ".2f" or "%b %Y".
	Tickformat string `json:"tickformat,omitzero"`
	// Tickprefix is put before labels.
	Tickprefix string `json:"tickprefix,omitzero"`
	// Ticksuffix is put after labels.
	Ticksuffix string `json:"ticksuffix,omitzero"`
	// Tickangle is the angle of labels in degrees, or "auto". Default: "auto".
	Tickangle any `json:"tickangle,omitzero"`
	// Tickfont is the font of labels.
	Tickfont Font `json:"tickfont,omitzero"`
	// Ticks says where ticks are drawn: "outside" or "inside". Default: not drawn.
	Ticks string `json:"ticks,omitzero"`
	// Ticklen is the length of ticks in pixels. Default: 5.
	Ticklen *float64 `json:"ticklen,omitzero"`
	// Showticklabels tells whether there are labels. Default: true.
	Showticklabels *bool `json:"showticklabels,omitzero"`
	// Hoverformat is the format of values on hover. Default: that of the labels.
	Hoverformat string `json:"hoverformat,omitzero"`
	// Automargin grows the margins for labels: a bool, or sides joined by plus.
	Automargin any `json:"automargin,omitzero"`
	// Showgrid tells whether grid lines are drawn. Default: true, but false for categories.
	Showgrid *bool `json:"showgrid,omitzero"`
	// Gridcolor is the color of grid lines. Default: "#eee".
	Gridcolor string `json:"gridcolor,omitzero"`
	// Gridwidth is the width of grid lines in pixels. Default: 1.
	Gridwidth *float64 `json:"gridwidth,omitzero"`
	// Griddash is the dash of grid lines, as in [Line]. Default: "solid".
	Griddash string `json:"griddash,omitzero"`
	// Showline tells whether the line of the axis is drawn. Default: false.
	Showline *bool `json:"showline,omitzero"`
	// Linecolor is the color of that line. Default: "#444".
	Linecolor string `json:"linecolor,omitzero"`
	// Linewidth is the width of that line in pixels. Default: 1.
	Linewidth *float64 `json:"linewidth,omitzero"`
	// Mirror repeats the line on the other side: true, "ticks", "all", "allticks" or false. Default: false.
	Mirror any `json:"mirror,omitzero"`
	// Zeroline tells whether a line is drawn at 0.
	Zeroline *bool `json:"zeroline,omitzero"`
	// Zerolinecolor is the color of that line. Default: "#444".
	Zerolinecolor string `json:"zerolinecolor,omitzero"`
	// Zerolinewidth is the width of that line in pixels. Default: 1.
	Zerolinewidth *float64 `json:"zerolinewidth,omitzero"`
	// Showspikes tells whether a line is drawn from a hovered point to the axis. Default: false.
	Showspikes *bool `json:"showspikes,omitzero"`
	// Rangeslider shows a small copy of the figure to zoom with, under an x axis.
	Rangeslider *Rangeslider `json:"rangeslider,omitzero"`
	// Rangeselector shows buttons that zoom to a span of time.
	Rangeselector map[string]any `json:"rangeselector,omitzero"`
	// Rangebreaks cut spans out of a date axis, such as {"bounds": []string{"sat", "mon"}}.
	Rangebreaks []map[string]any `json:"rangebreaks,omitzero"`
	// UIRevision keeps the user's zoom as long as it stays the same. Default: that of the layout.
	UIRevision any `json:"uirevision,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// Rangeslider is a small copy of the figure to zoom with.
type Rangeslider struct {
	// Visible tells whether it is shown. Default: true.
	Visible *bool `json:"visible,omitzero"`
	// Thickness is its height as a share of the plotting area. Default: 0.15.
	Thickness *float64 `json:"thickness,omitzero"`
	// Range is the two ends it shows. Default: all data.
	Range any `json:"range,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// ColorAxis is a color scale for several traces.
type ColorAxis struct {
	// CMin is the number at the lower end of the scale. Default: the smallest.
	CMin *float64 `json:"cmin,omitzero"`
	// CMax is the number at the upper end of the scale. Default: the largest.
	CMax *float64 `json:"cmax,omitzero"`
	// CMid is the number in the middle of the scale. Default: not fixed.
	CMid *float64 `json:"cmid,omitzero"`
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
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}
