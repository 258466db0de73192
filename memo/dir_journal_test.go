package memo_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// Nobody watches: there is no journal, and none is made.
func TestDir_noJournalUnlessWatched(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	mustSet(t, d, "k", "v", 0)
	require.NoError(t, d.Delete(t.Context(), "k"))
	_, err := d.Clear(t.Context())
	require.NoError(t, err)
	require.Empty(t, list(t, path))
}

// Each thing that can happen to the journal makes watchers say that any key may have changed, and they hear on.
func TestDir_journalMishaps(t *testing.T) {
	t.Parallel()
	appending := func(text string) func(t *testing.T, journal string) {
		return func(t *testing.T, journal string) {
			f, err := os.OpenFile(journal, os.O_WRONLY|os.O_APPEND, 0)
			require.NoError(t, err)
			_, err = f.WriteString(text)
			require.NoError(t, err)
			require.NoError(t, f.Close())
		}
	}
	whole := func(t *testing.T, journal string) []byte {
		data, err := os.ReadFile(journal)
		require.NoError(t, err)
		return data
	}
	for name, mishap := range map[string]func(t *testing.T, journal string){
		"removed":        func(t *testing.T, journal string) { require.NoError(t, os.Remove(journal)) },
		"the folder too": func(t *testing.T, journal string) { require.NoError(t, os.RemoveAll(filepath.Dir(journal))) },
		"emptied":        func(t *testing.T, journal string) { require.NoError(t, os.Truncate(journal, 0)) },
		"cut":            func(t *testing.T, journal string) { require.NoError(t, os.Truncate(journal, 30)) },
		"zeros": func(t *testing.T, journal string) {
			require.NoError(t, os.WriteFile(journal, make([]byte, 100), 0o600))
		},
		"foreign": func(t *testing.T, journal string) {
			require.NoError(t, os.WriteFile(journal, []byte("Dear diary"), 0o600))
		},
		"a byte more":     appending("x"),
		"half a record":   appending("\x00\x00\x00\x00\x20\x00\x00\x00id......and not enough"),
		"a foreign text":  appending(strings.Repeat("text ", 20)),
		"a huge record":   appending("\x00\x00\x00\x00\xff\xff\xff\xff" + strings.Repeat("x", 100)),
		"a damaged byte":  appending("\x01\x02\x03\x04\x00\x00\x00\x00id......"),
		"another journal": func(t *testing.T, journal string) { replaceJournal(t, journal, whole(t, journal)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir()
			journal := filepath.Join(path, "journal.memo")
			one, two := memo.NewDir(path), memo.NewDir(path)
			h := dirListen(t, one)
			mustSet(t, two, "before", "v", 0)
			waitFor(t, func() bool { return len(h.get().keys) == 1 })
			before := h.get().any
			mishap(t, journal)
			waitFor(t, func() bool { return h.get().any > before })
			// Whoever sees that the journal is another may be told "any" for a key that is new; soon keys are told again.
			waitFor(t, func() bool {
				mustSet(t, two, "after", "v", 0)
				return len(h.get().keys) == 2
			})
			require.Zero(t, h.get().deaf)
		})
	}
}

// replaceJournal puts a longer one in place, with other random bytes: only those tell that it is another.
func replaceJournal(t *testing.T, journal string, data []byte) {
	data[10]++
	temp := journal + ".1.tmp"
	require.NoError(t, os.WriteFile(temp, append(data, data[24:]...), 0o600))
	require.NoError(t, os.Rename(temp, journal))
}

func TestDir_watchWithoutAJournal(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	journal := filepath.Join(path, "journal.memo")
	require.NoError(t, os.MkdirAll(filepath.Join(journal, "in the way"), 0o700))
	h := &dirHeard{t: t, keys: map[string]int{}}
	stop := memo.NewDir(path).Watch(h.changed)
	defer stop()
	require.ErrorContains(t, memo.NewDir(path).Set(t.Context(), "k", nil, 0), "memo: tell watchers: ")
	require.Zero(t, h.get())
	require.NoError(t, os.RemoveAll(journal))
	waitFor(t, func() bool { return h.get().hearing })
	waitFor(t, func() bool { // the watcher may make a new journal just in between
		_ = os.Remove(journal)
		return os.MkdirAll(filepath.Join(journal, "in the way"), 0o700) == nil
	})
	waitFor(t, func() bool { return h.get().deaf == 1 })
	before := h.get()
	require.False(t, before.hearing)
	require.NoError(t, os.RemoveAll(journal))
	waitFor(t, func() bool { return h.get().hearing })
	require.Equal(t, dirTold{any: before.any + 1, deaf: 1, hearing: true}, h.get())
}

// The journal stays below its limit and a record, whether or not somebody watches, and no change goes untold.
func TestDir_journalIsRenewed(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	journal := filepath.Join(path, "journal.memo")
	one, two := memo.NewDir(path), memo.NewDir(path)
	h := &dirHeard{t: t, keys: map[string]int{}}
	stop := one.Watch(h.changed)
	defer stop()
	waitFor(t, func() bool { return h.get().hearing })
	long := strings.Repeat("k", 30_000)
	size := func() int64 {
		info, err := os.Stat(journal)
		if err != nil {
			return 0
		}
		return info.Size()
	}
	for i := range 80 {
		require.NoError(t, two.Delete(t.Context(), fmt.Sprint(long, i)))
		require.Less(t, size(), int64(1<<20+1<<15))
	}
	waitFor(t, func() bool { told := h.get(); return told.any > 1 && size() > 0 })
	before := h.get().any
	require.NoError(t, two.Delete(t.Context(), strings.Repeat("k", 100_000))) // too long to be told
	waitFor(t, func() bool { return h.get().any > before })
	stop()
	for i := range 40 {
		require.NoError(t, two.Delete(t.Context(), fmt.Sprint(long, i)))
	}
	require.NoFileExists(t, journal, "without anyone who watches there is none in the end")
	require.NoError(t, two.Delete(t.Context(), long))
	require.NoFileExists(t, journal)
}

// What vanishes although its time is not over is told: a copy of it would not be found by its tags any more.
func TestDir_watchTellsWhatVanishes(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	tight := memo.NewDir(path, memo.DirOptions{MaxBytes: 32 * block})
	h := dirListen(t, memo.NewDir(path))
	mustSet(t, tight, "damaged", "v", 0)
	require.NoError(t, os.Truncate(dirPath(path, "damaged", ".memo"), 50))
	mustMiss(t, tight, "damaged")
	waitFor(t, func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.keys["damaged"] >= 2
	})
	before := h.get().any
	for i := range 40 {
		mustSet(t, tight, fmt.Sprint("k", i), "v", 0)
	}
	waitFor(t, func() bool { return h.get().any > before })
}

func TestDir_manyWritersAndWatchers(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	var heard []*dirHeard
	for range 3 {
		heard = append(heard, dirListen(t, memo.NewDir(path)))
	}
	// Those that began later may have replaced the journal of those before: let it come to rest.
	require.Eventually(t, func() bool {
		mustSet(t, memo.NewDir(path), "first", "v", 0)
		return !slices.ContainsFunc(heard, func(h *dirHeard) bool { return len(h.get().keys) == 0 })
	}, dirPatience, 50*time.Millisecond)
	var any []int
	for _, h := range heard {
		any = append(any, h.get().any)
	}
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			d := memo.NewDir(path)
			for i := range 50 {
				if err := d.Set(t.Context(), fmt.Sprint(w, "-", i), nil, 0); err != nil {
					t.Errorf("set: %v", err)
				}
			}
		})
	}
	wg.Wait()
	for i, h := range heard {
		waitFor(t, func() bool { return len(h.get().keys) == 201 })
		require.Equal(t, any[i], h.get().any, "no record was damaged by another")
	}
}
