package bench_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func TestCrowdsAreWiredWell(t *testing.T) {
	t.Parallel()
	for name, validate := range bench.Crowds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, validate())
		})
	}
}
