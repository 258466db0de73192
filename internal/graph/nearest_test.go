package graph_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/graph"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		word       string
		candidates string
		want       string
	}{
		"none":                      {"value", "", ""},
		"an insertion":              {"valeu", "valeur options", "valeur"},
		"a deletion":                {"valuee", "value", "value"},
		"a substitution":            {"vblue", "value", "value"},
		"a swap is one edit":        {"vlaue", "value", "value"},
		"a swap at the beginning":   {"avlue", "value", "value"},
		"the nearer":                {"options", "optioms opions0", "optioms"},
		"the first in the alphabet": {"cat", "hat bat rat", "bat"},
		"itself":                    {"value", "values value", "value"},
		"too far":                   {"value", "figure", ""},
		"a third of the word":       {"123456", "12345678", "12345678"},
		"more than a third":         {"123456", "x12345678", ""},
		"case and underscores":      {"NClicks", "title n_clicks", "n_clicks"},
		"a rest left out":           {"class", "style className", "className"},
		"a short word is no rest":   {"cla", "className", ""},
		"one edit in a short word":  {"a", "bb b", "b"},
		"not two in a short word":   {"ab", "cd", ""},
		"letters, not bytes":        {"größe", "grosse große", "große"},
		"the empty word":            {"", "ab a", "a"},
		"case is a substitution":    {"Value", "value", "value"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			words := strings.Fields(tt.candidates)
			require.Equal(t, tt.want, graph.Nearest(tt.word, slices.Values(words)))
			slices.Reverse(words)
			require.Equal(t, tt.want, graph.Nearest(tt.word, slices.Values(words)), "the order of the candidates does not matter")
		})
	}
	require.Equal(t, "b", graph.Nearest("a", slices.Values([]string{"", "b"})), "nothing is no suggestion")
}

// FuzzNearest checks the result against the definition: a candidate, and none of the others is one edit nearer by sight.
func FuzzNearest(f *testing.F) {
	f.Add("value", "valeu options figure")
	f.Add("größe", "große \xff")
	f.Add("", " ")
	f.Fuzz(func(t *testing.T, word, list string) {
		if len(word) > 200 || len(list) > 2000 {
			return
		}
		words := strings.Fields(list)
		got := graph.Nearest(word, slices.Values(words))
		if got == "" {
			require.NotContains(t, words, word)
			return
		}
		require.Contains(t, words, got)
		// Lengths are those of the names as they are compared; where a rest was left out they may differ by any number.
		spelled := func(name string) string { return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name)) }
		length := utf8.RuneCountInString(spelled(word))
		if length < 4 || !strings.HasPrefix(spelled(got), spelled(word)) {
			difference := length - utf8.RuneCountInString(spelled(got))
			require.LessOrEqual(t, max(difference, -difference), max(1, length/3))
		}
		if slices.Contains(words, word) {
			// Bytes that are no UTF-8 all read as one letter, so another word may be as near.
			require.Equal(t, []rune(word), []rune(got))
		}
		slices.Reverse(words)
		require.Equal(t, got, graph.Nearest(word, slices.Values(words)))
	})
}
