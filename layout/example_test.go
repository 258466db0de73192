package layout_test

import (
	"fmt"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
)

func ExampleSchema_Walk() {
	page := html.Div(html.ID("page"),
		html.H1("Cities"),
		html.Ul(html.ID("cities"), []html.Element{html.Li("Oslo"), html.Li("Rome")}),
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
