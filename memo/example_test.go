package memo_test

import (
	"context"
	"fmt"
	"time"

	"github.com/dashi-go/dashi/memo"
)

func Example() {
	cache := memo.New(memo.NewLRU(4096))
	defer cache.Close()

	length := memo.Func(cache, time.Minute, func(ctx context.Context, word string) (int, error) {
		fmt.Println("measuring", word)
		return len(word), nil
	})

	for _, word := range []string{"dashi", "miso", "dashi"} {
		n, err := length(context.Background(), word)
		fmt.Println(word, n, err)
	}
	stats := cache.Stats()
	fmt.Println(stats.Hits, "hits,", stats.Misses, "misses")
	// Output:
	// measuring dashi
	// dashi 5 <nil>
	// measuring miso
	// miso 4 <nil>
	// dashi 5 <nil>
	// 1 hits, 2 misses
}

func ExampleCache_Do() {
	cache := memo.New(memo.NewLRU(4096), memo.Options{Version: "2026-05"})
	defer cache.Close()

	var b memo.KeyBuilder
	b.String("thumbnail")
	b.Int(64)
	key := b.Sum()

	for range 2 {
		value, status, err := cache.Do(context.Background(), key, time.Hour, func(context.Context) (memo.Result, error) {
			return memo.Result{Value: []byte("png")}, nil
		})
		fmt.Println(string(value), status, err)
	}
	// Output:
	// png miss <nil>
	// png hit <nil>
}

func ExampleKeyBuilder_Value() {
	type query struct {
		City string
		Days []int
		Done func()
	}
	var b memo.KeyBuilder
	fmt.Println(b.Value(query{City: "Oslo"}))
	// Output:
	// memo: key: arg.Done: a func() cannot be part of a key
}
