// Package app remembers answers for 20 seconds: the time shown is when the answer was computed.
package app

import (
	"fmt"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

const timeout = 20 * time.Second

// New makes the app with a cache of the caller's choice.
func New(cache *memo.Cache) *dashi.App {
	app := dashi.New(dashi.Options{Title: "Memoize"})
	app.Layout(html.Main(
		html.H1("Answers that are remembered"),
		html.P("Choose the same city twice within ", timeout.String(), ": the time stays. After that it is computed anew."),
		html.Label(html.For("city"), "City"),
		dcc.Dropdown{ID: "city", Options: dcc.Options("New York City", "Montreal", "San Francisco"), Value: "New York City"},
		html.Output(html.ID("answer"), html.Class("dashi-card")),
	))
	app.Callback(
		dashi.Output("answer", "children"),
		dashi.Input("city", "value"),
		func(city string) string {
			return fmt.Sprintf("Selected %q at %s", city, time.Now().Format("15:04:05.000"))
		},
		cache.Memoize(timeout))
	return app
}
