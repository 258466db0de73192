package call

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
)

// signature is a function of the user's: what it takes after an optional context, and what it returns before an optional error.
type signature struct {
	name     string
	fn       reflect.Value
	takesCtx bool
	in       []reflect.Type
	results  []reflect.Type // where it gives its values bit by bit, the types of those
	fails    bool           // the last result is an error

	form      form
	sink      reflect.Type // of the last parameter, which in does not have
	sinkFails bool         // it returns an error
}

var (
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
)

// read takes the type of fn apart. The error of a variadic function says what takes its parameters instead.
func read(fn any, instead string) (s signature, err error) {
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func {
		return s, fmt.Errorf("expected a function, got %T", fn)
	}
	if v.IsNil() {
		return s, fmt.Errorf("the function is nil (a %T)", fn)
	}
	t := v.Type()
	if t.IsVariadic() {
		return s, fmt.Errorf("the function is variadic; it must take %s", instead)
	}
	s = signature{name: runtime.FuncForPC(v.Pointer()).Name(), fn: v, in: slices.Collect(t.Ins()), results: slices.Collect(t.Outs())}
	if len(s.in) > 0 && s.in[0] == contextType {
		s.takesCtx, s.in = true, s.in[1:]
	}
	if slices.Contains(s.in, contextType) {
		return s, errors.New("a context.Context must be the function's first parameter")
	}
	if n := len(s.results); n > 0 && s.results[n-1] == errorType {
		s.fails, s.results = true, s.results[:n-1]
	}
	return s, nil
}

// checkResults holds the results to the outputs they set.
func (s *signature) checkResults(outputs []Dep) error {
	if len(s.results) != len(outputs) {
		return fmt.Errorf("the function returns %s, but the callback has %s", count(len(s.results), "value"), count(len(outputs), "Output"))
	}
	for i, out := range outputs {
		t := s.results[i]
		if t.Kind() == reflect.Func {
			return fmt.Errorf("result %d (for %s) is a %s, which is no value that a browser can get", i+1, out.spell(), t)
		}
		if out.List && !isList(t) && t.Kind() != reflect.Interface {
			return fmt.Errorf("result %d (for %s) is a %s, but an Output with ALL is set by a list: expected a slice or any", i+1, out.spell(), t)
		}
	}
	return nil
}

// isList is true of slices whose JSON is a list. Bytes are a text there, and a json.RawMessage is anything.
func isList(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8
}

// arguments begins a call's arguments, with room for more.
func (s *signature) arguments(ctx *context.Context) []reflect.Value {
	args := make([]reflect.Value, 0, len(s.in)+1)
	if s.takesCtx {
		args = append(args, reflect.ValueOf(ctx).Elem())
	}
	return args
}

// invoke runs user code and turns its panic and its error result into an error. A runtime.Goexit in it ends the calling goroutine,
// as it does everywhere.
func (s *signature) invoke(args []reflect.Value) (results []reflect.Value, err error) {
	err = Protect(func() error {
		results = s.fn.Call(args)
		if !s.fails {
			return nil
		}
		err, _ := results[len(results)-1].Interface().(error)
		return err
	})
	return results, err
}

// call is invoke, and returns the values.
func (s *signature) call(args []reflect.Value) (values []any, err error) {
	results, err := s.invoke(args)
	if err != nil {
		return nil, err
	}
	values = make([]any, len(s.results))
	for i := range values {
		values[i] = results[i].Interface()
	}
	return values, nil
}

// count is "1 value", "2 values", "0 Inputs and States".
func count(n int, what string) string {
	if n != 1 {
		what = strings.ReplaceAll(what, " and ", "s and ") + "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
