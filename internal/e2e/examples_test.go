package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	dataset "github.com/dashi-go/dashi/examples/dataset/app"
	hello "github.com/dashi-go/dashi/examples/hello/app"
	memoize "github.com/dashi-go/dashi/examples/memoize/app"
	weather "github.com/dashi-go/dashi/examples/weather/app"
	webgl "github.com/dashi-go/dashi/examples/webgl/app"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/memo"
)

func TestHello(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, hello.New()))
	tab.WaitText("#greeting", "Hello, world!")
	tab.Screenshot("hello-desktop")
	tab.Fill("#name", "Ada")
	tab.WaitText("#greeting", "Hello, Ada!")
	tab.Press(" & Grace")
	tab.WaitText("#greeting", "Hello, Ada & Grace!")
	tab.Size(phoneWidth, phoneHeight)
	tab.Screenshot("hello-phone")
}

// choose opens a Dropdown with the keyboard, searches for text and takes the first hit.
func choose(tab *e2e.Tab, id, text string) {
	tab.Focus("#" + id)
	tab.Press(kb.ArrowDown)
	tab.Until(`document.querySelector("[role=listbox], [role=option]")`)
	tab.Press(text)
	tab.Until(`[...document.querySelectorAll("[role=option]")].length > 0 && [...document.querySelectorAll("[role=option]")].every((o) => o.textContent.includes("` + text + `"))`)
	tab.Press(kb.Enter)
}

func TestMemoizeShowsTheSameTimeForRepeats(t *testing.T) {
	t.Parallel()
	cache := memo.New(memo.NewLRU(10))
	tab := open(t, serve(t, memoize.New(cache)))
	tab.WaitContains("#answer", "New York City")
	first := tab.Text("#answer")
	tab.Screenshot("memoize-desktop")
	choose(tab, "city", "Montreal")
	tab.WaitContains("#answer", "Montreal")
	choose(tab, "city", "New York City")
	tab.WaitContains("#answer", "New York City")
	require.Equal(t, first, tab.Text("#answer"))
	require.EqualValues(t, 2, cache.Stats().Misses)
}

func TestDatasetIsComputedOnceAndTheGraphLives(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, dataset.New()))
	tab.GraphReady("live")
	tab.WaitContains("#summary", "Queried at")
	summary := tab.Text("#summary")
	tab.Screenshot("dataset-desktop")
	// The annotation is the time, and moves with it; the summary's query was not repeated.
	clock := func() string {
		var text string
		tab.Eval(`document.querySelector("#live .annotation-text").textContent`, &text)
		return text
	}
	before := clock()
	tab.Until(`document.querySelector("#live .annotation-text").textContent !== "` + before + `"`)
	require.Equal(t, summary, tab.Text("#summary"))
	// The line is the spline, then not.
	path := func() string {
		var d string
		tab.Eval(`document.querySelector("#live .js-line").getAttribute("d")`, &d)
		return d
	}
	require.Contains(t, path(), "C", "a spline is made of curves")
	tab.Click(`#shape label:nth-of-type(1)`)
	tab.Until(`!document.querySelector("#live .js-line").getAttribute("d").includes("C")`)
	tab.Size(phoneWidth, phoneHeight)
	tab.Screenshot("dataset-phone")
}

// TestAMillionPoints runs alone: drawing them without a graphics card takes the whole machine.
func TestAMillionPoints(t *testing.T) {
	tab := open(t, serve(t, webgl.New()))
	tab.GraphReady("cloud")
	tab.WaitContains("#cost", "a = -1.7: 1000000 points")
	points := `document.querySelector("#cloud .js-plotly-plot")._fullData[0]`
	var n int
	tab.Eval(points+".x.length", &n)
	require.Equal(t, 1_000_000, n)
	var kind string
	tab.Eval(points+".x.constructor.name", &kind)
	require.Equal(t, "Float32Array", kind)
	tab.Eval(points+".type", &kind)
	require.Equal(t, "scattergl", kind)
	tab.Screenshot("webgl-desktop")
	tab.Focus("#a")
	tab.Press(kb.ArrowRight)
	tab.WaitContains("#cost", "a = -1.6")
}

func TestWeatherGraphsAreLinked(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, weather.New()))
	for _, id := range []string{"temps", "rain", "wind"} {
		tab.GraphReady(id)
	}
	tab.WaitText("#note", "366 days of Seattle in 2012")
	tab.Screenshot("weather-desktop")
	choose(tab, "city", "New York")
	tab.WaitText("#note", "366 days of New York in 2012")
	tab.Click(`#sky label:nth-of-type(6)`)
	tab.WaitText("#note", "20 days of New York in 2012") // it snowed on twenty, the file says
	tab.Click(`#sky label:nth-of-type(1)`)
	tab.WaitText("#note", "366 days of New York in 2012")
	// Zooming the first graph narrows the others.
	tab.Drag("#temps .nsewdrag", 0.25, 0.5, 0.5, 0.5)
	tab.Until(`!document.querySelector("#note").innerText.startsWith("366")`)
	note := tab.Text("#note")
	require.True(t, strings.HasSuffix(note, "days of New York in 2012"), note)
	tab.Size(phoneWidth, phoneHeight)
	tab.Screenshot("weather-phone")
}
