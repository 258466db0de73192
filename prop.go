package dashi

import (
	"fmt"
	"strings"

	"github.com/dashi-go/dashi/internal/graph"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render/wire"
)

// ID identifies a component; see [layout.ID].
type ID = layout.ID

// Dict makes a dictionary id, which pattern-matching callbacks address: Dict("type", "row", "index", 3). See [layout.Dict].
func Dict(pairs ...any) ID { return layout.Dict(pairs...) }

// The wildcards of pattern-matching ids, as values in [Dict] of an Output, Input or State. A component's id matches when it has the same
// keys and, where the pattern has no wildcard, the same values.
const (
	// MATCH stands for one value, the same in all properties of a call: the callback runs for each value by itself.
	MATCH = layout.MATCH
	// ALL stands for every value: the callback takes a slice, or returns one, of the values of all components, in layout order.
	ALL = layout.ALL
	// ALLSMALLER, in an Input or State, stands for every value below that of MATCH on the same key: numbers by size, then bools, then
	// texts. The callback takes a slice.
	ALLSMALLER = layout.ALLSMALLER
)

// OutputProp is a property that a callback sets.
type OutputProp struct {
	ref       wire.Ref
	pattern   graph.Pattern
	list      bool // the id holds ALL
	duplicate bool
}

// InputProp is a property that a callback reads. An Input also triggers it, a State does not.
type InputProp struct {
	ref     wire.Ref
	pattern graph.Pattern
	list    bool // the id holds ALL or ALLSMALLER
	state   bool
}

type output = OutputProp

// Output names a property that a callback sets. It panics on an id or property that can never be right.
func Output(id ID, property string) OutputProp {
	ref, pattern := refOf("Output", id, property)
	return OutputProp{ref: ref, pattern: pattern, list: pattern.List()}
}

// AllowDuplicate lets several callbacks set the property, all of which say so. The call made last wins, whichever answer comes last;
// a [Patch] replaces nothing, so of patches all count. As it is not defined which call is the last when the page loads, the callback
// needs [PreventInitialCall], or [InitialDuplicate] where the order does not matter.
func (o OutputProp) AllowDuplicate() OutputProp {
	o.duplicate = true
	return o
}

// Input names a property whose change triggers a callback and whose value the callback gets.
func Input(id ID, property string) InputProp {
	ref, pattern := refOf("Input", id, property)
	return InputProp{ref: ref, pattern: pattern, list: pattern.List()}
}

// State names a property whose value a callback gets, without being triggered by it.
func State(id ID, property string) InputProp {
	ref, pattern := refOf("State", id, property)
	return InputProp{ref: ref, pattern: pattern, list: pattern.List(), state: true}
}

// Optional lets the component be missing from the page; the callback then gets the zero value.
func (i InputProp) Optional() InputProp {
	i.ref.AllowOptional = true
	return i
}

// OutputList is one Output, or several made by [Outputs].
type OutputList interface {
	outputs() (props []OutputProp, list bool)
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

func (o OutputProp) outputs() ([]OutputProp, bool) { return []OutputProp{o}, false }

func (l outputList) outputs() ([]OutputProp, bool) { return l, true }

func (i InputProp) inputs() []InputProp { return []InputProp{i} }

func (l inputList) inputs() []InputProp { return l }

// String is how messages name the dependency, as the user wrote it.
func (o OutputProp) String() string { return spell("Output", o.ref) }

// String is how messages name the dependency, as the user wrote it.
func (i InputProp) String() string {
	if i.state {
		return spell("State", i.ref)
	}
	return spell("Input", i.ref)
}

// spell writes a dependency as the user wrote it.
func spell(role string, r wire.Ref) string { return graph.Spell(role, graphRef(r)) }

func refOf(role string, id ID, property string) (wire.Ref, graph.Pattern) {
	r := wire.Ref{ID: string(id), Property: property}
	if err := id.CheckPattern(); err != nil {
		panic(fmt.Sprintf("dashi: %s: %v", spell(role, r), err))
	}
	switch {
	case property == "":
		panic(fmt.Sprintf("dashi: %s: the property is empty", spell(role, r)))
	case strings.ContainsAny(property, ".@"):
		panic(fmt.Sprintf("dashi: %s: a property must not contain '.' or '@'", spell(role, r)))
	}
	return r, graph.Parse(id)
}
