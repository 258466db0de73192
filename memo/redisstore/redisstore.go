// Package redisstore keeps memoized results in Redis, for several processes to share and to outlive them all:
//
//	client := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
//	cache := memo.New(redisstore.New(client), memo.Options{Version: "2026-05"})
//
// It works with a single server, Sentinel, Cluster and Ring, of Redis 6.2 or later. A hit is one plain GET; whatever
// writes is one script, in a cluster or ring preceded by a trip to the indexes of its tags. While Redis is down the
// cache logs that once; go-redis itself writes a line per failed dial to stderr, unless redis.SetLogger says otherwise.
//
// A Redis that is full must not evict the indexes of tags, or entries would outlive DeleteTagged. With the
// maxmemory-policy noeviction it does not; with volatile-ttl it takes entries before their index, as far as its
// samples go; the other policies suit a cache without tags.
package redisstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/redis/go-redis/v9"
)

// What Options mean by their zero values.
const (
	DefaultPrefix  = "dashi:"
	DefaultTimeout = 250 * time.Millisecond
	// DefaultCompressAbove is 4 KiB: what is smaller is some three packets on the wire, of which compression would
	// save one or two.
	DefaultCompressAbove = 4 << 10
	DefaultMaxBytes      = 64 << 20
)

// Options adjusts a [Store].
type Options struct {
	// Prefix begins every name in Redis; what begins with it belongs to this store, and Clear deletes it. It has no
	// braces, which choose a cluster's slots. Empty means [DefaultPrefix].
	Prefix string
	// Timeout bounds each operation, retries included, so that a Redis that hangs costs no more than this before it
	// is left alone. DeleteTagged and Clear have it for each of their steps, and Await waits as long as its context
	// says. 0 means [DefaultTimeout].
	Timeout time.Duration
	// CompressAbove is the size in bytes above which a value is compressed, where that saves a tenth or more. 0 means
	// [DefaultCompressAbove]; a negative one means never. What is stored can be read whatever is set here.
	CompressAbove int
	// MaxBytes is the size in bytes of the largest value, before compression: Set refuses a larger one, and Get
	// deletes it and misses. A cache takes the refusal for a failure of the store, so its own [memo.Options].MaxBytes
	// should not be larger. 0 means [DefaultMaxBytes], which is that one's default too.
	MaxBytes int64
}

// Store is a [memo.Store] in Redis, and a [memo.Clearer], [memo.Tagger], [memo.Leaser] and [memo.Watcher]. It may be
// used concurrently.
//
// The first Await or Watch begins to listen on a connection of its own, in goroutines that Close ends.
type Store struct {
	client  redis.UniversalClient
	prefix  string
	channel string
	timeout time.Duration

	compressAbove int
	maxBytes      int64

	spread  bool // keys and tags lie on several servers
	apart   bool // a script's PUBLISH would not reach all who listen
	scripts *scripts
	origin  [originSize]byte
	ear     *ear
}

var (
	_ memo.Store   = (*Store)(nil)
	_ memo.Clearer = (*Store)(nil)
	_ memo.Tagger  = (*Store)(nil)
	_ memo.Leaser  = (*Store)(nil)
	_ memo.Watcher = (*Store)(nil)
)

// New returns a Store that uses the client and never closes it. It panics when client is nil, when Timeout or
// MaxBytes is negative, when Prefix has a brace, and when more than one Options is given.
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
	var o Options
	if len(opts) == 1 {
		o = opts[0]
	}
	o = o.checked()
	s := &Store{
		client: bounded(client, o.Timeout), prefix: o.Prefix, channel: o.Prefix + channel, timeout: o.Timeout,
		compressAbove: o.CompressAbove, maxBytes: o.MaxBytes, scripts: newScripts(),
	}
	switch client.(type) {
	case *redis.ClusterClient:
		s.spread = true
	case *redis.Ring:
		s.spread, s.apart = true, true
	}
	rand.Read(s.origin[:]) // never fails
	s.ear = newEar(s.client, s.channel, s.origin, s.timeout)
	return s
}

// checked refuses what cannot be meant, and fills in the defaults.
func (o Options) checked() Options {
	if o.Timeout < 0 {
		panic(fmt.Sprintf("redisstore: New: Timeout is negative: %v", o.Timeout))
	}
	if o.MaxBytes < 0 {
		panic(fmt.Sprintf("redisstore: New: MaxBytes is negative: %d", o.MaxBytes))
	}
	if strings.ContainsAny(o.Prefix, "{}") {
		panic(fmt.Sprintf("redisstore: New: Prefix %q has a brace, which would choose the cluster's slot", o.Prefix))
	}
	if o.Prefix == "" {
		o.Prefix = DefaultPrefix
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.CompressAbove == 0 {
		o.CompressAbove = DefaultCompressAbove
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	return o
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

// Get is a GET. What lies there and is no entry is a miss; an entry that is torn or too large is deleted, too.
func (s *Store) Get(ctx context.Context, key string) (value []byte, found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	name := s.valueKey(key)
	data, err := s.client.Get(ctx, name).Bytes()
	if err != nil {
		if errors.Is(err, redis.Nil) || redis.HasErrorPrefix(err, "WRONGTYPE") {
			return nil, false, nil
		}
		return nil, false, failed("get", err)
	}
	value, found, foreign := unpack(data, s.maxBytes)
	if !found && !foreign {
		// Best effort: the Set that follows a miss replaces it.
		_ = s.client.Unlink(ctx, name).Err()
	}
	return value, found, nil
}

// Set is a SET and a PUBLISH in one script. A large value is sent before the script, in the same trip.
func (s *Store) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	return s.set(ctx, key, value, ttl, nil)
}

func (s *Store) set(ctx context.Context, key string, value []byte, ttl time.Duration, tags []string) error {
	data, err := s.pack(value, tagHashes(tags))
	if err != nil {
		return err
	}
	_, err = s.run(ctx, call{
		script: s.scripts.set, key: key, tags: tags, life: ttl, told: s.tell(toldChanged, key),
		data: data, args: []any{millis(ttl)},
	})
	return failed("set", err)
}

// Delete is an UNLINK of entry and lease, and a PUBLISH: Redis frees a large value in the background.
func (s *Store) Delete(ctx context.Context, key string) error {
	_, err := s.run(ctx, call{script: s.scripts.delete, key: key, told: s.tell(toldChanged, key)})
	return failed("delete", err)
}

// Close ends what Await and Watch began: those in Await return, those who watch hear no more, and calls of theirs
// under way are waited for. The client stays open. A closed Store does all but that: Await returns at once and Watch
// tells nothing.
func (s *Store) Close() error {
	s.ear.close()
	return nil
}
