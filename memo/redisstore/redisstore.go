// Package redisstore keeps memoized results in Redis, for several processes to share and to outlive them all:
//
//	client := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
//	cache := memo.New(redisstore.New(client), memo.Options{Version: "2026-05"})
//
// It works with a single server, Sentinel, Cluster and Ring. A hit is one plain GET. While Redis is down the cache
// logs that once; go-redis itself writes a line per failed dial to stderr, unless redis.SetLogger says otherwise.
package redisstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/redis/go-redis/v9"
)

// What Options mean by their zero values.
const (
	DefaultPrefix  = "dashi:"
	DefaultTimeout = 250 * time.Millisecond
)

// Options adjusts a [Store].
type Options struct {
	// Prefix begins every key in Redis; what begins with it belongs to this store, and Clear deletes it. Empty means
	// [DefaultPrefix].
	Prefix string
	// Timeout bounds each operation, retries included, so that a Redis that hangs costs no more than this before it
	// is left alone. 0 means [DefaultTimeout].
	Timeout time.Duration
}

// Store is a [memo.Store] and [memo.Clearer] in Redis. It may be used concurrently.
type Store struct {
	client  redis.UniversalClient
	prefix  string
	timeout time.Duration
}

var (
	_ memo.Store   = (*Store)(nil)
	_ memo.Clearer = (*Store)(nil)
)

// New returns a Store that uses the client and never closes it. It panics when client is nil, when Timeout is
// negative, and when more than one Options is given.
//
// go-redis applies a context's deadline to the network only when ContextTimeoutEnabled is set. For a *redis.Client
// New sees to that itself; set it on a ClusterClient or Ring.
func New(client redis.UniversalClient, opts ...Options) *Store {
	if client == nil {
		panic("redisstore: New: the client is nil")
	}
	if len(opts) > 1 {
		panic(fmt.Sprintf("redisstore: New: %d Options given, at most one is used", len(opts)))
	}
	s := &Store{client: client, prefix: DefaultPrefix, timeout: DefaultTimeout}
	for _, o := range opts {
		if o.Timeout < 0 {
			panic(fmt.Sprintf("redisstore: New: Timeout is negative: %v", o.Timeout))
		}
		if o.Timeout > 0 {
			s.timeout = o.Timeout
		}
		if o.Prefix != "" {
			s.prefix = o.Prefix
		}
	}
	s.client = bounded(client, s.timeout)
	return s
}

// bounded gives a plain client that would read for longer than the timeout a twin on the same connections that
// would not.
func bounded(client redis.UniversalClient, timeout time.Duration) redis.UniversalClient {
	plain, ok := client.(*redis.Client)
	if !ok {
		return client
	}
	o := plain.Options()
	if o.ContextTimeoutEnabled || (o.ReadTimeout > 0 && o.ReadTimeout <= timeout) {
		return client
	}
	return plain.WithTimeout(timeout)
}

// Get is a GET.
func (s *Store) Get(ctx context.Context, key string) (value []byte, found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	value, err = s.client.Get(ctx, s.prefix+key).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("redisstore: get: %w", err)
	}
	return value, true, nil
}

// Set is a SET, with an expiry in milliseconds or in whole seconds. Redis expires nothing sooner than after one
// millisecond.
func (s *Store) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	switch {
	case ttl <= 0:
		ttl = 0 // -1 would mean "keep the expiry there is" to go-redis
	case ttl < time.Millisecond:
		ttl = time.Millisecond
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	if value == nil {
		value = []byte{}
	}
	if err := s.client.Set(ctx, s.prefix+key, value, ttl).Err(); err != nil {
		return fmt.Errorf("redisstore: set: %w", err)
	}
	return nil
}

// Delete is an UNLINK: Redis frees a large value in the background.
func (s *Store) Delete(ctx context.Context, key string) error {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	if err := s.client.Unlink(ctx, s.prefix+key).Err(); err != nil {
		return fmt.Errorf("redisstore: delete: %w", err)
	}
	return nil
}
