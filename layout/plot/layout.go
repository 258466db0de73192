package plot

// Layout is all of a figure but its data: titles, axes, legend, size and behaviour.
type Layout struct {
	// Title is the title of the figure.
	Title Title `json:"title,omitzero"`
	// XAxis is the x axis.
	XAxis Axis `json:"xaxis,omitzero"`
	// YAxis is the y axis.
	YAxis Axis `json:"yaxis,omitzero"`
	// XAxis2 is the second x axis; traces name it "x2". Axes beyond the fourth go into Extra: {"xaxis5": Axis{…}}.
	XAxis2 *Axis `json:"xaxis2,omitzero"`
	// XAxis3 is the third x axis.
	XAxis3 *Axis `json:"xaxis3,omitzero"`
	// XAxis4 is the fourth x axis.
	XAxis4 *Axis `json:"xaxis4,omitzero"`
	// YAxis2 is the second y axis; traces name it "y2".
	YAxis2 *Axis `json:"yaxis2,omitzero"`
	// YAxis3 is the third y axis.
	YAxis3 *Axis `json:"yaxis3,omitzero"`
	// YAxis4 is the fourth y axis.
	YAxis4 *Axis `json:"yaxis4,omitzero"`
	// ColorAxis is a color scale for several traces.
	ColorAxis ColorAxis `json:"coloraxis,omitzero"`
	// Legend is the legend.
	Legend Legend `json:"legend,omitzero"`
	// Showlegend tells whether there is a legend. Default: true with two traces or more.
	Showlegend *bool `json:"showlegend,omitzero"`
	// Margin is the space around the plotting area.
	Margin Margin `json:"margin,omitzero"`
	// Height is in pixels. Default: that of the container, or 450.
	Height float64 `json:"height,omitzero"`
	// Width is in pixels. Default: that of the container, or 700.
	Width float64 `json:"width,omitzero"`
	// Autosize tells whether the figure follows its container. Default: true without Height and Width.
	Autosize *bool `json:"autosize,omitzero"`
	// Annotations are texts with or without arrows.
	Annotations []Annotation `json:"annotations,omitzero"`
	// Shapes are lines, rectangles, circles and paths.
	Shapes []Shape `json:"shapes,omitzero"`
	// Images are pictures in the figure.
	Images []map[string]any `json:"images,omitzero"`
	// Sliders are plotly's sliders, for frames.
	Sliders []map[string]any `json:"sliders,omitzero"`
	// Updatemenus are plotly's menus and buttons.
	Updatemenus []map[string]any `json:"updatemenus,omitzero"`
	// Barmode says how bars at one place stand: "group", "stack", "relative" or "overlay". Default: "group".
	Barmode string `json:"barmode,omitzero"`
	// Barnorm scales bars at one place to "fraction" or "percent". Default: not scaled.
	Barnorm string `json:"barnorm,omitzero"`
	// Bargap is the gap between places as a share of their distance.
	Bargap *float64 `json:"bargap,omitzero"`
	// Bargroupgap is the gap between bars at one place as a share of their distance.
	Bargroupgap *float64 `json:"bargroupgap,omitzero"`
	// Hovermode says which points are hovered: "closest", "x", "y", "x unified", "y unified" or false. Default:
	// "closest".
	Hovermode any `json:"hovermode,omitzero"`
	// Hoverlabel is the look of the box shown on hover.
	Hoverlabel Hoverlabel `json:"hoverlabel,omitzero"`
	// Hoverdistance is from how many pixels away points are hovered, -1 from anywhere. Default: 20.
	Hoverdistance *int `json:"hoverdistance,omitzero"`
	// Clickmode says what a click does: "event", "select", both joined by plus, or "none". Default: "event".
	Clickmode string `json:"clickmode,omitzero"`
	// Dragmode says what dragging does: "zoom", "pan", "select", "lasso", "drawrect" …, or false. Default: "zoom".
	Dragmode any `json:"dragmode,omitzero"`
	// Selectdirection limits selections to "h", "v" or "d". Default: "any".
	Selectdirection string `json:"selectdirection,omitzero"`
	// Template is defaults for layout and traces: an object of both, as Plotly's templates are.
	Template any `json:"template,omitzero"`
	// UIRevision keeps what the user changed, zoom for instance, over updates as long as it stays the same; with
	// nothing given each update resets it.
	UIRevision any `json:"uirevision,omitzero"`
	// Datarevision tells plotly of changed data where the columns are the same.
	Datarevision any `json:"datarevision,omitzero"`
	// Transition is how updates move, such as {"duration": 500}.
	Transition map[string]any `json:"transition,omitzero"`
	// Grid lays out several plots.
	Grid *Grid `json:"grid,omitzero"`
	// Colorway is the colors of traces in turn.
	Colorway []string `json:"colorway,omitzero"`
	// Font is the font of everything that has no other.
	Font Font `json:"font,omitzero"`
	// PaperBGColor is the background color. Default: "#fff".
	PaperBGColor string `json:"paper_bgcolor,omitzero"`
	// PlotBGColor is the background color of the plotting area. Default: "#fff".
	PlotBGColor string `json:"plot_bgcolor,omitzero"`
	// Separators is the decimal sign and the sign between thousands. Default: ".,".
	Separators string `json:"separators,omitzero"`
	// Meta is any value, for templates to show as "%{layout.meta}".
	Meta any `json:"meta,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}
