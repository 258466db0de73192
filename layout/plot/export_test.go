package plot

import (
	"cmp"
	"slices"
	"strings"
)

// NewTrace is the decoder's.
var NewTrace = newTrace

// Nearest is that of words in a list.
func Nearest(word string, names ...string) string { return nearest(word, values(names)) }

// WrongColor is what Validate says of a color.
func WrongColor(color string) string { return attributes().wrongColor(color) }

// Samples are objects of all attributes of a trace, or for "" of the layout, with values plotly.js takes, each with
// other ones of the allowed words.
func Samples(trace string) []map[string]any {
	t := attributes()
	index, ok := t.Traces[trace]
	if !ok {
		index = t.Layout
	}
	var all []map[string]any
	for turn := range 8 {
		all = append(all, t.sampleOf(&t.Defs[index], turn))
	}
	return all
}

func (t *table) sampleOf(d *def, turn int) map[string]any {
	object := map[string]any{}
	for name, index := range d.Fields {
		switch child := &t.Defs[index]; {
		case child.Fields != nil:
			object[name] = t.sampleOf(child, turn)
		case child.Item > 0:
			object[name] = []any{t.sampleOf(&t.Defs[child.Item-1], turn)}
		case name != "template" && name != "type" || child.Attr.ValType == "enumerated":
			object[name] = child.Attr.sample(turn)
		}
	}
	return object
}

func (a *attr) sample(turn int) any {
	switch a.ValType {
	case "number", "integer", "angle":
		for _, f := range []float64{1, 2} {
			if (a.Min == nil || f >= *a.Min) && (a.Max == nil || f <= *a.Max) {
				return f
			}
		}
		return *cmp.Or(a.Min, a.Max)
	case "boolean":
		return turn%2 == 0
	case "color":
		return "red"
	case "colorlist":
		return []any{"red", "blue"}
	case "colorscale":
		return []any{[]any{0.0, "red"}, []any{1.0, "blue"}}
	case "data_array":
		return []any{1.0, 2.0}
	case "enumerated":
		value := a.Values[turn%len(a.Values)]
		if pattern := expression(value); pattern != "" {
			return unnumbered.Replace(pattern)
		}
		return value
	case "flaglist":
		all := slices.Clone(a.Extras)
		if len(a.Flags) > 0 {
			all = append(all, strings.Join(a.Flags, "+"), a.Flags[turn%len(a.Flags)])
		}
		return all[turn%len(all)]
	case "subplotid":
		if a.Regex != "" {
			return unnumbered.Replace(strings.Trim(a.Regex, "/"))
		}
		return a.Default.(string) + "2"
	case "info_array":
		row := []any{a.Items.at(0).sample(turn), a.Items.at(1).sample(turn)}
		if a.Dimensions == 2.0 {
			return []any{row, row}
		}
		return row
	}
	return "text"
}
