package express

import (
	"fmt"
	"slices"

	"github.com/dashi-go/dashi/layout/plot"
)

// glFrom is the number of rows from which Line and Points are drawn by WebGL: SVG takes seconds for more, and zooms by
// jerks.
const glFrom = 20_000

var lineRoles = []string{"Y", "Ys", "Color", "Dash", "Symbol", "Group", "Text"}

// Line joins the rows by lines, in the order in which they stand. X and Y (or Ys) are numbers, texts or times; Color,
// Dash, Symbol and Group make lines of their own. A missing number breaks a line. From 20,000 rows on it is drawn by
// WebGL, unless it is curved; [WebGL] decides otherwise.
func Line(rows any, by By, options ...Option) (plot.Figure, error) {
	s := spec{
		name: "Line", need: []string{"X"}, may: slices.Concat(lineRoles, hoverRoles, panelRoles, errorRoles),
		options: append([]string{"Markers", "Shape", "WebGL"}, axisOptions...),
	}
	c, err := s.openXY(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	return c.cartesian(func(s *series) []plot.Trace { return []plot.Trace{c.lineTrace(s)} })
}

// Area is lines that are stacked, with the areas between them filled. It takes what Line takes, of numeric colors
// nothing; [Norm] scales the stack.
func Area(rows any, by By, options ...Option) (plot.Figure, error) {
	s := spec{
		name: "Area", need: []string{"X"}, may: slices.Concat([]string{"Y", "Ys", "Color", "Group"}, hoverRoles, panelRoles),
		options: append([]string{"Markers", "Shape", "Norm"}, axisOptions...),
	}
	c, err := s.openXY(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	if err := c.wantSplit(); err != nil {
		return plot.Figure{}, c.wrong(err)
	}
	return c.cartesian(func(s *series) []plot.Trace {
		t := c.scatter(s)
		t.Mode, t.Stackgroup, t.Groupnorm = "lines", "stack", c.barnorm
		t.Line = plot.Line{Color: s.color(), Width: 1.5, Shape: c.shape}
		if c.markers {
			t.Mode = "lines+markers"
		}
		return []plot.Trace{t}
	})
}

// openXY opens a figure of which Y or Ys must be given.
func (s spec) openXY(rows any, by By, options []Option) (*chart, error) {
	if by.Y == "" && len(by.Ys) == 0 {
		s.need = append(s.need, "Y")
	}
	return s.open(rows, by, options)
}

// wantSplit refuses a continuous color.
func (c *chart) wantSplit() error {
	if c.continuous() {
		return fmt.Errorf("in By.Color, field %q holds %s, but a trace has one color; Categories(%q) splits by its values",
			c.fields["Color"], c.col("Color").kind, c.fields["Color"])
	}
	return nil
}

func (c *chart) lineTrace(s *series) plot.Trace {
	t := c.scatter(s)
	t.Mode = "lines"
	t.Line = plot.Line{Width: 2.0, Shape: c.shape, Color: s.color()}
	if dash := s.dash(); dash != "" {
		t.Line.Dash = dash
	}
	if c.markers || c.col("Symbol") != nil || c.continuous() {
		t.Mode += "+markers"
		t.Marker = s.marker()
		if !c.continuous() {
			t.Marker.Opacity = nil
		}
	}
	if c.col("Text") != nil {
		t.Mode += "+text"
		t.Textposition = "top center"
	}
	return c.maybeGL(t, c.shape == "" || c.shape == "linear")
}

// scatter is what scatter traces of a series have in common.
func (c *chart) scatter(s *series) plot.Scatter {
	t := plot.Scatter{
		X: s.get("X"), Y: s.get("Y"), Name: s.traceName(), Legendgroup: s.name, Showlegend: s.showlegend(),
		Hovertemplate: s.template(s.lines()...), Customdata: s.custom(), Hovertext: s.get("HoverName"), IDs: s.get("ID"),
		Text: s.get("Text"), Opacity: c.opacity,
		ErrorX: s.errorBar("ErrorX"), ErrorY: s.errorBar("ErrorY"),
	}
	t.XAxis, t.YAxis = s.axisNames()
	return t
}

// lines are what hover says of the roles that vary within a series.
func (s *series) lines() (out []line) {
	c := s.c
	for _, r := range []struct{ role, name string }{
		{"X", "x"}, {"Y", "y"}, {"Lat", "lat"}, {"Lon", "lon"}, {"Theta", "theta"}, {"R", "r"},
		{"Size", "marker.size"}, {"Text", "text"},
	} {
		if c.col(r.role) != nil {
			out = append(out, c.variable(r.role, r.name))
		}
	}
	if c.continuous() {
		out = append(out, c.variable("Color", "marker.color"))
	}
	return out
}

// errorBar is the error bars of a role, nil where it has no field.
func (s *series) errorBar(role string) *plot.ErrorBar {
	if s.c.col(role) == nil && s.c.col(role+"Minus") == nil {
		return nil
	}
	e := &plot.ErrorBar{Type: "data", Array: s.get(role), Arrayminus: s.get(role + "Minus"), Thickness: new(1.5), Width: new(4.0)}
	if e.Arrayminus != nil {
		e.Symmetric = new(false)
	}
	return e
}

// maybeGL makes a trace one of WebGL where it is large, or the option says so.
func (c *chart) maybeGL(t plot.Scatter, can bool) plot.Trace {
	on := c.n >= glFrom
	if c.webGL != nil {
		on = *c.webGL
	}
	if !on || !can {
		return t
	}
	return plot.Scattergl{
		X: t.X, Y: t.Y, Name: t.Name, Legendgroup: t.Legendgroup, Showlegend: t.Showlegend, Hovertemplate: t.Hovertemplate,
		Customdata: t.Customdata, Hovertext: t.Hovertext, IDs: t.IDs, Text: t.Text, Opacity: t.Opacity, ErrorX: t.ErrorX, ErrorY: t.ErrorY,
		XAxis: t.XAxis, YAxis: t.YAxis, Mode: t.Mode, Line: t.Line, Marker: t.Marker, Textposition: t.Textposition,
	}
}
