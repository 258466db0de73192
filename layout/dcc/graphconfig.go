package dcc

// GraphConfig says how plotly.js behaves in a [Graph].
type GraphConfig struct {
	// StaticPlot draws without any interaction.
	StaticPlot bool `json:"staticPlot,omitzero"`
	// PlotlyServerURL is the address of the Chart Studio server.
	PlotlyServerURL string `json:"plotlyServerURL,omitzero"`
	// Editable lets the user edit titles, legend, shapes and annotations.
	Editable bool `json:"editable,omitzero"`
	// EditSelection tells whether selections can be moved and resized. Default: true.
	EditSelection *bool `json:"editSelection,omitzero"`
	// Edits are the single things the user may edit.
	Edits GraphEdits `json:"edits,omitzero"`
	// Autosizable lets the figure take the size of its container.
	Autosizable bool `json:"autosizable,omitzero"`
	// Responsive redraws when the window changes its size.
	Responsive bool `json:"responsive,omitzero"`
	// QueueLength is how many changes can be undone.
	QueueLength int `json:"queueLength,omitzero"`
	// FillFrame makes an autosized figure fill the window.
	FillFrame bool `json:"fillFrame,omitzero"`
	// FrameMargins is the margin of an autosized figure as a share of its size, from 0 to 0.5.
	FrameMargins float64 `json:"frameMargins,omitzero"`
	// ScrollZoom zooms with the mouse wheel: a bool, or kinds of subplot such as "cartesian" or "gl3d+geo".
	ScrollZoom any `json:"scrollZoom,omitzero"`
	// DoubleClick is what a double click does: false, "reset", "autosize" or "reset+autosize". Default: "reset+autosize".
	DoubleClick any `json:"doubleClick,omitzero"`
	// DoubleClickDelay is the longest time between the clicks in milliseconds. Default: 300.
	DoubleClickDelay float64 `json:"doubleClickDelay,omitzero"`
	// ShowTips tells whether hints about interaction are shown. Default: true.
	ShowTips *bool `json:"showTips,omitzero"`
	// ShowAxisDragHandles tells whether axes can be dragged. Default: true.
	ShowAxisDragHandles *bool `json:"showAxisDragHandles,omitzero"`
	// ShowAxisRangeEntryBoxes tells whether the ends of an axis can be typed. Default: true.
	ShowAxisRangeEntryBoxes *bool `json:"showAxisRangeEntryBoxes,omitzero"`
	// ShowLink shows a link to Chart Studio.
	ShowLink bool `json:"showLink,omitzero"`
	// SendData tells whether that link takes the data along. Default: true.
	SendData *bool `json:"sendData,omitzero"`
	// LinkText is the text of that link.
	LinkText string `json:"linkText,omitzero"`
	// DisplayModeBar tells when the bar of buttons is shown: true, false or "hover". Default: "hover".
	DisplayModeBar any `json:"displayModeBar,omitzero"`
	// ShowSendToCloud adds a button that sends the figure to Chart Studio.
	ShowSendToCloud bool `json:"showSendToCloud,omitzero"`
	// ShowEditInChartStudio adds a button that edits the figure in Chart Studio.
	ShowEditInChartStudio bool `json:"showEditInChartStudio,omitzero"`
	// ModeBarButtonsToRemove are the names of buttons to leave out, such as "lasso2d".
	ModeBarButtonsToRemove []string `json:"modeBarButtonsToRemove,omitzero"`
	// ModeBarButtonsToAdd are names or descriptions of further buttons.
	ModeBarButtonsToAdd []any `json:"modeBarButtonsToAdd,omitzero"`
	// ModeBarButtons are all buttons in groups, a list of lists of names.
	ModeBarButtons any `json:"modeBarButtons,omitzero"`
	// ToImageButtonOptions is the file the download button makes.
	ToImageButtonOptions ImageOptions `json:"toImageButtonOptions,omitzero"`
	// DisplayLogo tells whether plotly's logo is in the bar. Default: false.
	DisplayLogo *bool `json:"displaylogo,omitzero"`
	// Watermark draws a watermark on downloaded images.
	Watermark bool `json:"watermark,omitzero"`
	// PlotGLPixelRatio is how many pixels WebGL draws for each of the screen. Default: 2.
	PlotGLPixelRatio float64 `json:"plotGlPixelRatio,omitzero"`
	// TopojsonURL is the address of the maps of Geo figures.
	TopojsonURL string `json:"topojsonURL,omitzero"`
	// MapboxAccessToken is the key for Mapbox maps.
	MapboxAccessToken string `json:"mapboxAccessToken,omitzero"`
	// Locale is the language of texts, numbers and dates, such as "fr". Default: "en-US".
	Locale string `json:"locale,omitzero"`
	// Locales are definitions of languages by their names.
	Locales map[string]any `json:"locales,omitzero"`
	// DisplayNotifier tells whether short messages are shown. Default: true.
	DisplayNotifier *bool `json:"displayNotifier,omitzero"`
	// TypesetMath tells whether TeX is typeset where the page has MathJax. Default: true.
	TypesetMath *bool `json:"typesetMath,omitzero"`
	// SetBackground is "transparent", or "opaque" for white behind the figure. Default: "transparent".
	SetBackground string `json:"setBackground,omitzero"`
	// Logging is what is written to the console: 0 nothing, 1 warnings and errors, 2 everything. It concerns all graphs of
	// the page. Default: 1.
	Logging *int `json:"logging,omitzero"`
	// NotifyOnLogging is what is shown on the figure of that: 0 nothing, 1 warnings and errors, 2 everything. It concerns
	// all graphs of the page. Default: 0.
	NotifyOnLogging int `json:"notifyOnLogging,omitzero"`
	// Extra is any further key. A field that is set wins over the same key here.
	Extra map[string]any `json:",inline"`
}

// GraphEdits are the single things the user of a [Graph] may edit.
type GraphEdits struct {
	// AnnotationPosition lets annotations be moved.
	AnnotationPosition bool `json:"annotationPosition,omitzero"`
	// AnnotationTail lets the tails of arrows be moved.
	AnnotationTail bool `json:"annotationTail,omitzero"`
	// AnnotationText lets the text of annotations be changed.
	AnnotationText bool `json:"annotationText,omitzero"`
	// AxisTitleText lets the titles of axes be changed.
	AxisTitleText bool `json:"axisTitleText,omitzero"`
	// ColorbarPosition lets color bars be moved.
	ColorbarPosition bool `json:"colorbarPosition,omitzero"`
	// ColorbarTitleText lets the titles of color bars be changed.
	ColorbarTitleText bool `json:"colorbarTitleText,omitzero"`
	// LegendPosition lets the legend be moved.
	LegendPosition bool `json:"legendPosition,omitzero"`
	// LegendText lets the names of traces be changed in the legend.
	LegendText bool `json:"legendText,omitzero"`
	// ShapePosition lets shapes be moved.
	ShapePosition bool `json:"shapePosition,omitzero"`
	// TitleText lets the title be changed.
	TitleText bool `json:"titleText,omitzero"`
}

// ImageOptions is the image file the user of a [Graph] can download.
type ImageOptions struct {
	// Format is "png", "jpeg", "webp" or "svg". Default: "png".
	Format string `json:"format,omitzero"`
	// Filename is the name without its ending. Default: "newplot".
	Filename string `json:"filename,omitzero"`
	// Width is the width in pixels. Default: that on the screen.
	Width float64 `json:"width,omitzero"`
	// Height is the height in pixels. Default: that on the screen.
	Height float64 `json:"height,omitzero"`
	// Scale multiplies width and height. Default: 1.
	Scale float64 `json:"scale,omitzero"`
}
