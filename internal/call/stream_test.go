package call_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render/wire"
)

var errBroken = errors.New("broken")

// count yields 1 to n.
func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i + 1) {
				return
			}
		}
	}
}

// gathered runs a function that streams, and gives all it yields.
func gathered(t *testing.T, fn any, deps, outputs []call.Dep, raw ...wire.RawMessage) (all [][]any, err error) {
	t.Helper()
	f, err := call.Bind(fn, deps, outputs)
	require.NoError(t, err)
	require.True(t, f.Streams())
	err = f.Stream(t.Context(), raw, func(values []any) error {
		all = append(all, values)
		return nil
	})
	return all, err
}

func TestFormsOfFunctionsThatStream(t *testing.T) {
	t.Parallel()
	city := []call.Dep{cityValue}
	both := []call.Dep{cityValue, goClicks}
	none := [][]any(nil)
	tests := map[string]struct {
		fn      any
		deps    []call.Dep
		outputs int
		results []reflect.Type
		want    [][]any
		err     error
	}{
		"a sequence":               {func() iter.Seq[int] { return count(3) }, nil, 1, []reflect.Type{reflect.TypeFor[int]()}, [][]any{{1}, {2}, {3}}, nil},
		"one of a type of its own": {func() counting { return counting(count(2)) }, nil, 1, []reflect.Type{reflect.TypeFor[int]()}, [][]any{{1}, {2}}, nil},
		"of anything": {func() iter.Seq[any] { return slices.Values([]any{"a", nil, 3}) }, nil, 1,
			[]reflect.Type{reflect.TypeFor[any]()}, [][]any{{"a"}, {nil}, {3}}, nil},
		"with arguments": {func(_ context.Context, city string) iter.Seq[string] { return slices.Values([]string{city}) }, city, 1,
			[]reflect.Type{reflect.TypeFor[string]()}, [][]any{{"Oslo"}}, nil},
		"with a record": {func(a args) iter.Seq[string] { return slices.Values([]string{a.City}) }, both, 1,
			[]reflect.Type{reflect.TypeFor[string]()}, [][]any{{"Oslo"}}, nil},
		"that is nil":          {func() iter.Seq[int] { return nil }, nil, 1, []reflect.Type{reflect.TypeFor[int]()}, none, nil},
		"that is empty":        {func() iter.Seq[int] { return count(0) }, nil, 1, []reflect.Type{reflect.TypeFor[int]()}, none, nil},
		"and an error":         {func() (iter.Seq[int], error) { return count(1), nil }, nil, 1, []reflect.Type{reflect.TypeFor[int]()}, [][]any{{1}}, nil},
		"or an error":          {func() (iter.Seq[int], error) { return nil, errBroken }, nil, 1, []reflect.Type{reflect.TypeFor[int]()}, none, errBroken},
		"pairs":                {func() iter.Seq2[int, error] { return failing(2, nil) }, nil, 1, []reflect.Type{reflect.TypeFor[int]()}, [][]any{{1}, {2}}, nil},
		"pairs with an error":  {func() iter.Seq2[int, error] { return failing(2, errBroken) }, nil, 1, []reflect.Type{reflect.TypeFor[int]()}, [][]any{{1}, {2}}, errBroken},
		"a sink":               {func(give func(int, string)) { give(1, "a"); give(2, "b") }, nil, 2, []reflect.Type{reflect.TypeFor[int](), reflect.TypeFor[string]()}, [][]any{{1, "a"}, {2, "b"}}, nil},
		"a sink and arguments": {func(_ context.Context, city string, give func(string) error) error { return give(city) }, city, 1, []reflect.Type{reflect.TypeFor[string]()}, [][]any{{"Oslo"}}, nil},
		"a sink and a record":  {func(a args, give func(string) error) error { return give(a.City) }, both, 1, []reflect.Type{reflect.TypeFor[string]()}, [][]any{{"Oslo"}}, nil},
		"a sink then an error": {func(give func(int)) error { give(1); return errBroken }, nil, 1, []reflect.Type{reflect.TypeFor[int]()}, [][]any{{1}}, errBroken},
		"a sink unused":        {func(func(int)) {}, nil, 1, []reflect.Type{reflect.TypeFor[int]()}, none, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := call.Bind(tt.fn, tt.deps, outs(tt.outputs))
			require.NoError(t, err)
			require.Equal(t, tt.results, f.Results())
			require.Len(t, f.Params(), len(tt.deps))
			raw := []wire.RawMessage{wire.RawMessage(`"Oslo"`), wire.RawMessage(`1`)}[:len(tt.deps)]
			all, err := gathered(t, tt.fn, tt.deps, outs(tt.outputs), raw...)
			require.Equal(t, tt.err, err)
			require.Equal(t, tt.want, all)
		})
	}
}

type counting iter.Seq[int]

// failing yields 1 to n, then a value with an error.
func failing(n int, err error) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := range count(n) {
			if !yield(i, nil) {
				return
			}
		}
		if err != nil {
			yield(99, err)
		}
	}
}

func TestFunctionsThatGiveTheirValuesAtOnceDoNotStream(t *testing.T) {
	t.Parallel()
	f, err := call.Bind(func() []int { return nil }, nil, outs(1)) // one may range over a slice, and still it is one value
	require.NoError(t, err)
	require.False(t, f.Streams())
}

func TestFunctionsThatStreamOtherwiseAreNamed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fn      any
		outputs int
		want    string
	}{
		"pairs of values": {func() iter.Seq2[int, string] { return nil }, 1,
			"the function returns a iter.Seq2[int,string]; expected an iter.Seq[T] or an iter.Seq2[T, error]"},
		"a sequence for two": {func() iter.Seq[int] { return nil }, 2,
			"the function returns a iter.Seq[int], which is for a callback with one Output alone: where there are several, take as the last parameter a func of their values, such as func(A, B) error"},
		"two sequences": {func() (iter.Seq[int], iter.Seq[int]) { return nil, nil }, 2,
			"the function returns a iter.Seq[int], which is for a callback with one Output alone: where there are several, take as the last parameter a func of their values, such as func(A, B) error"},
		"a sequence for nothing": {func() iter.Seq[int] { return nil }, 0, "the function returns 1 value, but the callback has 0 Outputs"},
		"another func":           {func() func() int { return nil }, 1, "result 1 (for .) is a func() int, which is no value that a browser can get"},
		"a sequence of funcs":    {func() iter.Seq[func()] { return nil }, 1, "result 1 (for .) is a func(), which is no value that a browser can get"},
		"a sink for nothing": {func(func()) {}, 0,
			"the function's last parameter is a func(), but the callback has no Outputs that it could take the values of"},
		"a sink of one for two": {func(func(int) error) {}, 2,
			"the function's last parameter is a func(int) error; a func that takes the outputs' values has one parameter per Output (2), and returns nothing or an error"},
		"a sink that says whether": {func(func(int) bool) {}, 1,
			"the function's last parameter is a func(int) bool; a func that takes the outputs' values has one parameter per Output (1), and returns nothing or an error"},
		"a sink of any number": {func(func(...int)) {}, 1,
			"the function's last parameter is a func(...int); a func that takes the outputs' values has one parameter per Output (1), and returns nothing or an error"},
		"a sink and a value": {func(func(int)) int { return 0 }, 1,
			"the function returns 1 value and takes a func(int) for the outputs' values: expected one of them; beside such a func it returns nothing, or an error"},
		"a sink first": {func(func(int), string) {}, 1, "the function returns 0 values, but the callback has 1 Output"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := call.Bind(tt.fn, nil, outs(tt.outputs))
			require.EqualError(t, err, tt.want)
		})
	}
	t.Run("a list", func(t *testing.T) {
		t.Parallel()
		_, err := call.Bind(func() iter.Seq[int] { return nil }, nil, []call.Dep{{ID: "a", Property: "b", List: true}})
		require.EqualError(t, err, "result 1 (for a.b) is a int, but an Output with ALL is set by a list: expected a slice or any")
	})
	t.Run("a handler", func(t *testing.T) {
		t.Parallel()
		_, err := call.BindHandler(func(error) iter.Seq[int] { return nil }, outs(1))
		require.EqualError(t, err, "result 1 (for .) is a iter.Seq[int], which is no value that a browser can get")
	})
}

// TestAnErrorOfYieldEndsTheSequence: that is how the caller's going ends what the user's function does.
func TestAnErrorOfYieldEndsTheSequence(t *testing.T) {
	t.Parallel()
	for name, seq := range map[string]any{
		"values": func(done *bool) any {
			return func() iter.Seq[int] {
				return func(yield func(int) bool) {
					defer func() { *done = true }()
					for i := 0; yield(i); i++ { //nolint:revive // all is said in the head
					}
				}
			}
		},
		"pairs": func(done *bool) any {
			return func() iter.Seq2[int, error] {
				return func(yield func(int, error) bool) {
					defer func() { *done = true }()
					for i := 0; yield(i, nil); i++ { //nolint:revive // as above
					}
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var done bool
			f, err := call.Bind(seq.(func(*bool) any)(&done), nil, outs(1))
			require.NoError(t, err)
			var all []any
			err = f.Stream(t.Context(), nil, func(values []any) error {
				all = append(all, values...)
				if len(all) == 3 {
					return errBroken
				}
				return nil
			})
			require.Equal(t, errBroken, err)
			require.Equal(t, []any{0, 1, 2}, all)
			require.True(t, done, "the sequence cleans up")
		})
	}
}

func TestAnErrorOfYieldComesFromTheSinkFromThenOn(t *testing.T) {
	t.Parallel()
	yields := 0
	broken := func([]any) error {
		if yields++; yields == 2 {
			return errBroken
		}
		return nil
	}
	var heard []error
	f, err := call.Bind(func(give func(int) error) {
		for i := range 4 {
			heard = append(heard, give(i))
		}
	}, nil, outs(1))
	require.NoError(t, err)
	require.Equal(t, errBroken, f.Stream(t.Context(), nil, broken), "though the function thinks that all is well")
	require.Equal(t, []error{nil, errBroken, errBroken, errBroken}, heard)
	require.Equal(t, 2, yields, "nothing is given after the error")
}

func TestTheFunctionsOwnErrorGoesBeforeThatOfItsSink(t *testing.T) {
	t.Parallel()
	f, err := call.Bind(func(give func(int) error) error { return fmt.Errorf("half way: %w", give(1)) }, nil, outs(1))
	require.NoError(t, err)
	err = f.Stream(t.Context(), nil, func([]any) error { return errBroken })
	require.EqualError(t, err, "half way: broken")
	require.ErrorIs(t, err, errBroken)
}

func TestASinkTakesNothingAfterTheFunctionHasReturned(t *testing.T) {
	t.Parallel()
	var kept func(int) error
	all, err := gathered(t, func(give func(int) error) { kept = give }, nil, outs(1))
	require.NoError(t, err)
	require.Equal(t, call.ErrEnded, kept(1))
	require.Empty(t, all)

	_, err = gathered(t, func(give func(int) error) { kept = give; panic("oh") }, nil, outs(1))
	require.EqualError(t, err, "panic: oh")
	require.Equal(t, call.ErrEnded, kept(1), "after a panic too")
}

func TestASinkMayBeUsedByManyGoroutines(t *testing.T) {
	t.Parallel()
	f, err := call.Bind(func(give func(int)) {
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() { give(i) })
		}
		all.Wait()
	}, nil, outs(1))
	require.NoError(t, err)
	sum, inside := 0, 0
	require.NoError(t, f.Stream(t.Context(), nil, func(values []any) error {
		inside++
		require.Equal(t, 1, inside, "one after the other")
		sum += values[0].(int)
		inside--
		return nil
	}))
	require.Equal(t, 190, sum)
}

func TestPanicsInStreamsBecomeErrors(t *testing.T) {
	t.Parallel()
	var panicked *call.PanicError
	for name, fn := range map[string]any{
		"before": func() iter.Seq[int] { panic("oh") },
		"in it":  func() iter.Seq[int] { return func(yield func(int) bool) { yield(1); panic("oh") } },
		"pairs":  func() iter.Seq2[int, error] { return func(func(int, error) bool) { panic("oh") } },
		"a sink": func(give func(int)) { give(1); panic("oh") },
	} {
		_, err := gathered(t, fn, nil, outs(1))
		require.ErrorAs(t, err, &panicked, name)
		require.Equal(t, "oh", panicked.Value, name)
	}
}

// TestASequenceThatGoesOnAfterItsEndPanics, as it does in a loop.
func TestASequenceThatGoesOnAfterItsEndPanics(t *testing.T) {
	t.Parallel()
	f, err := call.Bind(func() iter.Seq[int] {
		return func(yield func(int) bool) { yield(1); yield(2) }
	}, nil, outs(1))
	require.NoError(t, err)
	err = f.Stream(t.Context(), nil, func([]any) error { return errBroken })
	var panicked *call.PanicError
	require.ErrorAs(t, err, &panicked)
}

func TestArgumentsOfStreamsThatDoNotFitAreNamed(t *testing.T) {
	t.Parallel()
	_, err := gathered(t, func(n int) iter.Seq[int] { return count(n) }, []call.Dep{goClicks}, outs(1), wire.RawMessage(`"x"`))
	var argument *call.ArgumentError
	require.ErrorAs(t, err, &argument)
	require.Equal(t, 0, argument.Index)
}
