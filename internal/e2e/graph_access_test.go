package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// TestAGraphIsReadWithTheKeyboard: name and summary, points one by one, click, zoom, and the way on.
func TestAGraphIsReadWithTheKeyboard(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Graph{ID: "g", Figure: map[string]any{
			"data": []any{
				map[string]any{"type": "scatter", "mode": "lines+markers", "name": "first", "x": []int{1, 2, 3, 4}, "y": []any{10, nil, 30, 40}},
				map[string]any{"type": "bar", "name": "second", "x": []int{1, 2, 3}, "y": []int{5, 6, 7}},
			},
			"layout": map[string]any{"title": map[string]any{"text": "Two <b>kinds</b>"}, "xaxis": map[string]any{"title": map[string]any{"text": "time"}}, "hovermode": "closest"},
		}},
		dcc.Graph{ID: "gl", Figure: plot.Figure{Data: []plot.Trace{plot.Scattergl{X: []float64{1, 2}, Y: []float64{3, 4}, Mode: "markers"}}}},
		dcc.Graph{ID: "named", Alt: "What it is all about", Figure: plot.Figure{Data: []plot.Trace{plot.Pie{Labels: []string{"a", "b"}, Values: []float64{1, 3}}}}},
		html.P(html.ID("clicked")), html.P(html.ID("hovered")),
	))
	app.Callback(dashi.Output("clicked", "children"), dashi.Inputs(dashi.Input("g", "clickData")), toldOf)
	app.Callback(dashi.Output("hovered", "children"), dashi.Inputs(dashi.Input("g", "hoverData")), toldOf)
	tab := open(t, serve(t, app))
	for _, id := range []string{"g", "gl", "named"} {
		tab.GraphReady(id)
	}
	label := `document.querySelector("#%s > .dash-graph-plot").getAttribute("aria-label")`
	said := func(id, text string) {
		t.Helper()
		tab.Until(fmt.Sprintf(`document.querySelector("#%s > .dash-graph-voice").textContent === %q`, id, text))
	}
	tab.Until(fmt.Sprintf(label, "g") + ` === "Two kinds. Graph of 2 traces: line with points first, 4 points, x from 1 to 4, y from 10 to 40; bar second, 3 points, x from 1 to 3, y from 5 to 7. Horizontal axis: time"`)
	tab.Until(fmt.Sprintf(label, "named") + ` === "What it is all about"`)

	tab.Focus("#g > .dash-graph-plot")
	tab.Press(kb.ArrowRight)
	said("g", "first, x 1, y 10")
	tab.WaitText("#hovered", "0/0")
	tab.Until(`document.querySelector("#g .hoverlayer .hovertext")`)
	tab.Press(kb.ArrowRight)
	said("g", "first, x 3, y 30") // the gap is passed over
	tab.WaitText("#hovered", "0/2")
	tab.Screenshot("graph-keys")
	tab.Press(kb.Enter)
	tab.WaitText("#clicked", "0/2")
	tab.Press(kb.ArrowDown)
	said("g", "second, x 3, y 7")
	tab.Press(kb.Home)
	said("g", "second, x 1, y 5")
	tab.Press(kb.ArrowLeft)
	tab.Press(kb.ArrowUp)
	said("g", "first, x 1, y 10")
	tab.Press(kb.End)
	said("g", "first, x 4, y 40")
	tab.Press(kb.Escape)
	said("g", "")
	tab.Until(`!document.querySelector("#g .hoverlayer .hovertext")`)
	width := `(([from, to]) => to - from)(document.querySelector("#g > .dash-graph-plot")._fullLayout.xaxis.range)`
	var before float64
	tab.Eval(width, &before)
	tab.Press("+")
	tab.Until(fmt.Sprintf("%s < %v", width, before))
	tab.Press("-")
	tab.Until(fmt.Sprintf("%s > %v", width, before*0.9))
	// Tab is not taken.
	inside := true
	for range 60 {
		tab.Press(kb.Tab)
		if tab.Eval(`document.activeElement.closest("#g") !== null`, &inside); !inside {
			break
		}
	}
	require.False(t, inside)

	tab.Focus("#gl > .dash-graph-plot")
	tab.Press(kb.ArrowRight)
	said("gl", "trace 0, x 1, y 3")
	tab.Until(`document.querySelector("#gl .hoverlayer .hovertext")`)
	tab.Focus("#named > .dash-graph-plot")
	said("gl", "")
	tab.Press(kb.End)
	said("named", "a, 1")
	tab.Press(kb.ArrowRight)
	said("named", "b, 3")
	tab.Size(phoneWidth, phoneHeight)
	tab.Until(`document.querySelector("#g .main-svg").getBoundingClientRect().width < 390`)
	tab.Focus("#g > .dash-graph-plot")
	tab.Press(kb.ArrowRight)
	tab.Screenshot("graph-keys-phone")
}

// toldOf names the first point as trace/point.
func toldOf(data *dcc.PointsData) string {
	if data == nil {
		return ""
	}
	return fmt.Sprintf("%d/%d", data.Points[0].CurveNumber, data.Points[0].PointNumber)
}

// TestImagesAreExported as the bar's button makes them, under the policy of the page.
func TestImagesAreExported(t *testing.T) {
	t.Parallel()
	x, y := wave(0)
	app := dashi.New(dashi.Options{})
	config := dcc.GraphConfig{ToImageButtonOptions: dcc.ImageOptions{Format: "svg", Filename: "mine", Width: 300, Height: 200}}
	app.Layout(html.Main(
		dcc.Graph{ID: "svg", Config: config, Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{X: x, Y: y}}}},
		dcc.Graph{ID: "gl", Figure: plot.Figure{Data: []plot.Trace{plot.Scattergl{X: x, Y: y, Mode: "markers", Marker: plot.Marker{Color: "red"}}}}},
	))
	tab := open(t, serve(t, app))
	for _, id := range []string{"svg", "gl"} {
		tab.GraphReady(id)
		png := do[string](tab, `const P = `+plotlyOf+`
			const url = await P.toImage(plotOf("`+id+`"), {format: "png", width: 400, height: 300})
			const image = new Image()
			await new Promise((done, fail) => { image.onload = done; image.onerror = () => fail(new Error("no image")); image.src = url })
			const canvas = Object.assign(document.createElement("canvas"), {width: 400, height: 300})
			const context = canvas.getContext("2d", {willReadFrequently: true})
			context.drawImage(image, 0, 0)
			// Something drawn in the middle, where no axis and no title is.
			const colors = new Set(new Uint32Array(context.getImageData(100, 80, 200, 150).data.buffer))
			return image.width + "x" + image.height + " " + (colors.size > 8)`)
		require.Equal(t, "400x300 true", png, id)
		svg := do[string](tab, `const P = `+plotlyOf+`
			return decodeURIComponent(await P.toImage(plotOf("`+id+`"), {format: "svg", width: 400, height: 300}))`)
		require.True(t, strings.HasPrefix(svg, "data:image/svg+xml,<svg"), svg[:60])
		if id == "gl" {
			require.Contains(t, svg, "data:image/png;base64,", "the WebGL layer is an image in the drawing")
		} else {
			require.Contains(t, svg, `class="js-line"`)
		}
	}
	do[any](tab, `addEventListener("click", (event) => {
		const link = event.target.closest?.("a[download]")
		if (!link) return
		event.preventDefault()
		document.body.dataset.saved = link.download + " " + link.href.slice(0, 5)
	}, true)
	document.querySelector("#svg .modebar-btn[data-title^='Download']").dispatchEvent(new MouseEvent("click", {bubbles: true}))`)
	tab.Until(`document.body.dataset.saved === "mine.svg blob:"`)
}
