package e2e_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/layout/ui"
)

// uiApp is a page with every component of the package, and what callbacks are given of them.
func uiApp() *dashi.App {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		ui.Stack{Direction: "row", Justify: "space-between", Children: layout.Fragment{
			html.H1("Orders"), ui.ThemeSwitch{ID: "theme"},
		}},
		ui.Grid{ID: "grid", Columns: 3, MinWidth: "15rem", Children: layout.Fragment{
			ui.Card{Title: "Revenue", Subtitle: "this quarter", Level: 2, Actions: ui.Badge{ID: "badge", Kind: ui.Success, Dot: true, Children: "live"},
				Children: html.P("€ 1,204,300"), Footer: "Updated a minute ago"},
			ui.Card{Title: "Deliveries", Level: 2, Children: ui.Stack{Children: layout.Fragment{
				ui.Progress{ID: "bar", Label: "On their way", Value: new(30.0), ShowValue: true},
				ui.Progress{Label: "Failed", Value: new(3.0), Max: 10, Kind: ui.Danger, Size: "lg"},
				ui.Progress{ID: "waits", Label: "Looking for more", Indeterminate: true, Size: "sm"},
			}}},
			ui.Card{Title: "States", Level: 2, Children: ui.Stack{Direction: "row", Gap: "sm", Children: layout.Fragment{
				ui.Badge{Children: "plain"}, ui.Badge{Kind: ui.Info, Children: "info"}, ui.Badge{Kind: ui.Warning, Children: "warning"},
				ui.Badge{Kind: ui.Danger, Children: "danger"}, ui.Badge{Kind: ui.Info, Variant: "solid", Children: "solid"},
				ui.Badge{Kind: ui.Success, Variant: "outline", Children: "outline"}, ui.Badge{Variant: "solid", Children: "7"},
			}}},
		}},
		ui.Accordion{ID: "fold", Value: "a", Level: 2, Persistence: true, Children: layout.Fragment{
			ui.AccordionItem{Title: "Terms", Value: "a", Children: html.P("Thirty days.")},
			ui.AccordionItem{Title: "Returns", Value: "b", Children: html.P(html.ID("returns"), "Free.")},
			ui.AccordionItem{Title: "Closed for now", Value: "c", Disabled: true, Children: "Nothing."},
			ui.AccordionItem{ID: "d", Title: "Contact", Children: "By mail."},
		}},
		ui.Accordion{ID: "several", Multiple: true, Level: 2, Children: ui.AccordionItem{Title: "One", Value: "one", Children: "1"}},
		ui.Stack{Direction: "row", Children: layout.Fragment{
			html.Button(html.ID("ask"), "Delete all"), html.Button(html.ID("tell"), "Tell"), html.Button(html.ID("warn"), "Warn"),
		}},
		dcc.Graph{ID: "graph", Style: layout.CSS{"height": 240}, Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{Y: []float64{1, 3, 2}}}}},
		html.P(html.ID("said")),
		ui.Modal{ID: "sure", Title: "Delete all orders?", Children: html.P("They cannot be brought back. ", html.A(html.ID("why"), html.Href("#why"), "Why?")),
			Footer: layout.Fragment{html.Button(html.ID("no"), "Keep"), html.Button(html.ID("yes"), "Delete")}},
		ui.Toast{ID: "note", Title: "Saved", Children: html.Span(html.ID("note-text"), "Your changes are there."), Kind: ui.Success},
		ui.Toast{ID: "alarm", Children: "The disk is nearly full.", Kind: ui.Warning, Duration: 3000},
	))
	counted := func(n int) bool { return n > 0 }
	app.Callback(dashi.Output("sure", "open"), dashi.Input("ask", "n_clicks"), counted)
	app.Callback(dashi.Output("note", "open"), dashi.Input("tell", "n_clicks"), counted)
	app.Callback(dashi.Output("alarm", "open"), dashi.Input("warn", "n_clicks"), counted)
	app.Callback(dashi.Output("bar", "value"), dashi.Input("tell", "n_clicks"), func(n int) float64 { return 30 + 10*float64(n) })
	app.Callback(dashi.Output("said", "children"),
		dashi.Inputs(dashi.Input("sure", "open"), dashi.Input("sure", "n_close"), dashi.Input("note", "open"), dashi.Input("note", "n_dismiss"),
			dashi.Input("alarm", "open"), dashi.Input("fold", "value"), dashi.Input("several", "value"), dashi.Input("theme", "value")),
		func(open bool, closed int, note bool, dismissed int, alarm bool, fold *string, several []string, theme ui.Theme) string {
			section := "none"
			if fold != nil {
				section = *fold
			}
			return fmt.Sprintf("modal %v %d, note %v %d, alarm %v, fold %s %v, theme %s", open, closed, note, dismissed, alarm, section, several, theme)
		})
	return app
}

// focused is the selector's element having the keyboard.
func focused(selector string) string {
	return fmt.Sprintf("document.activeElement === document.querySelector(%q)", selector)
}

// TestUIByKeyboard opens one page and uses all of it with nothing but keys.
func TestUIByKeyboard(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, uiApp()))
	tab.GraphReady("graph")
	said := func(text string) {
		t.Helper()
		tab.WaitContains("#said", text)
	}
	said("modal false 0, note false 0, alarm false, fold a [], theme")
	tab.Screenshot("ui-light")
	accessible(t, tab)

	t.Run("nothing moved when the files came", func(t *testing.T) {
		require.Empty(t, moved(tab))
	})
	keysOfModal(t, tab, said)
	keysOfToast(t, tab, said)
	keysOfAccordion(tab, said)
	keysOfTheme(t, tab, said)
}

func keysOfModal(t *testing.T, tab *e2e.Tab, said func(string)) {
	t.Helper()
	tab.Focus("#ask")
	tab.Press(kb.Enter)
	said("modal true 0")
	tab.Until(`document.querySelector("#sure").open && document.querySelector("#sure").matches(":modal")`)
	tab.Screenshot("ui-modal")
	accessible(t, tab)
	for range 8 { // the keyboard stays in it, or is with the browser itself
		tab.Press(kb.Tab)
		tab.Until(`document.activeElement === document.body || document.activeElement.closest("#sure")`)
	}
	tab.Press(kb.Escape)
	said("modal false 1")
	tab.Until(focused("#ask"))
	tab.Press(kb.Enter) // again, and by the button
	said("modal true 1")
	tab.Focus("#sure .dash-modal-close")
	tab.Press(kb.Enter)
	said("modal false 2")
	tab.Until(`!document.documentElement.classList.contains("dash-modal-open")`)
}

func keysOfToast(t *testing.T, tab *e2e.Tab, said func(string)) {
	t.Helper()
	tab.Focus("#tell")
	tab.Press(kb.Enter)
	said("note true 0")
	tab.WaitText("#note-text", "Your changes are there.")
	tab.Until(`document.querySelector("#note").role === "status" && document.querySelector("#alarm").role === "alert"`)
	tab.Until(`document.querySelector("#bar").ariaValueNow === "40"`)
	tab.Screenshot("ui-toast")
	accessible(t, tab)
	tab.Focus("#note button")
	tab.Press(kb.Escape)
	said("note false 1")
	tab.Focus("#tell")
	tab.Press(kb.Enter) // a callback that shows it shows it again
	said("note true 1")
	tab.Focus("#note button")
	tab.Press(kb.Enter)
	said("note false 2")
	tab.Focus("#warn")
	tab.Press(kb.Enter)
	said("alarm true")
	said("alarm false") // when its time is over
}

func keysOfAccordion(tab *e2e.Tab, said func(string)) {
	head := func(item int) string { return fmt.Sprintf("#fold > :nth-child(%d) .dash-accordion-button", item) }
	tab.Focus(head(1))
	tab.Press(kb.ArrowDown)
	tab.Until(focused(head(2)))
	tab.Press(kb.Enter)
	said("fold b")
	tab.WaitText("#returns", "Free.")
	tab.Press(kb.ArrowDown) // past the disabled one
	tab.Until(focused(head(4)))
	tab.Press(kb.ArrowDown + " ") // round to the first
	said("fold a")
	tab.Press(kb.End + kb.Enter)
	said("fold d")
	tab.Press(kb.Enter)
	said("fold none")
	tab.Press(kb.Home + kb.Enter)
	said("fold a")
	tab.Press(kb.Enter)
	said("fold none")
	tab.Focus("#several button")
	tab.Press(kb.Enter)
	said("[one]")
	tab.Reload()
	said("fold none []") // the one is persistent, the other is not
}

func keysOfTheme(t *testing.T, tab *e2e.Tab, said func(string)) {
	t.Helper()
	axe, err := axeCore()
	require.NoError(t, err)
	tab.GraphReady("graph")
	ground := func() (color string) {
		tab.Eval(`getComputedStyle(document.body).backgroundColor`, &color)
		return color
	}
	words := func() (color string) {
		tab.Eval(`document.querySelector("#graph .js-plotly-plot")._fullLayout.font.color`, &color)
		return color
	}
	light, ink := ground(), words()
	require.Equal(t, "rgb(250, 251, 252)", light)
	tab.Focus("#theme input:checked")
	tab.Press(kb.ArrowRight + kb.ArrowRight)
	said("theme dark")
	tab.Until(`document.documentElement.dataset.theme === "dark"`)
	tab.Until(fmt.Sprintf(`document.querySelector("#graph .js-plotly-plot")._fullLayout.font.color !== %q`, ink))
	dark := ground()
	require.Equal(t, "rgb(18, 21, 30)", dark)
	tab.Screenshot("ui-dark")
	tab.Media("prefers-color-scheme", "light") // which the user's choice wins over
	require.Equal(t, dark, ground())
	// The page is dark from its start on.
	tab.Reload()
	said("theme dark")
	require.Equal(t, dark, ground())
	axe.CheckTheme(tab, "contrast")
	axe.CheckTheme(tab, "light")
	require.Equal(t, light, ground(), "without a choice it is the system's")
	tab.GraphReady("graph")
	tab.Focus("#theme input:checked")
	tab.Press(kb.ArrowRight)
	said("theme contrast")
	require.Equal(t, "rgb(255, 255, 255)", ground())
	tab.Media("prefers-color-scheme", "dark")
	require.Equal(t, "rgb(0, 0, 0)", ground())
	tab.Press(kb.ArrowRight)
	said("theme system")
	require.Equal(t, dark, ground())
	tab.Media("prefers-contrast", "more")
	require.Equal(t, "rgb(255, 255, 255)", ground())
	tab.Media("", "")
	tab.Size(phoneWidth, phoneHeight)
	tab.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
	var columns string
	tab.Eval(`getComputedStyle(document.querySelector("#grid")).gridTemplateColumns.split(" ").length + ""`, &columns)
	require.Equal(t, "1", columns)
	tab.Screenshot("ui-phone")
	tab.Eval(`void (document.documentElement.dir = "rtl", document.documentElement.dataset.density = "compact")`, nil)
	tab.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
	tab.Screenshot("ui-phone-rtl")
}

// TestAStaticModal stays whatever is clicked or pressed, where the app says so.
func TestAStaticModal(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		ui.Modal{ID: "m", Open: true, Closable: new(false), Label: "Wait", Children: html.Button(html.ID("done"), "Done")},
		ui.Modal{ID: "static", Backdrop: ui.BackdropStatic, Title: "Static", Children: "…"},
		ui.Modal{ID: "usual", Title: "Usual", Size: "300px", Children: "…"},
		html.P(html.ID("out")),
	))
	app.Callback(dashi.Outputs(dashi.Output("m", "open"), dashi.Output("static", "open")), dashi.Input("done", "n_clicks"),
		func(n int) (bool, bool) { return n == 0, n > 0 })
	app.Callback(dashi.Outputs(dashi.Output("usual", "open"), dashi.Output("out", "children")), dashi.Input("static", "n_close"),
		func(n int) (bool, string) { return n > 0, fmt.Sprint(n) })
	tab := open(t, serve(t, app))
	beside := func() {
		t.Helper()
		tab.Drag("html", 0.02, 0.9, 0.02, 0.9)
	}
	tab.Until(`document.querySelector("#m").open`)
	tab.Press(kb.Escape + kb.Escape)
	beside()
	tab.Until(`document.querySelector("#m").open`)
	tab.Click("#done")
	tab.Until(`!document.querySelector("#m").open && document.querySelector("#static").open`)
	beside()
	tab.Until(`document.querySelector("#static").open`)
	tab.Press(kb.Escape)
	tab.WaitText("#out", "1")
	tab.Until(`document.querySelector("#usual").open && document.querySelector("#usual").offsetWidth === 300`)
	beside()
	tab.Until(`!document.querySelector("#usual").open`)
}
