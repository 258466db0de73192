package express

import (
	"math"

	"github.com/dashi-go/dashi/layout/plot"
)

// colorway is the colors graphs of Dashi take where a figure has no template, told apart on light and dark ground. They
// are written into the figure because plotly gives a color to each trace, but a category may have many.
func colorway() []string {
	return []string{"#4a6fe3", "#e07b39", "#2a9d8f", "#c94f6d", "#8e6bd1", "#c99a1a", "#3f9ac4", "#a0675b", "#6f9a3e", "#7d8597"}
}

// palette is the colors of categories.
func (c *chart) palette() []string {
	if len(c.colors) > 0 {
		return c.colors
	}
	if way := wayOf(c.template); len(way) > 0 {
		return way
	}
	return colorway()
}

// wayOf looks for the colorway of a template.
func wayOf(template any) []string {
	object, ok := template.(map[string]any)
	if !ok {
		return nil
	}
	switch layout := object["layout"].(type) {
	case plot.Layout:
		return layout.Colorway
	case *plot.Layout:
		return layout.Colorway
	case map[string]any:
		switch way := layout["colorway"].(type) {
		case []string:
			return way
		case []any:
			var out []string
			for _, color := range way {
				if text, ok := color.(string); ok {
					out = append(out, text)
				}
			}
			return out
		}
	}
	return nil
}

// colorOf is the color of a category.
func (c *chart) colorOf(label string, code int) string {
	if color, ok := c.colorMap[label]; ok {
		return color
	}
	way := c.palette()
	return way[code%len(way)]
}

// color is the color of a series: that of its category, or the first.
func (s *series) color() string {
	for i, split := range s.c.splits {
		if split.role == "Color" {
			code := s.group.codes[i]
			return s.c.colorOf(split.cat.labels[code], int(code))
		}
	}
	return s.c.colorOf("", 0)
}

// turn is the value that stands for a series in a role, of those given in turn; "" where the role has no field.
func (s *series) turn(role string, values ...string) string {
	if s.c.col(role) == nil {
		return ""
	}
	return values[s.code(role)%len(values)]
}

func (s *series) symbol() string {
	return s.turn("Symbol", "circle", "diamond", "square", "x", "cross", "triangle-up", "star", "pentagon", "hexagram", "triangle-down")
}

func (s *series) dash() string {
	return s.turn("Dash", "solid", "dot", "dash", "longdash", "dashdot", "longdashdot")
}

// marker is the look of points: color, symbol and size.
func (s *series) marker() plot.Marker {
	m := plot.Marker{}
	if symbol := s.symbol(); symbol != "" {
		m.Symbol = symbol
	}
	if s.c.continuous() {
		m.Color, m.ColorAxis = s.get("Color"), "coloraxis"
	} else {
		m.Color = s.color()
	}
	if s.c.opacity != nil {
		m.Opacity = *s.c.opacity
	}
	if size := s.get("Size"); size != nil {
		// With sizemode "area" a marker has the diameter sqrt(2 * size / sizeref).
		_, largest, ok := s.c.col("Size").extent()
		if !ok || largest == 0 {
			largest = 1
		}
		m.Size, m.Sizemode, m.Sizemin = size, "area", 2
		m.Sizeref = new(2 * largest / (s.c.maxSize * s.c.maxSize))
	}
	return m
}

// colorAxis is the scale of numeric colors, called by a title.
func (c *chart) colorAxis(title, field string) plot.ColorAxis {
	axis := plot.ColorAxis{
		Colorscale: "Viridis", CMid: c.colorMid,
		Colorbar: plot.Colorbar{
			Title: plot.Title{Text: escape(title), Side: "right"}, Thickness: new(14.0), Outlinewidth: new(0.0),
			Tickformat: c.formats[field],
		},
	}
	switch scale := c.colorScale.(type) {
	case nil:
	case []string:
		axis.Colorscale = ramp(scale)
	default:
		axis.Colorscale = scale
	}
	if c.colorRange != nil {
		axis.CMin, axis.CMax = new(c.colorRange[0]), new(c.colorRange[1])
	}
	return axis
}

// ramp spreads colors evenly over a scale.
func ramp(colors []string) any {
	if len(colors) == 0 {
		return "Viridis"
	}
	if len(colors) == 1 {
		colors = []string{colors[0], colors[0]}
	}
	out := make([][]any, len(colors))
	for i, color := range colors {
		out[i] = []any{float64(i) / float64(len(colors)-1), color}
	}
	return out
}

// finite is whether v can be drawn.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
