package memo

import (
	"context"
	"time"
)

// Store keeps bytes under string keys for a while. Keys and values may hold any bytes, and an empty or nil value
// is a value: only found says whether there is one. All methods may be called concurrently.
//
// A value handed to Set belongs to the store from then on, and a value handed out by Get belongs to everyone:
// neither may be modified. So a store in memory copies nothing.
//
// Every call must come back in bounded time, also under a context that never ends: results are stored on behalf
// of all who wait, so no caller's deadline applies. A context that has ended is answered with its error.
type Store interface {
	// Get answers a miss with found == false and no error.
	Get(ctx context.Context, key string) (value []byte, found bool, err error)
	// Set replaces what was there; ttl <= 0 means no expiry.
	Set(ctx context.Context, key string, value []byte, ttl time.Duration) error
	// Delete of a key that is not there is no error.
	Delete(ctx context.Context, key string) error
}

// ValueStore is implemented by stores in the memory of this process, which can keep a Go value as it is. [Func]
// uses it when it is there. Neither method may fail, block or panic. Keys are shared with [Store]: either Set
// replaces the other's value, and Delete removes both.
type ValueStore interface {
	GetValue(key string) (value any, found bool)
	SetValue(key string, value any, ttl time.Duration)
}

// Clearer is implemented by stores that can drop all they hold, and nothing that is not theirs. The number is
// how many entries went; a failure after some of them counts those too.
type Clearer interface {
	Clear(ctx context.Context) (int, error)
}
