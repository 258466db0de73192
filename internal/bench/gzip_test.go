package bench_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func TestGzippedCountsAllOfTheStream(t *testing.T) {
	t.Parallel()
	empty, err := bench.Gzipped(nil)
	require.NoError(t, err)
	require.Equal(t, 23, empty, "header, one empty block, checksum and length")
	same, err := bench.Gzipped(bytes.Repeat([]byte("a"), 1<<20))
	require.NoError(t, err)
	require.Greater(t, same, 1000)
	require.Less(t, same, 2000)
}
