// Package app is the smallest whole app: what is typed in a field appears in a heading.
package app

import (
	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// New makes the app.
func New() *dashi.App {
	app := dashi.New(dashi.Options{Title: "Hello"})
	app.Layout(html.Main(
		html.H1(html.ID("greeting")),
		html.Label(html.For("name"), "What is your name?"),
		dcc.Input{ID: "name", Value: "world", Placeholder: "a name"},
	))
	app.Callback(
		dashi.Output("greeting", "children"),
		dashi.Input("name", "value"),
		func(name string) string { return "Hello, " + name + "!" })
	return app
}
