package memo

import (
	"context"
	"errors"
	"fmt"
)

// Forget deletes what is remembered of a function for these arguments (without the context; of a [PerUser] function, for ctx's
// user), or, when none are given, all of it. fn is a function that [Func] or [Wrap] returned or was given, or the function of a
// memoized callback. What is being computed of it reaches those who wait and is not stored. n is how many results went.
//
// Unlike a failing lookup a failing Forget is an error: the old result may still be served. So is a function that is not
// memoized on this cache, and a store that cannot find results by function (see [Tagger]).
func (c *Cache) Forget(ctx context.Context, fn any, args ...any) (n int, err error) {
	found, err := c.sources("Forget", fn)
	if err != nil {
		return 0, err
	}
	for _, s := range found {
		one, failed := c.forgetSource(ctx, s, args)
		n, err = n+one, errors.Join(err, failed)
	}
	return n, err
}

func (c *Cache) forgetSource(ctx context.Context, s *source, args []any) (int, error) {
	if len(args) == 0 && (s.params != 0 || s.perUser) {
		n, err := c.forgetTagged(ctx, s.tag)
		if err != nil {
			err = fmt.Errorf("memo: forget %s: %w", s.name, err)
		}
		return n, err
	}
	if err := s.check("Forget", args); err != nil {
		return 0, err
	}
	var key Key
	if err := safely(func() (err error) { key, err = s.key(ctx, args); return err }); err != nil {
		return 0, fmt.Errorf("memo: forget %s: %w", s.name, err)
	}
	n, err := c.forgetID(ctx, key)
	if err != nil {
		err = fmt.Errorf("memo: forget %s: %w", s.name, err)
	}
	return n, err
}

// ForgetTag deletes all results with one of the tags, and returns how many went. What is being computed with one is not stored.
// Failing is as with [Cache.Forget].
func (c *Cache) ForgetTag(ctx context.Context, tags ...string) (n int, err error) {
	for _, tag := range tags {
		if err := checkTag(tag); err != nil {
			return 0, err
		}
	}
	for _, tag := range tags {
		one, failed := c.forgetTagged(ctx, userTag(tag))
		n += one
		if failed != nil {
			err = errors.Join(err, fmt.Errorf("memo: forget tag %q: %w", tag, failed))
		}
	}
	return n, err
}

func (c *Cache) forgetTagged(ctx context.Context, tag string) (int, error) {
	for _, f := range c.members() {
		f.forgetTagged(tag)
	}
	return c.guard.deleteTagged(ctx, tag)
}

// ForgetKey deletes what [Cache.Do] stored under key, and reports whether there was something. Failing is as with [Cache.Forget].
func (c *Cache) ForgetKey(ctx context.Context, key Key) (n int, err error) {
	if n, err = c.forgetID(ctx, c.id(key)); err != nil {
		err = fmt.Errorf("memo: forget %v: %w", key, err)
	}
	return n, err
}

func (c *Cache) forgetID(ctx context.Context, id Key) (n int, err error) {
	for _, f := range c.members() {
		f.forget(id)
	}
	if c.guard.has(ctx, id) {
		n = 1
	}
	if err := c.guard.delete(ctx, id); err != nil {
		return 0, err
	}
	return n, nil
}

// Clear drops all the store holds, also for other caches on it, and returns how many entries that were. It is an
// error when the store cannot (see [Clearer]) or fails.
func (c *Cache) Clear(ctx context.Context) (int, error) {
	for _, f := range c.members() {
		f.forgetTagged("")
	}
	n, err := c.guard.clear(ctx)
	if err != nil {
		return n, fmt.Errorf("memo: clear: %w", err)
	}
	return n, nil
}
