package memo_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// witness is an Observer that remembers what it is told.
type witness struct {
	mu     sync.Mutex
	events []memo.Event
	users  []string
	panics bool
}

func (w *witness) Observe(ctx context.Context, e memo.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
	w.users = append(w.users, userOf(ctx))
	if w.panics {
		panic("observer")
	}
}

// take returns what was told since the last time.
func (w *witness) take() []memo.Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer func() { w.events, w.users = nil, nil }()
	return w.events
}

// Each kind of call once, in every way; see the comments for what each adds.
func TestStats_everyStatus(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		n := tally{takes: time.Second}
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Name: "f", Stale: time.Minute, Errors: time.Hour})
		other := memo.Wrap(c, time.Minute, func() int { return 0 }, memo.Policy{Name: "g"})
		twoAtOnce := func() {
			var group sync.WaitGroup
			for range 2 {
				group.Go(func() { _, _ = f(t.Context(), "a") })
			}
			group.Wait()
		}
		twoAtOnce() // a miss and a wait
		gets(t, 1, f, "a")
		gets(t, 1, f, "a")
		gets(t, 1, f, "a") // three hits
		time.Sleep(time.Minute)
		twoAtOnce() // stale and stale
		time.Sleep(time.Second)
		synctest.Wait() // a refresh
		n.fail(isWrong)
		_, err := f(t.Context(), "b") // a miss that fails
		require.Error(t, err)
		_, err = f(t.Context(), "b") // an error that hits
		require.Error(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		_, err = f(ctx, "c") // a miss that leaves
		require.ErrorIs(t, err, context.DeadlineExceeded)
		time.Sleep(time.Second)
		other()
		other()
		_, _, err = c.Do(t.Context(), key1, 0, answer("v"))
		require.NoError(t, err)

		s := c.Stats()
		require.Len(t, s.Functions, 2)
		took := func(of memo.Stats) (sum uint64) {
			for _, n := range of.Took {
				sum += n
			}
			return sum
		}
		require.Equal(t, []uint64{4, 1, 7}, []uint64{took(s.Functions[0]), took(s.Functions[1]), took(s) + 1})
		s.Functions[0].Took, s.Functions[1].Took = [32]uint64{}, [32]uint64{}
		require.Equal(t, memo.Stats{Name: "f", Hits: 4, Stale: 2, Misses: 3, Waits: 1, Refreshes: 1, Failures: 2}, s.Functions[0])
		require.Equal(t, memo.Stats{Name: "g", Hits: 1, Misses: 1}, s.Functions[1])
		s.Took, s.Functions = [32]uint64{}, nil
		require.Equal(t, memo.Stats{Hits: 5, Stale: 2, Misses: 5, Waits: 1, Refreshes: 1, Failures: 2}, s, "with what Do did")
	})
}

// A callback's Memoized has statistics under its title; the one it was claimed from counts, but has no name to be listed by.
func TestStats_ofClaimed(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(10)))
	m := c.Memoize(time.Hour)
	_, err := m.Do(t.Context(), key1, answer("v"))
	require.NoError(t, err)
	for _, of := range []memo.Function{{Name: "key of it", Title: "graph.figure"}, {Name: "table.data"}} {
		own, err := m.Claim(of)
		require.NoError(t, err)
		for range 2 {
			_, err := own.Do(t.Context(), memo.Key{byte(len(of.Name))}, answer("v"))
			require.NoError(t, err)
		}
	}
	s := c.Stats()
	var names []string
	for _, f := range s.Functions {
		names = append(names, f.Name)
		require.Equal(t, uint64(1), f.Hits)
		require.Equal(t, uint64(1), f.Misses)
	}
	require.Equal(t, []string{"graph.figure", "table.data"}, names)
	require.Equal(t, uint64(3), s.Misses)
	require.Equal(t, uint64(2), s.Hits)
}

func TestStats_took(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(100)))
		f := memo.Func(c, 1000*time.Hour, func(_ context.Context, d time.Duration) (int, error) { time.Sleep(d); return 0, nil })
		for i, tc := range []struct {
			took   time.Duration
			bucket int
		}{
			{0, 0}, {time.Microsecond - 1, 0}, {time.Microsecond, 1}, {2*time.Microsecond - 1, 1}, {2 * time.Microsecond, 2},
			{3 * time.Microsecond, 2}, {4 * time.Microsecond, 3}, {time.Millisecond, 10}, {time.Second, 20},
			{1<<30*time.Microsecond - 1, 30}, {1 << 30 * time.Microsecond, 31}, {1 << 31 * time.Microsecond, 31}, {100 * time.Hour, 31},
		} {
			before := c.Stats().Functions[0].Took
			gets(t, 0, f, tc.took)
			after := c.Stats().Functions[0].Took
			before[tc.bucket]++
			require.Equal(t, before, after, "%d: %v", i, tc.took)
			gets(t, 0, f, tc.took)
			require.Equal(t, after, c.Stats().Took, "a hit computes nothing")
		}
	})
}

func TestStats_storesErrors(t *testing.T) {
	t.Parallel()
	store := newFake()
	store.get = func(context.Context, string) ([]byte, bool, error) { return nil, false, errDown }
	c := closing(t, memo.New(store, memo.Options{Logger: new(record).logger()}))
	f := memo.Wrap(c, time.Hour, named1)
	for range 5 {
		require.Equal(t, 2, f(1))
	}
	s := c.Stats()
	require.Equal(t, uint64(1), s.Errors, "the other calls were spared")
	require.Zero(t, s.Functions[0].Errors, "it is the cache's")
	require.Zero(t, s.Failures)
	require.Equal(t, uint64(5), s.Misses)
}

func TestStats_closed(t *testing.T) {
	t.Parallel()
	var w witness
	c := memo.New(memo.NewLRU(10), memo.Options{Observer: &w})
	f := memo.Func(c, time.Hour, func(context.Context, int) (int, error) { return 0, errWrong }, memo.Policy{Name: "f"})
	require.NoError(t, c.Close())
	_, err := f(t.Context(), 1)
	require.Equal(t, errWrong, err)
	s := c.Stats()
	require.Equal(t, []uint64{1, 1}, []uint64{s.Misses, s.Failures})
	require.Equal(t, s.Misses, s.Functions[0].Misses)
	events := w.take()
	require.Len(t, events, 1)
	require.Equal(t, memo.Miss, events[0].Status)
	require.Equal(t, errWrong, events[0].Err)
}

// Functions that are registered once the cache is closed compute, and are counted.
func TestStats_registeredAfterClose(t *testing.T) {
	t.Parallel()
	c := memo.New(memo.NewLRU(10))
	require.NoError(t, c.Close())
	f := memo.Wrap(c, time.Hour, named1, memo.Policy{Name: "f"})
	require.Equal(t, 2, f(1))
	require.Equal(t, 2, f(1))
	require.Equal(t, uint64(2), c.Stats().Functions[0].Misses)
}

func TestObserver(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var w witness
		c := closing(t, memo.New(store, memo.Options{Observer: &w}))
		n := tally{takes: time.Second}
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Name: "f", Stale: time.Minute, Errors: time.Minute})
		told := func(want ...memo.Event) {
			t.Helper()
			synctest.Wait()
			require.Equal(t, want, w.take())
		}
		gets(t, 1, f, "a")
		told(memo.Event{Function: "f", Status: memo.Miss, Took: time.Second})
		gets(t, 1, f, "a")
		told(memo.Event{Function: "f", Status: memo.Hit})
		time.Sleep(time.Minute)
		gets(t, 1, f, "a")
		told(memo.Event{Function: "f", Status: memo.Stale})
		time.Sleep(time.Second)
		told(memo.Event{Function: "f", Status: memo.Miss, Took: time.Second, Refresh: true})

		n.fail(isWrong)
		_, err := f(t.Context(), "b")
		require.Error(t, err)
		events := w.take()
		require.Len(t, events, 1)
		require.Equal(t, memo.Event{Function: "f", Status: memo.Miss, Took: time.Second, Err: err}, events[0])
		_, err = f(t.Context(), "b")
		told(memo.Event{Function: "f", Status: memo.Hit, Err: err})

		n.fail(nil)
		go func() { _, _ = f(context.Background(), "c") }()
		synctest.Wait()
		time.Sleep(200 * time.Millisecond)
		gets(t, 4, f, "c")
		synctest.Wait()
		events = w.take()
		slices.SortFunc(events, func(a, b memo.Event) int { return int(a.Took - b.Took) })
		require.Equal(t, []memo.Event{
			{Function: "f", Status: memo.Wait, Took: 800 * time.Millisecond},
			{Function: "f", Status: memo.Miss, Took: time.Second},
		}, events)

		_, _, err = c.Do(t.Context(), key1, 0, answer("v"))
		require.NoError(t, err)
		told(memo.Event{Status: memo.Miss})
	})
}

// The context is the caller's: it has the trace that the event belongs to.
func TestObserver_context(t *testing.T) {
	t.Parallel()
	var w witness
	c := closing(t, memo.New(memo.NewLRU(4), memo.Options{Observer: &w}))
	f := memo.Func(c, time.Minute, func(context.Context, string) (int, error) { return 0, nil })
	for _, user := range []string{"Ann", "Bob"} {
		_, err := f(asUser(t, user), "a")
		require.NoError(t, err)
	}
	require.Equal(t, []string{"Ann", "Bob"}, w.users)
}

func TestObserver_panics(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		w := witness{panics: true}
		c := closing(t, memo.New(store, memo.Options{Observer: &w}))
		var n tally
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Stale: time.Minute})
		gets(t, 1, f, "a")
		gets(t, 1, f, "a")
		time.Sleep(time.Minute)
		gets(t, 1, f, "a")
		synctest.Wait()
		gets(t, 2, f, "a")
		require.Len(t, w.take(), 5)
	})
}
