//go:build unix

// Processes are killed here with SIGKILL, which only Unix has.

package memo_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// The values in the folder prove themselves: which key they are of, and that they are whole.
func TestDir_killedProcesses(t *testing.T) {
	t.Parallel()
	kills := 200
	if testing.Short() {
		kills = 20
	}
	path := t.TempDir()
	h := dirListen(t, memo.NewDir(path)) // there is a journal, too
	t.Run("kill", func(t *testing.T) {
		for w := range 4 {
			t.Run(fmt.Sprint(w), func(t *testing.T) {
				t.Parallel()
				for range kills / 4 {
					killOne(t, path)
				}
			})
		}
	})
	d := memo.NewDir(path)
	found := 0
	for i := range dirKeys {
		key := fmt.Sprint("k", i)
		ok, err := proven(t.Context(), d, key)
		require.NoError(t, err)
		if ok {
			found++
		}
		mustGetLease(t, d, key)
		require.NoError(t, d.Set(t.Context(), key, proof(key, 10), 0))
	}
	t.Logf("%d of %d keys have an entry in the end", found, dirKeys)
	require.NotEmpty(t, h.get().keys)
	n, err := d.Clear(t.Context())
	require.NoError(t, err)
	require.Equal(t, dirKeys, n)
	waitFor(t, func() bool {
		left := list(t, path)
		return len(left) == 0 || left[0] == "journal.memo" && len(left) == 1
	})
}

// killOne lets one child work for some milliseconds, kills it, and looks at all keys.
func killOne(t *testing.T, path string) {
	t.Helper()
	p := spawn(t, "dir hammer", path, "")
	time.Sleep(time.Duration(rand.IntN(30_000)) * time.Microsecond)
	p.kill(t)
	d := memo.NewDir(path)
	for i := range dirKeys {
		_, err := proven(t.Context(), d, fmt.Sprint("k", i))
		require.NoError(t, err)
	}
}

// mustGetLease takes a lease that a killed process may have; it runs out.
func mustGetLease(t *testing.T, d *memo.Dir, key string) {
	t.Helper()
	for start := time.Now(); ; {
		require.NoError(t, d.Await(t.Context(), key))
		l, err := d.Lease(t.Context(), key, nil, time.Minute)
		require.NoError(t, err)
		if l != nil {
			require.NoError(t, l.End(t.Context()))
			return
		}
		require.Less(t, time.Since(start), dirPatience)
	}
}

// Many callers in many processes, one cold key, one computation.
func TestDir_stampedeOfProcesses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		firstKilled bool
		most        int
	}{{"all live", false, 1}, {"the first holder is killed", true, 2}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir()
			var holder *process
			if c.firstKilled {
				holder = spawn(t, "dir holder", path, "")
				holder.says(t, "computing")
			}
			var processes []*process
			for range 8 {
				processes = append(processes, spawn(t, "dir stampede", path, ""))
			}
			for _, p := range processes {
				_, err := io.WriteString(p.stdin, "go\n")
				require.NoError(t, err)
			}
			if c.firstKilled {
				holder.kill(t)
			}
			for _, p := range processes {
				p.says(t, "done")
			}
			computed, err := os.ReadFile(filepath.Join(path, "computed"))
			require.NoError(t, err)
			lines := strings.Count(string(computed), "\n")
			require.LessOrEqual(t, lines, c.most)
			require.GreaterOrEqual(t, lines, 1)
			ok, err := proven(t.Context(), memo.NewDir(path), "cold")
			require.NoError(t, err)
			require.True(t, ok)
		})
	}
}
