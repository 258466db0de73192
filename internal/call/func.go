package call

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"github.com/dashi-go/dashi/render/wire"
)

// Func is a user's function bound to a callback.
type Func struct {
	name     string
	fn       reflect.Value
	takesCtx bool
	params   []Param
	record   *record // set where the arguments are the fields of one struct
	results  []reflect.Type
	fails    bool // the last result is an error
}

// Param is what the function takes for one Input or State.
type Param struct {
	Label  string // how messages call it: "parameter 2" or "field City"
	Type   reflect.Type
	decode decodeFunc
}

func newParam(label string, t reflect.Type) Param { return Param{label, t, decoderOf(t)} }

// Dep names the property that fills a parameter.
type Dep struct{ ID, Property string }

func (d Dep) String() string { return d.ID + "." + d.Property }

var (
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
)

// Bind binds fn to the dependencies that fill its parameters, in order, and to the number of outputs its results set. fn
// takes an optional context.Context, then one parameter per dependency, or one struct whose fields are tagged
// `dashi:"id.property"`; it returns one value per output, then an optional error. The error says which of these fn breaks.
func Bind(fn any, deps []Dep, outputs int) (*Func, error) {
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func {
		return nil, fmt.Errorf("expected a function, got %T", fn)
	}
	if v.IsNil() {
		return nil, fmt.Errorf("the function is nil (a %T)", fn)
	}
	t := v.Type()
	if t.IsVariadic() {
		return nil, fmt.Errorf("the function is variadic; it must take one parameter per Input and State (%d)", len(deps))
	}
	f := &Func{name: runtime.FuncForPC(v.Pointer()).Name(), fn: v}
	in, out := slices.Collect(t.Ins()), slices.Collect(t.Outs())
	if len(in) > 0 && in[0] == contextType {
		f.takesCtx, in = true, in[1:]
	}
	if slices.Contains(in, contextType) {
		return nil, errors.New("a context.Context must be the function's first parameter")
	}
	if n := len(out); n > 0 && out[n-1] == errorType {
		f.fails, out = true, out[:n-1]
	}
	f.results = out
	if len(out) != outputs {
		return nil, fmt.Errorf("the function returns %s, but the callback has %s", count(len(out), "value"), count(outputs, "Output"))
	}
	if len(in) == 1 && isRecord(in[0]) {
		return f, f.bindRecord(in[0], deps)
	}
	if len(in) != len(deps) {
		return nil, fmt.Errorf("the function takes %s, but the callback has %s", count(len(in), "parameter"), count(len(deps), "Input and State"))
	}
	for i, p := range in {
		if err := decodable(p); err != nil {
			return nil, fmt.Errorf("parameter %d (for %s) %w", i+1, deps[i], err)
		}
		f.params = append(f.params, newParam(fmt.Sprintf("parameter %d", i+1), p))
	}
	return f, nil
}

// Name is the function's symbol, such as "main.main.func1".
func (f *Func) Name() string { return f.name }

// Params are the parameters in the order of the dependencies.
func (f *Func) Params() []Param { return f.params }

// Results are the types the function returns for its outputs.
func (f *Func) Results() []reflect.Type { return f.results }

// Call decodes raw, one JSON value per dependency (nil where the browser has none), calls the function and returns its
// values. An argument that does not decode gives an [*ArgumentError]; a panic in the function a [*PanicError].
func (f *Func) Call(ctx context.Context, raw []wire.RawMessage) (values []any, err error) {
	args := make([]reflect.Value, 0, len(f.params)+1)
	if f.takesCtx {
		args = append(args, reflect.ValueOf(&ctx).Elem())
	}
	decoded := make([]reflect.Value, len(f.params))
	for i, p := range f.params {
		if decoded[i], err = p.Decode(raw[i]); err != nil {
			return nil, &ArgumentError{Index: i, Label: p.Label, Type: p.Type, Cause: err}
		}
	}
	if f.record != nil {
		args = append(args, f.record.fill(decoded))
	} else {
		args = append(args, decoded...)
	}
	results, err := f.invoke(args)
	if err != nil {
		return nil, err
	}
	values = make([]any, len(f.results))
	for i := range values {
		values[i] = results[i].Interface()
	}
	return values, nil
}

// invoke runs user code and turns its panic and its error result into an error. A runtime.Goexit in it ends the calling
// goroutine, as it does everywhere.
func (f *Func) invoke(args []reflect.Value) (results []reflect.Value, err error) {
	err = Protect(func() error {
		results = f.fn.Call(args)
		if !f.fails {
			return nil
		}
		err, _ := results[len(results)-1].Interface().(error)
		return err
	})
	return results, err
}

// Decode decodes one argument. null and nil give the zero value, as does a property the browser has no value for; only a
// json.RawMessage tells the two apart.
func (p Param) Decode(raw wire.RawMessage) (reflect.Value, error) {
	v := reflect.New(p.Type).Elem()
	if len(raw) == 0 || string(raw) == "null" && p.Type != reflect.TypeFor[wire.RawMessage]() {
		return v, nil
	}
	return v, p.decode(raw, v)
}

// ArgumentError is a value from the browser that does not fit the function's parameter.
type ArgumentError struct {
	Index int // of the dependency
	Label string
	Type  reflect.Type
	Cause error
}

func (e *ArgumentError) Error() string {
	return fmt.Sprintf("the value for %s is not %s: %v", e.Label, describe(e.Type), e.Cause)
}

func (e *ArgumentError) Unwrap() error { return e.Cause }

// PanicError is a panic of the user's function.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// count is "1 value", "2 values", "0 Inputs and States".
func count(n int, what string) string {
	if n != 1 {
		what = strings.ReplaceAll(what, " and ", "s and ") + "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
