package express

import "github.com/dashi-go/dashi/layout/plot"

// The axes of marginal plots: x2 and y2 above, x3 and y3 at the right.

// marginTraces are how the coordinates of a series are distributed.
func (c *chart) marginTraces(s *series) (out []plot.Trace) {
	if c.marginX != "" {
		out = append(out, c.marginTrace(s, c.marginX, "X"))
	}
	if c.marginY != "" {
		out = append(out, c.marginTrace(s, c.marginY, "Y"))
	}
	return out
}

func (c *chart) marginTrace(s *series, kind, role string) plot.Trace {
	x, y, xaxis, yaxis, orientation, bin := s.get("X"), any(nil), "x", "y2", "h", "x"
	if role == "Y" {
		x, y, xaxis, yaxis, orientation, bin = nil, s.get("Y"), "x3", "y", "v", "y"
	}
	color := s.color()
	switch kind {
	case "histogram":
		letter := map[string]string{"X": "x", "Y": "y"}[role]
		return plot.Histogram{
			X: x, Y: y, XAxis: xaxis, YAxis: yaxis, Name: s.traceName(), Legendgroup: s.name, Showlegend: new(false),
			Bingroup: "margin " + bin, Marker: plot.Marker{Color: color}, Opacity: new(0.6),
			Hovertemplate: s.template(c.variable(role, letter), line{"Count", "%{" + map[string]string{"X": "y", "Y": "x"}[role] + "}"}),
		}
	case "violin":
		return plot.Violin{
			X: x, Y: y, XAxis: xaxis, YAxis: yaxis, Name: s.marginName(), Legendgroup: s.name, Showlegend: new(false), Scalegroup: bin,
			Orientation: orientation, Line: plot.Line{Color: color}, Points: false,
		}
	}
	b := plot.Box{
		X: x, Y: y, XAxis: xaxis, YAxis: yaxis, Name: s.marginName(), Legendgroup: s.name, Showlegend: new(false),
		Orientation: orientation, Marker: plot.Marker{Color: color}, Line: plot.Line{Color: color}, Notched: nil,
	}
	if kind == "rug" {
		b.Boxpoints, b.Jitter, b.Pointpos, b.Hoveron = "all", new(0.0), new(0.0), "points"
		b.Fillcolor, b.Line.Color, b.Line.Width = "rgba(0,0,0,0)", "rgba(0,0,0,0)", 0.0
		b.Marker.Symbol = map[string]string{"X": "line-ns-open", "Y": "line-ew-open"}[role]
	}
	return b
}

// marginName is where the box of a series stands across the axis.
func (s *series) marginName() string {
	if name := s.traceName(); name != "" {
		return name
	}
	return " "
}

// marginAxes makes room for the marginal plots.
func (c *chart) marginAxes(l *plot.Layout) {
	l.Barmode = "overlay"
	const share = 0.82
	bare := plot.Axis{Showgrid: new(false), Zeroline: new(false), Showticklabels: new(false)}
	if c.marginX != "" {
		l.YAxis.Domain = []float64{0, share - 0.02}
		l.YAxis2 = new(bare)
		l.YAxis2.Domain, l.YAxis2.Anchor = []float64{share, 1}, "x"
	}
	if c.marginY != "" {
		l.XAxis.Domain = []float64{0, share - 0.02}
		l.XAxis3 = new(bare)
		l.XAxis3.Domain, l.XAxis3.Anchor = []float64{share, 1}, "y"
	}
}
