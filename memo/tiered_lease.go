package memo

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Lease implements [Leaser] when the back does.
func (t *Tiered) Lease(ctx context.Context, key string, tags []string, hold time.Duration) (Lease, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	back, ok := t.back.(Leaser)
	if !ok {
		return nil, t.unsupported("leases")
	}
	lease, err := back.Lease(ctx, key, tags, hold)
	if lease == nil || err != nil {
		return nil, err
	}
	return &tieredLease{Lease: lease, t: t, key: key, tags: slices.Clone(tags)}, nil
}

// Await implements [Leaser] when the back does.
func (t *Tiered) Await(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	back, ok := t.back.(Leaser)
	if !ok {
		return t.unsupported("leases")
	}
	return back.Await(ctx, key)
}

// tieredLease is the back's, except that what it sets is copied to the front.
type tieredLease struct {
	Lease
	t   *Tiered
	key string

	mu   sync.Mutex
	tags []string // all that the entry may have
}

func (l *tieredLease) Extend(ctx context.Context, hold time.Duration) (held bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	return l.Lease.Extend(ctx, hold)
}

// Tag notes the tags before the back has them, and also when it fails: a tag too many drops a copy too often.
func (l *tieredLease) Tag(ctx context.Context, tags []string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	l.tags = append(l.tags, tags...)
	l.mu.Unlock()
	return l.Lease.Tag(ctx, tags)
}

func (l *tieredLease) Set(ctx context.Context, value []byte, ttl time.Duration) (held bool, err error) {
	return l.setAs(ctx, value, ttl, value, lifeFor(ttl))
}

// setAs is Set where the front gets another form of the value than the back. It has the lease's tags.
func (l *tieredLease) setAs(ctx context.Context, data []byte, ttl time.Duration, value any, good life) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	c := copied{value: value, good: good}
	return l.t.write(l.key, &c, func() (bool, error) {
		held, err := l.Lease.Set(ctx, data, ttl)
		l.mu.Lock()
		defer l.mu.Unlock()
		c.tags = slices.Clone(l.tags) // only now: all that the back knew are among them
		return held, err
	})
}

func (l *tieredLease) End(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return l.Lease.End(ctx)
}
