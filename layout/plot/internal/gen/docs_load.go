package main

import (
	_ "embed"
	"strings"
)

// The texts of structs and of fields, a line for each: the name, or "Struct.attribute" for a field that is something of
// its own there, a space, and what follows the name in the comment, without the full stop. What the schema says (allowed
// values, bounds, whether a column may be given, the default) is added where the text does not say it.
var (
	//go:embed structs.txt
	structLines string
	//go:embed fields.txt
	fieldLines string

	structDocs = texts(structLines)
	fieldDocs  = texts(fieldLines)
)

func texts(lines string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(lines) {
		name, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		if text == "" || all[name] != "" {
			panic("gen: the line of " + name + " has no text, or is its second")
		}
		all[name] = text
	}
	return all
}
