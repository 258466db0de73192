package express

import (
	"fmt"
	"slices"

	"github.com/dashi-go/dashi/layout/plot"
)

// Points draws a marker for each row, or its text. X and Y (or Ys) are numbers, texts or times; Size is the markers'
// area. [TrendLine] fits lines, [Marginal] draws distributions at the edges. From 20,000 rows on it is drawn by WebGL;
// [WebGL] decides otherwise.
func Points(rows any, by By, options ...Option) (plot.Figure, error) {
	s := spec{
		name: "Points", need: []string{"X"},
		may:     slices.Concat([]string{"Y", "Ys", "Color", "Symbol", "Size", "Text", "Group"}, hoverRoles, panelRoles, errorRoles),
		options: append([]string{"MaxSize", "TrendLine", "Marginal", "WebGL"}, axisOptions...),
	}
	c, err := s.openXY(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	if err := c.checkPoints(); err != nil {
		return plot.Figure{}, c.wrong(err)
	}
	figure, err := c.cartesian(func(s *series) []plot.Trace {
		out := []plot.Trace{c.pointTrace(s)}
		if c.trend {
			if line, ok := c.trendTrace(s); ok {
				out = append(out, line)
			}
		}
		return append(out, c.marginTraces(s)...)
	})
	if err == nil && c.marginX+c.marginY != "" {
		c.marginAxes(&figure.Layout)
	}
	return figure, err
}

// checkPoints checks what the options need.
func (c *chart) checkPoints() error {
	if c.marginX+c.marginY != "" && (c.grid.several() || c.col("Frame") != nil) {
		return fmt.Errorf("Marginal has no room beside panels or frames; leave out By.Facet, Row, Column and Frame")
	}
	if c.trend && c.col("Frame") != nil {
		return fmt.Errorf("TrendLine has no meaning in an animation; leave out By.Frame")
	}
	if !c.trend {
		return nil
	}
	for _, role := range []string{"X", "Y"} {
		if col := c.col(role); !col.numeric() && (role == "Y" || col.kind != moments) {
			return fmt.Errorf("TrendLine: field %q holds %s; a line fits numbers, along x times too", col.field, col.kind)
		}
	}
	return nil
}

func (c *chart) pointTrace(s *series) plot.Trace {
	t := c.scatter(s)
	t.Mode, t.Marker, t.Opacity = "markers", s.marker(), nil
	if c.col("Text") != nil {
		t.Mode, t.Textposition = "markers+text", "top center"
	}
	if c.col("Size") == nil {
		t.Marker.Size = pointSize(c.n)
	}
	return c.maybeGL(t, true)
}

// pointSize is a diameter in pixels at which so many points do not cover one another more than need be.
func pointSize(n int) float64 {
	switch {
	case n < 1_000:
		return 8
	case n < 20_000:
		return 6
	}
	return 4
}
