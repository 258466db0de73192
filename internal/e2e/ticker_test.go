package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	ticker "github.com/dashi-go/dashi/examples/ticker/app"
)

func TestTickerShowsEveryPageTheSameMarket(t *testing.T) {
	t.Parallel()
	app := ticker.New()
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	url := serve(t, app)
	tab, other := open(t, url), open(t, url)
	tab.GraphReady("chart")
	cell := `document.querySelector('[id="{\\"last\\":\\"HELI\\"}"]').textContent`
	tab.Eval(`window.before = `+cell, nil)
	tab.Until(cell + ` !== window.before`)
	last := plotOf("chart") + `._fullData[0].x.at(-1)`
	tab.Eval(`window.at = `+last, nil)
	tab.Until(last + ` !== window.at`)
	var points int
	tab.Eval(plotOf("chart")+`._fullData[5].x.length`, &points)
	require.Equal(t, 240, points)
	var times bool
	tab.Eval(plotOf("chart")+`._fullData[0].x.every((x, i, all) => i === 0 || all[i - 1] <= x)`, &times)
	require.True(t, times)

	// Each page watches a share of its own.
	spot := `document.querySelector(".spot strong").textContent`
	tab.Until(`document.querySelector(".spot span").textContent === "Helios Power"`)
	other.Until(`[...document.querySelectorAll("#choice label")].find((l) => l.textContent.trim() === "ZEPH")?.click() === undefined`)
	other.Until(`document.querySelector(".spot span").textContent === "Zephyr Air"`)
	other.Eval(`window.spot = `+spot, nil)
	other.Until(spot + ` !== window.spot`)
	tab.Eval(`window.spot = `+spot, nil)
	tab.Until(spot + ` !== window.spot`)
	tab.Until(spot + ` === ` + cell)
	tab.Screenshot("ticker-desktop")
	other.Dark()
	other.Screenshot("ticker-desktop-dark")
	tab.Size(phoneWidth, phoneHeight)
	tab.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
	tab.Screenshot("ticker-phone")
}
