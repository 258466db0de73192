package render_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/render"
)

type m = map[string]any

type ownFigureType struct {
	Data   []m                       `json:"data"`
	Layout map[string]map[string]any `json:"layout"`
	Frames *[]ownFigureType          `json:"frames"`
}

type pointed struct{}

func (*pointed) TraceType() string { return "pointed" }

func TestNeeds(t *testing.T) {
	t.Parallel()
	slider := func(attr m) m { return m{"layout": m{"xaxis": m{"rangeslider": attr}}} }
	tests := []struct {
		name   string
		figure any
		want   []string
	}{
		{"nothing", nil, nil},
		{"no figure", 7, nil},
		{"a nil pointer", (*plot.Figure)(nil), nil},
		{"empty", plot.Figure{}, nil},
		{"typed traces", plot.Figure{Data: []plot.Trace{plot.Bar{}, plot.Scatter{}, plot.Bar{}, &plot.Pie{}}}, []string{"bar", "scatter", "pie"}},
		{"a pointer", &plot.Figure{Data: []plot.Trace{plot.Heatmap{}}}, []string{"heatmap"}},
		{"another type", plot.Figure{Data: []plot.Trace{plot.Other{Type: "sankey"}}}, []string{"sankey"}},
		{"nil for a trace", plot.Figure{Data: []plot.Trace{nil, plot.Bar{}}}, []string{"bar"}},
		{"a method of the pointer", m{"data": []any{&pointed{}}}, []string{"pointed"}},
		{"maps", m{"data": []any{m{"type": "bar"}, m{"y": []int{1}}, nil}}, []string{"bar", "scatter"}},
		{"maps of one type", m{"data": []map[string]string{{"type": "ohlc"}}}, []string{"ohlc"}},
		{"typed traces in a map", m{"data": []plot.Trace{plot.Bar{}}}, []string{"bar"}},
		{"a trace in no list", m{"data": m{"type": "bar"}}, nil},
		{"a type that is no text", m{"data": []any{m{"type": 3}}}, []string{"scatter"}},
		{"a type of one's own", ownFigureType{Data: []m{{"type": "pie"}}, Layout: map[string]map[string]any{"xaxis": {"rangeslider": m{"x": 1}}},
			Frames: &[]ownFigureType{{Data: []m{{"type": "box"}}}}}, []string{"pie", "layout.rangeslider", "box"}},
		{"frames", plot.Figure{Frames: []plot.Frame{{Data: []plot.Trace{plot.Bar{}}, Layout: plot.Layout{Images: []plot.LayoutImage{{}}}}}},
			[]string{"bar", "layout.images"}},
		{"parts of a layout", plot.Figure{Layout: plot.Layout{Images: []plot.LayoutImage{{}}, Sliders: []plot.Slider{{}}, Updatemenus: []plot.Updatemenu{{}}}},
			[]string{"layout.images", "layout.sliders", "layout.updatemenus"}},
		{"by Extra", plot.Figure{Layout: plot.Layout{Extra: m{"sliders": []any{m{}}}}}, []string{"layout.sliders"}},
		{"empty lists", m{"layout": m{"images": []any{}, "sliders": []m(nil), "updatemenus": nil}}, nil},
		{"what x axes have", m{"layout": m{"xaxis": m{"rangeselector": m{"buttons": []m{{}}}}, "xaxis2": m{"rangeslider": m{}}}},
			[]string{"layout.rangeselector", "layout.rangeslider"}},
		{"other axes have none", m{"layout": m{"yaxis": m{"rangeslider": m{}}, "xaxes": m{"rangeslider": m{}}}}, nil},
		{"visible", slider(m{"visible": true}), []string{"layout.rangeslider"}},
		{"not visible", slider(m{"visible": false}), nil},
		{"no object", m{"layout": m{"xaxis": m{"rangeslider": true}}}, nil},
		{"a template", m{"layout": m{"template": m{"layout": m{"xaxis": m{"rangeslider": m{}}}}}}, []string{"layout.rangeslider"}},
		{"a template by name", m{"layout": m{"template": "plotly_dark"}}, nil},
		{"what encodes itself", json.RawMessage(`{"data":[{"type":"bar"}]}`), nil},
	}
	var needs render.Needs
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, needs.Append(nil, tt.figure))
		})
	}
}

func TestNeedsAddsToWhatOtherFiguresNeed(t *testing.T) {
	t.Parallel()
	var needs render.Needs
	words := needs.Append([]string{"bar"}, plot.Figure{Data: []plot.Trace{plot.Bar{}, plot.Pie{}}})
	require.Equal(t, []string{"bar", "pie"}, words)
}

func TestNeedsLooksAtSoMuchOfAFigureAndNoMore(t *testing.T) {
	t.Parallel()
	var needs render.Needs
	figure := plot.Figure{Data: make([]plot.Trace, 257), Frames: make([]plot.Frame, 17)}
	figure.Data[255], figure.Data[256] = plot.Bar{}, plot.Pie{}
	images := plot.Layout{Images: []plot.LayoutImage{{}}}
	figure.Frames[15].Layout = plot.Layout{Sliders: []plot.Slider{{}}}
	figure.Frames[16].Layout = images
	require.Equal(t, []string{"bar", "layout.sliders"}, needs.Append(nil, figure))
	var itself any
	itself = &itself
	require.Empty(t, needs.Append(nil, itself))
	contains := m{}
	contains["layout"] = m{"template": contains} // a value that contains itself
	require.Empty(t, needs.Append(nil, contains))
}

func BenchmarkNeeds(b *testing.B) {
	x, y := make([]float64, 1000), make([]float64, 1000)
	figure := plot.Figure{
		Data:   []plot.Trace{plot.Scatter{X: x, Y: y, Name: "a"}, plot.Bar{X: x, Y: y}},
		Layout: plot.Layout{Title: plot.Title{Text: "t"}, XAxis: plot.Axis{Title: plot.Title{Text: "x"}}},
	}
	var needs render.Needs
	words := make([]string, 0, 8)
	b.ReportAllocs()
	for b.Loop() {
		needs.Append(words, figure)
	}
}
