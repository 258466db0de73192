package express

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Option changes how a figure looks. Options that a function has no use for are errors of it.
type Option struct {
	name  string
	apply func(*settings)
}

// settings is what the options say.
type settings struct {
	title, subtitle  string
	labels, formats  map[string]string
	orders           map[string][]string
	categories       map[string]bool
	colors           []string
	colorMap         map[string]string
	colorScale       any
	colorRange       []float64
	colorMid         *float64
	opacity          *float64
	template         any
	height, width    float64
	logX, logY       bool
	rangeX, rangeY   []any
	freeX, freeY     bool
	wrap             int
	aggregate        Aggregate
	barmode, barnorm string
	histnorm         string
	cumulative       bool
	bins             int
	horizontal       bool
	markers          bool
	shape            string
	hole             float64
	trend            bool
	marginX, marginY string
	maxSize          float64
	webGL            *bool
	points           string
	tiles            string
	locations        string
	geoJSON          any
	featureID        string
	scope            string
	projection       string
	writeValues      bool
}

// everywhere are the options that every function takes.
var everywhere = []string{"Title", "Subtitle", "Labels", "Formats", "Order", "Categories", "Colors", "ColorMap", "ColorScale", "ColorRange",
	"ColorMid", "Opacity", "Template", "Height", "Width"}

// Options that whole families of functions share.
var axisOptions = []string{"LogX", "LogY", "RangeX", "RangeY", "FreeX", "FreeY", "FacetWrap"}

// settle applies the options that the function takes.
func (s spec) settle(options []Option) (settings, error) {
	set := settings{
		labels: map[string]string{}, formats: map[string]string{}, orders: map[string][]string{}, categories: map[string]bool{},
		colorMap: map[string]string{}, maxSize: 40,
	}
	for i, o := range options {
		if o.apply == nil {
			return set, fmt.Errorf("express.%s: option %d is the zero Option", s.name, i)
		}
		if !slices.Contains(everywhere, o.name) && !slices.Contains(s.options, o.name) {
			return set, fmt.Errorf("express.%s: option %s has no meaning here; besides the common ones it takes %s", s.name, o.name,
				strings.Join(s.options, ", "))
		}
		o.apply(&set)
	}
	return set, s.words(set)
}

// words checks options that are one of a few words.
func (s spec) words(set settings) error {
	for _, w := range []struct {
		option, value string
		known         []string
	}{
		{"Barmode", set.barmode, []string{"stack", "group", "relative", "overlay"}},
		{"Norm", set.barnorm, []string{"fraction", "percent"}},
		{"Histnorm", set.histnorm, []string{"percent", "probability", "density", "probability density"}},
		{"Shape", set.shape, []string{"linear", "spline", "hv", "vh", "hvh", "vhv"}},
		{"Marginal", set.marginX, []string{"histogram", "box", "violin", "rug"}},
		{"Marginal", set.marginY, []string{"histogram", "box", "violin", "rug"}},
		{"Aggregated", string(set.aggregate), []string{"sum", "mean", "count", "min", "max", "median"}},
		{"ShowPoints", set.points, []string{"all", "outliers", "suspectedoutliers", "none"}},
		{"Locations", set.locations, []string{"ISO-3", "USA-states", "country names"}},
	} {
		if w.value != "" && !slices.Contains(w.known, w.value) {
			return fmt.Errorf("express.%s: %s(%q) is none of %s", s.name, w.option, w.value, strings.Join(w.known, ", "))
		}
	}
	return nil
}

// Title is the title of the figure.
func Title(text string) Option { return Option{"Title", func(s *settings) { s.title = text }} }

// Subtitle is a smaller line below the title.
func Subtitle(text string) Option { return Option{"Subtitle", func(s *settings) { s.subtitle = text }} }

// Labels says what fields are called, by field: on axes, in the legend, on color bars and on hover. Fields without a
// label are called by their name in a human form: "GDPPerCapita" is "GDP per capita". The fields that Ys make are
// "value" and "variable".
func Labels(byField map[string]string) Option {
	return Option{"Labels", func(s *settings) { maps.Copy(s.labels, byField) }}
}

// Formats says how numbers and times are written on axes, color bars and hover, by field, in the syntax of d3, such as
// ".1%" or "%b %Y".
func Formats(byField map[string]string) Option {
	return Option{"Formats", func(s *settings) { maps.Copy(s.formats, byField) }}
}

// Order says in which order the values of a field stand, in the legend, along an axis or as panels. Values not named
// come after those named. Without it texts stand as they first occur, numbers, times and bools from small to large.
func Order(field string, values ...any) Option {
	return Option{"Order", func(s *settings) {
		for _, value := range values {
			s.orders[field] = append(s.orders[field], fmt.Sprint(value))
		}
	}}
}

// Categories says that numbers in these fields are names, not amounts: By.Color then splits by them.
func Categories(fields ...string) Option {
	return Option{"Categories", func(s *settings) {
		for _, field := range fields {
			s.categories[field] = true
		}
	}}
}

// Colors is the colors that categories take in turn. Default: the template's colorway, or that of Dashi.
func Colors(colors ...string) Option {
	return Option{"Colors", func(s *settings) { s.colors = colors }}
}

// ColorMap gives values of By.Color (of By.Names for a Pie) colors of their own.
func ColorMap(byValue map[string]string) Option {
	return Option{"ColorMap", func(s *settings) { maps.Copy(s.colorMap, byValue) }}
}

// ColorScale is the scale of numeric colors: a name such as "Viridis", a list of colors, or pairs of a share from 0 to
// 1 and a color. Default: "Viridis".
func ColorScale(scale any) Option {
	return Option{"ColorScale", func(s *settings) { s.colorScale = scale }}
}

// ColorRange is the two ends of the scale of numeric colors. Default: the smallest and the largest number.
func ColorRange(low, high float64) Option {
	return Option{"ColorRange", func(s *settings) { s.colorRange = []float64{low, high} }}
}

// ColorMid is the number in the middle of the scale.
func ColorMid(middle float64) Option {
	return Option{"ColorMid", func(s *settings) { s.colorMid = &middle }}
}

// Opacity of what is drawn, from 0 to 1.
func Opacity(share float64) Option {
	return Option{"Opacity", func(s *settings) { s.opacity = &share }}
}

// Template is a template of plotly: an object of layout and data. Default: none, so that the graph takes the colors of
// its page, light or dark.
func Template(template any) Option {
	return Option{"Template", func(s *settings) { s.template = template }}
}

// Height of the figure in pixels. Default: that of the graph; with rows of panels, 260 for each.
func Height(pixels float64) Option { return Option{"Height", func(s *settings) { s.height = pixels }} }

// Width of the figure in pixels. Default: that of the graph.
func Width(pixels float64) Option { return Option{"Width", func(s *settings) { s.width = pixels }} }
