package layout_test

import (
	"reflect"

	"github.com/dashi-go/dashi/layout"
)

// gauge has a property of every kind a component struct can have.
type gauge struct {
	ID       layout.ID        `json:"id,omitzero"`
	Label    string           `json:"label,omitempty"`
	Value    *float64         `json:"value,omitzero"`
	On       *bool            `json:"on,omitzero"`
	Limits   []float64        `json:"limits,omitzero"`
	Any      any              `json:"any,omitzero"`
	Children any              `json:"children,omitzero"`
	Items    []item           `json:"items,omitzero"`
	ByName   map[string]any   `json:"byName,omitzero"`
	Skipped  layout.Component `json:"-"`
	Untagged int
	hidden   layout.Component
	embedded
}

type embedded struct{ Inner layout.Component }

type item struct {
	Label any
	Next  *item
}

func (gauge) Type() (string, string) { return "test", "Gauge" }

// box is a Dynamic of the barest kind.
type box struct {
	id       string
	children any
}

func (box) Type() (string, string) { return "test", "Box" }

func (b box) EachProp(yield func(string, any) bool) {
	if b.id != "" && !yield("id", b.id) {
		return
	}
	yield("children", b.children)
}

func (box) PropType(name string) (reflect.Type, bool) {
	switch name {
	case "id":
		return reflect.TypeFor[string](), true
	case "children":
		return reflect.TypeFor[any](), true
	}
	return nil, false
}

func (box) PropNames() []string { return []string{"id", "children"} }

// row is a component that is no struct.
type row []string

func (row) Type() (string, string) { return "test", "Row" }
