package redisstore_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/dashi-go/dashi/memo/redisstore"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// load is 16 goroutines that read, write, lease and delete, and check that what they read is whole and the key's.
type load struct {
	stop chan struct{}
	wg   sync.WaitGroup
	good atomic.Int64 // operations that worked
	bad  atomic.Int64
}

func begin(t *testing.T, s *redisstore.Store) *load {
	l := &load{stop: make(chan struct{})}
	for who := range 16 {
		l.wg.Go(func() {
			for i := who; ; i++ {
				select {
				case <-l.stop:
					return
				default:
				}
				l.step(t, s, fmt.Sprint("k", i%7), i)
			}
		})
	}
	return l
}

func (l *load) step(t *testing.T, s *redisstore.Store, key string, i int) {
	value := []byte(strings.Repeat(key+"=", 100+i%3*10_000)) // some compressed, or sent as drafts where they are not
	var err error
	switch i % 5 {
	case 0:
		err = s.SetTagged(t.Context(), key, value, time.Hour, []string{"t", key})
	case 1:
		err = s.Set(t.Context(), key, value, time.Hour)
	case 2:
		held, e := s.Lease(t.Context(), key, []string{"t"}, time.Second)
		if err = e; err == nil && held != nil {
			_, err = held.Set(t.Context(), value, time.Hour)
		}
	case 3:
		_, err = s.DeleteTagged(t.Context(), key)
	}
	if err == nil {
		var got []byte
		got, _, err = s.Get(t.Context(), key)
		if strings.ReplaceAll(string(got), key+"=", "") != "" {
			t.Errorf("key %q has the value %.40q", key, got)
		}
	}
	if err == nil {
		l.good.Add(1)
		return
	}
	l.bad.Add(1)
	time.Sleep(time.Millisecond)
}

// works returns when so many further operations have worked.
func (l *load) works(t *testing.T, more int64) {
	t.Helper()
	want := l.good.Load() + more
	require.Eventually(t, func() bool { return l.good.Load() >= want }, 2*patience, time.Millisecond)
}

func (l *load) end() {
	close(l.stop)
	l.wg.Wait()
}

func TestOutage_single(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	client := redis.NewClient(&redis.Options{Addr: server.Addr()})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	outage(t, redisstore.New(client, redisstore.Options{Timeout: 5 * time.Second, CompressAbove: 50_000}), server.Stop, server.Start)
}

func TestOutage_cluster(t *testing.T) {
	t.Parallel()
	nodes := memotest.RedisCluster(t)
	s := redisstore.New(clusterOf(nodes).client(t), redisstore.Options{Timeout: 5 * time.Second, CompressAbove: 50_000})
	outage(t, s, nodes.Nodes[1].Stop, nodes.Nodes[1].Start)
}

func TestOutage_failover(t *testing.T) {
	t.Parallel()
	watched := memotest.RedisSentinel(t)
	s := redisstore.New(sentinelOf(watched).client(t), redisstore.Options{Timeout: 5 * time.Second, CompressAbove: 50_000})
	outage(t, s, watched.Master.Stop, nil) // the sentinel sees to what starts
}

// outage stops a server under load and starts it again: no value is ever wrong, and all keys work again.
func outage(t *testing.T, s *redisstore.Store, stop, start func()) {
	l := listen(t, s)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	work := begin(t, s)
	defer work.end()
	work.works(t, 500)
	bad := work.bad.Load()
	stop()
	begun := time.Now()
	if start != nil {
		require.Eventually(t, func() bool { return work.bad.Load() > bad }, patience, time.Millisecond)
		begun = time.Now()
		start()
	}
	for i := range 7 { // one at least on each server
		require.Eventually(t, func() bool { return s.Set(t.Context(), fmt.Sprint("k", i), nil, time.Hour) == nil },
			2*patience, time.Millisecond)
	}
	t.Logf("works again after %v, %d operations failed", time.Since(begun), work.bad.Load()-bad)
	work.works(t, 500)
	// Not every server that went is the one the store listens to.
	select {
	case <-s.Hearing():
	case <-time.After(2 * patience):
		require.Fail(t, "still deaf")
	}
	l.stop()
}
