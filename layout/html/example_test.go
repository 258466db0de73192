package html_test

import (
	"fmt"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
)

func Example() {
	cities := []string{"Oslo", "Rome"}
	var items []html.Element
	for _, city := range cities {
		items = append(items, html.Li(html.Dataset("city", city), city))
	}
	page := html.Div(html.ID("page"), html.Class("wide"),
		html.H1("Cities"),
		html.Ul(html.ID("cities"), items),
	)

	var schema layout.Schema
	for c := range schema.Walk(page) {
		_, name := c.Type()
		fmt.Printf("%s %q\n", name, schema.ID(c))
	}
	// Output:
	// Div "page"
	// H1 ""
	// Ul "cities"
	// Li ""
	// Li ""
}

func ExampleElement_Misplaced() {
	fmt.Println(html.Div(html.Href("/about"), "about").Misplaced())
	// Output: [href]
}
