// Package layout is the tree of components an app shows: what a component is, how it is identified and how its
// properties are read. The catalogues are built on it: [github.com/dashi-go/dashi/layout/html] for HTML elements,
// [github.com/dashi-go/dashi/layout/dcc] for controls and graphs.
//
// A component of your own is a struct whose exported fields are its properties. The zero value of a field means "not
// set"; where zero says something, make the field a pointer:
//
//	type Gauge struct {
//		ID    layout.ID `json:"id,omitzero"`
//		Value *float64  `json:"value,omitzero"`
//	}
//
//	func (Gauge) Type() (namespace, name string) { return "my_components", "Gauge" }
//
// The namespace and name are where the browser looks for its code: dashi's front end has that of html, dcc and ui; a namespace
// such as "widgets/gauge.mjs" is a module among the app's assets; a package of React components is registered with App.Package.
// In the place of any other component it shows a message. For a part of a page made of existing components no type is
// needed: write a function that returns a [Component].
package layout
