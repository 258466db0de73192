// Package html is the catalogue of HTML elements: a function for each element and one for each attribute.
//
//	var rows []html.Element
//	for i, name := range []string{"Ada", "Grace"} {
//		rows = append(rows, html.Tr(html.Td(i+1), html.Td(name)))
//	}
//	app.Layout(html.Main(html.Class("wide"),
//		html.H1("People"),
//		html.Table(html.Tbody(rows)),
//		html.Button(html.ID("more"), "More"),
//		html.P(html.ID("clicks"), html.Aria("live", "polite")),
//	))
//	app.Callback(
//		dashi.Output("clicks", "children"),
//		dashi.Input("more", "n_clicks"),
//		func(n int) string { return fmt.Sprintf("%d clicks", n) })
//
// The example below is this as a whole program.
//
// The arguments of an element are attributes and children in any order. A child is a [layout.Component], a text, a
// number, or a list of these ([]any, [layout.Fragment], []layout.Component, a slice of one component type), which is
// laid out flat. A nil argument, a nil component and the zero [Attr] are left out, which serves conditions. One child
// is sent as itself, several as a list; what is given as a slice of components or a Fragment stays a list however short
// it is, so that a Patch can append to it. Without a child the property children is not sent. An attribute given twice has
// the value given last. The browser shows nothing for a bool; times, durations, errors and values of your own are
// texts only once you have made them: d.String(), err.Error().
//
// Callbacks name what they set or read by its name on the wire: "children", and the attributes by the names their
// functions tell, such as "className" or "disabled". An element with an id counts the clicks on it in n_clicks, which
// is an Input of type int and 0 before the first click, see [NClicks]. Clicks are all that elements report: what users
// type and choose comes from package dcc, which also has the field, dcc.Input.
//
// Names are the tag or attribute with its words in upper case: [Tbody], [TabIndex]. Class sets className and [For]
// htmlFor, as in HTML. Seven attributes are called like an element. The element has the name and the attribute the
// suffix Attr: [CiteAttr], [ContentAttr], [DataAttr], [FormAttr], [LabelAttr], [SpanAttr] and [TitleAttr]. The families
// data-* and aria-* are set by [Dataset] and [Aria].
//
// Values are sent as they are, false and zero included; what is not mentioned is not sent. An attribute given to an
// element that has none of that name is reported by [Element.Misplaced].
package html

//go:generate go run ./internal/gen
