package dcc

import "encoding/json"

// Step is the distance between the values of a [Slider] or [RangeSlider], a number above 0, or [OnlyMarks]. It is written as a number
// or as null.
type Step float64

// OnlyMarks lets a [Slider] or [RangeSlider] take no values but those of its marks.
const OnlyMarks Step = -1

// MarshalJSON writes the number, or null for OnlyMarks.
func (s Step) MarshalJSON() ([]byte, error) {
	if s == OnlyMarks {
		return []byte("null"), nil
	}
	return json.Marshal(float64(s))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Step) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*s = OnlyMarks
		return nil
	}
	return json.Unmarshal(text, (*float64)(s))
}
