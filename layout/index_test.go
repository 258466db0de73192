package layout_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
)

func TestIndex(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	inner := gauge{ID: "in"}
	index, err := s.Index(layout.Fragment{box{"out", []any{inner, gauge{}}}, "text"})
	require.NoError(t, err)
	require.Len(t, index, 2)
	require.Equal(t, inner, index["in"])
	require.IsType(t, box{}, index["out"])
}

func TestIndexErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		v    any
		want string
	}{
		{"twice", []any{box{id: "a"}, gauge{ID: "a"}}, `layout: id "a" is used twice: by a Box and a Gauge`},
		{"malformed", gauge{ID: "a.b"}, `layout: id "a.b": must not contain '.' or '{' (on a Gauge)`},
		{"several", []any{gauge{ID: "."}, gauge{ID: "a"}, box{id: "a"}},
			"layout: id \".\": must not contain '.' or '{' (on a Gauge)\nlayout: id \"a\" is used twice: by a Gauge and a Box"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			_, err := s.Index(tt.v)
			require.EqualError(t, err, tt.want)
		})
	}
}
