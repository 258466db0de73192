package memo

import (
	"context"
	"reflect"
	"time"
)

// Wrap is [Func] for functions of any form: fn may take a [context.Context] first, then arguments that [KeyBuilder.Value] accepts,
// variadic ones too; it returns one value and optionally an error. It works by reflection: a call costs some 500 ns more.
//
// Where fn has no error to return, a call waits for the result though its context ends, and a panic is raised again, with the
// [*PanicError], in every caller.
func Wrap[F any](c *Cache, ttl time.Duration, fn F, opts ...Option) F {
	s := newShape("Wrap", reflect.ValueOf(fn), &c.types)
	m := &wrapped{callable: newCallable[any](c, ttl, s, opts), fn: reflect.ValueOf(fn)}
	m.f.vault = newVault(c, m.f.name, m.form(func(codec Codec) form[any] {
		return form[any]{
			encode: codec.Encode,
			decode: func(data []byte) (any, error) {
				into := reflect.New(s.result)
				if err := codec.Decode(data, into.Interface()); err != nil {
					return nil, err
				}
				return into.Elem().Interface(), nil
			},
		}
	}))
	memoized := reflect.MakeFunc(s.typ, m.call).Interface().(F)
	c.join(m.f)
	c.enlist(m.source(fn, func(args []any) computeFunc[any] {
		in, _ := s.values(args) // callable has checked them
		return m.compute(in)
	}), fn, memoized)
	return memoized
}

// wrapped is a memoized function whose types only reflection knows.
type wrapped struct {
	*callable[any]
	fn reflect.Value
}

// call is what the returned function runs.
func (m *wrapped) call(in []reflect.Value) []reflect.Value {
	ctx, args := m.shape.context(in), in[m.shape.first:]
	key, err := m.key(ctx, args)
	if err != nil {
		m.warnUnkeyed(err)
		value, err := m.invoke(ctx, args)
		return m.shape.results(value, err)
	}
	if !m.shape.fails {
		ctx = context.WithoutCancel(ctx) // there is no error to leave with
	}
	l := m.f.look(ctx, key)
	if m.f.hits(&l) {
		return m.shape.results(l.value, nil)
	}
	a, err := m.f.get(ctx, key, l, m.compute(args))
	return m.shape.results(a.value, err)
}

func (m *wrapped) compute(args []reflect.Value) computeFunc[any] {
	return func(ctx context.Context) (made[any], error) {
		value, err := m.invoke(ctx, args)
		// Perhaps half a result, and no error to say so.
		cut := !m.shape.fails && ctx.Err() != nil
		return made[any]{value: value, skip: cut}, err
	}
}

// invoke runs the user's function under the flight's context.
func (m *wrapped) invoke(ctx context.Context, args []reflect.Value) (value any, err error) {
	defer recovered(&err)
	in := args
	if m.shape.first == 1 {
		in = append([]reflect.Value{reflect.ValueOf(ctx)}, args...)
	}
	call := m.fn.Call
	if m.shape.typ.IsVariadic() {
		call = m.fn.CallSlice
	}
	out := call(in)
	if m.shape.fails {
		err, _ = out[1].Interface().(error)
	}
	return out[0].Interface(), err
}
