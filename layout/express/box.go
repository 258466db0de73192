package express

import (
	"fmt"
	"slices"

	"github.com/dashi-go/dashi/layout/plot"
)

// Box draws quartiles, whiskers and outliers of the numbers in Y, for each X where that is given, and for each Color
// side by side. They lie where X holds numbers and Y texts (or nothing), or with [Horizontal].
func Box(rows any, by By, options ...Option) (plot.Figure, error) {
	return boxes("Box", rows, by, options, func(b *boxChart, s *series) plot.Trace {
		t := plot.Box{
			X: s.get("X"), Y: s.get("Y"), Name: b.name(s), Legendgroup: s.name, Offsetgroup: s.name, Alignmentgroup: "boxes",
			Showlegend: b.entry(s), Marker: plot.Marker{Color: s.color()}, Orientation: b.orientation(), Opacity: b.opacity,
			Customdata: s.custom(), Hovertext: s.get("HoverName"), Hovertemplate: s.template(s.lines()...), IDs: s.get("ID"),
		}
		t.XAxis, t.YAxis = s.axisNames()
		if b.points != "" {
			t.Boxpoints = b.shownPoints()
		}
		return t
	})
}

// Violin draws how the numbers in Y are distributed, as Box does it, with a box inside.
func Violin(rows any, by By, options ...Option) (plot.Figure, error) {
	return boxes("Violin", rows, by, options, func(b *boxChart, s *series) plot.Trace {
		t := plot.Violin{
			X: s.get("X"), Y: s.get("Y"), Name: b.name(s), Legendgroup: s.name, Offsetgroup: s.name, Alignmentgroup: "boxes",
			Showlegend: b.entry(s), Line: plot.Line{Color: s.color()}, Orientation: b.orientation(), Opacity: b.opacity,
			Customdata: s.custom(), Hovertext: s.get("HoverName"), Hovertemplate: s.template(s.lines()...), IDs: s.get("ID"),
			Points: b.shownPoints(), Box: plot.ViolinBox{Visible: true}, Scalegroup: "violins", Spanmode: "hard",
		}
		t.XAxis, t.YAxis = s.axisNames()
		return t
	})
}

// boxChart is the making of boxes or violins.
type boxChart struct {
	*chart
	place, length string // roles of where they stand and of the numbers
}

func boxes(name string, rows any, by By, options []Option, draw func(*boxChart, *series) plot.Trace) (plot.Figure, error) {
	s := spec{
		name: name, may: slices.Concat([]string{"X", "Y", "Ys", "Color", "Group"}, hoverRoles, panelRoles),
		options: append([]string{"Horizontal", "ShowPoints"}, axisOptions...),
	}
	if by.X == "" && by.Y == "" && len(by.Ys) == 0 {
		s.need = []string{"Y"}
	}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	b := &boxChart{c, "X", "Y"}
	x, y := c.col("X"), c.col("Y")
	if c.horizontal || y == nil || x != nil && x.numeric() && !y.numeric() {
		b.place, b.length = "Y", "X"
	}
	if c.col(b.length) == nil {
		return plot.Figure{}, c.wrong(fmt.Errorf("nothing is set as By.%s; it must name the numbers to show", b.length))
	}
	for _, err := range []error{c.wantNumbers(b.length), c.wantSplit()} {
		if err != nil {
			return plot.Figure{}, c.wrong(err)
		}
	}
	figure, err := c.cartesian(func(s *series) []plot.Trace { return []plot.Trace{draw(b, s)} })
	if err == nil {
		b.layout(&figure)
	}
	return figure, err
}

// layout says how boxes at one place stand. Those that stand at their name need no legend.
func (b *boxChart) layout(figure *plot.Figure) {
	mode := "group"
	if color := b.fields["Color"]; color == "" || color == b.fields[b.place] || b.col(b.place) == nil {
		mode = "overlay"
		figure.Layout.Showlegend, figure.Layout.Legend = nil, plot.Legend{}
	}
	figure.Layout.Boxmode, figure.Layout.Violinmode = mode, mode
}

// name is the series' name, where it stands when there is no column of places.
func (b *boxChart) name(s *series) string {
	if name := s.traceName(); name != "" {
		return name
	}
	return escape(b.label(b.fields[b.length]))
}

func (b *boxChart) entry(s *series) *bool {
	if color := b.fields["Color"]; b.col(b.place) == nil || color == b.fields[b.place] {
		return new(false)
	}
	return s.showlegend()
}

func (b *boxChart) orientation() string {
	if b.length == "X" {
		return "h"
	}
	return "v"
}

// shownPoints is what plotly calls the points that ShowPoints names.
func (b *boxChart) shownPoints() any {
	if b.points == "none" || b.points == "" {
		return false
	}
	return b.points
}
