package e2e_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	maps "github.com/dashi-go/dashi/examples/maps/app"
	"github.com/dashi-go/dashi/internal/e2e"
)

// TestMaps clicks a city on the tile map and sees the ways on the globe, without a request to anywhere else.
func TestMaps(t *testing.T) {
	tab := open(t, serve(t, maps.New("")))
	tab.GraphReady("globe")
	tab.GraphReady("tiles")
	tab.WaitContains("#ways", "Nearest to London: Paris")
	require.Eventually(t, func() bool { return e2e.Colored(tab.Picture("#tiles .js-plotly-plot")) > 2000 }, 30*time.Second, 200*time.Millisecond)
	require.Greater(t, e2e.Colored(tab.Picture("#globe .js-plotly-plot")), 3000)
	tab.Screenshot("maps-desktop")
	tab.Eval(`document.querySelector("#globe").scrollIntoView({block: "center", behavior: "instant"})`, nil)
	tab.ClickMark("globe", ".scatterlayer path.point", 6)
	tab.WaitContains("#ways", "Nearest to Cairo")
	tab.Size(phoneWidth, phoneHeight)
	tab.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
	tab.Dark()
	tab.Screenshot("maps-phone-dark")
}
