package plot

// Marker is the look of the points, bars or sectors of a trace.
type Marker struct {
	// Color is one color, or a column of colors, or of numbers the Colorscale maps to colors. Default: the next of the
	// layout's Colorway.
	Color any `json:"color,omitzero"`
	// Colors is the column of colors of a [Pie]'s sectors.
	Colors any `json:"colors,omitzero"`
	// Size is the diameter in pixels, for each point or one for all. Default: 6.
	Size any `json:"size,omitzero"`
	// Sizemode says what Size is: "diameter" or "area". Default: "diameter".
	Sizemode string `json:"sizemode,omitzero"`
	// Sizeref is what Size is divided by. Default: 1.
	Sizeref *float64 `json:"sizeref,omitzero"`
	// Sizemin is the smallest size in pixels.
	Sizemin float64 `json:"sizemin,omitzero"`
	// Symbol is the shape, such as "square" or "circle-open", for each point or one for all. Default: "circle".
	Symbol any `json:"symbol,omitzero"`
	// Angle turns the symbol, in degrees clockwise, for each point or one for all. Default: 0.
	Angle any `json:"angle,omitzero"`
	// Opacity is from 0 to 1, for each point or one for all. Default: 1, or 0.7 where sizes differ.
	Opacity any `json:"opacity,omitzero"`
	// Line is the outline.
	Line Line `json:"line,omitzero"`
	// Pattern is a pattern to fill bars or sectors with, such as {"shape": "/"}.
	Pattern map[string]any `json:"pattern,omitzero"`
	// Cornerradius rounds the corners of bars: pixels as a number, or a share as "30%".
	Cornerradius any `json:"cornerradius,omitzero"`
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
	// Showscale tells whether a color bar is shown. Default: false.
	Showscale *bool `json:"showscale,omitzero"`
	// Colorbar is the look of the color bar.
	Colorbar Colorbar `json:"colorbar,omitzero"`
	// ColorAxis is the layout's color axis to share: "coloraxis", "coloraxis2" … It replaces the scale given here.
	ColorAxis string `json:"coloraxis,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// Line is the look of a line or outline.
type Line struct {
	// Color is one color; for outlines also a column of colors or numbers. Default: the color of the trace.
	Color any `json:"color,omitzero"`
	// Width is in pixels; for outlines also one for each point. 0 draws none. Default: 2 for lines.
	Width any `json:"width,omitzero"`
	// Dash is "solid", "dot", "dash", "longdash", "dashdot", "longdashdot", or lengths as "5px,10px". Default:
	// "solid".
	Dash string `json:"dash,omitzero"`
	// Shape says how points are joined: "linear", "spline", "hv", "vh", "hvh" or "vhv". Default: "linear".
	Shape string `json:"shape,omitzero"`
	// Smoothing is how round a spline is, from 0 to 1.3. Default: 1.
	Smoothing *float64 `json:"smoothing,omitzero"`
	// Simplify tells whether points that make no difference are left out. Default: true.
	Simplify *bool `json:"simplify,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// ErrorBar is the error bars of a trace in one direction.
type ErrorBar struct {
	// Type says where the lengths come from: "data" from Array, "percent" of the coordinate, "constant" or "sqrt".
	// Default: "percent", or "data" with Array.
	Type string `json:"type,omitzero"`
	// Visible tells whether they are drawn. Default: true.
	Visible *bool `json:"visible,omitzero"`
	// Symmetric tells whether both arms have the same length. Default: true without Arrayminus and Valueminus.
	Symmetric *bool `json:"symmetric,omitzero"`
	// Array is the column of lengths, of the upper arms where arms differ.
	Array any `json:"array,omitzero"`
	// Arrayminus is the column of lengths of the lower arms.
	Arrayminus any `json:"arrayminus,omitzero"`
	// Value is the length, or the percentage. Default: 10.
	Value *float64 `json:"value,omitzero"`
	// Valueminus is that of the lower arms. Default: 10.
	Valueminus *float64 `json:"valueminus,omitzero"`
	// Color is the color of the bars. Default: that of the trace.
	Color string `json:"color,omitzero"`
	// Thickness is in pixels. Default: 2.
	Thickness *float64 `json:"thickness,omitzero"`
	// Width is the width of the bar at each end in pixels.
	Width *float64 `json:"width,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}
