package html

import (
	"reflect"
	"slices"
	"strings"

	"github.com/dashi-go/dashi/layout"
)

// Attr is an attribute with its value, an argument of element functions. The zero Attr sets nothing.
type Attr struct {
	name  string
	value any
}

// CSS is an inline style, see [layout.CSS].
type CSS = layout.CSS

// Dataset sets data-name to value, as the browser's dataset does; Dataset("city", "Oslo") is data-city="Oslo". Every
// element has it.
func Dataset(name, value string) Attr { return Attr{"data-" + name, value} }

// Aria sets aria-name to value, a fact for assistive technology; Aria("label", "close") is aria-label="close". Every
// element has it.
func Aria(name, value string) Attr { return Attr{"aria-" + name, value} }

// families are the beginnings of names every element may have.
var families = [...]string{"aria-", "data-"}

// attrInfo is what the table says about an attribute.
type attrInfo struct {
	name string
	kind kind
}

// kind is the Go type of an attribute's value.
type kind uint8

const (
	kindAny kind = iota
	kindBool
	kindFloat64
	kindInt
	kindInt64
	kindString
	kindID
	kindCSS
)

var kinds = [...]reflect.Type{
	kindAny:     reflect.TypeFor[any](),
	kindBool:    reflect.TypeFor[bool](),
	kindFloat64: reflect.TypeFor[float64](),
	kindInt:     reflect.TypeFor[int](),
	kindInt64:   reflect.TypeFor[int64](),
	kindString:  reflect.TypeFor[string](),
	kindID:      reflect.TypeFor[layout.ID](),
	kindCSS:     reflect.TypeFor[layout.CSS](),
}

// kind tells the type of the attribute called name on a tag, and false where the tag has none.
func (t tag) kind(name string) (kind, bool) {
	for _, family := range families {
		if len(name) > len(family) && strings.HasPrefix(name, family) {
			return kindString, true
		}
	}
	i, found := slices.BinarySearchFunc(attrs[:], name, func(a attrInfo, name string) int {
		return strings.Compare(a.name, name)
	})
	if !found || !slices.Contains(tags[t].attrs, uint8(i)) {
		return 0, false
	}
	return attrs[i].kind, true
}
