package plot

import (
	"iter"
	"strings"
)

// nearest is the name that word is most likely a slip of, "" when none is close: at most a third of the word's letters
// differ, or one, and not all of them. Case, '_' and '-' do not count. Of several equally near the first in the alphabet is
// returned.
func nearest(word string, names iter.Seq[string]) string {
	letters := []rune(spelled(word))
	best, least := "", max(1, len(letters)/3)+1
	for name := range names {
		d := edits(letters, []rune(spelled(name)))
		if name != "" && d < len(letters) && (d < least || d == least && best != "" && name < best) {
			best, least = name, d
		}
	}
	return best
}

func spelled(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
}

// edits is how many letters are inserted, deleted, replaced or swapped with the next to make b of a.
func edits(a, b []rune) int {
	before, prev := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			cost := prev[j]
			if a[i] != b[j] {
				cost++
			}
			row[j+1] = min(cost, prev[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, prev = prev, row
	}
	return prev[len(b)]
}

func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return "; did you mean " + quoted(name) + "?"
}
