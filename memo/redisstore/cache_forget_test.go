package redisstore_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// forgets are the ways to forget a result.
var forgets = map[string]func(ctx context.Context, t *teller) error{
	"key":        func(ctx context.Context, t *teller) error { _, err := t.cache.Forget(ctx, t.tell, "k"); return err },
	"function":   func(ctx context.Context, t *teller) error { _, err := t.cache.Forget(ctx, t.tell); return err },
	"policy tag": func(ctx context.Context, t *teller) error { _, err := t.cache.ForgetTag(ctx, "all"); return err },
	"tag":        func(ctx context.Context, t *teller) error { _, err := t.cache.ForgetTag(ctx, "one"); return err },
	"everything": func(ctx context.Context, t *teller) error { _, err := t.cache.Clear(ctx); return err },
}

// teller is a cache with a function that reads a text, and then takes until it may return.
type teller struct {
	cache *memo.Cache
	tell  func(ctx context.Context, key string) (string, error)
	reads chan string   // one for each computation
	open  chan struct{} // closed when they may return
}

func newTeller(t *testing.T, store memo.Store, text *atomic.Pointer[string]) *teller {
	a := &teller{cache: memo.New(store), reads: make(chan string, 100), open: make(chan struct{})}
	t.Cleanup(func() { require.NoError(t, a.cache.Close()) })
	a.tell = memo.Func(a.cache, time.Hour, func(ctx context.Context, _ string) (string, error) {
		if err := memo.Tag(ctx, "one"); err != nil {
			return "", err
		}
		read := *text.Load()
		a.reads <- read
		select {
		case <-a.open:
		case <-ctx.Done():
		}
		return read, ctx.Err()
	}, memo.Policy{Name: "tell", Tags: []string{"all"}})
	return a
}

func (a *teller) ask(t *testing.T) <-chan string {
	out := make(chan string, 1)
	go func() {
		got, err := a.tell(t.Context(), "k")
		if err != nil {
			got = err.Error()
		}
		out <- got
	}()
	return out
}

// What one process computes while another has it forgotten is for those who waited already, and for nobody else.
func TestCache_forgottenElsewhereWhileComputing(t *testing.T) {
	t.Parallel()
	for how, forget := range forgets {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			onSharings(t, func(t *testing.T, s sharing) { forgetWhileComputing(t, s, forget) })
		})
	}
}

func forgetWhileComputing(t *testing.T, s sharing, forget func(ctx context.Context, t *teller) error) {
	var text atomic.Pointer[string]
	text.Store(new("old"))
	a, b := newTeller(t, s.open(t), &text), newTeller(t, s.open(t), &text)
	close(b.open)
	early := a.ask(t)
	require.Equal(t, "old", <-a.reads)
	text.Store(new("new"))
	require.NoError(t, forget(t.Context(), b))
	late := a.ask(t)                  // after Forget has returned, to a process that knows nothing of it
	time.Sleep(50 * time.Millisecond) // by then it waits, most of the time; else it shows less
	require.Equal(t, "new", <-b.ask(t))
	close(a.open)
	require.Equal(t, "old", <-early)
	require.Equal(t, "new", <-late)
	for range 3 {
		require.Equal(t, "new", <-a.ask(t))
		require.Equal(t, "new", <-b.ask(t))
	}
}

// Several processes ask and write at random: who asks after Forget has returned sees no older version, anywhere; with
// a copy in memory at once where it was forgotten, and soon elsewhere.
func TestCache_neverOutOfDate(t *testing.T) {
	t.Parallel()
	lasts := 2 * time.Second
	if testing.Short() {
		lasts /= 8
	}
	onSharings(t, func(t *testing.T, s sharing) {
		data := &table{floor: &floors{}}
		var all []*process
		for range 4 {
			p := newProcess(t, s.open(t), data, 2*time.Millisecond)
			if s.tiered {
				p.floor = &floors{}
			}
			all = append(all, p)
		}
		disturb(t, all, lasts)
		for _, p := range all {
			for key := range rows {
				require.Eventually(t, func() bool {
					got, err := p.get(t.Context(), key)
					return err == nil && got == newRow(key, data.now[key].Load())
				}, patience, 5*time.Millisecond)
			}
		}
	})
}

// disturb has all read and write for a while.
func disturb(t *testing.T, all []*process, lasts time.Duration) {
	var wg sync.WaitGroup
	var reads, writes atomic.Int64
	end := time.Now().Add(lasts)
	for _, p := range all {
		for range 4 {
			wg.Go(func() {
				for time.Now().Before(end) {
					p.read(t, rand.IntN(rows))
					reads.Add(1)
				}
			})
		}
		wg.Go(func() {
			for time.Now().Before(end) {
				if err := p.write(t, rand.IntN(rows)); err != nil {
					t.Errorf("forget: %v", err)
				}
				writes.Add(1)
				time.Sleep(time.Duration(rand.IntN(5000)) * time.Microsecond)
			}
		})
	}
	wg.Wait()
	t.Logf("%d reads, %d writes", reads.Load(), writes.Load())
}
