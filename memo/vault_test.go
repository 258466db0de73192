package memo_test

import (
	"math/big"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

type recursive struct {
	Name string
	Next *recursive
	Kids []*recursive
}

// A type that gob would lose part of is not stored as bytes, and the log says why, once.
func TestWrap_resultsThatCannotBeStored(t *testing.T) {
	t.Parallel()
	refused(t, "chan", "memo: result chan int: a chan int cannot be encoded", make(chan int))
	refused(t, "func", "memo: result struct { F func() }.F: a func() cannot be encoded", struct{ F func() }{})
	refused(t, "func in a map", "memo: result map[string][]func()[][]: a func() cannot be encoded", map[string][]func(){})
	refused(t, "chan as key", "memo: result map[chan int]int[key]: a chan int cannot be encoded", map[chan int]int{})
	refused(t, "unexported", "memo: result memo_test.fails2.hidden: a int in an unexported field is dropped by gob", fails2{})
	refused(t, "unexported, deep", "memo: result []*memo_test.fails2[].hidden: a int in an unexported field is dropped by gob", []*fails2{})
	refused(t, "no fields", "memo: result struct {}: a struct {} without fields is refused by gob", struct{}{})
	refused(t, "pointer to number inside", "memo: result struct { N *int }.N: a *int is flattened by gob", struct{ N *int }{new(0)})
	refused(t, "pointer to pointer", "memo: result **int: a **int is flattened by gob", new(new(1)))
	refused(t, "pointer to slice", "memo: result *[]int: a *[]int is flattened by gob", new([]int{}))
	refused(t, "half a marshaller", "memo: result memo_test.fails.hidden: a int in an unexported field is dropped by gob", fails{})
	// Seen only when encoding:
	refused(t, "nil in a slice", "a nil pointer in a slice", []*forecast{nil})
	refused[any](t, "interface", "memo: result interface {}: a interface {} does not say which type to make of the data", forecast{City: "x"})
}

func refused[T any](t *testing.T, name, why string, value T) {
	t.Helper()
	var log record
	store, calls := newFake(), 0
	c := closing(t, memo.New(store, memo.Options{Logger: log.logger()}))
	f := memo.Wrap(c, time.Hour, func(int) (T, error) { calls++; return value, nil }, memo.Policy{Codec: memo.Gob{}})
	for range 3 {
		_, err := f(1)
		require.NoError(t, err, name)
	}
	require.Equal(t, 3, calls, name)
	require.Zero(t, store.sets, name)
	require.Len(t, log.lines(), 1, name)
	require.Contains(t, log.lines()[0], "level=WARN", name)
	require.Contains(t, log.lines()[0], why, name)
	require.Contains(t, log.lines()[0], "memo_test.refused", name)
}

func TestWrap_resultsThatCanBeStored(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(newFake()))
	twice(t, c, "recursive", &recursive{Name: "a", Next: &recursive{}, Kids: []*recursive{{Name: "k"}, {}}})
	twice(t, c, "encodes itself", *big.NewInt(1 << 40))
	twice(t, c, "encodes itself, by pointer", big.NewInt(1<<40))
	type address *forecast
	twice(t, c, "pointer of a type of its own", address(&forecast{City: "x"}))
	twice(t, c, "zero that encodes itself", struct{ N *big.Int }{new(big.Int)})
	twice(t, c, "nil that would encode itself", struct{ N *big.Int }{})
}

// Bytes that are no result of Func (someone else's, or torn) are a miss.
func TestWrap_foreignBytesAreAMiss(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{
		"none": nil, "unknown mark": {9}, "nil and more": {0, 1}, "value without value": {2}, "garbage": {2, 200, 3, 1, 7},
		"empty of what cannot be empty": {1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := newFake()
			var calls atomic.Int64
			f := memo.Wrap(closing(t, memo.New(store)), time.Hour, func(int) forecast { calls.Add(1); return forecast{City: "x"} })
			require.Equal(t, "x", f(1).City)
			for key := range store.values {
				store.values[key] = data
			}
			require.Equal(t, "x", f(1).City)
			require.Equal(t, "x", f(1).City)
			require.Equal(t, int64(2), calls.Load())
		})
	}
}
