package memo

import (
	"context"
	"fmt"
	"reflect"
	"time"
)

// Memoized is a [Cache] with a policy, to be handed to what has results worth keeping: a dashi callback takes it
// as an option. It may be used concurrently and copied.
type Memoized struct {
	cache    *Cache
	f        *function[[]byte]
	lifetime func(result any) (ttl time.Duration, keep bool) // not the function's: it takes results before they are bytes
}

// Memoize returns a Memoized that keeps results for the ttl. It panics when ttl is not positive, and when the options
// make no sense.
func (c *Cache) Memoize(ttl time.Duration, opts ...Option) Memoized {
	f := &function[[]byte]{cache: c, policy: newPolicy("Memoize", ttl, opts)}
	lifetime := f.policy.lifetime
	f.policy.lifetime = nil
	f.vault = newVault(c, "", bytesForm())
	f.tagged(Key{})
	c.join(f)
	return Memoized{cache: c, f: f, lifetime: lifetime}
}

// CallbackOption does nothing: by having it a Memoized is an option of dashi's App.Callback, though neither package
// knows the other.
func (m Memoized) CallbackOption() {}

// TTL is what Memoize was given.
func (m Memoized) TTL() time.Duration { return m.f.policy.ttl }

// PerUser tells whether the results of each user are apart.
func (m Memoized) PerUser() bool { return m.f.policy.user != nil }

// User is what [PerUser] makes of a caller's context, "" without PerUser.
func (m Memoized) User(ctx context.Context) (user string, err error) {
	if m.f.policy.user == nil {
		return "", nil
	}
	if err := safely(func() error { user = m.f.policy.user(ctx); return nil }); err != nil {
		return "", fmt.Errorf("memo: PerUser: %w", err)
	}
	return user, nil
}

// Answer is a value with what is known of it.
type Answer struct {
	Value  []byte // must not be modified
	Status Status
	// Fresh is how much longer the value is good: not positive for a stale one and one that was not stored.
	Fresh time.Duration
}

// Do returns what is stored under key, or has it computed, as [Cache.Do] does, by the policy. Of a [PerUser] policy the
// user is a part of the key besides.
func (m Memoized) Do(ctx context.Context, key Key, compute func(ctx context.Context) (Result, error)) (Answer, error) {
	id, err := m.id(ctx, key)
	if err != nil {
		return Answer{}, err
	}
	l := m.f.look(ctx, id)
	if m.f.hits(&l) {
		return Answer{l.value, Hit, l.left}, nil
	}
	a, err := m.f.get(ctx, id, l, func(ctx context.Context) (made[[]byte], error) {
		r, err := compute(ctx)
		return r.made(), err
	})
	if err != nil {
		return Answer{Status: a.status}, err
	}
	return Answer{a.value, a.status, a.left}, nil
}

// Look returns what is stored under key and fresh; found is false where Do would have something computed. Of a [PerUser] policy the user is a
// part of the key besides.
func (m Memoized) Look(ctx context.Context, key Key) (a Answer, found bool, err error) {
	id, err := m.id(ctx, key)
	if err != nil {
		return a, false, err
	}
	l := m.f.look(ctx, id)
	if !l.found || l.err != nil || l.left <= max(m.f.policy.Early, 0) {
		return a, false, nil
	}
	got, err := m.f.get(ctx, id, l, nil) // a hit, which computes nothing
	return Answer{got.value, got.status, got.left}, err == nil, err
}

func (m Memoized) id(ctx context.Context, key Key) (id Key, err error) {
	if m.f.policy.user != nil {
		user, err := m.User(ctx)
		if err != nil {
			return id, err
		}
		var b KeyBuilder
		b.Bytes(key[:])
		b.String(user)
		key = b.Sum()
	}
	return m.cache.id(key), nil
}

// Lifetime is what the policy's [Lifetime] says of a result whose bytes are given to the store: ttl is 0 and keep true
// where there is none.
func (m Memoized) Lifetime(result any) (ttl time.Duration, keep bool) {
	if m.lifetime == nil {
		return 0, true
	}
	return m.lifetime(result)
}

// Function describes to [Memoized.Claim] what memoizes by itself.
type Function struct {
	// Name is part of all keys the function makes, and no other's on this cache. Title stands for it in statistics; empty means Name.
	Name, Title string
	// Func is what a user has of it, for [Cache.Forget] and [Cache.Warm]; Result is the type [Lifetime] is to take. nil means that there
	// is none.
	Func   any
	Result reflect.Type
	// Key is the key of a call with these arguments, and Do makes the call; needed with Func. Params is how many there are.
	Key    func(ctx context.Context, args []any) (Key, error)
	Do     func(ctx context.Context, args []any) (Result, error)
	Params int
}

// Claim returns a Memoized of the function alone, with statistics of its own. It is an error when the name is empty or taken on
// this cache, because two functions would get each other's results, and when the policy does not fit the function.
func (m Memoized) Claim(of Function) (Memoized, error) {
	if t := m.f.policy.lifetimeOf; t != nil && t != of.Result {
		return m, fmt.Errorf("memo: Lifetime takes a %v, but the result is a %v", t, of.Result)
	}
	if err := m.cache.claim(of.Name); err != nil {
		return m, err
	}
	own := m
	own.f = &function[[]byte]{cache: m.cache, name: of.Title, policy: m.f.policy}
	if own.f.name == "" {
		own.f.name = of.Name
	}
	own.f.vault = newVault(m.cache, own.f.name, bytesForm())
	var scope KeyBuilder
	scope.String("function")
	scope.String(m.cache.program)
	scope.String(of.Name)
	own.f.tagged(scope.Sum())
	m.cache.join(own.f)
	if of.Func != nil {
		m.cache.enlist(own.source(of), of.Func)
	}
	return own, nil
}

func (m Memoized) source(of Function) *source {
	key := func(ctx context.Context, args []any) (Key, error) {
		key, err := of.Key(ctx, args)
		if err != nil {
			return key, err
		}
		return m.id(ctx, key)
	}
	return &source{
		name: m.f.name, original: of.Func, tag: m.f.tags[0], params: of.Params, key: key, perUser: m.PerUser(),
		warm: func(ctx context.Context, args []any, force bool) (bool, error) {
			id, err := key(ctx, args)
			if err != nil {
				return false, err
			}
			return m.f.warm(ctx, id, func(ctx context.Context) (made[[]byte], error) {
				r, err := of.Do(ctx, args)
				return r.made(), err
			}, force)
		},
	}
}
