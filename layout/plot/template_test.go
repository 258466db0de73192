package plot_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/render"
)

// templates are those of the package by their names.
var templates = map[string]func() plot.Template{
	"dashi": plot.Dashi, "dashi_dark": plot.DashiDark, "plotly": plot.Plotly, "plotly_white": plot.PlotlyWhite, "plotly_dark": plot.PlotlyDark,
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	papers := map[any]bool{}
	for name, template := range templates {
		made := template()
		require.NoError(t, plot.Figure{Layout: plot.Layout{Template: made}}.Validate(), name)
		require.NoError(t, plot.Figure{Layout: plot.Layout{Template: &made}}.Validate(), name)
		require.Equal(t, made, template(), name)
		require.Len(t, made.Layout.Colorway, 10)
		require.NotEmpty(t, made.Layout.PaperBGColor)
		papers[made.Layout.PaperBGColor+made.Layout.PlotBGColor] = true
		for kind, traces := range made.Data {
			require.Equal(t, kind, traces[0].TraceType())
		}
		made.Layout.Colorway[0], made.Data["bar"] = "red", nil
		require.NotEqual(t, made, template(), "%s: what one changes is one's own", name)
	}
	require.Len(t, papers, len(templates), "they differ")
}

func TestPlotlysTemplate(t *testing.T) {
	t.Parallel()
	template := plot.Plotly()
	require.Equal(t, "#2a3f5f", template.Layout.Font.Color)
	require.Equal(t, "#E5ECF6", template.Layout.PlotBGColor)
	require.Equal(t, "white", template.Layout.XAxis.Gridcolor)
	require.Equal(t, true, template.Layout.XAxis.Automargin)
	require.Equal(t, []any{0.0, "#0d0887"}, template.Layout.Colorscale.Sequential.([][]any)[0])
	require.Equal(t, []any{1.0, "#f0f921"}, template.Layout.Colorscale.Sequential.([][]any)[9])
}

func TestTemplatesAreWritten(t *testing.T) {
	t.Parallel()
	var e render.Encoder
	text, err := e.AppendProp(nil, "figure", plot.Figure{Layout: plot.Layout{Template: plot.Template{
		Data:   map[string][]plot.Trace{"bar": {plot.Bar{Opacity: new(0.5)}}},
		Layout: plot.Layout{Bargap: new(0.0), Extra: map[string]any{"annotationdefaults": plot.Annotation{Align: "left"}}},
	}}})
	require.NoError(t, err)
	require.JSONEq(t, `{"layout": {"template": {
		"data": {"bar": [{"type": "bar", "opacity": 0.5}]},
		"layout": {"bargap": 0, "annotationdefaults": {"align": "left"}}
	}}}`, string(text))
}
