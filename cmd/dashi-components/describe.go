package main

import (
	"bytes"
	"fmt"
	"strings"
)

// describe is the comment of a field: what the metadata says, what it may be where the Go type does not tell, its default, whether it is needed.
func describe(p prop) string {
	text := strings.TrimSpace(p.Description)
	var more []string
	if words := p.Type.words(); words != "" {
		more = append(more, "It is "+words+".")
	}
	if js, ok := p.defaultJS(); ok && js != "" && js != "undefined" && js != "null" && !strings.Contains(js, "\n") {
		if value, ok := literal(js); ok {
			js = fmt.Sprintf("%q", value)
		}
		more = append(more, "Default: "+js+".")
	}
	if p.Required {
		more = append(more, "Required.")
	}
	if text == "" {
		return strings.Join(more, " ")
	}
	return strings.TrimSpace(text + "\n\n" + strings.Join(more, " "))
}

// words say what may be where the Go type is any.
func (t *typ) words() string {
	switch {
	case t.isNode():
		return "a component, text, a number, or a list of those"
	case t.Name == "enum":
		if _, ok := t.texts(); !ok && len(t.Values) > 0 {
			return oneOf(t.Values)
		}
		return ""
	case t.Name == "union":
		var parts []string
		for _, m := range t.Members {
			parts = append(parts, m.noun())
		}
		return oneOf(parts)
	}
	return ""
}

func oneOf(parts []string) string {
	var distinct []string
	seen := map[string]bool{}
	for _, part := range parts {
		if part != "" && !seen[part] {
			seen[part] = true
			distinct = append(distinct, part)
		}
	}
	if n := len(distinct); n > 1 {
		return strings.Join(distinct[:n-1], ", ") + " or " + distinct[n-1]
	}
	return strings.Join(distinct, "")
}

func (t *typ) noun() string {
	if values, ok := t.texts(); ok {
		quoted := make([]string, len(values))
		for i, v := range values {
			quoted[i] = fmt.Sprintf("%q", v)
		}
		return oneOf(quoted)
	}
	switch t.Name {
	case "string":
		return "text"
	case "number":
		return "a number"
	case "bool", "boolean":
		return "true or false"
	case "array", "arrayOf", "tuple":
		return "a list"
	case "object", "objectOf", "shape", "exact":
		return "an object"
	case "node", "element":
		return "a component"
	case "enum", "union":
		return t.words()
	case "func":
		return ""
	}
	return "any value"
}

// comment writes a text as a Go comment, its paragraphs wrapped anew. Items of lists and blocks of code keep their lines.
func comment(b *bytes.Buffer, indent, text string) {
	const width = 120
	paragraph := ""
	flush := func() {
		for len(paragraph) > 0 {
			line, rest := paragraph, ""
			if len(line) > width {
				at := strings.LastIndexByte(line[:width], ' ')
				if at <= 0 {
					if at = strings.IndexByte(line, ' '); at < 0 {
						at = len(line)
					}
				}
				line, rest = line[:at], strings.TrimSpace(line[at:])
			}
			fmt.Fprintf(b, "%s// %s\n", indent, line)
			paragraph = rest
		}
	}
	fenced, blank := false, true
	for line := range strings.SplitSeq(strings.TrimSpace(strings.ReplaceAll(text, "\r", "")), "\n") {
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "```") {
			flush()
			fenced = !fenced
			trimmed, line = "", ""
		}
		item := strings.HasPrefix(trimmed, "- ") || strings.HasPrefix(trimmed, "* ")
		switch {
		case trimmed == "":
			flush()
			if !blank {
				fmt.Fprintf(b, "%s//\n", indent)
			}
			blank = true
			continue
		case fenced:
			fmt.Fprintf(b, "%s//\t%s\n", indent, strings.TrimRight(line, " \t"))
		case item:
			flush()
			paragraph = "  - " + strings.TrimSpace(trimmed[2:])
		case paragraph != "":
			paragraph += " " + trimmed
		default:
			paragraph = trimmed
		}
		blank = false
	}
	flush()
}
