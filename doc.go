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
// Where a result is long in coming, the function gives its outputs bit by bit, and the page shows each value as it comes: a function for one
// Output returns an [iter.Seq] of values, or an [iter.Seq2] of values and errors (and, if need be, an error as its last result);
// one for any number of Outputs takes as its last parameter a func of their values that returns nothing or an error, calls it as often as it
// likes, and returns nothing or an error itself.
//
//	func(question string) iter.Seq2[string, error]
//	func(ctx context.Context, n int, show func(text, figure any) error) error
//
// Each value takes the place of the one before, unless it is a [Patch]; [NoUpdate] leaves an output as it is. What depends on the outputs
// runs once, at the end, with what they are then. Values are encoded before yield or the func returns, so their memory is the function's own
// again. yield gives false, and the func an error, when the caller has gone or asks anew; both wait while it reads more slowly than values are made. After an error
// what was shown stays; [PreventUpdate] is a plain end, and a sequence without values changes nothing. Dash's own front end, API
// endpoints and a memo get what all values together amount to, at the end; Dash's gets those of a [Persistent] callback as they come, as it may
// never end. A callback in the [Background] waits for no reader, and a page that comes late gets what all values so far amount to, up to about half
// a MiB while it runs; patches without a value before them only as far as there is room for all of them.
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
