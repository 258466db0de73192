package html

import (
	"reflect"

	"github.com/dashi-go/dashi/layout"
)

// Element is an HTML element, made by the function of its name. It is a [layout.Dynamic] and does not change; the zero
// Element is no element and shows nothing.
type Element struct {
	tag      tag
	attrs    []Attr
	children any // nil, the only child, or a []any
}

// tag is an index into tags; 0 is no element.
type tag uint8

// tagInfo is what the table says about an element.
type tagInfo struct {
	name  string
	attrs []uint8
}

const namespace = "dash_html_components"

// Type gives Dash's names for the element, such as "dash_html_components", "Div".
func (e Element) Type() (string, string) { return namespace, tags[e.tag].name }

// EachProp yields the attributes in the order they were given, then the children. It does not allocate.
func (e Element) EachProp(yield func(name string, value any) bool) {
	for _, a := range e.attrs {
		if !yield(a.name, a.value) {
			return
		}
	}
	if e.children != nil {
		yield("children", e.children)
	}
}

// Prop is the value of an attribute or of "children", and whether it is set.
func (e Element) Prop(name string) (any, bool) {
	if name == "children" {
		return e.children, e.children != nil
	}
	for _, a := range e.attrs {
		if a.name == name {
			return a.value, true
		}
	}
	return nil, false
}

// PropType is the Go type of an attribute's values, any type for "children".
func (e Element) PropType(name string) (reflect.Type, bool) {
	if name == "children" {
		return kinds[kindAny], true
	}
	kind, found := e.tag.kind(name)
	if !found {
		return nil, false
	}
	return kinds[kind], true
}

// PropNames lists the attributes of the element in order of their names, after "children".
func (e Element) PropNames() []string {
	names := []string{"children"}
	for _, family := range families {
		names = append(names, family+"*")
	}
	for _, i := range tags[e.tag].attrs {
		names = append(names, attrs[i].name)
	}
	return names
}

// Misplaced lists the attributes that were given although the element has none of that name.
func (e Element) Misplaced() []string {
	var names []string
	for _, a := range e.attrs {
		if _, found := e.tag.kind(a.name); !found {
			names = append(names, a.name)
		}
	}
	return names
}

var _ layout.Dynamic = Element{}
