package memo

import (
	"context"
	"time"
)

func (t *Tiered) Mark(key string) uint64 { return t.mark(key) }

func (t *Tiered) Fill(key string, value any, good Life, tags []string, mark uint64) {
	t.fill(key, value, good, tags, mark)
}

// SetAs is setAs.
func (t *Tiered) SetAs(ctx context.Context, key string, data []byte, ttl time.Duration, value any, good Life, tags []string) error {
	return t.setAs(ctx, key, data, ttl, copied{value, good, tags})
}

// SetLeaseAs is setAs of a lease that a Tiered gave.
func SetLeaseAs(ctx context.Context, l Lease, data []byte, ttl time.Duration, value any, good Life) (bool, error) {
	return l.(*tieredLease).setAs(ctx, data, ttl, value, good)
}
