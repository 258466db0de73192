package e2e_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// plotlyOf is a JavaScript expression of the plotly.js that the page has loaded.
const plotlyOf = `(await import(performance.getEntriesByType("resource").map((r) => r.name).find((n) => /plotly-core-/.test(n)))).default`

// tools are functions for scripts in the page: drawn(id) waits until a graph shows its last figure; pictureOf tells all that a plot
// shows and knows, without the names it gives to things at random.
const tools = `
const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
const drawn = async (id) => {
	for (let still = 0; still < 3; still++) {
		await frame()
		if (document.getElementById(id).classList.contains("dash-graph--pending")) still = -1
	}
}
const plotOf = (id) => document.querySelector("#" + id + " > .dash-graph-plot")
const shown = (value, key = "") => {
	if (key.startsWith("_") || typeof value === "function" || value instanceof Element) return undefined
	if (ArrayBuffer.isView(value)) return Array.from(value)
	if (Array.isArray(value)) return value.map((item) => shown(item))
	if (typeof value !== "object" || value === null) return value
	// Ticks chosen by plotly.js itself come and go in the full layout; react passes over them too, and the drawing shows them.
	const passed = /^(uid|tick0|dtick)$/
	return Object.fromEntries(Object.keys(value).sort().filter((key) => !passed.test(key)).map((key) => [key, shown(value[key], key)]))
}
// The order of attributes depends on which was set first.
const textOf = (node) => {
	if (node.nodeType !== Node.ELEMENT_NODE) return node.textContent
	const attributes = [...node.attributes].map(({name, value}) => name + "=" + (name === "style" ? value.split(/;\s*/).sort().join(";") : value))
	// Ticks of an axis, and titles and annotations, lie beside each other; the one drawn last is the last.
	const children = [...node.childNodes].map(textOf)
	if (node.matches(".infolayer, .gridlayer *, .xaxislayer-above, .yaxislayer-above, [class*=axislayer]")) children.sort()
	return "<" + [node.tagName, ...attributes.sort()].join(" ") + ">" + children.join("") + "</>"
}
const pictureOf = (plot) => {
	let svg = [...plot.querySelectorAll(".main-svg")].map(textOf).join("\n")
	plot._fullData.forEach(({uid}, i) => { svg = svg.replaceAll(uid, "trace" + i) })
	svg = svg.replaceAll(plot._fullLayout._uid, "uid")
	return {svg, layout: JSON.stringify(shown(plot._fullLayout)), data: JSON.stringify(shown(plot._fullData))}
}
`

// do runs statements in the page and decodes what they return.
func do[T any](tab *e2e.Tab, statements string) T {
	var out T
	tab.Eval("(async () => {"+tools+statements+"})()", &out)
	return out
}

// figureApp shows a graph, and what it tells in #told.
func figureApp(figure any) *dashi.App {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Graph{ID: "g", Figure: figure}, html.P(html.ID("told"))))
	app.Callback(dashi.Output("told", "children"), dashi.Inputs(dashi.Input("g", "relayoutData"), dashi.Input("g", "restyleData")),
		func(layout map[string]any, traces []any) (string, error) {
			text, err := json.Marshal([]any{layout, traces})
			return string(text), err
		})
	return app
}

// TestTheCheapestUpdateDrawsWhatReactDraws drives random edits through the Graph and, beside it, through Plotly.react alone. After
// each, the drawings and all that plotly.js knows of them must be the same; the cheap calls must really have been made, and the app
// must hear of none.
func TestTheCheapestUpdateDrawsWhatReactDraws(t *testing.T) {
	t.Parallel()
	for seed := range 2 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			tab := open(t, serve(t, figureApp(plot.Figure{Data: []plot.Trace{plot.Bar{}}})))
			tab.GraphReady("g")
			found := do[struct {
				Calls  map[string]int
				Differ []string
				Told   string
			}](tab, fmt.Sprintf("let seed = %d\n", 7*seed+1)+randomEdits)
			require.Empty(t, found.Differ)
			require.Greater(t, found.Calls["relayout"], 3, "%v", found.Calls)
			require.Greater(t, found.Calls["restyle"], 3, "%v", found.Calls)
			require.Positive(t, found.Calls["update"], "%v", found.Calls)
			require.Greater(t, found.Calls["react"], 10, "%v", found.Calls)
			require.Positive(t, found.Calls["nothing"], "%v", found.Calls)
			require.Equal(t, "[null,null]", found.Told)
		})
	}
}

const randomEdits = `
const P = ` + plotlyOf + `
const random = () => { // mulberry32
	seed = seed + 0x6d2b79f5 | 0
	let t = Math.imul(seed ^ seed >>> 15, 1 | seed)
	t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t
	return ((t ^ t >>> 14) >>> 0) / 4294967296
}
const pick = (list) => list[Math.floor(random() * list.length)]
const column = () => Array.from({length: 40}, () => Math.round(random() * 100))
const color = () => "rgb(" + [0, 0, 0].map(() => Math.floor(random() * 256)).join(", ") + ")"
let figure = {
	data: [
		{type: "scatter", mode: "lines+markers", name: "a", x: column().sort((a, b) => a - b), y: column(), line: {color: "red"}, marker: {color: "blue"}},
		{type: "scatter", mode: "lines", name: "b", y: column(), fill: "tozeroy"},
		{type: "bar", name: "c", y: column(), xaxis: "x2", yaxis: "y2", marker: {line: {width: 2, color: "black"}}},
	],
	layout: {title: {text: "start"}, width: 700, height: 450, uirevision: 1, grid: {rows: 1, columns: 2, pattern: "independent"},
		xaxis: {range: [0, 50], title: {text: "x"}}, yaxis: {title: {text: "y"}}, shapes: [{x0: 1, x1: 5, y0: 3, y1: 9, type: "rect"}],
		annotations: [{x: 10, y: 20, text: "here"}]},
}
const edits = [
	(f) => { f.layout.title.text = pick(["one", "two words", "<b>bold</b>", "a rather long title ".repeat(3)]) },
	(f) => { f.layout.xaxis.title.text = pick(["time", "x", "a longer title"]) },
	(f) => { f.layout.yaxis.title.text = pick(["volts", "y"]) },
	(f) => { f.layout.xaxis.range = [Math.round(random() * 10), 20 + Math.round(random() * 90)] },
	(f) => { f.layout.xaxis.range = [30, 5] },
	(f) => { f.data[0].line.color = color() },
	(f) => { f.data[0].marker.color = color() },
	(f) => { f.data[1].line = {...f.data[1].line, color: color()} },
	(f) => { f.data[1].line = {...f.data[1].line, width: 1 + Math.floor(random() * 5)} },
	(f) => { f.data[1].line = {...f.data[1].line, dash: pick(["dot", "dash", "solid"])} },
	(f) => { f.data[1].fillcolor = color() },
	(f) => { f.data[2].marker.color = color() },
	(f) => { f.data[2].marker.line.color = color() },
	(f) => { f.data[2].opacity = 0.2 + random() * 0.8 },
	(f) => { f.data[0].opacity = 0.2 + random() * 0.8; f.data[1].opacity = 0.5 },
	(f) => { f.data[0].line.color = color(); f.data[1].line = {...f.data[1].line, color: color()}; f.layout.title.text = "both " + random() },
	(f) => { f.data[0].y = column() },
	(f) => { f.data[2].y = Float64Array.from(column()) },
	(f) => { f.data[0].marker.size = 4 + Math.floor(random() * 9) },
	(f) => { f.data[0].name = pick(["a", "renamed"]) },
	(f) => { f.data[1].visible = pick([true, "legendonly"]) },
	(f) => { f.layout.annotations = pick([[], [{x: 10, y: 20, text: "there"}], [{x: 1, y: 2, text: "p"}, {x: 3, y: 4, text: "q"}]]) },
	(f) => { f.layout.shapes[0].x1 = 5 + random() * 9 },
	(f) => { f.layout.yaxis.type = pick(["log", "linear"]) },
	(f) => { f.layout.showlegend = pick([true, false]) },
	(f) => { f.layout.bargap = random() / 2 },
	(f) => { delete f.layout.xaxis.range },
	(f) => { f.layout.template = {layout: {paper_bgcolor: color()}} },
	(f) => { f.layout.uirevision = random() },
	(f) => {},
]
const calls = {react: 0, relayout: 0, restyle: 0, update: 0, nothing: 0}
let ours = true
for (const name of ["react", "relayout", "restyle", "update"]) {
	const real = P[name]
	P[name] = (...args) => { if (ours) calls[name]++; return real(...args) }
}
const beside = document.createElement("div")
document.body.append(beside)
const copyOf = (value) => Array.isArray(value) ? value.map(copyOf) : value && typeof value === "object" && !ArrayBuffer.isView(value)
	? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, copyOf(v)])) : value
const first = plotOf("g")
first.style.width = beside.style.width = "700px"
const config = {displaylogo: false, topojsonURL: first._context.topojsonURL, typesetMath: false}
await P.react(beside, {data: [{type: "bar"}], layout: {template: first.layout.template, height: 450}, config})
const differ = []
for (let i = 0; i < 60; i++) {
	figure = copyOf(figure)
	if (i > 0) edits[i <= edits.length ? i - 1 : Math.floor(random() * edits.length)](figure)
	if (i > 0 && random() < 0.3) pick(edits)(figure)
	const before = calls.react + calls.relayout + calls.restyle + calls.update
	dash_clientside.set_props("g", {figure})
	await drawn("g")
	if (i > 0 && calls.react + calls.relayout + calls.restyle + calls.update === before) calls.nothing++
	const plot = plotOf("g")
	const {data, layout} = copyOf(figure)
	layout.template ??= plot._fullLayout.template && plot.layout.template
	ours = false
	await P.react(beside, {data, layout, config})
	ours = true
	await frame()
	const [is, should] = [pictureOf(plot), pictureOf(beside)]
	for (const key of Object.keys(is)) {
		if (is[key] === should[key]) continue
		let at = 0
		while (is[key][at] === should[key][at]) at++
		differ.push("edit " + i + ", " + key + ": " + is[key].slice(Math.max(0, at - 90), at + 90) + " <> " + should[key].slice(Math.max(0, at - 90), at + 90))
	}
}
return {calls, differ, told: document.querySelector("#told").innerText}
`
