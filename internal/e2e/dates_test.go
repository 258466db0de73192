package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// datesApp has pickers of each kind, and tells what its callbacks were given.
func datesApp() *dashi.App {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		html.H1("Dates"),
		html.Label(html.For("day"), "Departure"),
		html.Div(html.Style(dcc.CSS{"overflow": "hidden", "height": "50px"}), // as a card that clips
			dcc.DatePickerSingle{ID: "day", Date: "2024-03-13", Clearable: true, DisplayFormat: "MMMM Do, YYYY", DisabledDays: []dcc.Date{"2024-03-15"}},
		),
		html.P(html.ID("weekday")),
		html.P(html.ID("text")),
		html.Label(html.For("stay"), "Stay"),
		dcc.DatePickerRange{ID: "stay", StartDate: "2024-03-12", EndDate: "2024-04-04", Clearable: true, MinimumNights: 2, MinDateAllowed: "2024-03-05"},
		html.P(html.ID("nights")),
		dcc.DatePickerRange{ID: "whole", UpdateMode: dcc.BothDates, InitialVisibleMonth: "2024-03-01", StartDateID: "from", EndDateID: "until"},
		html.P(html.ID("calls")),
		dcc.DatePickerSingle{ID: "portal", WithPortal: true, Date: "2024-03-13", NumberOfMonthsShown: 2},
		dcc.DatePickerSingle{ID: "full", WithFullScreenPortal: true, Persistence: true},
		dcc.DatePickerSingle{ID: "rtl", IsRTL: true, Date: "2024-03-13", FirstDayOfWeek: time.Monday},
		dcc.DatePickerSingle{ID: "off", Disabled: true},
		html.Button(html.ID("set"), "set"),
	))
	app.Callback(dashi.Output("weekday", "children"), dashi.Input("day", "date"), func(day dcc.Date) string {
		if day == "" {
			return "none"
		}
		return day.Time().Format("Monday 2 January 2006")
	})
	app.Callback(dashi.Output("text", "children"), dashi.Input("day", "date"), func(day *string) string {
		if day == nil {
			return "null"
		}
		return *day
	})
	app.Callback(dashi.Output("nights", "children"), dashi.Inputs(dashi.Input("stay", "start_date"), dashi.Input("stay", "end_date")),
		func(from, until dcc.Date) string { return string(from) + " to " + string(until) })
	app.Callback(dashi.Output("calls", "children"),
		dashi.Inputs(dashi.Input("whole", "start_date"), dashi.Input("whole", "end_date"), dashi.State("calls", "children")),
		func(from, until dcc.Date, before string) string {
			return strings.TrimSpace(before + " " + string(from) + "/" + string(until))
		})
	app.Callback(dashi.Output("day", "date"), dashi.Input("set", "n_clicks"),
		func(int) dcc.Date { return dcc.DateOf(time.Date(2025, time.July, 1, 23, 0, 0, 0, time.UTC)) }, dashi.PreventInitialCall())
	return app
}

// Dash's own front end shows the pickers too, and what it writes arrives alike.
func TestDatesInBothFrontEnds(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(
			dcc.DatePickerSingle{ID: "day", Date: "2024-03-13", DisplayFormat: "DD.MM.YYYY"},
			dcc.DatePickerRange{ID: "stay", StartDate: "2024-03-12", EndDate: "2024-04-04", MinDateAllowed: "2024-03-05"},
			html.P(html.ID("out")),
		))
		app.Callback(dashi.Output("out", "children"),
			dashi.Inputs(dashi.Input("day", "date"), dashi.Input("stay", "start_date"), dashi.Input("stay", "end_date")),
			func(day, from, until dcc.Date) string { return string(day + " " + from + " " + until) })
		p.show(app)
		p.shows("out", "2024-03-13 2024-03-12 2024-04-04")
		p.Until(`document.querySelector("#day")?.value === "13.03.2024"`)
		p.Fill("#day", "31.10.2024")
		p.Press(kb.Enter)
		p.shows("out", "2024-10-31 2024-03-12 2024-04-04")
	})
}

const theGrid = `document.activeElement?.matches("td[data-day]")`

// day is the cell of a date in the open calendar.
func day(date string) string {
	return `td.dash-datepicker-calendar-date-inside[aria-label^="` + dcc.Date(date).Time().Format("Monday, January 2, 2006") + `"]`
}

// TestDates uses the date pickers, in a time zone whose day is not that of UTC.
func TestDates(t *testing.T) {
	t.Parallel()
	tab := browser.OpenIn(t, serve(t, datesApp()), desktopWidth, desktopHeight, "Pacific/Kiritimati")
	tab.WaitText("#weekday", "Wednesday 13 March 2024")
	tab.Until(`document.querySelector("#day")?.value === "March 13th, 2024"`)
	t.Run("one date, by keys alone", func(t *testing.T) { dateByKeys(t, tab) })
	t.Run("one date, typed", func(t *testing.T) { dateTyped(t, tab) })
	t.Run("a range", func(t *testing.T) { dateRange(tab) })
	t.Run("a range as a whole", func(t *testing.T) { dateRangeAsAWhole(t, tab) })
	t.Run("portals", func(t *testing.T) { datePortals(t, tab) })
	t.Run("right to left", func(t *testing.T) {
		tab.Focus("#rtl")
		tab.Press(kb.ArrowDown)
		tab.Until(theGrid)
		tab.Press(kb.ArrowLeft + kb.Enter)
		tab.Until(`document.querySelector("#rtl").value === "2024-03-14"`)
	})
	t.Run("kept over a reload", func(t *testing.T) {
		tab.Fill("#full", "2024-10-27")
		tab.Press(kb.Enter)
		tab.Reload()
		tab.Until(`document.querySelector("#full")?.value === "2024-10-27"`)
	})
}

func dateByKeys(t *testing.T, tab *e2e.Tab) {
	tab.Press(kb.Tab + kb.ArrowDown)
	tab.Until(theGrid)
	var lowest bool
	tab.Eval(`(() => {
		const cell = [...document.querySelectorAll("td[data-day]")].at(-1).getBoundingClientRect()
		return document.elementFromPoint(cell.x + cell.width / 2, cell.y + cell.height / 2)?.closest("td[data-day]") !== null
	})()`, &lowest)
	require.True(t, lowest, "the calendar is not clipped by what the field lies in")
	tab.Press(kb.ArrowRight + kb.Enter)
	tab.WaitText("#weekday", "Thursday 14 March 2024")
	tab.WaitText("#text", "2024-03-14")
	tab.Until(`document.activeElement.id === "day" && !document.querySelector("[role=dialog]")`)

	tab.Press(kb.ArrowDown)
	tab.Until(theGrid)
	tab.Press(kb.ArrowRight + kb.Enter)
	tab.Until(`document.activeElement.getAttribute("aria-disabled") === "true"`)
	tab.Press(kb.PageDown + kb.ArrowDown + " ")
	tab.WaitText("#weekday", "Monday 22 April 2024")

	tab.Press(kb.ArrowDown)
	tab.Until(theGrid)
	tab.Press(kb.Escape)
	tab.Until(`document.activeElement.id === "day" && !document.querySelector("[role=dialog]")`)
	tab.Press(kb.ArrowDown)
	tab.Until(theGrid)
	tab.Press(kb.Tab)
	tab.Until(`!document.querySelector("[role=dialog]") && document.activeElement.id === "stay"`)
}

func dateTyped(t *testing.T, tab *e2e.Tab) {
	tab.Fill("#day", "2024-10-27") // clocks go back in Europe
	tab.Press(kb.Enter)
	tab.WaitText("#weekday", "Sunday 27 October 2024")
	tab.Until(`document.querySelector("#day").value === "October 27th, 2024"`)
	tab.Fill("#day", "Mar 31 2024")
	tab.Press(kb.Tab)
	tab.WaitText("#weekday", "Sunday 31 March 2024")
	tab.Fill("#day", "31st of never")
	tab.Press(kb.Enter)
	tab.WaitContains("[role=alert]:not(:empty)", "“31st of never” is not a date, such as")
	tab.Focus("#set")
	tab.Until(`document.querySelector("#day").value === "March 31st, 2024"`)

	tab.Press(kb.Enter)
	tab.WaitText("#weekday", "Tuesday 1 July 2025")
	tab.Until(`document.querySelector("#day").value === "July 1st, 2025"`)
	tab.Click(".dash-datepicker-clear")
	tab.WaitText("#weekday", "none")
	tab.WaitText("#text", "null")
	var label string
	tab.Eval(`document.querySelector("#day").labels[0].innerText`, &label)
	require.Equal(t, "Departure", label)
}

func dateRange(tab *e2e.Tab) {
	tab.WaitText("#nights", "2024-03-12 to 2024-04-04")
	tab.Click("#stay")
	tab.Click(day("2024-03-20"))
	tab.WaitText("#nights", "2024-03-20 to 2024-04-04")
	tab.Click(day("2024-03-21")) // one night
	tab.Click(day("2024-03-25"))
	tab.WaitText("#nights", "2024-03-20 to 2024-03-25")
	tab.Until(`!document.querySelector("[role=dialog]") && document.activeElement.id === "stay-end-date"`)
	tab.Fill("#stay-end-date", "2024-03-22")
	tab.Press(kb.Enter)
	tab.WaitText("#nights", "2024-03-20 to 2024-03-22")
}

func dateRangeAsAWhole(t *testing.T, tab *e2e.Tab) {
	tab.WaitText("#calls", "/")
	tab.Focus("#from")
	tab.Press(kb.ArrowDown)
	tab.Until(theGrid)
	tab.Press(kb.Enter)
	tab.Until(`document.querySelector("#from").value === "2024-03-01"`)
	tab.Press(kb.ArrowRight + kb.ArrowRight + kb.ArrowRight)
	tab.Until(`document.querySelectorAll(".dash-datepicker-calendar-date-in-range").length === 4`)
	require.Equal(t, "/", tab.Text("#calls"), "half a range is not told")
	tab.Press(kb.Enter)
	tab.WaitText("#calls", "/ 2024-03-01/2024-03-04")
}

func datePortals(t *testing.T, tab *e2e.Tab) {
	tab.Click("#portal")
	tab.Until(`document.querySelector("dialog:modal") && ` + theGrid)
	tab.Press(kb.Escape)
	tab.Until(`!document.querySelector("dialog") && document.activeElement.id === "portal"`)
	tab.Click("#full")
	tab.Until(`document.querySelector("dialog:modal") && ` + theGrid)
	var whole bool
	tab.Eval(`(({width, height}) => width === innerWidth && height === innerHeight)(document.querySelector("dialog").getBoundingClientRect())`, &whole)
	require.True(t, whole)
	// Today is today where the page is looked at.
	var today string
	tab.Eval(`document.activeElement.getAttribute("aria-label")`, &today)
	zone, err := time.LoadLocation("Pacific/Kiritimati")
	require.NoError(t, err)
	now := time.Now().In(zone)
	require.Contains(t, []string{now.Format("Monday, January 2, 2006"), now.Add(-time.Hour).Format("Monday, January 2, 2006")}, today)
	tab.Click(".dash-datepicker-close")
	tab.Until(`!document.querySelector("dialog")`)
}
