package express

import (
	"strings"

	"github.com/dashi-go/dashi/layout/plot"
)

// drawing makes the traces of a series.
type drawing func(*series) []plot.Trace

// traces draws all series, frame by frame where there are frames.
func (c *chart) traces(draw drawing) error {
	groups, err := c.groups()
	if err != nil {
		return c.wrong(err)
	}
	if c.col("Frame") != nil {
		c.frames(groups, draw)
		return nil
	}
	for _, g := range groups {
		c.fig.Data = append(c.fig.Data, draw(c.seriesOf(g))...)
	}
	return nil
}

// cartesian finishes a figure of x and y axes, of which each panel has one of each.
func (c *chart) cartesian(draw drawing) (plot.Figure, error) {
	if err := c.traces(draw); err != nil {
		return plot.Figure{}, err
	}
	x, y := c.axisOf("X", c.logX, c.rangeX), c.axisOf("Y", c.logY, c.rangeY)
	if c.col("Frame") != nil {
		c.fixRange(&x, "X")
		c.fixRange(&y, "Y")
	}
	c.axes(x, y)
	c.finish()
	return c.fig, nil
}

// finish sets what all figures have: title, size, legend, color bar and the titles of panels.
func (c *chart) finish() {
	l := &c.fig.Layout
	l.Title.Text = c.title
	if c.subtitle != "" {
		l.Title.Subtitle = &plot.Title{Text: c.subtitle}
	}
	l.Template, l.Height, l.Width = c.template, c.height, c.width
	if l.Height == 0 && c.grid.rows > 1 {
		l.Height = float64(100 + 260*c.grid.rows)
	}
	l.Annotations = append(l.Annotations, c.panelTitles()...)
	l.Hoverlabel.Align = "left"
	if c.continuous() && l.ColorAxis.Colorscale == nil {
		field := c.fields["Color"]
		l.ColorAxis = c.colorAxis(c.label(field), field)
	}
	c.margins()
	c.placeLegend()
}

// margins leaves no room for a title that is not there, and more for those of panels.
func (c *chart) margins() {
	above := len(c.grid.colTitles) > 0
	top := map[[2]bool]float64{{false, false}: 24, {false, true}: 36, {true, true}: 76}[[2]bool{c.title != "", above}]
	if c.subtitle != "" {
		top += 24
		if !above {
			top += 48
		}
	}
	if top != 0 {
		c.fig.Layout.Margin.T = new(top)
	}
	if len(c.grid.rowTitles) > 0 {
		c.fig.Layout.Margin.R = new(36.0)
	}
}

// placeLegend puts the legend below, where it takes no width from the plot on narrow screens, or at the right where a
// slider is below.
func (c *chart) placeLegend() {
	l := &c.fig.Layout
	if len(c.legend) == 0 {
		return
	}
	l.Showlegend = new(true)
	l.Legend.Title = plot.Title{Text: c.legendTitle()}
	if c.col("Size") != nil {
		l.Legend.Itemsizing = "constant"
	}
	if c.col("Frame") == nil {
		l.Legend.Orientation = "h"
		l.Legend.YRef, l.Legend.Y, l.Legend.YAnchor = "container", new(0.0), "bottom"
		l.Legend.X, l.Legend.XAnchor = new(0.0), "left"
	}
}

// axisNames are the names of the panel's axes as traces give them; the first need none.
func (s *series) axisNames() (x, y string) {
	if s.panel == 0 {
		return "", ""
	}
	return axisName("x", s.panel), axisName("y", s.panel)
}

// showlegend hides entries of names that have one already.
func (s *series) showlegend() *bool {
	if s.entry {
		return nil
	}
	return new(false)
}

// traceName is the name as plotly shows it.
func (s *series) traceName() string { return strings.ReplaceAll(s.name, "<", "&lt;") }
