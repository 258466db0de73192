package memotest

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// watchCases are what a [memo.Watcher] has to do, in a pair.
var watchCases = []testCase{
	{"who watches hears", watchHears},
	{"a key that the other sets is told", tells(nil, func(t *testing.T, s memo.Store) { set(t, s, "k", []byte("v"), 0) })},
	{"a key that the other sets again is told", tells(setTaggedKey, func(t *testing.T, s memo.Store) { set(t, s, "k", []byte("w"), 0) })},
	{"a key that the other sets with tags is told", tells(nil, setTaggedKey)},
	{"a key that the other sets with a lease is told", tells(nil, setLeasedKey)},
	{"a key that the other deletes is told", tells(setKey, func(t *testing.T, s memo.Store) { remove(t, s, "k") })},
	{"a key that goes with the other's tag is told", tells(setTaggedKey, deleteKeysTag)},
	{"a key that the other clears is told", tells(setKey, func(t *testing.T, s memo.Store) { cleared(t, s, 2) })},
	{"every key is told, whatever its bytes", watchAnyKey},
	{"what is changed through the store itself is not told", watchOwn},
	{"what is changed right after hearing began is told", watchAtOnce},
	{"two that watch hear each other", watchBoth},
	{"news come one at a time", watchOneAtATime},
	{"nothing is told after stop", watchStopped},
	{"stop waits for news under way", watchStopWaits},
}

func setKey(t *testing.T, s memo.Store)        { set(t, s, "k", []byte("v"), 0) }
func setTaggedKey(t *testing.T, s memo.Store)  { setTagged(t, s, "k", "tag") }
func setLeasedKey(t *testing.T, s memo.Store)  { sets(t, take(t, s, "k", long), nil, 0) }
func deleteKeysTag(t *testing.T, s memo.Store) { deletesTagged(t, s, "tag", 1) }

func watchHears(t *testing.T, one, _ memo.Store) {
	watch(t, one)
}

// tells lets the one that watches prepare, and the other change "k".
func tells(prepare, change func(t *testing.T, s memo.Store)) func(t *testing.T, one, two memo.Store) {
	return func(t *testing.T, one, two memo.Store) {
		e := watch(t, one)
		if prepare != nil {
			prepare(t, one)
		}
		set(t, two, "before", nil, 0)
		e.requireTold(t, "before")
		mark := e.mark()
		change(t, two)
		e.requireToldSince(t, mark, "k")
	}
}

func watchAnyKey(t *testing.T, one, two memo.Store) {
	e := watch(t, one)
	keys := append([]string{""}, oddTexts...)
	for i := range 100 {
		keys = append(keys, fmt.Sprint("k", i))
	}
	for _, key := range keys {
		set(t, two, key, []byte("v"), 0)
	}
	for _, key := range keys {
		e.requireTold(t, key)
	}
}

// watchOwn changes "own" in every way the store has, and then lets the other say that all has been told. News of
// anything (nil keys) are not held against the store: only it knows what they are for.
func watchOwn(t *testing.T, one, two memo.Store) {
	set(t, two, "own", []byte("v"), 0)
	e := watch(t, one)
	set(t, two, "first", nil, 0)
	e.requireTold(t, "first")
	mark := e.mark()
	set(t, one, "own", []byte("w"), long)
	remove(t, one, "own")
	if g, ok := one.(memo.Tagger); ok {
		_ = g.SetTagged(t.Context(), "own", []byte("v"), 0, []string{"tag"})
		_, _ = g.DeleteTagged(t.Context(), "tag")
	}
	if l, ok := one.(memo.Leaser); ok {
		if lease, _ := l.Lease(t.Context(), "own", nil, long); lease != nil {
			_, _ = lease.Set(t.Context(), []byte("v"), 0)
		}
	}
	if c, ok := one.(memo.Clearer); ok {
		_, _ = c.Clear(t.Context())
	}
	set(t, two, "last", nil, 0)
	e.requireToldSince(t, mark, "last")
	time.Sleep(short) // for what comes late
	require.False(t, e.told(mark, func(keys []string) bool { return slices.Contains(keys, "own") }), "an own change is told")
}

func watchAtOnce(t *testing.T, one, two memo.Store) {
	w := watcher(t, one)
	for i := range 10 {
		e := &ear{}
		stop := w.Watch(e.hear)
		e.requireHears(t)
		mark := e.mark()
		set(t, two, fmt.Sprint("k", i), nil, 0)
		e.requireToldSince(t, mark, fmt.Sprint("k", i))
		stop()
	}
}

func watchBoth(t *testing.T, one, two memo.Store) {
	first, second, again := watch(t, one), watch(t, two), watch(t, one)
	set(t, one, "of one", nil, 0)
	set(t, two, "of two", nil, 0)
	first.requireTold(t, "of two")
	again.requireTold(t, "of two")
	second.requireTold(t, "of one")
}

func watchOneAtATime(t *testing.T, one, two memo.Store) {
	e := &ear{}
	var inside atomic.Int32
	stop := watcher(t, one).Watch(func(keys []string, hearing bool) {
		if inside.Add(1) != 1 {
			t.Error("two news at once")
		}
		time.Sleep(time.Millisecond)
		inside.Add(-1)
		e.hear(keys, hearing)
	})
	defer stop()
	e.requireHears(t)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() { hammer(t, two, i) })
	}
	wg.Wait()
	set(t, two, "last", nil, 0)
	e.requireTold(t, "last")
}

func watchStopped(t *testing.T, one, two memo.Store) {
	w := watcher(t, one)
	stopped, other := &ear{}, watch(t, one)
	stop := w.Watch(stopped.hear)
	stopped.requireHears(t)
	stop()
	mark := stopped.mark()
	set(t, two, "k", nil, 0)
	remove(t, two, "k")
	set(t, two, "last", nil, 0)
	other.requireTold(t, "last") // and now the one that was stopped would have been told
	time.Sleep(short)
	require.Equal(t, mark, stopped.mark(), "news after stop")
}

func watchStopWaits(t *testing.T, one, two memo.Store) {
	e := &ear{}
	entered := make(chan struct{})
	var enter sync.Once
	var slow, done atomic.Bool
	stop := watcher(t, one).Watch(func(keys []string, hearing bool) {
		e.hear(keys, hearing)
		if slow.Load() {
			enter.Do(func() { close(entered) })
			time.Sleep(2 * short)
			done.Store(true)
		}
	})
	e.requireHears(t)
	slow.Store(true)
	var wg sync.WaitGroup
	wg.Go(func() { // a store may tell on the goroutine that changes
		if err := two.Set(t.Context(), "k", nil, 0); err != nil {
			t.Errorf("set: %v", err)
		}
	})
	select {
	case <-entered:
		stop()
		require.True(t, done.Load(), "stop returned while news were being told")
	case <-time.After(patience):
		t.Error("a change is not told")
		stop()
	}
	wg.Wait()
}
