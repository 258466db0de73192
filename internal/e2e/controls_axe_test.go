package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/ui"
)

// labelled is a control below its label.
func labelled(id layout.ID, label string, control layout.Component) layout.Component {
	return html.Div(html.Label(html.For(string(id)), label), control)
}

// fieldsOfAll are the fields for text and numbers, with those that are disabled or filled in wrongly.
func fieldsOfAll() layout.Component {
	field := func(id layout.ID, label string, in dcc.Input) layout.Component {
		in.ID = id
		return labelled(id, label, in)
	}
	return html.Section(html.H2("Fields"), html.Div(html.Class("dashi-row"),
		field("text", "Text", dcc.Input{Placeholder: "Your name"}),
		field("number", "Number", dcc.Input{Kind: dcc.InputNumber, Value: 3, Min: 0, Max: 10}),
		field("password", "Password", dcc.Input{Kind: dcc.InputPassword, Value: "secret"}),
		field("search", "Search", dcc.Input{Kind: dcc.InputSearch, Value: "a word"}),
		field("email", "Mail", dcc.Input{Kind: dcc.InputEmail, Required: true}),
		field("range", "Range", dcc.Input{Kind: dcc.InputRange, Value: 40, Min: 0, Max: 100, Step: 1}),
		field("five", "Five characters", dcc.Input{Size: 5, Value: "12345"}),
		field("fixed", "Read only", dcc.Input{ReadOnly: true, Value: "as it is"}),
		field("off", "Disabled", dcc.Input{Disabled: true, Value: "not now"}),
		field("off-number", "Disabled number", dcc.Input{Kind: dcc.InputNumber, Disabled: true, Value: 3}),
		labelled("area", "Some lines", dcc.Textarea{ID: "area", Value: new("one\ntwo")}),
		labelled("off-area", "Disabled lines", dcc.Textarea{ID: "off-area", Value: new("one\ntwo"), Disabled: true}),
	), html.Form(html.ID("signup"), html.Style(layout.CSS{"display": "flex", "flexWrap": "wrap", "alignItems": "center", "gap": "8px"}),
		html.Label(html.For("line"), "In a line"), dcc.Input{ID: "line", Value: "a field"},
		dcc.Button{Children: "Plain"}, dcc.Button{Children: "Primary", ClassName: dcc.ButtonPrimary},
		dcc.Button{Children: "Danger", ClassName: dcc.ButtonDanger}, dcc.Button{Children: "Quiet", ClassName: dcc.ButtonQuiet},
		dcc.Button{Children: "Disabled", Disabled: true}, dcc.Button{Children: "Disabled", Disabled: true, ClassName: dcc.ButtonPrimary},
		html.Button("A bare one"), dcc.Clipboard{Content: "to be copied", Title: "Copy the text"},
		ui.ThemeSwitch{ID: "theme"},
	))
}

// choicesOfAll are the controls with a choice among few, many, numbers and days.
func choicesOfAll() layout.Component {
	options := []dcc.Option{{Label: "Oslo", Value: "osl"}, {Label: "Rome", Value: "rom"}, {Label: "Tokyo", Value: "tyo", Disabled: true}}
	low, high := new(0.0), new(100.0)
	return html.Section(html.H2("Choices"), html.Div(html.Class("dashi-row"),
		labelled("city", "City", dcc.Dropdown{ID: "city", Options: options, Value: "rom"}),
		labelled("towns", "Towns", dcc.Dropdown{ID: "towns", Options: options, Multi: true, Value: []string{"osl", "rom"}}),
		labelled("none", "No city yet", dcc.Dropdown{ID: "none", Options: options, Placeholder: "Where to?"}),
		labelled("off-city", "Disabled city", dcc.Dropdown{ID: "off-city", Options: options, Value: "rom", Disabled: true}),
		labelled("one", "One", dcc.RadioItems{ID: "one", Options: options, Value: "osl"}),
		labelled("ticks", "Some", dcc.Checklist{ID: "ticks", Options: options, Value: []string{"rom"}}),
		labelled("day", "Day", dcc.DatePickerSingle{ID: "day", Date: "2024-03-12", Clearable: true}),
		labelled("days", "Days", dcc.DatePickerRange{ID: "days", StartDate: "2024-03-12", EndDate: "2024-04-04"}),
		labelled("off-day", "Disabled day", dcc.DatePickerSingle{ID: "off-day", Date: "2024-03-12", Disabled: true}),
		labelled("level", "Level", dcc.Slider{ID: "level", Min: low, Max: high, Value: new(30.0)}),
		labelled("price", "Price", dcc.RangeSlider{ID: "price", Min: low, Max: high, Value: []float64{20, 60}}),
		labelled("three", "Three", dcc.RangeSlider{ID: "three", Min: low, Max: high, Value: []float64{20, 40, 60}, Marks: dcc.Marks{}}),
		labelled("off-level", "Disabled level", dcc.Slider{ID: "off-level", Min: low, Max: high, Value: new(30.0), Disabled: true}),
		labelled("upright", "Upright", dcc.Slider{ID: "upright", Min: low, Max: high, Value: new(30.0), Vertical: true, VerticalHeight: 140}),
		labelled("file", "File", dcc.Upload{ID: "file", Children: "Drop a file or choose one"}),
		labelled("off-file", "No file", dcc.Upload{ID: "off-file", Children: "Not now", Disabled: true}),
	))
}

// boxesOfAll are what holds other things, and the table.
func boxesOfAll() layout.Component {
	tabs := []dcc.Tab{{Label: "First", Children: html.P("the first")}, {Label: "Second", Children: "the second"}, {Label: "Third", Disabled: true}}
	return html.Section(html.H2("Boxes"), html.Div(html.Class("dashi-row"),
		dcc.Tabs{ID: "tabs", Children: tabs}, dcc.Tabs{ID: "upright-tabs", Vertical: true, Children: tabs},
		dcc.Loading{ID: "wait", Display: dcc.LoadingShow, OverlayStyle: layout.CSS{"visibility": "visible", "opacity": 0.5}, Children: html.P("what is being loaded")},
		ui.Card{Title: "Card", Subtitle: "of one", Level: 3, Actions: ui.Badge{Kind: ui.Success, Dot: true, Children: "live"}, Children: html.P("Inside"), Footer: "Below"},
		ui.Stack{Children: layout.Fragment{
			ui.Progress{Label: "Way", Value: new(30.0), ShowValue: true}, ui.Progress{Label: "Search", Indeterminate: true},
			ui.Stack{Direction: "row", Children: layout.Fragment{ui.Badge{Children: "plain"}, ui.Badge{Kind: ui.Warning, Children: "warning"},
				ui.Badge{Kind: ui.Danger, Variant: "solid", Children: "danger"}}},
		}},
		ui.Accordion{ID: "fold", Value: "a", Level: 3, Children: layout.Fragment{
			ui.AccordionItem{Title: "Terms", Value: "a", Children: html.P("Thirty days.")},
			ui.AccordionItem{Title: "Returns", Value: "b", Children: "Free."},
			ui.AccordionItem{Title: "Closed", Value: "c", Disabled: true},
		}},
	), cityTable(),
		html.P(dcc.ConfirmDialogProvider{ID: "sure", Message: "Really?", Children: dcc.Button{ID: "delete", Children: "Delete"}},
			" ", dcc.Link{ID: "link", Href: "/elsewhere", Children: "elsewhere"}, " ", dcc.Button{ID: "tipped", Children: "With a tip"}),
		dcc.Tooltip{ID: "tip", Target: "tipped", Children: "What it does"},
		ui.Toast{ID: "note", Open: true, Title: "Saved", Children: "Your changes are there.", Kind: ui.Success},
	)
}

// allControls is one page with every control in several states.
func allControls() *dashi.App {
	app := dashi.New(dashi.Options{Title: "Every control"})
	app.Layout(html.Main(html.H1("Every control"), fieldsOfAll(), choicesOfAll(), boxesOfAll()))
	return app
}

// allThere is true once no control is awaited any more.
const allThere = `document.querySelector(".ag-row") && !document.querySelector(".dash-pending:not([style=''])")`

// TestEveryControlIsAccessible: nothing on the page is a barrier, in any theme.
func TestEveryControlIsAccessible(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, allControls()))
	tab.Until(allThere)
	axe, err := axeCore()
	require.NoError(t, err)
	axe.Check(tab)
	axe.CheckTheme(tab, "contrast")
	tab.Media("prefers-color-scheme", "dark")
	axe.CheckTheme(tab, "contrast")
}

// TestNothingMovesWhenControlsCome: each of them comes in a file of its own, after the page.
func TestNothingMovesWhenControlsCome(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, allControls()))
	tab.Until(allThere)
	require.Empty(t, moved(tab))
}

// moved tells what has moved on the page without anybody's doing: how much, and which elements.
func moved(tab *e2e.Tab) (all []string) {
	tab.Eval(`new Promise((done) => {
		const seen = []
		new PerformanceObserver((list) => {
			for (const {value, sources, hadRecentInput} of list.getEntries()) {
				if (!hadRecentInput) seen.push(value + ": " + sources.map(({node}) => node?.id || node?.className || node?.nodeName).join(", "))
			}
		}).observe({type: "layout-shift", buffered: true})
		setTimeout(() => done(seen), 300)
	})`, &all)
	return all
}
