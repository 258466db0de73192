package express

import (
	"fmt"
	"math"
	"time"

	"github.com/dashi-go/dashi/layout/plot"
)

// fit is the straight line of least squares: y = slope*x + intercept.
type fit struct {
	slope, intercept, r2 float64
	n                    int
}

// leastSquares fits a line to pairs, all finite. ok is false where they do not determine one: fewer than two different
// x. The sums are taken around the means, since dates are large numbers.
func leastSquares(x, y []float64) (f fit, ok bool) {
	f.n = len(x)
	meanX, meanY := mean(x), mean(y)
	var xx, xy, yy float64
	for i := range x {
		dx, dy := x[i]-meanX, y[i]-meanY
		xx, xy, yy = xx+dx*dx, xy+dx*dy, yy+dy*dy
	}
	if xx == 0 || f.n < 2 {
		return f, false
	}
	f.slope = xy / xx
	f.intercept = meanY - f.slope*meanX
	f.r2 = 1
	if yy > 0 {
		f.r2 = xy * xy / (xx * yy)
	}
	return f, true
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// day is the unit in which times along x are fitted, in milliseconds.
const day = 86_400_000.0

// trendPoints is how many points a trend line has, so that it can be hovered anywhere.
const trendPoints = 50

// trendTrace is the trend line of a series; ok is false where the rows do not determine one.
func (c *chart) trendTrace(s *series) (plot.Trace, bool) {
	var xs, ys []float64
	cx, cy := c.col("X"), c.col("Y")
	s.each(func(row int) {
		x, y := c.fitted(cx, c.logX, row), c.fitted(cy, c.logY, row)
		if finite(x) && finite(y) {
			xs, ys = append(xs, x), append(ys, y)
		}
	})
	f, ok := leastSquares(xs, ys)
	if !ok {
		return nil, false
	}
	low, high := xs[0], xs[0]
	for _, x := range xs {
		low, high = min(low, x), max(high, x)
	}
	t := plot.Scatter{
		Mode: "lines", Name: s.traceName(), Legendgroup: s.name, Showlegend: new(false),
		Line: plot.Line{Color: s.trendColor(), Width: 2.0}, Hovertemplate: c.trendHover(s, f),
	}
	t.X, t.Y = c.trendLine(f, low, high)
	t.XAxis, t.YAxis = s.axisNames()
	return c.maybeGL(t, true), true
}

// trendColor is that of the points, or where those have many a neutral one.
func (s *series) trendColor() string {
	if s.c.continuous() {
		return "#7d8597"
	}
	return s.color()
}

// fitted is a value as it is fitted: logarithms along logarithmic axes, times in days.
func (c *chart) fitted(col *column, log bool, row int) float64 {
	v := col.float(row)
	switch {
	case log && v <= 0:
		return math.NaN()
	case log:
		return math.Log10(v)
	case col.kind == moments:
		return v / day
	}
	return v
}

// trendLine is the points of a line.
func (c *chart) trendLine(f fit, low, high float64) (x, y any) {
	xs, ys, days := make([]float64, trendPoints), make([]float64, trendPoints), make([]time.Time, trendPoints)
	for i := range trendPoints {
		at := low + (high-low)*float64(i)/(trendPoints-1)
		xs[i], ys[i] = at, f.slope*at+f.intercept
		if c.logX {
			xs[i] = math.Pow(10, at)
		}
		if c.logY {
			ys[i] = math.Pow(10, ys[i])
		}
		days[i] = time.UnixMilli(int64(at * day)).UTC()
	}
	if c.col("X").kind == moments {
		return days, ys
	}
	return xs, ys
}

// trendHover tells the formula of a line.
func (c *chart) trendHover(s *series, f fit) string {
	x, y := escape(c.label(c.fields["X"])), escape(c.label(c.fields["Y"]))
	if c.logX {
		x = "log₁₀ " + x
	}
	if c.logY {
		y = "log₁₀ " + y
	}
	formula := fmt.Sprintf("%s = %.4g × %s %s %.4g", y, f.slope, x, sign(f.intercept), math.Abs(f.intercept))
	if c.col("X").kind == moments {
		formula = fmt.Sprintf("%s changes by %.4g a day", y, f.slope)
	}
	return s.template(line{"", formula}, line{"R²", fmt.Sprintf("%.3f", f.r2)}, line{"", "%{x}, %{y" + c.format(c.col("Y")) + "}"})
}

func sign(v float64) string {
	if v < 0 {
		return "−"
	}
	return "+"
}
