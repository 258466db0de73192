package redisstore

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// scanBatch is how many keys Redis looks at per step of Clear; between two steps it serves others.
const scanBatch = 1000

// Clear unlinks every key that begins with the prefix, on every master of a cluster and every shard of a ring. It
// takes as long as it takes; only ctx bounds the whole, and Timeout each step. Keys set meanwhile may stay.
func (s *Store) Clear(ctx context.Context) (int, error) {
	var n atomic.Int64
	one := func(ctx context.Context, node *redis.Client) error { return s.clearNode(ctx, node, &n) }
	var err error
	switch c := s.client.(type) {
	case *redis.ClusterClient:
		err = c.ForEachMaster(ctx, one)
	case *redis.Ring:
		err = c.ForEachShard(ctx, one)
	default:
		err = s.clearNode(ctx, c, &n)
	}
	if err != nil {
		err = fmt.Errorf("redisstore: clear: %w", err)
	}
	return int(n.Load()), err
}

func (s *Store) clearNode(ctx context.Context, node redis.Cmdable, n *atomic.Int64) error {
	pattern := escapeGlob(s.prefix) + "*"
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
	for _, cmd := range done {
		if c, ok := cmd.(*redis.IntCmd); ok {
			n.Add(c.Val())
		}
	}
	return next, err
}

// escapeGlob makes a prefix match itself only.
func escapeGlob(s string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `]`, `\]`).Replace(s)
}
