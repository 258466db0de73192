package redisstore_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/redisstore"
	"github.com/stretchr/testify/require"
)

func TestLease(t *testing.T) {
	t.Parallel()
	everywhere(t, map[string]func(t *testing.T, b *backing){
		"one of many holds it":               leaseOne,
		"set stores and ends":                leaseSet,
		"end wakes those who wait":           leaseEnd,
		"a crashed holder's runs out":        leaseRunsOut,
		"an extended one is waited for":      leaseExtended,
		"what ends a lease":                  leaseLost,
		"the tags of a lease":                leaseTags,
		"await without a lease, or a chance": leaseAwait,
		"a value that is too large":          leaseTooLarge,
	})
}

func lease(t *testing.T, s *redisstore.Store, key string, hold time.Duration, tags ...string) memo.Lease {
	t.Helper()
	l, err := s.Lease(t.Context(), key, tags, hold)
	require.NoError(t, err)
	require.NotNil(t, l)
	return l
}

func taken(t *testing.T, s *redisstore.Store, key string) {
	t.Helper()
	l, err := s.Lease(t.Context(), key, nil, time.Hour)
	require.NoError(t, err)
	require.Nil(t, l)
}

// await waits in the background and returns when it is known to wait.
func await(t *testing.T, s *redisstore.Store, key string) (ended <-chan error) {
	t.Helper()
	before := s.Awaiting()
	c := make(chan error, 1)
	go func() { c <- s.Await(t.Context(), key) }()
	require.Eventually(t, func() bool { return s.Awaiting() > before }, patience, time.Millisecond)
	return c
}

func awaited(t *testing.T, ended <-chan error) {
	t.Helper()
	select {
	case err := <-ended:
		require.NoError(t, err)
	case <-time.After(patience):
		require.Fail(t, "still waiting for the lease")
	}
}

func leaseOne(t *testing.T, b *backing) {
	stores := b.stores(t, 4)
	var holders, computed atomic.Int64
	var wg sync.WaitGroup
	for i := range 32 {
		s := stores[i%len(stores)]
		wg.Go(func() {
			for {
				if value, found, err := s.Get(t.Context(), "k"); found || err != nil {
					if err != nil || string(value) != "v" {
						t.Errorf("get: %q, %v", value, err)
					}
					return
				}
				l, err := s.Lease(t.Context(), "k", []string{"t"}, time.Hour)
				if err == nil && l == nil {
					err = s.Await(t.Context(), "k")
				} else if err == nil {
					computed.Add(1)
					if n := holders.Add(1); n != 1 {
						t.Errorf("%d hold one lease", n)
					}
					time.Sleep(10 * time.Millisecond)
					holders.Add(-1)
					_, err = l.Set(t.Context(), []byte("v"), time.Hour)
				}
				if err != nil {
					t.Errorf("lease: %v", err)
					return
				}
			}
		})
	}
	wg.Wait()
	// One who missed just before the value came may find the lease free: it looks again in a cache, here it counts.
	require.LessOrEqual(t, computed.Load(), int64(32))
	require.Positive(t, computed.Load())
	deleteTagged(t, stores[0], "t", 1)
}

func leaseSet(t *testing.T, b *backing) {
	stores := b.stores(t, 2)
	l := lease(t, stores[0], "k", time.Hour, "t")
	taken(t, stores[0], "k")
	taken(t, stores[1], "k")
	absent(t, stores[1], "k")
	ended := await(t, stores[1], "k")
	held, err := l.Set(t.Context(), []byte("v"), time.Hour)
	require.NoError(t, err)
	require.True(t, held)
	awaited(t, ended) // the hold of an hour has not passed: only the message can have woken it
	present(t, stores[1], "k", "v")
	other := lease(t, stores[1], "k", time.Hour)
	require.NoError(t, l.End(t.Context()), "after Set it does nothing")
	taken(t, stores[0], "k")
	held, err = l.Set(t.Context(), []byte("late"), time.Hour)
	require.NoError(t, err)
	require.False(t, held)
	present(t, stores[1], "k", "v")
	require.NoError(t, other.End(t.Context()))
}

func leaseEnd(t *testing.T, b *backing) {
	stores := b.stores(t, 2)
	l := lease(t, stores[0], "k", time.Hour)
	var waits []<-chan error
	for _, s := range []*redisstore.Store{stores[0], stores[1], stores[1]} {
		waits = append(waits, await(t, s, "k"))
	}
	require.NoError(t, l.End(t.Context()))
	for _, ended := range waits {
		awaited(t, ended)
	}
	absent(t, stores[0], "k")
	held, err := l.Extend(t.Context(), time.Hour)
	require.NoError(t, err)
	require.False(t, held)
	require.NoError(t, lease(t, stores[1], "k", time.Hour).End(t.Context()))
	require.NoError(t, l.End(t.Context()), "what is not held ends without a word")
}

func leaseRunsOut(t *testing.T, b *backing) {
	stores := b.stores(t, 2)
	crashed := lease(t, stores[0], "k", 300*time.Millisecond)
	require.NoError(t, stores[1].Await(t.Context(), "k"))
	require.Eventually(t, func() bool { // Await may return early
		l, err := stores[1].Lease(t.Context(), "k", nil, time.Hour)
		require.NoError(t, err)
		return l != nil
	}, patience, 10*time.Millisecond)
	held, err := crashed.Set(t.Context(), []byte("late"), time.Hour)
	require.NoError(t, err)
	require.False(t, held)
	held, err = crashed.Extend(t.Context(), time.Hour)
	require.NoError(t, err)
	require.False(t, held)
	absent(t, stores[0], "k")
}

// The wait of one who looked at the first hold goes on as long as the lease is extended.
func leaseExtended(t *testing.T, b *backing) {
	stores := b.stores(t, 2)
	l := lease(t, stores[0], "k", 500*time.Millisecond, "t")
	ended := await(t, stores[1], "k")
	held, err := l.Extend(t.Context(), 4*time.Hour) // further than the indexes know
	require.NoError(t, err)
	if !held {
		t.Skip("the machine took the whole hold to get here")
	}
	select {
	case <-ended: // early, as when the connection was lost; it may
	case <-time.After(600 * time.Millisecond):
		deleteTagged(t, stores[1], "t", 0)
		awaited(t, ended)
	}
}

func leaseLost(t *testing.T, b *backing) {
	for name, end := range map[string]func(s *redisstore.Store, key string) error{
		"delete": func(s *redisstore.Store, key string) error { return s.Delete(t.Context(), key) },
		"tagged": func(s *redisstore.Store, _ string) error { _, err := s.DeleteTagged(t.Context(), "t"); return err },
		"clear":  func(s *redisstore.Store, _ string) error { _, err := s.Clear(t.Context()); return err },
	} {
		stores := b.stores(t, 2)
		l := lease(t, stores[0], name, time.Hour, "s", "t")
		ended := await(t, stores[0], name)
		require.NoError(t, end(stores[1], name))
		awaited(t, ended)
		held, err := l.Set(t.Context(), []byte("out of date"), time.Hour)
		require.NoError(t, err, name)
		require.False(t, held, name)
		absent(t, stores[0], name)
		next := lease(t, stores[1], name, time.Hour)
		held, err = l.Extend(t.Context(), time.Hour)
		require.NoError(t, err)
		require.False(t, held, name)
		require.NoError(t, l.Tag(t.Context(), []string{"late"}))
		require.NoError(t, l.End(t.Context()))
		held, err = next.Set(t.Context(), []byte("new"), time.Hour)
		require.NoError(t, err)
		require.True(t, held, "the old holder touches nothing of the new one's")
	}
}

func leaseTags(t *testing.T, b *backing) {
	stores := b.stores(t, 2)
	s, other := stores[0], stores[1]
	l := lease(t, s, "k", time.Hour, "t")
	require.NoError(t, l.Tag(t.Context(), []string{"u", "t", "u"}))
	require.NoError(t, l.Tag(t.Context(), []string{"u"}))
	require.ErrorContains(t, l.Tag(t.Context(), []string{""}), "redisstore: tag lease: ")
	held, err := l.Set(t.Context(), []byte("v"), time.Hour)
	require.NoError(t, err)
	require.True(t, held)
	deleteTagged(t, other, "u", 1)
	absent(t, s, "k")

	l = lease(t, s, "k", time.Hour)
	require.NoError(t, l.Tag(t.Context(), []string{"v"}))
	deleteTagged(t, other, "t", 0) // the index knows the key, the lease has not this tag
	held, err = l.Extend(t.Context(), time.Hour)
	require.NoError(t, err)
	require.True(t, held)
	deleteTagged(t, other, "v", 0)
	held, err = l.Set(t.Context(), []byte("v"), time.Hour)
	require.NoError(t, err)
	require.False(t, held)
}

func leaseAwait(t *testing.T, b *backing) {
	s := b.one(t)
	require.NoError(t, s.Await(t.Context(), "nobody's"))
	l := lease(t, s, "k", time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	c := make(chan error, 1)
	go func() { c <- s.Await(ctx, "k") }()
	require.Eventually(t, func() bool { return s.Awaiting() == 1 }, patience, time.Millisecond)
	cancel()
	require.ErrorIs(t, <-c, context.Canceled)
	require.ErrorIs(t, s.Await(ctx, "k"), context.Canceled)
	_, err := s.Lease(ctx, "other", nil, time.Hour)
	require.ErrorIs(t, err, context.Canceled)
	_, err = l.Set(ctx, nil, 0)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, l.End(ctx), context.Canceled)
	require.Zero(t, s.Awaiting(), "who does not wait any more is forgotten")

	ended := await(t, s, "k")
	require.NoError(t, s.Close())
	awaited(t, ended)
	require.NoError(t, s.Await(t.Context(), "k"), "a closed store waits for nothing")
	require.NoError(t, l.End(t.Context()), "all else works")
}

func leaseTooLarge(t *testing.T, b *backing) {
	s := redisstore.New(b.client(t), redisstore.Options{Prefix: fmt.Sprintf("test%d:", b.used.Add(1)), MaxBytes: 10, Timeout: patience})
	l := lease(t, s, "k", time.Hour)
	_, err := l.Set(t.Context(), []byte(strings.Repeat("x", 11)), time.Hour)
	require.EqualError(t, err, "redisstore: set: the value has 11 bytes, MaxBytes is 10")
	require.NoError(t, l.End(t.Context()))
	l = lease(t, s, "k", time.Hour)
	held, err := l.Set(t.Context(), []byte(strings.Repeat("x", 10)), time.Hour)
	require.NoError(t, err)
	require.True(t, held)
}
