package e2e_test

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/plot"
)

// BenchmarkGraphUpdate tells the median time, in milliseconds, from setting a figure to the end of plotly.js's own work, through the
// Graph, and of Plotly.react alone with the same arrays beside it, as ms-graph and ms-react.
func BenchmarkGraphUpdate(b *testing.B) {
	cases := []struct {
		name, kind string
		points     int
	}{{"svg-lines", "scatter", 10_000}, {"gl-markers", "scattergl", 100_000}}
	for _, c := range cases {
		for _, edit := range []string{"nothing", "title", "color", "range", "y", "append"} {
			b.Run(c.name+"/"+edit, func(b *testing.B) {
				server := httptest.NewServer(figureApp(plot.Figure{}))
				b.Cleanup(server.Close)
				tab := browser.Open(b, server.URL, desktopWidth, desktopHeight)
				tab.GraphReady("g")
				b.ResetTimer()
				found := do[struct{ Graph, React float64 }](tab, fmt.Sprintf("const [kind, n, edit, rounds] = [%q, %d, %q, %d]\n", c.kind, c.points, edit, max(b.N, 9))+measure)
				require.GreaterOrEqual(b, found.Graph, 0.0)
				b.ReportMetric(found.Graph, "ms-graph")
				b.ReportMetric(found.React, "ms-react")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

const measure = `
const P = ` + plotlyOf + `
const column = () => Float64Array.from({length: n}, () => Math.random())
let figure = {data: [{type: kind, mode: kind === "scatter" ? "lines" : "markers", x: column().map((_, i) => i), y: column(), marker: {color: "red"}, line: {color: "red"}}],
	layout: {title: {text: "t"}, width: 700, height: 450, uirevision: 1, xaxis: {range: [0, n]}}}
const next = (i) => {
	const [trace] = figure.data, {layout} = figure
	if (edit === "title") figure = {...figure, layout: {...layout, title: {text: "t" + i}}}
	if (edit === "color") figure = {...figure, data: [{...trace, marker: {color: "rgb(0,0," + i % 250 + ")"}, line: {color: "rgb(0,0," + i % 250 + ")"}}]}
	if (edit === "range") figure = {...figure, layout: {...layout, xaxis: {range: [0, n / (1 + i % 5)]}}}
	if (edit === "y") figure = {...figure, data: [{...trace, y: column()}]}
	if (edit === "nothing") figure = {...figure}
}
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1]
let spent = 0
for (const name of ["react", "relayout", "restyle", "update", "redraw", "extendTraces"]) {
	const real = P[name]
	P[name] = async (...args) => {
		const start = performance.now()
		const done = await real(...args)
		spent += performance.now() - start
		return done
	}
}
const copyOf = (value) => Array.isArray(value) ? value.map(copyOf) : value && typeof value === "object" && !ArrayBuffer.isView(value)
	? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, copyOf(v)])) : value
const added = () => ({x: [Float64Array.from({length: 100}, (_, i) => n + i)], y: [Float64Array.from({length: 100}, Math.random)]})
dash_clientside.set_props("g", {figure})
await drawn("g")
const beside = document.createElement("div")
document.body.append(beside)
const config = {displaylogo: false, typesetMath: false}
await P.react(beside, {...copyOf(figure), config, frames: []})
const ways = {
	async graph() {
		dash_clientside.set_props("g", edit === "append" ? {extendData: [added(), [0], n]} : {figure})
		await drawn("g")
		while (edit === "append" && spent === 0) await frame() // an addition shows no sign of what is to come
	},
	react: () => edit === "append" ? P.extendTraces(beside, added(), [0], n) : P.react(beside, {...copyOf(figure), config, frames: []}),
}
// In turns, each first in every other round: what is measured later finds plotly.js compiled, and the graphics card at work.
const times = {graph: [], react: []}
for (let i = 0; i < rounds + 4; i++) {
	next(i)
	for (const name of i % 2 ? ["graph", "react"] : ["react", "graph"]) {
		for (let n = 0; n < 3; n++) await frame()
		spent = 0
		await ways[name]()
		if (i > 3) times[name].push(spent)
	}
}
return {graph: median(times.graph), react: median(times.react)}
`
