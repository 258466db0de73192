package memo_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func TestHeader_roundTrip(t *testing.T) {
	t.Parallel()
	for _, want := range []memo.Header{
		{},
		{Fresh: time.Minute, Keep: time.Hour},
		{Fresh: time.Minute, Keep: time.Minute, Failed: true},
		{Fresh: time.Minute}, // kept for ever
		{Fresh: math.MaxInt64 - 1, Keep: math.MaxInt64},
		{Tags: []string{"a", "", strings.Repeat("x", 1000), "ü\x00\xff"}},
	} {
		for _, payload := range [][]byte{nil, {}, {0}, bytes.Repeat([]byte("payload"), 1000)} {
			data, err := want.Seal(payload, noon)
			require.NoError(t, err)
			got, read, tagged, ok := memo.Unseal(data, noon)
			require.True(t, ok && tagged)
			require.True(t, bytes.Equal(payload, read))
			want.Left = want.Fresh
			if want.Fresh == 0 {
				want.Left = memo.Forever
			}
			require.Equal(t, want, got)
		}
	}
}

// The layout is what other processes, of an older build too, have stored.
func TestHeader_golden(t *testing.T) {
	t.Parallel()
	data, err := memo.Header{Fresh: 1, Keep: 256, Tags: []string{"ab"}}.Seal([]byte("xyz"), time.Unix(0, 0x0102030405060708))
	require.NoError(t, err)
	require.Equal(t, "0376"+"0807060504030201"+"0100000000000000"+"0001000000000000"+"0400"+"f4d2b642"+"02006162"+"78797a", fmt.Sprintf("%x", data))
	require.Equal(t, 32, memo.HeaderLen)
}

func TestHeader_ages(t *testing.T) {
	t.Parallel()
	h := memo.Header{Fresh: time.Minute, Keep: time.Hour}
	data, err := h.Seal([]byte("v"), noon)
	require.NoError(t, err)
	for _, tc := range []struct {
		age, left   time.Duration
		ok          bool
		fresh, keep time.Duration // of a copy
	}{
		{0, time.Minute, true, time.Minute, time.Hour},
		{time.Second, 59 * time.Second, true, 59 * time.Second, time.Hour - time.Second},
		{time.Minute, 0, true, -1, 59 * time.Minute}, // 0 would be for ever
		{2 * time.Minute, -time.Minute, true, -time.Minute, 58 * time.Minute},
		{time.Hour - 1, 1 - 59*time.Minute, true, 1 - 59*time.Minute, 1},
		{time.Hour, 0, false, 0, 0},
		{100 * 365 * 24 * time.Hour, 0, false, 0, 0},
		{-time.Second, time.Minute, true, time.Minute, time.Hour}, // no longer than its ttl
		{-memo.AheadTolerance, time.Minute, true, time.Minute, time.Hour},
		{-memo.AheadTolerance - 1, 0, false, 0, 0},
	} {
		got, _, _, ok := memo.Unseal(data, noon.Add(tc.age))
		require.Equal(t, tc.ok, ok, tc.age)
		if !ok {
			continue
		}
		require.Equal(t, tc.left, got.Left, tc.age)
		fresh, keep := memo.Remaining(data, noon.Add(tc.age))
		require.Equal(t, []time.Duration{tc.fresh, tc.keep}, []time.Duration{fresh, keep}, tc.age)
	}
}

func TestHeader_foreverIsForever(t *testing.T) {
	t.Parallel()
	data, err := memo.Header{}.Seal([]byte("v"), noon)
	require.NoError(t, err)
	got, _, _, ok := memo.Unseal(data, noon.AddDate(100, 0, 0))
	require.True(t, ok)
	require.Equal(t, memo.Forever, got.Left)
	fresh, keep := memo.Remaining(data, noon.AddDate(100, 0, 0))
	require.Zero(t, fresh+keep)
}

func TestHeader_refuses(t *testing.T) {
	t.Parallel()
	good, err := memo.Header{Fresh: time.Minute, Keep: time.Minute, Tags: []string{"tag"}}.Seal([]byte("payload"), noon)
	require.NoError(t, err)
	change := func(at int, with ...byte) []byte {
		data := bytes.Clone(good)
		copy(data[at:], with)
		memo.SumHeader(data)
		return data
	}
	for i := range good { // whatever it changes
		data := bytes.Clone(good)
		data[i] ^= 4
		_, _, _, ok := memo.Unseal(data, noon)
		require.False(t, ok, "a bit of byte %d", i)
	}
	negative := binary.LittleEndian.AppendUint64(nil, uint64(math.MaxUint64))
	lowest := binary.LittleEndian.AppendUint64(nil, 1<<63)
	for name, data := range map[string][]byte{
		"nothing":              nil,
		"cut within":           good[:memo.HeaderLen-1],
		"cut within the tags":  good[:memo.HeaderLen+4],
		"another layout":       change(0, 1),
		"a later layout":       change(0, 4),
		"neither value":        change(1, 'x'),
		"tags beyond the data": change(26, 0xff, 0xff),
		"negative freshness":   change(10, negative...),
		"lowest freshness":     change(10, lowest...),
		"negative keep":        change(18, negative...),
		"lowest keep":          change(18, lowest...),
		"made at the lowest":   change(2, lowest...),
	} {
		for _, now := range []time.Time{noon, noon.Add(time.Second), noon.Add(-time.Second)} {
			_, _, _, ok := memo.Unseal(data, now)
			require.False(t, ok, name)
		}
	}
	for _, data := range [][]byte{change(memo.HeaderLen, 4), change(memo.HeaderLen, 0xff, 0xff), change(memo.HeaderLen, 2)} {
		_, payload, tagged, ok := memo.Unseal(data, noon)
		require.True(t, ok)
		require.False(t, tagged, "tags that seal did not write")
		require.Equal(t, "payload", string(payload))
	}
}

func TestHeader_tooManyTags(t *testing.T) {
	t.Parallel()
	tags := make([]string, 65)
	for i := range tags {
		tags[i] = strings.Repeat("x", 1000)
	}
	_, err := memo.Header{Tags: tags}.Seal(nil, noon)
	require.NoError(t, err)
	_, err = memo.Header{Tags: append(tags, strings.Repeat("x", 404))}.Seal(nil, noon)
	require.EqualError(t, err, "memo: the tags of one result take more than 65,535 bytes")
	data, err := memo.Header{Tags: append(tags, strings.Repeat("x", 403))}.Seal([]byte("v"), noon)
	require.NoError(t, err)
	h, payload, tagged, ok := memo.Unseal(data, noon)
	require.True(t, ok && tagged)
	require.Len(t, h.Tags, 66)
	require.Equal(t, "v", string(payload))
}

// Of every bit that falls over the header is either another one that makes sense, or a miss.
func TestHeader_everyBit(t *testing.T) {
	t.Parallel()
	good, err := memo.Header{Fresh: time.Minute, Keep: time.Hour, Tags: []string{"one", "two"}}.Seal([]byte("payload"), noon)
	require.NoError(t, err)
	for i := range len(good) * 8 {
		data := bytes.Clone(good)
		data[i/8] ^= 1 << (i % 8)
		memo.SumHeader(data) // so that it is looked at at all
		checkHeader(t, data, noon)
	}
	for range 2000 {
		data := bytes.Clone(good)
		for range 1 + rand.IntN(8) {
			data[rand.IntN(len(data))] = byte(rand.Uint32())
		}
		data = data[:rand.IntN(len(data)+1)]
		memo.SumHeader(data)
		checkHeader(t, data, noon)
	}
}

// checkHeader checks what holds for any bytes.
func checkHeader(t *testing.T, data []byte, now time.Time) {
	t.Helper()
	before := bytes.Clone(data)
	h, payload, tagged, ok := memo.Unseal(data, now)
	require.Equal(t, before, data, "it is the store's")
	if !ok {
		return
	}
	require.True(t, bytes.HasSuffix(data, payload))
	require.LessOrEqual(t, memo.HeaderLen+len(payload), len(data))
	require.True(t, h.Fresh == 0 && h.Left == memo.Forever || h.Fresh > 0 && h.Left <= h.Fresh, "%+v", h)
	require.True(t, h.Keep >= 0 && (h.Keep == 0 || h.Left == memo.Forever || h.Fresh-h.Left < h.Keep), "%+v", h)
	size := 0
	for _, tag := range h.Tags {
		size += 2 + len(tag)
	}
	if tagged {
		require.Equal(t, len(data), memo.HeaderLen+size+len(payload))
		again, err := h.Seal(payload, now)
		require.NoError(t, err)
		require.Equal(t, data[10:28], again[10:28], "but for the time it is what seal writes")
		require.Equal(t, data[memo.HeaderLen:], again[memo.HeaderLen:])
	}
	if fresh, keep := memo.Remaining(data, now); h.Left != memo.Forever {
		require.NotZero(t, fresh, "%+v", h)
		require.LessOrEqual(t, fresh, h.Fresh)
		require.LessOrEqual(t, keep, h.Keep)
	}
}

func FuzzHeader(f *testing.F) {
	for _, h := range []memo.Header{{}, {Fresh: time.Minute, Keep: time.Hour, Tags: []string{"a", "bc"}}, {Failed: true, Fresh: 1, Keep: 1}} {
		data, err := h.Seal([]byte("payload"), noon)
		require.NoError(f, err)
		f.Add(data, int64(0))
		f.Add(data[:len(data)-8], int64(time.Second))
	}
	f.Add(bytes.Repeat([]byte{0xff}, memo.HeaderLen), int64(math.MinInt64))
	f.Add(append([]byte{3, 'v'}, make([]byte, 30)...), int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, data []byte, since int64) {
		checkHeader(t, data, noon.Add(time.Duration(since)))
		data = bytes.Clone(data)
		memo.SumHeader(data)
		checkHeader(t, data, noon.Add(time.Duration(since)))
	})
}

// FuzzHeader_roundTrip: what is sealed comes back as it was.
func FuzzHeader_roundTrip(f *testing.F) {
	f.Add([]byte("payload"), "a", "bc", int64(time.Minute), int64(time.Hour), true, int64(0))
	f.Add([]byte{}, "", "\x00", int64(0), int64(0), false, int64(1))
	f.Fuzz(func(t *testing.T, payload []byte, tag1, tag2 string, fresh, stale int64, failed bool, age int64) {
		h := memo.Header{Failed: failed, Fresh: time.Duration(max(fresh, 0)), Tags: []string{tag1, tag2}}
		if h.Fresh > 0 && stale >= 0 && fresh+stale > 0 {
			h.Keep = time.Duration(fresh + stale)
		}
		data, err := h.Seal(payload, noon)
		if len(tag1)+len(tag2)+4 > 1<<16-1 {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		at := time.Duration(age & math.MaxInt64 >> 2) // noon and that are a moment that has a number
		got, read, tagged, ok := memo.Unseal(data, noon.Add(at))
		require.Equal(t, h.Keep == 0 || at < h.Keep, ok)
		if !ok {
			return
		}
		require.True(t, tagged)
		require.True(t, bytes.Equal(payload, read))
		h.Left = h.Fresh - at
		if h.Fresh == 0 {
			h.Left = memo.Forever
		}
		require.Equal(t, h, got)
	})
}
