package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// destinations are options under headings, one without, one that cannot be chosen, and one whose label is a component.
func destinations() []dcc.Option {
	return []dcc.Option{
		{Label: "Oslo", Value: "osl", Group: "Europe"},
		{Label: html.Strong("Rome"), Value: "rom", Group: "Europe", Title: "the eternal city"},
		{Label: "Tokyo", Value: "tyo", Group: "Asia"},
		{Label: "Osaka", Value: "osa", Group: "Asia", Disabled: true},
		{Label: "Anywhere", Value: "any"},
	}
}

// choices is one page with all controls of a choice, each of which shows below what its callback was given.
func choices() http.Handler {
	app := dashi.New(dashi.Options{})
	numbers := make([]int, 100_000)
	for i := range numbers {
		numbers[i] = i
	}
	control := func(id layout.ID, c layout.Component) layout.Component {
		return html.Div(html.Label(html.For(string(id)), "The "+string(id)), c, html.Pre(html.ID("echo-"+id)))
	}
	app.Layout(html.Main(
		html.Div(html.Class("dashi-row"),
			control("city", dcc.Dropdown{ID: "city", Options: destinations(), Value: "rom", Placeholder: "Where to?"}),
			control("cities", dcc.Dropdown{ID: "cities", Options: destinations(), Multi: true, Value: []string{"tyo", "osl"}}),
			control("many", dcc.Dropdown{ID: "many", Options: dcc.Options(numbers...), Multi: true}),
			control("remote", dcc.Dropdown{ID: "remote", Multi: true, Labels: dcc.DropdownLabels{Loading: "Asking …"}}),
			control("late", dcc.Dropdown{ID: "late", Options: dcc.Options(1, 2, 3), Value: 2, Debounce: true, CloseOnSelect: new(false), Clearable: new(false)}),
			control("ticks", dcc.Checklist{ID: "ticks", Options: destinations(), Value: []string{"rom"}, Persistence: true}),
			control("ticks in a row", dcc.Checklist{ID: "ticks in a row", Options: dcc.Options(1, 2, 3), Inline: true}),
			control("one", dcc.RadioItems{ID: "one", Options: destinations(), Value: "osl", Persistence: true}),
			control("one in a row", dcc.RadioItems{ID: "one in a row", Options: dcc.Options(1, 2, 3), Inline: true}),
		),
		html.P(dcc.Input{ID: "field", Value: "typed before"},
			dcc.Clipboard{ID: "of field", TargetID: "field"},
			dcc.Clipboard{ID: "made", Content: "old", CopiedChildren: "Taken", Children: "Take the report", Title: "Takes the report"},
			dcc.Clipboard{ID: "rich", HTMLContent: "<b>bold</b> &amp; plain"},
		),
		html.Div(html.ID("frame"), html.Style(layout.CSS{"position": "absolute", "insetBlockStart": "0", "insetInlineEnd": "0",
			"width": "90px", "height": "44px", "overflow": "hidden"}),
			dcc.Dropdown{ID: "cramped", Options: dcc.Options("a", "b", "c", "d", "e", "f", "g", "h")}),
		dcc.Interval{ID: "timer", Interval: 10, MaxIntervals: new(3)}, html.Pre(html.ID("echo-timer")),
		html.Button(html.ID("clear"), "clear"), dcc.Store{ID: "kept", StorageType: dcc.StoreSession, Data: []int{1, 2}}, html.Pre(html.ID("echo-kept")),
	))
	app.Callback(dashi.Output("echo-city", "children"), dashi.Input("city", "value"), func(v *string) string {
		if v == nil {
			return "none"
		}
		return *v
	})
	for _, id := range []layout.ID{"cities", "remote", "ticks"} {
		app.Callback(dashi.Output("echo-"+id, "children"), dashi.Input(id, "value"), func(v []string) string { return fmt.Sprintf("%q", v) })
	}
	app.Callback(dashi.Output("echo-many", "children"), dashi.Input("many", "value"), func(v []int) string { return fmt.Sprint(len(v)) })
	app.Callback(dashi.Output("echo-late", "children"), dashi.Input("late", "value"), func(v int) string { return fmt.Sprint(v) })
	app.Callback(dashi.Output("echo-ticks in a row", "children"), dashi.Input("ticks in a row", "value"), func(v []int) string { return fmt.Sprint(v) })
	app.Callback(dashi.Output("echo-one", "children"), dashi.Input("one", "value"), func(v string) string { return v })
	app.Callback(dashi.Output("echo-timer", "children"), dashi.Input("timer", "n_intervals"), func(n int) string { return fmt.Sprint(n) })
	app.Callback(dashi.Output("echo-kept", "children"), dashi.Inputs(dashi.Input("kept", "modified_timestamp"), dashi.State("kept", "data")),
		func(_ int64, data []int) string { return fmt.Sprint(data) })
	app.Callback(dashi.Output("kept", "clear_data"), dashi.Input("clear", "n_clicks"), func(int) bool { return true }, dashi.PreventInitialCall())
	app.Callback(dashi.Output("made", "content"), dashi.Input("made", "n_clicks"), func(n int) string { return fmt.Sprint("made after click ", n) },
		dashi.PreventInitialCall())
	app.Callback(dashi.Output("remote", "options"), dashi.Input("remote", "search_value"), foundElsewhere, dashi.PreventInitialCall())
	return app
}

// foundElsewhere is what a server knows for a search: names that need not hold the text. Without one the options stay.
func foundElsewhere(search string) any {
	if search == "" {
		return dashi.NoUpdate
	}
	return []dcc.Option{{Label: "like " + search, Value: "like-" + search}, {Label: strings.ToUpper(search), Value: search}}
}

const menuRows = `[...document.querySelectorAll("[role=option]")]`

func textsOf(tab *e2e.Tab, selector string) (texts []string) {
	tab.Eval(fmt.Sprintf(`[...document.querySelectorAll(%q)].map((e) => e.innerText)`, selector), &texts)
	return texts
}

func TestChoices(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, choices()))
	tab.WaitText("#echo-many", "0")
	tab.WaitText("#echo-timer", "3")
	tab.Until(`document.querySelector("#ticks input") && document.querySelector("#cramped")`)
	for _, step := range []struct {
		name string
		test func(*testing.T, *e2e.Tab)
	}{
		{"groups", groupsOfOptions},
		{"several", severalOptions},
		{"many", aHundredThousandOptions},
		{"options from a callback", optionsFromACallback},
		{"debounced", aDebouncedChoice},
		{"the menu's place", thePlaceOfTheMenu},
		{"ticks", tickedBoxes},
		{"clipboard", copiedThings},
		{"store", theStoreIsCleared},
		{"reload", choicesOutliveAReload},
	} {
		if !t.Run(step.name, func(t *testing.T) { step.test(t, tab) }) {
			return
		}
	}
}

func groupsOfOptions(t *testing.T, tab *e2e.Tab) {
	require.Equal(t, "Rome", tab.Text("#city"))
	tab.Focus("#city")
	tab.Press(kb.Enter)
	tab.Until(menuRows + ".length === 5")
	require.Equal(t, []string{"Europe", "Asia"}, textsOf(tab, ".dash-dropdown-heading"))
	require.Equal(t, []string{"Anywhere", "Oslo", "Rome", "Tokyo", "Osaka"}, textsOf(tab, "[role=option]"))
	var names []string
	tab.Eval(`[...document.querySelectorAll("[role=listbox] [role=group]")].map((g) => document.getElementById(g.getAttribute("aria-labelledby")).innerText)`, &names)
	require.Equal(t, []string{"Europe", "Asia"}, names)
	tab.Press(kb.ArrowDown + kb.ArrowDown) // past the one that cannot be chosen and round
	tab.Until(`document.querySelector(".dash-dropdown-option-active").innerText === "Anywhere"`)
	tab.Press("rome") // the text of a component
	tab.Until(menuRows + `.length === 1`)
	tab.Press(kb.Escape)
	tab.Until(`document.activeElement.id === "city"`)
	require.Equal(t, "rom", tab.Text("#echo-city"))
	tab.Press("tok")
	tab.Until(menuRows + `.length === 1`)
	tab.Press(kb.Enter)
	tab.WaitText("#echo-city", "tyo")
	tab.Press(kb.Delete)
	tab.WaitText("#echo-city", "none")
	require.Equal(t, "Where to?", tab.Text("#city"))
}

func severalOptions(t *testing.T, tab *e2e.Tab) {
	require.Equal(t, "Tokyo, Oslo", tab.Text("#cities .dash-dropdown-value"))
	require.Equal(t, "2 selected", tab.Text("#cities .dash-dropdown-value-count"))
	tab.Focus("#cities")
	tab.Press(kb.ArrowDown)
	tab.Until(menuRows + ".length === 5")
	tab.Press(kb.Tab + kb.Enter) // select all
	tab.WaitText("#echo-cities", `["tyo" "osl" "any" "rom"]`)
	tab.Press(kb.Tab + " ") // deselect all
	tab.WaitText("#echo-cities", `[]`)
	tab.Press(kb.Tab) // leaves and closes
	tab.Until(`!document.querySelector("[role=listbox]") && document.activeElement.id === "many"`)
}

// aHundredThousandOptions measures on the page's own clock how long its script takes; the limits are far above what it takes, so that they
// tell a list that is drawn whole from one that is not.
func aHundredThousandOptions(t *testing.T, tab *e2e.Tab) {
	var took struct{ Open, Search, Rows float64 }
	tab.Eval(`(async () => {
		const drawn = () => new Promise((resolve) => setTimeout(resolve))
		const timed = async (act) => { const start = performance.now(); act(); await drawn(); return performance.now() - start }
		const open = await timed(() => document.querySelector("#many").click())
		const field = document.querySelector(".dash-dropdown-search")
		field.value = "9999"
		const search = await timed(() => field.dispatchEvent(new Event("input", { bubbles: true })))
		return { Open: open, Search: search, Rows: document.querySelectorAll("[role=option]").length }
	})()`, &took)
	t.Logf("100,000 options: opened in %.0f ms, searched in %.0f ms", took.Open, took.Search)
	require.Less(t, took.Rows, 60.0)
	require.Greater(t, took.Rows, 3.0)
	tab.WaitText("[role=option]", "9999")
	tab.Press(kb.Enter)
	tab.WaitText("#echo-many", "1")
	tab.Fill(".dash-dropdown-search", "")
	tab.Until(`document.querySelector("[role=option]").getAttribute("aria-setsize") === "100000"`)
	tab.Click(".dash-dropdown-action-button")
	tab.WaitText("#echo-many", "100000")
	tab.Focus(".dash-dropdown-search")
	tab.Press(kb.End)
	tab.Until(`document.querySelector(".dash-dropdown-option-active")?.innerText === "99999"`)
	tab.Until(`document.getElementById(document.activeElement.getAttribute("aria-activedescendant")).innerText === "99999"`)
	var inside bool
	tab.Eval(`(() => {
		const box = document.querySelector("[role=listbox]").getBoundingClientRect()
		const row = document.querySelector(".dash-dropdown-option-active").getBoundingClientRect()
		return row.top >= box.top - 1 && row.bottom <= box.bottom + 1
	})()`, &inside)
	require.True(t, inside, "the active row is in sight")
	tab.Press(kb.Escape)
}

func optionsFromACallback(t *testing.T, tab *e2e.Tab) {
	tab.Focus("#remote")
	tab.Press("o")
	tab.Until(menuRows + `.length === 2`)
	require.Equal(t, []string{"O", "like o"}, textsOf(tab, "[role=option]"), "what begins with the text comes first")
	tab.Press(kb.Enter)
	tab.WaitText("#echo-remote", `["o"]`)
	tab.Fill(".dash-dropdown-search", "par is")
	tab.Until(menuRows + `.some((o) => o.innerText === "PAR IS")`)
	require.Len(t, textsOf(tab, "[role=option]"), 2)
	require.Equal(t, "O", tab.Text("#remote .dash-dropdown-value"), "what is chosen stays, with its label")
	tab.Until(`document.activeElement.matches(".dash-dropdown-search")`)
	tab.Press(kb.Enter)
	tab.WaitText("#echo-remote", `["o" "par is"]`)
	tab.Press(kb.Escape)
	tab.Until(`!document.querySelector("[role=listbox]")`)
	tab.Until(`!document.querySelector("[data-dash-is-loading]")`)
	require.Equal(t, "O, PAR IS", tab.Text("#remote .dash-dropdown-value"))
}

func aDebouncedChoice(t *testing.T, tab *e2e.Tab) {
	tab.Focus("#late")
	tab.Press(kb.Delete) // not clearable
	tab.Press(kb.ArrowDown)
	tab.Until(menuRows + ".length === 3")
	tab.Press(kb.ArrowDown + kb.Enter)
	tab.Until(`document.querySelector("#late").innerText === "3"`)
	require.Equal(t, "2", tab.Text("#echo-late"))
	tab.Press(kb.Escape)
	tab.WaitText("#echo-late", "3")
}

func thePlaceOfTheMenu(t *testing.T, tab *e2e.Tab) {
	inside := `(() => {
		const menu = document.querySelector(".dash-dropdown-content").getBoundingClientRect()
		const at = document.elementFromPoint(menu.left + menu.width / 2, menu.bottom - 12)
		return menu.left >= 0 && menu.top >= 0 && menu.right <= innerWidth && menu.bottom <= innerHeight && menu.width >= 180 && at.closest(".dash-dropdown-content") !== null
	})()`
	for _, side := range []string{"insetBlockStart: '0'; insetBlockEnd: 'auto'", "insetBlockStart: 'auto'; insetBlockEnd: '0'"} {
		tab.Eval(`void Object.assign(document.querySelector("#frame").style, {position: "fixed", `+strings.ReplaceAll(side, ";", ",")+`})`, nil)
		for _, dir := range []string{"ltr", "rtl"} {
			tab.Eval(`document.documentElement.dir = "`+dir+`"`, nil)
			tab.Focus("#cramped")
			tab.Press(kb.Enter)
			tab.Until(menuRows + ".length === 8")
			tab.Until(inside)
			tab.Press(kb.Escape)
			tab.Until(`!document.querySelector("[role=listbox]")`)
		}
	}
	tab.Eval(`document.documentElement.dir = "ltr"`, nil)
	tab.Eval(`document.querySelector("#frame").remove()`, nil)
}

func tickedBoxes(t *testing.T, tab *e2e.Tab) {
	var name string
	tab.Eval(`document.getElementById("ticks").getAttribute("aria-label")`, &name)
	require.Equal(t, "The ticks", name)
	require.Equal(t, `["rom"]`, tab.Text("#echo-ticks"))
	tab.Focus("#ticks input") // Anywhere
	tab.Press(" " + kb.Tab + " ")
	tab.WaitText("#echo-ticks", `["rom" "any" "osl"]`)
	tab.Press(kb.Tab + " ")
	tab.WaitText("#echo-ticks", `["any" "osl"]`)
	tab.Click(`[id="ticks in a row"] label:nth-of-type(2)`)
	tab.WaitText(`[id="echo-ticks in a row"]`, "[2]")
	tab.Focus("#one input:checked")
	tab.Press(kb.ArrowDown)
	tab.WaitText("#echo-one", "rom")
}

func copiedThings(t *testing.T, tab *e2e.Tab) {
	tab.Eval(`void document.addEventListener("paste", (event) => {
		globalThis.pasted = { Text: event.clipboardData.getData("text/plain"), HTML: event.clipboardData.getData("text/html") }
	})`, nil)
	type clipboard struct{ Text, HTML string }
	held := func() (pasted clipboard) {
		tab.Focus("#field")
		tab.Paste()
		tab.Until(`globalThis.pasted`)
		tab.Eval(`((pasted) => (delete globalThis.pasted, pasted))(globalThis.pasted)`, &pasted)
		return pasted
	}
	said := func(id, text string) { tab.WaitText(`[id="`+id+`"] + [role=status]`, text) }
	tab.Fill("#field", "typed now")
	tab.Focus(`[id="of field"]`)
	tab.Press(kb.Enter)
	said("of field", "Copied")
	require.Equal(t, clipboard{Text: "typed now"}, held())
	tab.Click("#made")
	tab.WaitText("#made", "Taken")
	said("made", "Taken")
	require.Equal(t, clipboard{Text: "made after click 1"}, held(), "what the callback of the click made")
	tab.WaitText("#made", "Take the report")
	tab.Click("#rich")
	said("rich", "Copied")
	pasted := held()
	require.Equal(t, "bold & plain", pasted.Text)
	require.Contains(t, pasted.HTML, "bold</b>")
}

func theStoreIsCleared(t *testing.T, tab *e2e.Tab) {
	require.Equal(t, "[1 2]", tab.Text("#echo-kept"))
	tab.Click("#clear")
	tab.WaitText("#echo-kept", "[]")
	tab.Until(`sessionStorage.length === 0`)
}

func choicesOutliveAReload(t *testing.T, tab *e2e.Tab) {
	tab.Reload()
	tab.WaitText("#echo-ticks", `["any" "osl"]`)
	tab.WaitText("#echo-one", "rom")
	tab.WaitText("#echo-city", "rom")
}
