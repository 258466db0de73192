package bench

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dashi-go/dashi/memo"
)

const (
	pairKeys = 10_000
	pairRoom = 1 << 14 // entries of the LRUs, which so hold all keys
	pairText = 2_000   // bytes of a small value
)

// query is an argument of several fields.
type query struct {
	City    string
	Days    int
	Celsius bool
}

func funcPairs(g ground) ([]pair, error) {
	texts, queries := make([]string, pairKeys), make([]query, pairKeys)
	for i := range pairKeys {
		texts[i] = fmt.Sprintf("customer-%05d", i)
		queries[i] = query{fmt.Sprintf("city-%03d", i%100), i / 100, i%2 == 0}
	}
	byText, err := funcPair(g, "a string of 14 letters", texts)
	if err != nil {
		return nil, err
	}
	byQuery, err := funcPair(g, "a struct of string, int and bool", queries)
	return []pair{byText, byQuery}, err
}

func funcPair[A comparable](g ground, argument string, args []A) (pair, error) {
	ours, err := funcHit(g, newLRU(pairRoom), "pair of "+argument, args, func(a A) string { return fmt.Sprint(a) })
	if err != nil {
		return pair{}, err
	}
	theirs, err := lru.New[A, string](pairRoom)
	if err != nil {
		return pair{}, err
	}
	for _, a := range args {
		theirs.Add(a, fmt.Sprint(a))
	}
	get := cycle(args, func(a A) error {
		if got, ok := theirs.Get(a); !ok || got == "" {
			return errMiss
		}
		return nil
	})
	return pair{
		ours: Job{Name: "memo.Func on an LRU, " + argument, Do: ours, Per: perDo},
		peer: Job{Name: "golang-lru Get", Do: get, Per: perDo},
		goal: funcGoal, allocs: funcAllocs,
	}, nil
}

// funcHit memoizes fn, calls it with each argument once, and gives what calls it again. What is computed then is an error.
func funcHit[A, R any](g ground, store memo.Store, name string, args []A, fn func(A) R, opts ...memo.Option) (func() error, error) {
	var computed atomic.Int64
	f := memoFunc(g, store, name, func(_ context.Context, a A) (R, error) {
		computed.Add(1)
		return fn(a), nil
	}, opts...)
	ctx := context.Background()
	for _, a := range args {
		if _, err := f(ctx, a); err != nil {
			return nil, err
		}
	}
	hits := cycle(args, func(a A) error {
		_, err := f(ctx, a)
		return err
	})
	warm := computed.Load()
	return func() error {
		if computed.Load() != warm {
			return errMiss
		}
		return hits()
	}, nil
}

// perDo is how many calls a Do of cycle makes.
const perDo = 100

// cycle goes through the arguments in large steps, perDo at a time, so that a processor's cache does not know the next.
func cycle[A any](args []A, call func(A) error) func() error {
	const step = 7919 // a prime
	next := 0
	return func() error {
		for range perDo {
			if err := call(args[next]); err != nil {
				return err
			}
			next = (next + step) % len(args)
		}
		return nil
	}
}

// doPair copies what it got, as a writer does.
func doPair(g ground) ([]pair, error) {
	keys, value := make([]memo.Key, pairKeys), noise(pairText)
	m := newCache(g, newLRU(pairRoom)).Memoize(time.Hour)
	compute := func(context.Context) (memo.Result, error) { return memo.Result{Value: value}, nil }
	theirs, err := lru.New[memo.Key, []byte](pairRoom)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	for i := range keys {
		keys[i] = sha256.Sum256(fmt.Append(nil, i))
		theirs.Add(keys[i], value)
		if _, _, err := memoDo(ctx, m, keys[i], compute); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	do := cycle(keys, func(key memo.Key) error {
		value, hit, err := memoDo(ctx, m, key, compute)
		if err != nil || !hit {
			return fmt.Errorf("%w: %w", errMiss, err)
		}
		out.Reset()
		out.Write(value)
		return nil
	})
	get := cycle(keys, func(key memo.Key) error {
		value, ok := theirs.Get(key)
		if !ok {
			return errMiss
		}
		out.Reset()
		out.Write(value)
		return nil
	})
	return []pair{{
		ours: Job{Name: "Memoized.Do on an LRU, 2 kB copied", Do: do, Per: perDo},
		peer: Job{Name: "golang-lru Get, 2 kB copied", Do: get, Per: perDo},
		goal: callbackGoal,
	}}, nil
}
