package e2e_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// mouse is functions for scripts in the page: drag presses the mouse on an element, moves along places (shares of its width and
// height) and lets go, twice clicks it twice at once, however slow the machine.
const mouse = `
const rest = () => new Promise((done) => setTimeout(done, 400)) // longer than a double click takes
const fire = (target, type, x, y) => target.dispatchEvent(new MouseEvent(type, {bubbles: true, cancelable: true, view: window, clientX: x, clientY: y, buttons: type === "mouseup" ? 0 : 1}))
const drag = async (selector, places) => {
	await rest()
	const element = document.querySelector(selector), box = element.getBoundingClientRect()
	const at = places.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height])
	fire(element, "mousedown", ...at[0])
	for (const place of at.slice(1)) { fire(document.querySelector(".dragcover") ?? element, "mousemove", ...place); await frame() }
	fire(document.querySelector(".dragcover") ?? element, "mouseup", ...at.at(-1))
}
const clicks = async (selector, n) => {
	await rest()
	const element = document.querySelector(selector), box = element.getBoundingClientRect()
	const at = [box.x + box.width / 2, box.y + box.height / 2]
	for (let i = 0; i < n; i++) {
		fire(element, "mousedown", ...at)
		fire(document.querySelector(".dragcover") ?? element, "mouseup", ...at)
		fire(element, "click", ...at)
	}
}
`

// tell writes each change of a property of a graph, as JSON, to #<graph>-<property>, the element it returns.
func tell(app *dashi.App, graph layout.ID, property string) html.Element {
	out := layout.ID(fmt.Sprintf("%s-%s", graph, property))
	app.Callback(dashi.Output(out, "children"), dashi.Inputs(dashi.Input(graph, property)), func(value any) (string, error) {
		text, err := json.Marshal(value)
		return string(text), err
	})
	return html.P(html.ID(out))
}

// told waits until a property has been told as JSON in which the JavaScript expression is true of v, and decodes it.
func told[T any](tab *e2e.Tab, graph, property, expression string) T {
	var out T
	at := fmt.Sprintf(`JSON.parse(document.getElementById("%s-%s").innerText || "null")`, graph, property)
	tab.Until(fmt.Sprintf(`((v) => %s)(%s)`, expression, at))
	tab.Eval(at, &out)
	return out
}

// TestEveryEventOfAGraphReachesGo, in the form it has in Dash.
func TestEveryEventOfAGraphReachesGo(t *testing.T) {
	t.Parallel()
	x, y := wave(0)
	figure := func(dragmode string) map[string]any {
		return map[string]any{
			"data": []any{
				map[string]any{"type": "scatter", "mode": "markers", "x": x, "y": y, "name": "a", "marker": map[string]any{"size": 12}, "customdata": x},
				map[string]any{"type": "scatter", "mode": "lines", "y": []int{2, 2}, "name": "b", "hoverinfo": "skip"},
			},
			"layout": map[string]any{"dragmode": dragmode, "hovermode": "closest", "showlegend": true, "height": 300,
				"annotations": []any{map[string]any{"text": "note", "x": 25, "y": 1.5, "captureevents": true, "name": "n"}}},
		}
	}
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.Button(html.ID("away"), "away"),
		dcc.Graph{ID: "g", Figure: figure("zoom")},
		tell(app, "g", "clickData"), tell(app, "g", "hoverData"), tell(app, "g", "clickAnnotationData"), tell(app, "g", "relayoutData"), tell(app, "g", "restyleData"), tell(app, "g", "figure"),
		dcc.Graph{ID: "s", Figure: figure("select"), ClearOnUnhover: true}, tell(app, "s", "selectedData"), tell(app, "s", "hoverData"),
		dcc.Graph{ID: "l", Figure: figure("lasso")}, tell(app, "l", "selectedData"),
		dcc.Graph{ID: "p", Figure: figure("pan")}, tell(app, "p", "relayoutData"),
	))
	tab := open(t, serve(t, app))
	for _, id := range []string{"g", "s", "l", "p"} {
		tab.GraphReady(id)
	}
	act := func(script string) { t.Helper(); do[any](tab, mouse+script) }

	tab.ClickPoint("g", 25)
	clicked := told[dcc.PointsData](tab, "g", "clickData", "v?.points")
	require.Len(t, clicked.Points, 1)
	point := clicked.Points[0]
	require.Equal(t, []any{0, 25, 25, 25.0, y[25], 25.0}, []any{point.CurveNumber, point.PointNumber, point.PointIndex, point.X, point.Y, point.CustomData})
	require.Greater(t, point.BBox.X1, point.BBox.X0)
	require.Greater(t, point.BBox.Y1, point.BBox.Y0)
	require.WithinDuration(t, time.Now(), time.UnixMilli(int64(clicked.Timestamp)), time.Hour)
	hovered := told[dcc.PointsData](tab, "g", "hoverData", "v?.points")
	require.Equal(t, 25, hovered.Points[0].PointNumber)
	require.Equal(t, point.BBox, hovered.Points[0].BBox)
	require.Zero(t, hovered.Timestamp)
	tab.ClickPoint("g", 25)
	told[any](tab, "g", "clickData", fmt.Sprintf("v?.timestamp > %f", clicked.Timestamp))
	tab.Click("#away")
	tab.Until(`!document.querySelector("#g .hovertext")`)
	told[any](tab, "g", "hoverData", "v?.points[0].pointNumber === 25") // stays
	tab.Eval(`document.getElementById("s").scrollIntoView({block: "center"})`, nil)
	tab.ClickPoint("s", 10)
	told[any](tab, "s", "hoverData", "v?.points[0].pointNumber === 10")
	tab.Click("#away")
	told[any](tab, "s", "hoverData", "v === null")

	act(`await clicks("#g .annotation-text-g > g", 1)`)
	note := told[map[string]any](tab, "g", "clickAnnotationData", "v?.index === 0")
	require.Equal(t, "note", note["annotation"].(map[string]any)["text"])
	require.NotContains(t, note, "event")
	require.NotContains(t, note, "fullAnnotation")

	act(`await drag("#g .nsewdrag", [[0.3, 0.5], [0.5, 0.5], [0.7, 0.5]])`)
	zoom := told[map[string]float64](tab, "g", "relayoutData", `v?.["xaxis.range[0]"] > 5`)
	require.Less(t, zoom["xaxis.range[1]"], 45.0)
	act(`await clicks("#g .nsewdrag", 2)`)
	told[any](tab, "g", "relayoutData", `v?.["xaxis.autorange"] === true`)
	act(`await drag("#p .nsewdrag", [[0.3, 0.5], [0.5, 0.5], [0.7, 0.5]])`)
	told[any](tab, "p", "relayoutData", `v?.["xaxis.range[0]"] < -5 && "yaxis.range[0]" in v`)

	act(`await drag("#s .nsewdrag", [[0.3, 0.05], [0.5, 0.5], [0.7, 0.95]])`)
	box := told[dcc.PointsData](tab, "s", "selectedData", `v?.points.length > 5 && v.range`)
	require.Len(t, box.Range["x"], 2)
	require.Len(t, box.Range["y"], 2)
	require.NotNil(t, box.Points[0].CustomData)
	act(`await clicks("#s .nsewdrag", 2)`)
	told[any](tab, "s", "selectedData", "v === null")
	act(`await drag("#l .nsewdrag", [[0.2, 0.05], [0.8, 0.05], [0.8, 0.95], [0.2, 0.95], [0.2, 0.06]])`)
	lasso := told[dcc.PointsData](tab, "l", "selectedData", `v?.points.length > 5 && v.lassoPoints`)
	require.Greater(t, len(lasso.LassoPoints["x"]), 3)
	act(`await clicks("#l .nsewdrag", 2)`)
	told[any](tab, "l", "selectedData", "v === null")

	act(`await clicks("#g .legend .traces:nth-child(2) .legendtoggle", 1)`)
	told[any](tab, "g", "restyleData", `JSON.stringify(v) === '[{"visible":["legendonly"]},[1]]'`)
	// A second click in time shows what is hidden, and the next leaves nothing else.
	act(`await clicks("#g .legend .traces:nth-child(2) .legendtoggle", 2)`)
	told[any](tab, "g", "restyleData", `JSON.stringify(v) === '[{"visible":[true,true]},[0,1]]'`)
	act(`await clicks("#g .legend .traces:nth-child(2) .legendtoggle", 2)`)
	told[any](tab, "g", "restyleData", `JSON.stringify(v) === '[{"visible":["legendonly",true]},[0,1]]'`)

	told[any](tab, "g", "figure", `JSON.stringify(Object.keys(v.layout).sort()) === '["annotations","dragmode","height","hovermode","showlegend"]'`)
	tab.Size(phoneWidth, phoneHeight)
	told[any](tab, "g", "relayoutData", `v?.autosize === true`)
}
