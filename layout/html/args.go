package html

import (
	"reflect"

	"github.com/dashi-go/dashi/layout"
)

// element makes an element of its arguments. It keeps none of the slices it is given, so they may be used again and
// the argument list of a call stays on the stack.
func element(t tag, args []any) Element {
	n := 0
	for _, arg := range args {
		if _, ok := arg.(Attr); ok {
			n++
		}
	}
	b := builder{room: len(args) - n}
	if n > 0 {
		b.attrs = make([]Attr, 0, n)
	}
	addAll(&b, args)
	e := Element{tag: t, attrs: b.attrs, children: b.first}
	switch {
	case b.list != nil:
		e.children = b.list
	case b.asList && b.first != nil:
		e.children = []any{b.first}
	case b.asList:
		e.children = []any{}
	}
	return e
}

// builder collects what the arguments of an element say.
type builder struct {
	attrs  []Attr
	first  any   // the first child, while it is the only one
	list   []any // all children, once there are two
	room   int   // how many children to make room for
	asList bool  // some were given as a list, which a list of one or none stays: it may grow
}

func (b *builder) add(arg any) {
	switch a := arg.(type) {
	case nil:
	case Attr:
		b.attr(a)
	case Element:
		if a.tag != 0 {
			b.child(arg) // as it came: a would be copied once more
		}
	case string, int, float64, bool:
		b.child(arg)
	case []any: // also the arguments of a function that makes an element, handed on
		addAll(b, a)
	case layout.Fragment:
		addList(b, a)
	case []layout.Component:
		addList(b, a)
	case []Element:
		addList(b, a)
	case []Attr:
		addAll(b, a)
	default:
		b.addOther(arg)
	}
}

// addList adds a list of children.
func addList[T any](b *builder, args []T) {
	b.asList = true
	addAll(b, args)
}

func addAll[T any](b *builder, args []T) {
	for _, arg := range args {
		b.add(arg)
	}
}

// addOther adds what is not of the commonest types.
func (b *builder) addOther(arg any) {
	v := reflect.ValueOf(arg)
	_, component := arg.(layout.Component)
	switch {
	case v.Kind() == reflect.Pointer && v.IsNil():
	case !component && v.Kind() == reflect.Slice:
		b.asList = true
		for i := range v.Len() {
			b.add(v.Index(i).Interface())
		}
	default:
		b.child(arg)
	}
}

func (b *builder) child(c any) {
	switch {
	case b.list != nil:
		b.list = append(b.list, c)
	case b.first == nil:
		b.first = c
	default:
		b.list = append(make([]any, 0, max(b.room, 2)), b.first, c)
	}
}

// attr sets an attribute, unless it says nothing: the zero Attr, a nil value or style, an empty id.
func (b *builder) attr(a Attr) {
	switch v := a.value.(type) {
	case nil:
		return
	case CSS:
		if v == nil {
			return
		}
	case layout.ID:
		if v == "" {
			return
		}
	}
	for i := range b.attrs {
		if b.attrs[i].name == a.name {
			b.attrs[i] = a
			return
		}
	}
	b.attrs = append(b.attrs, a)
}
