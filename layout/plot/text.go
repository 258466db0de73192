package plot

// Font is the look of text.
type Font struct {
	// Family is font names separated by commas, for each point or one for all. Default: that of the layout.
	Family any `json:"family,omitzero"`
	// Size is in pixels, for each point or one for all. Default: 12.
	Size any `json:"size,omitzero"`
	// Color is one color, or a column of them. Default: "#444".
	Color any `json:"color,omitzero"`
	// Weight is "normal", "bold" or a number from 1 to 1000. Default: "normal".
	Weight any `json:"weight,omitzero"`
	// Style is "normal" or "italic". Default: "normal".
	Style any `json:"style,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// Title is the title of a figure, an axis, a legend or a trace.
type Title struct {
	// Text is the title, in plotly's small part of HTML.
	Text string `json:"text,omitzero"`
	// Font is its font.
	Font Font `json:"font,omitzero"`
	// Subtitle is a second line under the title of a figure.
	Subtitle *Title `json:"subtitle,omitzero"`
	// X is the place as a share of the width. Default: 0.5.
	X *float64 `json:"x,omitzero"`
	// Y is the place as a share of the height. Default: chosen by plotly.
	Y *float64 `json:"y,omitzero"`
	// XAnchor is the part of the title at X: "left", "center", "right" or "auto". Default: "auto".
	XAnchor string `json:"xanchor,omitzero"`
	// YAnchor is the part of the title at Y: "top", "middle", "bottom" or "auto". Default: "auto".
	YAnchor string `json:"yanchor,omitzero"`
	// XRef says what X is a share of: "container" or "paper", the plotting area. Default: "container".
	XRef string `json:"xref,omitzero"`
	// YRef says what Y is a share of: "container" or "paper", the plotting area. Default: "container".
	YRef string `json:"yref,omitzero"`
	// Standoff is the distance of an axis' title from its labels in pixels.
	Standoff *float64 `json:"standoff,omitzero"`
	// Side is the side of a color bar or legend.
	Side string `json:"side,omitzero"`
	// Position is the place of a [Pie]'s title, such as "top center".
	Position string `json:"position,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// Hoverlabel is the look of the box shown on hover.
type Hoverlabel struct {
	// BGColor is the background color. Default: that of the trace.
	BGColor any `json:"bgcolor,omitzero"`
	// Bordercolor is the color of the border.
	Bordercolor any `json:"bordercolor,omitzero"`
	// Font is the font.
	Font Font `json:"font,omitzero"`
	// Align is the alignment of text: "left", "right" or "auto". Default: "auto".
	Align any `json:"align,omitzero"`
	// Namelength is how many characters of the trace's name are shown, -1 for all. Default: 15.
	Namelength any `json:"namelength,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// Colorbar is the look of a color bar.
type Colorbar struct {
	// Title is the title.
	Title Title `json:"title,omitzero"`
	// Orientation is "v" or "h". Default: "v".
	Orientation string `json:"orientation,omitzero"`
	// X is the place as a share of the width. Default: 1.02 where upright.
	X *float64 `json:"x,omitzero"`
	// Y is the place as a share of the height. Default: 0.5 where upright.
	Y *float64 `json:"y,omitzero"`
	// Len is the length, in the unit of Lenmode. Default: 1.
	Len *float64 `json:"len,omitzero"`
	// Lenmode is the unit of Len: "fraction" or "pixels". Default: "fraction".
	Lenmode string `json:"lenmode,omitzero"`
	// Thickness is in pixels. Default: 30.
	Thickness *float64 `json:"thickness,omitzero"`
	// Tickvals are the values that have ticks, a column of numbers. Default: round values.
	Tickvals any `json:"tickvals,omitzero"`
	// Ticktext are the labels of Tickvals, a column of texts.
	Ticktext any `json:"ticktext,omitzero"`
	// Tickformat is the format of labels in the syntax of d3, such as ".0%".
	Tickformat string `json:"tickformat,omitzero"`
	// Tickprefix is put before labels.
	Tickprefix string `json:"tickprefix,omitzero"`
	// Ticksuffix is put after labels.
	Ticksuffix string `json:"ticksuffix,omitzero"`
	// Tickfont is the font of labels.
	Tickfont Font `json:"tickfont,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}
