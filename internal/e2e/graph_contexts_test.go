package e2e_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// bare is a style of maps that asks no server.
var bare = map[string]any{"version": 8, "sources": map[string]any{}, "layers": []any{
	map[string]any{"id": "ground", "type": "background", "paint": map[string]any{"background-color": "#cde"}},
}}

// mixed is scenes, maps and flat WebGL traces in turn, which take one context, one and two; 12 may be in use at once.
func mixed(graphs int) *dashi.App {
	x, y := wave(0)
	figures := []any{
		map[string]any{"data": []any{map[string]any{"type": "scatter3d", "mode": "markers", "x": x, "y": y, "z": x}}, "layout": map[string]any{}},
		map[string]any{"data": []any{map[string]any{"type": "scattermap", "mode": "markers", "lon": x, "lat": y}}, "layout": map[string]any{
			"map": map[string]any{"style": bare, "zoom": 1, "center": map[string]any{"lon": 20, "lat": 0}}}},
		map[string]any{"data": []any{map[string]any{"type": "scattergl", "mode": "markers", "x": x, "y": y}}, "layout": map[string]any{}},
	}
	var all []any
	for i := range graphs {
		all = append(all, dcc.Graph{ID: layout.ID(fmt.Sprintf("g%d", i)), Style: narrow, Figure: figures[i%len(figures)]})
	}
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(all...))
	return app
}

// TestScenesMapsAndFlatGraphsShareTheContexts: each is drawn whenever it is in sight, the browser takes none away (which would be in
// the console), and a scene's camera and a map's place are those the user left.
func TestScenesMapsAndFlatGraphsShareTheContexts(t *testing.T) {
	t.Parallel()
	const graphs = 12
	tab := open(t, serve(t, mixed(graphs)))
	tab.Until(fmt.Sprintf(`document.querySelectorAll(".dash-graph-plot").length === %d`, graphs))
	// A graph has been seen once the page's observer has told so, which it does by frames: one of our own tells together with it. Without, those
	// that are awake would pass unseen where frames are slow, and sleep before the ones that have been out of sight for longer.
	see := func(i int) {
		t.Helper()
		tab.Eval(fmt.Sprintf(`(async (graph) => {
			graph.scrollIntoView({block: "center"})
			await new Promise((told) => new IntersectionObserver((_, own) => { own.disconnect(); told() }).observe(graph))
		})(document.getElementById("g%d"))`, i), nil)
		tab.Until(fmt.Sprintf(`document.querySelector("#g%d > .dash-graph-plot > .plot-container") && !document.querySelector("#g%[1]d .dash-graph-picture")`, i))
		tab.Until(seen(i))
	}
	for i := range graphs {
		see(i)
		held := do[int](tab, inUse)
		require.LessOrEqual(t, held, 12)
	}
	see(0)
	do[any](tab, `const P = `+plotlyOf+`
		const eye = {x: 0.5, y: 0.5, z: 2.2}
		await P.relayout(plotOf("g0"), {"scene.camera": {eye, center: {x: 0, y: 0, z: 0}, up: {x: 0, y: 0, z: 1}}})`)
	see(1)
	do[any](tab, `plotOf("g1")._fullLayout.map._subplot.map.jumpTo({center: [33, 11], zoom: 3}, {originalEvent: new Event("user")})`)
	place := `(() => { const {center, zoom} = document.querySelector("#g1 > .dash-graph-plot")._fullLayout?.map ?? {}; return JSON.stringify([Math.round(center?.lon), Math.round(center?.lat), zoom]) })()`
	tab.Until(place + ` === "[33,11,3]"`)
	// Back up, though not so far that these two are in sight again, or within the 100 pixels from where graphs wake up: then 3 and 4 are, and
	// all from there to the last take what may be in use.
	for i := graphs - 1; i > 4; i-- {
		see(i)
	}
	require.Less(t, do[float64](tab, `return document.getElementById("g1").getBoundingClientRect().bottom`), -100.0)
	for _, id := range []string{"g0", "g1"} {
		tab.Until(fmt.Sprintf(`document.querySelector("#%s .dash-graph-picture")`, id))
	}
	see(0)
	require.Equal(t, map[string]float64{"x": 0.5, "y": 0.5, "z": 2.2}, do[map[string]float64](tab,
		`const {x, y, z} = plotOf("g0")._fullLayout.scene._scene.getCamera().eye, round = (v) => Math.round(v * 100) / 100
		return {x: round(x), y: round(y), z: round(z)}`))
	see(1)
	require.Equal(t, []float64{33, 11, 3}, do[[]float64](tab, `const map = plotOf("g1")._fullLayout.map._subplot.map, {lng, lat} = map.getCenter()
		return [Math.round(lng), Math.round(lat), map.getZoom()]`))
	tab.Screenshot("graph-mixed-contexts")
}

// seen tells whether the graph shows more than its ground. Scenes and maps forget their picture after a frame, so they draw again.
func seen(i int) string {
	return fmt.Sprintf(`(() => {
		const full = document.querySelector("#g%d > .dash-graph-plot")._fullLayout
		full?.scene?._scene?.glplot?.redraw()
		full?.map?._subplot?.map?.redraw()
		return %s
	})()`, i, fmt.Sprintf(inked, fmt.Sprintf("g%d", i)))
}

// inUse counts the contexts of plotly.js's own drawings.
const inUse = `return [...document.querySelectorAll(".dash-graph-plot")].reduce((sum, plot) => {
	const {_fullLayout: full = {}} = plot
	const flat = [...plot.querySelectorAll(".plot-container .gl-canvas")].filter((canvas) => canvas.__data__?.regl).length
	return sum + flat + (full.scene?._scene?.glplot ? 1 : 0) + (full.map?._subplot?.map ? 1 : 0)
}, 0)`

// TestAGraphThatGoesGivesItsContextsBack: 20 graphs of 2 contexts come and go, of which a browser allows some 16; it would say so in
// the console. Whatever was made is lost in the end, also of a graph that goes while it is drawn.
func TestAGraphThatGoesGivesItsContextsBack(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.Div(html.ID("box"))))
	tab := open(t, serve(t, app))
	found := do[struct{ Made, Alive, Plots int }](tab, `
		const made = new Set(), real = HTMLCanvasElement.prototype.getContext
		HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
			const context = real.call(this, kind, ...rest)
			if (/webgl/.test(kind) && context) made.add(context)
			return context
		}
		const figures = [
			{data: [{type: "scattergl", mode: "markers", x: [1, 2, 3], y: [1, 3, 2]}], layout: {}},
			{data: [{type: "scatter3d", mode: "markers", x: [1, 2, 3], y: [1, 3, 2], z: [1, 2, 3]}], layout: {}},
		]
		for (let i = 0; i < 20; i++) {
			const id = "g" + i
			dash_clientside.set_props("box", {children: {namespace: "dash_core_components", type: "Graph", props: {id, figure: figures[i % 4 === 3 ? 1 : 0], style: {width: 220, height: 200}}}})
			// Every fifth goes before it is there.
			if (i % 5 === 4) for (let n = 0; n < 1 + i % 3; n++) await frame()
			else { while (!document.querySelector("#" + id + " .gl-canvas, #" + id + " .gl-container canvas")) await frame(); await drawn(id) }
			dash_clientside.set_props("box", {children: null})
			await frame()
		}
		const alive = () => [...made].filter((context) => !context.isContextLost()).length
		for (let i = 0; i < 200 && alive() > 0; i++) await frame()
		return {made: made.size, alive: alive(), plots: document.querySelectorAll(".js-plotly-plot").length}`)
	require.Greater(t, found.Made, 20)
	require.Zero(t, found.Alive)
	require.Zero(t, found.Plots)
}
