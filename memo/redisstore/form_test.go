package redisstore_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo/redisstore"
	"github.com/klauspost/compress/s2"
	"github.com/stretchr/testify/require"
)

// tree is text as a layout is: much of it the same.
func tree(size int) []byte {
	node := `{"type":"Div","namespace":"dash_html_components","props":{"className":"card","children":[]}},`
	return []byte(strings.Repeat(node, size/len(node)+1)[:size])
}

func noise(size int) []byte {
	random, b := rand.New(rand.NewPCG(1, 2)), make([]byte, size)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}

func gzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(b)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

func TestStore_compresses(t *testing.T) {
	t.Parallel()
	b := single(t)
	client := b.client(t)
	const k4 = redisstore.DefaultCompressAbove
	for _, c := range []struct {
		name  string
		above int
		value []byte
		form  byte
		small bool // at most 9/10 of the value lie in Redis
	}{
		{"at the limit", 0, tree(k4), redisstore.FormPlain, false},
		{"above it", 0, tree(k4 + 1), redisstore.FormPacked, true},
		{"large", 0, tree(400_000), redisstore.FormPacked, true},
		{"noise", 0, noise(100_000), redisstore.FormPlain, false},
		{"gzipped", 0, gzipped(t, noise(100_000)), redisstore.FormPlain, false},
		{"never", -1, tree(400_000), redisstore.FormPlain, false},
		{"a limit of one's own", 100, tree(1000), redisstore.FormPacked, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := redisstore.New(client, redisstore.Options{CompressAbove: c.above, Timeout: patience})
			value := bytes.Clone(c.value)
			require.NoError(t, s.Set(t.Context(), c.name, value, time.Hour))
			require.Equal(t, c.value, value, "the value is not modified")
			got, found, err := s.Get(t.Context(), c.name)
			require.NoError(t, err)
			require.True(t, found)
			require.Equal(t, c.value, got)
			there, err := client.Get(t.Context(), s.ValueKey(c.name)).Bytes()
			require.NoError(t, err)
			require.Equal(t, c.form, there[len(there)-1])
			require.Equal(t, c.small, len(there) <= len(c.value)*9/10)
			if !c.small {
				require.Len(t, there, len(c.value)+1)
			}
		})
	}
}

func TestStore_whatIsNoEntryIsAMiss(t *testing.T) {
	t.Parallel()
	b := single(t)
	client := b.client(t)
	s := redisstore.New(client, redisstore.Options{MaxBytes: 10_000, Timeout: patience})
	packed, err := s.Pack(tree(9000), "t")
	require.NoError(t, err)
	huge := append(s2.Encode(nil, make([]byte, 10_001)), redisstore.FormPacked)
	for _, c := range []struct {
		name, data string
		deleted    bool
	}{
		{"foreign text", "hello", false},
		{"nothing at all", "", false},
		{"a form of later days", "v\xd7", false},
		{"torn", string(packed[:50]) + string(packed[len(packed)-11:]), true},
		{"more tags than bytes", "\xff\xff\xd2", true},
		{"tags without their number", "\x01\xd2", true},
		{"no block", "\xd1", true},
		{"declares more than the limit", string(huge), true},
		{"declares four gigabytes", "\xff\xff\xff\xff\x0f\x00\xd1", true},
		{"plain and too large", strings.Repeat("v", 10_001) + "\xd0", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.NoError(t, client.Set(t.Context(), s.ValueKey(c.name), c.data, 0).Err())
			absent(t, s, c.name)
			n, err := client.Exists(t.Context(), s.ValueKey(c.name)).Result()
			require.NoError(t, err)
			require.Equal(t, c.deleted, n == 0)
			require.NoError(t, s.Set(t.Context(), c.name, []byte("v"), 0))
			present(t, s, c.name, "v")
		})
	}
	require.NoError(t, client.LPush(t.Context(), s.ValueKey("a list"), "x").Err())
	absent(t, s, "a list")
}

func TestStore_tooLarge(t *testing.T) {
	t.Parallel()
	b := single(t)
	client := b.client(t)
	s := redisstore.New(client, redisstore.Options{MaxBytes: 10_000, Timeout: patience})
	require.NoError(t, s.Set(t.Context(), "k", tree(10_000), 0))
	present(t, s, "k", string(tree(10_000)))
	require.EqualError(t, s.Set(t.Context(), "k", tree(10_001), 0), "redisstore: set: the value has 10001 bytes, MaxBytes is 10000")
	present(t, s, "k", string(tree(10_000)))
	require.NoError(t, redisstore.New(client).Set(t.Context(), "k", tree(10_001), 0), "another's limit")
	absent(t, s, "k")
}

func TestStore_namesOfAKeyShareASlot(t *testing.T) {
	t.Parallel()
	s := redisstore.New(connect(t, "127.0.0.1:1"), redisstore.Options{Prefix: "p:"})
	name := base64.RawURLEncoding.EncodeToString([]byte("key}{"))
	require.Equal(t, "p:v{k"+name+"}", s.ValueKey("key}{"))
	require.Equal(t, "p:l{k"+name+"}", s.LeaseKey("key}{"))
	require.Equal(t, []string{"p:t{YQ}", "p:u{YQ}", "p:t{Yg}", "p:u{Yg}"}, s.IndexKeys("a", "b"))
	require.Equal(t, "p:v{k}", s.ValueKey(""))
}

func FuzzUnpack(f *testing.F) {
	s := redisstore.New(connectForFuzz(f), redisstore.Options{CompressAbove: 10})
	for _, value := range [][]byte{nil, []byte("v"), tree(1000), noise(100)} {
		for _, tags := range [][]string{nil, {"a"}, {"a", "b"}} {
			data, err := s.Pack(value, tags...)
			require.NoError(f, err)
			f.Add(data)
		}
	}
	f.Add([]byte("\xff\xff\xff\xff\x0f\x00\xd1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		const limit = 4096
		value, ok, foreign := redisstore.Unpack(bytes.Clone(data), limit)
		if !ok {
			require.Nil(t, value)
		} else {
			require.False(t, foreign)
			require.LessOrEqual(t, len(value), limit)
		}
		again, err := s.Pack(data, "a", "b")
		require.NoError(t, err)
		value, ok, _ = redisstore.Unpack(again, int64(len(data)))
		require.True(t, ok)
		require.True(t, bytes.Equal(data, value))
		require.Equal(t, len(value), cap(value[:len(value):len(value)]))
	})
}
