package e2e_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// glPage is a page with a graph of each given type, so that their files are there, and the helpers of testdata/gltraces.js.
func glPage(t *testing.T, types ...string) *e2e.Tab {
	t.Helper()
	app := dashi.New(dashi.Options{})
	var data []plot.Trace
	for _, kind := range types {
		data = append(data, plot.Other{Type: kind, Attr: map[string]any{
			"x": []int{1, 2, 3}, "y": []int{1, 2, 3}, "z": [][]int{{1, 2, 3}, {2, 3, 1}, {3, 1, 2}},
		}})
	}
	app.Layout(html.Main(dcc.Graph{ID: "g", Figure: plot.Figure{Data: data}}))
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	helpers, err := os.ReadFile("testdata/gltraces.js")
	require.NoError(t, err)
	tab.Eval(string(helpers), nil)
	return tab
}

// glTypes are those of the group, and the types of plotly.js they are compared with.
var glTypes = []string{"pointcloud", "heatmapgl", "scattergl", "heatmap"}

// TestPointsStandWhereTheAxesSay: on linear, log, date, category and reversed axes, and in each subplot, a point is drawn at the pixel its axes name.
func TestPointsStandWhereTheAxesSay(t *testing.T) {
	t.Parallel()
	tab := glPage(t, glTypes...)
	tests := []struct{ name, data, layout string }{
		{"linear", `{x: [1, 2, 5], y: [3, 1, 2]}`, `{}`},
		{"integers of a byte", `{x: Uint8Array.of(1, 2, 250), y: Int8Array.of(-100, 1, 100)}`, `{}`},
		{"doubles far from zero", `{x: Float64Array.of(1.7e12, 1.7e12 + 1, 1.7e12 + 3), y: [3, 1, 2]}`, `{}`},
		{"log", `{x: [1e-3, 1, 1e5], y: [3, 1e9, 20]}`, `{xaxis: {type: 'log'}, yaxis: {type: 'log'}}`},
		{"log, far in", `{x: [0.99999, 1, 1.00001], y: [1, 2, 3]}`, `{xaxis: {type: 'log'}}`},
		{"dates", `{x: ['2024-01-01', '2024-02-01 12:00', '2024-05-01'], y: [3, 1, 2]}`, `{}`},
		{"milliseconds", `{x: Float64Array.of(1.7e12, 1.71e12, 1.72e12), y: [3, 1, 2]}`, `{xaxis: {type: 'date'}}`},
		{"a date axis with gaps", `{x: ['2024-01-05', '2024-01-08', '2024-01-09'], y: [3, 1, 2]}`, `{xaxis: {rangebreaks: [{bounds: ['sat', 'mon']}]}}`},
		{"categories", `{x: ['b', 'a', 'c'], y: ['u', 'v', 'w']}`, `{xaxis: {categoryorder: 'category ascending'}}`},
		{"reversed", `{x: [1, 2, 5], y: [3, 1, 2]}`, `{xaxis: {autorange: 'reversed'}, yaxis: {autorange: 'reversed'}}`},
		{"interleaved", `{xy: Float32Array.of(1, 3, 2, 1, 5, 2)}`, `{}`},
	}
	for _, test := range tests {
		var drawn struct {
			Colors     [][]int
			Elsewhere  int
			CloudRange []any
			GLRange    []any
		}
		tab.Eval(`(async () => {
			const given = `+test.data+`, layout = () => (`+test.layout+`)
			const graph = await gl.plot([{type: 'pointcloud', ...given, marker: {size: 12, color: 'rgb(255, 0, 0)'}}], layout())
			const {x, y} = graph._fullData[0]
			const picture = gl.picture(graph)
			const colors = [0, 1, 2].map((i) => gl.colorAt(graph, x[i], y[i]))
			const like = await gl.plot([{type: 'scatter', x, y, mode: 'markers', marker: {size: 12}}], layout())
			const out = {Colors: colors, Elsewhere: picture.count() - 3 * 120, CloudRange: graph._fullLayout.xaxis.range, GLRange: like._fullLayout.xaxis.range}
			for (const g of [graph, like]) { gl.Plotly.purge(g); g.remove() }
			return out
		})()`, &drawn)
		for _, color := range drawn.Colors {
			require.Equal(t, []int{255, 0, 0, 255}, color, test.name)
		}
		require.Less(t, drawn.Elsewhere, 60, "%s: only three points of 12 pixels are drawn", test.name)
		require.Equal(t, drawn.GLRange, drawn.CloudRange, "%s: the range is scatter's", test.name)
	}
}

// TestColorsOfPoints: one color, a color for each, a scale over numbers, borders, squares, opacity with and without blend.
func TestColorsOfPoints(t *testing.T) {
	t.Parallel()
	tab := glPage(t, glTypes...)
	var got map[string][]int
	tab.Eval(`(async () => {
		const big = {size: 60}
		const at = async (marker, point = 0, more = {}) => {
			const graph = await gl.plot([{type: 'pointcloud', x: [1, 2, 3, 2], y: [1, 3, 1, 3], marker: {...big, ...marker}, ...more}])
			const color = gl.colorAt(graph, [1, 2, 3][point], [1, 3, 1][point])
			gl.Plotly.purge(graph)
			graph.remove()
			return color
		}
		const corner = async (marker) => {
			const graph = await gl.plot([{type: 'pointcloud', x: [1], y: [1], marker: {...big, color: '#f00', ...marker}}])
			const {xaxis, yaxis} = graph._fullLayout
			return gl.picture(graph).at(xaxis._offset + xaxis.d2p(1) + 27, yaxis._offset + yaxis.d2p(1) + 27)
		}
		return {
			one: await at({color: '#0f0'}),
			each: await at({color: ['red', 'nonsense', 'rgba(0, 0, 255, 1)', 'red']}, 2),
			scale: await at({color: [0, 5, 10, 5], colorscale: [[0, '#000'], [1, '#fff']]}, 2),
			middle: await at({color: [0, 5, 10, 5], colorscale: [[0, '#000'], [1, '#fff']]}, 1),
			range: await at({color: Int16Array.of(0, 5, 10, 5), colorscale: [[0, '#000'], [1, '#fff']], cmin: 0, cmax: 5}, 1),
			unblended: await at({color: '#f00', opacity: 0.5}, 1),
			blended: await at({color: '#f00', opacity: 0.5, blend: true}, 1),
			trace: await at({color: '#f00'}, 1, {opacity: 0.5}),
			circle: await corner({}),
			square: await corner({symbol: 'square'}),
			border: await corner({symbol: 'square', border: {color: '#00f', arearatio: 0.5}}),
			unselected: await at({color: '#f00'}, 0, {selectedpoints: [2]}),
			selected: await at({color: '#f00'}, 2, {selectedpoints: [2], selected: {marker: {color: '#00f'}}}),
		}
	})()`, &got)
	require.Equal(t, []int{0, 255, 0, 255}, got["one"])
	require.Equal(t, []int{0, 0, 255, 255}, got["each"])
	require.Equal(t, []int{255, 255, 255, 255}, got["scale"])
	require.InDelta(t, 128, got["middle"][0], 1)
	require.Equal(t, []int{255, 255, 255, 255}, got["range"])
	require.InDelta(t, 128, got["unblended"][3], 1, "two points on each other are as faint as one")
	require.InDelta(t, 191, got["blended"][3], 2, "two points on each other add up")
	require.InDelta(t, 128, got["trace"][3], 1)
	require.Zero(t, got["circle"][3])
	require.Equal(t, []int{255, 0, 0, 255}, got["square"])
	require.Equal(t, []int{0, 0, 255, 255}, got["border"])
	require.InDelta(t, 51, got["unselected"][3], 2)
	require.Equal(t, []int{0, 0, 255, 255}, got["selected"])
}

// TestHoverAndSelectFindThePoints: of many, hover names exactly the one under the mouse, before and after its index is there; a
// box and a lasso select what a count by hand does.
func TestHoverAndSelectFindThePoints(t *testing.T) {
	t.Parallel()
	tab := glPage(t, glTypes...)
	var got struct {
		Wanted, Found, Customdata   []int
		Selected, Counted           int
		LassoSelected, LassoCounted int
		Text                        string
		Dimmed                      bool
		Cleared                     bool
	}
	tab.Eval(`(async () => {
		const n = 3e5, x = gl.random(n, 3), y = gl.random(n, 5)
		const graph = await gl.plot([{type: 'pointcloud', x, y, customdata: Float32Array.from(x, (_, i) => i), hovertemplate: 'n %{customdata} at %{x:.3f}<extra></extra>'}], {dragmode: 'select'})
		const {xaxis, yaxis} = graph._fullLayout
		const out = {Wanted: [], Found: [], Customdata: []}
		const hover = async (i) => {
			const [xpx, ypx] = [xaxis.d2p(x[i]), yaxis.d2p(y[i])]
			// Hovers soon after each other are put off.
			await new Promise((done) => setTimeout(done, 200))
			gl.Plotly.Fx.hover(graph, {xpx, ypx}, 'xy')
			// By hand: the nearest of all by pixels.
			let [best, least] = [-1, Infinity]
			for (let k = 0; k < n; k++) {
				const d = Math.hypot(xaxis.d2p(x[k]) - xpx, yaxis.d2p(y[k]) - ypx)
				if (d <= least) { if (d < least || k > best) best = k; least = d }
			}
			out.Wanted.push(best)
			const point = graph._hoverdata?.[0]
			out.Found.push(point?.pointNumber)
			out.Customdata.push(point?.customdata)
		}
		await hover(123)
		await new Promise((done) => setTimeout(done, 1500))
		for (const i of [0, 77777, 299999]) await hover(i)
		out.Text = graph.querySelector('.hovertext').textContent
		const inside = (i) => x[i] > .25 && x[i] < .5 && y[i] > .5 && y[i] < .75
		out.Counted = x.reduce((sum, _, i) => sum + inside(i), 0)
		const selected = (selections) => new Promise((done) => {
			graph.once('plotly_selected', (event) => done(event?.points.length ?? 0))
			gl.Plotly.relayout(graph, {selections})
		})
		out.Selected = await selected([{type: 'rect', x0: .25, x1: .5, y0: .5, y1: .75}])
		await gl.settled()
		out.Dimmed = gl.colorAt(graph, .8, .2)[3] < 255 && gl.colorAt(graph, .4, .6)[3] === 255
		out.LassoCounted = x.reduce((sum, _, i) => sum + (x[i] > 0 && y[i] > 0 && x[i] + y[i] < .3), 0)
		out.LassoSelected = await selected([{type: 'path', path: 'M0,0L.3,0L0,.3Z'}])
		await gl.Plotly.relayout(graph, {selections: []})
		await gl.Plotly.restyle(graph, {selectedpoints: [null]})
		out.Cleared = gl.colorAt(graph, .8, .2)[3] === 255
		return out
	})()`, &got)
	require.Equal(t, got.Wanted, got.Found)
	require.Equal(t, got.Wanted, got.Customdata)
	require.Regexp(t, `^n 299,?999 at 0\.\d{3}$`, got.Text)
	require.Greater(t, got.Counted, 10_000)
	require.Equal(t, got.Counted, got.Selected)
	require.InDelta(t, got.LassoCounted, got.LassoSelected, 2, "a point on the lasso's slanted side may round either way")
	require.True(t, got.Dimmed, "what is not selected is fainter")
	require.True(t, got.Cleared)
}

// TestTheMouseMovesThePicture: dragging pans the picture while the button is down, and zooming by a box with a real mouse moves it.
func TestTheMouseMovesThePicture(t *testing.T) {
	t.Parallel()
	tab := glPage(t, "pointcloud")
	var got struct {
		Moved    float64
		Dragging bool
		Follows  bool
	}
	tab.Eval(`(async () => {
		const graph = window.graph = document.querySelector('#g .js-plotly-plot')
		await gl.Plotly.react(graph, [{type: 'pointcloud', x: [1, 2, 3], y: [1, 2, 3], marker: {size: 16, color: '#f00'}}], {dragmode: 'pan', width: 600, height: 450})
		const {xaxis} = graph._fullLayout
		const before = xaxis.d2p(2)
		const box = graph.querySelector('.nsewdrag').getBoundingClientRect()
		const at = (dx) => ({clientX: box.x + box.width / 2 + dx, clientY: box.y + box.height / 2, bubbles: true, button: 0, buttons: 1})
		graph.querySelector('.nsewdrag').dispatchEvent(new MouseEvent('mousedown', at(0)))
		for (const dx of [20, 60, 100]) {
			document.dispatchEvent(new MouseEvent('mousemove', at(dx)))
			await gl.frame()
		}
		// The graphics card may need some frames more.
		const follows = () => gl.colorAt(graph, 2, 2)[0] === 255
		for (let i = 0; i < 300 && !follows(); i++) await gl.frame()
		const out = {Moved: xaxis.d2p(2) - before, Dragging: graph._dragging, Follows: follows()}
		document.dispatchEvent(new MouseEvent('mouseup', {...at(100), buttons: 0}))
		return out
	})()`, &got)
	require.InDelta(t, 100, got.Moved, 1)
	require.True(t, got.Dragging)
	require.True(t, got.Follows, "while the mouse moves, the point is where the axis now has it")
	tab.Eval(`gl.Plotly.relayout(graph, {dragmode: 'zoom', 'xaxis.autorange': true, 'yaxis.autorange': true}).then(() => true)`, nil)
	tab.Drag("#g .nsewdrag", 0.35, 0.35, 0.65, 0.65)
	tab.Until(`graph._fullLayout.xaxis.range[0] > 1.2`)
	tab.Until(`gl.colorAt(graph, 2, 2)[0] === 255`)
}

// TestATraceComesAndGoes: legend, react, restyle, extendTraces, resize and purge; and buffers go when nobody shows them.
func TestATraceComesAndGoes(t *testing.T) {
	t.Parallel()
	tab := glPage(t, glTypes...)
	var got map[string]bool
	tab.Eval(`(async () => {
		const P = gl.Plotly, out = {}
		const graph = await gl.plot([
			{type: 'pointcloud', x: [1, 2], y: [1, 1], marker: {size: 20, color: '#f00'}},
			{type: 'pointcloud', x: [1, 2], y: [2, 2], marker: {size: 20, color: '#0f0'}},
		], {showlegend: true, xaxis: {range: [0, 5]}, yaxis: {range: [0, 4]}})
		const red = (x = 1, y = 1) => gl.colorAt(graph, x, y)[0] === 255
		const shown = (x, y) => gl.colorAt(graph, x, y)[3] > 0
		out.drawn = red() && shown(1, 2)
		await P.restyle(graph, {visible: 'legendonly'}, [1])
		out.hidden = red() && !shown(1, 2)
		await P.restyle(graph, {visible: true}, [1])
		out.back = shown(1, 2)
		await P.restyle(graph, {'marker.color': '#00f'}, [0])
		out.blue = gl.colorAt(graph, 1, 1)[2] === 255
		await P.extendTraces(graph, {x: [[4]], y: [[3]]}, [0])
		out.extended = shown(4, 3) && shown(1, 1)
		graph.data[0].x[2] = 3
		await P.redraw(graph)
		out.inPlace = shown(3, 3) && !shown(4, 3)
		await P.relayout(graph, {width: 700, height: 300})
		out.resized = shown(1, 1) && graph.querySelector('.dashi-gl').style.width === '700px'
		await P.react(graph, [{type: 'scatter', x: [1], y: [1]}], {})
		out.gone = !graph.querySelector('.dashi-gl')
		await P.react(graph, [{type: 'pointcloud', x: [1], y: [1], marker: {size: 20, color: '#f00'}}], {})
		out.again = red()
		await P.newPlot(graph, [{type: 'pointcloud', x: [1], y: [1], marker: {size: 20, color: '#f00'}}], {})
		await gl.frame()
		out.anew = red() && graph.querySelectorAll('.dashi-gl').length === 1
		return out
	})()`, &got)
	require.Len(t, got, 10)
	for step, fine := range got {
		require.True(t, fine, step)
	}
}

// TestManyGraphsTakeOneContext, and nothing grows: buffers, textures and contexts are counted at the browser's own functions.
func TestManyGraphsTakeOneContext(t *testing.T) {
	t.Parallel()
	tab := glPage(t, "pointcloud", "heatmapgl")
	var got struct {
		Contexts, Canvases, Shown, Before, With, After, Updated int
	}
	tab.Eval(`(async () => {
		let live = 0, contexts = 0
		const proto = WebGL2RenderingContext.prototype
		for (const kind of ['Buffer', 'Texture']) {
			const [make, drop] = [proto['create' + kind], proto['delete' + kind]]
			proto['create' + kind] = function () { live++; return make.call(this) }
			proto['delete' + kind] = function (what) { if (what) live--; return drop.call(this, what) }
		}
		const get = HTMLCanvasElement.prototype.getContext
		HTMLCanvasElement.prototype.getContext = function (kind, ...more) { if (/webgl/.test(kind)) contexts++; return get.call(this, kind, ...more) }
		const data = (seed) => [
			{type: 'heatmapgl', z: [gl.random(9, seed), gl.random(9, seed + 1)], showscale: false},
			{type: 'pointcloud', x: gl.random(100, seed), y: gl.random(100, seed + 1)},
		]
		const out = {Before: live}
		const graphs = [], size = {width: 220, height: 200}
		for (let i = 0; i < 20; i++) graphs.push(await gl.plot(data(i), size))
		out.Canvases = document.querySelectorAll('.dashi-gl').length
		out.Shown = graphs.filter((graph) => gl.picture(graph).count() > 1000).length
		out.With = live
		for (let i = 0; i < 20; i++) await gl.Plotly.react(graphs[0], data(i), {...size})
		out.Updated = live
		for (let i = 0; i < 20; i++) {
			const graph = await gl.plot(data(i), size)
			gl.Plotly.purge(graph)
			graph.remove()
		}
		for (const graph of graphs) gl.Plotly.purge(graph)
		await gl.frame()
		out.After = live
		out.Contexts = contexts
		return out
	})()`, &got)
	require.Equal(t, 21, got.Canvases)
	require.Equal(t, 20, got.Shown)
	require.Zero(t, got.Contexts, "the page has its one context from its first graph")
	require.Equal(t, got.With, got.Updated, "updates leave nothing behind")
	require.Equal(t, got.Before, got.After, "purged graphs leave nothing behind")
}

// TestALostContextComesBack: the picture is drawn anew from what the figures hold.
func TestALostContextComesBack(t *testing.T) {
	t.Parallel()
	tab := glPage(t, "pointcloud", "heatmapgl")
	tab.Allow("CONTEXT_LOST")
	var got []bool
	tab.Eval(`(async () => {
		let context
		const draw = WebGL2RenderingContext.prototype.drawArrays
		WebGL2RenderingContext.prototype.drawArrays = function (...given) { context = this; return draw.apply(this, given) }
		const graph = await gl.plot([{type: 'heatmapgl', z: [[1, 2], [3, 4]]}, {type: 'pointcloud', x: [0], y: [0], marker: {size: 30, color: '#f00'}}])
		const red = () => gl.colorAt(graph, 0, 0)[0] === 255 && gl.colorAt(graph, 1, 1)[3] === 255
		const out = [red()]
		const lose = context.getExtension('WEBGL_lose_context')
		lose.loseContext()
		await gl.frame()
		await gl.Plotly.relayout(graph, {width: 450})
		lose.restoreContext()
		for (let i = 0; i < 100 && gl.picture(graph).count() === 0; i++) await gl.frame()
		out.push(red())
		return out
	})()`, &got)
	require.Equal(t, []bool{true, true}, got)
}

// TestGLPicturesAreExported as PNG and inside an SVG.
func TestGLPicturesAreExported(t *testing.T) {
	t.Parallel()
	tab := glPage(t, glTypes...)
	var got struct{ PNG, SVG [][]int }
	tab.Eval(`(async () => {
		const graph = await gl.plot([
			{type: 'heatmapgl', z: [[1, 1], [1, 1]], zmin: 0, zmax: 1, colorscale: [[0, '#fff'], [1, '#00f']], showscale: false},
			{type: 'pointcloud', x: [0], y: [0], marker: {size: 40, color: '#f00'}},
		])
		const {xaxis, yaxis} = graph._fullLayout
		const px = (x, y) => [Math.round(xaxis._offset + xaxis.d2p(x)), Math.round(yaxis._offset + yaxis.d2p(y))]
		const out = {}
		for (const format of ['png', 'svg']) {
			const at = await gl.decode(await gl.Plotly.toImage(graph, {format, width: 500, height: 400}))
			out[format.toUpperCase()] = [at(...px(0, 0)), at(...px(1, 1)), at(3, 3)]
		}
		return out
	})()`, &got)
	want := [][]int{{255, 0, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 255}}
	for _, exported := range [][][]int{got.PNG, got.SVG} {
		for i, color := range want {
			for k := range color {
				require.InDelta(t, color[k], exported[i][k], 12, "pixel %d of %v", i, exported)
			}
		}
	}
}

// TestHeatmapglLooksLikeHeatmap, pixel by pixel in the middles of bricks, on all kinds of axes.
func TestHeatmapglLooksLikeHeatmap(t *testing.T) {
	t.Parallel()
	tab := glPage(t, glTypes...)
	tests := []struct{ name, data, layout string }{
		{"linear", `{}`, `{}`},
		{"typed", `{z: [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, NaN, 7, 8), Float32Array.of(4, 3, 2, 9)]}`, `{}`},
		{"far from zero", `{z: [Float64Array.of(1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4), Float64Array.of(1e9, 1e9 + 1, 1e9 + 7, 1e9 + 8)]}`, `{}`},
		{"uneven middles", `{x: [1, 2, 5, 20], y: [0, 1, 5]}`, `{}`},
		{"borders", `{x: [0, 1, 3, 7, 8], y: [0, 1, 5, 6]}`, `{}`},
		{"falling", `{x: [4, 3, 2, 1]}`, `{}`},
		{"x0 and dx", `{x0: 10, dx: 5, y0: -3, dy: 0.5}`, `{}`},
		{"log", `{x: [1, 10, 50, 1000]}`, `{xaxis: {type: 'log'}}`},
		{"dates", `{x: ['2024-01-01', '2024-01-02', '2024-01-05', '2024-02-01']}`, `{}`},
		{"categories", `{x: ['b', 'a', 'd', 'c'], y: ['u', 'v', 'w']}`, `{xaxis: {categoryorder: 'category ascending'}}`},
		{"reversed", `{}`, `{xaxis: {autorange: 'reversed'}, yaxis: {autorange: 'reversed'}}`},
		{"transposed", `{transpose: true}`, `{}`},
		{"ragged", `{z: [[1, 2], [3, 4, 5], [6]]}`, `{}`},
		{"colors", `{colorscale: 'Viridis', reversescale: true, zmin: 2, zmax: 6}`, `{}`},
		{"zmid", `{zmid: 3}`, `{}`},
		{"texts and gaps", `{z: [['1', null, '', 'x'], [2, 3, 4, 5]]}`, `{}`},
		{"color axis", `{coloraxis: 'coloraxis'}`, `{coloraxis: {cmin: 0, cmax: 12, colorscale: 'Hot'}}`},
		{"smooth", `{zsmooth: 'fast'}`, `{}`},
	}
	for _, test := range tests {
		var got struct {
			Ours, Theirs [][]int
			Ranges       [2][2][]any
			Hover        [2]map[string]any
		}
		tab.Eval(`(async () => {
			const out = {Ours: [], Theirs: [], Ranges: [], Hover: []}
			for (const type of ['heatmapgl', 'heatmap']) {
				const given = `+test.data+`, layout = `+test.layout+`
				const graph = await gl.plot([{type, z: [[1, 2, 3, 4], [5, 6, 7, 8], [4, 3, null, 9]], ...given}], {...layout, template: {layout: {xaxis: {showgrid: false, zeroline: false}, yaxis: {showgrid: false, zeroline: false}}}})
				const {xaxis, yaxis} = graph._fullLayout
				out.Ranges.push([xaxis, yaxis].map(({range}) => range.map((end) => typeof end === 'number' ? +end.toPrecision(9) : end)))
				gl.Plotly.Fx.hover(graph, {xpx: xaxis._length * .3, ypx: yaxis._length * .6}, 'xy')
				const {x, y, z, pointNumber} = graph._hoverdata?.[0] ?? {}
				out.Hover.push({x, y, z, pointNumber, label: graph.querySelector('.hovertext')?.textContent})
				let at
				if (type === 'heatmapgl') at = gl.picture(graph).at
				else {
					await Promise.all([...graph.querySelectorAll('image')].map((image) => { const copy = new Image(); copy.src = image.href.baseVal; return copy.decode() }))
					at = await gl.decode(await gl.Plotly.toImage(graph, {format: 'png', width: 500, height: 400, scale: 1}))
				}
				for (let i = 0.5; i < 13; i++) for (let j = 0.5; j < 7; j++) {
					const pixel = at(Math.round(xaxis._offset + xaxis._length * i / 13), Math.round(yaxis._offset + yaxis._length * j / 7))
					// The exported picture stands on white.
					out[type === 'heatmapgl' ? 'Ours' : 'Theirs'].push(pixel[3] === 0 ? [255, 255, 255, 255] : pixel[3] === 255 ? pixel : [0, 1, 2].map((k) => Math.round(pixel[k] * pixel[3] / 255 + 255 - pixel[3])))
				}
				gl.Plotly.purge(graph)
				graph.remove()
			}
			return out
		})()`, &got)
		tolerance := 4
		if test.name == "smooth" {
			tolerance = 20 // heatmap leaves smoothing to the canvas, which has few levels between two texels
		}
		different := 0
		for i := range got.Ours {
			for k := range 3 {
				if d := got.Ours[i][k] - got.Theirs[i][k]; max(d, -d) > tolerance {
					different++
					break
				}
			}
		}
		require.Zero(t, different, "%s: %v\n%v", test.name, got.Ours, got.Theirs)
		require.Equal(t, got.Ranges[1], got.Ranges[0], test.name)
		require.Equal(t, got.Hover[1], got.Hover[0], test.name)
	}
}

// TestTracesShareAGraph: both kinds in two subplots lie in the order of their zorder and number, each within its own subplot.
func TestTracesShareAGraph(t *testing.T) {
	t.Parallel()
	tab := glPage(t, glTypes...)
	var got [][]int
	tab.Eval(`(async () => {
		const heat = (color, more) => ({type: 'heatmapgl', z: [[1, 1], [1, 1]], colorscale: [[0, color], [1, color]], showscale: false, ...more})
		const cloud = (color, more) => ({type: 'pointcloud', x: [.5], y: [.5], marker: {size: 40, color}, ...more})
		const second = {xaxis: 'x2', yaxis: 'y2'}
		const graph = await gl.plot([
			cloud('#f00', {zorder: 1}), heat('#00f'), cloud('#0f0', second), heat('#ff0', second),
			{type: 'pointcloud', x: [9], y: [.5], marker: {size: 40, color: '#000'}},
		], {xaxis: {domain: [0, .45], range: [-.5, 1.5]}, xaxis2: {domain: [.55, 1], range: [-.5, 1.5]}, yaxis: {range: [-.5, 1.5]}, yaxis2: {anchor: 'x2', range: [-.5, 1.5]}})
		const {xaxis, yaxis} = graph._fullLayout
		const gap = gl.picture(graph).at(xaxis._offset + xaxis._length * 1.1, yaxis._offset + yaxis._length / 2)
		return [gl.colorAt(graph, .5, .5), gl.colorAt(graph, 0, 0), gl.colorAt(graph, .5, .5, 'xaxis2', 'yaxis2'), gap]
	})()`, &got)
	require.Equal(t, [][]int{{255, 0, 0, 255}, {0, 0, 255, 255}, {255, 255, 0, 255}, {0, 0, 0, 0}}, got)
}

// TestWithoutWebGLTheGraphSaysSo, and nothing throws.
func TestWithoutWebGLTheGraphSaysSo(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "kind", Value: "scatter"}, dcc.Graph{ID: "g"}))
	app.Callback(dashi.Output("g", "figure"), dashi.Input("kind", "value"), func(kind string) plot.Figure {
		return plot.Figure{Data: []plot.Trace{plot.Other{Type: kind, Attr: map[string]any{"x": []int{1, 2}, "y": []int{1, 2}}}}}
	})
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	tab.Eval(`(() => {
		const get = HTMLCanvasElement.prototype.getContext
		HTMLCanvasElement.prototype.getContext = function (kind, ...more) { return kind === 'webgl2' ? null : get.call(this, kind, ...more) }
		document.addEventListener('dashi-nowebgl', (event) => { window.said = event.detail })
	})()`, nil)
	tab.Fill("#kind", "pointcloud")
	tab.Until(`/WebGL2/.test(window.said)`)
	tab.Until(`document.querySelector('#g .dashi-gl')`)
	var axes bool
	tab.Eval(`document.querySelectorAll('#g .xtick').length > 1`, &axes)
	require.True(t, axes, "the axes are there all the same")
	tab.Fill("#kind", "scatter")
	tab.Until(`!document.querySelector('#g .dashi-gl')`)
}
