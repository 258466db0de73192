package bench

import (
	"math/rand/v2"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// What is encoded: each thing as dashi's users write it, and as a library of JSON is given it.

// figurePoints makes two traces of as many numbers about 1 MB of JSON text.
const figurePoints = 25_000

func column(seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 2))
	out := make([]float64, figurePoints)
	for i := range out {
		out[i] = r.NormFloat64() * 100
	}
	return out
}

func ourFigure() plot.Figure {
	return plot.Figure{Data: []plot.Trace{plot.Scatter{Y: column(1)}, plot.Scatter{Y: column(3)}}}
}

type trace struct {
	Type string    `json:"type"`
	Y    []float64 `json:"y"`
}

type figure struct {
	Data   []trace  `json:"data"`
	Layout struct{} `json:"layout"`
}

func theirFigure() figure {
	return figure{Data: []trace{{"scatter", column(1)}, {"scatter", column(3)}}}
}

// A tree of 5,001 components: a table of 1,000 rows of 4 cells.
const (
	treeRows  = 1000
	treeCells = 4
)

func ourTree() layout.Component {
	rows := make([]any, treeRows)
	for i := range rows {
		cells := make([]any, treeCells)
		for j := range cells {
			cells[j] = html.Td("a cell", html.Class("c"), html.Style(layout.CSS{"width": 10}))
		}
		rows[i] = html.Tr(append(cells, html.ID("row"))...)
	}
	return html.Table(rows...)
}

// node is a component as Dash writes it on the wire.
type node struct {
	Props     any    `json:"props"`
	Type      string `json:"type"`
	Namespace string `json:"namespace"`
}

type props struct {
	ID        string         `json:"id,omitempty"`
	ClassName string         `json:"className,omitempty"`
	Style     map[string]any `json:"style,omitempty"`
	Children  any            `json:"children,omitempty"`
}

// theirTree is the tree with props as structs, or as maps, which is how Python has them.
func theirTree(maps bool) node {
	rows := make([]node, treeRows)
	for i := range rows {
		cells := make([]node, treeCells)
		for j := range cells {
			cells[j] = theirNode("Td", props{ClassName: "c", Style: map[string]any{"width": 10}, Children: "a cell"}, maps)
		}
		rows[i] = theirNode("Tr", props{ID: "row", Children: cells}, maps)
	}
	return theirNode("Table", props{Children: rows}, maps)
}

func theirNode(name string, p props, maps bool) node {
	n := node{p, name, "dash_html_components"}
	if maps {
		m := map[string]any{"children": p.Children}
		if p.ID != "" {
			m["id"] = p.ID
		}
		if p.ClassName != "" {
			m["className"], m["style"] = p.ClassName, p.Style
		}
		n.Props = m
	}
	return n
}

// city is a small answer of a callback.
type city struct {
	City string  `json:"city"`
	Temp float64 `json:"temp"`
}

var cities = []city{{"Oslo", 3.5}, {"Rome", 18}, {"Cairo", 29.25}}
