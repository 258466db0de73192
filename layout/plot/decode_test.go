package plot_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/plot"
)

func TestDecodeTraces(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		json string
		want plot.Trace
	}{
		{"scatter", `{"type":"scatter","x":[1,2],"y":["a","b"],"mode":"lines","line":{"width":3,"dash":"dot"}}`,
			plot.Scatter{X: []float64{1, 2}, Y: []string{"a", "b"}, Mode: "lines", Line: plot.Line{Width: 3.0, Dash: "dot"}}},
		{"no type is scatter", `{"name":"n"}`, plot.Scatter{Name: "n"}},
		{"scattergl", `{"type":"scattergl","mode":"markers","marker":{"color":[1,2],"cmin":0,"showscale":true}}`,
			plot.Scattergl{Mode: "markers", Marker: plot.Marker{Color: []float64{1, 2}, CMin: new(0.0), Showscale: new(true)}}},
		{"bar", `{"type":"bar","orientation":"h","opacity":0,"error_y":{"array":[1]},"showlegend":false}`,
			plot.Bar{Orientation: "h", Opacity: new(0.0), ErrorY: &plot.ErrorBar{Array: []float64{1}}, Showlegend: new(false)}},
		{"heatmap", `{"type":"heatmap","z":[[1,2],[3,null]],"colorscale":[[0,"red"],[1,"blue"]],"xgap":2}`,
			plot.Heatmap{Z: [][]float64{{1, 2}, {3, math.NaN()}}, Colorscale: []any{[]any{0.0, "red"}, []any{1.0, "blue"}}, XGap: 2}},
		{"histogram", `{"type":"histogram","x":[1],"nbinsx":20,"xbins":{"size":"M1"}}`,
			plot.Histogram{X: []float64{1}, NBinsX: 20, XBins: &plot.Bins{Size: "M1"}}},
		{"pie", `{"type":"pie","labels":["a"],"values":[1],"hole":0.4,"domain":{"x":[0,0.5]},"title":"text alone"}`,
			plot.Pie{Labels: []string{"a"}, Values: []float64{1}, Hole: 0.4, Domain: plot.Domain{X: []float64{0, 0.5}}, Title: plot.Title{Text: "text alone"}}},
		{"sankey", `{"type":"sankey","node":{"label":["a"],"pad":0}}`,
			plot.Sankey{Node: plot.SankeyNode{Label: []string{"a"}, Pad: new(0.0)}}},
		{"unknown type", `{"type":"later","node":{"label":["a"]}}`,
			plot.Other{Type: "later", Attr: map[string]any{"node": map[string]any{"label": []string{"a"}}}}},
		{"unknown attributes", `{"type":"bar","new":{"deep":[1]},"marker":{"glow":true}}`,
			plot.Bar{Marker: plot.Marker{Extra: map[string]any{"glow": true}}, Extra: map[string]any{"new": map[string]any{"deep": []float64{1}}}}},
		{"values that do not fit", `{"type":"bar","name":7,"error_x":"no","marker":[1]}`,
			plot.Bar{Extra: map[string]any{"name": 7.0, "error_x": "no", "marker": []float64{1}}}},
		{"zeros and null are kept", `{"type":"pie","hole":0,"automargin":false,"name":"","title":null}`,
			plot.Pie{Extra: map[string]any{"hole": 0.0, "automargin": false, "name": "", "title": nil}}},
		{"an integer with a fraction", `{"type":"histogram","nbinsx":1.5}`, plot.Histogram{Extra: map[string]any{"nbinsx": 1.5}}},
		{"the empty key", `{"type":"bar","":{"x":1}}`, plot.Bar{Extra: map[string]any{"": map[string]any{"x": 1.0}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var f plot.Figure
			require.NoError(t, json.Unmarshal([]byte(`{"data":[`+tt.json+`]}`), &f))
			require.Len(t, f.Data, 1)
			// Printed, because NaN differs from itself.
			require.Equal(t, fmt.Sprintf("%#v", deref(tt.want)), fmt.Sprintf("%#v", deref(f.Data[0])))
		})
	}
}

// deref writes pointers out, whose addresses would differ.
func deref(v any) any {
	b, err := json.Marshal(nanText(v))
	if err != nil {
		return v
	}
	return fmt.Sprintf("%T%s", v, b)
}

// nanText replaces the one matrix with a NaN in it.
func nanText(v any) any {
	if h, ok := v.(plot.Heatmap); ok {
		h.Z = fmt.Sprintf("%#v", h.Z)
		return h
	}
	return v
}

func TestDecodeColumns(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		json string
		want any
	}{
		{"numbers", `[1,2.5]`, []float64{1, 2.5}},
		{"texts", `["a","b"]`, []string{"a", "b"}},
		{"mixed", `[1,"a"]`, []any{1.0, "a"}},
		{"texts with null", `["a",null]`, []any{"a", nil}},
		{"only null", `[null]`, []any{nil}},
		{"none", `[]`, []any{}},
		{"matrix", `[[1],[2,3]]`, [][]float64{{1}, {2, 3}}},
		{"matrix of texts", `[["a"],["b"]]`, [][]string{{"a"}, {"b"}}},
		{"matrix of both", `[[1],["b"]]`, []any{[]float64{1}, []string{"b"}}},
		{"f8", `{"dtype":"f8","bdata":"AAAAAAAA8D8AAAAAAAAAQA=="}`, []float64{1, 2}},
		{"long name", `{"dtype":"float64","bdata":"AAAAAAAA8D8AAAAAAAAAQA=="}`, []float64{1, 2}},
		{"f4", `{"dtype":"f4","bdata":"AACAPw=="}`, []float32{1}},
		{"i1", `{"dtype":"i1","bdata":"Af8="}`, []int8{1, -1}},
		{"i2", `{"dtype":"i2","bdata":"AQD//w=="}`, []int16{1, -1}},
		{"i4", `{"dtype":"i4","bdata":"/////w=="}`, []int32{-1}},
		{"u1", `{"dtype":"u1","bdata":"Af8="}`, []uint16{1, 255}},
		{"u2", `{"dtype":"u2","bdata":"AQD//w=="}`, []uint16{1, 65535}},
		{"u4", `{"dtype":"u4","bdata":"/////w=="}`, []uint32{math.MaxUint32}},
		{"one dimension", `{"dtype":"i1","bdata":"Af8=","shape":"2"}`, []int8{1, -1}},
		{"two dimensions", `{"dtype":"i1","bdata":"AQIDBAUG","shape":"2, 3"}`, [][]int8{{1, 2, 3}, {4, 5, 6}}},
		{"three dimensions stay", `{"dtype":"i1","bdata":"Af8=","shape":"1, 1, 2"}`,
			map[string]any{"dtype": "i1", "bdata": "Af8=", "shape": "1, 1, 2"}},
		{"no spec", `{"dtype":"i1"}`, map[string]any{"dtype": "i1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var f plot.Figure
			require.NoError(t, json.Unmarshal([]byte(`{"data":[{"customdata":`+tt.json+`}]}`), &f))
			require.Equal(t, tt.want, f.Data[0].(plot.Scatter).Customdata)
		})
	}
}

func TestDecodeNull(t *testing.T) {
	t.Parallel()
	var f plot.Figure
	require.NoError(t, json.Unmarshal([]byte(`{"data":[{"x":[1,null]}]}`), &f))
	x := f.Data[0].(plot.Scatter).X.([]float64)
	require.Equal(t, 1.0, x[0])
	require.True(t, math.IsNaN(x[1]))

	require.NoError(t, json.Unmarshal([]byte(`{"data":null,"layout":null}`), &f))
	require.Equal(t, plot.Figure{}, f)
	require.NoError(t, json.Unmarshal([]byte(`null`), &f))
	require.Equal(t, plot.Figure{}, f)
}

func TestDecodeLayout(t *testing.T) {
	t.Parallel()
	var f plot.Figure
	require.NoError(t, json.Unmarshal([]byte(`{
		"layout": {
			"title": {"text": "T", "font": {"size": 20}}, "barmode": "stack", "hovermode": false, "showlegend": false,
			"xaxis": {"title": "plain", "range": [1, 2], "range_unknown": 1}, "yaxis2": {"overlaying": "y"}, "xaxis5": {"side": "top"},
			"margin": {"l": 0}, "paper_bgcolor": "#000", "uirevision": 1, "colorway": ["red"],
			"annotations": [{"text": "a", "x": 1, "showarrow": false}], "shapes": [{"type": "line", "x0": "2026-01-01"}],
			"grid": {"rows": 2, "subplots": [["xy", "x2y2"]]}, "updatemenus": [{"type": "buttons"}], "selections": []
		},
		"frames": [{"name": "f", "data": [{"type": "bar", "y": [1]}], "traces": [0], "layout": {"height": 5}}]
	}`), &f))
	require.Equal(t, plot.Figure{
		Layout: plot.Layout{
			Title: plot.Title{Text: "T", Font: plot.Font{Size: 20.0}}, Barmode: "stack", Hovermode: false, Showlegend: new(false),
			XAxis: plot.Axis{
				Title: plot.Title{Text: "plain"}, Range: []float64{1, 2},
				Extra: map[string]any{"range_unknown": 1.0},
			},
			YAxis2: &plot.Axis{Overlaying: "y"}, Margin: plot.Margin{L: new(0.0)}, PaperBGColor: "#000", UIRevision: 1.0,
			Colorway:    []string{"red"},
			Annotations: []plot.Annotation{{Text: "a", X: 1.0, Showarrow: new(false)}},
			Shapes:      []plot.Shape{{Type: "line", X0: "2026-01-01"}},
			Grid:        &plot.Grid{Rows: 2, Subplots: [][]string{{"xy", "x2y2"}}},
			Updatemenus: []plot.Updatemenu{{Type: "buttons"}},
			Selections:  []plot.Selection{},
			Extra:       map[string]any{"xaxis5": map[string]any{"side": "top"}},
		},
		Frames: []plot.Frame{{
			Name: "f", Data: []plot.Trace{plot.Bar{Y: []float64{1}}}, Traces: []int{0}, Layout: plot.Layout{Height: 5},
		}},
	}, f)
}

func TestDecodeErrors(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, json, want string }{
		{"no object", `[]`, "plot: figure: "},
		{"data is no list", `{"data":1}`, "plot: data: not of the form plotly.js gives it"},
		{"trace is null", `{"data":[null]}`, "plot: data: not of the form plotly.js gives it"},
		{"type is no text", `{"data":[{"type":1}]}`, "plot: data: not of the form plotly.js gives it"},
		{"layout is no object", `{"layout":[]}`, "plot: layout: not of the form plotly.js gives it"},
		{"not base64", `{"data":[{"x":{"dtype":"f8","bdata":"*"}}]}`, "plot: data[0].x: typed array: illegal base64"},
		{"half an element", `{"data":[{"x":{"dtype":"i2","bdata":"AQID"}}]}`, "3 bytes are no whole number of elements of 2 bytes"},
		{"unknown type", `{"layout":{"x":{"dtype":"i8","bdata":""}}}`, `plot: layout.x: typed array: element type "i8" is unknown`},
		{"shape is text", `{"data":[{"x":{"dtype":"i1","bdata":"AQ==","shape":"a, b"}}]}`, `shape "a, b" is not two numbers above 0`},
		{"shape is zero", `{"data":[{"x":{"dtype":"i1","bdata":"","shape":"0, 0"}}]}`, `shape "0, 0" is not two numbers above 0`},
		{"shape overflows", `{"data":[{"x":{"dtype":"i1","bdata":"","shape":"4294967296, 4294967296"}}]}`, "0 elements do not fill"},
		{"too few", `{"data":[{"x":{"dtype":"i1","bdata":"AQ==","shape":"2, 3"}}]}`, "1 elements do not fill 2 rows of 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.ErrorContains(t, json.Unmarshal([]byte(tt.json), &plot.Figure{}), tt.want)
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"data":[{"type":"scatter","x":{"dtype":"f8","bdata":"AAAAAAAA8D8="},"line":{"color":1}}],"layout":{"title":"t"}}`))
	f.Add([]byte(`{"data":[{"type":"heatmap","z":{"dtype":"i1","bdata":"AQI=","shape":"1, 2"}}],"frames":[{"data":[{}]}]}`))
	f.Add([]byte(`{"data":[{"type":"bar","x":[[1,null],["a"]],"":0}],"layout":{"xaxis2":{},"annotations":[null]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var figure plot.Figure
		if json.Unmarshal(text, &figure) == nil {
			for _, trace := range figure.Data {
				require.NotNil(t, trace)
			}
		}
	})
}
