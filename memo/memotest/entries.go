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

// storeCases are what every store has to do.
var storeCases = []testCase{
	{"a key never set is absent", alone(neverSet)},
	{"what is set is got", alone(setGet)},
	{"an empty and a nil value are values", alone(emptyValues)},
	{"setting again replaces the value", alone(overwrite)},
	{"setting again replaces the expiry", alone(overwriteExpiry)},
	{"delete removes one key", alone(deleteOne)},
	{"a value is gone after its ttl", alone(gone)},
	{"a value stays while its ttl lasts", alone(stays)},
	{"keys are any bytes and keep apart", alone(anyKey)},
	{"values are any bytes", alone(anyValue)},
	{"a value may be large", alone(largeValue)},
	{"all methods may be called concurrently", alone(concurrent)},
	{"a context that has ended is an error", alone(ended)},
}

// togetherCases are what two stores on one backing have to do.
var togetherCases = []testCase{
	{"one sees what the other sets", func(t *testing.T, one, two memo.Store) {
		set(t, one, "k", []byte("v"), 0)
		present(t, two, "k", []byte("v"))
		set(t, two, "k", []byte("w"), long)
		present(t, one, "k", []byte("w"))
	}},
	{"one misses what the other deletes", func(t *testing.T, one, two memo.Store) {
		set(t, one, "k", []byte("v"), 0)
		remove(t, two, "k")
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

// oddTexts are keys and tags that a store may take for one another, for names of its own, or for patterns.
var oddTexts = []string{
	" ", "a", "A", "a ", "aa", "a\x00", "\x00", "\xff\xfe", "../up", "/etc/hosts", `C:\x`, "CON", "a*", "a?", "[a]", "{a}", "a\nb",
	"a,b", "a:b", "ключ", "\x80\x00\x80", strings.Repeat("k", 255), strings.Repeat("k", 256), strings.Repeat("k", 1000),
}

func neverSet(t *testing.T, s memo.Store) {
	absent(t, s, "k")
	require.NoError(t, s.Delete(t.Context(), "k"), "deleting what is not there is no error")
	absent(t, s, "")
}

func setGet(t *testing.T, s memo.Store) {
	set(t, s, "a", []byte("1"), 0)
	set(t, s, "b", []byte("2"), long)
	present(t, s, "a", []byte("1"))
	present(t, s, "b", []byte("2"))
	present(t, s, "a", []byte("1"))
}

func emptyValues(t *testing.T, s memo.Store) {
	set(t, s, "empty", []byte{}, long)
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
	set(t, s, "stays", []byte("1"), short)
	set(t, s, "stays", []byte("2"), 0)
	set(t, s, "goes", []byte("1"), 0)
	set(t, s, "goes", []byte("2"), short)
	eventuallyAbsent(t, s, "goes")
	present(t, s, "stays", []byte("2"))
}

func deleteOne(t *testing.T, s memo.Store) {
	set(t, s, "a", []byte("1"), 0)
	set(t, s, "b", []byte("2"), 0)
	remove(t, s, "a")
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
		set(t, s, key, []byte("again"), long)
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
	keys := append([]string{"", strings.Repeat("long", 4096)}, oddTexts...)
	for _, key := range keys {
		set(t, s, key, []byte("of "+key), 0)
	}
	for _, key := range keys {
		present(t, s, key, []byte("of "+key))
	}
	remove(t, s, "a*")
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
	set(t, s, "k", value, long)
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
		if err := s.Set(t.Context(), key, value, long); err != nil {
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
	ctx := endedContext(t)
	_, found, err := s.Get(ctx, "k")
	require.ErrorIs(t, err, context.Canceled)
	require.False(t, found)
	require.ErrorIs(t, s.Set(ctx, "k", []byte("w"), 0), context.Canceled)
	require.ErrorIs(t, s.Delete(ctx, "k"), context.Canceled)
	present(t, s, "k", []byte("v"))
}

func endedContext(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
