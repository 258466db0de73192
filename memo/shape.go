package memo

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
)

// shape is the signature of a memoized function, checked once: (ctx?, args…) (result, error?).
type shape struct {
	by     string // the function of this package it was given to
	typ    reflect.Type
	symbol string
	place  string  // file:line of the function
	first  int     // index of the first argument: 1 after a context
	args   []*plan // of the parameters from first on
	result reflect.Type
	fails  bool // returns an error
}

// newShape panics when the function cannot be memoized.
func newShape(by string, fn reflect.Value, types *planner) *shape {
	if !fn.IsValid() || fn.Kind() != reflect.Func || fn.IsNil() {
		panic(fmt.Sprintf("memo: %s: want a function, not %v", by, describeValue(fn)))
	}
	s := &shape{by: by, typ: fn.Type()}
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
	panic(fmt.Sprintf("memo: %s: %s", s.where(), fmt.Sprintf(format, args...)))
}

// where names what is wrong.
func (s *shape) where() string { return fmt.Sprintf("%s: %s at %s", s.by, s.symbol, s.place) }

// values makes what a call would get of arguments without their types; those of a variadic parameter come one by one.
func (s *shape) values(args []any) ([]reflect.Value, error) {
	n := len(s.args)
	if s.typ.IsVariadic() {
		if len(args) < n-1 {
			return nil, fmt.Errorf("%d arguments, want at least %d", len(args), n-1)
		}
		rest := reflect.MakeSlice(s.typ.In(s.first+n-1), len(args)-n+1, len(args)-n+1)
		for i := range rest.Len() {
			if err := assign(rest.Index(i), n+i, args[n-1+i]); err != nil {
				return nil, err
			}
		}
		if rest.Len() == 0 {
			rest = reflect.Zero(rest.Type()) // as in a call without any
		}
		in, err := s.fixed(args[:n-1])
		return append(in, rest), err
	}
	if len(args) != n {
		return nil, fmt.Errorf("%d arguments, want %d", len(args), n)
	}
	return s.fixed(args)
}

func (s *shape) fixed(args []any) ([]reflect.Value, error) {
	in := make([]reflect.Value, len(args))
	for i, arg := range args {
		in[i] = reflect.New(s.typ.In(s.first + i)).Elem()
		if err := assign(in[i], i+1, arg); err != nil {
			return nil, err
		}
	}
	return in, nil
}

// assign sets a parameter to an argument.
func assign(to reflect.Value, n int, arg any) error {
	v := reflect.ValueOf(arg)
	switch {
	case arg == nil && nillable(to.Kind()):
	case arg != nil && v.Type().AssignableTo(to.Type()):
		to.Set(v)
	default:
		return fmt.Errorf("argument %d is a %T, want a %v", n, arg, to.Type())
	}
	return nil
}

func nillable(k reflect.Kind) bool {
	return k == reflect.Pointer || k == reflect.Interface || k == reflect.Slice || k == reflect.Map
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
