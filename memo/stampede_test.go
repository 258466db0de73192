//go:build unix

package memo_test

import (
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/stretchr/testify/require"
)

// onChildStores runs a check on each kind of store that processes share, new each time.
func onChildStores(t *testing.T, check func(t *testing.T, store string)) {
	for name, open := range map[string]func(t *testing.T) string{
		"redis": func(t *testing.T) string { return "redis " + memotest.Redis(t).Addr() },
		"dir":   func(t *testing.T) string { return "dir " + t.TempDir() },
	} {
		for _, front := range []string{"", "tiered "} {
			t.Run(front+name, func(t *testing.T) {
				check(t, front+open(t))
			})
		}
	}
}

// Eight processes with a hundred callers each ask one cold key at once: one of all these computes it.
func TestCache_stampede(t *testing.T) {
	t.Parallel()
	onChildStores(t, func(t *testing.T, store string) {
		path := t.TempDir()
		for _, p := range stampedeAll(t, "stampede", path, store) {
			p.says(t, "done")
		}
		require.Len(t, computedBy(t, path), 1)
	})
}

// The one that computes is killed in the midst of it: another one does it again, and nobody else.
func TestCache_stampedeWithVictim(t *testing.T) {
	t.Parallel()
	onChildStores(t, func(t *testing.T, store string) {
		path := t.TempDir()
		processes := stampedeAll(t, "stampede with a victim", path, store)
		var id int
		waitFor(t, func() bool {
			data, err := os.ReadFile(filepath.Join(path, "victim"))
			id, _ = strconv.Atoi(string(data))
			return err == nil
		})
		killed := 0
		for _, p := range processes {
			if p.cmd.Process.Pid == id {
				p.kill(t)
				require.Equal(t, syscall.SIGKILL, p.cmd.ProcessState.Sys().(syscall.WaitStatus).Signal())
				killed++
			}
		}
		require.Equal(t, 1, killed)
		begun := time.Now()
		for _, p := range processes {
			if p.cmd.Process.Pid != id {
				p.says(t, "done")
			}
		}
		took := time.Since(begun)
		require.Less(t, took, victimLease+dirPatience)
		computed := computedBy(t, path)
		if len(computed) > 2 && took > 2*victimLease {
			t.Skipf("%v until the end: the second one's lease may have run out as well", took)
		}
		require.Len(t, computed, 2)
		require.Equal(t, strconv.Itoa(id), computed[0])
	})
}

// stampedeAll starts eight processes, and has them begin when all are there.
func stampedeAll(t *testing.T, work, path, store string) (processes []*process) {
	for range 8 {
		processes = append(processes, spawn(t, "cache "+work, path, store))
	}
	for _, p := range processes {
		_, err := io.WriteString(p.stdin, "go\n")
		require.NoError(t, err)
	}
	return processes
}

// computedBy is the ids of those who computed, in turn.
func computedBy(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path, "computed"))
	require.NoError(t, err)
	return strings.Fields(string(data))
}

// Caches over one folder are killed again and again, with leases taken and entries half written. Those that live see no
// wrong value and none out of date, and nobody waits for a dead one for longer than its lease.
func TestCache_killedProcesses(t *testing.T) {
	t.Parallel()
	kills := 60
	if testing.Short() {
		kills = 8
	}
	path, store := t.TempDir(), t.TempDir()
	l := newLedger(path)
	ctx, cancel := context.WithCancel(t.Context())
	var survivors sync.WaitGroup
	var asked, forgotten atomic.Int64
	for i := range 2 {
		c := closing(t, memo.New(memo.NewDir(store), memo.Options{LeaseFor: ledgerLease}))
		get := l.memoized(c)
		for j := range 4 {
			survivors.Go(func() { survive(ctx, t, l, c, get, 4*i+j, &asked, &forgotten) })
		}
	}
	var killers sync.WaitGroup
	for range 3 {
		killers.Go(func() {
			for range kills / 3 {
				p := spawn(t, "cache hammer", path, "dir "+store)
				time.Sleep(time.Duration(rand.IntN(40_000)) * time.Microsecond)
				p.kill(t)
			}
		})
	}
	killers.Wait()
	cancel()
	survivors.Wait()
	t.Logf("%d kills, %d answers, %d times forgotten", kills, asked.Load(), forgotten.Load())
	last := l.memoized(closing(t, memo.New(memo.NewDir(store), memo.Options{LeaseFor: ledgerLease})))
	for key := range ledgerKeys {
		require.NoError(t, l.check(t.Context(), last, key))
	}
}

// survive reads all keys, and writes those that are its own, until ctx ends.
func survive(ctx context.Context, t *testing.T, l ledger, c *memo.Cache, get func(context.Context, int) (entry, error),
	own int, asked, forgotten *atomic.Int64,
) {
	for ctx.Err() == nil {
		key := rand.IntN(ledgerKeys)
		err := l.check(t.Context(), get, key)
		asked.Add(1)
		if err == nil && key%8 == own {
			var version int
			if version, err = l.read("version", key); err == nil {
				err = l.write("version", key, version+1)
			}
			if err == nil {
				err = forgetEntry(t.Context(), c, get, key)
			}
			if err == nil {
				err = l.write("floor", key, version+1)
			}
			forgotten.Add(1)
		}
		if err != nil {
			t.Error(err)
			return
		}
	}
}
