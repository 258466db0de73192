package e2e_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// inked tells, as a JavaScript expression, whether any canvas of a graph has a pixel that is not clear.
const inked = `[...document.getElementById(%q).querySelectorAll("canvas")].some((canvas) => {
	if (!canvas.width || !canvas.height) return false
	const copy = Object.assign(document.createElement("canvas"), {width: canvas.width, height: canvas.height})
	const context = copy.getContext("2d", {willReadFrequently: true})
	context.drawImage(canvas, 0, 0)
	return context.getImageData(0, 0, copy.width, copy.height).data.some((value) => value > 0)
})`

// narrow is the style of graphs that are many: without a graphics card the pixels are what takes the time.
var narrow = html.CSS{"height": 220, "width": 220}

func webglApp(graphs int) *dashi.App {
	x, y := wave(0)
	app := dashi.New(dashi.Options{})
	var all []any
	for i := range graphs {
		all = append(all, dcc.Graph{ID: layout.ID(fmt.Sprintf("g%d", i)), Style: narrow, Figure: plot.Figure{
			Data:   []plot.Trace{plot.Scattergl{X: x, Y: y, Mode: "markers"}},
			Layout: plot.Layout{Title: plot.Title{Text: fmt.Sprint(i)}, UIRevision: "same", Margin: plot.Margin{L: new(30.0), R: new(10.0)}},
		}})
	}
	app.Layout(html.Main(all...))
	return app
}

// TestManyWebGLGraphsShareTheContexts: 30 graphs would take 60 contexts, of which a browser allows some 16. Each is drawn whenever
// it is in sight, none is taken away by the browser (which would be in the console), and a zoom survives.
func TestManyWebGLGraphsShareTheContexts(t *testing.T) {
	t.Parallel()
	const graphs = 30
	tab := open(t, serve(t, webglApp(graphs)))
	tab.Until(`document.querySelectorAll(".dash-graph-plot").length === 30`)
	see := func(i int) {
		tab.Eval(fmt.Sprintf(`document.getElementById("g%d").scrollIntoView({block: "center"})`, i), nil)
		tab.Until(fmt.Sprintf(`document.querySelector("#g%d > .dash-graph-plot")._fullLayout && `+inked, i, fmt.Sprintf("g%d", i)))
	}
	for i := range graphs {
		see(i)
	}
	held := `[...document.querySelectorAll(".dash-graph-plot > .plot-container .gl-canvas")].filter((c) => c.__data__.regl).length`
	var contexts, pictures int
	tab.Eval(held, &contexts)
	require.LessOrEqual(t, contexts, 12)
	require.Positive(t, contexts)
	tab.Eval(`document.querySelectorAll(".dash-graph-picture").length`, &pictures)
	require.Greater(t, pictures, graphs/2)
	require.True(t, do[bool](tab, `return `+fmt.Sprintf(inked, "g3")), "the picture of a graph out of sight")
	tab.Screenshot("graph-contexts")

	// A zoom, and then to the other end of the page and back.
	see(0)
	tab.Drag("#g0 > .dash-graph-plot .nsewdrag", 0.3, 0.5, 0.7, 0.5)
	ranges := `document.querySelector("#g%d > .dash-graph-plot")._fullLayout?.xaxis.range`
	tab.Until(fmt.Sprintf(ranges, 0) + `[0] > 5`)
	var before, after []float64
	tab.Eval(fmt.Sprintf(ranges, 0), &before)
	for i := graphs - 1; i > graphs/2; i -= 2 {
		see(i)
	}
	tab.Until(`document.querySelector("#g0 .dash-graph-picture")`)
	see(0)
	tab.Until(`!document.querySelector("#g0 .dash-graph-picture")`)
	tab.Eval(fmt.Sprintf(ranges, 0), &after)
	require.Equal(t, before, after)
	// A new figure with the same uirevision keeps it too.
	do[any](tab, `const {data, layout} = plotOf("g0")
		dash_clientside.set_props("g0", {figure: {data: [{...data[0], marker: {color: "red"}}], layout: {title: {text: "new"}, uirevision: "same"}}})
		await drawn("g0")`)
	tab.Until(`document.querySelector("#g0 .gtitle")?.textContent === "new"`)
	tab.Eval(fmt.Sprintf(ranges, 0), &after)
	require.Equal(t, before, after)
}

// TestALostContextIsDrawnAnew: a graphics card that is reset takes all contexts away.
func TestALostContextIsDrawnAnew(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, webglApp(1)))
	tab.GraphReady("g0")
	tab.Until(fmt.Sprintf(inked, "g0"))
	do[any](tab, `const canvas = document.querySelector("#g0 .gl-canvas-context")
		canvas.lost = true
		canvas.__data__.regl._gl.getExtension("WEBGL_lose_context").loseContext()`)
	tab.Until(`document.querySelector("#g0 .plot-container .gl-canvas-context")?.lost === undefined`)
	tab.Until(`document.querySelector("#g0 .plot-container .gl-canvas-context") && !document.querySelector("#g0 .dash-graph-picture") && ` + fmt.Sprintf(inked, "g0"))
}

// TestWithoutWebGL: what can be drawn otherwise is, what cannot is missing, and both are said.
func TestWithoutWebGL(t *testing.T) {
	t.Parallel()
	x, y := wave(0)
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.Button(html.ID("show"), "Show"), html.Div(html.ID("graphs"))))
	app.Callback(dashi.Output("graphs", "children"), dashi.Inputs(dashi.Input("show", "n_clicks")), func(int) []any {
		return []any{
			dcc.Graph{ID: "flat", Figure: plot.Figure{Data: []plot.Trace{plot.Scattergl{X: x, Y: y, Mode: "markers"}}}},
			dcc.Graph{ID: "solid", Figure: plot.Figure{Data: []plot.Trace{
				plot.Other{Type: "scatter3d", Attr: map[string]any{"x": x, "y": y, "z": x}}, plot.Scatter{Y: y},
			}}},
			dcc.Graph{ID: "plain", Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{Y: y}}}},
		}
	}, dashi.PreventInitialCall())
	tab := open(t, serve(t, app))
	// As in a browser without it.
	do[any](tab, `const real = HTMLCanvasElement.prototype.getContext
		HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return /webgl/.test(kind) ? null : real.call(this, kind, ...rest) }`)
	tab.Click("#show")
	for _, id := range []string{"flat", "solid", "plain"} {
		tab.GraphReady(id)
	}
	types := func(id string) []string {
		return do[[]string](tab, fmt.Sprintf(`return plotOf(%q)._fullData.map(({type}) => type)`, id))
	}
	require.Equal(t, []string{"scatter"}, types("flat"))
	require.Equal(t, []string{"scatter"}, types("solid"))
	require.Equal(t, "This browser has no WebGL: scattergl is drawn as scatter, which is slower.", tab.Text("#flat [role=status]"))
	require.Equal(t, "This browser has no WebGL: scatter3d cannot be shown.", tab.Text("#solid [role=status]"))
	tab.Until(`!document.querySelector("#plain [role=status]") && document.querySelectorAll("#flat .points path").length === 50`)
	tab.Screenshot("graph-no-webgl")
	tab.Size(phoneWidth, phoneHeight)
	tab.Screenshot("graph-no-webgl-phone")
	bytes, _ := tab.Received()
	require.Less(t, bytes, int64(600_000), "groups of traces that are not drawn are not loaded")
}
