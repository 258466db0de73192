package express

import (
	"fmt"
	"slices"

	"github.com/dashi-go/dashi/layout/plot"
)

// Hist counts how many values of X fall into each bin, upright; with Y alone, lying. With both, [Aggregated] says what
// is made of the other's numbers in each bin. Binning is done in the browser, so zooming and bins stay changeable.
// Colors are stacked, see [Barmode].
func Hist(rows any, by By, options ...Option) (plot.Figure, error) {
	wide := len(by.Ys) > 0
	s := spec{
		name: "Hist", may: slices.Concat([]string{"X", "Y", "Ys", "Color", "Pattern", "Group"}, panelRoles[:4]),
		options: append([]string{"Barmode", "Norm", "Histnorm", "Cumulative", "Bins", "Aggregated", "Horizontal"}, axisOptions...),
	}
	if by.X == "" && by.Y == "" && !wide {
		s.need = []string{"X"}
	}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	if wide && by.X == "" { // Ys are values to be binned, and these stand along x
		c.by.X, c.by.Y = valueField, ""
		c.fields["X"] = valueField
		delete(c.fields, "Y")
	}
	h, err := c.hist()
	if err != nil {
		return plot.Figure{}, c.wrong(err)
	}
	figure, err := c.cartesian(h.traces)
	if err == nil {
		h.layout(&figure)
	}
	return figure, err
}

// hist is the making of a histogram: values are binned along the axis of place.
type hist struct {
	*chart
	place, length string
}

func (c *chart) hist() (*hist, error) {
	h := &hist{chart: c, place: "X", length: "Y"}
	if c.col("X") == nil || c.horizontal {
		h.place, h.length = "Y", "X"
	}
	if c.col(h.place) == nil {
		return nil, fmt.Errorf("nothing is set as By.%s; it must name the values that are counted", h.place)
	}
	if err := c.wantNumbers(h.length); err != nil {
		return nil, err
	}
	switch {
	case c.aggregate == Median:
		return nil, fmt.Errorf("Aggregated(%q): bins have a count, sum, mean, min or max", Median)
	case c.aggregate != "" && c.aggregate != Count && c.col(h.length) == nil:
		return nil, fmt.Errorf("Aggregated(%q) needs numbers in By.%s", c.aggregate, h.length)
	case c.aggregate == "" && c.col(h.length) != nil:
		c.aggregate = Sum
	case c.aggregate == "":
		c.aggregate = Count
	}
	if c.barmode == "" {
		c.barmode = "stack"
	}
	return h, c.wantSplit()
}

func (h *hist) traces(s *series) []plot.Trace {
	t := plot.Histogram{
		X: s.get("X"), Y: s.get("Y"), Name: s.traceName(), Legendgroup: s.name,
		Showlegend: s.showlegend(), Marker: s.marker(), Bingroup: "bins", Histnorm: h.histnorm,
		Histfunc: map[Aggregate]string{Sum: "sum", Mean: "avg", Min: "min", Max: "max"}[h.aggregate],
	}
	t.XAxis, t.YAxis = s.axisNames()
	if h.barmode == "group" {
		t.Offsetgroup, t.Alignmentgroup = s.name, "bars"
	}
	if h.opacity == nil && h.barmode == "overlay" {
		t.Marker.Opacity = 0.6
	}
	if pattern := s.turn("Pattern", "", "/", "x", ".", "+", "\\", "-", "|"); pattern != "" {
		t.Marker.Pattern.Shape = pattern
	}
	t.Cumulative.Enabled = h.cumulative
	if h.place == "X" {
		t.NBinsX = h.bins
		t.Hovertemplate = s.template(line{h.label(h.fields["X"]), "%{x}"}, line{h.lengthTitle(), "%{y}"})
		t.Orientation = "v"
	} else {
		t.NBinsY = h.bins
		t.Hovertemplate = s.template(line{h.label(h.fields["Y"]), "%{y}"}, line{h.lengthTitle(), "%{x}"})
		t.Orientation = "h"
	}
	return []plot.Trace{t}
}

// lengthTitle is what the bars' length is called.
func (h *hist) lengthTitle() string {
	title := h.aggregateLabel(h.aggregate, h.fields[h.length])
	if h.histnorm != "" {
		title += " (" + h.histnorm + ")"
		if h.fields[h.length] == "" {
			title = capital(h.histnorm)
		}
	}
	if h.barnorm != "" {
		title += " (" + h.barnorm + ")"
	}
	return title
}

func (h *hist) layout(figure *plot.Figure) {
	l := &figure.Layout
	l.Barmode, l.Barnorm = h.barmode, h.barnorm
	for panel := range h.grid.count {
		letter, outer := "y", h.grid.left(panel)
		if h.length == "X" {
			letter, outer = "x", h.grid.bottom(panel)
		}
		a := axisAt(l, letter, panel)
		if outer {
			a.Title.Text = escape(h.lengthTitle())
		}
		if h.fields[h.length] != "" {
			a.Range = nil // of an animation: the field's extent is not that of the bars
		}
		setAxis(l, letter, panel, a)
	}
}
