package layout

import "strconv"

// This file reads canonical text by hand. Ids are checked whenever a component is written and matched by the thousand when
// a request has a pattern, which a JSON library is too slow for; and the text has one spelling only, so there is little to read.

// EachPair calls yield for the keys of a dictionary id or pattern, in order, until yield returns false. Key and value are the
// texts that they have in the id, strings with their quotes; a wildcard is a list of one, `["MATCH"]`. It reports whether the
// whole id was read, which is false where yield stopped it and of plain ids; of malformed ones it yields the part before the
// fault.
func (id ID) EachPair(yield func(key, value string) bool) (whole bool) {
	if !id.IsDict() {
		return false
	}
	text := string(id[1:])
	for {
		n := stringEnd(text)
		if n <= len(`""`) || n == len(text) || text[n] != ':' {
			return false
		}
		key := text[:n]
		text = text[n+1:]
		if n = valueEnd(text); n == 0 || n == len(text) {
			return false
		}
		if !yield(key, text[:n]) {
			return false
		}
		switch text[n] {
		case '}':
			return n+1 == len(text)
		case ',':
			text = text[n+1:]
		default:
			return false
		}
	}
}

// valueEnd is the length of the value that text begins with, 0 where that is none in canonical form.
func valueEnd(text string) int {
	if text == "" {
		return 0
	}
	switch text[0] {
	case '"':
		return stringEnd(text)
	case '[':
		return len(wildcardText(text))
	case 't':
		return wordEnd(text, "true")
	case 'f':
		return wordEnd(text, "false")
	}
	return numberEnd(text)
}

func wordEnd(text, word string) int {
	if len(text) < len(word) || text[:len(word)] != word {
		return 0
	}
	return len(word)
}

// stringEnd is the length of the quoted string that text begins with, 0 where that is none as appendText writes it. That the
// bytes are UTF-8 is not looked at.
func stringEnd(text string) int {
	if text == "" || text[0] != '"' {
		return 0
	}
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return i + 1
		case c == '\\':
			n := escapeEnd(text[i:])
			if n == 0 {
				return 0
			}
			i += n - 1
		case c < ' ':
			return 0
		}
	}
	return 0
}

// escapeEnd is the length of the escape that text begins with, 0 where appendText would not write that.
func escapeEnd(text string) int {
	if len(text) < 2 {
		return 0
	}
	switch text[1] {
	case '"', '\\', 'b', 't', 'n', 'f', 'r':
		return 2
	case 'u':
		if len(text) < 6 || text[2] != '0' || text[3] != '0' || text[4] != '0' && text[4] != '1' {
			return 0
		}
		low := text[5]
		isHex := low >= '0' && low <= '9' || low >= 'a' && low <= 'f'
		short := text[4] == '0' && (low == '8' || low == '9' || low == 'a' || low == 'c' || low == 'd')
		if isHex && !short { // the others have a letter
			return 6
		}
	}
	return 0
}

// numberEnd is the length of the number that text begins with, 0 where that is none as a browser writes it.
func numberEnd(text string) int {
	const plain = 15 // integers of so many digits are exact
	n, digits := 0, 0
	if text[0] == '-' {
		n++
	}
	for ; n < len(text) && text[n] >= '0' && text[n] <= '9'; n++ {
		digits++
	}
	if digits == 0 {
		return 0
	}
	leading := text[n-digits] == '0' && (digits > 1 || n > digits)
	if digits <= plain && !leading && (n == len(text) || text[n] != '.' && text[n] != 'e') {
		return n
	}
	for n < len(text) && (text[n] >= '0' && text[n] <= '9' || text[n] == '.' || text[n] == 'e' || text[n] == '+' || text[n] == '-') {
		n++
	}
	f, err := strconv.ParseFloat(text[:n], 64)
	if err != nil {
		return 0
	}
	if same, err := floatText(f); err != nil || same != text[:n] {
		return 0
	}
	return n
}
