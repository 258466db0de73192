package e2e_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// TestPicturesOnTheirWay: while the card draws, a graph keeps its old picture and the script goes on; graphs that draw at the same time
// each get their own; and an export in between has the new picture.
func TestPicturesOnTheirWay(t *testing.T) {
	t.Parallel()
	tab := glPage(t, "pointcloud")
	var got struct {
		Old, New                       [][]int
		Waiting, Export, ExportOfOther int
		Left                           int
	}
	tab.Eval(`(async () => {
		const Plotly = (await import(performance.getEntriesByType('resource').find((entry) => /plotly-core-/.test(entry.name)).name)).default
		const n = 200000, x = gl.random(n, 3), y = gl.random(n, 5)
		const big = (color) => [{type: 'pointcloud', x, y, marker: {size: 9, color}}]
		const small = (color) => [{type: 'pointcloud', x: [.5], y: [.5], marker: {size: 30, color}}]
		const layout = () => ({width: 500, height: 400, xaxis: {range: [0, 1]}, yaxis: {range: [0, 1]}})
		const graphs = []
		for (const data of [big('#f00'), big('#0f0'), small('#00f')]) graphs.push(await gl.plot(data, layout()))
		const [a, b, c] = graphs
		const colors = () => graphs.map((graph) => gl.colorAt(graph, .5, .5))
		// A slow card: no picture is done when it is first asked for, and a copy at once takes long.
		const proto = WebGL2RenderingContext.prototype, {getSyncParameter} = proto, {now} = performance
		const asked = new WeakSet()
		proto.getSyncParameter = function (fence, what) { return asked.has(fence) ? getSyncParameter.call(this, fence, what) : (asked.add(fence), 0) }
		let clock = 0
		performance.now = () => (clock += 100)
		for (const graph of [a, b]) await gl.Plotly.react(graph, big('#ff0'), layout())
		performance.now = now
		// One that is never ready.
		proto.getSyncParameter = () => 0
		await Plotly.react(a, big('#f0f'), layout())
		await Plotly.react(b, big('#0ff'), layout())
		await Plotly.react(c, small('#000'), layout())
		await gl.frame()
		const out = {Old: colors(), Waiting: document.querySelectorAll('.dashi-gl[aria-busy]').length}
		const middle = async (graph) => (await gl.decode(await Plotly.toImage(graph, {format: 'png', width: 500, height: 400})))(250, 200)
		out.Export = (await middle(b))[1]
		out.ExportOfOther = (await middle(c))[2]
		proto.getSyncParameter = getSyncParameter
		await gl.settled()
		out.New = colors()
		// One that goes while its picture is on the way leaves the canvas to others.
		await Plotly.react(a, big('#f00'), layout())
		Plotly.purge(a)
		await Plotly.react(b, big('#00f'), layout())
		await gl.settled()
		out.New.push(gl.colorAt(b, .5, .5))
		out.Left = document.querySelectorAll('.dashi-gl').length
		return out
	})()`, &got)
	require.Equal(t, [][]int{{255, 255, 0, 255}, {255, 255, 0, 255}, {0, 0, 255, 255}}, got.Old, "old pictures stay")
	require.Equal(t, 3, got.Waiting)
	require.Equal(t, 255, got.Export, "an export does not wait for its turn")
	require.Zero(t, got.ExportOfOther)
	require.Equal(t, [][]int{{255, 0, 255, 255}, {0, 255, 255, 255}, {0, 0, 0, 255}, {0, 0, 255, 255}}, got.New)
	require.Equal(t, 3, got.Left, "those of b and c, and of the page's own graph")
}

// TestFineScreens have two pixels along each CSS pixel: pictures are as fine, and lie where the axes say.
func TestFineScreens(t *testing.T) {
	t.Parallel()
	tab := glPage(t, "pointcloud", "heatmapgl")
	var got struct {
		Size   []int
		Colors [][]int
		Points float64
	}
	tab.Eval(`(async () => {
		Object.defineProperty(window, 'devicePixelRatio', {value: 2, configurable: true})
		const graph = await gl.plot([
			{type: 'heatmapgl', z: [[0, 1], [1, 0]], colorscale: [[0, '#00f'], [1, '#0f0']], showscale: false},
			{type: 'pointcloud', x: [0, 1], y: [0, 1], marker: {size: 20, color: '#f00'}},
		])
		const {width, height} = graph.querySelector('.dashi-gl')
		const out = {Size: [width, height], Colors: [gl.colorAt(graph, 0, 0), gl.colorAt(graph, .9, .4), gl.colorAt(graph, .4, .9), gl.colorAt(graph, 1.3, 1.3)]}
		const alone = await gl.plot([{type: 'pointcloud', x: [0], y: [0], marker: {size: 20, color: '#f00'}}])
		out.Points = gl.picture(alone).count()
		return out
	})()`, &got)
	require.Equal(t, []int{1000, 800}, got.Size)
	require.Equal(t, [][]int{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}}, got.Colors)
	require.InDelta(t, 1257, got.Points, 90, "a circle 40 device pixels wide")
}

// TestTheWheelZooms the picture with the axes.
func TestTheWheelZooms(t *testing.T) {
	t.Parallel()
	tab := glPage(t, "pointcloud", "heatmapgl")
	tab.Eval(`(async () => {
		window.graph = await gl.plot([
			{type: 'heatmapgl', z: [[0, 1], [1, 0]], colorscale: [[0, '#00f'], [1, '#0f0']], showscale: false},
			{type: 'pointcloud', x: [.2], y: [.2], marker: {size: 16, color: '#f00'}},
		], {}, {scrollZoom: true})
		window.before = graph._fullLayout.xaxis.d2p(.2)
		const pad = graph.querySelector('.nsewdrag'), box = pad.getBoundingClientRect()
		const at = {clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true, cancelable: true}
		for (let i = 0; i < 5; i++) {
			pad.dispatchEvent(new WheelEvent('wheel', {...at, deltaY: -100}))
			await gl.frame()
		}
		return true
	})()`, nil)
	// The layout has the new range a moment after the last turn of the wheel.
	tab.Until(`graph.layout.xaxis.range[0] > -.3 && Math.abs(graph._fullLayout.xaxis.d2p(.2) - before) > 20`)
	tab.Until(`gl.colorAt(graph, .2, .2)[0] === 255`)
	var brick []int
	tab.Eval(`gl.colorAt(graph, .4, .6)`, &brick)
	require.Equal(t, []int{0, 255, 0, 255}, brick)
}

// TestTracesShareAColorAxis: its range is that of all their numbers, and its scale colors all.
func TestTracesShareAColorAxis(t *testing.T) {
	t.Parallel()
	tab := glPage(t, "pointcloud", "heatmapgl")
	var got struct {
		Range  []float64
		Colors [][]int
		Bars   int
	}
	tab.Eval(`(async () => {
		const cloud = (x, color) => ({type: 'pointcloud', x, y: x, marker: {size: 20, color, coloraxis: 'coloraxis'}})
		const graph = await gl.plot([
			{type: 'heatmapgl', z: [[4, 4], [4, 4]], x0: 10, coloraxis: 'coloraxis'}, cloud([1, 2], [0, 2]), cloud([3, 4], [4, 8]),
		], {coloraxis: {colorscale: [[0, '#000'], [1, '#fff']]}})
		const {cmin, cmax} = graph._fullLayout.coloraxis
		const out = {Range: [cmin, cmax], Colors: [[1, 1], [2, 2], [3, 3], [4, 4], [10, 0]].map(([x, y]) => gl.colorAt(graph, x, y))}
		out.Bars = graph.querySelectorAll('.cbfills').length
		return out
	})()`, &got)
	require.Equal(t, []float64{0, 8}, got.Range)
	for i, gray := range []float64{0, 64, 128, 255, 128} {
		require.InDelta(t, gray, got.Colors[i][0], 1, "point %d", i)
	}
	require.Equal(t, 1, got.Bars)
}

// TestAClickNamesThePoint in Go, with the mouse on it.
func TestAClickNamesThePoint(t *testing.T) {
	t.Parallel()
	const n = 20_001
	x, y := make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], y[i] = float64(i), 10
	}
	y[n/2], y[0], y[1] = 0, -10, -10
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Graph{ID: "g", Figure: plot.Figure{
		Data:   []plot.Trace{plot.Other{Type: "pointcloud", Attr: map[string]any{"x": x, "y": y, "customdata": x, "marker": map[string]any{"size": 8}}}},
		Layout: plot.Layout{Hovermode: "closest", UIRevision: "same"},
	}}, html.P(html.ID("clicked"))))
	type click struct {
		Points []struct {
			PointNumber, CurveNumber int
			X, Y, Customdata         float64
		}
	}
	clicks := make(chan click, 1)
	app.Callback(dashi.Output("clicked", "children"), dashi.Input("g", "clickData"), func(c click) string {
		clicks <- c
		return "clicked"
	}, dashi.PreventInitialCall())
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	tab.Until(`!document.querySelector("#g .dashi-gl[aria-busy]")`)
	tab.Until(`(() => {
		const pad = document.querySelector("#g .nsewdrag"), box = pad.getBoundingClientRect()
		pad.dispatchEvent(new MouseEvent("mousemove", {clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true}))
		return document.querySelector("#g .hovertext")
	})()`)
	tab.Click("#g .nsewdrag")
	tab.WaitText("#clicked", "clicked")
	points := (<-clicks).Points
	require.Len(t, points, 1)
	require.Equal(t, n/2, points[0].PointNumber)
	require.Zero(t, points[0].CurveNumber)
	require.Equal(t, []float64{n / 2, 0, n / 2}, []float64{points[0].X, points[0].Y, points[0].Customdata})
}

// TestAMatrixOfManyTextures looks like one: the card is told to take only 4 by 4 cells in a texture.
func TestAMatrixOfManyTextures(t *testing.T) {
	t.Parallel()
	tab := glPage(t, "heatmapgl")
	var got struct{ Textures, Different []int }
	tab.Eval(`(async () => {
		const {getParameter, texStorage2D} = WebGL2RenderingContext.prototype
		const out = {Textures: [], Different: []}
		for (const zsmooth of [false, 'fast']) for (const typed of [false, true]) {
			const pictures = []
			for (const limit of [0, 4]) {
				let textures = 0
				WebGL2RenderingContext.prototype.getParameter = function (name) { return limit && name === this.MAX_TEXTURE_SIZE ? limit : getParameter.call(this, name) }
				WebGL2RenderingContext.prototype.texStorage2D = function (...given) { textures++; return texStorage2D.apply(this, given) }
				const all = gl.random(11 * 7, 3)
				const z = Array.from({length: 7}, (_, r) => typed ? all.subarray(11 * r, 11 * r + 11) : [...all.subarray(11 * r, 11 * r + 11)])
				pictures.push(gl.picture(await gl.plot([{type: 'heatmapgl', z, zsmooth, showscale: false}])))
				if (limit) out.Textures.push(textures)
			}
			let different = 0
			for (let x = 50; x < 450; x++) for (let y = 50; y < 350; y++) {
				const [one, many] = pictures.map((picture) => picture.at(x, y))
				if (one[3] !== 255 || one.some((level, i) => Math.abs(level - many[i]) > 1)) different++
			}
			out.Different.push(different)
		}
		Object.assign(WebGL2RenderingContext.prototype, {getParameter, texStorage2D})
		return out
	})()`, &got)
	require.Equal(t, []int{12, 12, 12, 12}, got.Textures)
	require.Equal(t, []int{0, 0, 0, 0}, got.Different)
}

// TestPointsGrowWithTheZoom from sizemin to sizemax, and only where one of these is given.
func TestPointsGrowWithTheZoom(t *testing.T) {
	t.Parallel()
	tab := glPage(t, "pointcloud")
	var got map[string][]int
	tab.Eval(`(async () => {
		const widths = async (marker) => {
			const graph = await gl.plot([{type: 'pointcloud', x: [0, 50, 100], y: [0, 50, 100], marker: {color: '#f00', ...marker}}])
			const out = []
			for (const half of [50, 10, 1]) {
				await gl.Plotly.relayout(graph, {'xaxis.range': [50 - half, 50 + half], 'yaxis.range': [50 - half, 50 + half]})
				const {xaxis, yaxis} = graph._fullLayout, picture = gl.picture(graph)
				let width = 0
				for (let dx = -60; dx < 60; dx++) width += picture.at(xaxis._offset + xaxis.d2p(50) + dx, yaxis._offset + yaxis.d2p(50))[3] > 127
				out.push(width)
			}
			return out
		}
		return {fixed: await widths({size: 10}), grow: await widths({sizemin: 6, sizemax: 40}), free: await widths({sizemin: 6})}
	})()`, &got)
	want := map[string][]float64{"fixed": {10, 10, 10}, "grow": {6, 30, 40}, "free": {6, 20, 20}}
	for kind, sizes := range want {
		for i, size := range sizes {
			require.InDelta(t, size, got[kind][i], 1, "%s %v", kind, got[kind])
		}
	}
}

// TestSoakOfTheCard: many updates of a pointcloud and many graphs that come and go (as many as TestSoak has), by way of the app's own
// Graph, are counted at the browser's own functions.
func TestSoakOfTheCard(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Graph{ID: "stays", Figure: plot.Figure{Data: []plot.Trace{
		plot.Other{Type: "pointcloud", Attr: map[string]any{"x": []int{1, 2}, "y": []int{1, 2}}},
	}}}, html.Div(html.ID("room"))))
	tab := open(t, serve(t, app))
	tab.GraphReady("stays")
	var got struct{ Before, Updated, After map[string]int }
	tab.Eval(`(async () => {
		const live = {contexts: 0}, proto = WebGL2RenderingContext.prototype
		for (const kind of ['Buffer', 'Texture', 'Framebuffer', 'Program', 'Shader']) {
			live[kind] = 0
			const [make, drop] = [proto['create' + kind], proto['delete' + kind]]
			proto['create' + kind] = function (...given) { live[kind]++; return make.apply(this, given) }
			proto['delete' + kind] = function (what) { if (what) live[kind]--; return drop.call(this, what) }
		}
		const [fence, unfence] = [proto.fenceSync, proto.deleteSync]
		live.fences = 0
		proto.fenceSync = function (...given) { live.fences++; return fence.apply(this, given) }
		proto.deleteSync = function (what) { if (what) live.fences--; return unfence.call(this, what) }
		const get = HTMLCanvasElement.prototype.getContext
		HTMLCanvasElement.prototype.getContext = function (kind, ...more) { if (/webgl/.test(kind)) live.contexts++; return get.call(this, kind, ...more) }
		const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
		const settled = async (test) => { do await frame(); while (!test() || document.querySelector('.dashi-gl[aria-busy]')) }
		const figure = (i) => ({data: [{
			type: 'pointcloud', opacity: i % 2 ? .5 : 1, x: Float32Array.from({length: 2000}, Math.random), y: Float64Array.from({length: 2000}, Math.random),
			marker: {color: Float32Array.from({length: 2000}, Math.random)}, selectedpoints: i % 3 ? undefined : [1, 2],
		}], layout: {width: 300, height: 200, title: {text: 'n' + i}}})
		const shows = (id, i) => () => document.querySelector('#' + id + ' .gtitle')?.textContent === 'n' + i
		const update = async (i) => { dash_clientside.set_props('stays', {figure: figure(i)}); await settled(shows('stays', i)) }
		await update(1)
		await update(0)
		await update(1)
		const out = {Before: {...live}}
		for (let i = 0; i < `+strconv.Itoa(soakUpdates**soakFactor)+`; i++) i % 20 ? dash_clientside.set_props('stays', {figure: figure(i)}) : await update(i)
		await update(1)
		out.Updated = {...live}
		for (let i = 0; i < `+strconv.Itoa(soakMounts**soakFactor)+`; i++) {
			dash_clientside.set_props('room', {children: {namespace: 'dash_core_components', type: 'Graph', props: {id: 'guest', figure: figure(i)}}})
			// Some go before they are drawn.
			if (i % 4) await settled(shows('guest', i))
			dash_clientside.set_props('room', {children: null})
			if (i % 2) await frame()
		}
		await update(0)
		await update(1)
		out.After = {...live}
		return out
	})()`, &got)
	require.Equal(t, got.Before, got.Updated, "updates")
	require.Equal(t, got.Before, got.After, "graphs that came and went")
	require.Zero(t, got.After["contexts"], "the page has its one context from its first graph")
}
