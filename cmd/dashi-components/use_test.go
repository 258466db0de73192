package main_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/render"
)

// TestTheSampleIsUsed shows what was written at work: it compiles, it is encoded as the package expects it, and an app takes it.
func TestTheSampleIsUsed(t *testing.T) {
	t.Parallel()
	panel := Panel{
		ID: "p", Children: html.B("in it"), Title: "T", ClassName: "c", DeprecatedClassName: "d", Style: layout.CSS{"color": "red"}, Kind: PanelTypeWithEdge,
		Size: SizeLg, Ratio: new(0.0), Open: new(false), Icon: new(""), Tools: []PanelToolsItem{{Label: "go", Kind: PanelToolsItemKindB, At: new(1.0)}},
		Slots: map[string]any{"a": "x"}, Footer: PanelFooter{Start: "s"}, Level: 2, Tags: []string{"t"}, Limits: map[string]float64{"max": 1}, NClicks: 3,
		AriaLabel: "panel", PersistedProps: []PanelPersistedPropsItem{PanelPersistedPropsItemOpen},
	}
	var e render.Encoder
	text, err := e.Append(nil, panel)
	require.NoError(t, err)
	require.JSONEq(t, `{"type":"Panel","namespace":"sample_components","props":{
		"id":"p","children":{"type":"B","namespace":"dash_html_components","props":{"children":"in it"}},"title":"T","class_name":"c","className":"d",
		"style":{"color":"red"},"type":"with-edge","size":"lg","ratio":0,"open":false,"icon":"","tools":[{"label":"go","kind":"b","at":1}],"slots":{"a":"x"},
		"footer":{"start":"s"},"level":2,"tags":["t"],"limits":{"max":1},"n_clicks":3,"aria-label":"panel","persisted_props":["open"]}}`, string(text))
	text, err = e.Append(nil, Field{Kind: FieldTypeValue2, Color: "blue"})
	require.NoError(t, err)
	require.JSONEq(t, `{"type":"Field","namespace":"sample_components","props":{"type":"+","color":"blue"}}`, string(text))

	app := dashi.New(dashi.Options{})
	app.Package(Package(fstest.MapFS{"vendor.js": {}, "sample.min.js": {}, "sample.css": {}}))
	app.Layout(html.Div(panel, Field{ID: "f", Value: new("")}))
	app.Callback(dashi.Output("p", "ratio"), dashi.Inputs(dashi.Input("f", "value"), dashi.Input("p", "n_clicks")), func(text string, n int) float64 { return float64(n) })
	require.NoError(t, app.Validate())
	require.Equal(t, map[string][]string{"Panel": {"title", "tools[].label", "slots{}", "footer.start"}}, Package(nil).Children)
	require.Equal(t, map[string][]string{"Panel": {"open", "ratio"}}, Package(nil).Persisted)
}
