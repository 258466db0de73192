package app

import (
	"fmt"
	"os"
	"slices"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

func (p *process) page() layout.Component {
	var jobs []layout.Component
	for _, l := range lanes {
		jobs = append(jobs, lane(l.name, l.steps))
	}
	return html.Main(html.Class("cluster"),
		html.Header(
			html.H1("Cluster"),
			html.P("This page came from ", html.B(html.ID("server"), p.Name), fmt.Sprintf(" (%d). ", os.Getpid()), p.advice()),
		),
		html.Section(html.Class("dashi-card"),
			html.H2("Signs of life"),
			html.P(html.Class("note"), "Each process tells all pages that it lives, once a second; a page asks for nothing."),
			html.Div(html.ID("pulse"), html.Class("pulse"), html.Role("img"), html.Aria("label", "The last signs of life, one bar each"), slices.Repeat([]layout.Component{html.Span()}, shown)),
			p.table(),
		),
		html.Div(html.Class("halves"),
			html.Section(html.Class("dashi-card"), html.H2("Jobs of this page"), jobs),
			html.Section(html.Class("dashi-card"),
				html.H2("For all pages"),
				html.Label(html.For("text"), "A message"),
				html.Div(html.Class("say"),
					dcc.Input{ID: "text", Value: "", Placeholder: "Hello, all of you"},
					dcc.Button{ID: "say", ClassName: dcc.ButtonPrimary, Children: "Say"},
				),
				html.Output(html.ID("answered"), html.Class("note")),
				html.Ol(html.ID("feed"), html.Class("feed"), html.Aria("label", "Messages")),
			),
		),
	)
}

func (p *process) advice() layout.Fragment {
	if p.Cluster == nil {
		return layout.Fragment{html.Code("go run ./examples/cluster"), " starts two web processes, two workers, redis-server and a proxy before them; it needs redis-server on the PATH."}
	}
	return layout.Fragment{"Kill any process: jobs that it ran are run again by another one, pages stay, and what they miss they are told."}
}

// table is the processes: what they tell of themselves, and where that is allowed a button that kills.
func (p *process) table() layout.Fragment {
	row := func(i int, name string) layout.Component {
		cells := []any{
			html.Th(html.Scope("row"), html.Span(html.Class(color(i))), name),
			html.Td(html.ID(dashi.Dict("life", name)), "not heard of yet"),
		}
		if p.Kill != nil {
			cells = append(cells, html.Td(html.Button(html.ID(killID(name)), html.Aria("label", "kill -9 "+name), "kill -9")))
		}
		return html.Tr(cells...)
	}
	var rows []layout.Component
	for i, name := range p.Names {
		rows = append(rows, row(i, name))
	}
	if p.Kill == nil {
		return layout.Fragment{html.Table(html.Class("processes"), html.Tbody(rows))}
	}
	rows = append(rows, html.Tr(html.Th(html.Scope("row"), html.Span(html.Class("key")), "redis"), html.Td("keeps what was said, and the jobs"),
		html.Td(html.Button(html.ID(killID("redis")), html.Aria("label", "kill -9 redis"), "kill -9"))))
	return layout.Fragment{html.Table(html.Class("processes"), html.Tbody(rows)), html.Output(html.ID("killed"), html.Class("note"))}
}

// color is the class of a process's colour, by its place among the names.
func color(i int) string { return fmt.Sprintf("key key-%d", i%6) }

// sign is a bar of the pulse.
func (p *process) sign(n int) layout.Component {
	return html.Span(html.Class(color(slices.Index(p.Names, p.Name))), html.TitleAttr(fmt.Sprintf("%s, %d", p.Name, n)))
}

// life is what a process tells of itself. Its dot fades, until the next one comes in its place.
func (p *process) life(n int) layout.Fragment {
	return layout.Fragment{
		html.Span(html.Class(fmt.Sprintf("dot dot-%d", n%2))),
		fmt.Sprintf("process %d, sign %d; jobs: %d running, %d ended", os.Getpid(), n, p.running.Load(), p.ended.Load()),
	}
}
