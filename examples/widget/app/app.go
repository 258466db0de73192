// Package app has a component of its own: a dial, made without npm and without a build. Step by step:
//
//  1. A file in the app's assets below widgets/, here assets/widgets/dial.mjs, is an ES module that exports render, in the form of anywidget's modules.
//     It draws into el, reads properties from the model, and hears when a callback has changed one: model.on("change:value", …).
//  2. What its user does goes back by model.set and model.save_changes. That fires the callbacks that read the property.
//  3. A style sheet of the same name, dial.css, comes with it. It uses dashi's colours, so the dial is dark where the page is.
//  4. The Go struct Dial says where the module is, in Type, and what properties it has. From then on it is a component as any other: with an id, in
//     callbacks whose types are checked when the app starts, and loaded only by pages that show one.
package app

import (
	"embed"
	"fmt"
	"io/fs"
	"math"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
)

//go:embed assets
var files embed.FS

// New makes the app.
func New() *dashi.App {
	own, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	app := dashi.New(dashi.Options{Title: "Dials", Assets: own})
	app.Layout(html.Main(html.Style(layout.CSS{"maxWidth": 560}),
		html.H1("When does the window steam up?"),
		html.Div(html.Class("dials"),
			Dial{ID: "celsius", Label: "Temperature", Unit: " °C", Min: 10, Max: 35, Value: 23},
			Dial{ID: "humidity", Label: "Humidity", Unit: " %", Min: 5, Max: 100, Value: 60}),
		html.P(html.ID("dew"), html.Aria("live", "polite")),
		html.Button(html.ID("fresh"), "Open the window")))
	app.Callback(dashi.Output("dew", "children"), dashi.Inputs(dashi.Input("celsius", "value"), dashi.Input("humidity", "value")), dew)
	app.Callback(dashi.Outputs(dashi.Output("celsius", "value"), dashi.Output("humidity", "value")), dashi.Input("fresh", "n_clicks"),
		func(int) (celsius, humidity int) { return 19, 45 }, dashi.PreventInitialCall())
	return app
}

// dew tells the temperature at which water condenses, by the Magnus formula.
func dew(celsius, humidity float64) string {
	x := math.Log(humidity/100) + 17.62*celsius/(243.12+celsius)
	return fmt.Sprintf("Whatever is colder than %.1f °C gets wet.", 243.12*x/(17.62-x))
}
