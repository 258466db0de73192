package graph

import "iter"

// Nearest returns the candidate that word is most likely a slip of, or "" when none is close: at most a third of the
// word's length in edits (insertions, deletions, substitutions, swaps of neighbours), and at least one is allowed.
//
// Of several equally near the first in the alphabet is returned.
func Nearest(word string, candidates iter.Seq[string]) string {
	letters := []rune(word)
	best, bestDistance := "", max(1, len(letters)/3)+1
	for c := range candidates {
		if c == "" {
			continue
		}
		d := distance(letters, []rune(c))
		if d < bestDistance || d == bestDistance && best != "" && c < best {
			best, bestDistance = c, d
		}
	}
	return best
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
