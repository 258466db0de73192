package bench

import (
	"context"
	"os/exec"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/dashi-go/dashi/memo/redisstore"
)

// The calls of memo that are measured, each written once, with what they are measured on.

func newCache(tb testing.TB, store memo.Store) *memo.Cache {
	cache := memo.New(store, memo.Options{})
	tb.Cleanup(func() { _ = cache.Close() })
	return cache
}

func newLRU(entries int) *memo.LRU { return memo.NewLRU(entries) }

// memoFunc memoizes for longer than any run takes. Processes of one program share what has one name.
func memoFunc[A, R any](tb testing.TB, store memo.Store, name string, fn func(context.Context, A) (R, error), opts ...memo.Option) func(context.Context, A) (R, error) {
	return memo.Func(newCache(tb, store), time.Hour, fn, append(opts, memo.Policy{Name: name})...)
}

func memoDo(ctx context.Context, m memo.Memoized, key memo.Key, compute func(context.Context) (memo.Result, error)) (value []byte, hit bool, err error) {
	got, err := m.Do(ctx, key, compute)
	return got.Value, got.Status == memo.Hit, err
}

// noRedis is the note of a table that lacks rows.
const noRedis = "No row for Redis: there is no redis-server on the PATH."

// startRedis gives a client of a server that ends with tb, or nil where no server is installed.
func startRedis(tb testing.TB) *redis.Client {
	if _, err := exec.LookPath("redis-server"); err != nil {
		return nil
	}
	return newRedisClient(tb, memotest.Redis(tb).Addr())
}

// newRedisClient has the options that redisstore wants, so that the store and what stands beside it use this very client.
func newRedisClient(tb testing.TB, addr string) *redis.Client {
	client := redis.NewClient(&redis.Options{Addr: addr, ContextTimeoutEnabled: true})
	tb.Cleanup(func() { _ = client.Close() })
	return client
}

// newRedisStore is patient: a busy machine is not a Redis that fails.
func newRedisStore(client *redis.Client) *redisstore.Store {
	return redisstore.New(client, redisstore.Options{Timeout: 5 * time.Second})
}
