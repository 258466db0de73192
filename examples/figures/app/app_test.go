package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/examples/figures/app"
	"github.com/dashi-go/dashi/layout/plot"
)

// TestEveryTraceTypeIsShown: whoever adds a type to package plot adds a figure of it here.
func TestEveryTraceTypeIsShown(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	for _, kind := range app.Kinds() {
		for _, figure := range kind.Figures {
			for _, trace := range figure.Data {
				shown[trace.TraceType()] = true
			}
			require.NoError(t, figure.Validate(), kind.Name)
		}
	}
	for _, name := range plot.TraceTypes() {
		require.True(t, shown[name], "%s has no figure", name)
	}
	require.Len(t, shown, len(plot.TraceTypes()))
}
