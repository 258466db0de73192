package express

import (
	"slices"

	"github.com/dashi-go/dashi/layout/plot"
)

// Polar draws the rows around a point: R is the distance from it, Theta the angle, in degrees clockwise from the top, or
// texts evenly around. [Shape] joins the points by lines ("linear" or "spline"), which close where Theta holds texts: a
// radar chart.
func Polar(rows any, by By, options ...Option) (plot.Figure, error) {
	s := spec{
		name: "Polar", need: []string{"R", "Theta"},
		may:     slices.Concat([]string{"Color", "Symbol", "Dash", "Size", "Group", "Text", "Frame", "ID"}, hoverRoles),
		options: []string{"Shape", "Markers", "MaxSize"},
	}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	if err := c.traces(func(s *series) []plot.Trace { return []plot.Trace{c.polarTrace(s)} }); err != nil {
		return plot.Figure{}, err
	}
	c.finish()
	c.fig.Layout.Polar = c.polarAxes()
	return c.fig, nil
}

func (c *chart) polarTrace(s *series) plot.Trace {
	if c.shape != "" && c.names(c.col("Theta")) {
		s.close()
	}
	t := plot.Scatterpolar{
		R: s.get("R"), Theta: s.get("Theta"), Mode: "markers", Name: s.traceName(), Legendgroup: s.name, Showlegend: s.showlegend(),
		Marker: s.marker(), Text: s.get("Text"), Customdata: s.custom(), Hovertext: s.get("HoverName"), IDs: s.get("ID"),
		Hovertemplate: s.template(s.lines()...),
	}
	if c.shape != "" {
		t.Mode = "lines"
		if c.markers || c.continuous() {
			t.Mode = "lines+markers"
		}
		t.Line = plot.Line{Shape: c.shape, Color: s.color(), Dash: dashOrNil(s)}
	}
	if c.col("Size") == nil {
		t.Marker.Size = pointSize(c.n)
	}
	return t
}

// close repeats the first row at the end.
func (s *series) close() {
	if s.size() < 3 {
		return
	}
	rows := make([]int32, 0, s.size()+1)
	s.each(func(row int) { rows = append(rows, int32(row)) })
	s.group.rows = append(rows, rows[0])
}

func dashOrNil(s *series) any {
	if dash := s.dash(); dash != "" {
		return dash
	}
	return nil
}

func (c *chart) polarAxes() *plot.Polar {
	p := &plot.Polar{}
	p.AngularAxis.Direction, p.AngularAxis.Rotation = "clockwise", new(90.0)
	p.RadialAxis.Title.Text = escape(c.label(c.fields["R"]))
	p.RadialAxis.Tickformat = c.formats[c.fields["R"]]
	if theta := c.col("Theta"); c.names(theta) {
		p.AngularAxis.Type = "category"
		p.AngularAxis.Categoryorder, p.AngularAxis.Categoryarray = "array", categorize(theta, c.orders[theta.field]).labels
	}
	if r := c.col("R"); c.col("Frame") != nil {
		if low, high, ok := r.extent(); ok {
			p.RadialAxis.Range = []float64{min(0, low), high * 1.05}
		}
	}
	return p
}
