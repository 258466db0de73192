package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// maxListed is how many allowed values a comment lists; of more the first are shown.
const maxListed = 12

// statesBounds finds the least number in a text of ours: "from 0 to 8".
var statesBounds = regexp.MustCompile(`from -?[0-9]`)

// oneOrMany finds what says that a column may be given, or that it does not matter.
var oneOrMany = regexp.MustCompile(`column|list|for each|any value`)

// checkDocs returns an error that names every struct and field without a text of ours, and every text of nothing.
func checkDocs(structs []*Struct) error {
	var wrong []string
	used := map[string]bool{}
	known := map[string]bool{}
	for _, s := range structs {
		known[s.Name] = true
		if structDocs[s.Name] == "" {
			wrong = append(wrong, "struct "+s.Name+" has no text")
		}
		for _, f := range s.Fields {
			key := docKey(s, f)
			if used[key] = true; fieldDocs[key] == "" {
				wrong = append(wrong, s.Name+"."+f.Attribute+" has no text")
			}
		}
	}
	for key := range fieldDocs {
		if !used[key] {
			wrong = append(wrong, "the text of "+key+" belongs to no field")
		}
	}
	for name := range structDocs {
		if !known[name] {
			wrong = append(wrong, "the text of "+name+" belongs to no struct")
		}
	}
	if wrong == nil {
		return nil
	}
	slices.Sort(wrong)
	return fmt.Errorf("gen: %s", strings.Join(slices.Compact(wrong), "\n     "))
}

// docKey is where the text of a field stands: under its struct, or for all structs.
func docKey(s *Struct, f *Field) string {
	if key := s.Name + "." + f.Attribute; fieldDocs[key] != "" {
		return key
	}
	return f.Attribute
}

// fieldDoc is our text on a field and what the schema says of its values, unless the text does.
func fieldDoc(s *Struct, f *Field) string {
	text := fieldDocs[docKey(s, f)]
	text, dflt, stated := strings.Cut(text, ". Default: ")
	doc := f.Name + " " + text + "."
	if !strings.Contains(text, `"`) {
		doc += allowed(f.Attrs)
	}
	if !statesBounds.MatchString(text) {
		doc += bounds(f.Attrs)
	}
	if f.Type == "any" && eachOk(f) && !oneOrMany.MatchString(text) {
		doc += " One for all points, or a column."
	}
	if stated {
		return stop(doc + " Default: " + dflt + ".")
	}
	return stop(doc + defaults(f.Attrs))
}

// stop removes the full stop after dots.
func stop(doc string) string { return strings.ReplaceAll(doc, "….", "…") }

func eachOk(f *Field) bool {
	return slices.ContainsFunc(f.Attrs, func(a *Attr) bool { return a.ArrayOk })
}

// allowed lists the values of an attribute, in all places together.
func allowed(attrs []*Attr) string {
	var values, flags []string
	for _, a := range attrs {
		for _, value := range slices.Concat(a.Values, a.Extras) {
			if a.ValType == "subplotid" || a.ValType == "any" {
				continue
			}
			if s, ok := value.(string); ok && strings.HasPrefix(s, "/^") {
				value = map[bool]string{true: "x", false: "y"}[strings.HasPrefix(s, "/^x")]
			}
			values = appendNew(values, literal(value))
		}
		for _, flag := range a.Flags {
			flags = appendNew(flags, literal(flag))
		}
	}
	doc := ""
	if len(flags) > 0 {
		doc = " Any of " + listed(flags) + " joined by plus"
		if len(values) > 0 {
			doc += ", or " + listed(values)
		}
		return doc + "."
	}
	if len(values) > 0 {
		doc = " One of " + listed(values) + "."
	}
	return doc
}

func appendNew(list []string, item string) []string {
	if slices.Contains(list, item) {
		return list
	}
	return append(list, item)
}

func listed(values []string) string {
	if len(values) > maxListed {
		return strings.Join(values[:maxListed], ", ") + " …"
	}
	return strings.Join(values, ", ")
}

func literal(value any) string {
	if s, ok := value.(string); ok {
		return strconv.Quote(s)
	}
	text, _ := json.Marshal(value)
	return string(text)
}

// bounds says the least and the greatest number, where all places agree.
func bounds(attrs []*Attr) string {
	if len(attrs) == 0 {
		return ""
	}
	a := attrs[0]
	for _, b := range attrs {
		if !same(a.Min, b.Min) || !same(a.Max, b.Max) {
			return ""
		}
	}
	switch {
	case a.Min != nil && a.Max != nil:
		return " From " + number(*a.Min) + " to " + number(*a.Max) + "."
	case a.Min != nil:
		return " At least " + number(*a.Min) + "."
	case a.Max != nil:
		return " At most " + number(*a.Max) + "."
	}
	return ""
}

func same(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// defaults says the default, where all places agree and it is one that says something.
func defaults(attrs []*Attr) string {
	text := ""
	for i, a := range attrs {
		if a.Default == nil {
			return ""
		}
		value := literal(a.Default)
		if i > 0 && value != text {
			return ""
		}
		text = value
	}
	switch text {
	case "", `""`, "[]", "false":
		return "" // an object, or as the type says
	}
	return " Default: " + text + "."
}
