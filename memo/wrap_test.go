package memo_test

//lint:file-ignore U1000 a field that cannot be keyed is what is tested

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

type forecast struct {
	City string
	High []float64
}

func TestWrap_shapes(t *testing.T) {
	t.Parallel()
	for storeName, store := range map[string]func(t *testing.T) memo.Store{
		"go values": func(*testing.T) memo.Store { return memo.NewLRU(100) },
		"bytes":     func(t *testing.T) memo.Store { return memo.NewDir(t.TempDir()) },
	} {
		t.Run(storeName, func(t *testing.T) {
			t.Parallel()
			c := closing(t, memo.New(store(t)))
			calls := 0
			count := func(want int) { t.Helper(); require.Equal(t, want, calls); calls = 0 }

			nothing := memo.Wrap(c, time.Hour, func() string { calls++; return "x" })
			require.Equal(t, "x", nothing())
			require.Equal(t, "x", nothing())
			count(1)

			add := memo.Wrap(c, time.Hour, func(a, b int) int { calls++; return a - b })
			require.Equal(t, []int{-1, 1, -1}, []int{add(1, 2), add(2, 1), add(1, 2)})
			count(2)

			withError := memo.Wrap(c, time.Hour, func(ctx context.Context, city string) (*forecast, error) {
				calls++
				return &forecast{City: city, High: []float64{1}}, ctx.Err()
			})
			for range 2 {
				got, err := withError(t.Context(), "Oslo")
				require.NoError(t, err)
				require.Equal(t, &forecast{City: "Oslo", High: []float64{1}}, got)
			}
			count(1)

			variadic := memo.Wrap(c, time.Hour, func(sep string, parts ...string) string {
				calls++
				return strings.Join(parts, sep)
			})
			require.Equal(t, "a-b", variadic("-", "a", "b"))
			require.Equal(t, "a-b", variadic("-", []string{"a", "b"}...))
			require.Equal(t, "ab", variadic("-", "ab"))
			require.Equal(t, "", variadic("-"))
			count(3)

			anything := memo.Wrap(c, time.Hour, func(v any) string { calls++; return fmt.Sprintf("%T", v) })
			require.Equal(t, []string{"int", "int64", "<nil>", "int"}, []string{anything(1), anything(int64(1)), anything(nil), anything(1)})
			count(3)

			contextOnly := memo.Wrap(c, time.Hour, func(context.Context) int { calls++; return 7 })
			require.Equal(t, 7, contextOnly(t.Context()))
			require.Equal(t, 7, contextOnly(nil)) // a nil context is taken for Background
			count(1)
		})
	}
}

// Nil, empty and absent are three things, whatever the store.
func TestWrap_nilResults(t *testing.T) {
	t.Parallel()
	for storeName, store := range map[string]func(t *testing.T) memo.Store{
		"go values": func(*testing.T) memo.Store { return memo.NewLRU(100) },
		"bytes":     func(t *testing.T) memo.Store { return memo.NewDir(t.TempDir()) },
	} {
		t.Run(storeName, func(t *testing.T) {
			t.Parallel()
			c := closing(t, memo.New(store(t)))
			twice(t, c, "pointer", new(forecast{City: "x"}))
			twice(t, c, "nil pointer", (*forecast)(nil))
			twice(t, c, "pointer to zero", new(0))
			twice(t, c, "zero struct", forecast{})
			twice(t, c, "slice", []int{1})
			twice(t, c, "nil slice", []int(nil))
			twice(t, c, "empty slice", []int{})
			twice(t, c, "map", map[string]int{"a": 0})
			twice(t, c, "nil map", map[string]int(nil))
			twice(t, c, "empty map", map[string]int{})
			twice(t, c, "bytes", []byte("x"))
			twice(t, c, "empty bytes", []byte{})
			twice(t, c, "zero", 0)
			twice(t, c, "empty string", "")
			twice(t, c, "array", [2]bool{true, false})
			twice(t, c, "time", time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC))
			if storeName == "bytes" { // outside the process their types would be up to the data
				return
			}
			twice[any](t, c, "nil interface", nil)
			twice[any](t, c, "interface", "text")
			twice[any](t, c, "zero in an interface", 0)
			twice(t, c, "interfaces", map[string]any{"a": 1.5, "b": "x"})
			twice[fmt.Stringer](t, c, "nil Stringer", nil)
		})
	}
}

// twice asks a function of the value for it twice, and wants it computed once and equal, nil for nil.
func twice[T any](t *testing.T, c *memo.Cache, name string, value T) {
	t.Helper()
	calls := 0
	f := memo.Wrap(c, time.Hour, func() (T, error) { calls++; return value, nil }, memo.Policy{Name: name, Codec: memo.Gob{}})
	for range 2 {
		got, err := f()
		require.NoError(t, err, name)
		require.Equal(t, value, got, name)
	}
	require.Equal(t, 1, calls, name)
}

func TestWrap_theValueItself(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4)))
	type local struct{ unexported chan int }
	f := memo.Wrap(c, time.Hour, func() *local { return &local{} })
	require.Same(t, f(), f())
}

func TestWrap_errorsAreNotStored(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4)))
	wrong, calls := errors.New("wrong"), 0
	f := memo.Wrap(c, time.Hour, func(int) (string, error) { calls++; return "half", wrong })
	for range 2 {
		got, err := f(1)
		require.Equal(t, wrong, err)
		require.Equal(t, "half", got, "what came along is returned")
	}
	require.Equal(t, 2, calls)
	require.Equal(t, counts{Misses: 2}, counted(c))
}

func TestWrap_panics(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4)))
	var panicked *memo.PanicError
	_, err := memo.Wrap(c, time.Hour, func(int) (string, error) { panic("boom") })(1)
	require.ErrorAs(t, err, &panicked)
	require.Equal(t, "boom", panicked.Value)
	require.Contains(t, string(panicked.Stack), "TestWrap_panics")

	noError := memo.Wrap(c, time.Hour, func(int) string { panic("bang") })
	for range 2 { // nobody is stuck
		raised := catch(func() { noError(1) })
		require.IsType(t, panicked, raised)
		require.Equal(t, "bang", raised.(*memo.PanicError).Value)
	}
}

func catch(fn func()) (raised any) {
	defer func() { raised = recover() }()
	fn()
	return nil
}

func TestWrap_oneFlightPerKey(t *testing.T) {
	t.Parallel()
	for storeName, store := range map[string]memo.Store{"go values": memo.NewLRU(4), "bytes": newFake()} {
		t.Run(storeName, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := closing(t, memo.New(store))
				var calls atomic.Int64
				f := memo.Wrap(c, time.Hour, func(string) (*forecast, error) {
					calls.Add(1)
					time.Sleep(time.Second)
					return &forecast{City: "Oslo"}, nil
				})
				got := make(chan *forecast, 5)
				for range 5 {
					go func() { v, _ := f("Oslo"); got <- v }()
				}
				first := <-got
				for range 4 {
					require.Same(t, first, <-got, "shared as it is, neither encoded nor decoded")
				}
				require.Equal(t, int64(1), calls.Load())
				require.Equal(t, counts{Misses: 1, Waits: 4}, counted(c))
			})
		})
	}
}

func TestWrap_callerLeaves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(4)))
		slow := func(ctx context.Context) {
			select {
			case <-ctx.Done():
			case <-time.After(time.Minute):
			}
		}
		withError := memo.Wrap(c, time.Hour, func(ctx context.Context) (string, error) { slow(ctx); return "", ctx.Err() })
		without := memo.Wrap(c, time.Hour, func(ctx context.Context) bool { slow(ctx); return ctx.Err() == nil })
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := withError(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, time.Second, time.Since(start))
		require.True(t, without(ctx), "without an error to return, the result is waited for")
		require.Equal(t, time.Second+time.Minute, time.Since(start))
	})
}

// A function without an error cannot say that it was cut short, so what it returns then is not kept.
func TestWrap_cutShortIsNotKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := memo.NewLRU(4)
		half := func(c *memo.Cache) func(context.Context) string {
			return memo.Wrap(c, time.Hour, func(ctx context.Context) string {
				select {
				case <-ctx.Done():
					return "half"
				case <-time.After(time.Minute):
					return "whole"
				}
			}, memo.Policy{Name: "half"})
		}
		c := memo.New(store)
		got := make(chan string, 1)
		f := half(c)
		go func() { got <- f(t.Context()) }()
		synctest.Wait()
		require.NoError(t, c.Close())
		require.Equal(t, "half", <-got)
		require.Equal(t, "whole", half(closing(t, memo.New(store)))(t.Context()))
		n, err := store.Clear(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, n)
	})
}

func TestWrap_afterClose(t *testing.T) {
	t.Parallel()
	c := memo.New(memo.NewLRU(4))
	calls := 0
	f := memo.Wrap(c, time.Hour, func(a int) int { calls++; return a })
	require.Equal(t, 1, f(1))
	require.NoError(t, c.Close())
	require.Equal(t, 1, f(1))
	require.Equal(t, 1, f(1))
	require.Equal(t, 3, calls)
}

func named1(a int) int { return a + 1 }
func named2(a int) int { return a + 2 }

func TestWrap_namesKeepFunctionsApart(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(100)))
	require.Equal(t, 2, memo.Wrap(c, time.Hour, named1)(1))
	require.Equal(t, 3, memo.Wrap(c, time.Hour, named2)(1))
	var raised any
	for n := range 2 { // two closures of one place
		raised = catch(func() {
			require.Equal(t, 1, memo.Wrap(c, time.Hour, func(a int) int { return a + n })(1))
		})
	}
	require.Contains(t, raised, "memo: Wrap: github.com/dashi-go/dashi/memo_test.TestWrap_namesKeepFunctionsApart.")
	require.Contains(t, raised, "wrap_test.go:")
	require.Contains(t, raised, "is taken on this cache")
	require.Contains(t, raised, "memo.Policy.Name")
	for n := range 3 {
		add := memo.Wrap(c, time.Hour, func(a int) int { return a + n }, memo.Policy{Name: fmt.Sprint("add ", n)})
		require.Equal(t, n+1, add(1))
	}
	require.Panics(t, func() { memo.Wrap(c, time.Hour, named1, memo.Policy{Name: "add 2"}) })
}

// A stored result of another type must not be read as this one: the types are in the key.
func TestWrap_changedTypesMakeOtherKeys(t *testing.T) {
	t.Parallel()
	store := newFake()
	open := func() *memo.Cache { return closing(t, memo.New(store)) }
	type one struct{ A int }
	type two struct{ A, B int }
	named := memo.Policy{Name: "same"}
	require.Equal(t, one{1}, memo.Wrap(open(), time.Hour, func(int) one { return one{1} }, named)(1))
	require.Equal(t, two{1, 2}, memo.Wrap(open(), time.Hour, func(int) two { return two{1, 2} }, named)(1))
	require.Equal(t, two{3, 4}, memo.Wrap(open(), time.Hour, func(int64) two { return two{3, 4} }, named)(1))
	require.Equal(t, two{1, 2}, memo.Wrap(open(), time.Hour, func(int) two { return two{5, 6} }, named)(1), "this one is stored")
	c := closing(t, memo.New(store, memo.Options{Version: "2"}))
	require.Equal(t, two{7, 8}, memo.Wrap(c, time.Hour, func(int) two { return two{7, 8} }, named)(1))
}

func TestWrap_refuses(t *testing.T) {
	t.Parallel()
	c := memo.New(memo.NewLRU(4))
	for _, tc := range []struct {
		name     string
		register func()
		want     string
	}{
		{"no function", func() { memo.Wrap(c, time.Hour, 3) }, "memo: Wrap: want a function, not a int"},
		{"nil", func() { memo.Wrap[any](c, time.Hour, nil) }, "memo: Wrap: want a function, not nil"},
		{"nil function", func() { memo.Wrap[func() int](c, time.Hour, nil) }, "memo: Wrap: want a function, not a nil func() int"},
		{"ttl", func() { memo.Wrap(c, 0, named1) }, "the ttl must be positive, not 0s"},
		{"no result", func() { memo.Wrap(c, time.Hour, func() {}) }, "it must return one value, or one value and an error, but is a func()"},
		{"error only", func() { memo.Wrap(c, time.Hour, func() error { return nil }) }, "but is a func() error"},
		{"two values", func() { memo.Wrap(c, time.Hour, func() (a, b int) { return }) }, "but is a func() (int, int)"},
		{"three results", func() { memo.Wrap(c, time.Hour, func() (a, b int, err error) { return }) }, "but is a func() (int, int, error)"},
		{"two errors", func() { memo.Wrap(c, time.Hour, func() (a, b error) { return }) }, "but is a func() (error, error)"},
		{"context not first", func() { memo.Wrap(c, time.Hour, func(int, context.Context) int { return 0 }) },
			"parameter 2: a context.Context must come first"},
		{"func argument", func() { memo.Wrap(c, time.Hour, func(context.Context, string, nested) int { return 0 }) },
			"parameter 3 (memo_test.nested): arg.Filter.Fn: a func() cannot be part of a key"},
		{"chan argument", func() { memo.Wrap(c, time.Hour, func(...chan int) int { return 0 }) },
			"parameter 1 ([]chan int): arg[]: a chan int cannot be part of a key"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			raised := catch(tc.register)
			require.Contains(t, raised, tc.want)
			if strings.Contains(tc.want, "parameter") {
				require.Contains(t, raised, "memo: Wrap: github.com/dashi-go/dashi/memo_test.TestWrap_refuses.")
				require.Regexp(t, `wrap_test\.go:\d+: `, raised)
			}
		})
	}
}

// What only the call shows to be unfit is computed as if there were no cache.
func TestWrap_unfitArguments(t *testing.T) {
	t.Parallel()
	var log record
	c := closing(t, memo.New(memo.NewLRU(4), memo.Options{Logger: log.logger()}))
	calls := 0
	f := memo.Wrap(c, time.Hour, func(context.Context, any) (int, error) { calls++; return calls, nil })
	for want := 1; want <= 3; want++ {
		got, err := f(t.Context(), holder{})
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	for _, v := range []any{panics{}, fails{}, broken{}} {
		_, err := f(t.Context(), v)
		require.NoError(t, err)
	}
	require.Equal(t, 6, calls)
	require.Len(t, log.lines(), 1)
	require.Contains(t, log.lines()[0], "parameter 2 (interface {}): arg.Fn: a func() cannot be part of a key")
	boom := memo.Wrap(c, time.Hour, func(any) (int, error) { panic("boom") })
	_, err := boom(func() {})
	require.EqualError(t, err, "memo: panic: boom")
}

func TestWrap_Dir_outlivesTheProcess(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "cache")
	for i := range 2 {
		c := closing(t, memo.New(memo.NewDir(path)))
		f := memo.Wrap(c, time.Hour, func(string) (forecast, error) {
			return forecast{City: fmt.Sprint("computed in process ", i), High: []float64{1.5}}, nil
		}, memo.Policy{Name: "forecast"})
		got, err := f("Oslo")
		require.NoError(t, err)
		require.Equal(t, forecast{City: "computed in process 0", High: []float64{1.5}}, got)
	}
}
