package dcc_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/render"
)

func TestMarkdownHasDashsNames(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	namespace, name := dcc.Markdown{}.Type()
	require.Equal(t, "dash_core_components", namespace)
	require.Equal(t, "Markdown", name)
	require.ElementsMatch(t, strings.Fields(basic+"children dedent mathjax dangerously_allow_html link_target highlight_config style"),
		s.PropNames(dcc.Markdown{}))
	for range s.Props(dcc.Markdown{}) {
		require.Fail(t, "an empty one sets something")
	}
	for f := range reflect.TypeFor[dcc.Markdown]().Fields() {
		require.Contains(t, f.Tag.Get("json"), ",omitzero", f.Name)
	}
}

func TestMarkdownOnTheWire(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		c    dcc.Markdown
		want string // the JSON of the props
	}{
		"a text":                    {dcc.Markdown{Children: "# A"}, `{"children":"# A"}`},
		"lines":                     {dcc.Markdown{Children: []string{"# A", "b"}}, `{"children":["# A","b"]}`},
		"the false of Dedent":       {dcc.Markdown{Dedent: new(false)}, `{"dedent":false}`},
		"formulas and HTML":         {dcc.Markdown{MathJax: true, DangerouslyAllowHTML: true}, `{"mathjax":true,"dangerously_allow_html":true}`},
		"links and colors of code":  {dcc.Markdown{LinkTarget: "_blank", HighlightConfig: dcc.HighlightConfig{Theme: "dark"}}, `{"link_target":"_blank","highlight_config":{"theme":"dark"}}`},
		"markup is text on the way": {dcc.Markdown{Children: "<script>"}, `{"children":"\u003cscript\u003e"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var e render.Encoder
			b, err := e.Append(nil, tt.c)
			require.NoError(t, err)
			require.JSONEq(t, `{"namespace":"dash_core_components","type":"Markdown","props":`+tt.want+`}`, string(b))
		})
	}
}
