package memo_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

func mustDeleteTagged(t testing.TB, d *memo.Dir, tag string, want int) {
	t.Helper()
	n, err := d.DeleteTagged(t.Context(), tag)
	require.NoError(t, err)
	require.Equal(t, want, n)
}

func TestDir_tags(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d, other := memo.NewDir(path), memo.NewDir(path)
	set := func(key string, tags ...string) {
		require.NoError(t, d.SetTagged(t.Context(), key, []byte("of "+key), time.Hour, tags))
	}
	set("none")
	set("a", "A")
	set("ab", "A", "B")
	set("b", "B")
	set("twice", "C", "C")
	mustDeleteTagged(t, other, "D", 0)
	mustDeleteTagged(t, other, "a", 0) // letters matter
	mustDeleteTagged(t, other, "A", 2)
	mustMiss(t, d, "a")
	mustMiss(t, d, "ab")
	mustGet(t, d, "b", "of b")
	mustGet(t, d, "none", "of none")
	mustDeleteTagged(t, other, "A", 0)
	mustDeleteTagged(t, other, "C", 1)

	set("b", "E") // an entry has exactly the tags it was set with last
	mustDeleteTagged(t, d, "B", 0)
	mustSet(t, d, "b", "plain", 0)
	mustDeleteTagged(t, d, "E", 0)
	mustGet(t, d, "b", "plain")
}

func TestDir_deleteTaggedWithoutAFolder(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lazy")
	mustDeleteTagged(t, memo.NewDir(path), "t", 0)
	require.NoDirExists(t, path)
}

func TestDir_deleteTaggedWhenTheContextHasEnded(t *testing.T) {
	t.Parallel()
	d := memo.NewDir(t.TempDir())
	require.NoError(t, d.SetTagged(t.Context(), "k", nil, 0, []string{"t"}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	n, err := d.DeleteTagged(ctx, "t")
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, n)
	require.ErrorIs(t, d.SetTagged(ctx, "k", []byte("w"), 0, nil), context.Canceled)
	mustGet(t, d, "k", "")
}

func TestDir_deleteTaggedLeavesForeignFiles(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	require.NoError(t, d.SetTagged(t.Context(), "k", nil, 0, []string{"t"}))
	data, err := os.ReadFile(dirPath(path, "k", ".memo"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(path, "copy.memo"), data, 0o600))
	mustDeleteTagged(t, d, "t", 1)
	require.Equal(t, []string{"copy.memo"}, list(t, path))
}

// Four take tags away while four put entries: each entry is counted once, and what was put last is found.
func TestDir_tagsByMany(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	counted := make([]int, 4)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			d := memo.NewDir(path)
			for i := range 25 {
				if err := d.SetTagged(t.Context(), fmt.Sprint(w, "-", i), []byte("v"), 0, []string{"t"}); err != nil {
					t.Errorf("set: %v", err)
				}
				if i%5 == 4 {
					n, err := d.DeleteTagged(t.Context(), "t")
					if counted[w] += n; err != nil {
						t.Errorf("delete tagged: %v", err)
					}
				}
			}
		})
	}
	wg.Wait()
	mustDeleteTagged(t, memo.NewDir(path), "t", 100-counted[0]-counted[1]-counted[2]-counted[3])
	require.Empty(t, list(t, path))
}

// Others write and take leases while one clears: nobody sees an error, and what is read is right.
func TestDir_clearWhileOthersWrite(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	var writers, clearing sync.WaitGroup
	done := make(chan struct{})
	clearing.Go(func() {
		for d := memo.NewDir(path); ; {
			if _, err := d.Clear(t.Context()); err != nil {
				t.Errorf("clear: %v", err)
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
	for w := range 3 {
		writers.Go(func() {
			d := memo.NewDir(path)
			for i := range 50 {
				key := fmt.Sprint("k", i%3)
				if err := d.Set(t.Context(), key, []byte("of "+key), 0); err != nil {
					t.Errorf("writer %d: %v", w, err)
				}
				if err := leaseOnce(t.Context(), d, key); err != nil {
					t.Errorf("writer %d: %v", w, err)
				}
				value, found, err := d.Get(t.Context(), key)
				if err != nil || (found && string(value) != "of "+key) {
					t.Errorf("writer %d: read %q, %v", w, value, err)
				}
			}
		})
	}
	writers.Wait()
	close(done)
	clearing.Wait()
}

func leaseOnce(ctx context.Context, d *memo.Dir, key string) error {
	l, err := d.Lease(ctx, key, nil, time.Hour)
	if l == nil {
		return err
	}
	_, err = l.Set(ctx, []byte("of "+key), 0)
	return err
}
