package app

import "github.com/dashi-go/dashi/layout"

// Dial is a number that is set by turning: by pointer, or by the arrow keys.
type Dial struct {
	ID    layout.ID `json:"id"`
	Label string    `json:"label"`
	Unit  string    `json:"unit"`
	Min   int       `json:"min"`
	Max   int       `json:"max"`
	Value int       `json:"value"`
}

// Type says which module draws it.
func (Dial) Type() (namespace, name string) { return "widgets/dial.mjs", "Dial" }
