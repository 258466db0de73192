package render

import "github.com/dashi-go/dashi/render/wire/frames"

// AppendWithin appends the JSON of v as the value at a path within a component's property: the keys and indexes that lead to
// it. Within the property "figure" it is encoded as that part of a figure is. Columns are kept apart as AppendApart does, or written
// where apart is nil.
func (e *Encoder) AppendWithin(dst []byte, property string, path []any, v any, apart *[]frames.Section) ([]byte, error) {
	w := writer{Encoder: e, zone: zoneOf(property), apart: apart}
	for _, step := range path {
		if key, ok := step.(string); ok {
			w.zone = w.zone.under(key)
		}
	}
	return w.append(dst, v)
}
