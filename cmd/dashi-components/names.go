package main

import (
	"go/token"
	"strconv"
	"strings"
	"unicode"
)

// initials are words that Go writes in capitals.
var initials = map[string]string{
	"id": "ID", "url": "URL", "html": "HTML", "css": "CSS", "api": "API", "json": "JSON", "csv": "CSV", "svg": "SVG", "png": "PNG", "jpg": "JPG", "http": "HTTP", "ui": "UI",
}

// goName is the exported name for a property or a value: n_clicks is NClicks, "auto-start" AutoStart, backgroundColor BackgroundColor. It is ""
// where nothing is left.
func goName(name string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if known := initials[strings.ToLower(word)]; known != "" {
			b.WriteString(known)
			continue
		}
		runes := []rune(word)
		b.WriteRune(unicode.ToUpper(runes[0]))
		b.WriteString(string(runes[1:]))
	}
	out := b.String()
	if out != "" && !unicode.IsUpper([]rune(out)[0]) {
		out = "N" + out // a digit, or a letter of a script without capitals
	}
	return out
}

// isIdentifier is true of what may be the exported name of a Go type as it is.
func isIdentifier(name string) bool { return token.IsIdentifier(name) && token.IsExported(name) }

// names are the names of one scope.
type names map[string]bool

// take gives the first name that is free, the last of them with a number where none is.
func (n names) take(wanted ...string) string {
	for _, name := range wanted {
		if name != "" && !n[name] {
			n[name] = true
			return name
		}
	}
	last := wanted[len(wanted)-1]
	for i := 2; ; i++ {
		if name := last + strconv.Itoa(i); !n[name] {
			n[name] = true
			return name
		}
	}
}

// literal reads a JavaScript string literal.
func literal(js string) (text string, ok bool) {
	if len(js) < 2 || js[0] != js[len(js)-1] || !strings.Contains("'\"`", js[:1]) {
		return "", false
	}
	inner := js[1 : len(js)-1]
	if !strings.Contains(inner, `\`) {
		return inner, true
	}
	inner = strings.ReplaceAll(inner, `\'`, `'`)
	if js[0] != '"' {
		inner = strings.ReplaceAll(inner, `"`, `\"`)
	}
	text, err := strconv.Unquote(`"` + inner + `"`)
	return text, err == nil
}
