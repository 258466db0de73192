package app

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/ui"
)

// events is what the user did in the charts, and what was chosen before.
type events struct {
	Days    map[string]any  `dashi:"daily.relayoutData"`
	Day     *dcc.PointsData `dashi:"daily.clickData"`
	Delays  map[string]any  `dashi:"delays.relayoutData"`
	Delay   *dcc.PointsData `dashi:"delays.clickData"`
	Slots   *dcc.PointsData `dashi:"slots.clickData"`
	Density *dcc.PointsData `dashi:"density.clickData"`
	Clear   int             `dashi:"clear.n_clicks"`
	Reset   int             `dashi:"reset.n_clicks"`
	Again   int             `dashi:"again.n_clicks"`
	Picks   *picks          `dashi:"picks.data"`
}

// narrow keeps what is chosen in the charts.
func narrow(app *dashi.App) {
	app.Callback(dashi.Output("picks", "data"),
		dashi.Inputs(dashi.Input("daily", "relayoutData"), dashi.Input("daily", "clickData"), dashi.Input("delays", "relayoutData"),
			dashi.Input("delays", "clickData"), dashi.Input("slots", "clickData"), dashi.Input("density", "clickData"),
			dashi.Input("clear", "n_clicks"), dashi.Input("reset", "n_clicks"), dashi.Input("again", "n_clicks"),
			dashi.State("picks", "data")),
		func(ctx context.Context, e events) *picks {
			for _, by := range dashi.CallFrom(ctx).Triggered() {
				e.Picks = e.next(by.ID, by.Property)
			}
			return e.Picks
		}, dashi.PreventInitialCall())
}

// next is what is chosen after the event of a component; a second click on the same takes a choice back.
func (e events) next(from dashi.ID, property string) *picks {
	var p picks
	if e.Picks != nil {
		p = *e.Picks
	}
	switch {
	case from == "daily" && property == "clickData":
		p.Days = toggled(p.Days, dates(e.Day))
	case from == "daily":
		p.Days = daysOf(e.Days, p.Days)
	case from == "delays" && property == "clickData":
		p.Delay = toggled(p.Delay, minutes(e.Delay))
	case from == "delays":
		p.Delay = delaysOf(e.Delays, p.Delay)
	case from == "slots":
		p.Slot = toggled(p.Slot, slot(e.Slots))
	case from == "density":
		p.Miles = toggled(p.Miles, miles(e.Density))
	default:
		p = picks{}
	}
	if p.empty() {
		return nil
	}
	return &p
}

// dragged is the ends of the part of the axis that was dragged across. ok is false where something else about the chart has changed; a double
// click ends the choice.
func dragged(change map[string]any) (from, to any, ok bool) {
	from, to = change["xaxis.range[0]"], change["xaxis.range[1]"]
	_, whole := change["xaxis.autorange"]
	return from, to, whole || from != nil && to != nil
}

// daysOf is the days that were dragged across.
func daysOf(change map[string]any, before []string) []string {
	from, to, ok := dragged(change)
	if !ok {
		return before
	}
	return dates(&dcc.PointsData{Points: []dcc.Point{{X: from}, {X: to}}})
}

// delaysOf is the minutes of the bars that were dragged across.
func delaysOf(change map[string]any, before []int) []int {
	from, to, ok := dragged(change)
	if !ok {
		return before
	}
	first, ok1 := from.(float64)
	last, ok2 := to.(float64)
	if !ok1 || !ok2 {
		return nil
	}
	at := func(x float64) dcc.Point {
		return dcc.Point{PointNumber: bin(int(math.Max(-1000, math.Min(x, 1000))), delayFirst, delayBin, delayBins)}
	}
	return minutes(&dcc.PointsData{Points: []dcc.Point{at(first), at(last)}})
}

func toggled[T comparable](before, now []T) []T {
	if slices.Equal(before, now) {
		return nil
	}
	return now
}

// dates is the first and the last day among points.
func dates(d *dcc.PointsData) []string {
	if d == nil {
		return nil
	}
	var all []string
	for _, p := range d.Points {
		if text, _ := p.X.(string); len(text) >= len(time.DateOnly) {
			all = append(all, text[:len(time.DateOnly)])
		}
	}
	if len(all) == 0 {
		return nil
	}
	return []string{slices.Min(all), slices.Max(all)}
}

// minutes is the first and the last minute of the bars among points. The outer bars go on without end.
func minutes(d *dcc.PointsData) []int {
	if d == nil || len(d.Points) == 0 {
		return nil
	}
	first, last := delayBins, 0
	for _, p := range d.Points {
		first, last = min(first, p.PointNumber), max(last, p.PointNumber)
	}
	span := []int{delayFirst + first*delayBin, delayFirst + (last+1)*delayBin - 1}
	if first <= 0 {
		span[0] = math.MinInt16
	}
	if last >= delayBins-1 {
		span[1] = math.MaxInt16
	}
	return span
}

// slot is the weekday and hour of the cell clicked.
func slot(d *dcc.PointsData) []int {
	if d == nil || len(d.Points) == 0 {
		return nil
	}
	day, _ := d.Points[0].Y.(string)
	hour, ok := d.Points[0].X.(float64)
	if at := slices.Index(weekdays, day); at >= 0 && ok {
		return []int{at, int(hour)}
	}
	return nil
}

// miles is the first and the last mile of the column of the cell clicked.
func miles(d *dcc.PointsData) []int {
	if d == nil || len(d.Points) == 0 {
		return nil
	}
	x, ok := d.Points[0].X.(float64)
	if !ok {
		return nil
	}
	from := int(x) / milesBin * milesBin
	if from/milesBin >= milesBins-1 {
		return []int{from, math.MaxInt16}
	}
	return []int{from, from + milesBin - 1}
}

// words says what is chosen.
func words(p *picks) any {
	if p.empty() {
		return html.Span(html.Class("hint"), "Click or drag in a chart to narrow the others.")
	}
	var all []any
	badge := func(text string) { all = append(all, ui.Badge{Kind: ui.Info, Children: text}) }
	if len(p.Days) == 2 {
		badge(between(p.Days[0], p.Days[1]))
	}
	if len(p.Delay) == 2 {
		badge(limits(p.Delay, "min"))
	}
	if len(p.Slot) == 2 && p.Slot[0] >= 0 && p.Slot[0] < len(weekdays) {
		badge(fmt.Sprintf("%s %02d:00", weekdays[p.Slot[0]], p.Slot[1]))
	}
	if len(p.Miles) == 2 {
		badge(limits(p.Miles, "miles"))
	}
	return all
}

func between(first, last string) string {
	if first == last {
		return first
	}
	return first + " to " + last
}

// limits is a span in words; ends that are none are left out.
func limits(span []int, unit string) string {
	switch {
	case span[0] <= math.MinInt16:
		return fmt.Sprintf("up to %d %s", span[1], unit)
	case span[1] >= math.MaxInt16:
		return fmt.Sprintf("%d %s and more", span[0], unit)
	}
	return strings.TrimSpace(fmt.Sprintf("%d to %d %s", span[0], span[1], unit))
}

// reset sets the filters back.
func (d *data) reset(app *dashi.App) {
	app.Callback(
		dashi.Outputs(dashi.Output("dates", "start_date"), dashi.Output("dates", "end_date"), dashi.Output("from", "value"),
			dashi.Output("miles", "value"), dashi.Output("week", "value")),
		dashi.Inputs(dashi.Input("reset", "n_clicks"), dashi.Input("again", "n_clicks")),
		func(_, _ int) (start, end dcc.Date, from []string, miles []float64, week string) {
			return dcc.DateOf(d.start), dcc.DateOf(d.date(d.days - 1)), []string{}, d.allMiles(), "all"
		}, dashi.PreventInitialCall())
}

// allMiles is the ends of the slider.
func (d *data) allMiles() []float64 { return []float64{0, math.Ceil(float64(d.maxMiles())/500) * 500} }
