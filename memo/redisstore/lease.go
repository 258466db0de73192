package redisstore

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"github.com/dashi-go/dashi/memo"
)

// A lease is a name that expires, with a random token that its holder alone knows. Whatever the holder does is a
// script that looks at the token first.
const tokenSize = 16

// leaseSpare is how much longer than a lease was taken for the indexes know it, so that Extend has to tell them
// once in a while only.
const leaseSpare = time.Hour

type lease struct {
	s     *Store
	key   string
	token []byte

	mu      sync.Mutex // held while Redis is asked, Timeout at most: Set stores what Tag under way adds
	tags    []string
	indexed time.Time // when the indexes forget the lease
	settled bool      // by Set
}

// Lease is a SET NX PX. hold is rounded to milliseconds, of which there is at least one.
func (s *Store) Lease(ctx context.Context, key string, tags []string, hold time.Duration) (memo.Lease, error) {
	tags, err := checkTags("lease", tags)
	if err != nil {
		return nil, err
	}
	hold = max(hold, time.Millisecond)
	l := &lease{s: s, key: key, token: make([]byte, tokenSize), tags: tags, indexed: time.Now().Add(hold + leaseSpare)}
	rand.Read(l.token) // never fails
	got, err := s.run(ctx, call{
		script: s.scripts.lease, key: key, tags: tags, life: hold + leaseSpare,
		args: []any{l.token, tagHashes(tags), millis(hold)},
	})
	if err != nil {
		return nil, failed("lease", err) // it may have been taken, with the answer lost on the way: then it runs out
	}
	if !got {
		return nil, nil
	}
	return l, nil
}

func (l *lease) Extend(ctx context.Context, hold time.Duration) (held bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	hold = max(hold, time.Millisecond)
	c := call{script: l.s.scripts.extend, key: l.key, args: []any{l.token, millis(hold)}}
	end := time.Now().Add(hold)
	if end.After(l.indexed) {
		c.tags, c.life = l.tags, hold+leaseSpare
	}
	held, err = l.s.run(ctx, c)
	if c.tags != nil && err == nil {
		l.indexed = end.Add(leaseSpare)
	}
	return held, failed("extend lease", err)
}

func (l *lease) Tag(ctx context.Context, tags []string) error {
	tags, err := checkTags("tag lease", tags)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	added := slices.DeleteFunc(tags, func(tag string) bool { return slices.Contains(l.tags, tag) })
	if len(added) == 0 {
		return ctx.Err()
	}
	all, err := checkTags("tag lease", slices.Concat(l.tags, added))
	if err != nil {
		return err
	}
	life := max(time.Until(l.indexed), leaseSpare)
	if _, err := l.s.run(ctx, call{
		script: l.s.scripts.tag, key: l.key, tags: added, life: life, args: []any{l.token, tagHashes(added)},
	}); err != nil {
		return failed("tag lease", err)
	}
	l.tags = all
	return nil
}

func (l *lease) Set(ctx context.Context, value []byte, ttl time.Duration) (held bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	data, err := l.s.pack(value, tagHashes(l.tags))
	if err != nil {
		return false, err
	}
	held, err = l.s.run(ctx, call{
		script: l.s.scripts.settle, key: l.key, tags: l.tags, life: ttl, told: l.s.tell(toldChanged, l.key),
		data: data, args: []any{millis(ttl), l.token},
	})
	l.settled = l.settled || err == nil
	return held, failed("set", err)
}

func (l *lease) End(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.settled {
		return nil
	}
	_, err := l.s.run(ctx, call{script: l.s.scripts.end, key: l.key, told: l.s.tell(toldEnded, l.key), args: []any{l.token}})
	return failed("end lease", err)
}

// Await listens before it looks, so that it cannot miss the end. An extended lease is looked at again when it would
// have run out.
func (s *Store) Await(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ended, leave := s.ear.expect(key)
	defer leave()
	select {
	case <-s.ear.up():
	case <-ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
	for {
		left, err := s.leaseLeft(ctx, key)
		if err != nil || left < 0 {
			return ctx.Err() // of a store that fails nobody knows: the lease may have ended
		}
		select {
		case <-ended:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(left + time.Millisecond):
		}
	}
}

// leaseLeft is negative when there is no lease, or none of ours: those run out.
func (s *Store) leaseLeft(ctx context.Context, key string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	return s.client.PTTL(ctx, s.leaseKey(key)).Result()
}
