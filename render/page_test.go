package render_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/render"
)

func TestPage(t *testing.T) {
	t.Parallel()
	pages := map[string]render.Page{
		"plain": {
			Lang: "en", Title: "dashi", Icon: "/_favicon.svg", Modules: []string{"/_dash-component-suites/dashi/index-AB12.js"},
			Config: []byte(`{"ui":false}`), Layout: []byte(`null`), Dependencies: []byte(`[]`),
		},
		"full": {
			Lang: "en", Theme: "dark", Title: `<Weather> & "more"`, Description: `in 'one' "page" </head>`, Icon: "/a/i.svg?h=1&x=2",
			Styles: []string{"/a/1.css", `/a/"2".css`}, Scripts: []string{"/a/1.js"}, Modules: []string{"/a/1.mjs", "/a/2.mjs"},
			Preloads: []string{"/a/3.mjs", `/a/"4".mjs`},
			Config:   []byte(`{"requests_pathname_prefix":"/a/"}`), Layout: []byte(`{"props":{"children":"\u003c/script\u003e"},"type":"P","namespace":"n"}`),
			Dependencies: []byte(`[{"output":"a.b"}]`),
		},
	}
	for name, page := range pages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := string(page.Append([]byte("before ")))
			got, ok := strings.CutPrefix(got, "before ")
			require.True(t, ok)
			path := filepath.Join("testdata", "TestPage", name+".golden")
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
				require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, string(want), got)

			// The strict policy holds only while nothing in the page needs more.
			for _, script := range regexp.MustCompile(`<script[^>]*>`).FindAllString(got, -1) {
				require.True(t, strings.Contains(script, "src=") || strings.Contains(script, `type="application/json"`), script)
			}
			require.NotContains(t, got, "<style")
			require.Equal(t, strings.Count(got, "<script"), strings.Count(got, "</script>"))
		})
	}
}

func TestThePolicyAllowsNothingInline(t *testing.T) {
	t.Parallel()
	directives := map[string]string{}
	for directive := range strings.SplitSeq(render.Policy, "; ") {
		name, sources, _ := strings.Cut(directive, " ")
		require.NotContains(t, directives, name)
		directives[name] = sources
	}
	require.Equal(t, "'none'", directives["default-src"])
	require.Equal(t, "'self'", directives["script-src"])
	require.Equal(t, "'self'", directives["style-src"])
	require.Equal(t, "'unsafe-inline'", directives["style-src-attr"])
	require.NotContains(t, render.Policy, "eval")

	// The plan of the house quotes it.
	plan, err := os.ReadFile(filepath.Join("..", "internal", "README.md"))
	require.NoError(t, err)
	text := strings.Join(strings.Fields(string(plan)), " ")
	for name, sources := range directives {
		require.Contains(t, text, name+" "+sources)
	}
}

func TestTheIconIsAnImage(t *testing.T) {
	t.Parallel()
	require.Contains(t, string(render.Icon), "<svg")
	require.NotContains(t, string(render.Icon), "<script")
}
