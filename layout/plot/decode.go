package plot

import (
	"encoding/json"
	"errors"
	"fmt"
)

// UnmarshalJSON reads a figure as the browser sends it. Traces become the structs of this package by their type, or
// [Other]; one without a type is a [Scatter]. Attributes without a field, and those whose value is zero, null or not
// of the field's type, go into Extra, so that nothing is lost when the figure is written again.
//
// Columns come as []float64 where all values are numbers or null (NaN), as []string where all are texts, else as
// []any; typed arrays as []float64, []float32, []int8, []int16, []uint16, []int32 or []uint32, with bytes widened to
// []uint16 because Go writes a []uint8 as text. Matrices are slices of these.
func (f *Figure) UnmarshalJSON(text []byte) error {
	var raw struct{ Data, Layout, Frames any }
	if err := json.Unmarshal(text, &raw); err != nil {
		return fmt.Errorf("plot: figure: %w", err)
	}
	*f = Figure{}
	return errors.Join(
		read(&f.Data, "data", raw.Data),
		read(&f.Layout, "layout", raw.Layout),
		read(&f.Frames, "frames", raw.Frames),
	)
}
