package express

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/dashi-go/dashi/layout/plot"
)

// grid is how panels are laid out: row 0 at the top, panel numbers from left to right and then down.
type grid struct {
	rows, cols int
	count      int  // panels in use, the last row of a wrapped grid may have fewer
	wrapped    bool // by Facet
	rowTitles  []string
	colTitles  []string // of columns, or of all panels where wrapped
}

// panels lays out what Facet, Row and Column ask for.
func (c *chart) panels() error {
	g := grid{rows: 1, cols: 1, count: 1}
	for _, s := range c.splits {
		n := max(1, len(s.cat.labels))
		titles := make([]string, len(s.cat.labels))
		for i, label := range s.cat.labels {
			titles[i] = c.panelTitle(s.cat, label)
		}
		switch s.role {
		case "Facet":
			g.cols = c.columnsFor(n)
			g.rows, g.count, g.wrapped, g.colTitles = (n+g.cols-1)/g.cols, n, true, titles
		case "Row":
			g.rows, g.rowTitles = n, titles
		case "Column":
			g.cols, g.colTitles = n, titles
		}
	}
	if !g.wrapped {
		g.count = g.rows * g.cols
	}
	if g.count > 400 {
		return fmt.Errorf("the fields make %d panels; at most 400 can be drawn", g.count)
	}
	if c.wrap != 0 && !g.wrapped {
		return errors.New("FacetWrap has no meaning without By.Facet")
	}
	c.grid = g
	return nil
}

// columnsFor is how many of n panels stand side by side.
func (c *chart) columnsFor(n int) int {
	if c.wrap > 0 {
		return min(n, c.wrap)
	}
	if n <= 3 {
		return n
	}
	return min(4, int(math.Ceil(math.Sqrt(float64(n)))))
}

// panelTitle is a value; numbers and bools say what they are.
func (c *chart) panelTitle(cat *category, label string) string {
	title := c.label(cat.field)
	if (cat.kind == texts && label != "true" && label != "false" && label != noValue) || title == "" {
		return escape(label)
	}
	return escape(title + ": " + label)
}

// place is the panel of a series.
func (g grid) place(s *series) int {
	if g.wrapped {
		return s.code("Facet")
	}
	return s.code("Row")*g.cols + s.code("Column")
}

// several tells whether there is more than one panel.
func (g grid) several() bool { return g.count > 1 }

// bottom tells whether no panel stands below.
func (g grid) bottom(panel int) bool { return panel+g.cols >= g.count }

func (g grid) left(panel int) bool { return panel%g.cols == 0 }

// axis is the name of a panel's axis: "x", "x2" …
func axisName(letter string, panel int) string {
	if panel == 0 {
		return letter
	}
	return letter + strconv.Itoa(panel+1)
}

// domain is the part of the plotting area that panel i of n takes along a direction.
func domain(i, n int, gap float64) []float64 {
	size := (1 - gap*float64(n-1)) / float64(n)
	start := float64(i) * (size + gap)
	return []float64{round(start), round(min(1, start+size))}
}

// round leaves out digits that only arithmetic put there.
func round(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// domains are the parts of the plotting area of a panel.
func (c *chart) domains(panel int) (x, y []float64) {
	g := c.grid
	gapX, gapY := 0.03, 0.03
	if c.freeX && g.rows > 1 || g.wrapped && g.rows > 1 {
		gapY = 0.09 // titles of panels, or labels of axes, stand between
	}
	if c.freeX && g.wrapped && g.rows > 1 {
		gapY = 0.14
	}
	if c.freeY {
		gapX = 0.06
	}
	row := g.rows - 1 - panel/g.cols // plotly counts from the bottom
	return domain(panel%g.cols, g.cols, min(gapX, 0.3/float64(g.cols))), domain(row, g.rows, min(gapY, 0.4/float64(g.rows)))
}

// panelTitles are the annotations above panels and, of rows, at their right.
func (c *chart) panelTitles() []plot.Annotation {
	var out []plot.Annotation
	for i, title := range c.grid.colTitles {
		x, y := c.domains(i)
		out = append(out, plot.Annotation{
			Text: title, Showarrow: new(false), XRef: "paper", YRef: "paper", X: round((x[0] + x[1]) / 2), Y: y[1],
			XAnchor: "center", YAnchor: "bottom",
		})
	}
	for i, title := range c.grid.rowTitles {
		_, y := c.domains(i * c.grid.cols)
		out = append(out, plot.Annotation{
			Text: title, Showarrow: new(false), XRef: "paper", YRef: "paper", X: 1.0, Y: round((y[0] + y[1]) / 2), XShift: 4,
			XAnchor: "left", YAnchor: "middle", Textangle: 90,
		})
	}
	return out
}
