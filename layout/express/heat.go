package express

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/dashi-go/dashi/layout/plot"
)

// Heat shows numbers as colors of cells. With Z, there is a cell for each value of X and of Y (texts as they first
// occur, numbers and times from small to large), colored by the sum of Z, or what [Aggregated] says; without Z, two
// columns of numbers or times are binned in the browser and rows are counted, and texts have a cell for each value.
func Heat(rows any, by By, options ...Option) (plot.Figure, error) {
	s := spec{
		name: "Heat", need: []string{"X", "Y"}, may: append([]string{"Z"}, panelRoles[:3]...),
		options: append([]string{"Aggregated", "Bins", "WriteValues", "Histnorm"}, axisOptions...),
	}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	if c.aggregate == "" {
		c.aggregate = Count
		if c.col("Z") != nil {
			c.aggregate = Sum
		}
	}
	if c.col("Z") == nil && c.aggregate != Count {
		return plot.Figure{}, c.wrong(fmt.Errorf("Aggregated(%q) needs numbers in By.Z", c.aggregate))
	}
	if c.col("Z") == nil && (!c.names(c.col("X")) || !c.names(c.col("Y"))) {
		return c.density(func(s *series) plot.Trace { return c.binned(s) })
	}
	return c.cells()
}

// Contour draws lines of equal density of the rows, of X and Y. Color splits; without it the areas between the lines are
// filled.
func Contour(rows any, by By, options ...Option) (plot.Figure, error) {
	s := spec{
		name: "Contour", need: []string{"X", "Y"}, may: append([]string{"Color"}, panelRoles[:3]...),
		options: append([]string{"Bins", "Histnorm", "WriteValues"}, axisOptions...),
	}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	if err := c.wantSplit(); err != nil {
		return plot.Figure{}, c.wrong(err)
	}
	return c.density(func(s *series) plot.Trace {
		t := plot.Histogram2DContour{
			X: s.get("X"), Y: s.get("Y"), NBinsX: c.bins, NBinsY: c.bins, Histnorm: c.histnorm, Opacity: c.opacity,
			Name: s.traceName(), Legendgroup: s.name, Hovertemplate: s.template(c.densityLines()...),
		}
		t.XAxis, t.YAxis = s.axisNames()
		t.Contours.Showlabels = c.writeValues
		if c.col("Color") == nil {
			t.ColorAxis = "coloraxis"
			return t
		}
		t.Contours.Coloring, t.Line = "none", plot.Line{Color: s.color(), Width: 1.5}
		t.Showscale, t.Showlegend = new(false), new(s.entry)
		return t
	})
}

// density finishes a figure of counted rows.
func (c *chart) density(draw func(*series) plot.Trace) (plot.Figure, error) {
	if c.bins < 0 {
		return plot.Figure{}, c.wrong(errors.New("Bins must be above 0"))
	}
	if c.col("Color") == nil {
		title := "Count"
		if c.histnorm != "" {
			title = capital(c.histnorm)
		}
		c.fig.Layout.ColorAxis = c.colorAxis(title, "")
	}
	return c.cartesian(func(s *series) []plot.Trace { return []plot.Trace{draw(s)} })
}

func (c *chart) densityLines() []line {
	return []line{{c.label(c.fields["X"]), "%{x}"}, {c.label(c.fields["Y"]), "%{y}"}, {"Count", "%{z}"}}
}

func (c *chart) binned(s *series) plot.Trace {
	t := plot.Histogram2D{
		X: s.get("X"), Y: s.get("Y"), NBinsX: c.bins, NBinsY: c.bins, Histnorm: c.histnorm, ColorAxis: "coloraxis", Opacity: c.opacity,
		XBingroup: "x", YBingroup: "y", Hovertemplate: s.template(c.densityLines()...),
	}
	t.XAxis, t.YAxis = s.axisNames()
	if c.writeValues {
		t.Texttemplate = "%{z}"
	}
	return t
}

// maxCells is the most cells of a heat map, about what a screen has pixels.
const maxCells = 4_000_000

// cells finishes a figure of one cell for each value of X and Y.
func (c *chart) cells() (plot.Figure, error) {
	x, y := c.col("X"), c.col("Y")
	across, down := categorize(x, c.orders[x.field]), categorize(y, c.orders[y.field])
	n := len(across.labels) * len(down.labels)
	if n > maxCells {
		return plot.Figure{}, c.wrong(fmt.Errorf("%d values of %q by %d of %q are more than %d cells", len(across.labels), x.field,
			len(down.labels), y.field, maxCells))
	}
	codes := make([]int32, c.n)
	for i := range codes {
		codes[i] = down.codes[i]*int32(len(across.labels)) + across.codes[i]
	}
	c.fig.Layout.ColorAxis = c.colorAxis(c.aggregateLabel(c.aggregate, c.fields["Z"]), c.fields["Z"])
	return c.cartesian(func(s *series) []plot.Trace {
		return []plot.Trace{c.cellTrace(s, across, down, s.summarize(c.aggregate, codes, n, c.col("Z")))}
	})
}

// cellTrace puts the numbers in place. Cells without rows are gaps, counts 0.
func (c *chart) cellTrace(s *series, across, down *category, sum summary) plot.Trace {
	empty := math.NaN()
	if c.aggregate == Count {
		empty = 0
	}
	all := slices.Repeat([]float64{empty}, len(across.labels)*len(down.labels))
	for i, code := range sum.codes {
		all[code] = sum.values[i]
	}
	z := make([][]float64, 0, len(down.labels))
	for row := range slices.Chunk(all, max(1, len(across.labels))) {
		z = append(z, row)
	}
	format := c.madeFormat(c.aggregate, "Z", 6)
	t := plot.Heatmap{
		Z: z, X: c.placesOf("X", across), Y: c.placesOf("Y", down), ColorAxis: "coloraxis", XGap: 1, YGap: 1, Opacity: c.opacity,
		Hoverongaps: new(false), Hovertemplate: s.template(line{c.label(c.fields["X"]), "%{x}"}, line{c.label(c.fields["Y"]), "%{y}"},
			line{c.aggregateLabel(c.aggregate, c.fields["Z"]), "%{z" + format + "}"}),
	}
	if len(all) > 10_000 {
		t.XGap, t.YGap = 0, 0
	}
	t.XAxis, t.YAxis = s.axisNames()
	if c.writeValues {
		t.Texttemplate = "%{z" + c.madeFormat(c.aggregate, "Z", 3) + "}"
	}
	return t
}

// placesOf are the values of a category in order, of the column's own type; texts where some are missing.
func (c *chart) placesOf(role string, cat *category) any {
	if n := len(cat.labels); c.names(c.col(role)) || n > 0 && cat.labels[n-1] == noValue {
		return cat.labels
	}
	first := slices.Repeat([]int32{-1}, len(cat.labels))
	for row, code := range cat.codes {
		if first[code] < 0 {
			first[code] = int32(row)
		}
	}
	return c.col(role).pick(first)
}
