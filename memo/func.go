package memo

import (
	"context"
	"log/slog"
	"reflect"
	"sync"
	"time"
)

// FuncOption adjusts [Func].
type FuncOption func(*funcOptions)

type funcOptions struct{ name string }

// Named gives the function a name in place of its symbol. It is needed to tell closures of one place in the source
// apart, and wise wherever results outlive the process: an anonymous function's symbol ("main.main.func1") moves to
// another function when the source is edited.
func Named(name string) FuncOption {
	return func(o *funcOptions) { o.name = name }
}

// Func returns a function like fn that remembers its results on the cache for the ttl. fn may take a
// [context.Context] first, then arguments that [KeyBuilder.Value] accepts, variadic ones too; it returns one value
// and optionally an error.
//
// The result belongs to all who get it and must not be modified. On a [ValueStore] such as [LRU] it is the very
// value fn returned; elsewhere it is written with encoding/gob, which keeps nil apart from zero and from absent,
// but not, inside a struct, an empty slice or map from a nil one. A type gob would lose more of (functions, channels,
// unexported fields, pointers to numbers) is not stored there, which is logged once; its calls still share one flight.
//
// What fn captures is not part of the key, nor what is in its context. Two functions of one name on one cache are
// refused; see [Named]. The key also holds the program's main package, the types of arguments and result, and
// [Options].Version: raise that when the code behind fn changes and the results outlive the process.
//
// Otherwise it is as with [Cache.Do]: one call per key at a time, under a context of its own; errors are returned
// and not stored, together with whatever value came along; a panic of fn arrives as a [*PanicError]. Where fn has
// no error to return, a call waits for the result though its context ends, and a panic is raised again, with the
// *PanicError, in every caller. Arguments that turn out unfit only when called (a function in an interface) are
// logged once and computed without the cache.
//
// Func panics when fn, the ttl or the name is unfit, naming the function, its place and the parameter.
func Func[F any](c *Cache, ttl time.Duration, fn F, opts ...FuncOption) F {
	mustLast("Func", ttl)
	var o funcOptions
	for _, opt := range opts {
		opt(&o)
	}
	m := newFuncMemo(c, ttl, reflect.ValueOf(fn), o)
	return reflect.MakeFunc(m.shape.typ, m.call).Interface().(F)
}

// funcMemo is one memoized function.
type funcMemo struct {
	cache   *Cache
	fn      reflect.Value
	shape   *shape
	scope   Key // of all that is the same for every call
	vault   vault
	warning sync.Once
}

func newFuncMemo(c *Cache, ttl time.Duration, fn reflect.Value, o funcOptions) *funcMemo {
	s := newShape(fn, &c.types)
	name := o.name
	if name == "" {
		name = s.symbol
	}
	if err := c.claim(name); err != nil {
		s.refuse("%v", err)
	}
	m := &funcMemo{cache: c, fn: fn, shape: s}
	m.vault = newVault(c, ttl, s)
	var b KeyBuilder
	b.String("func")
	b.String(c.program)
	b.String(name)
	b.String(s.result.String())
	if p, err := c.types.of(s.result); err == nil {
		b.Bytes(p.digest[:]) // a result type that changed must not be read from what was stored before
	}
	b.Bool(s.typ.IsVariadic())
	for _, p := range s.args {
		b.Bytes(p.digest[:])
	}
	m.scope = b.Sum()
	return m
}

// call is what the returned function runs.
func (m *funcMemo) call(in []reflect.Value) []reflect.Value {
	ctx := m.shape.context(in)
	key, err := m.key(in)
	if err != nil {
		m.warnUnkeyed(err)
		value, err := m.invoke(ctx, in)
		return m.shape.results(value, err)
	}
	if !m.shape.fails {
		ctx = context.WithoutCancel(ctx) // there is no error to leave with
	}
	if !m.cache.closed.Load() {
		if value, ok := m.vault.get(ctx, key); ok {
			m.cache.hits.Add(1)
			return m.shape.results(value, nil)
		}
	}
	cut := false
	value, _, err := travel(ctx, m.cache, &m.cache.values, key, trip[any]{
		look: func(ctx context.Context) (any, bool) { return m.vault.get(ctx, key) },
		compute: func(ctx context.Context) (any, error) {
			value, err := m.invoke(ctx, in)
			cut = !m.shape.fails && ctx.Err() != nil // perhaps half a result, and no error to say so
			return value, err
		},
		keep: func(ctx context.Context, value any) {
			if !cut {
				m.vault.set(ctx, key, value)
			}
		},
	})
	return m.shape.results(value, err)
}

// invoke runs the user's function under the flight's context.
func (m *funcMemo) invoke(ctx context.Context, in []reflect.Value) (value any, err error) {
	defer recovered(&err)
	if m.shape.first == 1 {
		in = append([]reflect.Value{reflect.ValueOf(ctx)}, in[1:]...)
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

// key is one block of SHA-256 for few and small arguments: their types are in the scope already.
func (m *funcMemo) key(in []reflect.Value) (key Key, err error) {
	defer recovered(&err)
	b := KeyBuilder{types: &m.cache.types}
	b.Bytes(m.scope[:])
	for i, p := range m.shape.args {
		if failed := b.value(p, in[m.shape.first+i]); failed != nil {
			return Key{}, m.shape.argError(i, failed)
		}
	}
	if b.err != nil {
		return Key{}, b.err
	}
	return m.cache.id(b.Sum()), nil
}

func (m *funcMemo) warnUnkeyed(err error) {
	m.warning.Do(func() {
		m.cache.guard.log.Warn("memo: arguments without a key, computed without the cache",
			slog.String("func", m.shape.symbol), slog.Any("error", err))
	})
}
