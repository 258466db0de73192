package express

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/dashi-go/dashi/layout/plot"
)

// Timeline draws a bar for each row, from Start to End (times), in the row of Y: a Gantt chart. A row whose
// start or end is missing has no bar.
func Timeline(rows any, by By, options ...Option) (plot.Figure, error) {
	s := spec{
		name: "Timeline", need: []string{"Start", "End", "Y"},
		may:     slices.Concat([]string{"Color", "Pattern", "Text"}, hoverRoles, panelRoles[:3]),
		options: []string{"RangeX", "FreeY", "FacetWrap", "FreeX"},
	}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	for row := range c.n {
		if start, end := c.col("Start"), c.col("End"); end.float(row) < start.float(row) {
			return plot.Figure{}, c.wrong(fmt.Errorf("row %d ends (%s) before it starts (%s)", row, end.times[row], start.times[row]))
		}
	}
	for _, field := range []string{by.Start, by.End} {
		if !slices.Contains(c.by.Hover, field) {
			c.by.Hover = append(slices.Clip(c.by.Hover), field)
		}
	}
	figure, err := c.cartesian(func(s *series) []plot.Trace { return []plot.Trace{c.spanTrace(s)} })
	if err != nil {
		return plot.Figure{}, err
	}
	l := &figure.Layout
	l.Barmode = "overlay"
	for panel := range c.grid.count {
		a := axisAt(l, "x", panel)
		a.Type = "date"
		if c.rangeX != nil {
			a.Range = []any{end(c.rangeX[0], false), end(c.rangeX[1], false)}
		}
		setAxis(l, "x", panel, a)
	}
	return figure, nil
}

// spanTrace is bars with a base: their length is in milliseconds.
func (c *chart) spanTrace(s *series) plot.Trace {
	start, end := c.col("Start"), c.col("End")
	kept := &series{c: c, group: group{codes: s.group.codes, rows: []int32{}}, name: s.name, entry: s.entry, panel: s.panel}
	var base []time.Time
	var lengths []float64
	s.each(func(row int) {
		length := end.float(row) - start.float(row)
		if math.IsNaN(length) {
			return
		}
		kept.group.rows = append(kept.group.rows, int32(row))
		base, lengths = append(base, start.times[row]), append(lengths, length)
	})
	t := plot.Bar{
		X: lengths, Base: base, Y: kept.get("Y"), Orientation: "h", Name: s.traceName(), Legendgroup: s.name, Showlegend: s.showlegend(),
		Marker: kept.marker(), Hovertext: kept.get("HoverName"), Customdata: kept.custom(), Text: kept.get("Text"),
		Hovertemplate: kept.template(c.variable("Y", "y")),
	}
	t.XAxis, t.YAxis = s.axisNames()
	if pattern := s.turn("Pattern", "", "/", "x", ".", "+", "\\", "-", "|"); pattern != "" {
		t.Marker.Pattern.Shape = pattern
	}
	return t
}
