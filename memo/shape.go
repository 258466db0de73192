package memo

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
)

// shape is the signature of a memoized function, checked once: (ctx?, args…) (result, error?).
type shape struct {
	typ    reflect.Type
	symbol string
	place  string  // file:line of the function
	first  int     // index of the first argument: 1 after a context
	args   []*plan // of the parameters from first on
	result reflect.Type
	fails  bool // returns an error
}

// newShape panics when the function cannot be memoized.
func newShape(fn reflect.Value, types *planner) *shape {
	if !fn.IsValid() || fn.Kind() != reflect.Func || fn.IsNil() {
		panic(fmt.Sprintf("memo: Func: want a function, not %v", describeValue(fn)))
	}
	s := &shape{typ: fn.Type()}
	symbol := runtime.FuncForPC(fn.Pointer())
	file, line := symbol.FileLine(symbol.Entry())
	s.symbol, s.place = symbol.Name(), fmt.Sprintf("%s:%d", file, line)
	s.readResults()
	s.readParameters(types)
	return s
}

func describeValue(fn reflect.Value) string {
	if !fn.IsValid() {
		return "nil"
	}
	if fn.Kind() == reflect.Func {
		return "a nil " + fn.Type().String()
	}
	return "a " + fn.Type().String()
}

func (s *shape) readResults() {
	isError := func(t reflect.Type) bool { return t == reflect.TypeFor[error]() }
	switch n := s.typ.NumOut(); {
	case n == 1 && !isError(s.typ.Out(0)):
	case n == 2 && !isError(s.typ.Out(0)) && isError(s.typ.Out(1)):
		s.fails = true
	default:
		s.refuse("it must return one value, or one value and an error, but is a %v", s.typ)
	}
	s.result = s.typ.Out(0)
}

func (s *shape) readParameters(types *planner) {
	isContext := func(i int) bool { return s.typ.In(i) == reflect.TypeFor[context.Context]() }
	if s.typ.NumIn() > 0 && isContext(0) {
		s.first = 1
	}
	for i := s.first; i < s.typ.NumIn(); i++ {
		if isContext(i) {
			s.refuse("parameter %d: a context.Context must come first", i+1)
		}
		p, err := types.of(s.typ.In(i))
		if err != nil {
			s.refuse("%v", s.argError(i-s.first, err))
		}
		s.args = append(s.args, p)
	}
}

// argError names the parameter as the source counts them.
func (s *shape) argError(i int, err error) error {
	n := s.first + i
	return fmt.Errorf("parameter %d (%v): arg%w", n+1, s.typ.In(n), err)
}

func (s *shape) refuse(format string, args ...any) {
	panic(fmt.Sprintf("memo: Func: %s at %s: %s", s.symbol, s.place, fmt.Sprintf(format, args...)))
}

// context is the caller's, if there is one.
func (s *shape) context(in []reflect.Value) context.Context {
	if s.first == 1 {
		if ctx, ok := in[0].Interface().(context.Context); ok {
			return ctx
		}
	}
	return context.Background()
}

// fits tells whether a stored value can be returned as the result.
func (s *shape) fits(value any) bool {
	if value == nil {
		return s.result.Kind() == reflect.Interface
	}
	return reflect.TypeOf(value).AssignableTo(s.result)
}

// results makes what the caller gets. An error that the signature has no place for is a panic in the caller.
func (s *shape) results(value any, err error) []reflect.Value {
	if err != nil && !s.fails {
		panic(err)
	}
	first := reflect.Zero(s.result)
	if value != nil {
		first = reflect.ValueOf(value)
	}
	if !s.fails {
		return []reflect.Value{first}
	}
	second := reflect.Zero(reflect.TypeFor[error]())
	if err != nil {
		second = reflect.ValueOf(err)
	}
	return []reflect.Value{first, second}
}
