//go:build !(386 || arm || mips || mipsle || wasm)

package frames_test

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/render/wire/frames"
)

// Where an int has 32 bits no column is so long.
func TestFramesOf4GBAreRefused(t *testing.T) {
	t.Parallel()
	const half = 1 << 31
	s := frames.NewSection(frames.Numbers, 8, half, frames.Bytes(nil))
	f := frames.New([]byte(`[0,1]`), []frames.Section{s, s})
	_, err := f.Size()
	require.ErrorIs(t, err, frames.ErrTooLarge)
	_, err = f.WriteTo(io.Discard)
	require.ErrorIs(t, err, frames.ErrTooLarge)
}
