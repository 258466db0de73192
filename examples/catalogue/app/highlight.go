package app

import (
	"go/scanner"
	"go/token"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
)

// highlighted is Go source with its words in colors.
func highlighted(source string) layout.Fragment {
	file := token.NewFileSet().AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, []byte(source), nil, scanner.ScanComments)
	var parts layout.Fragment
	done := 0
	for {
		pos, tok, text := s.Scan()
		at := file.Offset(pos)
		if tok == token.EOF {
			break
		}
		class := classOf(tok, text)
		if class == "" || at < done {
			continue
		}
		parts = append(parts, source[done:at], html.Span(html.Class(class), text))
		done = at + len(text)
	}
	return append(parts, source[done:])
}

// classOf is the look of a token, "" for a plain one.
func classOf(tok token.Token, text string) string {
	switch {
	case tok == token.STRING || tok == token.CHAR:
		return "go-text"
	case tok == token.INT || tok == token.FLOAT || tok == token.IDENT && (text == "true" || text == "false" || text == "nil"):
		return "go-number"
	case tok == token.COMMENT:
		return "go-comment"
	case tok == token.IDENT && (text == "new" || text == "any"), tok.IsKeyword():
		return "go-word"
	case tok == token.IDENT && (text == "dcc" || text == "ui" || text == "table" || text == "html" || text == "layout" || text == "plot" || text == "time"):
		return "go-package"
	}
	return ""
}
