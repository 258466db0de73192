// Package app shows one graph of every trace type, a kind at a time; the parts of plotly.js that a kind needs come with it.
package app

import (
	"fmt"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// Kind is some trace types that belong together.
type Kind struct {
	Name    string
	Figures []plot.Figure
}

// Kinds are all of them. The first trace of a figure that has no type of another figure gives the figure its name.
func Kinds() []Kind {
	return []Kind{
		{"Lines and bars", basic()}, {"Distributions", distributions()}, {"Fields", fields()}, {"Finance", finance()},
		{"Parts of a whole", parts()}, {"Flows and tables", flows()}, {"Other axes", axes()}, {"Space", space()},
		{"Maps", maps()}, {"WebGL", webgl()},
	}
}

// New makes the app.
func New() *dashi.App {
	kinds := Kinds()
	var options []dcc.Option
	byName := map[string]Kind{}
	for _, k := range kinds {
		options = append(options, dcc.Option{Label: k.Name, Value: k.Name})
		byName[k.Name] = k
	}
	app := dashi.New(dashi.Options{Title: "Figures"})
	app.Layout(html.Main(
		html.H1("One of each"),
		html.P("Every trace type of plotly.js, and two of dashi's own, from typed Go structs."),
		dcc.RadioItems{ID: "kind", Options: options, Value: kinds[0].Name, Inline: true},
		html.Div(html.ID("figures"), html.Style(grid)),
	))
	app.Callback(dashi.Output("figures", "children"), dashi.Input("kind", "value"), func(name string) ([]layout.Component, error) {
		kind, ok := byName[name]
		if !ok {
			return nil, dashi.Refuse(404, fmt.Sprintf("There is no kind %q.", name))
		}
		var graphs []layout.Component
		for i, f := range kind.Figures {
			graphs = append(graphs, html.Figure(html.Style(html.CSS{"margin": 0, "minWidth": 0}),
				html.Figcaption(html.Code(fmt.Sprintf("%T", f.Data[len(f.Data)-1]))),
				dcc.Graph{ID: layout.ID(fmt.Sprintf("%s-%d", kind.Figures[i].Data[len(f.Data)-1].TraceType(), i)), Figure: f,
					Style: html.CSS{"height": 320}},
			))
		}
		return graphs, nil
	})
	return app
}

var grid = html.CSS{"display": "grid", "gap": "1.5rem", "gridTemplateColumns": "repeat(auto-fill, minmax(min(100%, 22rem), 1fr))", "marginTop": "1rem"}
