package app

import (
	"reflect"
	"strings"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/layout/ui"
	"github.com/dashi-go/dashi/table"
)

// entry is one component of the catalogue. Its id is its name in small letters.
type entry struct {
	name, group, text string
	sample            layout.Component
	// around puts what the component needs around or beside it.
	around func(live layout.Component) any
	// wire adds the callbacks that make it live.
	wire func(app *dashi.App)
}

func (e entry) id() layout.ID { return layout.ID(strings.ToLower(e.name)) }

// component is the sample under its id.
func (e entry) component() layout.Component {
	c := reflect.New(reflect.TypeOf(e.sample)).Elem()
	c.Set(reflect.ValueOf(e.sample))
	c.FieldByName("ID").Set(reflect.ValueOf(e.id()))
	return c.Interface().(layout.Component)
}

// typeName is the component's Go type, "dcc.Button".
func (e entry) typeName() string { return typeName(reflect.TypeOf(e.sample)) }

var groups = []string{"Inputs", "Choices", "Dates", "Text", "Files", "Navigation", "Feedback", "Layout", "Data"}

func entries() []entry {
	var all []entry
	for _, some := range [][]entry{inputs(), choices(), dates(), texts(), files(), navigation(), feedback(), layouts(), data()} {
		all = append(all, some...)
	}
	return all
}

func inputs() []entry {
	return []entry{
		{name: "Button", group: "Inputs", text: "Counts clicks, and says by its look how much a click matters.",
			sample: dcc.Button{Children: "Save", ClassName: dcc.ButtonPrimary}},
		{name: "Input", group: "Inputs", text: "One line of text, a number or an address, sent with every key, after a pause or when it is left.",
			sample: dcc.Input{Placeholder: "Type something", Value: "Oslo", Debounce: 0.3}, around: labelled("City")},
		{name: "Slider", group: "Inputs", text: "A number on a scale, with the mouse, the keyboard or typed beside it.",
			sample: dcc.Slider{Min: new(0.0), Max: new(10.0), Step: 0.5, Value: new(4.0)}, around: labelled("Days")},
		{name: "RangeSlider", group: "Inputs", text: "Two or more numbers on one scale: from here to there.",
			sample: dcc.RangeSlider{Min: new(0.0), Max: new(100.0), Value: []float64{20, 60}, Marks: dcc.MarksAt(0, 25, 50, 75, 100)}, around: labelled("Price")},
	}
}

func choices() []entry {
	towns := dcc.Options("Bergen", "Oslo", "Trondheim", "Tromsø")
	return []entry{
		{name: "Dropdown", group: "Choices", text: "One of many, or several, found by typing a part of the name.",
			sample: dcc.Dropdown{Options: towns, Value: "Oslo", Placeholder: "Choose a town"}, around: labelled("Town")},
		{name: "RadioItems", group: "Choices", text: "One of a few, all of them in sight.",
			sample: dcc.RadioItems{Options: towns, Value: "Bergen"}, around: labelled("Town")},
		{name: "Checklist", group: "Choices", text: "Any of a few, each with a box to tick.",
			sample: dcc.Checklist{Options: towns, Value: []string{"Oslo", "Tromsø"}}, around: labelled("Towns")},
	}
}

func dates() []entry {
	return []entry{
		{name: "DatePickerSingle", group: "Dates", text: "A day, typed or chosen from a calendar in the page's language.",
			sample: dcc.DatePickerSingle{Date: "2026-05-17", Clearable: true}, around: labelled("Day")},
		{name: "DatePickerRange", group: "Dates", text: "From one day to another, with the days between marked.",
			sample: dcc.DatePickerRange{StartDate: "2026-05-17", EndDate: "2026-05-24", MinimumNights: 1}, around: labelled("Stay")},
	}
}

func texts() []entry {
	return []entry{
		{name: "Markdown", group: "Text", text: "Text with headings, lists, links and code, written as Markdown.",
			sample: dcc.Markdown{Children: "**Bold**, [a link](/) and `code`."}},
		{name: "Textarea", group: "Text", text: "Text of several lines.",
			sample: dcc.Textarea{Value: new("Dear all,\nthe train is late."), Rows: 4}, around: labelled("Message")},
		{name: "Clipboard", group: "Text", text: "A button that copies a text, or what another element holds.",
			sample: dcc.Clipboard{Content: "go get github.com/dashi-go/dashi", Title: "Copy the command"}, around: clipboard},
	}
}

func files() []entry {
	return []entry{
		{name: "Upload", group: "Files", text: "Takes files, dropped or chosen: small ones into a property, large ones streamed to a Go function.",
			sample: dcc.Upload{Multiple: true}, around: labelled("Files")},
		{name: "Download", group: "Files", text: "Saves a file on the user's disk when a callback sets it.",
			sample: dcc.Download{}, around: asked("Download a table"), wire: download},
	}
}

func navigation() []entry {
	return []entry{
		{name: "Link", group: "Navigation", text: "Leads to another address of the app without loading the page.",
			sample: dcc.Link{Children: "To the table", Href: "?c=Table"}},
		{name: "Location", group: "Navigation", text: "The page's address, to read and to set. It shows nothing.",
			sample: dcc.Location{}, around: location},
		{name: "Tabs", group: "Navigation", text: "Several contents in one place, one of them in sight.",
			sample: dcc.Tabs{Value: "map", Children: []dcc.Tab{{Label: "Map", Value: "map", Children: "A map."}, {Label: "List", Value: "list", Children: "A list."}}}},
		{name: "Tab", group: "Navigation", text: "One of the contents of Tabs.", sample: dcc.Tab{Label: "Prices", Value: "prices", Children: "From 12 € a day."}, around: inTabs},
		{name: "Accordion", group: "Navigation", text: "Sections under headings that open and close.",
			sample: ui.Accordion{Value: "terms", Children: []ui.AccordionItem{
				{Title: "Terms", Value: "terms", Children: "Thirty days."}, {Title: "Returns", Value: "returns", Children: "Free of charge."},
			}}},
		{name: "AccordionItem", group: "Navigation", text: "One section of an Accordion, or one that opens and closes by itself.",
			sample: ui.AccordionItem{Title: "More about it", Children: "This is more."}},
	}
}

func feedback() []entry {
	return []entry{
		{name: "Modal", group: "Feedback", text: "A window over the page that has the keyboard until it is closed.",
			sample: ui.Modal{Title: "Delete all orders?", Children: "They cannot be brought back."}, around: asked("Open the window"), wire: opens("modal", "open")},
		{name: "Toast", group: "Feedback", text: "A note at the edge of the page that goes away by itself.",
			sample: ui.Toast{Title: "Saved", Children: "Your changes are there.", Kind: ui.Success}, around: asked("Show the note"), wire: opens("toast", "open")},
		{name: "ConfirmDialog", group: "Feedback", text: "A question over the page, answered with OK or Cancel.",
			sample: dcc.ConfirmDialog{Message: "Leave without saving?"}, around: asked("Ask"), wire: opens("confirmdialog", "displayed")},
		{name: "ConfirmDialogProvider", group: "Feedback", text: "Asks before a click counts.",
			sample: dcc.ConfirmDialogProvider{Message: "Delete all orders?", Children: dcc.Button{Children: "Delete", ClassName: dcc.ButtonDanger}}},
		{name: "Tooltip", group: "Feedback", text: "A few words beside what the pointer or the keyboard is on.",
			sample: dcc.Tooltip{Target: "tooltip-ask", Children: "Prices without tax."}, around: asked("Point at me")},
		{name: "Loading", group: "Feedback", text: "A sign over its children while callbacks that write to them run.",
			sample: dcc.Loading{Kind: dcc.SpinnerCircle, Children: html.P(html.ID("loading-answer"), "Nothing asked yet.")}, around: asked("Ask, which takes a second"), wire: slow},
		{name: "Progress", group: "Feedback", text: "How far something is, or that it is under way.",
			sample: ui.Progress{Label: "Uploading", Value: new(60.0), ShowValue: true}},
		{name: "Badge", group: "Feedback", text: "A word or number on a ground of its own: a state, a count.",
			sample: ui.Badge{Children: "live", Kind: ui.Success, Dot: true}},
	}
}

func layouts() []entry {
	return []entry{
		{name: "Card", group: "Layout", text: "A part of the page on a ground of its own.",
			sample: ui.Card{Title: "Revenue", Subtitle: "This quarter", Children: "€ 1,204,300", Footer: "A minute ago", Level: 3}},
		{name: "Grid", group: "Layout", text: "Columns of equal width, as many as there is room for.",
			sample: ui.Grid{Columns: 3, MinWidth: "7rem", Children: []ui.Card{{Children: "One"}, {Children: "Two"}, {Children: "Three"}}}},
		{name: "Stack", group: "Layout", text: "Parts below or beside each other with the same room between all.",
			sample: ui.Stack{Direction: "row", Gap: "sm", Children: []ui.Badge{{Children: "One"}, {Children: "Two"}, {Children: "Three"}}}},
		{name: "ThemeSwitch", group: "Layout", text: "Lets the user choose how the page looks, which the browser remembers.", sample: ui.ThemeSwitch{ShowLabels: true}},
	}
}

func data() []entry {
	rows := []map[string]any{
		{"name": "Ada", "town": "Oslo", "paid": 120.5}, {"name": "Grace", "town": "Bergen", "paid": 80}, {"name": "Radia", "town": "Tromsø", "paid": 210},
	}
	columns := []table.Column{
		{Field: "name", Header: "Name", Filter: table.TextFilter, Min: 100}, {Field: "town", Header: "Town", Editable: true, Min: 100},
		{Field: "paid", Header: "Paid", Kind: table.Number, Min: 100},
	}
	return []entry{
		{name: "Graph", group: "Data", text: "A figure drawn by plotly.js, with what the user points at, chooses and zooms to.",
			sample: dcc.Graph{Alt: "A line that rises and falls", Style: layout.CSS{"height": 320}, Figure: plot.Figure{Data: []plot.Trace{
				plot.Scatter{X: []float64{1, 2, 3, 4, 5}, Y: []float64{2, 5, 3, 6, 4}},
			}}}},
		{name: "Table", group: "Data", text: "Rows that the user sorts, filters, edits and selects.",
			sample: table.Table{Columns: columns, Rows: rows, RowID: "name", Select: table.SelectMultiple, Height: "240px"}},
		{name: "TableServer", group: "Data", text: "The same with rows that stay on the server: the page has those in sight.",
			sample: table.Table{Server: true, Columns: []table.Column{
				{Field: "n", Header: "Number", Kind: table.Number}, {Field: "square", Header: "Square", Kind: table.Number},
			}, RowID: "n", Height: "280px"}, wire: squares},
		{name: "Store", group: "Data", text: "Keeps a value in the browser for callbacks. It shows nothing.",
			sample: dcc.Store{StorageType: dcc.StoreMemory}, around: asked("Keep the number of clicks"), wire: keeps},
		{name: "Interval", group: "Data", text: "Ticks, so that callbacks run again and again. It shows nothing.",
			sample: dcc.Interval{Interval: 1000, MaxIntervals: new(20)}, around: unseen("It ticks: see what the browser writes.")},
		{name: "Geolocation", group: "Data", text: "Where the browser is, if its user allows. It shows nothing.",
			sample: dcc.Geolocation{}, around: asked("Ask again"), wire: opens("geolocation", "update_now")},
	}
}
