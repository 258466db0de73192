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

// points is a figure of 50 markers.
func points(more map[string]any) map[string]any {
	x, y := wave(0)
	return map[string]any{
		"data":   []any{map[string]any{"type": "scatter", "mode": "markers", "x": x, "y": y}},
		"layout": more,
	}
}

// TestTheBarLeadsNowhere: plotly.js would offer to send figures to its makers, and link to them, unless the app asks for it.
func TestTheBarLeadsNowhere(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Graph{ID: "plain", Figure: points(nil), Config: dcc.GraphConfig{DisplayModeBar: true}},
		dcc.Graph{ID: "asked", Figure: points(nil), Config: dcc.GraphConfig{DisplayModeBar: true, ShowSendToCloud: true, DisplayLogo: new(true)}},
	))
	tab := open(t, serve(t, app))
	for _, id := range []string{"plain", "asked"} {
		tab.GraphReady(id)
	}
	titles := func(id string) []string {
		return do[[]string](tab, fmt.Sprintf(`return [...document.querySelectorAll("#%s .modebar-btn")].map((b) => b.dataset.title)`, id))
	}
	require.Contains(t, titles("plain"), "Zoom")
	require.NotContains(t, titles("plain"), "Share chart...")
	require.Contains(t, titles("asked"), "Share chart...")
	logos := do[[]int](tab, `return ["plain", "asked"].map((id) => document.querySelectorAll("#" + id + " .plotlyjsicon").length)`)
	require.Equal(t, []int{0, 1}, logos)
	require.Zero(t, do[int](tab, `return document.querySelectorAll("#plain a[href*='plot']").length`))
}

// TestAnotherConfigIsTakenWithTheNextFigure, as in Dash: a change of config alone draws nothing. Events still arrive after it.
func TestAnotherConfigIsTakenWithTheNextFigure(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Graph{ID: "g", Figure: points(map[string]any{"title": map[string]any{"text": "0"}})}, tell(app, "g", "relayoutData")))
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	cases := []struct{ config, shows string }{
		{`{displayModeBar: false}`, `!plot.querySelector(".modebar-btn")`},
		{`{displayModeBar: true, toImageButtonOptions: {format: "svg"}, modeBarButtonsToRemove: ["zoom2d"]}`,
			`plot.querySelector(".modebar-btn") && !plot.querySelector(".modebar-btn[data-title='Zoom']") && plot._context.toImageButtonOptions.format === "svg"`},
		{`{staticPlot: true}`, `!plot.querySelector(".nsewdrag") && !plot.hasAttribute("tabindex")`},
		{`{scrollZoom: true}`, `plot._context._scrollZoom.cartesian && plot.querySelector(".nsewdrag") && plot.tabIndex === 0`},
		{`{editable: true}`, `plot._context.edits.titleText && plot.querySelector(".gtitle").style.pointerEvents === "all"`},
		{`{locale: "xx", displayModeBar: true, locales: {xx: {dictionary: {Zoom: "Agrandir"}, format: {days: [], shortDays: [], months: [], shortMonths: []}}}}`,
			`plot.querySelector(".modebar-btn[data-title='Agrandir']")`},
		{`{}`, `!plot._context.editable && plot.querySelector(".modebar-btn[data-title='Zoom']")`},
	}
	for i, c := range cases {
		found := do[struct{ Alone, With bool }](tab, fmt.Sprintf(`
			const plot = plotOf("g"), context = plot._context, is = () => Boolean(%s)
			dash_clientside.set_props("g", {config: %s})
			for (let n = 0; n < 4; n++) await frame()
			const alone = plot._context === context
			dash_clientside.set_props("g", {figure: {data: plot.data.map((t) => ({...t})), layout: {title: {text: "%d"}}}})
			await drawn("g")
			return {alone, with: is()}`, c.shows, c.config, i+1))
		require.True(t, found.Alone, "%s alone has drawn", c.config)
		require.True(t, found.With, "%s is not seen", c.config)
	}
	do[any](tab, mouse+`await drag("#g .nsewdrag", [[0.3, 0.5], [0.5, 0.5], [0.7, 0.5]])`)
	told[any](tab, "g", "relayoutData", `v?.["xaxis.range[0]"] > 5`)
}

// TestWhatTheUserEditsIsTold: titles by relayoutData alone, shapes in the figure as well.
func TestWhatTheUserEditsIsTold(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Graph{ID: "g", Figure: points(map[string]any{"dragmode": "drawrect", "height": 300, "title": map[string]any{"text": "old"}}), Config: dcc.GraphConfig{Editable: true}},
		tell(app, "g", "relayoutData"), tell(app, "g", "figure"),
	))
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	do[any](tab, mouse+`await drag("#g .nsewdrag", [[0.3, 0.3], [0.5, 0.5], [0.7, 0.7]])`)
	figure := told[struct {
		Layout struct {
			Shapes []struct {
				Type   string
				X0, X1 float64
			}
			Title struct{ Text string }
		}
	}](tab, "g", "figure", `v?.layout.shapes?.length === 1`)
	require.Equal(t, "rect", figure.Layout.Shapes[0].Type)
	require.Less(t, figure.Layout.Shapes[0].X0, figure.Layout.Shapes[0].X1)
	require.Equal(t, "old", figure.Layout.Title.Text)
	told[any](tab, "g", "relayoutData", `v?.shapes?.length === 1`)
	do[any](tab, mouse+`await drag("#g .nsewdrag", [[0.1, 0.1], [0.15, 0.15], [0.2, 0.2]])`)
	told[any](tab, "g", "figure", `v?.layout.shapes?.length === 2`)
	require.Equal(t, 2, do[int](tab, `await drawn("g"); return document.querySelectorAll("#g .shapelayer path").length`))

	do[any](tab, mouse+`await clicks("#g .gtitle", 1)
		const field = document.querySelector(".plugin-editable.editable")
		field.textContent = "new"
		field.dispatchEvent(new FocusEvent("blur"))`)
	told[any](tab, "g", "relayoutData", `v?.["title.text"] === "new"`)
	told[any](tab, "g", "figure", `v?.layout.title.text === "old"`)
}

// TestResponsiveSaysWhatAGraphFollows, from the start and after a change of it with a figure.
func TestResponsiveSaysWhatAGraphFollows(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	box := func(id string, graph dcc.Graph) any {
		return html.Div(html.ID(layout.ID(id)), html.Style(html.CSS{"height": 320, "width": "80%"}), graph)
	}
	sized := map[string]any{"width": 250, "height": 200}
	app.Layout(html.Main(
		box("a", dcc.Graph{ID: "yes", Responsive: true, Figure: points(sized)}),
		box("b", dcc.Graph{ID: "no", Responsive: false, Figure: points(nil)}),
		box("c", dcc.Graph{ID: "auto", Figure: points(nil)}),
		box("d", dcc.Graph{ID: "fixed", Figure: points(sized)}),
		box("e", dcc.Graph{ID: "forbidden", Figure: points(nil), Config: dcc.GraphConfig{Extra: map[string]any{"responsive": false}}}),
	))
	tab := open(t, serve(t, app))
	for _, id := range []string{"yes", "no", "auto", "fixed", "forbidden"} {
		tab.GraphReady(id)
	}
	size := func(id string) []float64 {
		return do[[]float64](tab, fmt.Sprintf(`const {width, height} = plotOf(%q)._fullLayout; return [Math.round(width), Math.round(height)]`, id))
	}
	no, forbidden := size("no"), size("forbidden")
	require.Equal(t, []float64{250, 200}, size("fixed"))
	require.InDelta(t, 320, size("yes")[1], 1)
	require.InDelta(t, 450, size("auto")[1], 1)
	follows := func(id string) string {
		return fmt.Sprintf(`Math.abs(document.querySelector("#%s > .dash-graph-plot")._fullLayout.width - document.getElementById(%[1]q).clientWidth) <= 1`, id)
	}
	tab.Size(phoneWidth, phoneHeight)
	for _, id := range []string{"yes", "auto"} {
		tab.Until(follows(id) + fmt.Sprintf(` && document.getElementById(%q).clientWidth < 390`, id))
	}
	require.Equal(t, no, size("no"))
	require.Equal(t, forbidden, size("forbidden"))
	require.Equal(t, []float64{250, 200}, size("fixed"))
	// The figure's own size is back when responsive no longer overrules it.
	do[any](tab, `dash_clientside.set_props("yes", {responsive: "auto", figure: {data: [{y: [1, 2]}], layout: {width: 250, height: 200}}}); await drawn("yes")`)
	require.Equal(t, []float64{250, 200}, size("yes"))
	do[any](tab, `dash_clientside.set_props("fixed", {responsive: true, figure: {data: [{y: [1, 2]}], layout: {width: 250, height: 200}}}); await drawn("fixed")`)
	tab.Until(follows("fixed"))
}

// TestMathJaxComesWithTheFirstGraphThatAsksForIt, and not before; a graph that does not ask shows its text as it is.
func TestMathJaxComesWithTheFirstGraphThatAsksForIt(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	tex := map[string]any{"title": map[string]any{"text": `$\frac{a}{b}$`}}
	app.Layout(html.Main(dcc.Graph{ID: "m", Figure: points(tex)}, dcc.Graph{ID: "text", Figure: points(tex)}))
	tab := open(t, serve(t, app))
	tab.GraphReady("m")
	tab.GraphReady("text")
	loaded := `performance.getEntriesByType("resource").filter((r) => /mathjax/.test(r.name)).length`
	tab.Until(loaded + " === 0")
	tab.Until(`document.querySelector("#m .gtitle").textContent === "$\\frac{a}{b}$"`)
	tab.Eval(`dash_clientside.set_props("m", {mathjax: true})`, nil)
	tab.Until(`document.querySelector("#m .gtitle-math-group svg")`)
	tab.Until(loaded + " === 1")
	tab.Until(`!document.querySelector("#text .gtitle-math-group")`)
}

// TestFramesArePlayed by a button and by the steps of a slider, and a figure with animate moves to the next.
func TestFramesArePlayed(t *testing.T) {
	t.Parallel()
	now := map[string]any{"mode": "immediate", "frame": map[string]any{"duration": 0, "redraw": false}, "transition": map[string]any{"duration": 0}}
	step := func(name string) map[string]any {
		return map[string]any{"label": name, "method": "animate", "args": []any{[]string{name}, now}}
	}
	frame := func(name string, y ...int) map[string]any {
		return map[string]any{"name": name, "data": []any{map[string]any{"y": y}}}
	}
	figure := map[string]any{
		"data":   []any{map[string]any{"type": "scatter", "y": []int{1, 1, 1}}},
		"frames": []any{frame("one", 2, 3, 4), frame("two", 5, 6, 7)},
		"layout": map[string]any{
			"sliders":     []any{map[string]any{"steps": []any{step("one"), step("two")}}},
			"updatemenus": []any{map[string]any{"type": "buttons", "buttons": []any{map[string]any{"label": "Play", "method": "animate", "args": []any{nil, now}}}}},
		},
	}
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Graph{ID: "g", Figure: figure}, dcc.Graph{ID: "a", Animate: true, Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{Y: []int{1, 2}}}},
		AnimationOptions: map[string]any{"frame": map[string]any{"redraw": false, "duration": 50}, "transition": map[string]any{"duration": 50}}}))
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	tab.GraphReady("a")
	shows := func(id, y string) {
		t.Helper()
		tab.Until(fmt.Sprintf(`JSON.stringify([...document.querySelector("#%s > .dash-graph-plot")._fullData[0].y]) === %q`, id, y))
	}
	shows("g", "[1,1,1]")
	do[any](tab, mouse+`await clicks("#g .updatemenu-button", 1)`)
	shows("g", "[5,6,7]") // the last of all frames
	P := `const P = ` + plotlyOf + `;`
	do[any](tab, P+`await P.animate(plotOf("g"), ["one"], {mode: "immediate", frame: {duration: 0}, transition: {duration: 0}})`)
	shows("g", "[2,3,4]")
	tab.Eval(`dash_clientside.set_props("g", {figure: {data: [{type: "scatter", y: [0, 0, 0]}], layout: {}, frames: [{name: "three", data: [{y: [8, 8, 8]}]}]}})`, nil)
	shows("g", "[0,0,0]")
	do[any](tab, `await drawn("g"); `+P+`await P.animate(plotOf("g"), ["three"], {mode: "immediate", frame: {duration: 0}, transition: {duration: 0}})`)
	shows("g", "[8,8,8]")

	calls := do[[]string](tab, P+`const calls = []
		for (const name of ["react", "animate", "addFrames", "deleteFrames"]) { const real = P[name]; P[name] = (...args) => { calls.push(name); return real(...args) } }
		dash_clientside.set_props("a", {figure: {data: [{type: "scatter", y: [3, 4]}], layout: {}, frames: [{name: "f", data: [{y: [5, 6]}]}]}})
		await drawn("a")
		dash_clientside.set_props("a", {figure: {data: [{type: "scatter", y: [3, 4]}, {type: "scatter", y: [1, 1]}], layout: {}}})
		await drawn("a")
		return calls`)
	require.Equal(t, []string{"deleteFrames", "addFrames", "animate", "react"}, calls)
}
