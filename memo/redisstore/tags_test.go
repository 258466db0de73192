package redisstore_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo/redisstore"
	"github.com/stretchr/testify/require"
)

func TestTags(t *testing.T) {
	t.Parallel()
	everywhere(t, map[string]func(t *testing.T, b *backing){
		"entries go with any of their tags": tagsDelete,
		"set and new tags take old ones":    tagsReplaced,
		"tags are any bytes":                tagsAnyBytes,
		"more than a page":                  tagsMany,
		"an error names the tag":            tagsRefused,
		"none escapes while others write":   tagsRace,
		"compressed values have tags too":   tagsCompressed,
	})
}

func tagsDelete(t *testing.T, b *backing) {
	s := b.one(t)
	tags := []string{"b", "a", "b"}
	require.NoError(t, s.SetTagged(t.Context(), "ab", []byte("1"), time.Hour, tags))
	require.Equal(t, []string{"b", "a", "b"}, tags, "the caller's slice stays as it is")
	require.NoError(t, s.SetTagged(t.Context(), "b", []byte("2"), 0, []string{"b"}))
	require.NoError(t, s.SetTagged(t.Context(), "none", []byte("3"), 0, nil))
	require.NoError(t, s.SetTagged(t.Context(), "", []byte("4"), 0, []string{"b"}))
	present(t, s, "ab", "1")
	deleteTagged(t, s, "nobody's", 0)
	deleteTagged(t, s, "a", 1)
	absent(t, s, "ab")
	present(t, s, "b", "2")
	deleteTagged(t, s, "b", 2)
	deleteTagged(t, s, "b", 0)
	absent(t, s, "b")
	present(t, s, "none", "3")
	require.NoError(t, s.SetTagged(t.Context(), "b", []byte("5"), time.Hour, []string{"b"}))
	deleteTagged(t, s, "b", 1)
}

func tagsReplaced(t *testing.T, b *backing) {
	s := b.one(t)
	for _, key := range []string{"plain", "other", "deleted"} {
		require.NoError(t, s.SetTagged(t.Context(), key, []byte("old"), time.Hour, []string{"t", "u"}))
	}
	require.NoError(t, s.Set(t.Context(), "plain", []byte("new"), time.Hour))
	require.NoError(t, s.SetTagged(t.Context(), "other", []byte("new"), time.Hour, []string{"u", "v"}))
	require.NoError(t, s.Delete(t.Context(), "deleted"))
	deleteTagged(t, s, "t", 0)
	present(t, s, "plain", "new")
	present(t, s, "other", "new")
	deleteTagged(t, s, "v", 1)
	deleteTagged(t, s, "u", 0)
	present(t, s, "plain", "new")
}

func tagsAnyBytes(t *testing.T, b *backing) {
	s := b.one(t)
	tags := []string{"a", "A", "}", "{a}", "\x00", "\xff\xfe", "a*", strings.Repeat("t", 1000), strings.Repeat("t", 999)}
	for i, tag := range tags {
		require.NoError(t, s.SetTagged(t.Context(), fmt.Sprint(i), nil, time.Hour, []string{tag}))
	}
	for i, tag := range tags {
		deleteTagged(t, s, tag, 1)
		absent(t, s, fmt.Sprint(i))
	}
}

func tagsMany(t *testing.T, b *backing) {
	s := b.one(t)
	const n = redisstore.DropBatch*2 + 100
	var wg sync.WaitGroup
	for from := range 10 {
		wg.Go(func() {
			for i := from; i < n; i += 10 {
				if err := s.SetTagged(t.Context(), fmt.Sprint("k", i), []byte("v"), time.Hour, []string{"t"}); err != nil {
					t.Errorf("set: %v", err)
				}
			}
		})
	}
	wg.Wait()
	require.NoError(t, s.Set(t.Context(), "k7", []byte("stays"), time.Hour))
	deleteTagged(t, s, "t", n-1)
	present(t, s, "k7", "stays")
	absent(t, s, "k0")
	absent(t, s, fmt.Sprint("k", n-1))
}

func tagsRefused(t *testing.T, b *backing) {
	s := b.one(t)
	long := strings.Repeat("x", 1001)
	require.EqualError(t, s.SetTagged(t.Context(), "k", nil, 0, []string{"ok", ""}),
		`redisstore: set: tag "" has 0 bytes, expected 1 to 1000`)
	_, err := s.Lease(t.Context(), "k", []string{long}, time.Hour)
	require.ErrorContains(t, err, "redisstore: lease: tag \"xxx")
	require.ErrorContains(t, err, "has 1001 bytes, expected 1 to 1000")
	_, err = s.DeleteTagged(t.Context(), "")
	require.ErrorContains(t, err, "redisstore: delete tagged: tag")
	many := make([]string, redisstore.MaxTags+1)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	require.EqualError(t, s.SetTagged(t.Context(), "k", nil, 0, many), "redisstore: set: 65536 tags, expected up to 65535")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = s.DeleteTagged(ctx, "t")
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, s.SetTagged(ctx, "k", nil, 0, []string{"t"}), context.Canceled)
	absent(t, s, "k")
}

// What DeleteTagged meets while it is being written must not be lost to the next one.
func tagsRace(t *testing.T, b *backing) {
	stores := b.stores(t, 2)
	one, two := stores[0], stores[1]
	var writers, deleter sync.WaitGroup
	stop := make(chan struct{})
	deleter.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := two.DeleteTagged(t.Context(), "t"); err != nil {
				t.Errorf("delete tagged: %v", err)
			}
		}
	})
	for w := range 4 {
		writers.Go(func() {
			for i := range 100 {
				if err := one.SetTagged(t.Context(), fmt.Sprint(w, i%5), []byte("v"), time.Hour, []string{"t"}); err != nil {
					t.Errorf("set: %v", err)
				}
			}
		})
	}
	writers.Wait()
	close(stop)
	deleter.Wait()
	_, err := one.DeleteTagged(t.Context(), "t")
	require.NoError(t, err)
	for w := range 4 {
		for i := range 5 {
			absent(t, one, fmt.Sprint(w, i))
		}
	}
}

func tagsCompressed(t *testing.T, b *backing) {
	s := b.one(t)
	value := strings.Repeat("compressible ", 10_000)
	require.NoError(t, s.SetTagged(t.Context(), "k", []byte(value), time.Hour, []string{"t", "u"}))
	present(t, s, "k", value)
	deleteTagged(t, s, "u", 1)
	absent(t, s, "k")
}

// An index is there as long as an entry it names, no longer, and loses members that have expired when it is written.
func TestTags_indexesExpire(t *testing.T) {
	t.Parallel()
	b := single(t)
	client, s := b.client(t), b.one(t)
	index := s.IndexKeys("t")
	left := func() time.Duration {
		d, err := client.PTTL(t.Context(), index[0]).Result()
		require.NoError(t, err)
		return d
	}
	set := func(key string, ttl time.Duration) {
		require.NoError(t, s.SetTagged(t.Context(), key, nil, ttl, []string{"t"}))
	}
	set("minute", time.Minute)
	require.Greater(t, left(), time.Minute)
	require.LessOrEqual(t, left(), 3*time.Minute)
	set("hour", time.Hour)
	require.Greater(t, left(), 59*time.Minute)
	set("hour", time.Minute)
	require.Greater(t, left(), 59*time.Minute, "the old entry may still be there")
	past := float64(time.Now().Add(-time.Minute).UnixMilli())
	require.NoError(t, client.ZAdd(t.Context(), index[0], zOf("minute", past)).Err())
	set("ever", 0)
	require.Equal(t, time.Duration(-1), left())
	members, err := client.ZRange(t.Context(), index[0], 0, -1).Result()
	require.NoError(t, err)
	require.Equal(t, []string{"hour", "ever"}, members)
	recent, err := client.PTTL(t.Context(), index[1]).Result()
	require.NoError(t, err)
	require.Positive(t, recent)

	deleteTagged(t, s, "t", 2)
	members, err = client.ZRange(t.Context(), index[0], 0, -1).Result()
	require.NoError(t, err)
	require.Len(t, members, 2, "what was written a moment ago might still be on its way")
	require.NoError(t, client.Del(t.Context(), index[1]).Err()) // as if the moment had passed
	deleteTagged(t, s, "t", 0)
	there, err := client.Exists(t.Context(), index...).Result()
	require.NoError(t, err)
	require.Zero(t, there)
}
