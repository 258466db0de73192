// Package dcc is the catalogue of controls: inputs, graphs, timers and stores. Each is a struct whose fields are its
// properties:
//
//	app.Layout(html.Main(
//		html.Label(html.For("city"), "City"),
//		dcc.Dropdown{ID: "city", Options: dcc.Options("Oslo", "Rome"), Value: "Oslo", Clearable: new(false)},
//		html.Label(html.For("days"), "Days"),
//		dcc.Slider{ID: "days", Min: new(1.0), Max: new(14.0), Value: new(7.0)},
//		html.P(html.ID("plan")),
//	))
//	app.Callback(
//		dashi.Output("plan", "children"),
//		dashi.Inputs(dashi.Input("city", "value"), dashi.Input("days", "value")),
//		func(city string, days int) string { return fmt.Sprintf("%d days in %s", days, city) })
//
// The example below is this as a whole program.
//
// A field left at its zero value is not set: it is not sent and the browser uses the default the field's comment
// gives. Where zero says something the field is a pointer, to be filled with new(5.0), with the point where the field
// is a *float64, or new(false).
//
// Callbacks name a property as it is on the wire, which is the field's json tag: [Dropdown].Value is "value",
// [Graph].ClickData "clickData", [Input].NSubmit "n_submit", and [Input].Kind "type". Properties the browser writes
// are fields too: the type of the field says what a callback is given. What the browser has not written yet arrives as
// the zero value of the parameter; take a pointer, such as *[PointsData], to tell it apart.
package dcc

import "github.com/dashi-go/dashi/layout"

// CSS is an inline style, see [layout.CSS].
type CSS = layout.CSS

const namespace = "dash_core_components"
