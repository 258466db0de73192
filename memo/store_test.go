package memo_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// fake is a store of funcs; what is nil is done by a map, which is no ValueStore.
type fake struct {
	get    func(ctx context.Context, key string) ([]byte, bool, error)
	set    func(ctx context.Context, key string, value []byte, ttl time.Duration) error
	delete func(ctx context.Context, key string) error

	mu               sync.Mutex
	values           map[string][]byte
	ttls             map[string]time.Duration
	gets, sets, dels int
}

func newFake() *fake { return &fake{values: map[string][]byte{}, ttls: map[string]time.Duration{}} }

func (f *fake) Get(ctx context.Context, key string) ([]byte, bool, error) {
	f.mu.Lock()
	f.gets++
	value, found := f.values[key]
	f.mu.Unlock()
	if f.get != nil {
		return f.get(ctx, key)
	}
	return value, found, nil
}

func (f *fake) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	f.mu.Lock()
	f.sets++
	f.mu.Unlock()
	if f.set != nil {
		return f.set(ctx, key, value, ttl)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.values[key], f.ttls[key] = value, ttl
	return nil
}

func (f *fake) Delete(ctx context.Context, key string) error {
	f.mu.Lock()
	f.dels++
	delete(f.values, key)
	f.mu.Unlock()
	if f.delete != nil {
		return f.delete(ctx, key)
	}
	return nil
}

// counts returns how often the store was asked for what.
func (f *fake) counts() (gets, sets int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.gets, f.sets
}

// record is a log to be looked into while it is written.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *record) lines() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Split(strings.TrimSuffix(r.text.String(), "\n"), "\n")[:strings.Count(r.text.String(), "\n")]
}

func (r *record) logger() *slog.Logger { return slog.New(slog.NewTextHandler(r, nil)) }

// answer computes a fixed value.
func answer(value string) func(context.Context) (memo.Result, error) {
	return func(context.Context) (memo.Result, error) { return memo.Result{Value: []byte(value)}, nil }
}

func closing(t *testing.T, c *memo.Cache) *memo.Cache {
	t.Helper()
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return c
}

// forget deletes a key that Do stored.
func forget(t *testing.T, c *memo.Cache, key memo.Key) {
	t.Helper()
	_, err := c.ForgetKey(t.Context(), key)
	require.NoError(t, err)
}

// counts is what most tests want to know of memo.Stats.
type counts struct{ Hits, Stale, Misses, Waits, Refreshes, Errors uint64 }

func counted(c *memo.Cache) counts {
	s := c.Stats()
	return counts{s.Hits, s.Stale, s.Misses, s.Waits, s.Refreshes, s.Errors}
}
