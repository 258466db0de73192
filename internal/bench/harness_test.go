package bench_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

type said func(format string, args ...any)

func TestWithin(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	tests := map[string]struct {
		work func(fatal, errorf said) error
		want string
	}{
		"all well":              {func(said, said) error { return nil }, ""},
		"an error":              {func(said, said) error { return broken }, "broken"},
		"fatal":                 {func(fatal, _ said) error { fatal("no %s", "port"); return nil }, "bench: no port"},
		"a problem":             {func(_, errorf said) error { errorf("the page: %d", 1); return nil }, "bench: the page: 1"},
		"fatal after a problem": {func(fatal, errorf said) error { errorf("first"); fatal("last"); return nil }, "bench: last"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var order []int
			err := bench.Within(func(fatal, errorf func(string, ...any), cleanup func(func())) error {
				cleanup(func() { order = append(order, 1) })
				cleanup(func() { order = append(order, 2) })
				return tt.work(fatal, errorf)
			})
			if tt.want == "" {
				require.NoError(t, err)
			} else {
				require.EqualError(t, err, tt.want)
			}
			require.Equal(t, []int{2, 1}, order, "what was opened last is closed first")
		})
	}
}

func TestWithinLeavesOtherPanicsAlone(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, "a bug", func() {
		_ = bench.Within(func(_, _ func(string, ...any), _ func(func())) error { panic("a bug") })
	})
}
