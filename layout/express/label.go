package express

import (
	"strings"
	"unicode"
)

// human is a field's name as people write it: "GDPPerCapita" is "GDP per capita", "wind_speed" is "Wind speed". The last
// part of a path counts. Names that are no identifiers (they have spaces or signs) and single letters stay.
func human(field string) string {
	if strings.ContainsFunc(field, func(r rune) bool {
		return r != '_' && r != '.' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		return field
	}
	field = field[strings.LastIndexByte(field, '.')+1:]
	all := words(field)
	for i, word := range all {
		switch {
		case i == 0 && len(all) == 1 && len([]rune(word)) == 1:
		case i == 0:
			all[i] = capital(word)
		case !isAcronym(word):
			all[i] = strings.ToLower(word)
		}
	}
	return strings.Join(all, " ")
}

// words cuts a name at underscores, before an upper case letter that follows a lower case one or starts a word after an
// acronym ("GDPPer"), and between lower case letters and digits.
func words(name string) (out []string) {
	letters := []rune(name)
	var word []rune
	flush := func() {
		if len(word) > 0 {
			out, word = append(out, string(word)), nil
		}
	}
	for i, r := range letters {
		if r == '_' || r == '-' {
			flush()
			continue
		}
		if len(word) > 0 && cutBefore(letters, i, len(word)) {
			flush()
		}
		word = append(word, r)
	}
	flush()
	return out
}

func cutBefore(letters []rune, i, length int) bool {
	last, r := letters[i-1], letters[i]
	switch {
	case unicode.IsUpper(r) && !unicode.IsUpper(last):
		return true
	case unicode.IsUpper(r) && unicode.IsUpper(last):
		plural := i+1 < len(letters) && letters[i+1] == 's' && (i+2 == len(letters) || unicode.IsUpper(letters[i+2]))
		return i+1 < len(letters) && unicode.IsLower(letters[i+1]) && !plural // "IDs" is one word
	case unicode.IsDigit(r):
		return unicode.IsLower(last) && length > 1
	}
	return false
}

func capital(word string) string {
	r := []rune(word)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// isAcronym tells whether a word has no lower case letter and more than one sign.
func isAcronym(word string) bool {
	word = strings.TrimSuffix(word, "s")
	return len([]rune(word)) > 1 && strings.ToUpper(word) == word
}

// escape makes text of data that plotly would take for its HTML, or for a variable of a template, stand for itself.
func escape(text string) string {
	if !strings.ContainsAny(text, "<&%") {
		return text
	}
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", "%{", "&#37;{").Replace(text)
}
