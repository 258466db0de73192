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
//
// These three methods are all a store needs. What else it can do it shows by implementing [Clearer], [Tagger],
// [Leaser] and [Watcher]; package memotest checks all of them.
type Store interface {
	// Get answers a miss with found == false and no error.
	Get(ctx context.Context, key string) (value []byte, found bool, err error)
	// Set replaces what was there, and takes its tags away; ttl <= 0 means no expiry.
	Set(ctx context.Context, key string, value []byte, ttl time.Duration) error
	// Delete of a key that is not there is no error.
	Delete(ctx context.Context, key string) error
}

// Clearer is implemented by stores that can drop all they hold, and nothing that is not theirs. The number is
// how many entries went; a failure after some of them counts those too. Leases end.
type Clearer interface {
	Clear(ctx context.Context) (int, error)
}

// Tagger is implemented by stores that find entries by tag: without it a cache forgets single keys only. Tags are
// texts, not empty, of up to 1,000 bytes.
type Tagger interface {
	// SetTagged is Set of an entry that has exactly these tags. The slice is not modified, and not kept.
	SetTagged(ctx context.Context, key string, value []byte, ttl time.Duration, tags []string) error
	// DeleteTagged deletes the entries that have the tag, ends the leases taken with it, and returns how many entries
	// went. An entry that has expired may be counted until the store has noticed.
	DeleteTagged(ctx context.Context, tag string) (int, error)
}

// Leaser is implemented by stores that several processes share, so that one of them computes a key while the others
// wait. A lease saves work: who waits in vain computes by himself, and a result is right or wrong without it.
type Leaser interface {
	// Lease takes the key's lease for so long; it is nil, without an error, when somebody has it. The lease has the
	// entry's tags. Delete of the key, DeleteTagged of one of the tags and Clear end it: what is being computed is
	// out of date. An ended lease wakes those in Await.
	Lease(ctx context.Context, key string, tags []string, hold time.Duration) (Lease, error)
	// Await returns nil when the key has no lease, as soon as it is given up, has run out or may have, and ctx's error
	// when ctx ends first. It may return early; it may not sleep long past the end of a lease.
	Await(ctx context.Context, key string) error
}

// Lease is the right to compute a key. Its methods may be called by several goroutines, though Set and End only once.
type Lease interface {
	// Extend makes the lease last from now on for so long. held is false when it was lost: ended by Delete and the
	// like, or run out and taken by another.
	Extend(ctx context.Context, hold time.Duration) (held bool, err error)
	// Tag adds tags to the lease and to the entry that Set makes. It returns after DeleteTagged would find them.
	Tag(ctx context.Context, tags []string) error
	// Set stores the entry, with the tags of the lease, and ends the lease. When the lease was lost it stores nothing
	// and held is false.
	Set(ctx context.Context, value []byte, ttl time.Duration) (held bool, err error)
	// End gives the lease up without an entry. After Set it does nothing.
	End(ctx context.Context) error
}

// Watcher is implemented by stores that several processes share and that learn what the others change. A
// [Tiered] store needs it to keep a copy in memory.
type Watcher interface {
	// Watch calls changed, from one goroutine at a time, with keys that others on this backing have set, deleted or
	// cleared, soon after they did. nil keys mean that any may have changed. hearing is false while changes may go
	// unheard, as when a connection is lost; before the first call nothing is heard either. What is changed through this
	// very store is not told. stop ends the calls, and waits for one under way.
	Watch(changed func(keys []string, hearing bool)) (stop func())
}
