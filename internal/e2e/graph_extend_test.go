package e2e_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// TestPointsAreAddedWithinAWindow in all forms of Dash, to typed and plain columns; a patch of something else keeps them.
func TestPointsAreAddedWithinAWindow(t *testing.T) {
	t.Parallel()
	x, y := wave(0)
	tab := open(t, serve(t, figureApp(plot.Figure{Data: []plot.Trace{plot.Scatter{X: x, Y: y}, plot.Scatter{Y: []int{1, 2, 3}}}})))
	tab.GraphReady("g")
	found := do[struct {
		Typed  bool
		Length []int
		Ends   []float64
		Drawn  []float64
		Title  string
		Kept   int
	}](tab, `
		const plot = plotOf("g")
		const figure = {data: plot.data.map((trace) => ({...trace})), layout: {}}
		dash_clientside.set_props("g", {figure})
		await drawn("g")
		const add = async (props) => {
			dash_clientside.set_props("g", props)
			for (let i = 0; i < 4; i++) await frame()
		}
		await add({extendData: {x: [[50, 51]], y: [[0, 0]]}})
		await add({extendData: [{y: [[4, 5, 6]]}, [1], 4]})
		await add({prependData: [{y: [[7]]}, [-1], {y: [3]}]})
		for (let i = 52; i < 72; i++) await add({extendData: [{x: [[i]], y: [[9]]}, [0], 60]})
		const [a, b] = plot.data
		const ends = [a.x[0], a.x.at(-1), a.y.at(-1), ...b.y]
		await new Promise((done) => setTimeout(done, 50))
		const axis = plot._fullLayout.xaxis.range
		await add({figure: new dash_clientside.Patch().assign(["layout", "title"], {text: "later"}).build()})
		await drawn("g")
		return {typed: ArrayBuffer.isView(a.x), length: [a.x.length, a.y.length, b.y.length], ends, drawn: axis,
			title: plot._fullLayout.title.text, kept: plot._fullData[0].x.length}
	`)
	require.True(t, found.Typed)
	require.Equal(t, []int{60, 60, 3}, found.Length)
	require.Equal(t, []float64{12, 71, 9, 7, 3, 4}, found.Ends)
	require.Greater(t, found.Drawn[1], 70.0, "the axis has followed")
	require.Equal(t, "later", found.Title)
	require.Equal(t, 60, found.Kept)
}

// TestEqualPointsAreAddedEachTime, from answers of a callback, by set_props and from an answer that the browser has kept: each is
// another object, which is what Dash's Graph looks at.
func TestEqualPointsAreAddedEachTime(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("more"), "More"), dcc.Input{ID: "kept", Value: "x"},
			dcc.Graph{ID: "g", Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{Y: []int{1, 2, 3}}}}},
			dcc.Graph{ID: "k", Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{Y: []int{1, 2, 3}}}}},
		))
		points := map[string]any{"y": [][]int{{7}}}
		app.Callback(dashi.Output("g", "extendData"), dashi.Inputs(dashi.Input("more", "n_clicks")),
			func(int) any { return points }, dashi.PreventInitialCall())
		app.Callback(dashi.Output("k", "prependData"), dashi.Inputs(dashi.Input("kept", "value")),
			func(string) any { return points }, dashi.PreventInitialCall(), remembered(t))
		p.show(app)
		p.GraphReady("g")
		p.GraphReady("k")
		is := func(id, y string) {
			t.Helper()
			p.Until(fmt.Sprintf(`JSON.stringify([...document.querySelector("#%s .js-plotly-plot").data[0].y]) === %q`, id, y))
		}
		for _, y := range []string{"[1,2,3,7]", "[1,2,3,7,7]", "[1,2,3,7,7,7]"} {
			p.click("more")
			is("g", y)
		}
		for _, y := range []string{"[9,1,2,3,7,7,7]", "[9,9,1,2,3,7,7,7]"} {
			p.Eval(`dash_clientside.set_props("g", {prependData: {y: [[9]]}})`, nil)
			is("g", y)
		}
		for i, y := range []string{"[7,1,2,3]", "[7,7,1,2,3]", "[7,7,7,1,2,3]"} {
			p.fill("kept", fmt.Sprint(i%2))
			is("k", y)
		}
	})
}
