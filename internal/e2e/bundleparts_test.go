package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// pixel is a picture of one red pixel.
const pixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="

// part is a part of layouts that is no part of the core: how a figure asks for it, what is then seen, and what it does.
type part struct {
	files  []string // that come with it, besides those of every graph
	layout attr
	mark   string
	use    func(t *testing.T, tab *e2e.Tab)
}

// drawnType is the type of the first trace of the graph.
const drawnType = `document.querySelector("#g .js-plotly-plot")._fullData[0].type`

func parts() map[string]part {
	buttons := attr{"updatemenus": []attr{{"type": "buttons", "buttons": []attr{
		{"label": "boxes", "method": "restyle", "args": []any{"type", "box"}},
		{"label": "field", "method": "restyle", "args": []any{attr{"type": "heatmap", "z": []any{[][]int{{1, 2}, {3, 4}}}}}},
	}}}}
	steps := attr{"sliders": []attr{{"steps": []attr{
		{"label": "lines", "method": "restyle", "args": []any{"type", "scatter"}},
		{"label": "bars", "method": "restyle", "args": []any{"type", "bar"}},
	}}}}
	return map[string]part{
		"updatemenus": {[]string{"plotly-menus", "plotly-bars", "plotly-fields"}, buttons, ".updatemenu-button", func(t *testing.T, tab *e2e.Tab) {
			tab.Click("#g .updatemenu-button")
			tab.Until(drawnType + ` === "box"`)
			tab.Click("#g .updatemenu-button:nth-of-type(2)")
			tab.Until(drawnType + ` === "heatmap" && document.querySelector("#g .heatmaplayer image")`)
		}},
		"sliders": {[]string{"plotly-menus", "plotly-bars"}, steps, ".slider-container", func(t *testing.T, tab *e2e.Tab) {
			tab.Drag("#g .slider-rail-touch-rect", 0.1, 0.5, 0.9, 0.5)
			tab.Until(drawnType + ` === "bar" && document.querySelector("#g .barlayer path")`)
		}},
		"rangeslider": {[]string{"plotly-range"}, attr{"xaxis": attr{"rangeslider": attr{}}}, ".rangeslider-container .rangeslider-mask-min", func(t *testing.T, tab *e2e.Tab) {
			tab.Drag("#g .rangeslider-slidebox", 0.5, 0.5, 0.6, 0.5)
			tab.Drag("#g .nsewdrag", 0.3, 0.5, 0.7, 0.5)
			tab.Until(`document.querySelector("#g .rangeslider-mask-min").getAttribute("width") > 1`)
		}},
		"rangeselector": {[]string{"plotly-range"}, attr{"xaxis": attr{"type": "date", "rangeselector": attr{"buttons": []attr{
			{"step": "day", "count": 1, "stepmode": "backward", "label": "one day"}, {"step": "all"},
		}}}}, ".rangeselector .button", func(t *testing.T, tab *e2e.Tab) {
			tab.Click("#g .rangeselector .button")
			tab.Until(`document.querySelector("#g .js-plotly-plot")._fullLayout.xaxis.range[0].startsWith("2026-01-02")`)
		}},
		"images": {[]string{"plotly-images"}, attr{"images": []attr{{"source": pixel, "x": 0, "y": 1, "sizex": 0.5, "sizey": 0.5}}}, ".imagelayer image", func(t *testing.T, tab *e2e.Tab) {
			tab.Until(`document.querySelector("#g .imagelayer image").getAttribute("href")?.startsWith("data:image/png")
				?? document.querySelector("#g .imagelayer image").getAttributeNS("http://www.w3.org/1999/xlink", "href").startsWith("data:image/png")`)
		}},
	}
}

var plain = attr{"x": []string{"2026-01-01", "2026-01-02", "2026-01-03"}, "y": []int{1, 3, 2}}

// TestPartsOfALayoutComeWhenAskedFor: with the first figure, with a later one, from a frame, and from a template; what is not
// asked for does not come.
func TestPartsOfALayoutComeWhenAskedFor(t *testing.T) {
	t.Parallel()
	for name, part := range parts() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := dashi.New(dashi.Options{})
			app.Layout(html.Main(dcc.Graph{ID: "g", Figure: figureOf(part.layout, plain)}))
			tab := open(t, serve(t, app))
			tab.GraphReady("g")
			tab.Until(`document.querySelector("#g ` + part.mark + `")`)
			require.ElementsMatch(t, append([]string{"index", "graph", "plotly-core"}, part.files...), stems(scriptsOf(tab)))
			part.use(t, tab)
			tab.Screenshot("bundles-" + name)
		})
	}
}

// TestPartsOfALayoutComeLater: a graph that was drawn before the part came is drawn on, by the user and by the app.
func TestPartsOfALayoutComeLater(t *testing.T) {
	t.Parallel()
	for name, part := range parts() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := dashi.New(dashi.Options{})
			app.Layout(html.Main(
				html.Button("more", html.ID("more")), html.Button("less", html.ID("less")),
				dcc.Graph{ID: "g", Figure: figureOf(nil, plain)}, dcc.Graph{ID: "before", Figure: figureOf(nil, plain)},
			))
			app.Callback(dashi.Output("g", "figure"), dashi.Input("more", "n_clicks"), func(int) attr {
				return figureOf(part.layout, plain)
			}, dashi.PreventInitialCall())
			app.Callback(dashi.Output("g", "figure").AllowDuplicate(), dashi.Input("less", "n_clicks"), func(int) attr {
				return figureOf(nil, plain)
			}, dashi.PreventInitialCall())
			tab := open(t, serve(t, app))
			tab.GraphReady("before")
			tab.GraphReady("g")
			require.ElementsMatch(t, []string{"index", "graph", "plotly-core"}, stems(scriptsOf(tab)))
			tab.Click("#more")
			tab.Until(`document.querySelector("#g ` + part.mark + `")`)
			tab.GraphReady("g")

			const range0 = `document.querySelector("#before .js-plotly-plot")._fullLayout.xaxis.range[0]`
			tab.Eval(`window.start = `+range0, nil)
			tab.Drag("#before .nsewdrag", 0.3, 0.5, 0.7, 0.5)
			tab.Until(range0 + ` !== window.start`)

			part.use(t, tab)
			tab.Click("#less")
			tab.Until(`!document.querySelector("#g ` + part.mark + `")`)
		})
	}
}

// TestAFrameAndATemplateBringTheirParts: what is not in the figure's own layout is ready all the same.
func TestAFrameAndATemplateBringTheirParts(t *testing.T) {
	t.Parallel()
	image := attr{"name": "logo", "source": pixel, "x": 0, "y": 1, "sizex": 0.5, "sizey": 0.5}
	framed := figureOf(attr{"updatemenus": []attr{{"type": "buttons", "buttons": []attr{{"label": "go", "method": "animate",
		"args": []any{[]string{"end"}, attr{"frame": attr{"duration": 0, "redraw": true}, "transition": attr{"duration": 0}}}}}}}}, plain)
	framed["frames"] = []attr{{"name": "end", "data": []attr{{"type": "bar", "y": []int{3, 2, 1}}}, "layout": attr{"images": []attr{image}}}}
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Graph{ID: "framed", Figure: framed},
		dcc.Graph{ID: "templated", Figure: figureOf(attr{"template": attr{"layout": attr{
			"images": []attr{image}, "xaxis": attr{"rangeslider": attr{"visible": true}},
		}}}, plain)},
	))
	tab := open(t, serve(t, app))
	tab.GraphReady("framed")
	tab.GraphReady("templated")
	tab.Until(`document.querySelector("#templated .imagelayer image")`)
	require.Subset(t, stems(scriptsOf(tab)), []string{"plotly-menus", "plotly-images", "plotly-bars", "plotly-range"})
	tab.Click("#framed .updatemenu-button")
	tab.Until(`document.querySelector("#framed .imagelayer image")`)
}

// TestAnnotationsOfAScene come with its group: a scene takes hold of them when it is made.
func TestAnnotationsOfAScene(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	scene := func(annotations []attr) attr {
		return figureOf(attr{"scene": attr{"annotations": annotations}}, attr{"type": "scatter3d", "x": []int{1, 2}, "y": []int{1, 2}, "z": []int{1, 2}})
	}
	app.Layout(html.Main(html.Button("more", html.ID("more")), dcc.Graph{ID: "g", Figure: scene(nil)}))
	app.Callback(dashi.Output("g", "figure"), dashi.Input("more", "n_clicks"), func(int) attr {
		return scene([]attr{{"x": 1, "y": 1, "z": 1, "text": "here"}})
	}, dashi.PreventInitialCall())
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	tab.Click("#more")
	tab.Until(`document.querySelector("#g .annotation-text")?.textContent === "here"`)
}

// TestColorsAreThoseOfCSS: each way of CSS to name a color, and what lies between two of a scale.
func TestColorsAreThoseOfCSS(t *testing.T) {
	t.Parallel()
	colors := []string{"#f00", "#ff0000ff", "red", "rgb(255, 0, 0)", "rgba(255,0,0,1)", "hsl(0, 100%, 50%)", "hwb(0 0% 0%)",
		"oklch(0.62796 0.25768 29.234)", "oklab(0.62796 0.22486 0.12585)", "lab(54.29 80.81 69.89)", "lch(54.29 106.84 40.86)", "color(srgb 1 0 0)"}
	y := make([]int, len(colors))
	for i := range y {
		y[i] = i
	}
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Graph{ID: "g", Figure: figureOf(nil, attr{"y": y, "mode": "markers", "marker": attr{"color": colors}})},
		dcc.Graph{ID: "scale", Figure: figureOf(nil, attr{"y": []int{1, 2, 3}, "mode": "markers",
			"marker": attr{"color": []int{0, 1, 2}, "colorscale": []any{[]any{0, "black"}, []any{1, "white"}}, "showscale": true}})},
	))
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	tab.GraphReady("scale")
	fills := func(id string) (found []string) {
		tab.Eval(`[...document.querySelectorAll("#`+id+` .scatterlayer .point")].map((p) => p.style.fill)`, &found)
		return found
	}
	for i, fill := range fills("g") {
		require.Equal(t, "rgb(255, 0, 0)", fill, colors[i])
	}
	require.Len(t, fills("g"), len(colors))
	require.Equal(t, []string{"rgb(0, 0, 0)", "rgb(128, 128, 128)", "rgb(255, 255, 255)"}, fills("scale"))
	tab.Until(`document.querySelector("#scale .colorbar .cbfill")`)
}

// TestAnImageOfAGraph: the button of the bar, which makes a file of the graph.
func TestAnImageOfAGraph(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Graph{ID: "g", Figure: figureOf(nil, plain), Config: dcc.GraphConfig{DisplayModeBar: true}}))
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	tab.Eval(`(HTMLAnchorElement.prototype.click = function () { window.saved = this.download + " " + this.href.slice(0, 5) }, 0)`, nil)
	tab.Click(`#g .modebar-btn[data-title*="ownload"]`)
	tab.Until(`/^\S+\.png (blob:|data:)/.test(window.saved)`)
}
