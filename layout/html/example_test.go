package html_test

import (
	"fmt"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/html"
)

// A table made of a slice, and a button that counts.
func Example() {
	app := dashi.New(dashi.Options{Title: "People"})
	var rows []html.Element
	for i, name := range []string{"Ada", "Grace"} {
		rows = append(rows, html.Tr(html.Td(i+1), html.Td(name)))
	}
	app.Layout(html.Main(html.Class("wide"),
		html.H1("People"),
		html.Table(html.Tbody(rows)),
		html.Button(html.ID("more"), "More"),
		html.P(html.ID("clicks"), html.Aria("live", "polite")),
	))
	app.Callback(
		dashi.Output("clicks", "children"),
		dashi.Input("more", "n_clicks"),
		func(n int) string { return fmt.Sprintf("%d clicks", n) })

	fmt.Println("wrong:", app.Validate()) // then app.Run("127.0.0.1:8050")
	// Output: wrong: <nil>
}

func ExampleElement_Misplaced() {
	fmt.Println(html.Div(html.Href("/about"), "about").Misplaced())
	// Output: [href]
}
