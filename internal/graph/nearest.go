package graph

import (
	"iter"
	"strings"
)

// Nearest returns the candidate that word is most likely a slip of, or "" when none is close: at most a third of the
// word's length in edits (insertions, deletions, substitutions, swaps of neighbours), and at least one is allowed.
//
// Spelling counts for nothing in it: case, '_' and '-' (NClicks for n_clicks), nor does a rest that was left out (class for
// className, of four letters and more). Of several equally near the first in the alphabet is returned.
func Nearest(word string, candidates iter.Seq[string]) string {
	word = spelled(word)
	letters := []rune(word)
	best, bestDistance := "", max(1, len(letters)/3)+1
	for c := range candidates {
		if c == "" {
			continue
		}
		plain := spelled(c)
		d := distance(letters, []rune(plain))
		if len(letters) >= 4 && strings.HasPrefix(plain, word) {
			d = min(d, 1)
		}
		if d < bestDistance || d == bestDistance && best != "" && c < best {
			best, bestDistance = c, d
		}
	}
	return best
}

// spelled is a name without what people spell differently.
func spelled(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
}

// distance is the optimal string alignment distance.
func distance(a, b []rune) int {
	before, prev := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev = prev, row
	}
	return prev[len(b)]
}
