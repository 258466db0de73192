package memo_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// dirFile is the format of a Dir's files written down a second time, so that it does not change by accident.
type dirFile struct {
	magic         string
	made, expires time.Time // zero expires means never
	key, value    string
	tags          []string
}

func (f dirFile) bytes() []byte {
	le, table := binary.LittleEndian, crc32.MakeTable(crc32.Castagnoli)
	data := []byte(f.magic)
	data = le.AppendUint64(data, uint64(f.made.UnixNano()))
	if f.expires.IsZero() {
		data = le.AppendUint64(data, 0)
	} else {
		data = le.AppendUint64(data, uint64(f.expires.UnixNano()))
	}
	data = le.AppendUint64(data, uint64(len(f.value)))
	data = le.AppendUint32(data, uint32(len(f.key)))
	data = le.AppendUint32(data, uint32(16*len(f.tags)))
	data = le.AppendUint32(data, crc32.Checksum([]byte(f.value), table))
	tail := []byte(f.key)
	for _, tag := range f.tags {
		sum := sha256.Sum256([]byte(tag))
		tail = append(tail, sum[:16]...)
	}
	data = le.AppendUint32(data, crc32.Update(crc32.Checksum(data, table), table, tail))
	return append(append(data, tail...), f.value...)
}

// put writes the file where the key's entry is.
func (f dirFile) put(t testing.TB, path string) (name string) {
	t.Helper()
	name = dirPath(path, f.key, ".memo")
	require.NoError(t, os.WriteFile(name, f.bytes(), 0o600))
	return name
}

func dirPath(path, key, suffix string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(path, hex.EncodeToString(sum[:])+suffix)
}

func TestDir_formatOfAFile(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	file := dirFile{magic: "dashmem\x02", made: time.Now(), key: "k", value: "v", tags: []string{"a", "b"}}
	name := file.put(t, path)
	mustGet(t, d, "k", "v")
	n, err := d.DeleteTagged(t.Context(), "b")
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.NoFileExists(t, name)

	require.NoError(t, d.SetTagged(t.Context(), "k", []byte("v"), 0, []string{"a", "b", "a"}))
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	file.made = time.Unix(0, int64(binary.LittleEndian.Uint64(data[8:])))
	require.WithinDuration(t, time.Now(), file.made, time.Minute)
	require.Equal(t, file.bytes(), data)
}

func TestDir_firstVersionIsAMissAndGoes(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	data := make([]byte, 24, 32)
	copy(data, "dashmem\x01")
	data[16] = 1
	data = append(data, "kvalue"...)
	table := crc32.MakeTable(crc32.Castagnoli)
	sum := crc32.Update(crc32.Checksum(data[:20], table), table, data[24:])
	binary.LittleEndian.PutUint32(data[20:], sum)
	name := dirPath(path, "k", ".memo")
	require.NoError(t, os.WriteFile(name, data, 0o600))
	mustMiss(t, memo.NewDir(path), "k")
	require.NoFileExists(t, name)
}

func TestDir_clocks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		made, expires time.Duration // from now; 0 expires is never
		found         bool
	}{
		{"made now", 0, time.Hour, true},
		{"made long ago", -1000 * time.Hour, time.Hour, true},
		{"made long ago, forever", -1000 * time.Hour, 0, true},
		{"over", -time.Hour, -time.Second, false},
		{"by a clock a little ahead", 2 * time.Second, time.Hour, true},
		{"the clock was set back by an hour", time.Hour, 2 * time.Hour, false},
		{"the clock was set back by a minute", time.Minute, 2 * time.Minute, false},
		{"the clock was set back, and it was forever", time.Hour, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path, now := t.TempDir(), time.Now()
			file := dirFile{magic: "dashmem\x02", made: now.Add(c.made), key: "k", value: "v"}
			if c.expires != 0 {
				file.expires = now.Add(c.expires)
			}
			name := file.put(t, path)
			d := memo.NewDir(path)
			if c.found {
				mustGet(t, d, "k", "v")
				return
			}
			mustMiss(t, d, "k")
			require.NoFileExists(t, name)

			file.put(t, path) // making room knows it, too, though it was used last
			for i := range 31 {
				mustSet(t, d, fmt.Sprint("k", i), "", 0)
			}
			mustSet(t, memo.NewDir(path, memo.DirOptions{MaxBytes: 32 * block}), "new", "", 0)
			require.NoFileExists(t, name)
		})
	}
}

// Whatever becomes of a file, cut anywhere or with any bit turned, it is a miss, and no store ever says otherwise.
func TestDir_tornAnywhere(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	file := dirFile{
		magic: "dashmem\x02", made: time.Now(), expires: time.Now().Add(time.Hour), key: "the key", tags: []string{"a", "b"},
		value: "some value, and zeros\x00\x00\x00",
	}
	good := file.bytes()
	name := file.put(t, path)
	mustGet(t, d, file.key, file.value)
	try := func(damaged []byte, what string, at int) {
		t.Helper()
		require.NoError(t, os.WriteFile(name, damaged, 0o600))
		n, err := d.DeleteTagged(t.Context(), "none")
		require.NoErrorf(t, err, "%s at %d", what, at)
		require.Zerof(t, n, "%s at %d", what, at)
		_, found, err := d.Get(t.Context(), file.key)
		require.NoErrorf(t, err, "%s at %d", what, at)
		require.Falsef(t, found, "%s at %d", what, at)
		require.NoFileExistsf(t, name, "%s at %d", what, at)
	}
	for i := range good {
		try(good[:i], "cut", i)
		zeros := append([]byte(nil), good...)
		if clear(zeros[i:]); string(zeros) != string(good) {
			try(zeros, "zeros", i)
		}
		for bit := range 8 {
			flipped := append([]byte(nil), good...)
			flipped[i] ^= 1 << bit
			try(flipped, "bit turned", i)
		}
	}
	try(append(good, 0), "longer", len(good))
}

// A head may be longer than what is read of a file at first, and may claim to be longer than its file.
func TestDir_longHeads(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	var tags []string
	for i := range 1000 {
		tags = append(tags, fmt.Sprint("tag ", i, strings.Repeat(".", 900)))
	}
	require.NoError(t, d.SetTagged(t.Context(), "many tags", []byte("v"), 0, tags))
	long := strings.Repeat("k", 100_000)
	require.NoError(t, d.SetTagged(t.Context(), long, []byte("w"), 0, tags[999:]))
	mustGet(t, d, "many tags", "v")
	mustGet(t, d, long, "w")

	liar := dirFile{magic: "dashmem\x02", made: time.Now(), key: "liar"}.bytes()
	binary.LittleEndian.PutUint32(liar[32:], 1<<32-1)
	binary.LittleEndian.PutUint32(liar[36:], 1<<32-1)
	require.NoError(t, os.WriteFile(dirPath(path, "liar", ".memo"), liar, 0o600))
	n, err := d.DeleteTagged(t.Context(), tags[999])
	require.NoError(t, err)
	require.Equal(t, 2, n)
	mustMiss(t, d, "liar")
	require.Empty(t, list(t, path))
}
