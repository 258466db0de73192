package e2e_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/dashpage"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// The catalogue of Dash in both front ends. Dash's own checks each property against the type it declares, and its React complains of
// wrong use: what our structs encode in a form that Dash does not take fails the test by the console.

// controls are the components a user acts on, each with what belongs to it on the page.
func parityControls() []any {
	choices := []dcc.Option{
		{Label: html.Strong("one"), Value: "1", Title: "the first", Group: "Low"},
		{Label: "two", Value: "2", Disabled: true, Search: "deux", Group: "Low"},
		{Label: "three", Value: "3"},
	}
	return []any{
		dcc.Button{ID: "button", Children: "Press", Title: "counts", ClassName: dcc.ButtonPrimary, TabIndex: new(0), Style: dcc.CSS{"minWidth": 90}},
		dcc.Checklist{ID: "ticks", Options: choices, Value: []string{"1"}, Inline: true, LabelStyle: dcc.CSS{"paddingRight": 4}, InputClassName: "tick"},
		dcc.RadioItems{ID: "radio", Options: dcc.Options(10, 20, 30), Value: 10, LabelClassName: "radio"},
		dcc.Dropdown{ID: "one", Options: choices, Value: "1", Placeholder: "Which?", Clearable: new(false), MaxHeight: 300, Labels: dcc.DropdownLabels{Search: "Find"}},
		dcc.Dropdown{ID: "several", Options: dcc.Options(1.5, 2.5), Value: []float64{1.5}, Multi: true, OptionHeight: 40, CloseOnSelect: new(true), SearchOrder: dcc.SearchAsGiven},
		dcc.Input{ID: "text", Value: "before", Placeholder: "text", MaxLength: new(20), SpellCheck: new(false), InputMode: dcc.ModeLatin, Style: dcc.CSS{"width": "50%"}},
		dcc.Input{ID: "number", Kind: dcc.InputNumber, Value: 1.5, Min: 0, Max: 10, Step: 0.5},
		dcc.Textarea{ID: "area", Value: new("two\nlines"), Rows: 3, MaxLength: new(99), Wrap: "soft", SpellCheck: new(false)},
		dcc.Slider{
			ID: "slider", Min: new(0.0), Max: new(10.0), Step: 0.5, Value: new(3.0), AllowDirectInput: new(false), Dots: true,
			Marks:   dcc.Marks{0: {Label: "none"}, 10: {Label: "all", Style: dcc.CSS{"color": "red"}}},
			Tooltip: &dcc.SliderTooltip{AlwaysVisible: true, Placement: "bottom", Template: "{value} h", Style: dcc.CSS{"fontSize": 12}},
		},
		dcc.RangeSlider{ID: "range", Marks: dcc.MarksAt(0, 2, 5), Step: 1, Value: []float64{0, 5}, AllowCross: new(false), Pushable: 1, UpdateMode: dcc.OnMouseUp},
		dcc.Slider{ID: "marked", Marks: dcc.MarksAt(0, 2, 5), Step: dcc.OnlyMarks}, dcc.Slider{ID: "bare", Marks: dcc.Marks{}, Included: new(false)},
		dcc.DatePickerSingle{
			ID: "day", Date: "2024-03-13", DisplayFormat: "DD.MM.YYYY", MinDateAllowed: "2024-01-01", DisabledDays: []dcc.Date{"2024-03-15"},
			FirstDayOfWeek: time.Monday, Clearable: true, ShowOutsideDays: new(false), NumberOfMonthsShown: 2, CalendarOrientation: dcc.CalendarVertical,
		},
		dcc.DatePickerRange{ID: "stay", StartDate: "2024-03-12", EndDate: "2024-04-04", StartDateID: "from", EndDateID: "until", MinimumNights: 2, UpdateMode: dcc.EachDate},
		dcc.Tabs{ID: "tabs", Value: "first", Colors: dcc.TabsColors{Primary: "teal"}, MobileBreakpoint: new(0.0), Children: []dcc.Tab{
			{ID: "tab-first", Label: "First", Value: "first", Children: html.P("the first")},
			{ID: "tab-second", Label: html.Em(html.ID("tab-label"), "Second"), Value: "second", Children: html.P(html.ID("in-tab")), Width: 200},
		}},
		// Markdown is a place for its own steps.
	}
}

// helpers are the components that act for themselves, and what they act with.
func parityHelpers() []any {
	return []any{
		dcc.Location{ID: "url", Refresh: false}, dcc.Link{ID: "link", Href: "?at=link", Children: html.B("Go"), Title: "goes"},
		dcc.Store{ID: "store", StorageType: dcc.StoreSession, Data: map[string]int{"n": 1}},
		dcc.Interval{ID: "timer", Interval: 10, MaxIntervals: new(2)},
		html.Div(html.Style(dcc.CSS{"position": "relative", "height": 60}), dcc.Tooltip{
			ID: "tip", BBox: &dcc.BBox{X0: 10, X1: 20, Y0: 10, Y1: 20}, Children: html.Span(html.ID("tip-text"), "the tip"), Direction: dcc.DirectionRight, Targetable: true, ZIndex: 3,
		}),
		dcc.Loading{
			ID: "wait", Children: html.P(html.ID("slow"), "slow"), CustomSpinner: html.B(html.ID("spinner"), "wait"), ShowInitially: new(false),
			TargetComponents: map[layout.ID]any{"slow": []string{"children"}}, OverlayStyle: dcc.CSS{"visibility": "visible"},
		},
		dcc.ConfirmDialog{ID: "sure", Message: "Sure?"},
		dcc.ConfirmDialogProvider{ID: "really", Message: "Really?", Children: html.Button(html.ID("asks"), "Delete")},
		html.Span(html.ID(dashi.Dict("kind", "source")), "to copy"),
		dcc.Clipboard{ID: "copy", TargetID: dashi.Dict("kind", "source"), Children: "Copy", CopiedChildren: html.B(html.ID("copied"), "Done"), Title: "copies"},
		dcc.Geolocation{ID: "here", HighAccuracy: true, MaximumAge: 1000, Timeout: 5000},
		dcc.Upload{ID: "files", Multiple: true, Children: "Drop", Accept: ".txt, text/csv", MaxSize: new(int64(1000)), StyleActive: dcc.CSS{"opacity": 0.9}},
		dcc.Download{ID: "saved"},
		dcc.Graph{
			ID: "graph", Style: dcc.CSS{"height": 300}, Responsive: true, ClearOnUnhover: true,
			Config: dcc.GraphConfig{DisplayModeBar: false, ToImageButtonOptions: dcc.ImageOptions{Format: "svg"}},
			Figure: map[string]any{"data": []any{map[string]any{"x": []int{1, 2, 3}, "y": []int{3, 1, 2}, "mode": "markers", "marker": map[string]any{"size": 20}}}},
		},
	}
}

// tells shows beside a component the Go type and value that a callback was given.
func tells[T any](app *dashi.App, id layout.ID, property string) {
	app.Callback(dashi.Output("got-"+id, "children"), dashi.Input(id, property), func(v T) string { return fmt.Sprintf("%T %v", v, v) })
}

// sets changes a property when the button "set" is clicked.
func sets(app *dashi.App, id layout.ID, property string, to any) {
	app.Callback(dashi.Output(id, property), dashi.Input("set", "n_clicks"), func(int) any { return to }, dashi.PreventInitialCall())
}

// tellers are the components whose properties callbacks tell of.
var tellers = []layout.ID{
	"button", "ticks", "radio", "one", "several", "text", "number", "area", "slider", "range", "day", "from-until", "tabs", "url", "store", "timer", "sure", "really", "copy",
	"here", "files", "graph",
}

func parityApp(p *page, release <-chan struct{}) *dashi.App {
	app := p.app(dashi.Options{})
	parts := append(parityControls(), parityHelpers()...)
	parts = append(parts, html.Button(html.ID("set"), "set"), html.Button(html.ID("work"), "work"))
	for _, id := range tellers {
		parts = append(parts, html.Pre(html.ID("got-"+id)))
	}
	app.Layout(html.Main(parts))
	parityTold(app)
	for _, one := range []struct {
		id       layout.ID
		property string
		to       any
	}{
		{"button", "children", "Pressed"}, {"ticks", "value", []string{"3"}}, {"radio", "value", 30}, {"one", "value", "1"}, {"several", "value", []float64{2.5}},
		{"text", "value", "after"}, {"number", "value", 7}, {"area", "value", "set"}, {"slider", "value", 9.5}, {"range", "value", []float64{2, 5}},
		{"day", "date", dcc.Date("2025-02-01")}, {"stay", "end_date", dcc.Date("2024-05-05")}, {"tabs", "value", "second"}, {"tab-label", "children", "Renamed"},
		{"url", "search", "?set=1"}, {"link", "children", "Gone"}, {"store", "data", map[string]int{"n": 2}}, {"tip-text", "children", "another tip"},
		{"spinner", "children", "patience"}, {"copied", "children", "Taken"}, {"sure", "displayed", true}, {"here", "update_now", true},
		{"saved", "data", dcc.SendString("naïve", "text.txt")}, {"graph", "figure", map[string]any{
			"data": []any{map[string]any{"y": []int{1}}}, "layout": map[string]any{"title": map[string]any{"text": "set"}}}},
	} {
		sets(app, one.id, one.property, one.to)
	}
	app.Callback(dashi.Output("slow", "children"), dashi.Input("work", "n_clicks"), func(ctx context.Context, _ int) string {
		select {
		case <-release:
		case <-ctx.Done():
		}
		return "worked"
	}, dashi.PreventInitialCall())
	return app
}

// parityTold has one callback for each component, with a parameter of the type that its documentation tells.
func parityTold(app *dashi.App) {
	tells[int](app, "button", "n_clicks")
	tells[[]string](app, "ticks", "value")
	tells[int](app, "radio", "value")
	tells[string](app, "one", "value")
	tells[[]float64](app, "several", "value")
	tells[string](app, "text", "value")
	tells[float64](app, "number", "value")
	tells[string](app, "area", "value")
	tells[float64](app, "slider", "value")
	tells[[]float64](app, "range", "value")
	tells[dcc.Date](app, "day", "date")
	tells[string](app, "tabs", "value")
	tells[string](app, "url", "search")
	tells[int](app, "timer", "n_intervals")
	tells[int](app, "sure", "submit_n_clicks")
	tells[int](app, "really", "submit_n_clicks")
	tells[int](app, "copy", "n_clicks")
	app.Callback(dashi.Output("got-from-until", "children"), dashi.Inputs(dashi.Input("stay", "start_date"), dashi.Input("stay", "end_date")),
		func(from, until dcc.Date) string { return string(from + " " + until) })
	app.Callback(dashi.Output("got-store", "children"), dashi.Inputs(dashi.Input("store", "modified_timestamp"), dashi.State("store", "data")),
		func(at int64, data map[string]int) string { return fmt.Sprint(at > 0, data["n"]) })
	app.Callback(dashi.Output("got-here", "children"), dashi.Input("here", "position"), func(at *dcc.Position) string {
		if at == nil {
			return "nowhere"
		}
		return fmt.Sprint(at.Lat, at.Lon, at.Alt == nil)
	})
	app.Callback(dashi.Output("got-files", "children"),
		dashi.Inputs(dashi.Input("files", "contents"), dashi.State("files", "filename"), dashi.State("files", "last_modified")),
		func(contents, names []string, times []float64) string { return fmt.Sprint(contents, names, len(times)) })
	app.Callback(dashi.Output("got-graph", "children"), dashi.Input("graph", "clickData"), func(click *dcc.PointsData) string {
		if click == nil {
			return "none"
		}
		return fmt.Sprint(click.Points[0].PointNumber, click.Points[0].X, click.Timestamp > 0)
	})
}

// step is what a user does with a component.
type step struct {
	id    layout.ID
	first string // what its callback tells before
	act   func(p *page)
	then  string // after the act
	last  string // after the button "set"
}

func paritySteps(files string) []step {
	nothing := func(*page) {}
	return []step{
		{"button", "int 0", func(p *page) { p.click("button") }, "int 1", "int 1"},
		{"ticks", "[]string [1]", func(p *page) { p.tick("ticks", "three") }, "[]string [1 3]", "[]string [3]"},
		{"radio", "int 10", func(p *page) { p.tick("radio", "20") }, "int 20", "int 30"},
		{"one", "string 1", func(p *page) { p.pick("one", "three") }, "string 3", "string 1"},
		{"several", "[]float64 [1.5]", func(p *page) { p.pick("several", "2.5") }, "[]float64 [1.5 2.5]", "[]float64 [2.5]"},
		{"text", "string before", func(p *page) { p.fill("text", "typed") }, "string typed", "string after"},
		{"number", "float64 1.5", func(p *page) { p.fill("number", "2.5") }, "float64 2.5", "float64 7"},
		{"area", "string two\nlines", func(p *page) { p.fill("area", "typed") }, "string typed", "string set"},
		{"slider", "float64 3", func(p *page) { p.slide("slider", kb.ArrowRight) }, "float64 3.5", "float64 9.5"},
		{"range", "[]float64 [0 5]", firstThumb, "[]float64 [1 5]", "[]float64 [2 5]"},
		{"day", "dcc.Date 2024-03-13", func(p *page) { p.date("day", "31.10.2024") }, "dcc.Date 2024-10-31", "dcc.Date 2025-02-01"},
		{"from-until", "2024-03-12 2024-04-04", func(p *page) { p.date("until", "2024-04-14") }, "2024-03-12 2024-04-14", "2024-03-12 2024-05-05"},
		{"url", "string", func(p *page) { p.click("link") }, "string ?at=link", "string ?set=1"},
		{"store", "true 1", nothing, "true 1", "true 2"},
		{"timer", "int 2", nothing, "int 2", "int 2"},
		{"really", "int 0", func(p *page) { p.click("asks"); p.confirm() }, "int 1", "int 1"},
		{"copy", "int 0", func(p *page) { p.click("copy"); p.shows("copied", "Done") }, "int 1", "int 1"},
		{"here", "nowhere", nothing, "nowhere", "59.9 10.7 true"},
		{"files", "[] [] 0", func(p *page) { p.choose("files", files) }, "[data:text/plain;base64,YQ==] [a.txt] 1", "[data:text/plain;base64,YQ==] [a.txt] 1"},
		{"graph", "none", func(p *page) { p.GraphReady("graph"); p.ClickPoint("graph", 1) }, "1 2 true", "1 2 true"},
		{"tabs", "string first", func(p *page) {
			p.click("tab-second")
			p.Until(`document.querySelector("#in-tab")`)
			p.click("tab-first")
		}, "string first", "string second"},
		{"sure", "int 0", nothing, "int 0", "int 1"},
	}
}

// firstThumb moves the lower end of the range by one step. (With OnlyMarks, keys make Dash's write values between the marks.)
func firstThumb(p *page) {
	if p.dashi() {
		p.Focus("#range input[type=range]")
	} else {
		p.Focus("#range [role=slider]")
	}
	p.Press(kb.ArrowRight)
}

// confirm says yes to the question; Dash asks by the browser's own dialog, which is answered before it is asked.
func (p *page) confirm() {
	p.t.Helper()
	if p.dashi() {
		p.Click("dialog[open] .dash-confirm-submit")
	}
}

// date types a date. Dash's calendar, if it is open, takes the focus from all other fields until Escape.
func (p *page) date(id, text string) {
	p.fill(id, text)
	p.Press(kb.Enter)
	p.holds(id, text)
	p.Press(kb.Escape)
	p.Until(`!document.querySelector(".dash-datepicker-content")`)
}

// choose puts a file into an Upload.
func (p *page) choose(id, file string) {
	p.t.Helper()
	p.Choose("#"+id+" input[type=file]", file)
}

// standIns answer in place of the user and the device, which knows where it is from the moment it is said to.
const standIns = `(() => {
	globalThis.confirm = () => true
	navigator.geolocation.getCurrentPosition = (found, failed) => {
		if (globalThis.located) found({ timestamp: 1e12, coords: { latitude: 59.9, longitude: 10.7, accuracy: 1 } })
		else failed({ code: 2, message: "not yet" })
	}
})()`

// TestEveryComponentInBothFrontEnds uses each component of dcc: it is shown, what the user does arrives typed, and what a callback gives is shown.
func TestEveryComponentInBothFrontEnds(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		folder := t.TempDir()
		release := make(chan struct{})
		app := parityApp(p, release)
		require.NoError(t, app.Validate())
		if p.dashi() {
			p.open(serve(t, app))
		} else {
			p.open(serve(t, dashpage.Checked(dashFiles, app)))
		}
		p.SaveTo(folder)
		p.Eval(standIns, nil)
		steps := paritySteps(fileOf(t, t.TempDir(), "a.txt", "a"))
		for _, s := range steps {
			p.shows(string("got-"+s.id), s.first)
		}
		p.Screenshot("parity-" + string(p.front))
		for _, s := range steps {
			s.act(p)
			p.shows(string("got-"+s.id), s.then)
		}
		p.click("work")
		p.shows("spinner", "wait")
		close(release)
		p.shows("slow", "worked")
		p.Until(`!document.querySelector("#spinner")`)

		p.Eval(`void (globalThis.located = true)`, nil)
		p.click("set")
		if p.dashi() {
			p.confirm()
		}
		for _, s := range steps {
			p.shows(string("got-"+s.id), s.last)
		}
		shownAfterSet(t, p, folder)
	})
}

// shownAfterSet looks at what the callbacks of "set" have changed on the page.
func shownAfterSet(t *testing.T, p *page, folder string) {
	t.Helper()
	for id, text := range map[string]string{"button": "Pressed", "tab-label": "Renamed", "link": "Gone", "tip-text": "another tip"} {
		p.shows(id, text)
	}
	for id, text := range map[string]string{"text": "after", "number": "7", "area": "set", "day": "01.02.2025", "until": "2024-05-05"} {
		p.holds(id, text)
	}
	p.Until(`location.search === "?set=1" && document.querySelector("#graph .gtitle")?.textContent === "set"`)
	p.click("copy") // what a callback has put into a property besides children
	p.shows("copied", "Taken")
	require.Eventually(t, func() bool {
		content, err := os.ReadFile(filepath.Join(folder, "text.txt"))
		return err == nil && string(content) == "naïve"
	}, time.Minute, 10*time.Millisecond)
	p.Screenshot("parity-set-" + string(p.front))
}
