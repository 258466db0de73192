package express_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/render"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// encode is the JSON of a figure as the browser gets it.
func encode(t *testing.T, f plot.Figure) string {
	t.Helper()
	text, err := new(render.Encoder).AppendProp(nil, "figure", f)
	require.NoError(t, err)
	var pretty bytes.Buffer
	require.NoError(t, json.Indent(&pretty, text, "", " "))
	return pretty.String() + "\n"
}

func TestGoldenFigures(t *testing.T) {
	t.Parallel()
	eachFigure(t, func(t *testing.T, name string, f plot.Figure) {
		got, file := encode(t, f), filepath.Join("testdata", name+".golden")
		if *update {
			require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, string(want), got)
	})
}

func TestFiguresAreWhatPlotlyKnows(t *testing.T) {
	t.Parallel()
	eachFigure(t, func(t *testing.T, _ string, f plot.Figure) { require.NoError(t, f.Validate()) })
}

func TestTheSameDataGiveTheSameFigure(t *testing.T) {
	t.Parallel()
	eachFigure(t, func(t *testing.T, name string, f plot.Figure) {
		for range 5 {
			again, err := figures()[name]()
			require.NoError(t, err)
			require.Equal(t, encode(t, f), encode(t, again))
		}
	})
}
