package memo_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// tagging is a fake that is a Tagger and a Clearer, too.
type tagging struct {
	*fake
	tags map[string][]string // guarded by fake.mu
	fail error               // of DeleteTagged
}

func newTagging() *tagging { return &tagging{fake: newFake(), tags: map[string][]string{}} }

func (s *tagging) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	return s.SetTagged(ctx, key, value, ttl, nil)
}

func (s *tagging) SetTagged(ctx context.Context, key string, value []byte, ttl time.Duration, tags []string) error {
	s.mu.Lock()
	s.tags[key] = slices.Clone(tags)
	s.mu.Unlock()
	return s.fake.Set(ctx, key, value, ttl)
}

func (s *tagging) DeleteTagged(_ context.Context, tag string) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail != nil {
		return 0, s.fail
	}
	for key := range s.values {
		if slices.Contains(s.tags[key], tag) {
			delete(s.values, key)
			n++
		}
	}
	return n, nil
}

func (s *tagging) Clear(context.Context) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.values)
	clear(s.values)
	return n, nil
}

// entries is what the store holds, to be changed by a test under the lock.
func (f *fake) entries(change func(values map[string][]byte)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f.values)
}

// everyStore runs a test in a bubble of its own for each way results go to a store.
func everyStore(t *testing.T, test func(t *testing.T, store memo.Store)) {
	t.Helper()
	for name, open := range map[string]func() memo.Store{
		"go values": func() memo.Store { return memo.NewLRU(10_000) },
		"bytes":     func() memo.Store { return newTagging() },
		"tiered":    func() memo.Store { return memo.NewTiered(memo.NewLRU(10_000), newTagging()) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { test(t, open()) })
		})
	}
}

// tally is a function whose results count its calls. What it does may be changed between calls.
type tally struct {
	mu    sync.Mutex
	calls int
	takes time.Duration
	wrong func(ctx context.Context) error // nil is none; may panic
}

func (c *tally) compute(ctx context.Context, _ string) (int, error) {
	c.mu.Lock()
	c.calls++
	n, takes, wrong := c.calls, c.takes, c.wrong
	c.mu.Unlock()
	time.Sleep(takes)
	if wrong != nil {
		if err := wrong(ctx); err != nil {
			return 0, err
		}
	}
	return n, nil
}

func (c *tally) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.calls
}

func (c *tally) take(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.takes = d
}

func (c *tally) fail(wrong func(ctx context.Context) error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wrong = wrong
}

var errWrong = errors.New("wrong")

func isWrong(context.Context) error { return errWrong }

// gets wants a value and no error.
func gets[A, R any](t *testing.T, want R, f func(context.Context, A) (R, error), arg A) {
	t.Helper()
	got, err := f(t.Context(), arg)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

// atOnce wants what gets wants, without waiting.
func atOnce[A, R any](t *testing.T, want R, f func(context.Context, A) (R, error), arg A) {
	t.Helper()
	start := time.Now()
	gets(t, want, f, arg)
	require.Zero(t, time.Since(start), "it took time")
}

// raise moves a high-water mark up.
func raise(most *atomic.Int64, n int) {
	for old := most.Load(); int64(n) > old && !most.CompareAndSwap(old, int64(n)); old = most.Load() {
	}
}
