package main

import (
	"slices"
	"strings"
)

// TypeName is the name of an element on the wire and of its function: the tag with its first letter in upper case,
// but for the two Dash names otherwise.
func (t Tag) TypeName() string {
	switch t.Name {
	case "map", "object":
		return upperFirst(t.Name) + "El"
	}
	return upperFirst(t.Name)
}

// FuncName is the name of an attribute's function. Elements have the first claim to a name: an attribute that is
// called like one carries the suffix Attr.
func (a Attribute) FuncName() string {
	name := a.goName()
	if slices.ContainsFunc(Tags, func(t Tag) bool { return t.TypeName() == name }) {
		return name + "Attr"
	}
	return name
}

func (a Attribute) goName() string {
	switch a.Name {
	case "className":
		return "Class"
	case "htmlFor":
		return "For"
	case "httpEquiv":
		return "HTTPEquiv"
	case "id":
		return "ID"
	}
	var b strings.Builder
	for word := range strings.SplitSeq(a.Name, "_") {
		b.WriteString(upperFirst(word))
	}
	return b.String()
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
