package express

import (
	"slices"
	"strings"

	"github.com/dashi-go/dashi/layout/plot"
)

// Pie shows parts of a whole: a sector for each of Names, as large as the sum of their Values, or the number of rows.
// [Hole] makes it a ring, Color (a name, by default Names) gives sectors their colors.
func Pie(rows any, by By, options ...Option) (plot.Figure, error) {
	s := spec{name: "Pie", need: []string{"Names"}, may: []string{"Values", "Color"}, options: []string{"Hole", "Aggregated"}}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	if err := c.wantSplit(); err != nil {
		return plot.Figure{}, c.wrong(err)
	}
	names := c.col("Names")
	sectors := categorize(names, c.orders[names.field])
	how := c.aggregate
	if how == "" {
		how = Sum
	}
	if c.col("Values") == nil {
		how = Count
	}
	all := &series{c: c}
	sum := all.summarize(how, sectors.codes, len(sectors.labels), c.col("Values"))
	labels := make([]string, len(sum.codes))
	for i, code := range sum.codes {
		labels[i] = strings.ReplaceAll(sectors.labels[code], "<", "&lt;")
	}
	value := line{c.aggregateLabel(how, c.fields["Values"]), "%{value" + c.madeFormat(how, "Values", 6) + "}"}
	c.fig.Data = []plot.Trace{plot.Pie{
		Labels: labels, Values: sum.values, Hole: c.hole, Marker: plot.Marker{Colors: c.sectorColors(sum, sectors)}, Opacity: c.opacity,
		Sort: sortUnless(c.orders[names.field] != nil), Textinfo: "percent", Textposition: "inside",
		Hovertemplate: all.template(line{"", "<b>%{label}</b>"}, value, line{"Share", "%{percent}"}),
	}}
	c.finish()
	c.fig.Layout.Legend = plot.Legend{
		Orientation: "h", YRef: "container", Y: new(0.0), YAnchor: "bottom", X: new(0.5), XAnchor: "center",
	}
	c.fig.Layout.Uniformtext = plot.Uniformtext{Mode: "hide", Minsize: 10}
	return c.fig, nil
}

// sortUnless lets plotly sort sectors by size unless they have an order.
func sortUnless(ordered bool) *bool {
	if ordered {
		return new(false)
	}
	return nil
}

// sectorColors are the colors of the sectors, of a category each.
func (c *chart) sectorColors(sum summary, sectors *category) []string {
	by := sectors
	if col := c.col("Color"); col != nil && col != c.col("Names") {
		by = categorize(col, c.orders[col.field])
	}
	out := make([]string, len(sum.first))
	for i, row := range sum.first {
		code := by.codes[row]
		out[i] = c.colorOf(by.labels[code], int(code))
	}
	return slices.Clip(out)
}

// Funnel draws stages by Y that get fewer: bars as long as X, around a middle line.
func Funnel(rows any, by By, options ...Option) (plot.Figure, error) {
	s := spec{
		name: "Funnel", need: []string{"X", "Y"}, may: slices.Concat([]string{"Color", "Text"}, hoverRoles, panelRoles[:3]), options: axisOptions,
	}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	for _, err := range []error{c.wantSplit(), c.wantNumbers("X")} {
		if err != nil {
			return plot.Figure{}, c.wrong(err)
		}
	}
	figure, err := c.cartesian(func(s *series) []plot.Trace {
		t := plot.Funnel{
			X: s.get("X"), Y: s.get("Y"), Name: s.traceName(), Legendgroup: s.name, Showlegend: s.showlegend(), Orientation: "h",
			Marker: plot.Marker{Color: s.color()}, Opacity: c.opacity, Text: s.get("Text"), Hovertext: s.get("HoverName"),
			Customdata: s.custom(), Textinfo: "value+percent initial",
			Hovertemplate: s.template(append(s.lines(), line{"Of the first", "%{percentInitial}"}, line{"Of the one before", "%{percentPrevious}"})...),
		}
		t.XAxis, t.YAxis = s.axisNames()
		return []plot.Trace{t}
	})
	figure.Layout.Funnelmode = "stack"
	return figure, err
}
