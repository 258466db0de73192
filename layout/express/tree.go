package express

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dashi-go/dashi/layout/plot"
)

// Sunburst shows parts of parts as rings: Path names the fields of the levels, from the center outwards. Parts are as large
// as the sum of their rows' Values, or their number. A numeric Color is the mean of the rows', weighted by Values; another
// colors parts all of whose rows have the same value. Without Color the first level has the colors.
func Sunburst(rows any, by By, options ...Option) (plot.Figure, error) {
	return tree("Sunburst", rows, by, options, func(t treeTrace) plot.Trace {
		return plot.Sunburst{
			IDs: t.ids, Labels: t.labels, Parents: t.parents, Values: t.values, Branchvalues: "total", Marker: t.marker, Hovertemplate: t.hover,
			Opacity: t.opacity, Insidetextorientation: "radial",
		}
	})
}

// Treemap shows parts of parts as rectangles, as Sunburst shows them as rings.
func Treemap(rows any, by By, options ...Option) (plot.Figure, error) {
	return tree("Treemap", rows, by, options, func(t treeTrace) plot.Trace {
		return plot.Treemap{
			IDs: t.ids, Labels: t.labels, Parents: t.parents, Values: t.values, Branchvalues: "total", Marker: t.marker, Hovertemplate: t.hover,
			Opacity: t.opacity, Root: plot.Root{Color: "rgba(0,0,0,0)"},
		}
	})
}

// treeTrace is what both have in common.
type treeTrace struct {
	ids, labels, parents []string
	values               []float64
	marker               plot.Marker
	hover                string
	opacity              *float64
}

// node is a part: all rows that agree in the first levels.
type node struct {
	id, label, parent string
	level             int
	order             int
	value             float64
	weighted, weight  float64 // of a numeric color
	color             int32   // the category all rows have, -1 where they differ
	root              int32   // the value of the first level
}

func tree(name string, rows any, by By, options []Option, draw func(treeTrace) plot.Trace) (plot.Figure, error) {
	s := spec{name: name, need: []string{"Path"}, may: []string{"Values", "Color"}}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	nodes, colors := c.nodes()
	if name == "Treemap" && c.continuous() {
		nodes = underOneRoot(nodes) // plotly has no color for the rectangle around several
	}
	t := treeTrace{opacity: c.opacity}
	for _, n := range nodes {
		t.ids, t.labels, t.parents = append(t.ids, n.id), append(t.labels, n.label), append(t.parents, n.parent)
		t.values = append(t.values, n.value)
	}
	all := &series{c: c}
	value := line{c.aggregateLabel(Sum, c.fields["Values"]), "%{value" + c.madeFormat(Sum, "Values", 6) + "}"}
	lines := []line{{"", "<b>%{label}</b>"}, value, {"Share of the whole", "%{percentRoot:.1%}"}}
	if c.continuous() {
		lines = append(lines, c.variable("Color", "color"))
	}
	t.marker, t.hover = c.nodeColors(nodes, colors), all.template(lines...)
	c.fig.Data = []plot.Trace{draw(t)}
	c.finish()
	m := &c.fig.Layout.Margin
	m.L, m.R, m.B = new(8.0), new(8.0), new(8.0)
	if c.continuous() {
		m.R = nil
	}
	return c.fig, nil
}

// nodes are the parts in order of levels and, within them, of their values. The second result is the categories of the
// color, those of the first level where there is none, nil for numbers.
func (c *chart) nodes() ([]node, *category) {
	var levels []*category
	for _, field := range c.by.Path {
		levels = append(levels, categorize(c.cols[field], c.orders[field]))
	}
	colors := levels[0]
	if col := c.col("Color"); c.continuous() {
		colors = nil
	} else if col != nil {
		colors = categorize(col, c.orders[col.field])
	}
	byID := map[string]*node{}
	for row := range c.n {
		c.addRow(byID, levels, colors, row)
	}
	all := make([]node, 0, len(byID))
	for _, n := range byID {
		all = append(all, *n)
	}
	slices.SortFunc(all, func(a, b node) int { return cmp.Or(a.level-b.level, a.order-b.order) })
	return all, colors
}

// underOneRoot puts a part of all rows above the first level.
func underOneRoot(nodes []node) []node {
	root := node{id: "(all)", label: "All"}
	out := append([]node{root}, nodes...)
	for i := range out[1:] {
		if n := &out[i+1]; n.level == 0 {
			n.parent = root.id
			root.value, root.weighted, root.weight = root.value+n.value, root.weighted+n.weighted, root.weight+n.weight
		}
	}
	out[0] = root
	return out
}

// addRow adds a row to the parts it belongs to. A level whose value is missing ends the path there.
func (c *chart) addRow(byID map[string]*node, levels []*category, colors *category, row int) {
	value := 1.0
	if col := c.col("Values"); col != nil {
		if value = col.float(row); !finite(value) {
			return
		}
	}
	parent := ""
	for level, cat := range levels {
		if c.cols[cat.field].absent(row) {
			return
		}
		label := cat.labels[cat.codes[row]]
		id := strings.ReplaceAll(label, "/", "∕") // ids are paths; a slash within a name would make two of them equal
		if parent != "" {
			id = parent + "/" + id
		}
		n := byID[id]
		if n == nil {
			n = &node{id: id, label: escape(label), parent: parent, level: level, order: len(byID), color: -2, root: levels[0].codes[row]}
			byID[id] = n
		}
		n.value += value
		c.colorRow(n, colors, row, value)
		parent = id
	}
}

// colorRow counts the color of a row.
func (c *chart) colorRow(n *node, colors *category, row int, value float64) {
	if colors == nil {
		if v := c.col("Color").float(row); finite(v) {
			n.weighted, n.weight = n.weighted+v*value, n.weight+value
		}
		return
	}
	switch code := colors.codes[row]; n.color {
	case -2, code:
		n.color = code
	default:
		n.color = -1
	}
}

// nodeColors are the colors of the parts.
func (c *chart) nodeColors(nodes []node, colors *category) plot.Marker {
	if colors == nil {
		means := make([]float64, len(nodes))
		for i, n := range nodes {
			means[i] = n.weighted / n.weight // NaN, a gap, where there is nothing
		}
		return plot.Marker{Colors: means, ColorAxis: "coloraxis"}
	}
	out := make([]string, len(nodes))
	for i, n := range nodes {
		switch {
		case n.color >= 0:
			out[i] = c.colorOf(colors.labels[n.color], int(n.color))
		default:
			out[i] = "#9aa1ad" // rows of several values
		}
	}
	return plot.Marker{Colors: out}
}
