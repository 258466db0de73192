package redisstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// call is one run of a script of scripts.go for one key.
type call struct {
	script *redis.Script
	key    string
	tags   []string // to index before, for as long as life
	life   time.Duration
	told   []byte // to publish after; nil for nothing
	data   []byte // to store; the scripts that store have it before args
	args   []any
}

// Lua copies what it is given, twice, and what is larger than draftAbove bytes is stored without it: SET of a draft and
// the script that renames it go in one pipeline, in order, because their names choose the same server.
const draftAbove = 16 << 10

// spare is added to how long an index knows an entry: the entry is written a little later, and in a cluster by
// another server's clock.
const spare = time.Minute

// window is how long an index keeps a new member whatever DeleteTagged makes of it. An entry is indexed first and
// written then; in between DeleteTagged finds nothing to delete, and were it to forget the key, no later one would
// find the entry. Each of its own steps and the writing take Timeout at most.
func (s *Store) window() string { return millis(spare + 4*s.timeout) }

// run does the call within Timeout, and returns whether the script answered 1. One server does it in one trip. Where
// entry and indexes lie on several, the indexes come first: an entry that no index knows would outlive DeleteTagged.
func (s *Store) run(ctx context.Context, c call) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	name, told := s.channel, c.told
	if s.apart || told == nil {
		name = ""
	}
	till := ""
	if c.life > 0 {
		till = millis(c.life + spare)
	}
	head := []any{c.key, till, s.window(), name, told}
	keys := []string{s.valueKey(c.key), s.leaseKey(c.key), s.leaseKey(c.key)}
	if s.spread {
		if err := s.indexEach(ctx, c.tags, head); err != nil {
			return false, err
		}
	} else {
		keys = append(keys, s.indexKeys(c.tags...)...)
	}
	answer, err := s.store(ctx, c, keys, head).Int()
	if err == nil && answer == 1 && told != nil {
		err = s.publishApart(ctx, told)
	}
	return answer == 1, err
}

// store runs the script, small data with it and large before it.
func (s *Store) store(ctx context.Context, c call, keys []string, args []any) *redis.Cmd {
	if len(c.data) > 0 && len(c.data) <= draftAbove {
		args = append(args, c.data)
	}
	if len(c.data) <= draftAbove {
		return c.script.Run(ctx, s.client, keys, append(args, c.args...)...)
	}
	keys[2] = s.draftKey(c.key)
	args = append(append(args, ""), c.args...)
	pipe := s.client.Pipeline()
	draft := pipe.Set(ctx, keys[2], c.data, spare)
	answer := c.script.EvalSha(ctx, pipe, keys, args...)
	if _, err := pipe.Exec(ctx); err != nil && draft.Err() == nil && unknownScript(answer.Err()) {
		return c.script.Run(ctx, s.client, keys, args...)
	}
	return answer
}

// indexEach writes the indexes of a cluster or ring.
func (s *Store) indexEach(ctx context.Context, tags []string, head []any) error {
	names := make([][]string, len(tags))
	for i, tag := range tags {
		names[i] = s.indexKeys(tag)
	}
	_, err := s.runEach(ctx, s.scripts.index, names, head)
	return err
}

// runEach runs a script once for each list of names, in one pipeline, and again one by one where a server does not
// know the script yet. The answers are those in hand when the first error was met.
func (s *Store) runEach(ctx context.Context, script *redis.Script, names [][]string, args []any) ([]*redis.Cmd, error) {
	if len(names) == 0 {
		return nil, nil
	}
	done := make([]*redis.Cmd, 0, len(names))
	_, err := s.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for _, keys := range names {
			done = append(done, script.EvalSha(ctx, pipe, keys, args...))
		}
		return nil
	})
	if err == nil {
		return done, nil
	}
	for i, cmd := range done {
		if unknownScript(cmd.Err()) {
			done[i] = script.Run(ctx, s.client, names[i], args...)
		}
	}
	for _, cmd := range done {
		if cmd.Err() != nil {
			return done, cmd.Err()
		}
	}
	return done, nil
}

func unknownScript(err error) bool {
	return err != nil && (errors.Is(err, redis.ErrNoScript) || redis.HasErrorPrefix(err, "NOSCRIPT"))
}

// publishApart is for a ring: a script publishes on the shard of its keys, the channel belongs to one shard.
func (s *Store) publishApart(ctx context.Context, told []byte) error {
	if !s.apart {
		return nil
	}
	return s.client.Publish(ctx, s.channel, told).Err()
}

// millis is a duration for Redis, which expires nothing sooner than after one millisecond; "" is no expiry.
func millis(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return strconv.FormatInt(max(1, d.Milliseconds()), 10)
}

func failed(op string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("redisstore: %s: %w", op, err)
}
