package redisstore_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo/redisstore"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

func connectForFuzz(f *testing.F) *redis.Client {
	client := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1"})
	f.Cleanup(func() { require.NoError(f, client.Close()) })
	return client
}

func FuzzParseMessage(f *testing.F) {
	s := redisstore.New(connectForFuzz(f))
	for _, keys := range [][]string{{""}, {"a"}, {"a", "", "\x00\xff"}, {strings.Repeat("long", 100)}} {
		f.Add(string(s.Tell(redisstore.ToldChanged, keys...)))
		f.Add(string(s.Tell(redisstore.ToldEnded, keys...)))
	}
	f.Add(string(s.Tell(redisstore.ToldAnything)))
	f.Add(string(s.Tell(redisstore.ToldChanged)))
	f.Add("\xa1origin!!\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")
	f.Fuzz(func(t *testing.T, payload string) {
		kind, keys, ok := redisstore.ParseMessage(payload)
		if ok {
			require.Equal(t, kind == redisstore.ToldAnything, len(keys) == 0)
			require.LessOrEqual(t, len(strings.Join(keys, "")), len(payload))
		}
		kind, keys, ok = redisstore.ParseMessage(string(s.Tell(redisstore.ToldChanged, payload, "", payload)))
		require.True(t, ok)
		require.Equal(t, byte(redisstore.ToldChanged), kind)
		require.Equal(t, []string{payload, "", payload}, keys)
	})
}

func TestParseMessage_refuses(t *testing.T) {
	t.Parallel()
	for _, payload := range []string{
		"", "hello", "\xa1origin!", "\xa1origin!!", "\xa3origin!!\x01k", "\xa4origin!!", "\xa1origin!!\x02k", "\xa1origin!!\x80",
	} {
		_, keys, ok := redisstore.ParseMessage(payload)
		require.Falsef(t, ok, "%q", payload)
		require.Empty(t, keys)
	}
}

// What another version says may mean anything.
func TestWatch_aMessageNotUnderstood(t *testing.T) {
	t.Parallel()
	b := single(t)
	client := b.client(t)
	s := patient(client, "p:")
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	l := listen(t, s)
	held := lease(t, s, "k", time.Hour)
	ended := await(t, s, "k")
	require.NoError(t, client.Publish(t.Context(), "p:changes", "what?").Err())
	l.await("anything", func(c told) bool { return c.keys == nil && c.hearing })
	awaited(t, ended)
	require.NoError(t, held.End(t.Context()))
	require.NoError(t, patient(client, "p:").Set(t.Context(), "k", nil, 0))
	l.await("k", func(c told) bool { return slices.Equal(c.keys, []string{"k"}) })
}
