package layout_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
)

func TestWalk(t *testing.T) {
	t.Parallel()
	a, b, c := box{id: "a"}, box{id: "b"}, box{id: "c"}
	tests := []struct {
		name string
		v    any
		want string // ids in order; a gauge without an id is "-"
	}{
		{"nil", nil, ""},
		{"text", "a", ""},
		{"alone", a, "a"},
		{"nil pointer", (*box)(nil), ""},
		{"pointer", &a, "a"},
		{"fragment", layout.Fragment{a, "text", nil, b}, "a b"},
		{"list", []any{a, []any{b, 1}, c}, "a b c"},
		{"components", []layout.Component{a, b}, "a b"},
		{"slice of one type", []box{a, b}, "a b"},
		{"array", [2]any{a, b}, "a b"},
		{"depth first", box{"p", []any{box{"q", a}, b}}, "p q a b"},
		{"properties in order", gauge{Any: a, Children: b, Items: []item{{Label: c}}}, "- a b c"},
		{"a list inside itself", gauge{Items: []item{{Label: a, Next: &item{Label: b}}}}, "- a b"},
		{"map in order of keys", gauge{ByName: map[string]any{"y": b, "x": a}}, "- a b"},
		{"typed map", map[int]layout.Component{2: b, 1: a}, "a b"},
		{"not sent", gauge{Skipped: a, hidden: b, embedded: embedded{c}}, "-"},
		{"embedded in a plain struct", struct{ embedded }{embedded{a}}, ""},
		{"field of a plain struct", struct {
			X any
			Y any `json:"-"`
		}{a, b}, "a"},
		{"columns hold none", gauge{Any: []any{[]float64{1}, []time.Time{{}}, map[string]int{"a": 1}, [][]string{{"a"}}}, Children: a}, "- a"},
		{"style holds none", gauge{Any: layout.CSS{"color": a}}, "-"},
		{"no struct", []any{row{"a"}, a}, "- a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			var ids []string
			for c := range s.Walk(tt.v) {
				id := string(s.ID(c))
				if id == "" {
					id = "-"
				}
				ids = append(ids, id)
			}
			require.Equal(t, tt.want, strings.Join(ids, " "))
		})
	}
}

func TestWalkStops(t *testing.T) {
	t.Parallel()
	b := box{id: "b"}
	tree := []any{
		box{"a", []any{b, b}}, gauge{Children: b, Any: []box{b}, ByName: map[string]any{"k": b}, Items: []item{{Label: b}}},
		[]layout.Component{b}, struct{ X any }{b},
	}
	var s layout.Schema
	total := 0
	for range s.Walk(tree) {
		total++
	}
	require.Equal(t, 10, total)
	for stop := range total {
		n := 0
		for range s.Walk(tree) {
			if n == stop {
				break
			}
			n++
		}
		require.Equal(t, stop, n)
	}
}
