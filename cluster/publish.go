package cluster

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/redis/go-redis/v9"

	"github.com/dashi-go/dashi/internal/push"
)

// Publish implements [push.Broker] by one script. After an error the event may have been published all the same, where the answer was lost.
func (b broker) Publish(ctx context.Context, topic string, e push.Event) (uint64, error) {
	if b.over() {
		return 0, push.ErrClosed
	}
	ctx, cancel := context.WithTimeout(ctx, b.options.Timeout)
	defer cancel()
	o := b.options
	args := b.args(topic, b.channel(), topic, o.Events, o.Bytes, o.Properties, token(), encode(e))
	answer, err := b.scripts.publish.Run(ctx, b.client, b.keys(topic), args...).Text()
	if err != nil {
		return 0, fmt.Errorf("cluster: publish to %q: %w", topic, err)
	}
	seq, err := strconv.ParseUint(answer, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("cluster: publish to %q: answered %q, expected a number", topic, answer)
	}
	b.marks.raise(topic, seq)
	return seq, nil
}

// args are the arguments of a script, behind those that all have. The number that is known must be looked up before the script runs.
func (c *Cluster) args(topic string, more ...any) []any {
	idle, remember := max(1, c.options.Idle.Milliseconds()), max(1, c.options.Remember.Milliseconds()) // 0 would delete at once
	return append([]any{idle, remember, c.marks.get(topic)}, more...)
}

// token tells publications apart: go-redis sends a command again when its answer got lost.
func token() []byte {
	return binary.BigEndian.AppendUint64(nil, rand.Uint64())
}

// Read implements [push.Broker] by one script, or from the topic's mirror, which lags behind what other processes publish as far as wakes do.
func (b broker) Read(ctx context.Context, topic string, after uint64) (push.News, error) {
	n, mirrored, closed := b.reflected(topic, after)
	switch {
	case closed:
		return push.News{}, push.ErrClosed
	case mirrored:
		return n, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.options.Timeout)
	defer cancel()
	n, err := b.take(topic, after, b.scripts.read.Run(ctx, b.client, b.keys(topic), b.args(topic, after)...))
	if err != nil {
		b.failed(topic)
		return n, fmt.Errorf("cluster: read %q: %w", topic, err)
	}
	return n, nil
}

// beyond is a number above those of all events.
const beyond = 1 << 62

// Last implements [push.Broker] as Read does.
func (b broker) Last(ctx context.Context, topic string) (uint64, error) {
	last, mirrored := b.reflectedLast(topic)
	if mirrored {
		return last, nil
	}
	n, err := b.Read(ctx, topic, beyond)
	return n.Last, err
}

// take makes news of what the script has answered.
func (c *Cluster) take(topic string, after uint64, answer *redis.Cmd) (push.News, error) {
	parts, err := answer.Slice()
	if err != nil {
		return push.News{}, err
	}
	n, err := news(parts, after)
	if err == nil {
		c.marks.raise(topic, n.Last)
	}
	return n, err
}
