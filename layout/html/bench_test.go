package html_test

import (
	"testing"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
)

const treeNodes = 5000

// tree is a table of treeNodes elements: 555 rows of eight cells, the table, its body and a few more.
func tree() html.Element {
	rows := make([]html.Element, 0, treeNodes/9)
	for range treeNodes / 9 {
		rows = append(rows, html.Tr(
			html.Td(html.Class("a"), "one"), html.Td(html.Class("b"), "two"), html.Td("three"), html.Td("four"),
			html.Td(html.ID("x"), html.Class("c"), "five"), html.Td("six"), html.Td("seven"), html.Td(html.ColSpan(2), "eight"),
		))
	}
	return html.Table(html.Caption("c"), html.Thead(html.Tr()), html.Tbody(rows))
}

func BenchmarkBuild(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		tree()
	}
}

func BenchmarkWalk(b *testing.B) {
	var s layout.Schema
	root := tree()
	n := 0
	for range s.Walk(root) {
		n++
	}
	if n != treeNodes {
		b.Fatalf("the tree has %d nodes", n)
	}
	b.ReportAllocs()
	for b.Loop() {
		for c := range s.Walk(root) {
			_ = s.ID(c)
		}
	}
}
