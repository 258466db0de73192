package redisstore_test

import (
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/dashi-go/dashi/memo/redisstore"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// newClient is one of those who share a Redis, with everything set as it is by default.
func newClient(t *testing.T, addr string, data *table) *process {
	conn := redis.NewClient(&redis.Options{Addr: addr})
	s := redisstore.New(conn)
	t.Cleanup(func() {
		require.NoError(t, s.Close())
		require.NoError(t, conn.Close())
	})
	return newProcess(t, s, data, time.Millisecond, memo.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
}

// Redis is killed and started again, empty, under load: nobody gets an error or a wrong row, what was forgotten while it
// was there stays so, and results are shared again soon after.
func TestCache_outage(t *testing.T) {
	t.Parallel()
	clients, outages := 16, 3
	if testing.Short() {
		clients, outages = 4, 1
	}
	server := memotest.Redis(t)
	data := &table{floor: &floors{}}
	var all []*process
	for range clients {
		all = append(all, newClient(t, server.Addr(), data))
	}
	stop := pester(t, all)
	for range outages {
		time.Sleep(300 * time.Millisecond)
		server.Stop()
		time.Sleep(200 * time.Millisecond)
		server.Start()
		begun := time.Now()
		sharesAgain(t, all[0], all[1])
		one := time.Since(begun)
		for i := range clients {
			sharesAgain(t, all[i], all[(i+1)%clients])
		}
		// The goal is two seconds, of which one is RetryAfter. It is told and not required: a busy machine takes longer.
		t.Logf("after the restart two share results again in %v, all in %v", one, time.Since(begun))
	}
	stop()
	var sum memo.Stats
	for _, p := range all {
		s := p.cache.Stats()
		sum.Hits, sum.Misses, sum.Waits, sum.Errors = sum.Hits+s.Hits, sum.Misses+s.Misses, sum.Waits+s.Waits, sum.Errors+s.Errors
	}
	t.Logf("%d hits, %d misses, %d waits, %d errors of the store", sum.Hits, sum.Misses, sum.Waits, sum.Errors)
}

// pester has all clients read at random, and one of them write, until stop.
func pester(t *testing.T, all []*process) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for _, p := range all {
		for range 3 {
			wg.Go(func() {
				for ctx.Err() == nil {
					p.read(t, rand.IntN(rows))
					time.Sleep(time.Duration(rand.IntN(4000)) * time.Microsecond)
				}
			})
		}
	}
	wg.Go(func() {
		for ctx.Err() == nil {
			_ = all[rand.IntN(len(all))].write(t, rand.IntN(rows)) // fails while Redis is away
			time.Sleep(time.Millisecond)
		}
	})
	return func() {
		cancel()
		wg.Wait()
	}
}

// sharesAgain waits until what one client computes is a hit for the other. Each try has a key of its own.
func sharesAgain(t *testing.T, one, other *process) {
	t.Helper()
	require.Eventually(t, func() bool {
		key := memo.Key{byte(rand.Uint32()), byte(rand.Uint32()), byte(rand.Uint32()), byte(rand.Uint32()), 1}
		_, _, err := one.cache.Do(t.Context(), key, time.Hour, fixed("mine"))
		require.NoError(t, err)
		got, status, err := other.cache.Do(t.Context(), key, time.Hour, fixed("its own"))
		require.NoError(t, err)
		return status == memo.Hit && string(got) == "mine"
	}, 2*patience, 5*time.Millisecond)
}

func fixed(text string) func(context.Context) (memo.Result, error) {
	return func(context.Context) (memo.Result, error) { return memo.Result{Value: []byte(text)}, nil }
}
