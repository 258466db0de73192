package redisstore_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/internal/leaktest"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/dashi-go/dashi/memo/redisstore"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// TestMain silences go-redis, which reports every failed dial of the outages below by itself, and fails where goroutines are left when all tests are done.
func TestMain(m *testing.M) {
	redis.SetLogger(quiet{})
	leaktest.Main(m)
}

type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

func connect(t *testing.T, addr string) *redis.Client {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: addr})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client
}

// patient has a timeout that a loaded machine does not reach.
func patient(client redis.UniversalClient, prefix string) *redisstore.Store {
	return redisstore.New(client, redisstore.Options{Prefix: prefix, Timeout: 30 * time.Second})
}

func TestNew_refuses(t *testing.T) {
	t.Parallel()
	client := connect(t, "127.0.0.1:1")
	require.PanicsWithValue(t, "redisstore: New: the client is nil", func() { redisstore.New(nil) })
	require.PanicsWithValue(t, "redisstore: New: Timeout is negative: -1s",
		func() { redisstore.New(client, redisstore.Options{Timeout: -time.Second}) })
	require.PanicsWithValue(t, "redisstore: New: MaxBytes is negative: -1",
		func() { redisstore.New(client, redisstore.Options{MaxBytes: -1}) })
	for _, prefix := range []string{"a{", "a}b"} {
		require.PanicsWithValue(t, fmt.Sprintf("redisstore: New: Prefix %q has a brace, which would choose the cluster's slot", prefix),
			func() { redisstore.New(client, redisstore.Options{Prefix: prefix}) })
	}
	require.PanicsWithValue(t, "redisstore: New: 2 Options given, at most one is used",
		func() { redisstore.New(client, redisstore.Options{}, redisstore.Options{}) })
}

func TestStore_whatLiesInRedis(t *testing.T) {
	t.Parallel()
	client := connect(t, memotest.Redis(t).Addr())
	for _, c := range []struct {
		name string
		ttl  time.Duration
		want func(t *testing.T, left time.Duration)
	}{
		{"no expiry", 0, func(t *testing.T, left time.Duration) { require.Equal(t, time.Duration(-1), left) }},
		{"a negative one is none", -1, func(t *testing.T, left time.Duration) { require.Equal(t, time.Duration(-1), left) }},
		{"milliseconds are kept", 90*time.Minute + 1500*time.Millisecond, func(t *testing.T, left time.Duration) {
			require.Greater(t, left, 89*time.Minute)
			require.LessOrEqual(t, left, 90*time.Minute+1500*time.Millisecond)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := redisstore.New(client)
			require.NoError(t, s.Set(t.Context(), c.name, []byte("old"), time.Hour))
			require.NoError(t, s.Set(t.Context(), c.name, []byte("v"), c.ttl))
			name := "dashi:v{k" + base64.RawURLEncoding.EncodeToString([]byte(c.name)) + "}"
			value, err := client.Get(t.Context(), name).Result()
			require.NoError(t, err)
			require.Equal(t, "v\xd0", value)
			left, err := client.PTTL(t.Context(), name).Result()
			require.NoError(t, err)
			c.want(t, left)
		})
	}
}

func TestStore_clearTakesOnlyItsPrefix(t *testing.T) {
	t.Parallel()
	client := connect(t, memotest.Redis(t).Addr())
	for _, prefix := range []string{"app:", "a*:", "a?:", "[ab]:", `a\:`, "a]:"} {
		t.Run(prefix, func(t *testing.T) {
			s := patient(client, prefix)
			for _, foreign := range []string{"app", "aXX:1", "aX:1", "a:1", "b:1", "foreign", " " + prefix} {
				require.NoError(t, client.Set(t.Context(), foreign, "theirs", 0).Err())
			}
			for i := range 2500 { // more than a step of the scan
				require.NoError(t, s.Set(t.Context(), fmt.Sprint(i), []byte("ours"), 0))
			}
			require.NoError(t, client.Set(t.Context(), prefix+"x", "ours by its prefix, though no entry", 0).Err())
			n, err := s.Clear(t.Context())
			require.NoError(t, err)
			require.Equal(t, 2500, n)
			left, err := client.DBSize(t.Context()).Result()
			require.NoError(t, err)
			require.Equal(t, int64(7), left)
			require.NoError(t, client.FlushDB(t.Context()).Err())
		})
	}
}

func TestStore_leavesTheClientOpen(t *testing.T) {
	t.Parallel()
	client := connect(t, memotest.Redis(t).Addr())
	cache := memo.New(redisstore.New(client))
	require.NoError(t, cache.Close())
	require.NoError(t, client.Ping(t.Context()).Err())
}

func TestStore_errors(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	s := patient(connect(t, server.Addr()), "p:")
	server.Stop()
	_, found, err := s.Get(t.Context(), "k")
	require.ErrorContains(t, err, "redisstore: get: ")
	require.False(t, found)
	require.ErrorContains(t, s.Set(t.Context(), "k", nil, 0), "redisstore: set: ")
	require.ErrorContains(t, s.Delete(t.Context(), "k"), "redisstore: delete: ")
	_, err = s.Clear(t.Context())
	require.ErrorContains(t, err, "redisstore: clear: ")
}

// A server that takes connections and never answers is the worst kind of down.
func TestStore_timeoutBoundsEachOperation(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, silent.Close()) })
	client := connect(t, silent.Addr().String()) // go-redis itself would wait for seconds, several times
	before := client.Options().ReadTimeout
	s := redisstore.New(client, redisstore.Options{Timeout: 50 * time.Millisecond})
	start := time.Now()
	_, _, err = s.Get(t.Context(), "k")
	require.Error(t, err)
	require.NoError(t, t.Context().Err())
	require.Less(t, time.Since(start), 2500*time.Millisecond)
	require.Equal(t, before, client.Options().ReadTimeout, "the user's client stays as it is")
}

// The page stays up while Redis is down, and Redis is used again when it is back.
func TestCache_outageOfRedis(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	var log bytes.Buffer
	cache := memo.New(redisstore.New(connect(t, server.Addr()), redisstore.Options{Timeout: 5 * time.Second}),
		memo.Options{Logger: slog.New(slog.NewTextHandler(&log, nil)), RetryAfter: 10 * time.Millisecond})
	t.Cleanup(func() { require.NoError(t, cache.Close()) })

	ask := func() memo.Status {
		t.Helper()
		value, status, err := cache.Do(t.Context(), memo.Key{1}, time.Hour, func(context.Context) (memo.Result, error) {
			return memo.Result{Value: []byte("v")}, nil
		})
		require.NoError(t, err)
		require.Equal(t, "v", string(value))
		return status
	}
	eventually := func(want memo.Status) {
		t.Helper()
		for start := time.Now(); ask() != want; time.Sleep(5 * time.Millisecond) {
			require.Less(t, time.Since(start), time.Minute)
		}
	}
	require.Equal(t, memo.Miss, ask())
	require.Equal(t, memo.Hit, ask())
	server.Stop()
	for range 20 {
		require.Equal(t, memo.Miss, ask())
		time.Sleep(time.Millisecond)
	}
	_, err := cache.ForgetKey(t.Context(), memo.Key{1})
	require.Error(t, err, "only forgetting fails")
	server.Start()
	eventually(memo.Hit)
	require.Equal(t, memo.Hit, ask())
	require.Equal(t, 1, strings.Count(log.String(), "level=WARN"), log.String())
	require.Equal(t, 1, strings.Count(log.String(), "level=INFO"), log.String())
	require.Equal(t, 2, strings.Count(log.String(), "\n"), log.String())
}

// What one process computed another is given, as the Go value it was.
func TestFunc_sharedByProcesses(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	type weather struct {
		City string
		High []float64
	}
	calls := 0
	open := func() func(string) (*weather, error) {
		cache := memo.New(redisstore.New(connect(t, server.Addr()), redisstore.Options{Timeout: 30 * time.Second}))
		return memo.Wrap(cache, time.Hour, func(city string) (*weather, error) {
			calls++
			if city == "" {
				return nil, nil
			}
			return &weather{City: city, High: []float64{1, 2}}, nil
		}, memo.Policy{Name: "weather"})
	}
	one, two := open(), open()
	for _, city := range []string{"Oslo", ""} {
		first, err := one(city)
		require.NoError(t, err)
		second, err := two(city)
		require.NoError(t, err)
		require.Equal(t, first, second)
	}
	require.Equal(t, 2, calls)
}
