package dashi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/memo"
)

// set is the store's Set with tags, where it has them.
func (s *Sessions) set(ctx context.Context, key string, data []byte, ttl time.Duration, tags []string) error {
	if tagger, ok := s.store.(memo.Tagger); ok && tags != nil {
		err := tagger.SetTagged(ctx, key, data, ttl, tags)
		if !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
		s.noTags.Store(true) // as in a Tiered whose back has none
	}
	return s.store.Set(ctx, key, data, ttl)
}

// tags are by what the store finds the record.
func (s *Sessions) tags(r *sessionRecord) []string {
	if r.User == "" || s.noTags.Load() {
		return nil
	}
	return []string{userTag(r.User)}
}

// lease keeps other processes from the session. It is nil where the store cannot. Whose session it is must be known before: the entry has the lease's tags, and
// EndUser ends the lease by them. It never changes, as SignIn gives a new id.
func (s *Sessions) lease(ctx context.Context, l *liveSession) (lease memo.Lease, err error) {
	leaser, ok := s.store.(memo.Leaser)
	if !ok || s.noLease.Load() {
		return nil, nil
	}
	if l.record == nil {
		if _, err := s.alive(ctx, l); err != nil {
			return nil, err
		}
	}
	key, tags := sessionStoreKey(l.hash), s.tags(l.record)
	err = s.ask(ctx, func() error {
		for {
			lease, err = leaser.Lease(ctx, key, tags, sessionHold)
			switch {
			case errors.Is(err, errors.ErrUnsupported):
				s.noLease.Store(true)
				return nil
			case err != nil || lease != nil:
				return err
			}
			if err := leaser.Await(ctx, key); err != nil {
				return err
			}
		}
	})
	return lease, err
}

// end deletes a session. For a while it is known to have been one, so that requests under way do not begin another in its place. The caller has the turn.
func (s *Sessions) end(ctx context.Context, l *liveSession) error {
	key, gone := sessionStoreKey(l.hash), &sessionRecord{Gone: true}
	err := s.ask(ctx, func() error {
		if err := s.store.Delete(ctx, key); err != nil { // ends what other processes are changing
			return err
		}
		if err := s.store.Set(ctx, key, []byte(`{"gone":true}`), sessionGone); err != nil {
			s.options.Logger.DebugContext(ctx, "dashi: sessions: one was ended, but not marked", "error", err)
		}
		return nil
	})
	if err == nil {
		l.record, l.read, l.after, l.epoch = gone, time.Now(), s.requests.Load(), s.emptied.Load()
		s.tell(l)
	}
	return err
}

// ask runs what asks the store, and tells of failures: the log once, the caller each time.
func (s *Sessions) ask(ctx context.Context, fn func() error) error {
	err := call.Protect(fn)
	if err == nil {
		if s.failing.Load() && s.failing.Swap(false) {
			s.options.Logger.InfoContext(ctx, "dashi: sessions: the store answers again")
		}
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("dashi: session: %w", context.Cause(ctx)) // who asked has gone
	}
	if !s.failing.Swap(true) {
		s.options.Logger.ErrorContext(ctx, "dashi: sessions: the store fails", "error", err)
	}
	return &sessionError{fmt.Errorf("dashi: session: %w", err), &refusal{http.StatusServiceUnavailable, "Your session cannot be read just now. Try again in a moment.", refused}}
}
