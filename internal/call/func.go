package call

import (
	"context"
	"fmt"
	"reflect"

	"github.com/dashi-go/dashi/render/wire"
)

// Func is a user's function bound to a callback.
type Func struct {
	signature
	params []Param
	record *record // set where the arguments are the fields of one struct
}

// Bind binds fn to the dependencies that fill its parameters, in order, and to the outputs its results set. fn takes an optional
// context.Context, then one parameter per dependency, or one struct whose fields are tagged `dashi:"id.property"`; it returns
// one value per output, then an optional error. Or it gives them bit by bit: it returns an iter.Seq of the one output's values, or an
// iter.Seq2 of values and errors, and an optional error; or its last parameter is a func that takes one value per output and returns
// nothing or an error, and fn returns an optional error only. The error says which of these fn breaks.
func Bind(fn any, deps, outputs []Dep) (*Func, error) {
	s, err := read(fn, fmt.Sprintf("one parameter per Input and State (%d)", len(deps)))
	if err != nil {
		return nil, err
	}
	if err := s.takeStream(deps, outputs); err != nil {
		return nil, err
	}
	if err := s.checkResults(outputs); err != nil {
		return nil, err
	}
	f := &Func{signature: s}
	if len(s.in) == 1 && isRecord(s.in[0]) {
		return f, f.bindRecord(s.in[0], deps)
	}
	if len(s.in) != len(deps) {
		return nil, fmt.Errorf("the function takes %s, but the callback has %s", count(len(s.in), "parameter"), count(len(deps), "Input and State"))
	}
	for i, t := range s.in {
		p, err := newParam(fmt.Sprintf("parameter %d", i+1), t, deps[i])
		if err != nil {
			return nil, fmt.Errorf("parameter %d (for %s) %w", i+1, deps[i].spell(), err)
		}
		f.params = append(f.params, p)
	}
	return f, nil
}

// Name is the function's symbol, such as "main.main.func1".
func (f *Func) Name() string { return f.name }

// Params are the parameters in the order of the dependencies.
func (f *Func) Params() []Param { return f.params }

// Results are the types of what the function gives for its outputs, at once or bit by bit.
func (f *Func) Results() []reflect.Type { return f.results }

// Call decodes raw, one JSON value per dependency (nil where the browser has none), calls the function and returns its
// values. The value of a List dependency is a JSON list, with null for what has no value. An argument that does not decode
// gives an [*ArgumentError]; a panic in the function a [*PanicError]. A function that streams is called by [Func.Stream].
func (f *Func) Call(ctx context.Context, raw []wire.RawMessage) (values []any, err error) {
	args, err := f.decode(&ctx, raw)
	if err != nil {
		return nil, err
	}
	return f.call(args)
}

// decode makes the arguments of a call.
func (f *Func) decode(ctx *context.Context, raw []wire.RawMessage) (args []reflect.Value, err error) {
	args = f.arguments(ctx)
	decoded := make([]reflect.Value, len(f.params))
	for i, p := range f.params {
		if decoded[i], err = p.Decode(raw[i]); err != nil {
			return nil, &ArgumentError{Index: i, Label: p.Label, Type: p.Type, Cause: err}
		}
	}
	if f.record != nil {
		return append(args, f.record.fill(decoded)), nil
	}
	return append(args, decoded...), nil
}
