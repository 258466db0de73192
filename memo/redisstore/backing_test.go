package redisstore_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/dashi-go/dashi/memo/redisstore"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// patience bounds waits for what a slow machine may be slow to do.
const patience = 30 * time.Second

// backing is one arrangement of servers.
type backing struct {
	dial func() redis.UniversalClient
	used atomic.Int64
}

// client is one of its own, as another process would have.
func (b *backing) client(t *testing.T) redis.UniversalClient {
	t.Helper()
	client := b.dial()
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client
}

// stores opens n Stores on one prefix that nobody else has, each with a client of its own.
func (b *backing) stores(t *testing.T, n int) []*redisstore.Store {
	t.Helper()
	prefix := fmt.Sprintf("test%d:", b.used.Add(1))
	stores := make([]*redisstore.Store, 0, n)
	for range n {
		s := patient(b.client(t), prefix)
		t.Cleanup(func() { require.NoError(t, s.Close()) })
		stores = append(stores, s)
	}
	return stores
}

func (b *backing) one(t *testing.T) *redisstore.Store { t.Helper(); return b.stores(t, 1)[0] }

func single(t *testing.T) *backing {
	addr := memotest.Redis(t).Addr()
	return &backing{dial: func() redis.UniversalClient { return redis.NewClient(&redis.Options{Addr: addr}) }}
}

func ring(t *testing.T) *backing {
	addrs := map[string]string{"a": memotest.Redis(t).Addr(), "b": memotest.Redis(t).Addr()}
	return &backing{dial: func() redis.UniversalClient {
		// A shard of a loaded machine that is late to answer is not down: its keys would be sought elsewhere.
		return redis.NewRing(&redis.RingOptions{Addrs: addrs, HeartbeatFrequency: time.Hour, ContextTimeoutEnabled: true})
	}}
}

func cluster(t *testing.T) *backing { return clusterOf(memotest.RedisCluster(t)) }

func clusterOf(c *memotest.RedisNodes) *backing {
	return &backing{dial: func() redis.UniversalClient {
		return redis.NewClusterClient(&redis.ClusterOptions{Addrs: c.Addrs(), ContextTimeoutEnabled: true})
	}}
}

func sentinel(t *testing.T) *backing { return sentinelOf(memotest.RedisSentinel(t)) }

func sentinelOf(w *memotest.RedisWatched) *backing {
	return &backing{dial: func() redis.UniversalClient {
		return redis.NewFailoverClient(&redis.FailoverOptions{MasterName: w.Name, SentinelAddrs: []string{w.Sentinel.Addr()}})
	}}
}

// everywhere runs the cases on each arrangement.
func everywhere(t *testing.T, cases map[string]func(t *testing.T, b *backing)) {
	for name, open := range map[string]func(t *testing.T) *backing{
		"single": single, "sentinel": sentinel, "cluster": cluster, "ring": ring,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := open(t)
			for name, check := range cases {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					check(t, b)
				})
			}
		})
	}
}

func TestStore_conforms(t *testing.T) {
	t.Parallel()
	everywhere(t, map[string]func(t *testing.T, b *backing){
		"run": func(t *testing.T, b *backing) {
			memotest.Run(t, func(t *testing.T) memo.Store { return b.one(t) })
		},
		"pair": func(t *testing.T, b *backing) {
			memotest.RunPair(t, func(t *testing.T) (one, two memo.Store) {
				stores := b.stores(t, 2)
				return stores[0], stores[1]
			})
		},
	})
}

func present(t *testing.T, s *redisstore.Store, key, value string) {
	t.Helper()
	got, found, err := s.Get(t.Context(), key)
	require.NoError(t, err)
	require.Truef(t, found, "key %q", key)
	require.Equal(t, value, string(got))
}

func absent(t *testing.T, s *redisstore.Store, key string) {
	t.Helper()
	got, found, err := s.Get(t.Context(), key)
	require.NoError(t, err)
	require.Falsef(t, found, "key %q", key)
	require.Nil(t, got)
}

func deleteTagged(t *testing.T, s *redisstore.Store, tag string, want int) {
	t.Helper()
	n, err := s.DeleteTagged(t.Context(), tag)
	require.NoError(t, err)
	require.Equalf(t, want, n, "entries that went with tag %q", tag)
}

func zOf(member string, score float64) redis.Z { return redis.Z{Member: member, Score: score} }
