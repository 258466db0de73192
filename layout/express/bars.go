package express

import (
	"errors"
	"fmt"
	"slices"

	"github.com/dashi-go/dashi/layout/plot"
)

// Bars draws a bar for each row, as long as Y says, at X: categories, numbers or times. They lie, with X as their length,
// where X holds numbers and Y texts, or with [Horizontal]. Bars at one place are stacked, see [Barmode]. [Aggregated]
// draws one bar for all rows of a place and color; without a length rows are counted. Ys are bars side by side.
func Bars(rows any, by By, options ...Option) (plot.Figure, error) {
	wide := len(by.Ys) > 0
	s := spec{
		name: "Bars", may: slices.Concat([]string{"X", "Y", "Ys", "Color", "Pattern", "Group", "Text"}, hoverRoles, panelRoles, errorRoles),
		options: append([]string{"Barmode", "Norm", "Aggregated", "Horizontal", "WriteValues"}, axisOptions...),
	}
	if by.X == "" && by.Y == "" {
		s.need = []string{"X"}
	}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	b, err := c.bars(wide)
	if err != nil {
		return plot.Figure{}, c.wrong(err)
	}
	figure, err := c.cartesian(b.traces)
	if err == nil {
		b.layout(&figure)
	}
	return figure, err
}

// bars is the making of a bar chart.
type bars struct {
	*chart
	place, length string    // roles of where bars stand and how long they are
	at            *category // the places, where rows are put together or ranges are needed
	ends          map[[3]int]float64
	low, high     float64
}

// bars finds out which way bars go.
func (c *chart) bars(wide bool) (*bars, error) {
	x, y := c.col("X"), c.col("Y")
	lying := c.horizontal || x == nil || y != nil && x.numeric() && !y.numeric()
	b := &bars{chart: c, place: "X", length: "Y", ends: map[[3]int]float64{}}
	if lying {
		b.place, b.length = "Y", "X"
	}
	if c.col(b.place) == nil {
		return nil, fmt.Errorf("nothing is set as By.%s; it must name the places of bars", b.place)
	}
	if c.col(b.length) == nil && c.aggregate == "" {
		c.aggregate = Count
	}
	if c.col(b.length) == nil && c.aggregate != Count {
		return nil, fmt.Errorf("Aggregated(%q) needs numbers in By.%s; without it rows can be counted", c.aggregate, b.length)
	}
	if c.aggregate != Count {
		if err := c.wantNumbers(b.length); err != nil {
			return nil, err
		}
	}
	if c.barmode == "" {
		c.barmode = "relative"
		if wide {
			c.barmode = "group"
		}
	}
	if c.aggregate != "" {
		if err := c.checkAggregated(); err != nil {
			return nil, err
		}
	}
	if col := c.col(b.place); c.aggregate != "" || c.col("Frame") != nil {
		b.at = categorize(col, c.orders[col.field])
	}
	return b, nil
}

// checkAggregated refuses roles of single rows.
func (c *chart) checkAggregated() error {
	for _, role := range []string{"Text", "HoverName", "ID", "ErrorX", "ErrorXMinus", "ErrorY", "ErrorYMinus"} {
		if c.fields[role] != "" {
			return fmt.Errorf("what By.%s names is of single rows; it has no meaning where rows are put together", role)
		}
	}
	if len(c.by.Hover) > 0 {
		return errors.New("what By.Hover names is of single rows; it has no meaning where rows are put together")
	}
	if c.continuous() {
		return fmt.Errorf("in By.Color, field %q is a number of single rows; Categories(%q) splits by its values", c.fields["Color"], c.fields["Color"])
	}
	return nil
}

func (b *bars) traces(s *series) []plot.Trace {
	c := b.chart
	t := plot.Bar{
		Name: s.traceName(), Legendgroup: s.name, Showlegend: s.showlegend(), Marker: s.marker(),
		Customdata: s.custom(), Hovertext: s.get("HoverName"), IDs: s.get("ID"),
		ErrorX: s.errorBar("ErrorX"), ErrorY: s.errorBar("ErrorY"),
	}
	t.XAxis, t.YAxis = s.axisNames()
	if pattern := s.turn("Pattern", "", "/", "x", ".", "+", "\\", "-", "|"); pattern != "" {
		t.Marker.Pattern.Shape = pattern
	}
	if c.barmode == "group" { // an offsetgroup keeps its place free of others, so stacks must have none
		t.Offsetgroup, t.Alignmentgroup = s.name, "bars"
	}
	if b.length == "X" {
		t.Orientation = "h"
	}
	if text := s.get("Text"); text != nil {
		t.Text, t.Textposition = text, "auto"
	}
	if c.aggregate != "" {
		b.summed(s, &t)
	} else {
		t.X, t.Y, t.Hovertemplate = s.get("X"), s.get("Y"), s.template(s.lines()...)
		if b.at != nil {
			s.each(func(row int) { b.reach(s, int(b.at.codes[row]), c.col(b.length).float(row)) })
		}
	}
	if c.writeValues {
		t.Texttemplate = "%{" + map[string]string{"X": "x", "Y": "y"}[b.length] + c.madeFormat(c.aggregate, b.length, 3) + "}"
	}
	return []plot.Trace{t}
}

// lengthFormat is how lengths are written on hover.
func (b *bars) lengthFormat() string { return b.madeFormat(b.aggregate, b.length, 6) }

// summed gives a trace one bar for each place.
func (b *bars) summed(s *series, t *plot.Bar) {
	sum := s.summarize(b.aggregate, b.at.codes, len(b.at.labels), b.col(b.length))
	for i, code := range sum.codes {
		b.reach(s, int(code), sum.values[i])
	}
	places, lengths := b.col(b.place).pick(sum.first), any(sum.values)
	value := line{b.aggregateLabel(b.aggregate, b.fields[b.length]), "%{y" + b.lengthFormat() + "}"}
	t.X, t.Y = places, lengths
	at := "x"
	if b.length == "X" {
		t.X, t.Y, at = lengths, places, "y"
		value.value = "%{x" + b.lengthFormat() + "}"
	}
	t.Hovertemplate = s.template(b.variable(b.place, at), value)
}

// reach notes how far bars go, for the range of an animation.
func (b *bars) reach(s *series, code int, v float64) {
	if !finite(v) || b.col("Frame") == nil {
		return
	}
	end := v
	if b.barmode == "stack" || b.barmode == "relative" {
		up := 0
		if v >= 0 {
			up = 1
		}
		key := [3]int{s.code("Frame")*b.grid.count + s.panel, code, up}
		b.ends[key] += v
		end = b.ends[key]
	}
	b.low, b.high = min(b.low, end), max(b.high, end)
}

// layout sets what only bars have.
func (b *bars) layout(figure *plot.Figure) {
	l := &figure.Layout
	l.Barmode, l.Barnorm = b.barmode, b.barnorm
	if b.barnorm != "" {
		b.low, b.high = 0, map[string]float64{"fraction": 1, "percent": 100}[b.barnorm]
	}
	for panel := range b.grid.count {
		a := axisAt(l, map[string]string{"X": "x", "Y": "y"}[b.length], panel)
		if a.Title.Text != "" || b.fields[b.length] == "" && b.outer(panel) {
			a.Title.Text = b.lengthTitle(a.Title.Text)
		}
		if b.col("Frame") != nil && b.high > b.low && a.Type != "log" && b.rangeOption() == nil {
			room := (b.high - b.low) / 20
			low := b.low
			if low < 0 {
				low -= room
			}
			a.Range = []float64{low, b.high + room}
		}
		setAxis(l, map[string]string{"X": "x", "Y": "y"}[b.length], panel, a)
	}
}

func (b *bars) rangeOption() []any {
	if b.length == "X" {
		return b.rangeX
	}
	return b.rangeY
}

// outer tells whether the panel's axis of lengths has a title.
func (b *bars) outer(panel int) bool {
	if b.length == "X" {
		return b.grid.bottom(panel)
	}
	return b.grid.left(panel)
}

func (b *bars) lengthTitle(title string) string {
	if b.aggregate != "" {
		title = escape(b.aggregateLabel(b.aggregate, b.fields[b.length]))
	}
	if b.barnorm != "" {
		title += " (" + b.barnorm + ")"
	}
	return title
}
