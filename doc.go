// Package dashi is a library for reactive web apps: a layout of components, callbacks that map Inputs to Outputs, and a memo
// layer that remembers results. One Go binary serves the app and its browser front end.
//
//	app := dashi.New(dashi.Options{Title: "Greeting"})
//	app.Layout(html.Main(
//		dcc.Input{ID: "name", Value: "world"},
//		html.H1(html.ID("greeting")),
//	))
//	app.Callback(
//		dashi.Output("greeting", "children"),
//		dashi.Input("name", "value"),
//		func(name string) string { return "Hello, " + name + "!" })
//	if err := app.Run("127.0.0.1:8050"); err != nil {
//		log.Fatal(err)
//	}
//
// A callback is an ordinary function: an optional [context.Context], then one parameter for each Input and State (or one
// struct whose fields are tagged `dashi:"id.property"`); it returns one value for each Output, then an optional error. A
// value the browser does not have, such as the clicks on a button nobody has clicked, arrives as the parameter's zero
// value. Types are checked when the callback is registered, and against the layout when the app starts: see [App.Validate].
//
// What a callback returns is read until the answer is written: large slices of numbers in figures go from the program's memory to the
// connection without being copied. So a value that has been returned must not be changed any more; a callback that draws data which others
// append to or overwrite returns a copy of the part it draws.
//
// Components that come in numbers have dictionary ids, and one callback serves them all: [Dict], [MATCH], [ALL]. What a callback is
// run for, and what it may send besides its outputs, is its [Call]. [Patch] changes a part of a property, [App.ClientsideCallback]
// runs in the browser, [Running] shows that a callback is at work, [OnError] and [App.Use] are for what all callbacks have in common.
//
// Properties are named as on the wire: "value", "n_clicks", "figure". Packages [github.com/dashi-go/dashi/layout/html] and
// [github.com/dashi-go/dashi/layout/dcc] have the components, [github.com/dashi-go/dashi/layout/plot] the figures,
// [github.com/dashi-go/dashi/memo] the caches.
//
// An App is a [net/http.Handler] that works under any path prefix; any number of apps live in one process. Callbacks and
// layout functions run under the request's context, so what middleware puts there reaches them. Where [App.Run] does not
// start the app, call [App.Validate] in main or in a test: otherwise wiring errors show on the first request.
package dashi
