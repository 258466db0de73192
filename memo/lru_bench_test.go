package memo_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	lru "github.com/hashicorp/golang-lru/v2"
)

// benchKeys are as the core makes them: 32 bytes that look random.
func benchKeys(n int) [][32]byte {
	keys := make([][32]byte, n)
	for i := range keys {
		var number [8]byte
		binary.LittleEndian.PutUint64(number[:], uint64(i))
		keys[i] = sha256.Sum256(number[:])
	}
	return keys
}

// lookups runs get over 10,000 keys.
func lookups(b *testing.B, get func(key *[32]byte) bool, keys [][32]byte) {
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if !get(&keys[i]) {
			b.Fatal("a key is gone")
		}
		if i++; i == len(keys) {
			i = 0
		}
	}
}

// lookupsTogether does so from 16 goroutines.
func lookupsTogether(b *testing.B, get func(key *[32]byte) bool, keys [][32]byte) {
	b.ReportAllocs()
	b.SetParallelism(max(1, 16/runtime.GOMAXPROCS(0)))
	var turn atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		for i := int(turn.Add(1)) * 617; pb.Next(); i++ {
			if !get(&keys[i%len(keys)]) {
				b.Error("a key is gone")
			}
		}
	})
}

func filledLRU(keys [][32]byte, good memo.Life) func(*[32]byte) bool {
	l := memo.NewLRU(len(keys))
	for _, key := range keys {
		l.Put(string(key[:]), 1, good, nil)
	}
	return func(key *[32]byte) bool { _, _, found := l.LookupArray(key); return found }
}

func filledGolang(b *testing.B, keys [][32]byte) func(*[32]byte) bool {
	l, err := lru.New[string, any](len(keys))
	must(b, err)
	for _, key := range keys {
		l.Add(string(key[:]), 1)
	}
	return func(key *[32]byte) bool { _, found := l.Get(string(key[:])); return found }
}

func BenchmarkLRU_lookup(b *testing.B) {
	keys := benchKeys(10_000)
	b.Run("golang-lru", func(b *testing.B) { lookups(b, filledGolang(b, keys), keys) })
	b.Run("for ever", func(b *testing.B) { lookups(b, filledLRU(keys, memo.Life{}), keys) })
	b.Run("expiring", func(b *testing.B) { lookups(b, filledLRU(keys, memo.NewLife(time.Hour, 2*time.Hour)), keys) })
}

func BenchmarkLRU_lookup16(b *testing.B) {
	keys := benchKeys(10_000)
	b.Run("golang-lru", func(b *testing.B) { lookupsTogether(b, filledGolang(b, keys), keys) })
	b.Run("for ever", func(b *testing.B) { lookupsTogether(b, filledLRU(keys, memo.Life{}), keys) })
	b.Run("expiring", func(b *testing.B) {
		lookupsTogether(b, filledLRU(keys, memo.NewLife(time.Hour, 2*time.Hour)), keys)
	})
}

func BenchmarkLRU_put(b *testing.B) {
	keys := benchKeys(10_000)
	value := make([]byte, 100)
	run := func(b *testing.B, l *memo.LRU) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			l.Put(string(keys[i%len(keys)][:]), value, memo.NewLife(time.Hour, time.Hour), nil)
		}
	}
	b.Run("entries", func(b *testing.B) { run(b, memo.NewLRU(5_000)) })
	b.Run("bytes", func(b *testing.B) { run(b, memo.NewLRU(5_000, memo.LRUOptions{MaxBytes: 1 << 30})) })
}

func BenchmarkLRU_deleteTagged(b *testing.B) {
	keys := benchKeys(100_000)
	l := memo.NewLRU(len(keys))
	for _, key := range keys {
		l.Put(string(key[:]), 1, memo.Life{}, []string{"a", "b"})
	}
	b.ReportAllocs()
	for b.Loop() {
		if n, err := l.DeleteTagged(context.Background(), "c"); n != 0 || err != nil {
			b.Fatal(n, err)
		}
	}
}

// BenchmarkLRU_memory reports the bytes per entry of 100,000 entries of 32 bytes of key and 100 of value.
func BenchmarkLRU_memory(b *testing.B) {
	const n = 100_000
	b.Run("golang-lru", func(b *testing.B) {
		for b.Loop() {
			b.ReportMetric(perEntry(n, func(each func(func(string, []byte))) any {
				l, err := lru.New[string, any](n)
				must(b, err)
				each(func(key string, value []byte) { l.Add(key, value) })
				return l
			}), "B/entry")
		}
	})
	b.Run("memo", func(b *testing.B) {
		tags := []string{"of the function"}
		for b.Loop() {
			b.ReportMetric(perEntry(n, func(each func(func(string, []byte))) any {
				l := memo.NewLRU(n)
				each(func(key string, value []byte) { l.Put(key, value, memo.NewLife(time.Hour, time.Hour), tags) })
				return l
			}), "B/entry")
		}
	})
}

// perEntry is what the heap grows by for each of n entries.
func perEntry(n int, fill func(each func(add func(key string, value []byte))) any) float64 {
	keys := benchKeys(n)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&before)
	kept := fill(func(add func(string, []byte)) {
		for i := range keys {
			add(string(keys[i][:]), make([]byte, 100))
		}
	})
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(kept)
	runtime.KeepAlive(keys)
	return (float64(after.HeapAlloc) - float64(before.HeapAlloc)) / float64(n)
}
