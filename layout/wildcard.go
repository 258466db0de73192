package layout

// Wildcard stands in an id for any value of a key, which makes the id a pattern: Dict("type", "row", "index", MATCH).
// Patterns are for the dependencies of callbacks; the id of a component has a value for every key.
type Wildcard string

// The wildcards, under Dash's names.
const (
	// MATCH stands for one value, the same in all properties of a call: the callback is run for each value by itself.
	MATCH Wildcard = "MATCH"
	// ALL stands for every value: the callback takes, or returns, a list.
	ALL Wildcard = "ALL"
	// ALLSMALLER stands for the values below the one MATCH stands for in the same call: numbers and texts that spell one,
	// then booleans, then other texts. The callback takes a list.
	ALLSMALLER Wildcard = "ALLSMALLER"
)

// text is the wildcard as it stands in an id, a list of one.
func (w Wildcard) text() string { return `["` + string(w) + `"]` }

// wildcardText is the wildcard that text begins with, as text, or "".
func wildcardText(text string) string {
	if text == "" || text[0] != '[' {
		return ""
	}
	for _, w := range []string{matchText, allText, allSmallerText} {
		if len(text) >= len(w) && text[:len(w)] == w {
			return w
		}
	}
	return ""
}

var matchText, allText, allSmallerText = MATCH.text(), ALL.text(), ALLSMALLER.text()
