package memo_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

const block = 4096

func TestDir_staysWithinItsBudget(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	const budget = 64 * block
	d := memo.NewDir(path, memo.DirOptions{MaxBytes: budget})
	for i := range 300 {
		mustSet(t, d, fmt.Sprint("k", i), strings.Repeat("x", i*20), 0)
		require.LessOrEqual(t, usage(t, path), int64(budget))
	}
	require.Greater(t, usage(t, path), int64(budget/2), "no more goes than has to")
	mustGet(t, d, "k299", strings.Repeat("x", 299*20))
	mustMiss(t, d, "k0")
}

func TestDir_tinyFilesCountAsBlocks(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path, memo.DirOptions{MaxBytes: 32 * block})
	for i := range 200 {
		mustSet(t, d, fmt.Sprint("k", i), "", 0)
	}
	require.LessOrEqual(t, len(list(t, path)), 32)
}

func TestDir_evictsExpiredThenLeastRecentlyUsed(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	roomy := memo.NewDir(path)
	age := map[string]time.Duration{}
	name := map[string]string{}
	put := func(key string, ttl, since time.Duration) {
		before := strings.Join(list(t, path), " ")
		mustSet(t, roomy, key, strings.Repeat("x", 3000), ttl)
		for _, f := range list(t, path) {
			if !strings.Contains(before, f) {
				name[key], age[key] = f, since
			}
		}
	}
	for i := range 28 {
		put(fmt.Sprint("k", i), 0, time.Duration(100+i)*time.Hour)
	}
	put("expired, though used last", time.Nanosecond, 0)
	put("expired as well", time.Nanosecond, 0)
	for key, since := range age {
		then := time.Now().Add(-since)
		require.NoError(t, os.Chtimes(filepath.Join(path, name[key]), then, then))
	}
	mustGet(t, roomy, "k27", strings.Repeat("x", 3000)) // the oldest, until now

	// 31 of 32 blocks are more than 15/16: down to 28, of which the expired give two.
	tight := memo.NewDir(path, memo.DirOptions{MaxBytes: 32 * block})
	mustSet(t, tight, "new", "v", 0)
	require.Len(t, list(t, path), 28)
	mustMiss(t, roomy, "expired, though used last")
	mustMiss(t, roomy, "expired as well")
	mustMiss(t, roomy, "k26")
	mustGet(t, roomy, "k27", strings.Repeat("x", 3000))
	mustGet(t, roomy, "k25", strings.Repeat("x", 3000))
	mustGet(t, roomy, "new", "v")
}

func TestDir_evictsDamagedFilesFirst(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	roomy := memo.NewDir(path)
	for i := range 31 {
		mustSet(t, roomy, fmt.Sprint("k", i), "v", 0)
	}
	for i, damage := range [][]byte{nil, []byte("short"), []byte(strings.Repeat("other format ", 20))} {
		require.NoError(t, os.WriteFile(filepath.Join(path, list(t, path)[i]), damage, 0o600))
	}
	damaged := list(t, path)[:3]
	mustSet(t, memo.NewDir(path, memo.DirOptions{MaxBytes: 32 * block}), "new", "v", 0)
	require.Len(t, list(t, path), 28)
	require.NotSubset(t, list(t, path), damaged)
}

func TestDir_leavesForeignFilesWhenFull(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	foreign := filepath.Join(path, "foreign")
	require.NoError(t, os.WriteFile(foreign, make([]byte, 64*block), 0o600))
	then := time.Now().Add(-1000 * time.Hour)
	require.NoError(t, os.Chtimes(foreign, then, then))
	d := memo.NewDir(path, memo.DirOptions{MaxBytes: 32 * block})
	for i := range 100 {
		mustSet(t, d, fmt.Sprint("k", i), "v", 0)
	}
	require.FileExists(t, foreign)
	mustGet(t, d, "k99", "v") // and it is not held against ours
}

func TestDir_manyWritersOnOneFolder(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	const budget = 64 * block
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			d := memo.NewDir(path, memo.DirOptions{MaxBytes: budget})
			for i := range 100 {
				if err := d.Set(t.Context(), fmt.Sprint(w, "-", i), []byte("v"), 0); err != nil {
					t.Errorf("set: %v", err)
				}
			}
		})
	}
	wg.Wait()
	require.LessOrEqual(t, usage(t, path), int64(budget+4*budget/16))
}

func usage(t testing.TB, path string) (total int64) {
	t.Helper()
	entries, err := os.ReadDir(path)
	require.NoError(t, err)
	for _, e := range entries {
		info, err := e.Info()
		require.NoError(t, err)
		total += (info.Size() + block - 1) / block * block
	}
	return total
}
