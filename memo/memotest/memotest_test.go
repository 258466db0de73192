package memotest_test

import (
	"context"
	"errors"
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
	entries map[string]leastEntry
}

type leastEntry struct {
	value   []byte
	expires time.Time
}

func newLeast() *least { return &least{entries: map[string]leastEntry{}} }

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
	e := leastEntry{value: value}
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

// unable has all methods and can nothing more than least.
type unable struct{ *least }

func (unable) Clear(context.Context) (int, error) { return 0, errors.ErrUnsupported }

func (unable) SetTagged(context.Context, string, []byte, time.Duration, []string) error {
	return errors.ErrUnsupported
}

func (unable) DeleteTagged(context.Context, string) (int, error) { return 0, errors.ErrUnsupported }

func (unable) Lease(context.Context, string, []string, time.Duration) (memo.Lease, error) {
	return nil, errors.ErrUnsupported
}

func (unable) Await(context.Context, string) error { return errors.ErrUnsupported }

func TestRun_aStoreThatDoesAll(t *testing.T) {
	t.Parallel()
	memotest.Run(t, func(*testing.T) memo.Store {
		s, _ := newPair("")
		return s
	})
}

func TestRunPair_aPairThatDoesAll(t *testing.T) {
	t.Parallel()
	memotest.RunPair(t, func(*testing.T) (one, two memo.Store) { return newPair("") })
}

func TestRun_optionalAbilitiesAreOptional(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(*testing.T) memo.Store{
		"absent":      func(*testing.T) memo.Store { return newLeast() },
		"unsupported": func(*testing.T) memo.Store { return unable{newLeast()} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			memotest.Run(t, open)
			memotest.RunPair(t, func(t *testing.T) (one, two memo.Store) {
				s := open(t)
				return s, s
			})
		})
	}
}

func TestRun_faultyStoresWithoutFaultsConform(t *testing.T) {
	t.Parallel()
	faults := memotest.NewFaults(1)
	memotest.Run(t, func(*testing.T) memo.Store {
		s, _ := newPair("")
		return faults.Wrap(s)
	})
	t.Cleanup(func() { require.Zero(t, faults.Hits()) })
}

func TestRun_faultsAroundTheLeast(t *testing.T) {
	t.Parallel()
	memotest.Run(t, func(*testing.T) memo.Store { return memotest.NewFaults(1).Wrap(newLeast()) })
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
