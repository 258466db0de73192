// Package dcc is the catalogue of controls: inputs, graphs, timers and stores. Each is a struct whose fields are its
// properties:
//
//	dcc.Dropdown{ID: "city", Options: dcc.Options("Oslo", "Rome"), Value: "Oslo", Clearable: new(false)}
//
// A field left at its zero value is not set: it is not sent and the browser uses the default the field's comment
// gives. Where zero says something the field is a pointer, to be filled with new(0.0) or new(false). Properties the
// browser writes are fields too, because callbacks take them as Inputs and the type of the field says what arrives.
package dcc

import "github.com/dashi-go/dashi/layout"

// CSS is an inline style, see [layout.CSS].
type CSS = layout.CSS

const namespace = "dash_core_components"
