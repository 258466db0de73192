package dashi

import (
	"fmt"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render/wire"
)

// ID identifies a component; see [layout.ID].
type ID = layout.ID

// OutputProp is a property that a callback sets.
type OutputProp struct{ ref wire.Ref }

// InputProp is a property that a callback reads. An Input also triggers it, a State does not.
type InputProp struct {
	ref   wire.Ref
	state bool
}

// Output names a property that a callback sets. It panics on an id or property that can never be right.
func Output(id ID, property string) OutputProp {
	return OutputProp{ref("Output", id, property)}
}

// Input names a property whose change triggers a callback and whose value the callback gets.
func Input(id ID, property string) InputProp {
	return InputProp{ref: ref("Input", id, property)}
}

// State names a property whose value a callback gets, without being triggered by it.
func State(id ID, property string) InputProp {
	return InputProp{ref: ref("State", id, property), state: true}
}

// OutputList is one Output, or several made by [Outputs].
type OutputList interface {
	outputs() (refs []wire.Ref, list bool)
}

// InputList is one Input or State, or several made by [Inputs].
type InputList interface{ inputs() []InputProp }

// Outputs lists several outputs; the callback returns one value for each, in this order. With none the callback is run for what
// it does alone.
func Outputs(props ...OutputProp) OutputList { return outputList(props) }

// Inputs lists several inputs and states; the callback takes one parameter for each, in this order.
func Inputs(props ...InputProp) InputList { return inputList(props) }

type outputList []OutputProp

type inputList []InputProp

func (o OutputProp) outputs() ([]wire.Ref, bool) { return []wire.Ref{o.ref}, false }

func (l outputList) outputs() ([]wire.Ref, bool) {
	var refs []wire.Ref
	for _, o := range l {
		refs = append(refs, o.ref)
	}
	return refs, true
}

func (i InputProp) inputs() []InputProp { return []InputProp{i} }

func (l inputList) inputs() []InputProp { return l }

// String is how messages name the dependency, as the user wrote it.
func (i InputProp) String() string {
	if i.state {
		return spell("State", i.ref)
	}
	return spell("Input", i.ref)
}

// spell writes a dependency as the user wrote it.
func spell(role string, r wire.Ref) string { return fmt.Sprintf("%s(%q, %q)", role, r.ID, r.Property) }

func ref(role string, id ID, property string) wire.Ref {
	r := wire.Ref{ID: string(id), Property: property}
	if err := id.Check(); err != nil {
		panic(fmt.Sprintf("dashi: %s: %v", spell(role, r), err))
	}
	if property == "" {
		panic(fmt.Sprintf("dashi: %s: the property is empty", spell(role, r)))
	}
	return r
}
