package memo_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// dirHeard collects what a watcher is told.
type dirHeard struct {
	t       testing.TB
	mu      sync.Mutex
	keys    map[string]int
	any     int // times that any key may have changed
	deaf    int
	hearing bool
	inside  int
}

// dirListen watches, and returns when it hears.
func dirListen(t testing.TB, d *memo.Dir) *dirHeard {
	t.Helper()
	h := &dirHeard{t: t, keys: map[string]int{}}
	stop := d.Watch(h.changed)
	t.Cleanup(stop)
	waitFor(t, func() bool { return h.get().hearing })
	return h
}

func (h *dirHeard) changed(keys []string, hearing bool) {
	h.mu.Lock()
	if h.inside++; h.inside > 1 {
		h.t.Errorf("changed was called by two goroutines at once")
	}
	h.hearing = hearing
	switch {
	case !hearing:
		h.deaf++
	case keys == nil:
		h.any++
	}
	for _, key := range keys {
		h.keys[key]++
	}
	h.mu.Unlock()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.inside--
}

// dirTold is what has been heard so far.
type dirTold struct {
	keys      []string
	any, deaf int
	hearing   bool
}

func (h *dirHeard) get() dirTold {
	h.mu.Lock()
	defer h.mu.Unlock()
	told := dirTold{any: h.any, deaf: h.deaf, hearing: h.hearing}
	for key := range h.keys {
		told.keys = append(told.keys, key)
	}
	slices.Sort(told.keys)
	return told
}

func TestDir_watchTellsWhatOthersChange(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "not", "there")
	one, two, three := memo.NewDir(path), memo.NewDir(path), memo.NewDir(path)
	mustSet(t, one, "before", "v", 0)
	h, also := dirListen(t, one), dirListen(t, two)
	require.Equal(t, 1, h.get().any, "at first, any key may have changed")

	mustSet(t, one, "by itself", "v", 0)
	require.NoError(t, two.SetTagged(t.Context(), "tagged", nil, 0, []string{"t"}))
	require.NoError(t, two.SetTagged(t.Context(), "tagged too", nil, 0, []string{"t"}))
	mustSet(t, three, "", "v", 0) // the empty key is one as well
	require.NoError(t, three.Delete(t.Context(), "never there"))
	mustHold(t, true)(mustLease(t, two, "leased").Set(t.Context(), nil, 0))
	long := strings.Repeat("a long key ", 1000)
	mustSet(t, three, long, "v", 0)
	want := []string{"", long, "leased", "never there", "tagged", "tagged too"}
	waitFor(t, func() bool { return len(h.get().keys) == len(want) })
	require.Equal(t, dirTold{keys: want, any: h.get().any, hearing: true}, h.get())
	waitFor(t, func() bool { return slices.Contains(also.get().keys, "by itself") })

	before := h.get().any
	mustDeleteTagged(t, three, "t", 2)
	waitFor(t, func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.keys["tagged"] == 2 && h.keys["tagged too"] == 2
	})
	require.Equal(t, before, h.get().any)
	_, err := two.Clear(t.Context())
	require.NoError(t, err)
	waitFor(t, func() bool { return h.get().any > before })
	require.Equal(t, []string{"journal.memo"}, list(t, path), "Clear leaves the journal to those who watch")
}

// A change is told after it is in place: who looks when told sees it.
func TestDir_watchTellsAfterTheChange(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	one, two := memo.NewDir(path), memo.NewDir(path)
	seen := make(chan string, 1000)
	stop := one.Watch(func(keys []string, _ bool) {
		if keys == nil {
			seen <- "any"
		}
		for _, key := range keys {
			value, found, err := one.Get(t.Context(), key)
			if err != nil || !found {
				t.Errorf("told of %q: found %t, %v", key, found, err)
			}
			seen <- string(value)
		}
	})
	defer stop()
	require.Equal(t, "any", <-seen)
	for i := range 20 {
		mustSet(t, two, fmt.Sprint("k", i), fmt.Sprint("v", i), 0)
		select {
		case v := <-seen:
			require.Equal(t, fmt.Sprint("v", i), v)
		case <-time.After(dirPatience):
			t.Fatal("not told")
		}
	}
}

func TestDir_stopEndsTheCalls(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	var mu sync.Mutex
	calls, entered, leave := 0, make(chan struct{}, 1), make(chan struct{})
	stop := memo.NewDir(path).Watch(func([]string, bool) {
		entered <- struct{}{}
		<-leave
		mu.Lock()
		defer mu.Unlock()
		calls++
	})
	<-entered
	stopped := make(chan struct{})
	go func() { stop(); stop(); close(stopped) }()
	select {
	case <-stopped:
		t.Fatal("stop did not wait for the call under way")
	case <-time.After(30 * time.Millisecond):
	}
	close(leave)
	<-stopped
	mu.Lock()
	defer mu.Unlock()
	require.Equal(t, 1, calls)
}
