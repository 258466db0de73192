package memotest_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/stretchr/testify/require"
)

// least is a store that can nothing more than memo.Store asks for.
type least struct {
	mu      sync.Mutex
	entries map[string]entry
}

type entry struct {
	value   []byte
	expires time.Time
}

func (l *least) Get(ctx context.Context, key string) ([]byte, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, found := l.entries[key]
	if ctx.Err() != nil || !found || (!e.expires.IsZero() && !time.Now().Before(e.expires)) {
		return nil, false, ctx.Err()
	}
	return e.value, true, nil
}

func (l *least) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := entry{value: value}
	if ttl > 0 {
		e.expires = time.Now().Add(ttl)
	}
	if ctx.Err() == nil {
		l.entries[key] = e
	}
	return ctx.Err()
}

func (l *least) Delete(ctx context.Context, key string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if ctx.Err() == nil {
		delete(l.entries, key)
	}
	return ctx.Err()
}

func TestRun_optionalAbilitiesAreOptional(t *testing.T) {
	t.Parallel()
	open := func(*testing.T) memo.Store { return &least{entries: map[string]entry{}} }
	memotest.Run(t, open)
	memotest.RunPair(t, func(t *testing.T) (one, two memo.Store) {
		s := open(t)
		return s, s
	})
}

func TestRedis_restartsOnItsPort(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	addr := server.Addr()
	require.True(t, listens(addr))
	server.Start() // it runs already
	server.Stop()
	require.False(t, listens(addr))
	server.Stop()
	server.Start()
	require.Equal(t, addr, server.Addr())
	require.True(t, listens(addr))
}

func listens(addr string) bool {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}
