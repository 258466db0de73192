package graph

import (
	"fmt"

	"github.com/dashi-go/dashi/layout"
)

// Ref is a property of a component, or of all those a pattern names.
type Ref struct {
	ID       layout.ID
	Property string
}

// String is "id.property", wildcards by their names.
func (r Ref) String() string { return r.ID.Readable() + "." + r.Property }

// Spell names a dependency as the user wrote it: Output("city", "value"), Input({"index":MATCH,"type":"row"}, "value").
func Spell(role string, r Ref) string {
	if r.ID.IsDict() {
		return fmt.Sprintf("%s(%s, %q)", role, r.ID.Readable(), r.Property)
	}
	return fmt.Sprintf("%s(%q, %q)", role, string(r.ID), r.Property)
}

// Output is a property that a callback sets. With Duplicate others may set it too.
type Output struct {
	Ref
	Duplicate bool
}

// Node is a callback as the graph sees it. Its ids are such as [layout.ID.CheckPattern] takes.
type Node struct {
	Where   string // file:line of the registration, for messages
	Outputs []Output
	Inputs  []Ref
	State   []Ref // makes no edge
}

// Error is one thing wired wrongly.
type Error struct {
	Where   string // file:line of the callback at fault
	Message string
}

func (e *Error) Error() string { return e.Where + ": " + e.Message }
