package e2e_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	resample "github.com/dashi-go/dashi/examples/resample/app"
)

// plotOf is plotly.js's element of a graph.
func plotOf(id string) string { return `document.querySelector("#` + id + ` .js-plotly-plot")` }

// inView is how many points of the first trace lie between the ends of the x axis.
func inView(id string) string {
	return fmt.Sprintf(`(() => {
		const plot = %s
		const {xaxis} = plot._fullLayout
		const [from, to] = xaxis.range.map((end) => xaxis.r2c(end))
		return [...plot._fullData[0].x].filter((x) => x >= from && x <= to).length
	})()`, plotOf(id))
}

// shown is how much of the x axis a graph shows.
func shown(id string) string {
	return `(({r2c, range}) => r2c(range[1]) - r2c(range[0]))(` + plotOf(id) + `._fullLayout.xaxis)`
}

// TestZoomingAsksForWhatThePixelsShow runs alone: a hundredth of the example's points is a load all the same.
func TestZoomingAsksForWhatThePixelsShow(t *testing.T) {
	tab := open(t, serve(t, resample.New(300_000)))
	tab.GraphReady("lines")
	tab.GraphReady("cloud")
	tab.Screenshot("resample-desktop")
	var overview, after int
	tab.Eval(inView("lines"), &overview)
	require.Less(t, overview, 2000)
	var all, zoomed float64
	tab.Eval(shown("lines"), &all)

	tab.Drag("#lines .nsewdrag", 0.4, 0.5, 0.5, 0.5)
	tab.Until(fmt.Sprintf(`%s > %d / 2`, inView("lines"), overview)) // a tenth of them are there at once, the others come
	tab.WaitContains("#lines-took", " ms")
	tab.Eval(inView("lines"), &after)
	tab.Eval(shown("lines"), &zoomed)
	require.InDelta(t, all/10, zoomed, all/50)
	require.Greater(t, float64(after)/zoomed, 4*float64(overview)/all, "points for the width")
	tab.Screenshot("resample-zoomed")

	tab.DoubleClick("#lines .nsewdrag", fmt.Sprintf(`%s > 0.99 * %f`, shown("lines"), all))
	tab.Until(fmt.Sprintf(`%s === %d && %s.x.length === %[2]d`, inView("lines"), overview, plotOf("lines")+"._fullData[0]"))

	cells := plotOf("cloud") + `._fullData[0].z?.length`
	single := plotOf("cloud") + `._fullData[1].x.length`
	tab.Until(cells + " > 50 && " + single + " === 0")
	tab.Eval(`document.querySelector("#cloud").scrollIntoView({block: "center"})`, nil)
	tab.Drag("#cloud .nsewdrag", 0.48, 0.22, 0.58, 0.32) // to where many are
	for n := 0; n == 0; tab.Eval(single, &n) {           // until few enough are in view
		fitting := fmt.Sprintf("((%[1]s)._fullData[0].x?.at(-1) - (%[1]s)._fullData[0].x?.[0] < 2 * %s)", plotOf("cloud"), shown("cloud"))
		tab.Until(single + " > 0 || " + fitting)
		tab.Eval(shown("cloud"), &all)
		tab.Drag("#cloud .nsewdrag", 0.35, 0.35, 0.65, 0.65)
		tab.Until(fmt.Sprintf("%s < %f / 2", shown("cloud"), all))
		tab.Until(single + " > 0 || " + fitting)
	}
	tab.WaitContains("#cloud-took", " ms")
	tab.Until(single + " > 0")
	tab.Screenshot("resample-single")
	tab.DoubleClick("#cloud .nsewdrag", cells+" > 50 && "+single+" === 0")
	tab.Size(phoneWidth, phoneHeight)
	tab.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
	tab.Screenshot("resample-phone")
}
