// Package memotest proves that a [memo.Store] is one. A store's own test is
//
//	func TestStore(t *testing.T) {
//		memotest.Run(t, func(t *testing.T) memo.Store { return mystore.New(…) })
//	}
//
// The package imports testing: only tests may import it.
package memotest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// patience bounds waits for what a slow machine may be slow to do; nothing here fails for taking long.
const patience = 30 * time.Second

// Run checks all that [memo.Store], and if the store has them [memo.ValueStore] and [memo.Clearer], promise. open is
// called once per case and returns an empty store, which has to hold some 100 entries and a value of 1 MB.
func Run(t *testing.T, open func(t *testing.T) memo.Store) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t, open(t))
		})
	}
}

// RunPair checks that two stores on one backing see each other's work, as two processes would.
func RunPair(t *testing.T, open func(t *testing.T) (one, two memo.Store)) {
	for _, c := range pairCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			one, two := open(t)
			c.check(t, one, two)
		})
	}
}

var cases = []struct {
	name  string
	check func(t *testing.T, s memo.Store)
}{
	{"a key never set is absent", neverSet},
	{"what is set is got", setGet},
	{"an empty and a nil value are values", emptyValues},
	{"setting again replaces the value", overwrite},
	{"setting again replaces the expiry", overwriteExpiry},
	{"delete removes one key", deleteOne},
	{"a value is gone after its ttl", gone},
	{"a value stays while its ttl lasts", stays},
	{"keys are any bytes and keep apart", anyKey},
	{"values are any bytes", anyValue},
	{"a value may be large", largeValue},
	{"all methods may be called concurrently", concurrent},
	{"a context that has ended is an error", ended},
	{"clear drops everything and counts it", clears},
	{"go values are kept as they are", goValues},
}

var pairCases = []struct {
	name  string
	check func(t *testing.T, one, two memo.Store)
}{
	{"one sees what the other sets", func(t *testing.T, one, two memo.Store) {
		set(t, one, "k", []byte("v"), 0)
		present(t, two, "k", []byte("v"))
		set(t, two, "k", []byte("w"), time.Hour)
		present(t, one, "k", []byte("w"))
	}},
	{"one misses what the other deletes", func(t *testing.T, one, two memo.Store) {
		set(t, one, "k", []byte("v"), 0)
		require.NoError(t, two.Delete(t.Context(), "k"))
		absent(t, one, "k")
	}},
	{"both may write one key at once", func(t *testing.T, one, two memo.Store) {
		var wg sync.WaitGroup
		for i, s := range []memo.Store{one, two} {
			wg.Go(func() { hammer(t, s, i) })
		}
		wg.Wait()
	}},
}

func neverSet(t *testing.T, s memo.Store) {
	absent(t, s, "k")
	require.NoError(t, s.Delete(t.Context(), "k"), "deleting what is not there is no error")
	absent(t, s, "")
}

func setGet(t *testing.T, s memo.Store) {
	set(t, s, "a", []byte("1"), 0)
	set(t, s, "b", []byte("2"), time.Hour)
	present(t, s, "a", []byte("1"))
	present(t, s, "b", []byte("2"))
	present(t, s, "a", []byte("1"))
}

func emptyValues(t *testing.T, s memo.Store) {
	set(t, s, "empty", []byte{}, time.Hour)
	set(t, s, "nil", nil, 0)
	present(t, s, "empty", nil)
	present(t, s, "nil", nil)
}

func overwrite(t *testing.T, s memo.Store) {
	set(t, s, "k", []byte("a longer value"), 0)
	set(t, s, "k", []byte("short"), 0)
	present(t, s, "k", []byte("short"))
}

func overwriteExpiry(t *testing.T, s memo.Store) {
	set(t, s, "stays", []byte("1"), 50*time.Millisecond)
	set(t, s, "stays", []byte("2"), 0)
	set(t, s, "goes", []byte("1"), 0)
	set(t, s, "goes", []byte("2"), 50*time.Millisecond)
	eventuallyAbsent(t, s, "goes")
	present(t, s, "stays", []byte("2"))
}

func deleteOne(t *testing.T, s memo.Store) {
	set(t, s, "a", []byte("1"), 0)
	set(t, s, "b", []byte("2"), 0)
	require.NoError(t, s.Delete(t.Context(), "a"))
	absent(t, s, "a")
	present(t, s, "b", []byte("2"))
	set(t, s, "a", []byte("3"), 0)
	present(t, s, "a", []byte("3"))
}

func gone(t *testing.T, s memo.Store) {
	for i, ttl := range []time.Duration{1, time.Microsecond, 20 * time.Millisecond, 1001 * time.Millisecond} {
		key := fmt.Sprint("k", i)
		set(t, s, key, []byte("v"), ttl)
		eventuallyAbsent(t, s, key)
		set(t, s, key, []byte("again"), time.Hour)
		present(t, s, key, []byte("again"))
	}
}

func stays(t *testing.T, s memo.Store) {
	ttls := []time.Duration{-1, -time.Hour, 0, time.Hour, 100 * 365 * 24 * time.Hour}
	for i, ttl := range ttls {
		set(t, s, fmt.Sprint("k", i), []byte("v"), ttl)
	}
	set(t, s, "clock", nil, 20*time.Millisecond)
	eventuallyAbsent(t, s, "clock")
	for i := range ttls {
		present(t, s, fmt.Sprint("k", i), []byte("v"))
	}
}

func anyKey(t *testing.T, s memo.Store) {
	keys := []string{
		"", " ", "a", "A", "a ", "a\x00", "\x00", "\xff\xfe", "../up", "/etc/hosts", `C:\x`, "CON", "a*", "a?", "[a]", "a\nb",
		"ключ", strings.Repeat("k", 255), strings.Repeat("k", 256), strings.Repeat("long", 4096), "\x80\x00\x80",
	}
	for _, key := range keys {
		set(t, s, key, []byte("of "+key), 0)
	}
	for _, key := range keys {
		present(t, s, key, []byte("of "+key))
	}
	require.NoError(t, s.Delete(t.Context(), "a*"))
	absent(t, s, "a*")
	present(t, s, "a", []byte("of a"))
}

func anyValue(t *testing.T, s memo.Store) {
	value := make([]byte, 256)
	for i := range value {
		value[i] = byte(i)
	}
	set(t, s, "k", value, 0)
	present(t, s, "k", value)
}

func largeValue(t *testing.T, s memo.Store) {
	value := []byte(strings.Repeat("0123456789abcdef", 1<<16))
	set(t, s, "k", value, time.Hour)
	present(t, s, "k", value)
}

func concurrent(t *testing.T, s memo.Store) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() { hammer(t, s, i) })
	}
	wg.Wait()
}

// hammer writes, reads and deletes a few keys; what is found must be whole. It asserts rather than requires because
// it runs on goroutines of its own.
func hammer(t *testing.T, s memo.Store, who int) {
	for i := range 40 {
		key := fmt.Sprint("k", i%4)
		value := []byte(strings.Repeat(string(rune('a'+who)), 1000))
		if err := s.Set(t.Context(), key, value, time.Hour); err != nil {
			t.Errorf("set: %v", err)
		}
		got, found, err := s.Get(t.Context(), key)
		if err != nil {
			t.Errorf("get: %v", err)
		}
		if found && (len(got) != 1000 || strings.Trim(string(got), string(got[:1])) != "") {
			t.Errorf("get: %d bytes of two values", len(got))
		}
		if i%8 == 7 {
			if err := s.Delete(t.Context(), key); err != nil {
				t.Errorf("delete: %v", err)
			}
		}
	}
}

func ended(t *testing.T, s memo.Store) {
	set(t, s, "k", []byte("v"), 0)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, found, err := s.Get(ctx, "k")
	require.ErrorIs(t, err, context.Canceled)
	require.False(t, found)
	require.ErrorIs(t, s.Set(ctx, "k", []byte("w"), 0), context.Canceled)
	require.ErrorIs(t, s.Delete(ctx, "k"), context.Canceled)
	if c, ok := s.(memo.Clearer); ok {
		_, err := c.Clear(ctx)
		require.ErrorIs(t, err, context.Canceled)
	}
	present(t, s, "k", []byte("v"))
}

func clears(t *testing.T, s memo.Store) {
	c, ok := s.(memo.Clearer)
	if !ok {
		t.Skipf("a %T is no memo.Clearer", s)
	}
	n, err := c.Clear(t.Context())
	require.NoError(t, err)
	require.Zero(t, n, "an empty store")
	for i := range 50 {
		set(t, s, fmt.Sprint("k", i), []byte("v"), time.Hour)
	}
	n, err = c.Clear(t.Context())
	require.NoError(t, err)
	require.Equal(t, 50, n)
	absent(t, s, "k0")
	absent(t, s, "k49")
	set(t, s, "k0", []byte("w"), 0)
	present(t, s, "k0", []byte("w"))
}

func goValues(t *testing.T, s memo.Store) {
	v, ok := s.(memo.ValueStore)
	if !ok {
		t.Skipf("a %T is no memo.ValueStore", s)
	}
	_, found := v.GetValue("k")
	require.False(t, found)
	value := &struct{ fn func() }{}
	v.SetValue("k", value, time.Hour)
	got, found := v.GetValue("k")
	require.True(t, found)
	require.Same(t, value, got)
	v.SetValue("nil", nil, 0)
	got, found = v.GetValue("nil")
	require.True(t, found)
	require.Nil(t, got)
	require.NoError(t, s.Delete(t.Context(), "k"))
	_, found = v.GetValue("k")
	require.False(t, found)
	v.SetValue("short", 1, 20*time.Millisecond)
	require.Eventually(t, func() bool { _, found := v.GetValue("short"); return !found }, patience, time.Millisecond)
}

func set(t *testing.T, s memo.Store, key string, value []byte, ttl time.Duration) {
	t.Helper()
	require.NoError(t, s.Set(t.Context(), key, value, ttl))
}

func present(t *testing.T, s memo.Store, key string, value []byte) {
	t.Helper()
	got, found, err := s.Get(t.Context(), key)
	require.NoError(t, err)
	require.Truef(t, found, "key %.40q", key)
	require.Equal(t, string(value), string(got))
}

func absent(t *testing.T, s memo.Store, key string) {
	t.Helper()
	got, found, err := s.Get(t.Context(), key)
	require.NoError(t, err)
	require.Falsef(t, found, "key %.40q", key)
	require.Nil(t, got)
}

func eventuallyAbsent(t *testing.T, s memo.Store, key string) {
	t.Helper()
	for start := time.Now(); ; time.Sleep(time.Millisecond) {
		_, found, err := s.Get(t.Context(), key)
		require.NoError(t, err)
		if !found {
			return
		}
		require.Lessf(t, time.Since(start), patience, "key %q is still there", key)
	}
}
