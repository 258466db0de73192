package cluster

import (
	"context"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

// stay keeps the topics that somebody here watches from expiring.
func (c *Cluster) stay() {
	tick := time.NewTicker(max(c.options.Idle/3, time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-c.ctx.Done():
			return
		case <-tick.C:
		}
		for some := range slices.Chunk(c.watched(), batch) {
			ctx, cancel := context.WithTimeout(c.ctx, c.options.Timeout)
			// What could not be reached is tried again, twice before it expires.
			c.each(ctx, c.scripts.stay, some, func(i int) []any { return c.args(some[i].name) })
			cancel()
		}
	}
}

func (c *Cluster) watched() (topics []*topic) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range c.topics {
		topics = append(topics, t)
	}
	return topics
}

// each runs a script for each of the topics, in one trip, and again one by one where a server does not know it yet.
func (c *Cluster) each(ctx context.Context, script *redis.Script, topics []*topic, args func(i int) []any) []*redis.Cmd {
	answers := make([]*redis.Cmd, len(topics))
	_, _ = c.client.Pipelined(ctx, func(pipe redis.Pipeliner) error { // each answer has its error
		for i, t := range topics {
			answers[i] = script.EvalSha(ctx, pipe, c.keys(t.name), args(i)...)
		}
		return nil
	})
	for i, answer := range answers {
		if redis.HasErrorPrefix(answer.Err(), "NOSCRIPT") {
			answers[i] = script.Run(ctx, c.client, c.keys(topics[i].name), args(i)...)
		}
	}
	return answers
}
