package express

import (
	"math"
	"strconv"
	"time"

	"github.com/dashi-go/dashi/layout/plot"
)

// axisOf is what the axis of a role shows, the same in all panels. log and ends are what the options say.
func (c *chart) axisOf(role string, log bool, ends []any) plot.Axis {
	col := c.col(role)
	if col == nil {
		return plot.Axis{}
	}
	a := plot.Axis{Title: plot.Title{Text: escape(c.label(col.field))}, Tickformat: c.formats[col.field]}
	switch {
	case log:
		a.Type = "log"
		if low, high, ok := c.shownExtent(col, true); ok && high-low >= 2 {
			a.Minorloglabels = "none" // the powers of ten are enough
		}
	case col.kind == moments:
		a.Type = "date"
	case c.names(col):
		a.Type = "category" // "2020" and "1e3" stay what they are
		c.sortAxis(&a, role, col)
	}
	if ends != nil {
		a.Range = []any{end(ends[0], log), end(ends[1], log)}
	}
	return a
}

// names tells whether the values of a column are names along an axis.
func (c *chart) names(col *column) bool { return col.kind == texts || c.categories[col.field] }

// sortAxis puts the categories of an axis into order, which plotly would take from the first trace first. Names along y
// stand from the top.
func (c *chart) sortAxis(a *plot.Axis, role string, col *column) {
	if role == "Y" {
		a.Autorange = "reversed"
	}
	labels := categorize(col, c.orders[col.field]).labels
	if n := len(labels); n > 0 && labels[n-1] == noValue {
		labels = labels[:n-1]
	}
	if len(labels) <= 10_000 && (len(c.splits) > 0 || c.orders[col.field] != nil) {
		a.Categoryorder, a.Categoryarray = "array", labels
	}
}

// end is one end of a range: the logarithm on a logarithmic axis, times as text.
func end(v any, log bool) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format("2006-01-02 15:04:05.999")
	case float64:
		return logIf(v, log)
	case int:
		return logIf(float64(v), log)
	}
	return v
}

func logIf(v float64, log bool) float64 {
	if log {
		return math.Log10(v)
	}
	return v
}

// axes puts the axes of all panels into the layout. Inner panels have no titles and labels, unless their axes are free.
func (c *chart) axes(x, y plot.Axis) {
	for panel := range c.grid.count {
		ax, ay := x, y
		if c.grid.several() {
			ax.Domain, ay.Domain = c.domains(panel)
			ax.Anchor, ay.Anchor = axisName("y", panel), axisName("x", panel)
		}
		if panel > 0 && !c.freeX {
			ax.Matches = "x"
		}
		if panel > 0 && !c.freeY {
			ay.Matches = "y"
		}
		if !c.grid.bottom(panel) {
			ax.Title = plot.Title{}
			ax.Showticklabels = hiddenUnless(c.freeX)
		}
		if !c.grid.left(panel) {
			ay.Title = plot.Title{}
			ay.Showticklabels = hiddenUnless(c.freeY)
		}
		setAxis(&c.fig.Layout, "x", panel, ax)
		setAxis(&c.fig.Layout, "y", panel, ay)
	}
}

func hiddenUnless(free bool) *bool {
	if free {
		return nil
	}
	return new(false)
}

// setAxis sets an axis of the layout: the first four have fields.
func setAxis(l *plot.Layout, letter string, panel int, a plot.Axis) {
	switch letter + strconv.Itoa(panel) {
	case "x0":
		l.XAxis = a
	case "x1":
		l.XAxis2 = &a
	case "x2":
		l.XAxis3 = &a
	case "x3":
		l.XAxis4 = &a
	case "y0":
		l.YAxis = a
	case "y1":
		l.YAxis2 = &a
	case "y2":
		l.YAxis3 = &a
	case "y3":
		l.YAxis4 = &a
	default:
		if l.Extra == nil {
			l.Extra = map[string]any{}
		}
		l.Extra[letter+"axis"+strconv.Itoa(panel+1)] = a
	}
}

// fixRange gives an axis of an animation a range that holds all frames, with some room at the ends. Without it each
// frame would be drawn on the axes of the first.
func (c *chart) fixRange(a *plot.Axis, role string) {
	col := c.col(role)
	if col == nil || a.Range != nil {
		return
	}
	if c.names(col) {
		n := len(categorize(col, nil).labels)
		a.Range = []float64{-0.5, float64(n) - 0.5}
		if role == "Y" {
			a.Range, a.Autorange = []float64{float64(n) - 0.5, -0.5}, nil
		}
		return
	}
	if low, high, ok := c.shownExtent(col, a.Type == "log"); ok {
		room := (high - low) / 20
		if room == 0 {
			room = 0.5
		}
		a.Range = rangeOf(a.Type, low-room, high+room)
	}
}

// shownExtent is the extent of a column along its axis.
func (c *chart) shownExtent(col *column, log bool) (low, high float64, ok bool) {
	if !log {
		return col.extent()
	}
	low, high = math.Inf(1), math.Inf(-1)
	for i := range col.len() {
		if v := col.float(i); v > 0 && finite(v) {
			low, high = min(low, math.Log10(v)), max(high, math.Log10(v))
		}
	}
	return low, high, low <= high
}

func rangeOf(kind string, low, high float64) any {
	if kind == "date" {
		text := func(ms float64) string { return time.UnixMilli(int64(ms)).UTC().Format("2006-01-02 15:04:05") }
		return []any{text(low), text(high)}
	}
	return []float64{low, high}
}

// axisAt is an axis that setAxis set.
func axisAt(l *plot.Layout, letter string, panel int) plot.Axis {
	some := func(a *plot.Axis) plot.Axis {
		if a == nil {
			return plot.Axis{}
		}
		return *a
	}
	switch letter + strconv.Itoa(panel) {
	case "x0":
		return l.XAxis
	case "x1":
		return some(l.XAxis2)
	case "x2":
		return some(l.XAxis3)
	case "x3":
		return some(l.XAxis4)
	case "y0":
		return l.YAxis
	case "y1":
		return some(l.YAxis2)
	case "y2":
		return some(l.YAxis3)
	case "y3":
		return some(l.YAxis4)
	}
	a, _ := l.Extra[letter+"axis"+strconv.Itoa(panel+1)].(plot.Axis)
	return a
}
