package memo

import (
	"context"
	"time"
)

// Null is a [Store] that keeps nothing: with it in place of another, a configuration turns memoization off and the
// program stays as it is. Calls for one key at one time still share a computation, for that is the cache's doing and no
// store's. Its zero value is ready, and may be used concurrently.
type Null struct{}

// Get misses.
func (Null) Get(ctx context.Context, _ string) (value []byte, found bool, err error) {
	return nil, false, ctx.Err()
}

// Set drops the value.
func (Null) Set(ctx context.Context, _ string, _ []byte, _ time.Duration) error { return ctx.Err() }

// Delete has nothing to delete.
func (Null) Delete(ctx context.Context, _ string) error { return ctx.Err() }

// Clear implements [Clearer]. There are always 0 entries.
func (Null) Clear(ctx context.Context) (int, error) { return 0, ctx.Err() }

// SetTagged implements [Tagger]: it drops the value.
func (Null) SetTagged(ctx context.Context, _ string, _ []byte, _ time.Duration, _ []string) error {
	return ctx.Err()
}

// DeleteTagged implements [Tagger]. There are always 0 entries.
func (Null) DeleteTagged(ctx context.Context, _ string) (int, error) { return 0, ctx.Err() }
