package call

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"

	"github.com/dashi-go/dashi/render/wire"
)

// form is how a function gives the values of its outputs.
type form int

const (
	atOnce    form = iota // they are its results
	oneByOne              // an iter.Seq of the values of its one output
	orAnError             // an iter.Seq2 of such values and errors
	bySink                // its last parameter takes the values of all outputs, as often as the function calls it
)

// ErrEnded is what a sink returns once the function that it was given to has returned.
var ErrEnded = errors.New("dashi: the callback has returned, so it gives no more values")

// takeStream finds out whether the function gives its values bit by bit. What it gives then are its results, and a sink is no parameter.
func (s *signature) takeStream(deps, outputs []Dep) error {
	if n := len(s.in); n > 0 && s.in[n-1].Kind() == reflect.Func && (n != len(deps) || isRecord(s.in[0])) {
		return s.takeSink(s.in[n-1], outputs)
	}
	for _, t := range s.results {
		if t.Kind() != reflect.Func || !t.CanSeq() && !t.CanSeq2() {
			continue
		}
		if len(s.results) != 1 || len(outputs) > 1 {
			return fmt.Errorf("the function returns a %s, which is for a callback with one Output alone: "+
				"where there are several, take as the last parameter a func of their values, such as func(A, B) error", t)
		}
		return s.takeSequence(t)
	}
	return nil
}

func (s *signature) takeSequence(t reflect.Type) error {
	yield := t.In(0)
	s.form = oneByOne
	if yield.NumIn() == 2 {
		if yield.In(1) != errorType {
			return fmt.Errorf("the function returns a %s; expected an iter.Seq[T] or an iter.Seq2[T, error]", t)
		}
		s.form = orAnError
	}
	s.results = []reflect.Type{yield.In(0)}
	return nil
}

func (s *signature) takeSink(t reflect.Type, outputs []Dep) error {
	fails := t.NumOut() == 1 && t.Out(0) == errorType
	switch {
	case len(outputs) == 0:
		return fmt.Errorf("the function's last parameter is a %s, but the callback has no Outputs that it could take the values of", t)
	case t.IsVariadic() || t.NumIn() != len(outputs) || t.NumOut() > 0 && !fails:
		return fmt.Errorf("the function's last parameter is a %s; a func that takes the outputs' values has one parameter per Output (%d), and returns nothing or an error",
			t, len(outputs))
	case len(s.results) > 0:
		return fmt.Errorf("the function returns %s and takes a %s for the outputs' values: expected one of them; beside such a func it returns nothing, or an error",
			count(len(s.results), "value"), t)
	}
	s.form, s.sink, s.sinkFails = bySink, t, fails
	s.in = s.in[:len(s.in)-1]
	for in := range t.Ins() {
		s.results = append(s.results, in)
	}
	return nil
}

// Streams tells whether the function gives its values bit by bit: then it is called by Stream.
func (f *Func) Streams() bool { return f.form != atOnce }

// Stream is Call for a function that gives its values bit by bit: yield gets them each time, in one goroutine after the other, and they
// belong to the function again when yield has returned. An error of yield ends the sequence and is returned; a sink returns it to the function,
// from then on always, and it is returned here unless the function has an error of its own. A value that comes with an error is
// dropped.
func (f *Func) Stream(ctx context.Context, raw []wire.RawMessage, yield func(values []any) error) error {
	args, err := f.decode(&ctx, raw)
	if err != nil {
		return err
	}
	if f.form == bySink {
		s := &sink{yield: yield, fails: f.sinkFails}
		defer s.end()
		_, err := f.invoke(append(args, reflect.MakeFunc(f.sink, s.take)))
		if err == nil {
			err = s.end()
		}
		return err
	}
	return Protect(func() error {
		results, err := f.invoke(args)
		if err != nil || results[0].IsNil() {
			return err
		}
		return f.drain(results[0], yield)
	})
}

// drain runs a sequence to its end.
func (f *Func) drain(sequence reflect.Value, yield func([]any) error) error {
	if f.form == oneByOne {
		for value := range sequence.Seq() {
			if err := yield([]any{value.Interface()}); err != nil {
				return err
			}
		}
		return nil
	}
	for value, failure := range sequence.Seq2() {
		if err, _ := failure.Interface().(error); err != nil {
			return err
		}
		if err := yield([]any{value.Interface()}); err != nil {
			return err
		}
	}
	return nil
}

// sink is what a function gives its values to.
type sink struct {
	yield func([]any) error
	fails bool // it returns an error

	mu     sync.Mutex
	failed error // guarded by mu: the first error of yield
	ended  bool  // guarded by mu
}

// take is called by the user, and by several goroutines of the user's perhaps.
func (s *sink) take(args []reflect.Value) []reflect.Value {
	values := make([]any, len(args))
	for i, arg := range args {
		values[i] = arg.Interface()
	}
	err := s.put(values)
	if !s.fails {
		return nil
	}
	return []reflect.Value{reflect.ValueOf(&err).Elem()}
}

func (s *sink) put(values []any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil && s.ended {
		return ErrEnded
	}
	if s.failed == nil {
		s.failed = s.yield(values)
	}
	return s.failed
}

// end says that the function has returned, and tells what yield has failed with.
func (s *sink) end() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	return s.failed
}
