package layout_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
)

func TestIDCheck(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		id   layout.ID
		dict bool
		want string // part of the error, empty for none
	}{
		{"plain", "city", false, ""},
		{"any signs", "Größe #1/a b", false, ""},
		{"empty", "", false, "must not be empty"},
		{"dot", "a.b", false, `id "a.b": must not contain '.' or '{'`},
		{"brace within", "a{b", false, "must not contain"},
		{"dictionary", `{"index":1,"type":"b"}`, true, ""},
		{"dictionary with dots", `{"file":"a.b{"}`, true, ""},
		{"no JSON", `{a}`, true, "must be a dictionary id made by layout.Dict"},
		{"keys not sorted", `{"type":"b","index":1}`, true, "not in the form layout.Dict gives it"},
		{"spaces", `{"index": 1}`, true, "not in the form"},
		{"nested", `{"index":[1]}`, true, "not in the form"},
		{"no keys", `{}`, true, "not in the form"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.dict, tt.id.IsDict())
			err := tt.id.Check()
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.want)
		})
	}
}
