package memo_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/stretchr/testify/require"
)

func TestDir(t *testing.T) {
	t.Parallel()
	memotest.Run(t, func(t *testing.T) memo.Store { return memo.NewDir(filepath.Join(t.TempDir(), "not", "there")) })
	memotest.RunPair(t, func(t *testing.T) (one, two memo.Store) {
		path := t.TempDir()
		return memo.NewDir(path), memo.NewDir(path)
	})
}

// Flushing changes nothing that can be seen while the power is on.
func TestDir_sync(t *testing.T) {
	t.Parallel()
	d := memo.NewDir(t.TempDir(), memo.DirOptions{Sync: true})
	mustSet(t, d, "k", "v", time.Hour)
	mustGet(t, d, "k", "v")
	l := mustLease(t, d, "leased")
	held, err := l.Set(t.Context(), []byte("w"), time.Hour)
	require.NoError(t, err)
	require.True(t, held)
	mustGet(t, d, "leased", "w")
}

// A relative path means the same folder from the first call on, however it is spelt.
func TestDir_spellingOfThePath(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	mustSet(t, memo.NewDir(path+"/./x/"), "k", "v", 0)
	mustGet(t, memo.NewDir(filepath.Join(path, "x")), "k", "v")
	require.Len(t, list(t, filepath.Join(path, "x")), 1)
}

func TestNewDir_refuses(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, "memo: NewDir: the path is empty", func() { memo.NewDir("") })
	require.PanicsWithValue(t, `memo: NewDir("x"): MaxBytes is negative: -1`,
		func() { memo.NewDir("x", memo.DirOptions{MaxBytes: -1}) })
	require.PanicsWithValue(t, "memo: NewDir: 2 values of memo.DirOptions given, at most one is used",
		func() { memo.NewDir("x", memo.DirOptions{}, memo.DirOptions{}) })
}

func TestDir_makesNoFolderToRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lazy")
	d := memo.NewDir(path)
	_, found, err := d.Get(t.Context(), "k")
	require.NoError(t, err)
	require.False(t, found)
	require.NoDirExists(t, path)
	mustSet(t, d, "k", "v", 0)
	require.NoError(t, os.RemoveAll(path))
	mustSet(t, d, "k", "v", 0) // it may vanish, too
	mustGet(t, d, "k", "v")
}

func TestDir_namesAreSafeEverywhere(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	for _, key := range []string{"CON", "a/b", `a\b`, "..", "A", "a", strings.Repeat("x", 10_000)} {
		mustSet(t, d, key, key, 0)
	}
	names := regexp.MustCompile(`^[0-9a-f]{64}\.memo$`)
	for _, name := range list(t, path) {
		require.Regexp(t, names, name)
	}
	require.Len(t, list(t, path), 7, "one file per key, no temporary one left")
}

// Each damage makes the entry a miss, and the file goes.
func TestDir_damageIsAMiss(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		damage func(data []byte) []byte
	}{
		{"empty", func([]byte) []byte { return nil }},
		{"header only in part", func(d []byte) []byte { return d[:10] }},
		{"header only", func(d []byte) []byte { return d[:48] }},
		{"half the key", func(d []byte) []byte { return d[:49] }},
		{"last byte lost", func(d []byte) []byte { return d[:len(d)-1] }},
		{"a byte too many", func(d []byte) []byte { return append(d, 0) }},
		{"zeros, as after a power cut", func(d []byte) []byte { return make([]byte, len(d)) }},
		{"a value of zeros", func(d []byte) []byte { clear(d[51:]); return d }},
		{"magic", func(d []byte) []byte { d[0]++; return d }},
		{"an older version", func(d []byte) []byte { d[7]--; return d }},
		{"a newer version", func(d []byte) []byte { d[7]++; return d }},
		{"time of making, one bit", func(d []byte) []byte { d[8] ^= 1; return d }},
		{"expiry, one bit", func(d []byte) []byte { d[23] ^= 1; return d }},
		{"length of the value", func(d []byte) []byte { d[24]++; return d }},
		{"length of the key", func(d []byte) []byte { d[32]++; return d }},
		{"length of the key, huge", func(d []byte) []byte { d[35] = 255; return d }},
		{"length of the tags, huge", func(d []byte) []byte { d[39] = 255; return d }},
		{"checksum of the value", func(d []byte) []byte { d[40]++; return d }},
		{"checksum of the head", func(d []byte) []byte { d[44]++; return d }},
		{"key", func(d []byte) []byte { d[48]++; return d }},
		{"value, one bit", func(d []byte) []byte { d[len(d)-1] ^= 1; return d }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir()
			d := memo.NewDir(path)
			mustSet(t, d, "key", "some value", time.Hour)
			file := filepath.Join(path, list(t, path)[0])
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(file, c.damage(data), 0o600))
			mustMiss(t, d, "key")
			require.NoFileExists(t, file)
		})
	}
}

// A file under the name of another key (a collision, or someone's copy) is not that key's.
func TestDir_wrongKeyIsAMiss(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	mustSet(t, d, "a", "of a", 0)
	a := list(t, path)[0]
	mustSet(t, d, "b", "of b", 0)
	for _, name := range list(t, path) {
		if name != a {
			require.NoError(t, os.Rename(filepath.Join(path, name), filepath.Join(path, a)))
		}
	}
	mustMiss(t, d, "a")
	require.Empty(t, list(t, path))
}

func TestDir_expiredFileIsRemoved(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	mustSet(t, d, "k", "v", time.Nanosecond)
	require.Eventually(t, func() bool {
		_, found, err := d.Get(t.Context(), "k")
		return err == nil && !found
	}, time.Minute, time.Millisecond)
	require.Empty(t, list(t, path))
}

func TestDir_aTTLBeyondAllClocks(t *testing.T) {
	t.Parallel()
	d := memo.NewDir(t.TempDir())
	mustSet(t, d, "k", "v", 1<<63-1)
	mustGet(t, d, "k", "v")
}

func TestDir_strayTemporaryFiles(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	mustSet(t, d, "k", "v", 0)
	file := filepath.Join(path, list(t, path)[0])
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	old, young := file+".123.tmp", file+".456.tmp"
	require.NoError(t, os.WriteFile(old, data, 0o600))
	require.NoError(t, os.WriteFile(young, data, 0o600))
	ago := time.Now().Add(-2 * time.Hour)
	require.NoError(t, os.Chtimes(old, ago, ago))
	require.NoError(t, d.Delete(t.Context(), "k"))
	mustMiss(t, d, "k") // whole as they are, they are not read

	mustSet(t, memo.NewDir(path), "other", "v", 0) // a new Dir measures the folder
	require.NoFileExists(t, old)
	require.FileExists(t, young, "another process may be writing it")
	n, err := d.Clear(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n, "temporary files are removed, but are no entries")
	require.Empty(t, list(t, path))
}

func TestDir_clearLeavesForeignFiles(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	mustSet(t, d, "k", "v", 0)
	name := list(t, path)[0]
	hex := strings.TrimSuffix(name, ".memo")
	foreign := []string{
		"notes.txt", "x.memo", hex, hex + ".memox", hex + ".memo.tmp", hex + ".memo..tmp", hex + ".memo.1a.tmp",
		strings.ToUpper(hex) + ".memo", hex[1:] + ".memo", hex[1:] + "g.memo", hex + ".lock", hex + ".lock.1.tmp",
		"journal", "journal.memox", "journal.memo.tmp", "my journal.memo",
	}
	for _, f := range foreign {
		require.NoError(t, os.WriteFile(filepath.Join(path, f), nil, 0o600))
	}
	for _, folder := range []string{strings.Repeat("0", 64) + ".memo", "1.lock", "journal.memo.1.tmp"} {
		require.NoError(t, os.Mkdir(filepath.Join(path, folder), 0o700))
		foreign = append(foreign, folder)
	}
	n, err := d.Clear(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.ElementsMatch(t, foreign, list(t, path))
}

func TestDir_diskErrorsAreErrors(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	d := memo.NewDir(filepath.Join(file, "folder")) // cannot be: its parent is a file
	_, found, err := d.Get(t.Context(), "k")
	require.ErrorContains(t, err, "memo: read entry: ")
	require.False(t, found)
	require.ErrorContains(t, d.Set(t.Context(), "k", nil, 0), "memo: write entry: ")
	require.ErrorContains(t, d.Delete(t.Context(), "k"), "memo: delete entry: ")
	_, err = d.Clear(t.Context())
	require.ErrorContains(t, err, "memo: list folder: ")
	var pathErr *fs.PathError
	require.ErrorAs(t, err, &pathErr)
}

func TestDir_failedWriteLeavesNothing(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	mustSet(t, d, "k", "v", 0)
	name := filepath.Join(path, list(t, path)[0])
	require.NoError(t, os.Remove(name))
	require.NoError(t, os.MkdirAll(filepath.Join(name, "in the way"), 0o700)) // rename cannot replace it
	require.Error(t, d.Set(t.Context(), "k", []byte("v"), 0))
	require.Equal(t, []string{filepath.Base(name)}, list(t, path))
}

func TestDir_readingRefreshesTheTimeOncePerMinute(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		age       time.Duration
		refreshed bool
	}{
		{"a young file stays as it is", 30 * time.Second, false},
		{"an old one is touched", 2 * time.Minute, true},
		{"one from the future stays as it is", -time.Hour, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir()
			d := memo.NewDir(path)
			mustSet(t, d, "k", "v", 0)
			file := filepath.Join(path, list(t, path)[0])
			then := time.Now().Add(-c.age).Truncate(time.Second)
			require.NoError(t, os.Chtimes(file, then, then))
			mustGet(t, d, "k", "v")
			info, err := os.Stat(file)
			require.NoError(t, err)
			require.Equal(t, c.refreshed, !info.ModTime().Equal(then))
		})
	}
}

func FuzzDir_anyFile(f *testing.F) {
	for _, seed := range []string{"", "dashmem\x02", "dashmem\x02" + strings.Repeat("\x00", 60)} {
		f.Add([]byte(seed))
	}
	path := f.TempDir()
	d := memo.NewDir(path)
	if err := d.Set(context.Background(), "k", []byte("v"), 0); err != nil {
		f.Fatal(err)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		f.Fatal(err)
	}
	file := filepath.Join(path, entries[0].Name())
	good, err := os.ReadFile(file)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, data []byte) {
		require.NoError(t, os.WriteFile(file, data, 0o600))
		value, found, err := d.Get(t.Context(), "k")
		require.NoError(t, err)
		if found && string(data) == string(good) {
			require.Equal(t, "v", string(value))
		}
		_, err = d.DeleteTagged(t.Context(), "tag") // reads the head in its own way
		require.NoError(t, err)
		_, err = os.Stat(file)
		require.Equal(t, !found, errors.Is(err, fs.ErrNotExist), "what is no entry is removed")
	})
}

func mustSet(t testing.TB, s memo.Store, key, value string, ttl time.Duration) {
	t.Helper()
	require.NoError(t, s.Set(t.Context(), key, []byte(value), ttl))
}

func mustGet(t testing.TB, s memo.Store, key, want string) {
	t.Helper()
	value, found, err := s.Get(t.Context(), key)
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, want, string(value))
}

func mustMiss(t testing.TB, s memo.Store, key string) {
	t.Helper()
	_, found, err := s.Get(t.Context(), key)
	require.NoError(t, err)
	require.False(t, found)
}

func list(t testing.TB, path string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(path)
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
