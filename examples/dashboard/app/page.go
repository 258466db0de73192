package app

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/layout/ui"
	"github.com/dashi-go/dashi/table"
)

// page is the layout. The numbers at the top are there from the start.
func (d *data) page(whole *summary) layout.Component {
	return html.Div(html.Class("app"),
		html.Header(html.Class("top"),
			html.Div(html.Class("brand"),
				html.H1("On time"),
				html.P("Punctuality of US domestic flights, January to June 2001. Source: Bureau of Transportation Statistics."),
			),
			html.Div(html.Class("tools"),
				html.Button(html.ID("save"), "Download CSV"), html.Button(html.ID("print"), "Print"),
				ui.ThemeSwitch{ID: "theme", Themes: []ui.Theme{ui.ThemeSystem, ui.ThemeLight, ui.ThemeDark}},
			),
		),
		d.filterBar(),
		html.Main(
			dcc.Store{ID: "picks"}, dcc.Download{ID: "file"},
			ui.Grid{ID: "kpis", Columns: 4, MinWidth: "13rem", ClassName: "kpis", Children: kpis(whole, whole)},
			html.Div(html.Class("status"),
				html.P(html.ID("count"), html.Aria("live", "polite"), counted(whole, whole)),
				html.Div(html.ID("picked"), html.Class("picked"), words(nil)),
				html.Button(html.ID("clear"), "Clear selection"),
			),
			html.Section(html.ID("empty"), html.Class("empty"), html.Hidden(true),
				html.H2("No flights match"), html.P("No flight of the data is within these filters and selections."), html.Button(html.ID("again"), "Show all flights")),
			html.Div(html.ID("board"), dcc.Tabs{ID: "tabs", Value: "overview", MobileBreakpoint: new(0.0), Children: []dcc.Tab{
				{Label: "Overview", Value: "overview", Children: overview()},
				{Label: "Airports", Value: "airports", Children: airports()},
				{Label: "Flights", Value: "flights", Children: flights()},
			}}),
		),
	)
}

func (d *data) filterBar() layout.Component {
	first, last := dcc.DateOf(d.start), dcc.DateOf(d.date(d.days-1))
	return html.Section(html.Class("filters"), html.Aria("label", "Filters"),
		html.Div(html.Class("field"), html.Label(html.For("dates"), "Departed"), dcc.DatePickerRange{
			ID: "dates", StartDate: first, EndDate: last, MinDateAllowed: first, MaxDateAllowed: last, DisplayFormat: "D MMM YYYY", FirstDayOfWeek: 1,
		}),
		html.Div(html.Class("field"), html.Label(html.For("from"), "From"), dcc.Dropdown{
			ID: "from", Multi: true, Options: d.choices(), Value: []string{}, Placeholder: "All airports", MaxHeight: 320,
		}),
		html.Fieldset(html.Class("field"), html.Legend("Week"), dcc.RadioItems{
			ID: "week", Inline: true, Value: "all", ClassName: "segments",
			Options: []dcc.Option{{Label: "All", Value: "all"}, {Label: "Weekdays", Value: "weekdays"}, {Label: "Weekend", Value: "weekend"}},
		}),
		html.Div(html.Class("field"), html.Label(html.For("miles"), "Distance, miles"), dcc.RangeSlider{
			ID: "miles", Min: new(0.0), Max: new(d.allMiles()[1]), Step: 100, Value: d.allMiles(), Marks: dcc.Marks{}, AllowCross: new(false),
		}),
		html.Button(html.ID("reset"), "Reset"),
	)
}

// choices are the airports by their numbers of flights.
func (d *data) choices() []dcc.Option {
	counts := make([]int, len(d.airports))
	for _, route := range d.route {
		counts[d.routes[route][0]]++
	}
	var order []int
	for i, n := range counts {
		if n > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(counts[b], counts[a]) })
	options := make([]dcc.Option, len(order))
	for at, i := range order {
		a := d.airports[i]
		options[at] = dcc.Option{Label: a.Code + " · " + a.name(), Value: a.Code}
	}
	return options
}

// chart is a card with a graph that stays in sight while a new one is on its way.
func chart(id layout.ID, title, subtitle string, height int, class string) layout.Component {
	return ui.Card{ClassName: class, Title: title, Subtitle: subtitle, Level: 2, Children: dcc.Loading{
		DelayShow: 400, DelayHide: 200, ShowInitially: new(false), OverlayStyle: layout.CSS{"visibility": "visible", "opacity": 0.5},
		Children: dcc.Graph{ID: id, Style: layout.CSS{"height": height}, Config: dcc.GraphConfig{DisplayModeBar: false}},
	}}
}

func overview() layout.Component {
	return html.Div(html.Class("charts"),
		chart("daily", "On time by day", "Share of flights that arrived less than 15 minutes late, and its weekly mean", 260, "full"),
		chart("delays", "Delay at arrival", "Flights by minutes after schedule; late ones in orange", 280, ""),
		chart("slots", "When flights are late", "Share of late flights by weekday and hour", 280, ""),
		chart("density", "Distance and delay", "Flights by miles and minutes after schedule", 300, "full"),
	)
}

func airports() layout.Component {
	return html.Div(html.Class("charts"),
		chart("places", "Where flights are late", "Airports by departures, colored by their share of late flights", 420, "most"),
		chart("ranking", "Busiest airports", "Share of flights on time; the dotted line is the mean", 420, ""),
	)
}

func flights() layout.Component {
	return ui.Card{Title: html.Span(html.ID("flights-title"), "Flights"), Level: 2, Subtitle: "Click a header to sort; with Shift by a further column.", Children: html.Div(
		html.Label(html.For("flights"), html.Class("unseen"), "Flights"),
		table.Table{ID: "flights", Server: true, RowID: "id", Columns: columns(), Height: "min(64vh, 560px)", PageSize: 200},
	)}
}

// kpis are the cards at the top, each with what it is for all flights beside.
func kpis(s, whole *summary) layout.Fragment {
	t, all := s.total, whole.total
	return layout.Fragment{
		kpi("ontime", "On time", fmt.Sprintf("%.1f%%", t.share(t.OnTime)), change(t, t.share(t.OnTime)-all.share(all.OnTime), "pp", 1),
			spark(s.weeks, calm, func(t tally) float64 { return t.share(t.OnTime) })),
		kpi("mean", "Mean delay", fmt.Sprintf("%.1f min", t.mean()), change(t, t.mean()-all.mean(), "min", -1), spark(s.weeks, alarm, tally.mean)),
		kpi("verylate", "An hour late or more", fmt.Sprintf("%.1f%%", t.share(t.VeryLate)), change(t, t.share(t.VeryLate)-all.share(all.VeryLate), "pp", -1),
			spark(s.weeks, alarm, func(t tally) float64 { return t.share(t.VeryLate) })),
		kpi("flights", "Flights", grouped(t.Flights), ui.Badge{Children: fmt.Sprintf("%.0f%% of all", 100*float64(t.Flights)/float64(max(1, all.Flights)))},
			spark(s.wholeWeeks(), calm, func(t tally) float64 { return float64(t.Flights) })),
	}
}

func kpi(id layout.ID, title, value string, badge ui.Badge, weeks plot.Figure) layout.Component {
	return ui.Card{ClassName: "kpi", Title: title, Level: 2, Children: layout.Fragment{
		html.Div(html.Class("headline"), html.P(html.ID("kpi-"+id), html.Class("value"), value), badge),
		dcc.Graph{ID: "spark-" + id, Style: layout.CSS{"height": 44}, Figure: weeks, Alt: title + " by week", Config: dcc.GraphConfig{StaticPlot: true}},
	}}
}

// change is the difference to all flights; better says which sign is good.
func change(t tally, by float64, unit string, better float64) ui.Badge {
	badge := ui.Badge{Children: fmt.Sprintf("%+.1f %s", by, unit)}
	switch {
	case t.Flights == 0:
		badge.Children = "no flights"
	case by*better >= 0.05:
		badge.Kind = ui.Success
	case by*better <= -0.05:
		badge.Kind = ui.Danger
	default:
		badge.Children = "as overall"
	}
	return badge
}

func counted(s, whole *summary) string {
	return fmt.Sprintf("%s of %s flights", grouped(s.total.Flights), grouped(whole.total.Flights))
}

// grouped is a number with its thousands apart.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
