package express

import (
	"fmt"
	"strings"
)

// missingField is the error of a field that does not exist: which, and what was perhaps meant.
func missingField(what, field string, known []string) error {
	if near := nearest(field, known); near != "" {
		return fmt.Errorf("%s field %q; did you mean %q?", what, field, near)
	}
	if len(known) == 0 {
		return fmt.Errorf("%s field %q", what, field)
	}
	return fmt.Errorf("%s field %q; there are %s", what, field, strings.Join(known, ", "))
}

// nearest is the name with the fewest edits from name, "" where all are too far away to be meant.
func nearest(name string, known []string) string {
	best, fewest := "", (len(name)+1)/2+1
	for _, candidate := range known {
		if d := edits(strings.ToLower(name), strings.ToLower(candidate)); d < fewest {
			best, fewest = candidate, d
		}
	}
	return best
}

// edits is the Levenshtein distance: how many letters are to be put in, left out or changed.
func edits(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			cost := diagonal
			if r != s {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
