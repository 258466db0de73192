package memo

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"sync"
	"time"
)

// callable is what Func and Wrap have in common: a function with a signature, a name and keys.
type callable[V any] struct {
	f       *function[V]
	shape   *shape
	scope   Key // of all that is the same for every call
	warning sync.Once
}

// newCallable panics when the name is taken and when the options do not fit the function. The vault is still missing.
func newCallable[V any](c *Cache, ttl time.Duration, s *shape, opts []Option) *callable[V] {
	m := &callable[V]{f: &function[V]{cache: c, policy: newPolicy(s.where(), ttl, opts)}, shape: s}
	if t := m.f.policy.lifetimeOf; t != nil && t != s.result {
		s.refuse("Lifetime takes a %v, but the result is a %v", t, s.result)
	}
	if m.f.name = m.f.policy.Name; m.f.name == "" {
		m.f.name = s.symbol
	}
	if err := c.claim(m.f.name); err != nil {
		s.refuse("%v", err)
	}
	var b KeyBuilder
	b.String("func")
	b.String(c.program)
	b.String(m.f.name)
	b.String(s.result.String())
	b.String(fmt.Sprintf("%T", m.f.policy.Codec))
	if p, err := c.types.of(s.result); err == nil {
		b.Bytes(p.digest[:]) // a result type that changed must not be read from what was stored before
	}
	b.Bool(s.typ.IsVariadic())
	for _, p := range s.args {
		b.Bytes(p.digest[:])
	}
	m.scope = b.Sum()
	m.f.tagged(m.scope)
	return m
}

// form is how the results are written to stores of bytes: not at all where the codec would lose something.
func (m *callable[V]) form(of func(Codec) form[V]) form[V] {
	codec := m.f.policy.Codec
	if err := codec.Check(m.shape.result); err != nil {
		if m.f.cache.guard.writes() {
			m.f.cache.guard.log.Warn("memo: results are not stored outside the process", slog.String("func", m.f.name), slog.Any("error", err))
		}
		return form[V]{}
	}
	return of(codec)
}

// key is one block of SHA-256 for few and small arguments: their types are in the scope already.
func (m *callable[V]) key(ctx context.Context, args []reflect.Value) (key Key, err error) {
	defer recovered(&err)
	b := KeyBuilder{types: &m.f.cache.types}
	b.Bytes(m.scope[:])
	if user := m.f.policy.user; user != nil {
		b.String(user(ctx))
	}
	for i, p := range m.shape.args {
		if failed := b.value(p, args[i]); failed != nil {
			return Key{}, m.shape.argError(i, failed)
		}
	}
	if b.err != nil {
		return Key{}, b.err
	}
	return m.f.cache.id(b.Sum()), nil
}

func (m *callable[V]) warnUnkeyed(err error) {
	m.warning.Do(func() {
		m.f.cache.guard.log.Warn("memo: arguments without a key, computed without the cache",
			slog.String("func", m.f.name), slog.Any("error", err))
	})
}

// source is the function as Forget and Warm know it. compute gets arguments that are of the parameters' types.
func (m *callable[V]) source(original any, compute func(args []any) computeFunc[V]) *source {
	key := func(ctx context.Context, args []any) (Key, error) {
		in, err := m.shape.values(args)
		if err != nil {
			return Key{}, err
		}
		return m.key(ctx, in)
	}
	s := &source{name: m.f.name, original: original, tag: m.f.tags[0], params: len(m.shape.args), key: key, perUser: m.f.policy.user != nil}
	if m.shape.typ.IsVariadic() {
		s.params = -1
	}
	s.warm = func(ctx context.Context, args []any, force bool) (bool, error) {
		id, err := key(ctx, args)
		if err != nil {
			return false, err
		}
		return m.f.warm(ctx, id, compute(args), force)
	}
	return s
}
