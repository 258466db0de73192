package plot_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/plot"
)

// m is short for objects of attributes that are no structs.
type m = map[string]any

// one is a figure of one trace.
func one(trace plot.Trace) plot.Figure { return plot.Figure{Data: []plot.Trace{trace}} }

// other is a trace whose attributes are given by plotly's names.
func other(kind string, attr m) plot.Figure { return one(plot.Other{Type: kind, Attr: attr}) }

// laid is a figure of nothing but layout.
func laid(attr m) plot.Figure { return plot.Figure{Layout: plot.Layout{Extra: attr}} }

func TestValidateFinds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		figure plot.Figure
		want   string // all of it, a line for each problem
	}{
		// Names.
		{"a slip in Extra", one(plot.Scatter{Marker: plot.Marker{Extra: m{"colour": "red"}}}),
			`data[0].marker.colour: plotly.js has no such attribute of a scatter; did you mean "color"?`},
		{"a slip in a map", other("icicle", m{"makrer": m{}}),
			`data[0].makrer: plotly.js has no such attribute of an icicle; did you mean "marker"?`},
		{"a field of other traces", one(plot.Scatter{Marker: plot.Marker{Cornerradius: 3}}),
			`data[0].marker.cornerradius: plotly.js has no such attribute of a scatter`},
		{"nothing near", laid(m{"xyzzy": 1}), `layout.xyzzy: plotly.js has no such attribute of the layout`},
		{"layout", laid(m{"bar_mode": "stack"}), `layout.bar_mode: plotly.js has no such attribute of the layout; did you mean "barmode"?`},
		{"an axis of number 1", laid(m{"xaxis1": m{}}), `layout.xaxis1: plotly.js has no such attribute of the layout; did you mean "xaxis"?`},
		{"an axis of a list", laid(m{"xaxis02": m{}}), `layout.xaxis02: plotly.js has no such attribute of the layout; did you mean "xaxis"?`},
		{"a number after what is no subplot", laid(m{"margin2": m{}}),
			`layout.margin2: plotly.js has no such attribute of the layout; did you mean "margin"?`},
		{"within a fifth axis", laid(m{"xaxis5": plot.Axis{Extra: m{"titel": 1}}}),
			`layout.xaxis5.titel: plotly.js has no such attribute of the layout; did you mean "title"?`},
		{"an attribute of y axes alone", plot.Figure{Layout: plot.Layout{XAxis: plot.Axis{Shift: new(3.0)}}},
			`layout.xaxis.shift: plotly.js has no such attribute of the layout`},
		{"an item of a list", plot.Figure{Layout: plot.Layout{Annotations: []plot.Annotation{{Text: "a"}, {Extra: m{"txt": "b"}}}}},
			`layout.annotations[1].txt: plotly.js has no such attribute of the layout; did you mean "text"?`},
		{"items that are maps", laid(m{"shapes": []m{{"kind": "line"}}}), `layout.shapes[0].kind: plotly.js has no such attribute of the layout`},
		{"a dotted name", laid(m{"xaxis.range": []int{1, 2}}), `layout.xaxis.range: plotly.js has no such attribute of the layout`},

		// Traces.
		{"an unknown type", other("scater", nil), `data[0]: plotly.js has no trace type "scater"; did you mean "scatter"?`},
		{"no type", other("", nil), `data[0]: the type of the trace is missing`},
		{"nil", one(nil), `data[0]: nil is no trace`},
		{"a nil pointer", one((*plot.Bar)(nil)), `data[0]: nil is no trace`},
		{"a pointer", one(&plot.Bar{Opacity: new(2.0)}), `data[0].opacity: 2 is above 1`},
		{"a gone type", other("scattermapbox", nil), `data[0]: plotly.js has no trace type "scattermapbox"; did you mean "scattermap"?`},

		// Words.
		{"a word", plot.Figure{Layout: plot.Layout{Barmode: "stakc"}},
			`layout.barmode: "stakc" is none of "stack", "group", "overlay", "relative"; did you mean "stack"?`},
		{"a word that is no text", laid(m{"hovermode": true}),
			`layout.hovermode: true is none of "x", "y", "closest", false, "x unified", "y unified"`},
		{"a list for a word", laid(m{"barmode": []string{"stack"}}), `layout.barmode: a list is no single word`},
		{"an object for a word", laid(m{"barmode": m{}}), `layout.barmode: an object is no single word`},
		{"a column of words", one(plot.Scatter{Marker: plot.Marker{Symbol: []string{"circle", "sqare"}}}),
			`data[0].marker.symbol[1]: "sqare" is none of "circle", "circle-open", "circle-dot", "circle-open-dot", "square", "square-open", ` +
				`"square-dot", "square-open-dot", "diamond", "diamond-open", "diamond-dot", "diamond-open-dot" …; did you mean "square"?`},
		{"an expression", plot.Figure{Layout: plot.Layout{XAxis: plot.Axis{Anchor: "z"}}},
			`layout.xaxis.anchor: "z" is none of "free", "x" …, "y" …`},
		{"a reference to no axis", plot.Figure{Layout: plot.Layout{Annotations: []plot.Annotation{{XRef: "x1"}}}},
			`layout.annotations[0].xref: "x1" is none of "paper", "x" …`},

		// Flags.
		{"a flag", one(plot.Scatter{Mode: "lines+marker"}),
			`data[0].mode: "marker" is none of "lines", "markers", "text", "none"; did you mean "markers"?`},
		{"an extra among flags", one(plot.Scatter{Mode: "lines+none"}), `data[0].mode: "none" cannot be joined to others`},
		{"no text", other("scatter", m{"mode": 3}), `data[0].mode: 3 is none of "lines", "markers", "text", "none"`},
		{"a column of flags", one(plot.Bar{Hoverinfo: []string{"x+y", "z+why"}}),
			`data[0].hoverinfo[1]: "why" is none of "x", "y", "z", "text", "name", "all", "none", "skip"`},

		// Numbers.
		{"above", one(plot.Bar{Opacity: new(1.5)}), `data[0].opacity: 1.5 is above 1`},
		{"below", one(plot.Pie{Hole: -0.5}), `data[0].hole: -0.5 is below 0`},
		{"a word for a number", other("bar", m{"opacity": "half"}), `data[0].opacity: "half" is no number`},
		{"a bool for a number", other("bar", m{"opacity": true}), `data[0].opacity: true is no number`},
		{"a fraction", other("histogram", m{"nbinsx": 1.5}), `data[0].nbinsx: 1.5 is no integer`},
		{"a column for one number", other("bar", m{"opacity": []float64{1}}), `data[0].opacity: a list is no number`},
		{"a word in a column of numbers", one(plot.Scatter{Marker: plot.Marker{Size: []any{1, nil, "big"}}}),
			`data[0].marker.size[2]: "big" is no number`},
		{"an angle", plot.Figure{Layout: plot.Layout{XAxis: plot.Axis{Tickangle: "up"}}}, `layout.xaxis.tickangle: "up" is no angle`},

		// Bools and texts.
		{"no bool", laid(m{"showlegend": "yes"}), `layout.showlegend: "yes" is no bool`},
		{"a number for a bool", laid(m{"autosize": 1}), `layout.autosize: 1 is no bool`},
		{"a bool for a text", other("bar", m{"name": true}), `data[0].name: true is no text`},
		{"an empty text", other("bar", m{"hoverlabel": m{"font": m{"family": ""}}}), `data[0].hoverlabel.font.family: it must not be empty`},
		{"a number for a name that is strict", other("bar", m{"hoverlabel": m{"font": m{"family": 3}}}),
			`data[0].hoverlabel.font.family: 3 is no text`},
		{"a text for an object", laid(m{"margin": "10px"}), `layout.margin: "10px" is no object`},
		{"a title's text alone", laid(m{"title": "Weather"}), `layout.title: "Weather" is no object, which has the text as its "text"`},
		{"an object for a list of them", laid(m{"annotations": m{"text": "a"}}), `layout.annotations: an object is no list of objects`},
		{"a text in a list of objects", laid(m{"annotations": []string{"a"}}), `layout.annotations[0]: "a" is no object`},

		// Columns, lists and colors.
		{"a number for a column", one(plot.Scatter{X: 3}), `data[0].x: 3 is no column`},
		{"a text for a column", one(plot.Scatter{Y: "1,2"}), `data[0].y: "1,2" is no column`},
		{"an object for a column", one(plot.Scatter{Y: m{"a": 1}}), `data[0].y: an object is no column`},
		{"a color", one(plot.Bar{Marker: plot.Marker{Color: "rde"}}), `data[0].marker.color: "rde" is no color; did you mean "red"?`},
		{"a number for a color", one(plot.Bar{Marker: plot.Marker{Color: 3}}), `data[0].marker.color: 3 is no color`},
		{"a color in a column", one(plot.Bar{Marker: plot.Marker{Color: []any{1, "#12", "blue"}}}), `data[0].marker.color[1]: "#12" is no color`},
		{"a color in a colorway", plot.Figure{Layout: plot.Layout{Colorway: []string{"red", "bleu"}}},
			`layout.colorway[1]: "bleu" is no color; did you mean "blue"?`},
		{"a scale of colors alone", one(plot.Heatmap{Colorscale: []string{"red", "blue"}}),
			`data[0].colorscale[0]: "red" is no pair of a share and a color, as color scales are made of`},
		{"a scale's name", one(plot.Heatmap{Colorscale: "viridis"}), `data[0].colorscale: "viridis" is no color scale; did you mean "Viridis"?`},
		{"a scale's first share", one(plot.Heatmap{Colorscale: [][]any{{0.1, "red"}, {1, "blue"}}}),
			`data[0].colorscale[0]: the shares of a color scale begin with 0 and end with 1, not with 0.1`},
		{"a scale's order", one(plot.Heatmap{Colorscale: [][]any{{0, "red"}, {0.7, "red"}, {0.2, "red"}, {1, "blue"}}}),
			`data[0].colorscale[2]: the share 0.2 follows on 0.7`},
		{"a scale's color", one(plot.Heatmap{Colorscale: [][]any{{0, "red"}, {1, "bluu"}}}),
			`data[0].colorscale[1][1]: "bluu" is no color; did you mean "blue"?`},
		{"an empty scale", one(plot.Heatmap{Colorscale: []any{}}), `data[0].colorscale: a color scale has two colors or more`},
		{"three ends of a range", plot.Figure{Layout: plot.Layout{YAxis: plot.Axis{Range: []int{1, 2, 3}}}}, `layout.yaxis.range: a list of 3 is no list of 2`},
		{"a word in a domain", other("pie", m{"domain": m{"x": []any{0, "half"}}}), `data[0].domain.x[1]: "half" is no number`},
		{"a number for a range", laid(m{"xaxis": m{"range": 3}}), `layout.xaxis.range: 3 is no list`},
		{"a matrix of words", plot.Figure{Layout: plot.Layout{Grid: &plot.Grid{Subplots: [][]string{{"xy"}, {"x2", ""}}}}},
			`layout.grid.subplots[1][0]: "x2" is none of "xy" …, ""`},
		{"a row that is none", laid(m{"grid": m{"subplots": []any{"xy"}}}), `layout.grid.subplots[0]: "xy" is no list`},
		{"free length", plot.Figure{Layout: plot.Layout{Grid: &plot.Grid{XAxes: []string{"x", "y"}}}}, `layout.grid.xaxes[1]: "y" is none of "x" …, ""`},

		// Names of subplots.
		{"an axis of the other kind", one(plot.Scatter{XAxis: "y2"}), `data[0].xaxis: "y2" is none of "x", "x2", "x3" …`},
		{"an axis by the layout's name", one(plot.Scatter{YAxis: "yaxis2"}), `data[0].yaxis: "yaxis2" is none of "y", "y2", "y3" …`},
		{"a scene", one(plot.Scatter3D{Scene: "scene1"}), `data[0].scene: "scene1" is none of "scene", "scene2", "scene3" …`},
		{"a color axis", one(plot.Bar{Marker: plot.Marker{ColorAxis: "2"}}),
			`data[0].marker.coloraxis: "2" is none of "coloraxis", "coloraxis2", "coloraxis3" …`},

		// Our own traces.
		{"pointcloud", one(plot.Pointcloud{Marker: plot.Marker{Symbol: "star", Line: plot.Line{Width: 1}}}),
			`data[0].marker.symbol: "star" is none of "circle", "square"` + "\n" +
				`data[0].marker.line: plotly.js has no such attribute of a pointcloud`},
		{"heatmapgl", one(plot.Heatmapgl{Zsmooth: "best"}), `data[0].zsmooth: "best" is none of "fast", false`},

		// Frames and templates.
		{"a frame's trace", plot.Figure{Frames: []plot.Frame{{Data: []plot.Trace{plot.Scatter{Mode: "x"}}}}},
			`frames[0].data[0].mode: "x" is none of "lines", "markers", "text", "none"`},
		{"a frame's trace without type", plot.Figure{Data: []plot.Trace{plot.Bar{}}, Frames: []plot.Frame{{Data: []plot.Trace{plot.Other{}}}}},
			`frames[0].data[0]: the type of the trace is missing`},
		{"a frame's layout", plot.Figure{Frames: []plot.Frame{{Layout: plot.Layout{Extra: m{"xaxis.rnge": 1, "xaxis.range[0]": 1}}}}},
			`frames[0].layout.xaxis.rnge: plotly.js has no such attribute of the layout`},
		{"a frame", plot.Figure{Frames: []plot.Frame{{Extra: m{"trace": 1}}}},
			`frames[0].trace: plotly.js has no such attribute of a frame; did you mean "traces"?`},
		{"a template's name", plot.Figure{Layout: plot.Layout{Template: "plotly_dark"}},
			`layout.template: "plotly_dark" is no template, which is an object of data and layout; those of this package are functions such as PlotlyDark`},
		{"a template's layout", plot.Figure{Layout: plot.Layout{Template: plot.Template{Layout: plot.Layout{Barmode: "x"}}}},
			`layout.template.layout.barmode: "x" is none of "stack", "group", "overlay", "relative"`},
		{"a template's trace", plot.Figure{Layout: plot.Layout{Template: m{"data": m{"bar": []any{m{"type": "bar", "hole": 1}}}}}},
			`layout.template.data.bar[0].hole: plotly.js has no such attribute of a bar`},
		{"a template's type of trace", plot.Figure{Layout: plot.Layout{Template: m{"data": m{"barr": []any{m{}}}}}},
			`layout.template.data.barr[0]: plotly.js has no trace type "barr"; did you mean "bar"?`},
		{"a template's traces", plot.Figure{Layout: plot.Layout{Template: m{"data": m{"bar": 1}, "dat": 1}}},
			`layout.template.dat: plotly.js has no such part of a template; did you mean "data"?` + "\n" +
				`layout.template.data.bar: 1 is no list of traces`},
		{"a template's items", plot.Figure{Layout: plot.Layout{Template: plot.Template{Layout: plot.Layout{Extra: m{"shapedefaults": m{"tpe": "line"}}}}}},
			`layout.template.layout.shapedefaults.tpe: plotly.js has no such attribute of the layout; did you mean "type"?`},
		{"items' defaults outside of a template", laid(m{"shapedefaults": m{}}), `layout.shapedefaults: plotly.js has no such attribute of the layout`},

		// Several.
		{"in the order of the figure", plot.Figure{
			Data:   []plot.Trace{plot.Bar{X: 1, Extra: m{"b": 1, "a": 1}}, plot.Pie{Hole: 2}},
			Layout: plot.Layout{Barmode: "x", Extra: m{"zz": 1}},
		}, "data[0].x: 1 is no column\n" +
			"data[0].a: plotly.js has no such attribute of a bar\n" +
			"data[0].b: plotly.js has no such attribute of a bar\n" +
			"data[1].hole: 2 is above 1\n" +
			"layout.barmode: \"x\" is none of \"stack\", \"group\", \"overlay\", \"relative\"\n" +
			"layout.zz: plotly.js has no such attribute of the layout"},
	}
	require.Greater(t, len(tests), 80)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.EqualError(t, tt.figure.Validate(), tt.want)
			require.EqualError(t, tt.figure.Validate(), tt.want, "each time the same")
		})
	}
}

// own is a trace of a user's own, a struct with a struct in it.
type own struct {
	common
	X       []float64 `json:"x,omitzero"`
	Secret  int       `json:"-"`
	Marker  *plot.Marker
	Opacity float64 `json:"opacity,omitempty"`
}

type common struct {
	Name string `json:"name"`
}

func (own) TraceType() string { return "scatter" }

// written says itself how it is written.
type written struct{}

func (written) MarshalJSON() ([]byte, error) { return []byte("[1]"), nil }

func TestValidateAccepts(t *testing.T) {
	t.Parallel()
	type level string
	type celsius float64
	now := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	figures := map[string]plot.Figure{
		"nothing":              {},
		"times":                one(plot.Scatter{X: []time.Time{now}, X0: now, Text: now}),
		"a range of times":     {Layout: plot.Layout{XAxis: plot.Axis{Range: []time.Time{now, now}}}},
		"half a range":         {Layout: plot.Layout{XAxis: plot.Axis{Range: []any{nil, 5}}}},
		"typed arrays":         other("scatter", m{"x": m{"dtype": "f8", "bdata": ""}, "marker": m{"size": m{"dtype": "f8", "bdata": ""}}}),
		"arrays":               one(plot.Scatter{X: [3]float64{}, Y: &[3]int{}}),
		"pointers":             one(&plot.Scatter{Line: plot.Line{Width: new(1.0)}, Visible: new(false)}),
		"named kinds":          one(plot.Scatter{X: []celsius{1}, Line: plot.Line{Color: level("red")}, Marker: plot.Marker{Size: celsius(3)}}),
		"what writes itself":   one(plot.Scatter{X: written{}, Marker: plot.Marker{Color: &written{}}, Mode: "lines", Extra: m{"line": written{}}}),
		"columns of one's own": one(plot.Scatter{X: struct{ Key string }{"held"}, Marker: plot.Marker{Color: struct{ Key string }{"held"}}}),
		"numbers as texts":     other("bar", m{"opacity": "0.5", "name": 7, "width": "2"}),
		"NaN":                  one(plot.Pie{Hole: math.NaN()}),
		"null":                 other("bar", m{"opacity": nil, "x": nil, "marker": nil}),
		"colors": one(plot.Bar{Marker: plot.Marker{Color: []any{"red", "#abc", "#AABBCCDD", "rgb(1,2,3)", "rgba(1 2 3 / 0.5)",
			"oklch(0.7 0.15 180)", "color(display-p3 1 0 0)", " Transparent ", nil, 3, "hwb(0 0% 0%)"}}}),
		"colors by number":   one(plot.Bar{Marker: plot.Marker{Color: []int{1, 2}, Colorscale: "Viridis", Showscale: new(true)}}),
		"scales":             one(plot.Heatmap{Colorscale: [][]any{{0, "red"}, {"0.5", "blue"}, {1, "green"}}}),
		"sizes below 0":      one(plot.Scatter{Marker: plot.Marker{Size: []float64{-1, 2}}}),
		"symbols by number":  one(plot.Scatter{Marker: plot.Marker{Symbol: []any{0, "1", "star-open", 100}}}),
		"flags":              one(plot.Scatter{Mode: "markers+lines", Hoveron: "fills", Hoverinfo: []string{"x+name", "skip"}}),
		"a bool among words": {Layout: plot.Layout{Hovermode: false, Dragmode: false, XAxis: plot.Axis{Autorange: true}}},
		"references": {Layout: plot.Layout{XAxis: plot.Axis{Anchor: "y12", Overlaying: "x3", Scaleanchor: false},
			Annotations: []plot.Annotation{{XRef: "x2 domain", YRef: "paper", AXRef: "pixel"}}}},
		"subplots": laid(m{"xaxis5": plot.Axis{}, "yaxis12": m{"side": "right"}, "scene2": plot.Scene{}, "polar3": m{}, "geo2": m{}, "map2": m{},
			"ternary2": m{}, "smith2": m{}, "coloraxis2": plot.ColorAxis{}, "legend2": plot.Legend{}}),
		"traces on them": {Data: []plot.Trace{plot.Scatter{XAxis: "x5", YAxis: "y12", Legend: "legend2"}, plot.Scatter3D{Scene: "scene2"},
			plot.Scatterpolar{Subplot: "polar3"}, plot.Bar{Marker: plot.Marker{ColorAxis: "coloraxis2"}}}},
		"private notes":   laid(m{"_later": 1}),
		"a user's trace":  one(own{common: common{Name: "a"}, X: []float64{1}, Secret: 3, Opacity: 0.5}),
		"a type in Extra": one(plot.Bar{Extra: m{"type": "bar"}}),
		"a field wins":    one(plot.Bar{Name: "a", Extra: m{"name": true}}),
		"columns of columns": one(plot.Table{Cells: plot.TableCells{Values: [][]string{{"a"}}, Align: []string{"left", "center"},
			Fill: plot.Fill{Color: [][]string{{"red", "blue"}}}}}),
		"ranges of lines": one(plot.Parcoords{Dimensions: []plot.ParcoordsDimension{
			{Constraintrange: []float64{1, 2}}, {Constraintrange: [][]float64{{1, 2}, {3, 4}}}}}),
		"a map's style":    {Layout: plot.Layout{Map: &plot.TileMap{Style: m{"version": 8}}}},
		"groups of nodes":  one(plot.Sankey{Node: plot.SankeyNode{Groups: [][]float64{{0, 1}}}}),
		"args of buttons":  {Layout: plot.Layout{Updatemenus: []plot.Updatemenu{{Buttons: []plot.Button{{Method: "relayout", Args: []any{m{"barmode": "stack"}}}}}}}},
		"a matrix of axes": {Layout: plot.Layout{Grid: &plot.Grid{Rows: 2, Subplots: [][]string{{"xy", "x2y2"}, {"", "x3y"}}}}},
		"our traces": {Data: []plot.Trace{
			plot.Pointcloud{XY: []float32{1, 2}, Marker: plot.Marker{Color: "red", Size: 1.5, Sizemax: new(20.0), Blend: new(false), Opacity: 0.3,
				Border: &plot.PointBorder{Arearatio: 0.2, Color: "black"}}, Selected: &plot.Selected{Marker: plot.Marker{Size: 9}}},
			plot.Heatmapgl{Z: [][]float32{{1}}, Zsmooth: "fast", ColorAxis: "coloraxis"},
		}},
		"frames": {Data: []plot.Trace{plot.Bar{}}, Frames: []plot.Frame{{Name: "a", Data: []plot.Trace{plot.Other{Type: "bar", Attr: m{"y": []int{1}, "marker.color": "red"}}},
			Layout: plot.Layout{Extra: m{"xaxis.range": []int{1, 2}, "annotations[0].text": "b", "yaxis.range[1]": 4, "title.text": "t"}}}}},
	}
	for name, figure := range figures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, figure.Validate())
		})
	}
}

// A user's field without a tag is written under its name in Go, which plotly.js does not know.
func TestValidateUsersTrace(t *testing.T) {
	t.Parallel()
	require.EqualError(t, one(own{Marker: &plot.Marker{}}).Validate(),
		`data[0].Marker: plotly.js has no such attribute of a scatter; did you mean "marker"?`)
}

// Whatever a figure holds, Validate returns.
func FuzzValidate(f *testing.F) {
	f.Add([]byte(`{"data":[{"type":"scatter","x":{"dtype":"f8","bdata":"AAAAAAAA8D8="},"line":{"color":1}}],"layout":{"title":"t","template":{}}}`))
	f.Add([]byte(`{"data":[{"type":"heatmap","colorscale":[[0,1],[]],"z":[[1]]}],"frames":[{"data":[{}],"layout":{"a.b[0]":1}}]}`))
	f.Add([]byte(`{"layout":{"xaxis2":{"range":[[]]},"annotations":[null],"grid":{"subplots":[["x",1]]},"template":{"data":{"a":[1]}}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var figure plot.Figure
		if json.Unmarshal(text, &figure) == nil {
			if err := figure.Validate(); err != nil {
				require.NotEmpty(t, err.Error())
			}
		}
	})
}

func TestNearest(t *testing.T) {
	t.Parallel()
	require.Equal(t, "color", plot.Nearest("colour", "colors2", "color", "dash"))
	require.Equal(t, "stack", plot.Nearest("stakc", "group", "stack"), "neighbours are swapped")
	require.Equal(t, "barmode", plot.Nearest("bar_mode", "boxmode", "barmode"))
	require.Equal(t, "", plot.Nearest("xyzzy", "color", "marker", ""))
	require.Equal(t, "ab", plot.Nearest("aa", "ac", "ab"), "the first by the alphabet")
	require.Equal(t, "", plot.Nearest("", "marker"))
}

func TestColors(t *testing.T) {
	t.Parallel()
	for color := range strings.FieldsSeq("red rebeccapurple RED #fff #FFFF #123456 #12345678 rgb(1,2,3) hsl(0,100%,50%) lab(1) oklab(1) lch(1) hsla(1)") {
		require.Empty(t, plot.WrongColor(color), color)
	}
	for color := range strings.FieldsSeq("reddish #12 #12345 #ggg rgb(1 foo(1) 7 redred") {
		require.Contains(t, plot.WrongColor(color), "is no color", color)
	}
}
