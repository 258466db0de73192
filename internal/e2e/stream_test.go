package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	stream "github.com/dashi-go/dashi/examples/stream/app"
)

func TestStreamKeepsItsWindow(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, stream.New()))
	tab.GraphReady("scope")
	last := plotOf("scope") + `._fullData[2].x.at(-1)`
	tab.Until(last + " > 1")
	var n int
	tab.Eval(plotOf("scope")+`._fullData[0].x.length`, &n)
	require.Equal(t, 900, n)
	var even bool
	tab.Eval(plotOf("scope")+`._fullData[0].x.every((x, i, all) => i === 0 || Math.abs(x - all[i - 1] - 1 / 120) < 1e-9)`, &even)
	require.True(t, even, "no reading is lost or there twice")
	tab.Until(`parseFloat(document.querySelector("#frames").textContent) > 0`)
	tab.Screenshot("stream-desktop")

	tab.Click("#run")
	tab.WaitText("#run", "Start")
	tab.Eval(`(window.before = `+last+`, new Promise((done) => setTimeout(done, 700)).then(() => { window.stopped = `+last+` }), 0)`, nil)
	tab.Until(`window.stopped !== undefined`)
	var stopped float64
	tab.Eval(`window.stopped - window.before`, &stopped)
	require.Less(t, stopped, 0.2, "at most what was under way")
	tab.Click("#run")
	tab.WaitText("#run", "Stop")
	tab.Until(last + " > window.stopped")
	tab.Size(phoneWidth, phoneHeight)
	tab.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
	tab.Screenshot("stream-phone")
}
