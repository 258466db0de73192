package memotest

import (
	"errors"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// patience bounds waits for what a slow machine may be slow to do; nothing here fails for taking long. Only the test
// of this package, which waits in vain on purpose, shortens it, in a process of its own.
var patience = 30 * time.Second

// short is a lifetime to be waited for, long one that does not end during a test.
const (
	short = 50 * time.Millisecond
	long  = time.Hour
)

// able is require.NoError that skips the case when the store says that it cannot do this.
func able(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skipf("the store cannot: %v", err)
	}
	require.NoError(t, err)
}

func set(t *testing.T, s memo.Store, key string, value []byte, ttl time.Duration) {
	t.Helper()
	require.NoError(t, s.Set(t.Context(), key, value, ttl))
}

func remove(t *testing.T, s memo.Store, key string) {
	t.Helper()
	require.NoError(t, s.Delete(t.Context(), key))
}

func present(t *testing.T, s memo.Store, key string, value []byte) {
	t.Helper()
	got, found, err := s.Get(t.Context(), key)
	require.NoError(t, err)
	require.Truef(t, found, "key %.40q", key)
	require.Equal(t, string(value), string(got))
}

func absent(t *testing.T, s memo.Store, key string) {
	t.Helper()
	got, found, err := s.Get(t.Context(), key)
	require.NoError(t, err)
	require.Falsef(t, found, "key %.40q", key)
	require.Nil(t, got)
}

func eventuallyAbsent(t *testing.T, s memo.Store, key string) {
	t.Helper()
	eventually(t, func() bool {
		_, found, err := s.Get(t.Context(), key)
		require.NoError(t, err)
		return !found
	}, "key %q is still there", key)
}

// eventually asks until the answer is yes, on the test's own goroutine, so that the question may require.
func eventually(t *testing.T, ask func() bool, format string, args ...any) {
	t.Helper()
	for start := time.Now(); !ask(); time.Sleep(time.Millisecond) {
		if time.Since(start) > patience {
			t.Fatalf(format, args...)
		}
	}
}
