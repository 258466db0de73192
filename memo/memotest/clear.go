package memotest

import (
	"context"
	"fmt"
	"testing"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// clearCases are what a [memo.Clearer] has to do.
var clearCases = []testCase{
	{"clear drops everything and counts it", alone(clears)},
	{"clear takes tags away", alone(clearsTags)},
	{"clear under a context that has ended is an error", alone(clearEnded)},
}

func clears(t *testing.T, s memo.Store) {
	cleared(t, s, 0)
	for i := range 50 {
		set(t, s, fmt.Sprint("k", i), []byte("v"), long)
	}
	cleared(t, s, 50)
	absent(t, s, "k0")
	absent(t, s, "k49")
	set(t, s, "k0", []byte("w"), 0)
	present(t, s, "k0", []byte("w"))
}

func clearsTags(t *testing.T, s memo.Store) {
	for i := range 10 {
		setTagged(t, s, fmt.Sprint("k", i), "all", fmt.Sprint("of", i))
	}
	cleared(t, s, 10)
	absent(t, s, "k0")
	set(t, s, "k0", []byte("untagged"), 0)
	deletesTagged(t, s, "all", 0)
	present(t, s, "k0", []byte("untagged"))
	cleared(t, s, 1)
}

func clearEnded(t *testing.T, s memo.Store) {
	cleared(t, s, 0)
	set(t, s, "k", []byte("v"), 0)
	_, err := s.(memo.Clearer).Clear(endedContext(t))
	require.ErrorIs(t, err, context.Canceled)
	present(t, s, "k", []byte("v"))
}

// cleared clears the store and requires so many entries to go.
func cleared(t *testing.T, s memo.Store, want int) {
	t.Helper()
	c, ok := s.(memo.Clearer)
	if !ok {
		t.Skipf("a %T is no memo.Clearer", s)
	}
	n, err := c.Clear(t.Context())
	able(t, err)
	require.Equal(t, want, n, "entries cleared")
}
