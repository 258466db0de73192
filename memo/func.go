package memo

import (
	"context"
	"reflect"
	"time"
)

// Func returns a function like fn that remembers its results on the cache for the ttl. Its argument is whatever
// [KeyBuilder.Value] accepts; several go into a struct, and [Wrap] takes functions of any other form, for a little more time
// per call. A hit costs about two lookups in maps where the argument is of booleans, integers, strings and structs and arrays of
// those.
//
// The result belongs to all who get it and must not be modified. On an [LRU] it is the very value fn returned; elsewhere
// it is written by [Policy].Codec, [JSON] by default. A type the codec would lose something of (see [Codec]) is not stored
// there, which is logged once; its calls still share one flight.
//
// What fn captures is not part of the key, nor what is in its context: a computation's context carries no caller's values (see
// Options.Carry and [PerUser]). Two functions of one name on one cache are refused; see [Policy].Name. The key also holds the
// program's main package, the types of argument and result, and [Options].Version: raise that when the code behind fn
// changes and the results outlive the process.
//
// Otherwise it is as with [Cache.Do]: one call per key at a time, under a context of its own; errors are returned, together
// with whatever value came along; a panic of fn arrives as a [*PanicError]. Arguments that turn out unfit only when called (a
// function in an interface) are logged once and computed without the cache.
//
// Func panics when fn, the ttl, the name or an option is unfit, naming the function, its place and the parameter.
func Func[F ~func(context.Context, A) (R, error), A, R any](c *Cache, ttl time.Duration, fn F, opts ...Option) F {
	s := newShape("Func", reflect.ValueOf(fn), &c.types)
	m := &typed[A, R]{callable: newCallable[R](c, ttl, s, opts), fn: fn}
	m.f.vault = newVault(c, m.f.name, m.form(func(codec Codec) form[R] {
		return form[R]{
			encode: func(value R) ([]byte, error) { return codec.Encode(value) },
			decode: func(data []byte) (value R, err error) { return value, codec.Decode(data, &value) },
		}
	}))
	if m.f.policy.user == nil && s.args[0].plain() {
		m.keys, m.lru = &keyTable[R]{}, c.guard.memory()
	}
	memoized := F(m.call)
	c.join(m.f)
	c.enlist(m.source(fn, func(args []any) computeFunc[R] {
		in, _ := s.values(args) // callable has checked them
		a, _ := in[0].Interface().(A)
		return m.compute(a)
	}), fn, memoized)
	return memoized
}

// typed is a memoized function whose types the compiler knows.
type typed[A, R any] struct {
	*callable[R]
	fn   func(context.Context, A) (R, error)
	keys *keyTable[R] // nil where arguments have to be hashed each time
	lru  *LRU         // where results may be found in memory; nil without keys
}

// call is what Func returns.
func (m *typed[A, R]) call(ctx context.Context, a A) (R, error) {
	k, at := m.keys.get(a)
	if k.result != nil && m.lru.now() < k.until && !k.result.gone.Load() && m.f.quiet() {
		m.f.counts.hits.Add(1)
		return k.result.value, nil
	}
	return m.ask(ctx, k.key, at, a)
}

// ask is apart so that the argument of a hit stays where it is.
func (m *typed[A, R]) ask(ctx context.Context, key Key, at *keyed[R], a A) (R, error) {
	if at == nil {
		var err error
		if key, err = m.hash(ctx, a); err != nil {
			m.warnUnkeyed(err)
			return m.plainly(ctx, a)
		}
	}
	l := m.f.look(ctx, key)
	switch {
	case at != nil:
		m.keys.touch(at, m.place(key, &l))
	case m.keys != nil:
		m.keys.set(a, m.place(key, &l))
	}
	if m.f.hits(&l) {
		return l.value, nil
	}
	return m.miss(ctx, key, l, a)
}

// plainly calls the function without the cache.
func (m *typed[A, R]) plainly(ctx context.Context, a A) (value R, err error) {
	defer recovered(&err)
	return m.fn(ctx, a)
}

func (m *typed[A, R]) hash(ctx context.Context, a A) (Key, error) {
	return m.key(ctx, []reflect.Value{reflect.ValueOf(&a).Elem()})
}

// place is what the table keeps of a look.
func (m *typed[A, R]) place(key Key, l *look[R]) keyed[R] {
	k := keyed[R]{key: key}
	if good := l.left - m.f.policy.Early; l.found && l.in != nil && l.err == nil && good > 0 {
		now := m.lru.now()
		k.result, k.until = l.in, now+min(int64(good), untouched)
	}
	return k
}

func (m *typed[A, R]) miss(ctx context.Context, key Key, l look[R], a A) (R, error) {
	got, err := m.f.get(ctx, key, l, m.compute(a))
	return got.value, err
}

func (m *typed[A, R]) compute(a A) computeFunc[R] {
	return func(ctx context.Context) (made[R], error) {
		value, err := m.fn(ctx, a)
		return made[R]{value: value}, err
	}
}
