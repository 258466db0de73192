package bench

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/hashicorp/golang-lru/v2/expirable"
)

// What is kept while the heap is weighed.
const (
	weighedEntries = 100_000
	weighedKey     = 32
	weighedValue   = 100
)

// filler makes something with so many entries.
type filler struct {
	name string
	fill func(tb testing.TB, entries int) (kept any, err error)
}

var (
	lruFillers = []filler{
		{"golang-lru, string to []byte", fillGolangLRU(weighedBytes)},
		{"golang-lru expirable, string to []byte", fillExpirable},
		{"memo.LRU, Set", fillLRU},
	}
	funcFillers = []filler{
		{"golang-lru, string to string", fillGolangLRU(weighedString)},
		{"memo.Func on an LRU, string to string", fillFunc},
	}
)

// Memory weighs entries.
func Memory() (*Table, error) {
	t := &Table{
		Title: "2b. Memory of an entry in this process",
		Head:  []string{"what", "bytes an entry", "without key and value", "this/golang-lru"},
	}
	for _, group := range [][]filler{lruFillers, funcFillers} {
		var first float64
		for i, f := range group {
			n, err := perEntry(f, weighedEntries)
			if err != nil {
				return nil, err
			}
			if i == 0 {
				first = n
			}
			t.Add(f.name, count(n), count(n-weighedKey-weighedValue), times(n/first))
		}
	}
	t.Note("%s entries, keys of %d bytes, values of %d; the heap's growth (HeapAlloc after garbage collection).",
		count(weighedEntries), weighedKey, weighedValue)
	return t, nil
}

// perEntry is what the heap grew by.
func perEntry(f filler, entries int) (bytes float64, err error) {
	err = within(func(tb testing.TB) error {
		before := heap()
		kept, err := f.fill(tb, entries)
		bytes = (heap() - before) / float64(entries)
		runtime.KeepAlive(kept)
		return err
	})
	return bytes, err
}

// heap is what is left after garbage collection. Twice: a sync.Pool keeps what it has through the first.
func heap() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

func weighed(i int) string { return fmt.Sprintf("%0*d", weighedKey, i) }
func weighedBytes(i int) []byte {
	return fmt.Appendf(make([]byte, 0, weighedValue), "%0*d", weighedValue, i)
}
func weighedString(i int) string { return fmt.Sprintf("%0*d", weighedValue, i) }

func fillGolangLRU[V any](value func(int) V) func(testing.TB, int) (any, error) {
	return func(_ testing.TB, entries int) (any, error) {
		cache, err := lru.New[string, V](entries)
		if err != nil {
			return nil, err
		}
		for i := range entries {
			cache.Add(weighed(i), value(i))
		}
		return cache, nil
	}
}

// fillExpirable has what an LRU of memo's has too: each entry ends.
func fillExpirable(_ testing.TB, entries int) (any, error) {
	cache := expirable.NewLRU[string, []byte](entries, nil, 0)
	for i := range entries {
		cache.Add(weighed(i), weighedBytes(i))
	}
	return cache, nil
}

func fillLRU(_ testing.TB, entries int) (any, error) {
	store := newLRU(entries)
	for i := range entries {
		if err := store.Set(context.Background(), weighed(i), weighedBytes(i), time.Hour); err != nil {
			return nil, err
		}
	}
	return store, nil
}

func fillFunc(tb testing.TB, entries int) (any, error) {
	number := 0 // calls come one after the other
	f := memoFunc(tb, newLRU(entries), "weighed", func(context.Context, string) (string, error) { return weighedString(number), nil })
	for ; number < entries; number++ {
		if _, err := f(context.Background(), weighed(number)); err != nil {
			return nil, err
		}
	}
	return f, nil
}
