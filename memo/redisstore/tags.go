package redisstore

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// dropBatch is how many keys a step of DeleteTagged takes up; between two steps Redis serves others.
const dropBatch = 500

// SetTagged is Set; the indexes of the tags know the key before the entry is there. Entry and indexes are written by
// one script, in a cluster or ring by one for each index and then one for the entry.
func (s *Store) SetTagged(ctx context.Context, key string, value []byte, ttl time.Duration, tags []string) error {
	tags, err := checkTags("set", tags)
	if err != nil {
		return err
	}
	return s.set(ctx, key, value, ttl, tags)
}

// DeleteTagged goes through the tag's index, some hundred keys at a time. It takes as long as it takes; only ctx
// bounds the whole, and Timeout each step.
func (s *Store) DeleteTagged(ctx context.Context, tag string) (int, error) {
	if err := checkTag("delete tagged", tag); err != nil {
		return 0, err
	}
	n := 0
	for cursor := uint64(0); ; {
		gone, next, err := s.dropPage(ctx, tag, cursor)
		n += gone
		if err != nil || next == 0 {
			return n, failed("delete tagged", err)
		}
		cursor = next
	}
}

// dropPage tells of all the keys that the index names, whether or not an entry went: Redis may have evicted what
// others still keep in memory.
func (s *Store) dropPage(ctx context.Context, tag string, cursor uint64) (gone int, next uint64, err error) {
	keys, next, err := s.tagged(ctx, tag, cursor)
	if err != nil || len(keys) == 0 {
		return 0, next, err
	}
	told := s.tell(toldChanged, keys...)
	gone, err = s.drop(ctx, tag, keys)
	if err != nil {
		// Best effort: what went has to be told, and the caller is told of the rest.
		_ = s.publish(ctx, told)
		return gone, 0, err
	}
	return gone, next, s.forget(ctx, tag, keys, told)
}

func (s *Store) tagged(ctx context.Context, tag string, cursor uint64) (keys []string, next uint64, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	pairs, next, err := s.client.ZScan(ctx, s.indexKeys(tag)[0], cursor, "", dropBatch).Result()
	for i := 0; i+1 < len(pairs); i += 2 { // members and their scores in turn
		keys = append(keys, pairs[i])
	}
	return keys, next, err
}

// drop deletes those of the entries that have the tag: the index also knows keys that had it once.
func (s *Store) drop(ctx context.Context, tag string, keys []string) (gone int, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	var all []string
	var each [][]string
	for _, key := range keys {
		pair := []string{s.valueKey(key), s.leaseKey(key)}
		all, each = append(all, pair...), append(each, pair)
	}
	if !s.spread {
		each = [][]string{all}
	}
	hash := tagHash(tag)
	done, err := s.runEach(ctx, s.scripts.drop, each, []any{hash[:]})
	for _, cmd := range done {
		gone += dropped(cmd)
	}
	return gone, err
}

// dropped counts the entries in an answer of dropScript.
func dropped(cmd *redis.Cmd) (n int) {
	answers, err := cmd.Int64Slice()
	if err != nil {
		return 0
	}
	for _, what := range answers {
		n += int(what & 1)
	}
	return n
}

func (s *Store) forget(ctx context.Context, tag string, keys []string, told []byte) error {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	name := s.channel
	if s.apart {
		name = ""
	}
	args := []any{s.window(), name, told}
	for _, key := range keys {
		args = append(args, key)
	}
	if err := s.scripts.forget.Run(ctx, s.client, s.indexKeys(tag), args...).Err(); err != nil {
		return err
	}
	return s.publishApart(ctx, told)
}

func (s *Store) publish(ctx context.Context, told []byte) error {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	return s.client.Publish(ctx, s.channel, told).Err()
}
