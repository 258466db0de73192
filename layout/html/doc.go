// Package html is the catalogue of HTML elements: a function for each element and one for each attribute.
//
//	html.Div(html.ID("page"), html.Class("wide"),
//		html.H1("Weather"),
//		html.A(html.Href("/about"), "about"),
//	)
//
// The arguments of an element are attributes and children in any order. A child is a [layout.Component], a text, a
// number, or a list of these ([]any, [layout.Fragment], []layout.Component, a slice of one component type), which is
// laid out flat. A nil argument, a nil component and the zero [Attr] are left out, which serves conditions. One child
// is sent as itself, several as a list; without a child the property children is not sent. An attribute given twice
// has the value given last.
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
