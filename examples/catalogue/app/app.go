// Package app is the catalogue: every component with its Go code beside it and its properties to be edited. What it says of them is read from
// their source.
package app

import (
	"embed"
	"io/fs"
	"slices"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/ui"
)

//go:embed assets
var assets embed.FS

// New makes the app.
func New() *dashi.App {
	own, err := fs.Sub(assets, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	all := entries()
	app := dashi.New(dashi.Options{
		Title: "The catalogue", Description: "Every component, live, with its Go code beside it.", Assets: own, ValidationLayout: everything(all),
	})
	app.Layout(frame(all, nil))
	app.BindQuery("c", "pick", "value", dashi.QueryHistory())
	app.Callback(dashi.Output("page", "children"), dashi.Input("pick", "value"), func(name string) layout.Component {
		at := slices.IndexFunc(all, func(e entry) bool { return e.name == name })
		if at < 0 {
			return unknown()
		}
		return all[at].page()
	})
	app.Callback(dashi.Output(nav(dashi.ALL), "aria-current"), dashi.Input("pick", "value"), func(name string) []any {
		marks := make([]any, len(all))
		for i, e := range all {
			if e.name == name {
				marks[i] = "page"
			}
		}
		return marks
	})
	edit(app, all)
	for _, e := range all {
		watch(app, e)
		if e.wire != nil {
			e.wire(app)
		}
	}
	switches(app)
	return app
}

// nav is the id of a place in the list of components.
func nav(name any) layout.ID { return layout.Dict("nav", name) }

// everything is a layout with all pages, against which the callbacks are checked.
func everything(all []entry) layout.Component {
	pages := layout.Fragment{}
	for _, e := range all {
		pages = append(pages, html.Div(e.page()))
	}
	return frame(all, pages)
}

// frame is what is there whatever component is shown.
func frame(all []entry, page any) layout.Component {
	var options []dcc.Option
	var list layout.Fragment
	for _, group := range groups {
		var items layout.Fragment
		for _, e := range all {
			if e.group == group {
				options = append(options, dcc.Option{Label: e.name, Value: e.name, Group: group})
				items = append(items, html.Li(html.ID(nav(e.name)), html.Class("cat-item"), dcc.Link{Href: "?c=" + e.name, Children: e.name, ClassName: "cat-link"}))
			}
		}
		list = append(list, html.H2(html.Class("cat-group"), group), html.Ul(html.Class("cat-list"), items))
	}
	return html.Div(html.Class("cat"),
		html.Header(html.Class("cat-header"),
			html.Span(html.Class("cat-brand"), "dashi ", html.Span(html.Class("cat-weak"), "catalogue")),
			html.Div(html.Class("cat-switches"),
				segment("density", "Density", "comfortable", "normal", "compact"), segment("direction", "Direction", "ltr", "rtl"), ui.ThemeSwitch{ID: "theme"},
			),
		),
		html.Nav(html.Class("cat-nav"), html.Aria("label", "Components"), list),
		html.Div(html.Class("cat-pick"), html.Label(html.For("pick"), "Component"), dcc.Dropdown{ID: "pick", Options: options, Value: all[0].name, Clearable: new(false)}),
		html.Main(html.Class("cat-main"), html.ID("page"), page),
	)
}

// segment is a choice of a few words in the header; the first but for "normal" is not the default.
func segment(id layout.ID, label string, values ...string) layout.Component {
	value := values[0]
	if slices.Contains(values, "normal") {
		value = "normal"
	}
	return html.Div(html.Class("cat-segment"), html.Label(html.For(string(id)), label), dcc.Dropdown{
		ID: id, Options: dcc.Options(values...), Value: value, Clearable: new(false), Searchable: new(false), Persistence: true,
	})
}

// switches sets what the whole page is asked for by attributes of its root.
func switches(app *dashi.App) {
	app.ClientsideCallback(dashi.Outputs(), dashi.Inputs(dashi.Input("density", "value"), dashi.Input("direction", "value")), dashi.JS(`(density, direction) => {
		const root = document.documentElement
		root.dir = direction
		if (density === "normal") delete root.dataset.density
		else root.dataset.density = density
	}`))
}
