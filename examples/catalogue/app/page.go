package app

import (
	"regexp"
	"slices"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// stage is the live component with what it needs around it.
func (e entry) stage(c layout.Component) any {
	if e.around != nil {
		return e.around(c)
	}
	return c
}

// page is all there is of a component.
func (e entry) page() layout.Component {
	often, rarely := editors(e)
	if len(often)+len(rarely) == 0 {
		often = layout.Fragment{html.P(html.Class("cat-weak"), "There is nothing to edit: callbacks and the browser do.")}
	}
	c := e.component()
	return html.Div(html.Class("cat-page"), html.Key(e.name),
		html.Header(html.Class("cat-title"), html.H1(html.ID(part("title", e.name)), e.name), html.Code(e.typeName()), html.P(html.Class("cat-lead"), e.text)),
		html.Div(html.Class("cat-columns"),
			html.Div(html.Class("cat-column"),
				html.Section(html.Class("cat-stage"), html.Aria("label", "Live"), html.Div(html.ID(part("stage", e.name)), e.stage(c))),
				html.H2("Go"),
				html.Pre(html.TabIndex(0), html.Class("cat-code"), html.Code(html.Class("cat-source"), html.ID(part("code", e.name)), highlighted(goSource(c)))),
				html.Div(html.ID(part("note", e.name)), html.Class("cat-note"), html.Role("status")),
				events(e),
			),
			html.Section(html.Class("cat-card"), html.Aria("label", "Edit"),
				html.H2("Edit"),
				html.Div(html.Class("cat-fields"), often),
				more(rarely),
			),
		),
		html.H2("Properties"),
		propertyTable(properties(c)),
		dcc.Store{ID: part("log", e.name)},
	)
}

// events is the log, for components that the browser writes something of.
func events(e entry) any {
	if !slices.ContainsFunc(properties(e.sample), func(p property) bool { return p.Written }) {
		return nil
	}
	return layout.Fragment{
		html.H2("What the browser writes"),
		html.Ul(html.ID(part("events", e.name)), html.Class("cat-events"), (&eventLog{}).lines()),
	}
}

func more(rarely layout.Fragment) any {
	if len(rarely) == 0 {
		return nil
	}
	return html.Details(html.Class("cat-more"), html.Summary("Seldom used"), html.Div(html.Class("cat-fields"), rarely))
}

// propertyTable lists properties.
func propertyTable(all []property) layout.Component {
	var rows layout.Fragment
	for _, p := range all {
		written := any(nil)
		if p.Written {
			written = html.Span(html.Class("cat-written"), "written by the browser")
		}
		rows = append(rows, html.Tr(html.Class("cat-row"),
			html.Td(html.Class("cat-name"), html.Code(breakable(p.Name, 20)), written),
			html.Td(html.Code(breakable(p.Field, 20))),
			html.Td(html.Code(html.Class("cat-type"), p.Type)),
			html.Td(prose(p.Default)),
			html.Td(html.Class("cat-meaning"), prose(p.Meaning)),
		))
	}
	head := html.Tr(html.Th("On the wire"), html.Th("Go field"), html.Th("Go type"), html.Th("Default"), html.Th("Meaning"))
	return html.Div(html.Class("cat-scroll"), html.Table(html.Class("cat-table"), html.Thead(head), html.Tbody(rows)))
}

var linked = regexp.MustCompile(`\[([A-Z][A-Za-z.]*|[a-z]+\.[A-Za-z.]+)\]`)

// prose is a doc comment with the names of Go in it as code.
func prose(doc string) layout.Fragment {
	parts := layout.Fragment{}
	done := 0
	for _, at := range linked.FindAllStringSubmatchIndex(doc, -1) {
		parts = append(parts, doc[done:at[0]], html.Code(doc[at[2]:at[3]]))
		done = at[1]
	}
	return append(parts, doc[done:])
}

// unknown is the page of a name that the address made up.
func unknown() layout.Component {
	return html.Div(html.Class("cat-page"), html.H1("There is no such component"), html.P("Choose one from the list."))
}
