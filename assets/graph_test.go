package assets_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// stems are names without their hashes.
func stems(names []string) (stems []string) {
	for _, name := range names {
		if stem := name[:strings.LastIndexByte(name, '-')]; stem != "chunk" { // what files of our own share
			stems = append(stems, stem)
		}
	}
	return stems
}

func TestFilesOfGraphs(t *testing.T) {
	t.Parallel()
	files := open(t)
	tests := []struct {
		name            string
		words           []string
		scripts, styles []string // besides those of every graph
	}{
		{"every graph", nil, nil, nil},
		{"the core has it", []string{"scatter"}, nil, nil},
		{"a group", []string{"bar"}, []string{"plotly-bars"}, nil},
		{"two types of a group", []string{"bar", "pie"}, []string{"plotly-bars"}, nil},
		{"two groups", []string{"bar", "heatmap"}, []string{"plotly-bars", "plotly-fields"}, nil},
		{"what a group stands on comes first", []string{"splom"}, []string{"plotly-gl2d", "plotly-splom"}, nil},
		{"and once", []string{"scatterpolargl", "scattergl"}, []string{"plotly-gl2d", "plotly-polar", "plotly-polargl"}, nil},
		{"what a type shows unasked", []string{"ohlc"}, []string{"plotly-bars", "plotly-range"}, nil},
		{"parts of a layout", []string{"layout.images", "layout.sliders"}, []string{"plotly-images", "plotly-menus"}, nil},
		{"a style of its own", []string{"scattermap"}, []string{"plotly-map"}, []string{"plotly-map"}},
		{"unknown", []string{"nothing", ""}, nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			scripts, styles := files.Graph(slices.Values(test.words))
			require.Equal(t, append([]string{"graph", "plotly-core"}, test.scripts...), stems(scripts))
			require.Equal(t, append([]string{"plotly"}, test.styles...), stems(styles))
		})
	}
}

func TestFilesOfComponents(t *testing.T) {
	t.Parallel()
	files := open(t)
	const dcc = "dash_core_components"
	require.Equal(t, []string{"dropdown"}, stems(files.Component(dcc, "Dropdown")))
	require.Equal(t, []string{"graph"}, stems(files.Component(dcc, "Graph")))
	require.Empty(t, files.Component(dcc, "Store"), "every page has it")
	require.Empty(t, files.Component("dash_html_components", "Dropdown"))
	require.Empty(t, files.Component(dcc, "Nothing"))
	for _, name := range files.Component(dcc, "Dropdown") {
		require.NotContains(t, files.Page(), name)
	}
	files.Component(dcc, "Dropdown")[0] = ""
	require.NotContains(t, files.Component(dcc, "Dropdown"), "")
}

func TestFilesOfGraphsAreTheCallers(t *testing.T) {
	t.Parallel()
	files := open(t)
	scripts, styles := files.Graph(slices.Values[[]string](nil))
	page := files.Page()
	scripts[0], styles[0], page[0] = "", "", ""
	scripts, styles = files.Graph(slices.Values[[]string](nil))
	require.NotContains(t, append(append(scripts, styles...), files.Page()...), "")
}

// TestThePageHasAllItImports: a script of the page imports scripts of the page alone, until it is asked for more.
func TestThePageHasAllItImports(t *testing.T) {
	t.Parallel()
	files := open(t)
	page := files.Page()
	require.Contains(t, page, entry(t, files, "index.js"))
	imported := regexp.MustCompile(`(?:from|import)"\./([^"]+)"`)
	there := func(names []string) {
		for _, name := range names {
			w := get(files, "GET", name)
			require.Equal(t, http.StatusOK, w.Code)
			for _, match := range imported.FindAllStringSubmatch(unpack(t, w), -1) {
				require.Contains(t, append(slices.Clone(page), names...), match[1])
			}
		}
	}
	there(page)
	graph, _ := files.Graph(slices.Values([]string{"scatterpolargl", "layout.images"}))
	there(graph)
}
