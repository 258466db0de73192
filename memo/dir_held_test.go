package memo_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// What a killed process can leave in a lease's folder, at whatever instant, keeps nobody out for longer than the lease.
func TestDir_leftoversOfKilledHolders(t *testing.T) {
	t.Parallel()
	token := strings.Repeat("a", 32)
	lease := dirFile{magic: "dashlck\x02"}
	entry := dirFile{magic: "dashmem\x02", key: "k", value: "v"}
	long := 20 * time.Second // more than a file that is being written to counts as held
	for _, c := range []struct {
		name       string
		file       *dirFile      // nil: the folder is empty
		made, ends time.Duration // from now; 0 ends is never
		cut        int           // bytes of it that are there, 0 for all
		age        time.Duration // of the file
		free       bool
	}{
		{"before the folder was removed", nil, 0, 0, 0, 0, true},
		{"with the lease alive", &lease, 0, time.Hour, 0, long, false},
		{"long ago", &lease, -time.Hour, -time.Second, 0, long, true},
		{"before the clock was set back", &lease, time.Hour, 2 * time.Hour, 0, 0, true},
		{"while it wrote its lease", &lease, 0, time.Hour, 10, 0, false},
		{"while it wrote its lease, long ago", &lease, 0, time.Hour, 10, long, true},
		{"before it renamed the entry", &entry, 0, 0, 0, 0, false},
		{"before it renamed the entry, long ago", &entry, 0, 0, 0, long, true},
		{"and the clock was set back after the file's time", &entry, 0, 0, 0, -time.Hour, true},
		{"in a file of zeros", &dirFile{magic: "\x00"}, 0, 0, 1, long, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir()
			lock := dirPath(path, "k", ".lock")
			require.NoError(t, os.Mkdir(lock, 0o700))
			if c.file != nil {
				file, now, name := *c.file, time.Now(), filepath.Join(lock, token)
				if file.made = now.Add(c.made); c.ends != 0 {
					file.expires = now.Add(c.ends)
				}
				data := file.bytes()
				if c.cut > 0 {
					data = data[:c.cut]
				}
				require.NoError(t, os.WriteFile(name, data, 0o600))
				then := now.Add(-c.age)
				require.NoError(t, os.Chtimes(name, then, then))
			}
			d := memo.NewDir(path)
			mustMiss(t, d, "k")
			if !c.free {
				noLease(t, d, "k")
				mustSet(t, memo.NewDir(path), "other", "", 0) // sweeps
				require.DirExists(t, lock)
				require.NoError(t, d.Delete(t.Context(), "k"))
			}
			require.NoError(t, d.Await(t.Context(), "k"))
			if c.free {
				mustSet(t, memo.NewDir(path), "other", "", 0)
				require.NoDirExists(t, lock)
			}
			mustHold(t, true)(mustLease(t, d, "k").Set(t.Context(), []byte("v"), 0))
			mustGet(t, d, "k", "v")
		})
	}
}

// DeleteTagged ends a lease whose tags it cannot read, and one that is just becoming an entry with the tag.
func TestDir_deleteTaggedEndsLeasesInDoubt(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	for key, write := range map[string]func(data []byte) []byte{
		"damaged": func(data []byte) []byte { data[50]++; return data },
		"storing": func([]byte) []byte {
			return dirFile{magic: "dashmem\x02", made: time.Now(), key: "storing", tags: []string{"t"}, value: "v"}.bytes()
		},
	} {
		l := mustLease(t, d, key, "u")
		token := filepath.Join(dirPath(path, key, ".lock"), list(t, dirPath(path, key, ".lock"))[0])
		data, err := os.ReadFile(token)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(token, write(data), 0o600))
		mustDeleteTagged(t, d, "t", 0)
		mustHold(t, false)(l.Set(t.Context(), []byte("v"), 0))
	}
	require.Empty(t, list(t, path))
}

func TestDir_foreignFileInALease(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	lock := dirPath(path, "k", ".lock")
	require.NoError(t, os.Mkdir(lock, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(lock, "notes.txt"), nil, 0o600))
	l, err := d.Lease(t.Context(), "k", nil, time.Hour)
	require.ErrorContains(t, err, fmt.Sprintf("memo: lease: %q holds what no lease does", lock))
	require.Nil(t, l)
	require.ErrorContains(t, d.Await(t.Context(), "k"), "memo: await lease: ")
	mustSet(t, memo.NewDir(path), "other", "", 0) // sweeps what it can
	require.FileExists(t, filepath.Join(lock, "notes.txt"))
}

func TestDir_leasesWhenTheContextHasEnded(t *testing.T) {
	t.Parallel()
	d := memo.NewDir(t.TempDir())
	l := mustLease(t, d, "k")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := d.Lease(ctx, "other", nil, time.Hour)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, d.Await(ctx, "k"), context.Canceled)
	_, err = l.Extend(ctx, time.Hour)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, l.Tag(ctx, []string{"t"}), context.Canceled)
	require.ErrorIs(t, l.End(ctx), context.Canceled)
	_, err = l.Set(ctx, nil, 0)
	require.ErrorIs(t, err, context.Canceled)
	mustHold(t, true)(l.Set(t.Context(), []byte("v"), 0))
	mustGet(t, d, "k", "v")
}

// The methods of one lease by several goroutines, against one who ends leases: afterwards nothing is stored.
func TestDir_leaseUsedByMany(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	for i := range 30 {
		l := mustLease(t, d, "k", "t")
		var wg sync.WaitGroup
		check := func(err error) {
			if err != nil {
				t.Errorf("round %d: %v", i, err)
			}
		}
		wg.Go(func() { _, err := l.Extend(t.Context(), time.Hour); check(err) })
		wg.Go(func() { check(l.Tag(t.Context(), []string{fmt.Sprint("t", i)})) })
		wg.Go(func() { _, err := l.Set(t.Context(), []byte("old"), 0); check(err) })
		wg.Go(func() { _, err := memo.NewDir(path).DeleteTagged(t.Context(), "t"); check(err) })
		wg.Wait()
		mustDeleteTaggedAny(t, d, "t")
		mustMiss(t, d, "k")
	}
}

func mustDeleteTaggedAny(t testing.TB, d *memo.Dir, tag string) {
	t.Helper()
	_, err := d.DeleteTagged(t.Context(), tag)
	require.NoError(t, err)
}

// The promise of Delete: what was computed from data read before it is never seen after it, whoever is faster.
func TestDir_nothingOldSurvivesDelete(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	one, two := memo.NewDir(path), memo.NewDir(path)
	forget := []func(){
		func() { require.NoError(t, two.Delete(t.Context(), "k")) },
		func() { mustDeleteTaggedAny(t, two, "t") },
		func() { _, err := two.Clear(t.Context()); require.NoError(t, err) },
	}
	var stored atomic.Int32
	for i := range 900 {
		l := mustLease(t, one, "k", "t")
		var wg sync.WaitGroup
		wg.Go(func() {
			held, err := l.Set(t.Context(), []byte("old"), 0)
			if err != nil {
				t.Errorf("set: %v", err)
			}
			if held {
				stored.Add(1)
			}
		})
		for start, wait := time.Now(), rand.N(300*time.Microsecond); time.Since(start) < wait; {
			// Not a sleep, which is too coarse: this is to fall between the steps of Set.
		}
		forget[i%len(forget)]()
		mustMiss(t, one, "k")
		wg.Wait()
		mustMiss(t, one, "k")
	}
	t.Logf("%d of 900 were stored before they were forgotten", stored.Load())
}
