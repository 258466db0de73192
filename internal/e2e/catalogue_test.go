package e2e_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	catalogue "github.com/dashi-go/dashi/examples/catalogue/app"
	"github.com/dashi-go/dashi/internal/e2e"
)

// looked are the components whose pages axe looks at.
var looked = []string{"DatePickerRange", "Location", "Progress", "Table"}

// TestTheCatalogue walks all components in one page, without loading it again.
func TestTheCatalogue(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, catalogue.New()))
	tab.WaitText("h1", "Button")
	var names []string
	tab.Eval(`[...document.querySelectorAll(".cat-link")].map((a) => a.textContent)`, &names)
	require.Greater(t, len(names), 30)
	tab.Eval(`void (window.here = true)`, nil)
	for _, name := range names {
		visit(tab, name)
		if slices.Contains(looked, name) {
			tab.Screenshot("catalogue-" + name)
			accessible(t, tab)
		}
	}
	t.Run("edits", func(t *testing.T) { catalogueEdits(tab) })
	t.Run("events", func(t *testing.T) { catalogueEvents(tab) })
	t.Run("switches", func(t *testing.T) { catalogueSwitches(tab) })
	tab.Until(`window.here`)
}

// visit goes to a component by its link, and waits until it is drawn with its code.
func visit(tab *e2e.Tab, name string) {
	tab.Eval(`[...document.querySelectorAll(".cat-link")].find((a) => a.textContent === `+fmt.Sprintf("%q", name)+`).click()`, nil)
	tab.Until(fmt.Sprintf(`document.querySelector("h1").textContent === %[1]q && document.querySelector("[aria-current=page]").textContent === %[1]q
		&& document.querySelector(".cat-source").textContent.startsWith(document.querySelector(".cat-title code").textContent + "{")
		&& !document.querySelector(".dash-pending:not([style='']), .dash-failure, .dash-graph--pending")`, name))
}

// catalogueEdits makes an edit of each kind.
func catalogueEdits(tab *e2e.Tab) {
	editor := func(of, prop string) string {
		return fmt.Sprintf(`[id='{"of":"%s","prop":"%s","type":"edit"}']`, of, prop)
	}
	visit(tab, "Dropdown")
	tab.Click(editor("Dropdown", "disabled") + " input") // a bool
	tab.Until(`document.querySelector("#dropdown").disabled`)
	tab.WaitContains(".cat-source", "Disabled:    true,")
	tab.Click(editor("Dropdown", "disabled") + " input")
	tab.Until(`!document.querySelector("#dropdown").disabled`)
	tab.Fill(editor("Dropdown", "options"), "Oslo\nParis") // options
	tab.WaitContains(".cat-source", `dcc.Options("Oslo", "Paris")`)
	tab.Focus("#dropdown")
	tab.Press(kb.ArrowDown + "Par")
	tab.Until(`document.querySelectorAll("[role=option]").length === 1`)
	tab.Press(kb.Enter) // what the user chooses is in the code
	tab.WaitContains(".cat-source", `"Paris",`)
	visit(tab, "Input")
	tab.Fill(editor("Input", "placeholder"), "Where?") // a text
	tab.Until(`document.querySelector("#input").placeholder === "Where?"`)
	visit(tab, "Textarea")
	tab.Fill(editor("Textarea", "rows"), "7") // a number
	tab.Until(`document.querySelector("#textarea").rows === 7`)
	tab.WaitContains(".cat-source", "7,")
	visit(tab, "Badge")
	tab.Focus(editor("Badge", "kind")) // a constant
	tab.Press(kb.ArrowDown + "Dang")
	tab.Until(`document.querySelectorAll("[role=option]").length === 1`)
	tab.Press(kb.Enter)
	tab.WaitContains(".cat-source", "ui.Danger")
}

func catalogueEvents(tab *e2e.Tab) {
	visit(tab, "Button")
	tab.Click("#button")
	tab.WaitContains(".cat-events", "n_clicks")
	tab.Until(`[...document.querySelectorAll(".cat-event")].some((e) => e.textContent === "n_clicksint1")`)
	visit(tab, "Modal")
	tab.Click("#modal-ask")
	tab.Until(`document.querySelector("#modal").open`)
	tab.Press(kb.Escape)
	tab.Until(`[...document.querySelectorAll(".cat-event")].some((e) => e.textContent === "n_closeint1")`)
	visit(tab, "TableServer")
	tab.WaitContains(".cat-stage", "81") // of nine
}

func catalogueSwitches(tab *e2e.Tab) {
	visit(tab, "Dropdown")
	for _, c := range [][3]string{{"density", "compact", "root.dataset.density"}, {"direction", "rtl", "root.dir"}} {
		tab.Focus("#" + c[0])
		tab.Press(kb.ArrowDown)
		tab.Until(`document.querySelector("[role=option]")`)
		tab.Press(kb.End + kb.Enter)
		tab.Until(fmt.Sprintf(`((root) => %s === %q)(document.documentElement)`, c[2], c[1]))
	}
	fits := `document.documentElement.scrollWidth <= document.documentElement.clientWidth`
	tab.Until(fits)
	tab.Dark()
	tab.Screenshot("catalogue-rtl-compact-dark")
	tab.Size(phoneWidth, phoneHeight)
	visit(tab, "Slider")
	tab.Until(fits)
	tab.Screenshot("catalogue-phone")
	tab.Focus("#pick") // the list of components, on a phone
	tab.Press(kb.ArrowDown + "Graph")
	tab.Until(`document.querySelectorAll("[role=option]").length === 1`)
	tab.Press(kb.Enter)
	tab.WaitText("h1", "Graph")
	tab.Until(`location.search === "?c=Graph"`)
}
