package cluster_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/internal/leaktest"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/memo/memotest"
)

const patience = 30 * time.Second

// TestMain silences go-redis, which reports every failed dial of the outages below by itself, and fails where goroutines are left when all tests are done.
func TestMain(m *testing.M) {
	redis.SetLogger(quiet{})
	if os.Getenv(childRedis) != "" {
		beChild()
		return
	}
	leaktest.Main(m)
}

type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

func connect(t testing.TB, addrs ...string) redis.UniversalClient {
	client := redis.NewUniversalClient(&redis.UniversalOptions{Addrs: addrs})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client
}

// process is what one more process of an app has: a client of its own, and a Cluster.
func process(t testing.TB, o cluster.Options, addrs ...string) *cluster.Cluster {
	if o.Timeout == 0 {
		o.Timeout = patience
	}
	c := cluster.New(connect(t, addrs...), o)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

// backing is a Redis for tests to share, who have prefixes of their own.
type backing struct {
	addrs []string
}

func single(t testing.TB) backing { return backing{[]string{memotest.Redis(t).Addr()}} }

func nodes(t testing.TB) backing { return backing{memotest.RedisCluster(t).Addrs()} }

func limited(prefix string, l push.Limits) cluster.Options {
	return cluster.Options{Prefix: prefix, Events: l.Events, Bytes: l.Bytes, Properties: l.Properties, Idle: l.Idle}
}
