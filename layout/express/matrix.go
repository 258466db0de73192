package express

import (
	"math"
	"slices"

	"github.com/dashi-go/dashi/layout/plot"
)

// Matrix draws each of Dims against each other, as small plots of points.
func Matrix(rows any, by By, options ...Option) (plot.Figure, error) {
	s := spec{name: "Matrix", need: []string{"Dims"}, may: slices.Concat([]string{"Color", "Symbol", "Size", "Group"}, hoverRoles), options: []string{"MaxSize"}}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	err = c.traces(func(s *series) []plot.Trace {
		t := plot.Splom{
			Name: s.traceName(), Legendgroup: s.name, Showlegend: s.showlegend(), Marker: s.marker(), Customdata: s.custom(),
			Hovertext: s.get("HoverName"), Showupperhalf: new(false), Diagonal: plot.SplomDiagonal{Visible: new(false)},
			Hovertemplate: s.template(append([]line{{"", "%{xaxis.title.text}: %{x}"}, {"", "%{yaxis.title.text}: %{y}"}}, s.lines()...)...),
		}
		if c.col("Size") == nil {
			t.Marker.Size = pointSize(c.n) - 2
		}
		for _, field := range c.by.Dims {
			t.Dimensions = append(t.Dimensions, plot.SplomDimension{Label: escape(c.label(field)), Values: c.cols[field].pick(s.group.rows)})
		}
		return []plot.Trace{t}
	})
	if err != nil {
		return plot.Figure{}, err
	}
	if c.height == 0 {
		c.height = math.Max(450, 160*float64(len(c.by.Dims)))
	}
	c.fig.Layout.Dragmode = "select"
	c.finish()
	return c.fig, nil
}

// Parallel draws each row as a line across the axes of Dims, upright beside one another; texts are steps along theirs.
// Color is a number, or a category whose colors stand on the color bar.
func Parallel(rows any, by By, options ...Option) (plot.Figure, error) {
	s := spec{name: "Parallel", need: []string{"Dims"}, may: []string{"Color"}}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	t := plot.Parcoords{Line: plot.Line{Color: c.colorOf("", 0)}}
	for _, field := range c.by.Dims {
		t.Dimensions = append(t.Dimensions, c.dimension(field))
	}
	if col := c.col("Color"); col != nil {
		t.Line = plot.Line{ColorAxis: "coloraxis", Color: col.pick(nil)}
		if !c.continuous() {
			t.Line.Color = c.steps(categorize(col, c.orders[col.field]))
		}
	}
	c.fig.Data = []plot.Trace{t}
	c.finish()
	c.fig.Layout.Margin.T = new(map[bool]float64{true: 96, false: 56}[c.title != ""]) // the axes' names stand above them
	return c.fig, nil
}

// dimension is an axis of Parallel.
func (c *chart) dimension(field string) plot.ParcoordsDimension {
	col := c.cols[field]
	d := plot.ParcoordsDimension{Label: escape(c.label(field)), Tickformat: c.formats[field]}
	switch {
	case col.kind == moments:
		ms := make([]float64, col.len())
		for i := range ms {
			ms[i] = col.float(i)
		}
		low, high, _ := col.extent()
		d.Values, d.Tickvals, d.Ticktext = ms, []float64{low, high}, []string{momentText(low), momentText(high)}
	case c.names(col):
		cat := categorize(col, c.orders[field])
		d.Values, d.Ticktext = cat.codes, cat.labels
		d.Tickvals = upTo(len(cat.labels))
	default:
		d.Values = col.pick(nil)
	}
	return d
}

func momentText(ms float64) string { return rangeOf("date", ms, ms).([]any)[0].(string) }

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// steps gives the color axis one color for each category, and returns their codes.
func (c *chart) steps(cat *category) []int32 {
	axis := c.colorAxis(c.label(cat.field), cat.field)
	n := len(cat.labels)
	var scale [][]any
	for i, label := range cat.labels {
		color := c.colorOf(label, i)
		scale = append(scale, []any{float64(i) / float64(n), color}, []any{float64(i+1) / float64(n), color})
	}
	axis.Colorscale, axis.CMin, axis.CMax = scale, new(-0.5), new(float64(n)-0.5)
	axis.Colorbar.Tickvals, axis.Colorbar.Ticktext = upTo(n), cat.labels
	c.fig.Layout.ColorAxis = axis
	return cat.codes
}
