package redisstore

import (
	"context"
	"strings"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// scanBatch is how many keys Redis looks at per step of Clear; between two steps it serves others.
const scanBatch = 1000

// Clear unlinks every key that begins with the prefix, on every master of a cluster and every shard of a ring. It
// takes as long as it takes; only ctx bounds the whole, and Timeout each step. Keys set meanwhile may stay.
//
// It goes through the keys twice, and ends the leases first: a lease then under way either lost its right to store,
// or has stored what the second pass finds.
func (s *Store) Clear(ctx context.Context) (int, error) {
	var n atomic.Int64
	err := s.unlinkAll(ctx, string(leaseName)+"{", &n)
	if err == nil {
		err = s.publish(ctx, s.tell(toldAnything))
	}
	if err == nil {
		err = s.unlinkAll(ctx, "", &n)
		told := s.publish(context.WithoutCancel(ctx), s.tell(toldAnything)) // of the part that went, too
		if err == nil {
			err = told
		}
	}
	return int(n.Load()), failed("clear", err)
}

// unlinkAll unlinks what begins with the prefix and what, and adds up how many of these were entries.
func (s *Store) unlinkAll(ctx context.Context, what string, n *atomic.Int64) error {
	one := func(ctx context.Context, node *redis.Client) error { return s.clearNode(ctx, node, what, n) }
	switch c := s.client.(type) {
	case *redis.ClusterClient:
		return c.ForEachMaster(ctx, one)
	case *redis.Ring:
		return c.ForEachShard(ctx, one)
	default:
		return s.clearNode(ctx, c, what, n)
	}
}

func (s *Store) clearNode(ctx context.Context, node redis.Cmdable, what string, n *atomic.Int64) error {
	pattern := escapeGlob(s.prefix+what) + "*"
	for cursor := uint64(0); ; {
		next, err := s.clearStep(ctx, node, cursor, pattern, n)
		if err != nil || next == 0 {
			return err
		}
		cursor = next
	}
}

// clearStep unlinks one key per command: those of a cluster's node lie in different slots, which one UNLINK of many
// keys may not cross. The pipeline makes it one trip all the same.
func (s *Store) clearStep(ctx context.Context, node redis.Cmdable, cursor uint64, pattern string, n *atomic.Int64) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	keys, next, err := node.Scan(ctx, cursor, pattern, scanBatch).Result()
	if err != nil || len(keys) == 0 {
		return next, err
	}
	done, err := node.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for _, key := range keys {
			pipe.Unlink(ctx, key)
		}
		return nil
	})
	entries := s.prefix + string(valueName) + "{"
	for i, cmd := range done {
		if c, ok := cmd.(*redis.IntCmd); ok && strings.HasPrefix(keys[i], entries) {
			n.Add(c.Val())
		}
	}
	return next, err
}

// escapeGlob makes a prefix match itself only.
func escapeGlob(s string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `]`, `\]`).Replace(s)
}
