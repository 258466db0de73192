package memo

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"unsafe"
)

// source is a memoized function as [Cache.Forget] and [Cache.Warm] know it: by what the user has of it.
type source struct {
	name     string
	original any
	tag      string
	params   int  // after the context; -1 when their number varies
	perUser  bool // the key has a user besides
	// key is that of a call with these arguments.
	key func(ctx context.Context, args []any) (Key, error)
	// warm makes sure that the result is there and fresh, or with force anew. computed is false when it was there.
	warm func(ctx context.Context, args []any, force bool) (computed bool, err error)
}

// identity tells functions apart, closures of one place in the source among them: it is the address of what the function value
// points to. The cache keeps the function, so that the address is not used again.
type identity unsafe.Pointer

// identify reads the address from the interface that holds the function; package reflect gives the address of the code, which
// closures share.
func identify(fn any) (identity, error) {
	if v := reflect.ValueOf(fn); v.Kind() != reflect.Func || v.IsNil() {
		return nil, fmt.Errorf("want a function, not %s", describeValue(v))
	}
	type iface struct{ typ, data unsafe.Pointer }
	return identity((*iface)(unsafe.Pointer(&fn)).data), nil
}

// enlist makes a source known by the functions a user may have of it.
func (c *Cache) enlist(s *source, fns ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, fn := range fns {
		if id, err := identify(fn); err == nil {
			c.byFunc[id] = append(c.byFunc[id], s)
		}
	}
}

// sources finds what was memoized of fn.
func (c *Cache) sources(where string, fn any) ([]*source, error) {
	id, err := identify(fn)
	if err != nil {
		return nil, fmt.Errorf("memo: %s: %w", where, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if found := c.byFunc[id]; len(found) > 0 {
		return found, nil
	}
	return nil, fmt.Errorf("memo: %s: %s is not memoized on this cache; want a function that Func or Wrap returned or was given, "+
		"or that a memoized callback was given, and of methods the same value", where, symbolOf(fn))
}

func symbolOf(fn any) string {
	v := reflect.ValueOf(fn)
	if f := runtime.FuncForPC(v.Pointer()); f != nil && f.Name() != "reflect.makeFuncStub" {
		return f.Name()
	}
	return "a " + v.Type().String()
}

// Original returns the function that memoized, a result of [Func] or [Wrap] on the cache, was made of. It panics for any other.
func Original[F any](c *Cache, memoized F) F {
	found, err := c.sources("Original", memoized)
	if err != nil {
		panic(err.Error())
	}
	return found[0].original.(F)
}

// check compares a call's arguments with what the function takes.
func (s *source) check(where string, args []any) error {
	if s.params >= 0 && len(args) != s.params {
		return fmt.Errorf("memo: %s: %s takes %d arguments besides a context, not %d", where, s.name, s.params, len(args))
	}
	return nil
}
