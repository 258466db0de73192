package app

import (
	"math"
	"slices"
	"time"

	"github.com/dashi-go/dashi/layout/dcc"
)

// controls is what the filters of the page say. All of it may come from an address that anybody wrote.
type controls struct {
	Start dcc.Date  `dashi:"dates.start_date"`
	End   dcc.Date  `dashi:"dates.end_date"`
	From  []string  `dashi:"from.value"`
	Miles []float64 `dashi:"miles.value"`
	Week  string    `dashi:"week.value"`
	Picks *picks    `dashi:"picks.data"`
}

// picks is what is chosen in the charts: a chart's own choice narrows all charts but itself. Each is the first and the last value, or empty.
type picks struct {
	Days  []string `json:"days,omitempty"`  // dates
	Delay []int    `json:"delay,omitempty"` // minutes
	Slot  []int    `json:"slot,omitempty"`  // weekday, 0 for Monday, and hour
	Miles []int    `json:"miles,omitempty"`
}

func (p *picks) empty() bool {
	return p == nil || len(p.Days) == 0 && len(p.Delay) == 0 && len(p.Slot) == 0 && len(p.Miles) == 0
}

// span is the whole numbers from the first to the last.
type span struct{ First, Last int }

func (s span) has(n int) bool { return s.First <= n && n <= s.Last }

var anything = span{math.MinInt, math.MaxInt}

// spanOf is what two numbers enclose, and everything where there are not two.
func spanOf[T int | float64](ends []T) span {
	if len(ends) != 2 {
		return anything
	}
	return span{int(min(ends[0], ends[1])), int(max(ends[0], ends[1]))}
}

// The charts that choose, as bits.
const (
	byDay = 1 << iota
	byDelay
	bySlot
	byMiles
)

// query is which flights are asked for.
type query struct {
	days, miles  span
	weekdays     [7]bool
	origins      []bool // by airport, nil for all
	pickDays     span
	pickDelay    span
	pickMiles    span
	pickWeekday  span
	pickHour     span
	inPick, here []bool // of each route: within pickMiles; with the origin and miles asked for
}

// query reads the controls against the data. What is not to be understood asks for everything.
func (d *data) query(c controls) query {
	q := query{
		days: span{0, d.days - 1}, miles: spanOf(c.Miles), pickDays: anything, pickDelay: anything, pickMiles: anything,
		pickWeekday: anything, pickHour: anything,
	}
	if at := c.Start.Time(); !at.IsZero() {
		q.days.First = d.day(at)
	}
	if at := c.End.Time(); !at.IsZero() {
		q.days.Last = d.day(at)
	}
	for day := range q.weekdays {
		q.weekdays[day] = c.Week != "weekdays" && c.Week != "weekend" || (c.Week == "weekend") == (day >= 5)
	}
	if len(c.From) > 0 {
		q.origins = make([]bool, len(d.airports))
		for i, a := range d.airports {
			q.origins[i] = slices.Contains(c.From, a.Code)
		}
	}
	q.pick(d, c.Picks)
	q.here, q.inPick = make([]bool, len(d.routes)), make([]bool, len(d.routes))
	for i, route := range d.routes {
		q.here[i] = q.miles.has(route[2]) && (q.origins == nil || q.origins[route[0]])
		q.inPick[i] = q.pickMiles.has(route[2])
	}
	return q
}

func (q *query) pick(d *data, p *picks) {
	if p == nil {
		return
	}
	q.pickDelay, q.pickMiles = spanOf(p.Delay), spanOf(p.Miles)
	if len(p.Slot) == 2 {
		q.pickWeekday, q.pickHour = span{p.Slot[0], p.Slot[0]}, span{p.Slot[1], p.Slot[1]}
	}
	if len(p.Days) == 2 {
		first, err1 := time.Parse(time.DateOnly, p.Days[0])
		last, err2 := time.Parse(time.DateOnly, p.Days[1])
		if err1 == nil && err2 == nil {
			q.pickDays = span{d.day(first), d.day(last)}
		}
	}
}

// misses tells of flight i which charts' choices leave it out, as bits; ok is false where the filters do.
func (d *data) misses(q *query, i int) (bits int, ok bool) {
	minute, route := int(d.minute[i]), d.route[i]
	day := minute / (24 * 60)
	weekday := d.weekday[day]
	if !q.here[route] || !q.days.has(day) || !q.weekdays[weekday] {
		return 0, false
	}
	if !q.pickDays.has(day) {
		bits |= byDay
	}
	if !q.pickDelay.has(int(d.delay[i])) {
		bits |= byDelay
	}
	if !q.pickWeekday.has(int(weekday)) || !q.pickHour.has(minute/60%24) {
		bits |= bySlot
	}
	if !q.inPick[route] {
		bits |= byMiles
	}
	return bits, true
}
