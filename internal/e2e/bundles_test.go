package e2e_test

import (
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

type attr = map[string]any

// figureOf is a figure as the browser gets it from an app that writes plotly's own names.
func figureOf(layout attr, traces ...attr) attr { return attr{"data": traces, "layout": layout} }

// grid is n by n numbers.
func grid(n int) [][]float64 {
	rows := make([][]float64, n)
	for i := range rows {
		for j := range n {
			rows[i] = append(rows[i], math.Sin(float64(i)/3)*math.Cos(float64(j)/3))
		}
	}
	return rows
}

// drawing is a figure, and where in the graph it is drawn.
type drawing struct {
	trace  attr
	layout attr
	mark   string // a selector
}

// groupsOfTraces has for each group of assets/src/plotly/groups.mjs what is in it.
func groupsOfTraces() map[string]map[string]drawing {
	names := []string{"root", "a", "b"}
	tree := attr{"labels": names, "parents": []string{"", "root", "root"}, "values": []int{3, 1, 2}}
	days := []string{"2026-01-01", "2026-01-02", "2026-01-03"}
	stock := attr{"x": days, "open": []int{1, 2, 3}, "high": []int{4, 4, 5}, "low": []int{0, 1, 1}, "close": []int{2, 3, 2}}
	letters := attr{"x": []string{"a", "b", "c"}, "y": []int{1, 3, 2}}
	numbers := attr{"x": []int{1, 2, 3, 4, 2, 3}, "y": []int{1, 3, 2, 2, 2, 1}}
	field := attr{"z": grid(12)}
	dimensions := attr{"dimensions": []attr{{"label": "one", "values": []int{1, 2, 3}}, {"label": "two", "values": []int{3, 1, 2}}}}
	round := attr{"r": []int{1, 2, 3}, "theta": []int{0, 90, 200}}
	var xs, ys, zs, values []float64
	for i := range 27 {
		xs, ys, zs = append(xs, float64(i%3)), append(ys, float64(i/3%3)), append(zs, float64(i/9))
		values = append(values, float64(i%5))
	}
	points := attr{"x": xs, "y": ys, "z": zs, "mode": "markers"}
	cells := attr{"x": xs, "y": ys, "z": zs, "value": values, "isomin": 1, "isomax": 3}
	wind := attr{"x": xs, "y": ys, "z": zs, "u": values, "v": values, "w": values}
	carpet := attr{"a": []int{0, 1, 2, 0, 1, 2, 0, 1, 2}, "b": []int{0, 0, 0, 1, 1, 1, 2, 2, 2}, "x": []int{0, 1, 2, 1, 2, 3, 2, 3, 4}, "y": []int{0, 1, 2, 2, 3, 4, 4, 5, 6}}
	places := attr{"lon": []int{10, 20}, "lat": []int{50, 40}}
	white := attr{"map": attr{"style": "white-bg"}}
	canvas, scene := "canvas.gl-canvas, .gl-canvas", ".gl-container canvas"
	return map[string]map[string]drawing{
		"core": {"scatter": {letters, nil, ".scatterlayer .js-line"}},
		"bars": {
			"bar": {letters, nil, ".barlayer path"}, "box": {letters, nil, ".boxlayer path"}, "violin": {letters, nil, ".violinlayer path"},
			"candlestick": {stock, nil, ".boxlayer path"}, "ohlc": {stock, nil, ".ohlclayer path"}, "histogram": {letters, nil, ".barlayer path"},
			"funnel": {attr{"x": []int{3, 2}, "y": []string{"a", "b"}}, nil, ".funnellayer path"}, "waterfall": {letters, nil, ".waterfalllayer path"},
			"pie":        {attr{"labels": names, "values": []int{1, 2, 3}}, nil, ".pielayer path.surface"},
			"funnelarea": {attr{"labels": names, "values": []int{3, 2, 1}}, nil, ".funnelarealayer path.surface"},
		},
		"fields": {
			"heatmap": {field, nil, ".heatmaplayer image"}, "contour": {field, nil, ".contourlayer path"}, "histogram2d": {numbers, nil, ".heatmaplayer image"},
			"histogram2dcontour": {numbers, nil, ".contourlayer path"}, "image": {attr{"z": [][][]int{{{255, 0, 0}, {0, 255, 0}}}}, nil, ".imagelayer image"},
			"quiver": {attr{"x": []int{0, 1}, "y": []int{0, 1}, "u": []int{1, 1}, "v": []int{1, 2}}, nil, ".trace.quiver path"},
		},
		"gl2d":      {"scattergl": {letters, nil, canvas}},
		"splom":     {"splom": {dimensions, nil, canvas}},
		"parcoords": {"parcoords": {dimensions, nil, ".parcoords .axis .domain"}},
		"gl3d": {
			"scatter3d": {points, nil, scene}, "surface": {field, nil, scene}, "mesh3d": {points, nil, scene}, "cone": {wind, nil, scene},
			"streamtube": {wind, nil, scene}, "volume": {cells, nil, scene}, "isosurface": {cells, nil, scene},
		},
		"polar": {
			"scatterpolar": {round, nil, ".polarlayer .js-line"}, "barpolar": {round, nil, ".polarlayer .barlayer path"},
			"scattersmith":   {attr{"real": []float64{0.5, 1}, "imag": []int{1, 2}}, nil, ".smithlayer .js-line"},
			"scatterternary": {attr{"a": []int{1, 2}, "b": []int{2, 1}, "c": []int{1, 1}, "mode": "lines"}, nil, ".ternarylayer .js-line"},
			"carpet":         {carpet, nil, ".carpetlayer path"},
		},
		"polargl": {"scatterpolargl": {round, nil, canvas}},
		"hier":    {"sunburst": {tree, nil, ".sunburstlayer path.surface"}, "treemap": {tree, nil, ".treemaplayer path.surface"}, "icicle": {tree, nil, ".iciclelayer path.surface"}},
		"flow": {
			"sankey":  {attr{"node": attr{"label": names}, "link": attr{"source": []int{0}, "target": []int{1}, "value": []int{3}}}, nil, ".sankey-link"},
			"parcats": {dimensions, nil, ".parcats path"}, "table": {attr{"cells": attr{"values": [][]int{{1, 2}, {3, 4}}}}, nil, ".cell-text"},
			"indicator": {attr{"value": 3, "mode": "gauge+number"}, nil, ".indicatorlayer path"},
		},
		"geo":       {"scattergeo": {places, nil, ".geo .scatterlayer path"}, "choropleth": {attr{"locations": []string{"FRA"}, "z": []int{1}}, nil, ".geo .choroplethlayer path"}},
		"map":       {"scattermap": {places, white, ".maplibregl-canvas"}, "densitymap": {places, white, ".maplibregl-canvas"}},
		"calendars": {"scatter": {attr{"x": []string{"5780-01-01", "5781-01-01"}, "y": []int{1, 2}, "xcalendar": "hebrew"}, nil, ".scatterlayer .js-line"}},
	}
}

// TestEveryGroupDraws shows a page for each group under the strict policy; a violation or a warning fails the test, as does a file that
// was named beforehand and came twice or not at all. A scene takes the machine for seconds, so of those there is one
// (TestEveryTraceTypeDraws has all).
func TestEveryGroupDraws(t *testing.T) {
	t.Parallel()
	for group, drawings := range groupsOfTraces() {
		t.Run(group, func(t *testing.T) {
			t.Parallel()
			var graphs []any
			if group == "gl3d" {
				drawings = map[string]drawing{"scatter3d": drawings["scatter3d"]}
			}
			for kind, d := range drawings {
				trace := maps.Clone(d.trace)
				trace["type"] = kind
				graphs = append(graphs, dcc.Graph{ID: layout.ID("g-" + kind), Figure: figureOf(d.layout, trace)})
			}
			app := dashi.New(dashi.Options{})
			app.Layout(html.Main(graphs...))
			address := serve(t, app)
			tab := open(t, address)
			for kind, d := range drawings {
				id := "g-" + kind
				tab.GraphReady(id)
				tab.Until(fmt.Sprintf(`document.querySelector("#%s").querySelector(%q)`, id, d.mark))
				var drawn []string
				tab.Eval(fmt.Sprintf(`document.querySelector("#%s .js-plotly-plot")._fullData.map((t) => t.type + " " + t.visible)`, id), &drawn)
				require.Equal(t, []string{kind + " true"}, drawn)
			}
			requireHintsUsedOnce(t, tab, address)
			tab.Screenshot("bundles-" + group)
		})
	}
}

var hintLink = regexp.MustCompile(`<link rel="modulepreload" href="([^"]+)">`)

// hintsOf are the files that a page names beforehand, without folder and hash.
func hintsOf(t *testing.T, address string) (hints []string) {
	t.Helper()
	for _, link := range hintLink.FindAllStringSubmatch(body(t, address), -1) {
		hints = append(hints, link[1])
	}
	return stems(hints)
}

func body(t *testing.T, address string) string {
	t.Helper()
	response, err := http.Get(address)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return string(text)
}

// stem is "plotly-core" of "/…/plotly-core-0123456789.js".
func stem(address string) string {
	name := path.Base(address)
	return name[:strings.LastIndexByte(name, '-')]
}

// scriptsOf are the addresses of the scripts a page has loaded, each as often as it was.
func scriptsOf(tab *e2e.Tab) (scripts []string) {
	tab.Eval(`performance.getEntriesByType("resource").map((e) => e.name).filter((name) => name.endsWith(".js"))`, &scripts)
	return scripts
}

// ownParts are small files of our own: what several files share, and what comes when the page has nothing better to do.
var ownParts = []string{"chunk", "gather", "graph-access", "graph-webgl"}

// stems leaves out ownParts.
func stems(addresses []string) (stems []string) {
	for _, address := range addresses {
		if name := stem(address); !slices.Contains(ownParts, name) {
			stems = append(stems, name)
		}
	}
	return stems
}

// requireHintsUsedOnce: what the page names beforehand is what its script then loads, at the same address.
func requireHintsUsedOnce(t *testing.T, tab *e2e.Tab, address string) {
	t.Helper()
	scripts := scriptsOf(tab)
	loaded := stems(scripts)
	hinted := hintsOf(t, address)
	require.Contains(t, hinted, "plotly-core")
	for _, name := range hinted {
		if name != "chunk" {
			require.Contains(t, loaded, name)
		}
	}
	seen := map[string]bool{}
	for _, script := range scripts {
		require.False(t, seen[script], "%s came twice", script)
		seen[script] = true
	}
}

// TestALineTakesTheCoreAlone holds the page with one line chart to its files and their weight.
func TestALineTakesTheCoreAlone(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Graph{ID: "g", Figure: figureOf(nil, attr{"y": []int{1, 3, 2}})}))
	address := serve(t, app)
	tab := open(t, address)
	tab.GraphReady("g")
	// What makes the graph accessible comes when it has been drawn.
	tab.Until(`performance.getEntriesByType("resource").some((e) => e.name.includes("graph-access"))`)
	scripts := scriptsOf(tab)
	require.ElementsMatch(t, []string{"index", "graph", "plotly-core"}, stems(scripts))
	require.Equal(t, []string{"graph", "plotly-core"}, hintsOf(t, address))
	for coding, goal := range map[string]int{"gzip": 400_000, "br": 340_000} {
		total := 0
		for _, script := range scripts {
			total += weight(t, script, coding)
		}
		require.Less(t, total, goal, coding)
		t.Logf("%s: %d bytes", coding, total)
	}
}

// weight is the length of a file in one coding.
func weight(t *testing.T, address, coding string) int {
	t.Helper()
	request, err := http.NewRequest(http.MethodHead, address, nil)
	require.NoError(t, err)
	request.Header.Set("Accept-Encoding", coding)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, coding, response.Header.Get("Content-Encoding"))
	length, err := strconv.Atoi(response.Header.Get("Content-Length"))
	require.NoError(t, err)
	return length
}

// TestAPageNamesTheFilesOfItsGraphs: below a prefix, for all graphs of a page, and none where there is no graph.
func TestAPageNamesTheFilesOfItsGraphs(t *testing.T) {
	t.Parallel()
	pages := map[string]struct {
		layout any
		want   []string
	}{
		"no graph":     {html.Main("nothing"), nil},
		"no figure":    {html.Main(dcc.Graph{ID: "g"}), []string{"graph", "plotly-core"}},
		"several":      {html.Main(dcc.Graph{ID: "g", Figure: figureOf(nil, attr{"type": "bar"})}, html.Div(dcc.Graph{ID: "h", Figure: figureOf(attr{"images": []attr{{}}}, attr{"type": "pie"}, attr{"type": "heatmap"})})), []string{"graph", "plotly-core", "plotly-bars", "plotly-fields", "plotly-images"}},
		"candlesticks": {html.Main(dcc.Graph{ID: "g", Figure: figureOf(nil, attr{"type": "candlestick"})}), []string{"graph", "plotly-core", "plotly-bars", "plotly-range"}},
		"built on":     {html.Main(dcc.Graph{ID: "g", Figure: figureOf(nil, attr{"type": "scatterpolargl"})}), []string{"graph", "plotly-core", "plotly-gl2d", "plotly-polar", "plotly-polargl"}},
		"unknown":      {html.Main(dcc.Graph{ID: "g", Figure: figureOf(nil, attr{"type": "nothing"})}), []string{"graph", "plotly-core"}},
	}
	for name, page := range pages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := dashi.New(dashi.Options{Prefix: "/a b/"})
			app.Layout(page.layout)
			address := serve(t, http.StripPrefix("/a b", app))
			require.Equal(t, page.want, hintsOf(t, address+"/a%20b/"))
			text := body(t, address+"/a%20b/")
			require.Equal(t, page.want != nil, strings.Contains(text, "plotly-"))
			for _, link := range hintLink.FindAllStringSubmatch(text, -1) {
				require.Truef(t, strings.HasPrefix(link[1], "/a%20b/"), "%s", link[1])
				weight(t, address+link[1], "br")
			}
		})
	}
}
