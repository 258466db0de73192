package call_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/call"
)

func TestHandlersGiveTheValuesTheyReturn(t *testing.T) {
	t.Parallel()
	type key struct{}
	failure, other := errors.New("no such city"), errors.New("other")
	two := []call.Dep{cityValue, allRows}
	tests := map[string]struct {
		fn      any
		outputs []call.Dep
		values  []any
		err     error
		results int
	}{
		"values":                       {func(err error) (string, []int) { return err.Error(), []int{1} }, two, []any{"no such city", []int{1}}, nil, 2},
		"values and an error":          {func(error) (string, any, error) { return "", nil, nil }, two, []any{"", nil}, nil, 2},
		"an error in place of values":  {func(error) (string, any, error) { return "a", nil, other }, two, nil, other, 2},
		"nothing":                      {func(error) {}, two, nil, nil, 0},
		"only an error":                {func(err error) error { return err }, two, nil, failure, 0},
		"only no error":                {func(error) error { return nil }, two, nil, nil, 0},
		"with a context":               {func(ctx context.Context, err error) (any, []int) { return ctx.Value(key{}), nil }, two, []any{"here", []int(nil)}, nil, 2},
		"for a callback without any":   {func(context.Context, error) error { return other }, nil, nil, other, 0},
		"an error for the only output": {func(err error) (error, error) { return err, nil }, two[:1], []any{failure}, nil, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, err := call.BindHandler(tt.fn, tt.outputs)
			require.NoError(t, err)
			require.Len(t, h.Results(), tt.results)
			require.Contains(t, h.Name(), "TestHandlersGiveTheValuesTheyReturn")
			values, err := h.Call(context.WithValue(t.Context(), key{}, "here"), failure)
			require.Equal(t, tt.err, err)
			require.Equal(t, tt.values, values)
		})
	}
}

func TestHandlersThatDoNotFitAreNamed(t *testing.T) {
	t.Parallel()
	one := []call.Dep{cityValue}
	tests := map[string]struct {
		fn      any
		outputs []call.Dep
		want    string
	}{
		"nil":                {nil, one, "expected a function, got <nil>"},
		"a nil function":     {(func(error))(nil), one, "the function is nil (a func(error))"},
		"variadic":           {func(...error) {}, one, "the function is variadic; it must take an error and nothing else"},
		"no parameter":       {func() {}, one, "the function is a func(); it must take an optional context.Context and an error"},
		"another parameter":  {func(string) {}, one, "the function is a func(string); it must take an optional context.Context and an error"},
		"two errors":         {func(error, error) {}, one, "the function is a func(error, error); it must take an optional context.Context and an error"},
		"context at the end": {func(error, context.Context) {}, one, "a context.Context must be the function's first parameter"},
		"too many results":   {func(error) (int, int) { return 0, 0 }, one, "the function returns 2 values, but the callback has 1 Output"},
		"values for none":    {func(error) int { return 0 }, nil, "the function returns 1 value, but the callback has 0 Outputs"},
		"no list":            {func(error) int { return 0 }, []call.Dep{allRows}, `result 1 (for {"index":ALL,"type":"row"}.value) is a int, but an Output with ALL is set by a list: expected a slice or any`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := call.BindHandler(tt.fn, tt.outputs)
			require.EqualError(t, err, tt.want)
		})
	}
}

func TestPanicsOfHandlersBecomeErrors(t *testing.T) {
	t.Parallel()
	h, err := call.BindHandler(func(error) string { panic("oh no") }, outs(1))
	require.NoError(t, err)
	require.Equal(t, []reflect.Type{reflect.TypeFor[string]()}, h.Results())
	values, err := h.Call(t.Context(), errors.New("x"))
	require.Nil(t, values)
	var panicked *call.PanicError
	require.ErrorAs(t, err, &panicked)
	require.Contains(t, string(panicked.Stack), "handler_test.go")
}
