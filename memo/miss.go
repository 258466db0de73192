package memo

import "context"

// trip is what differs between the results of Do (bytes) and of Func (Go values) on their way.
type trip[V any] struct {
	look    func(ctx context.Context) (V, bool)
	compute func(ctx context.Context) (V, error)
	keep    func(ctx context.Context, value V)
}

// travel is the way of a miss: look again, compute, keep, all within one flight.
//
// It looks again because the caller's own look was before the flight began:
//
//  1. A and B look and miss.
//  2. A's flight computes, keeps and lands.
//  3. B, delayed, finds no flight to join and begins one. Without a second look it would compute again.
func travel[V any](ctx context.Context, c *Cache, g *flights[V], key Key, t trip[V]) (V, Status, error) {
	out, flown := g.do(ctx, key, func(ctx context.Context, f *flight[V]) (V, Status, error) {
		if value, ok := t.look(ctx); ok {
			return value, Hit, nil
		}
		value, err := t.compute(ctx)
		if err == nil {
			store(ctx, c, key, f, value, t.keep)
		}
		return value, Miss, err
	})
	if !flown {
		out.err = safely(func() (err error) {
			out.value, err = t.compute(ctx)
			return err
		})
	}
	c.count(out.status)
	return out.value, out.status, out.err
}

// store keeps a value also when nobody waits for it any more: it is paid for. A key forgotten while keep was at it
// may have been deleted just before keep wrote, so it is deleted again.
func store[V any](ctx context.Context, c *Cache, key Key, f *flight[V], value V, keep func(context.Context, V)) {
	if f.forgotten.Load() {
		return
	}
	ctx = context.WithoutCancel(ctx)
	keep(ctx, value)
	if f.forgotten.Load() {
		if err := c.guard.delete(ctx, key); err != nil {
			c.guard.log.WarnContext(ctx, "memo: a forgotten result could not be deleted", "error", err)
		}
	}
}

func (c *Cache) count(s Status) {
	switch s {
	case Hit:
		c.hits.Add(1)
	case Miss:
		c.misses.Add(1)
	case Shared:
		c.shared.Add(1)
	}
}
