package graph

import (
	"cmp"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// compare orders two values of ids as ALLSMALLER does: numbers, and texts that spell one, by their size; after these false and
// true; after these the other texts, as JavaScript orders texts. Values that spell one number are equal.
func compare(a, b string) int {
	rankA, numberA := rank(a)
	rankB, numberB := rank(b)
	switch {
	case rankA != rankB:
		return cmp.Compare(rankA, rankB)
	case rankA == isNumber:
		return cmp.Compare(numberA, numberB)
	case rankA == isBool:
		return cmp.Compare(a, b) // "false" stands before "true" in the alphabet too
	}
	return compareTexts(textOf(a), textOf(b))
}

const (
	isNumber = iota
	isBool
	isText
)

func rank(value string) (kind int, number float64) {
	switch value[0] {
	case 't', 'f':
		return isBool, 0
	case '"':
		if n, ok := numeric(textOf(value)); ok {
			return isNumber, n
		}
		return isText, 0
	}
	n, _ := strconv.ParseFloat(value, 64) // canonical, so a number
	return isNumber, n
}

// textOf is the text of a JSON string.
func textOf(quoted string) (text string) {
	if strings.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	_ = json.Unmarshal([]byte(quoted), &text) // canonical, so valid
	return text
}

// numeric reads a text as JavaScript's Number does; blank texts and infinities are no numbers here.
func numeric(text string) (float64, bool) {
	text = strings.TrimFunc(text, isSpace)
	if text == "" || text[0] > '9' { // most texts are seen to be none at once
		return 0, false
	}
	if len(text) > 2 && text[0] == '0' {
		if base := bases[text[1]|0x20]; base != 0 {
			n, err := strconv.ParseUint(text[2:], base, 64)
			return float64(n), err == nil
		}
	}
	if strings.Trim(text, "0123456789+-.eE") != "" {
		return 0, false // among others "Inf" and "1_0", which Go reads and JavaScript does not
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil && !math.IsInf(n, 0)
}

// bases are those of integers by the letter after the 0, in lower case.
var bases = [256]int{'x': 16, 'o': 8, 'b': 2}

// isSpace is true of what JavaScript trims.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\v', '\f', '\r', '\u00a0', '\u1680', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\ufeff':
		return true
	}
	return r >= '\u2000' && r <= '\u200a'
}

// compareTexts compares by UTF-16 code units: signs beyond U+FFFF, which take two of them, stand before U+E000 to U+FFFF.
func compareTexts(a, b string) int {
	for a != "" && b != "" {
		r, n := utf8.DecodeRuneInString(a)
		s, m := utf8.DecodeRuneInString(b)
		if r != s {
			return cmp.Or(cmp.Compare(firstUnit(r), firstUnit(s)), cmp.Compare(r, s))
		}
		a, b = a[n:], b[m:]
	}
	return cmp.Compare(len(a), len(b))
}

func firstUnit(r rune) rune {
	if high, _ := utf16.EncodeRune(r); high != utf8.RuneError {
		return high
	}
	return r
}
