package redisstore_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/dashi-go/dashi/memo/redisstore"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// told is a call of changed.
type told struct {
	keys    []string
	hearing bool
}

// listener notes the calls it gets.
type listener struct {
	t    *testing.T
	stop func()

	mu    sync.Mutex
	calls []told
	in    bool
}

// listen watches, and returns when the store hears.
func listen(t *testing.T, s *redisstore.Store) *listener {
	t.Helper()
	l := &listener{t: t}
	l.stop = s.Watch(l.changed)
	t.Cleanup(l.stop)
	l.await("hearing", func(c told) bool { return c.keys == nil && c.hearing })
	return l
}

func (l *listener) changed(keys []string, hearing bool) {
	l.mu.Lock()
	if l.in {
		l.t.Error("called by two goroutines at a time")
	}
	l.in = true
	l.calls = append(l.calls, told{slices.Clone(keys), hearing})
	l.mu.Unlock()
	runtime.Gosched()
	l.mu.Lock()
	l.in = false
	l.mu.Unlock()
}

// await returns when a call since the last await was it, and forgets the calls up to this one.
func (l *listener) await(what string, it func(told) bool) {
	l.t.Helper()
	require.Eventually(l.t, func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		i := slices.IndexFunc(l.calls, it)
		if i >= 0 {
			l.calls = l.calls[i+1:]
		}
		return i >= 0
	}, patience, time.Millisecond, what)
}

func (l *listener) awaitKey(key string) {
	l.t.Helper()
	l.await(key, func(c told) bool { return c.hearing && slices.Contains(c.keys, key) })
}

func TestWatch(t *testing.T) {
	t.Parallel()
	everywhere(t, map[string]func(t *testing.T, b *backing){
		"what others change is told": watchOthers,
		"one's own is not":           watchOwn,
		"stop and close":             watchStops,
	})
}

func watchOthers(t *testing.T, b *backing) {
	stores := b.stores(t, 2)
	s, l := stores[1], listen(t, stores[0])
	require.NoError(t, s.Set(t.Context(), "set\x00{}", []byte("v"), 0))
	l.awaitKey("set\x00{}")
	present(t, stores[0], "set\x00{}", "v")
	require.NoError(t, s.SetTagged(t.Context(), "tagged", []byte("v"), time.Hour, []string{"t"}))
	l.awaitKey("tagged")
	require.NoError(t, s.Delete(t.Context(), ""))
	l.awaitKey("")
	ended := lease(t, s, "ended", time.Hour)
	require.NoError(t, ended.End(t.Context()))
	settled := lease(t, s, "settled", time.Hour)
	_, err := settled.Set(t.Context(), []byte("v"), 0)
	require.NoError(t, err)
	l.await("settled, and nothing of the lease that only ended", func(c told) bool {
		require.NotContains(t, c.keys, "ended")
		return slices.Contains(c.keys, "settled")
	})
	deleteTagged(t, s, "t", 1)
	l.awaitKey("tagged")
	_, err = s.Clear(t.Context())
	require.NoError(t, err)
	l.await("clear", func(c told) bool { return c.hearing && c.keys == nil })
}

func watchOwn(t *testing.T, b *backing) {
	stores := b.stores(t, 3)
	one, two := listen(t, stores[0]), listen(t, stores[1])
	require.NoError(t, stores[0].Set(t.Context(), "mine", nil, 0))
	two.awaitKey("mine")
	require.NoError(t, stores[2].Set(t.Context(), "theirs", nil, 0))
	one.await("theirs, not mine", func(c told) bool {
		require.NotContains(t, c.keys, "mine")
		return slices.Contains(c.keys, "theirs")
	})
}

func watchStops(t *testing.T, b *backing) {
	stores := b.stores(t, 2)
	s, other := stores[0], stores[1]
	first, second := listen(t, s), listen(t, s)
	first.stop()
	first.stop()
	first.calls = nil // no lock: a call now would be a race to report
	require.NoError(t, other.Set(t.Context(), "k", nil, 0))
	second.awaitKey("k")
	require.Empty(t, first.calls)
	require.NoError(t, s.Close())
	second.await("deaf", func(c told) bool { return !c.hearing && c.keys == nil })
	second.calls = nil
	require.NoError(t, s.Close())
	require.NoError(t, other.Set(t.Context(), "k", []byte("v"), 0))
	present(t, s, "k", "v")
	s.Watch(func([]string, bool) { t.Error("a closed store tells nothing") })()
	require.Empty(t, second.calls)
}

// Close ends all goroutines of the Store while the client goes on.
func TestClose_leavesNoGoroutine(t *testing.T) { // not parallel: it looks at the goroutines of all tests
	b := single(t)
	s := b.one(t)
	listen(t, s)
	lease(t, s, "k", time.Hour)
	ended := await(t, s, "k")
	require.Contains(t, stacks(), "redisstore.(*ear).run")
	require.NoError(t, s.Close())
	awaited(t, ended)
	require.Eventually(t, func() bool { return !strings.Contains(stacks(), "redisstore.(*") },
		patience, 10*time.Millisecond)
	require.NoError(t, s.Set(t.Context(), "k", nil, 0))
}

func stacks() string {
	buf := make([]byte, 4<<20)
	return string(buf[:runtime.Stack(buf, true)])
}

func TestWatch_killedConnection(t *testing.T) {
	t.Parallel()
	b := single(t)
	client, stores := b.client(t), b.stores(t, 2)
	l := listen(t, stores[0])
	for range 3 {
		start := time.Now()
		require.NoError(t, client.Do(t.Context(), "CLIENT", "KILL", "TYPE", "pubsub").Err())
		l.await("deaf", func(c told) bool { return c.keys == nil && !c.hearing })
		t.Logf("told of the loss after %v", time.Since(start))
		l.await("hearing again", func(c told) bool { return c.keys == nil && c.hearing })
		require.NoError(t, stores[1].Set(t.Context(), "k", nil, 0))
		l.awaitKey("k")
	}
}

func TestWatch_serverRestarts(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	b := &backing{dial: func() redis.UniversalClient { return redis.NewClient(&redis.Options{Addr: server.Addr()}) }}
	stores := b.stores(t, 2)
	l := listen(t, stores[0])
	lease(t, stores[1], "k", time.Hour)
	ended := await(t, stores[0], "k")
	server.Stop()
	l.await("deaf", func(c told) bool { return c.keys == nil && !c.hearing })
	awaited(t, ended)
	require.Error(t, stores[0].Set(t.Context(), "k", nil, 0))
	server.Start()
	start := time.Now()
	l.await("hearing again", func(c told) bool { return c.keys == nil && c.hearing })
	t.Logf("heard again after %v", time.Since(start))
	require.NoError(t, stores[1].Set(t.Context(), "k", nil, 0))
	l.awaitKey("k")
}

// A server that hangs says nothing, not even that it does.
func TestWatch_silentServer(t *testing.T) {
	t.Parallel()
	b := single(t)
	client, stores := b.client(t), b.stores(t, 2)
	l := listen(t, stores[0])
	start := time.Now()
	require.NoError(t, client.Do(t.Context(), "CLIENT", "PAUSE", "4000", "ALL").Err())
	l.await("deaf", func(c told) bool { return c.keys == nil && !c.hearing })
	t.Logf("told of the silence after %v", time.Since(start))
	l.await("hearing again", func(c told) bool { return c.keys == nil && c.hearing })
}

// A watcher that does not come back holds up neither the store nor other watchers, and then hears that it missed much.
func TestWatch_slowWatcher(t *testing.T) {
	t.Parallel()
	b := single(t)
	stores := b.stores(t, 2)
	free, all := make(chan struct{}), make(chan struct{})
	var once sync.Once
	var mu sync.Mutex
	var most int
	stop := stores[0].Watch(func(keys []string, hearing bool) {
		<-free
		mu.Lock()
		most = max(most, len(keys))
		if len(keys) == 0 {
			once.Do(func() { close(all) })
		}
		mu.Unlock()
	})
	t.Cleanup(stop)
	l := listen(t, stores[0])
	client := b.client(t)
	for i := range 25 {
		keys := make([]string, 500)
		for k := range keys {
			keys[k] = fmt.Sprint(i, "-", k)
		}
		require.NoError(t, client.Publish(t.Context(), "test1:changes", stores[1].Tell(redisstore.ToldChanged, keys...)).Err())
	}
	l.awaitKey("24-499")
	close(free)
	<-all
	mu.Lock()
	require.LessOrEqual(t, most, redisstore.MaxNewsKeys)
	mu.Unlock()
}
