package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	clientside "github.com/dashi-go/dashi/examples/clientside/app"
	dataset "github.com/dashi-go/dashi/examples/dataset/app"
	hello "github.com/dashi-go/dashi/examples/hello/app"
	memoize "github.com/dashi-go/dashi/examples/memoize/app"
	steps "github.com/dashi-go/dashi/examples/steps/app"
	todo "github.com/dashi-go/dashi/examples/todo/app"
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
	tab.WaitContains("#cost", "a = -1.70: 1000000 points")
	trace := `document.querySelector("#cloud .js-plotly-plot")._fullData[0]`
	for i, way := range []string{"pointcloud", "heatmapgl", "scattergl"} {
		if i > 0 {
			tab.Click(fmt.Sprintf("#way label:nth-of-type(%d)", i+1))
		}
		tab.Until(trace + ".type === " + quoted(way))
		tab.GraphReady("cloud")
		column := trace + ".x"
		if way == "heatmapgl" {
			column = trace + ".z[0]"
		}
		var kind string
		tab.Eval(column+".constructor.name", &kind)
		require.Equal(t, "Float32Array", kind)
		var n int
		tab.Eval(column+".length", &n)
		require.Equal(t, map[string]int{"pointcloud": 1_000_000, "heatmapgl": 1000, "scattergl": 1_000_000}[way], n)
		require.Eventually(t, func() bool { return e2e.Colored(tab.Picture("#cloud .js-plotly-plot")) > 20_000 }, time.Minute, 200*time.Millisecond)
		tab.Screenshot("webgl-" + way)
	}
	tab.Focus("#a")
	tab.Press(kb.ArrowRight)
	tab.WaitContains("#cost", "a = -1.65")
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

// rows is what each item of the to-do list shows.
func rows(tab *e2e.Tab) (texts []string) {
	tab.Eval(`[...document.querySelectorAll("#list li")].map((li) => li.innerText.replace(/\s+/g, " "))`, &texts)
	return texts
}

// button is the selector of a button of an item.
func button(item int, name string) string {
	return fmt.Sprintf("#list li:nth-child(%d) button:nth-of-type(%d)", item, map[string]int{"done": 1, "remove": 2}[name])
}

func TestTodo(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, todo.New()))
	tab.WaitText("#left", "2 to do.")
	tab.WaitText(button(2, "done"), "Done")
	tab.Fill("#text", "water the plants")
	tab.Click("#add")
	tab.WaitText("#left", "3 to do.")
	tab.WaitText(button(3, "done"), "Done")
	require.Equal(t, []string{"read the plan Done Remove", "build the house Done Remove", "water the plants Done Remove"}, rows(tab))
	tab.Until(`document.querySelector("#text").value === ""`)
	var answers int
	const answered = `performance.getEntriesByType("resource").filter((r) => r.name.endsWith("_dash-update-component")).length`
	tab.Eval(answered, &answers)
	tab.Click("#add") // of nothing
	tab.Until(fmt.Sprintf("%s > %d", answered, answers))
	require.Len(t, rows(tab), 3)
	tab.Fill("#text", "sleep")
	tab.Press(kb.Enter)
	tab.WaitText("#left", "4 to do.")
	tab.Until(`document.activeElement.id === "text" && document.activeElement.value === ""`)
	tab.Click(button(2, "done"))
	tab.WaitText("#left", "3 to do.")
	tab.WaitText(button(2, "done"), "Undo")
	done := `getComputedStyle(document.querySelector("#list li:nth-child(%d) span")).textDecorationLine === "line-through"`
	for item := 1; item <= 4; item++ {
		var struck bool
		tab.Eval(fmt.Sprintf(done, item), &struck)
		require.Equal(t, item == 2, struck, "item %d", item)
	}
	tab.Screenshot("todo-desktop")
	tab.Click(button(3, "remove"))
	tab.Until(`document.querySelectorAll("#list li").length === 3`)
	tab.WaitText("#left", "2 to do.")
	require.Equal(t, []string{"read the plan Done Remove", "build the house Undo Remove", "sleep Done Remove"}, rows(tab))
	tab.Click(button(2, "done"))
	tab.WaitText("#left", "3 to do.")
	tab.WaitText(button(2, "done"), "Done")
	tab.Until("!(" + fmt.Sprintf(done, 2) + ")")
	tab.Size(phoneWidth, phoneHeight)
	tab.Screenshot("todo-phone")
	// Two clicks before an answer to the first.
	tab.Eval(fmt.Sprintf(`[%q, %q].map((b) => document.querySelector(b)).forEach((b) => b.click())`, button(1, "remove"), button(3, "remove")), nil)
	tab.WaitText("#left", "1 to do.")
	require.Equal(t, []string{"build the house Done Remove"}, rows(tab))
}

// TestTodoByKeyboard also looks where the keyboard is when what it was on has gone.
func TestTodoByKeyboard(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, todo.New()))
	tab.WaitText("#left", "2 to do.")
	tab.WaitText(button(2, "done"), "Done")
	tab.Press(kb.Tab + "water the plants" + kb.Enter)
	tab.WaitText("#left", "3 to do.")
	tab.WaitText(button(3, "done"), "Done")
	tab.Press(kb.Tab + kb.Tab + kb.Tab + kb.Tab + kb.Enter) // by Add and the first item
	tab.WaitText(button(2, "done"), "Undo")
	tab.WaitText("#left", "2 to do.")
	tab.Press(kb.Tab + kb.Enter)
	tab.Until(`document.querySelectorAll("#list li").length === 2`)
	tab.WaitText("#left", "2 to do.")
	tab.Press(kb.Tab + kb.Tab) // on from where the item was
	tab.Until(`document.activeElement.ariaLabel === "Remove water the plants"`)
	tab.Press(kb.Enter)
	tab.WaitText("#left", "1 to do.")
	tab.Click(button(1, "remove"))
	tab.WaitText("#left", "Nothing left to do.")
	require.Empty(t, rows(tab))
}

func TestClientsideMovesWithoutRequests(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, clientside.New()))
	tab.GraphReady("graph")
	average := `document.querySelector("#graph .js-plotly-plot")._fullData[1].name`
	tab.Until(average + ` === "average of 7"`)
	tab.Screenshot("clientside-desktop")
	line := `document.querySelector("#graph .js-line").getAttribute("d")`
	var before string
	tab.Eval(line, &before)
	_, requests := tab.Received()
	// Each name the graph has had, so as to see that it follows the drag, not its end.
	tab.Eval(`(window.names = new Set(), document.querySelector("#graph .js-plotly-plot").on("plotly_afterplot", () => names.add(`+average+`)), 0)`, nil)
	tab.Drag("#width", 0.13, 0.5, 0.9, 0.5)
	tab.Until(average + ` !== "average of 7" && names.size > 2`)
	tab.Until(line + ` !== "` + before + `"`)
	tab.Focus("#width")
	tab.Press(kb.Home)
	tab.Until(average + ` === "average of 1"`)
	tab.Press(kb.ArrowRight)
	tab.Until(average + ` === "average of 3"`)
	_, after := tab.Received()
	require.Equal(t, requests, after, "requests")
	tab.Size(phoneWidth, phoneHeight)
	tab.Screenshot("clientside-phone")
}

func TestSteps(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, steps.New()))
	tab.WaitText("#report", "No report yet.")
	tab.Focus("#run")
	// What the page shows at each change, for the order of things.
	tab.Eval(`(window.seen = [], new MutationObserver(() => seen.push({
		bar: bar.value, disabled: run.disabled, steps: log.innerText.split("✓").length - 1, report: report.innerText, shown: getComputedStyle(report).visibility === "visible",
	})).observe(document.querySelector("main"), {subtree: true, childList: true, attributes: true, characterData: true}), 0)`, nil)
	tab.Press(kb.Enter)
	tab.Until(`seen.some((s) => s.steps === 2)`)
	tab.Screenshot("steps-running")
	tab.WaitContains("#report", "Done in ")
	tab.Until(`!run.disabled && bar.value === 4`)
	for step := 1; step < 4; step++ {
		tab.Until(fmt.Sprintf(`seen.some((s) => s.steps === %d && s.bar === %[1]d && s.disabled && !s.shown)`, step))
	}
	tab.Screenshot("steps-desktop")
	tab.Click("#outcome label:nth-of-type(2)")
	tab.Click("#run")
	tab.WaitText("#report", "That did not work: a payment has no order.")
	tab.WaitContains("#log li:nth-child(2)", "Match the payments …")
	tab.Until(`!run.disabled && bar.value === 1`)
	tab.Size(phoneWidth, phoneHeight)
	tab.Screenshot("steps-phone")
	tab.Click("#outcome label:nth-of-type(1)")
	tab.Click("#run") // after a failure as before
	tab.WaitContains("#report", "Done in ")
}
