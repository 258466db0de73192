package e2e_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	dashboard "github.com/dashi-go/dashi/examples/dashboard/app"
	"github.com/dashi-go/dashi/internal/e2e"
)

const allFlights = "200,000 of 200,000 flights"

// TestDashboard uses the example in one page: filters by keyboard, charts that narrow one another, the address, the table, the file.
func TestDashboard(t *testing.T) {
	t.Parallel()
	url := serve(t, dashboard.New())
	tab := open(t, url)
	tab.WaitText("#count", allFlights)
	tab.GraphReady("density")
	tab.GraphReady("slots")
	tab.Screenshot("dashboard-light")
	accessible(t, tab)

	t.Log("a filter by keyboard changes numbers, charts and the address")
	overall := tab.Text("#kpi-ontime")
	tab.Eval(barHeights, nil)
	tab.Focus("#week input:checked")
	tab.Press(kb.ArrowRight + kb.ArrowRight)
	weekend := tab.WaitChange("#count", allFlights)
	tab.WaitChange("#kpi-ontime", overall)
	tab.Until(barHeights + ` && window.heights.length > 40 && window.heights !== window.before`)
	tab.Until(`new URLSearchParams(location.search).get("week") === "weekend"`)

	t.Log("a chart narrows the others, not itself")
	own := bars(tab)
	tab.Eval(`document.querySelector("#delays").scrollIntoView({block: "center", behavior: "instant"})`, nil)
	tab.Drag("#delays .nsewdrag", 0.5, 0.5, 0.8, 0.6)
	chosen := tab.WaitChange("#count", weekend)
	tab.WaitContains("#picked", " min")
	tab.Until(`document.querySelector("#delays .dash-graph--pending, #delays.dash-graph--pending") === null`)
	require.Equal(t, own, bars(tab), "its own bars stay")
	tab.WaitText("#kpi-ontime", "0.0%")
	tab.Until(`new URLSearchParams(location.search).get("pick")?.includes("delay")`)
	tab.Screenshot("dashboard-picked")

	t.Log("the address is all there is to it")
	tab.Reload()
	tab.WaitText("#count", chosen)
	tab.WaitContains("#picked", " min")
	tab.Until(`document.querySelector("#week input:checked")?.closest("label").innerText === "Weekend"`)

	t.Log("the table has the same flights, and so has the file")
	tab.Focus("#tabs [role=tab][aria-selected=true]")
	tab.Press(kb.End)
	tab.Until(`document.querySelector('#flights [row-id] [col-id="delay"]')`)
	tab.Until(`[...document.querySelectorAll('#flights .ag-row [col-id="delay"]')].every((cell) => Number(cell.innerText) >= 15)`)
	tab.Screenshot("dashboard-table")
	folder := t.TempDir()
	tab.SaveTo(folder)
	tab.Click("#save")
	var saved []byte
	require.Eventually(t, func() bool {
		saved, _ = os.ReadFile(filepath.Join(folder, "flights.csv"))
		return strconv.Itoa(bytes.Count(saved, []byte("\n"))-1)+" of 200000 flights" == strings.ReplaceAll(chosen, ",", "")
	}, 30*time.Second, 50*time.Millisecond, "the file has the flights counted")

	t.Log("back to everything, by way of nothing")
	tab.Click("#clear")
	tab.WaitText("#count", weekend)
	tab.Until(`!new URLSearchParams(location.search).has("pick")`)
	tab.Click("#reset")
	tab.WaitText("#count", allFlights)
	tab.Until(`location.search === "?tab=flights"`)

	narrowPage(t, tab)

	t.Log("nothing matches")
	empty := open(t, url+"/?from=%5B%22nowhere%22%5D&miles=%5B4990,5000%5D")
	empty.WaitText("#empty h2", "No flights match")
	accessible(t, empty)
	empty.Screenshot("dashboard-empty")
	empty.Click("#again")
	empty.WaitText("#count", allFlights)
}

// narrowPage looks at all tabs as a phone shows them, and from right to left.
func narrowPage(t *testing.T, tab *e2e.Tab) {
	t.Helper()
	tab.Size(phoneWidth, phoneHeight)
	tab.Focus("#tabs [role=tab][aria-selected=true]")
	for _, name := range []string{"overview", "airports", "flights"} {
		tab.Press(map[string]string{"overview": kb.Home, "airports": kb.ArrowRight, "flights": kb.ArrowRight}[name])
		tab.Until(`document.querySelector("#tabs [role=tab][aria-selected=true]").innerText.toLowerCase() === "` + name + `"`)
		if name == "airports" {
			tab.GraphReady("places")
			accessible(t, tab)
		}
		tab.Until(`document.documentElement.scrollWidth <= innerWidth`)
		tab.Screenshot("dashboard-phone-" + name)
	}
	tab.Size(desktopWidth, desktopHeight)
	tab.Eval(`document.documentElement.dir = "rtl"`, nil)
	tab.Press(kb.Home)
	tab.Until(`document.documentElement.scrollWidth <= innerWidth`)
	tab.Screenshot("dashboard-rtl")
	tab.Eval(`document.documentElement.dir = "ltr"`, nil)
	tab.Dark()
	tab.Screenshot("dashboard-dark")
}

// barHeights notes the bars of the histogram, the first time as what was before.
const barHeights = `(window.heights = [...document.querySelectorAll("#delays .bars .point path")].map((bar) => bar.getAttribute("d")).join(),
	window.before ??= window.heights, true)`

func bars(tab *e2e.Tab) (all string) {
	tab.Eval(barHeights+` && window.heights`, &all)
	return all
}
