// Package dashi is a library for reactive web apps: a layout of components, callbacks that map Inputs to Outputs, and a memo
// layer that remembers results. One Go binary serves the app and its browser front end.
//
//	app := dashi.New(dashi.Options{Title: "Greeting"})
//	app.Layout(html.Div(
//		dcc.Input{ID: "name", Value: "world"},
//		html.H1(html.ID("greeting")),
//	))
//	app.Callback(
//		dashi.Output("greeting", "children"),
//		dashi.Input("name", "value"),
//		func(name string) string { return "Hello, " + name + "!" })
//	log.Fatal(app.Run("127.0.0.1:8050"))
//
// A callback is an ordinary function: an optional context.Context, then one parameter for each Input and State (or one
// struct whose fields are tagged `dashi:"id.property"`); it returns one value for each Output, then an optional error.
// Types are checked when the callback is registered, and against the layout when the app starts: see [App.Validate].
//
// An App is an [net/http.Handler] that works under any path prefix; any number of apps live in one process.
package dashi
