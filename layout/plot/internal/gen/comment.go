package main

import "strings"

// maxLine is where comments are wrapped, as in the rest of the repository.
const maxLine = 120

// comment wraps a text into lines of a comment.
func comment(indent, text string) string {
	var b strings.Builder
	line := indent + "//"
	for word := range strings.FieldsSeq(text) {
		if len(line)+1+len(word) > maxLine-3*len(indent) {
			b.WriteString(line + "\n")
			line = indent + "//"
		}
		line += " " + word
	}
	return b.String() + line + "\n"
}
