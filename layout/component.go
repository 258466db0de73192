package layout

import "reflect"

// Component is a node of a layout. Type gives the names under which the browser finds its code: Dash's namespace
// ("dash_core_components") and the type within it ("Dropdown").
//
// A component is a struct whose exported fields are its properties, or a [Dynamic].
type Component interface {
	Type() (namespace, name string)
}

// Dynamic is a component that lists its properties itself, because it has too many for a field each. HTML elements are.
//
// It may have two methods more: Prop(name string) (value any, set bool), which finds one property faster than a search
// through EachProp, and Misplaced() []string, see [Schema.Misplaced].
type Dynamic interface {
	Component
	// EachProp calls yield for every property that is set, in a stable order, until yield returns false.
	EachProp(yield func(name string, value any) bool)
	// PropType is the Go type of a property's values, or false where the component has no such property. The type of
	// an interface, [reflect.TypeFor][any], stands for any value.
	PropType(name string) (reflect.Type, bool)
	// PropNames lists the properties the component may have, for messages; families such as "data-*" stand with their star.
	PropNames() []string
}

// Fragment is a list of components (or of anything children may be) where one value is asked for: the root of a layout,
// or what a callback returns for children.
type Fragment []any
