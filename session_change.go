package dashi

import (
	"context"
	"errors"
	"fmt"

	"github.com/dashi-go/dashi/internal/call"
)

// current is the session the browser has now.
func (s *Session) current() *liveSession {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.brought != "" {
		s.live, s.brought = s.of.hold(hashOf(s.brought)), ""
	}
	return s.live
}

func (s *Session) become(live *liveSession) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.live, s.seen, s.brought = live, live, ""
}

// read is the present record; nil where the browser has no session, or none any more.
func (s *Session) read(ctx context.Context) (*sessionRecord, error) {
	_, r, err := s.lookup(ctx)
	return r, err
}

// lookup is read, with the session the record is of.
func (s *Session) lookup(ctx context.Context) (*liveSession, *sessionRecord, error) {
	if err := s.here(); err != nil {
		return nil, nil, err
	}
	s.out.depends()
	live := s.current()
	if live == nil {
		return nil, nil, nil
	}
	r, err := s.of.look(ctx, live, s.number)
	if err != nil || r == nil || r.Gone {
		return live, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = live
	return live, r, nil
}

// change changes the record, and begins a session where there is none.
func (s *Session) change(ctx context.Context, change func(*sessionRecord) error) error {
	for {
		live := s.current()
		if live != nil {
			err := s.of.change(ctx, live, change)
			if !errors.Is(err, errAbsent) {
				return err
			}
			s.mu.Lock()
			ended := s.seen == live
			s.mu.Unlock()
			if ended {
				return ErrSessionEnded
			}
		}
		if begun, err := s.make(ctx, live, change); begun || err != nil {
			return err
		}
	}
}

// make begins a session in place of instead, which is none; unless another call has done so meanwhile.
func (s *Session) make(ctx context.Context, instead *liveSession, change func(*sessionRecord) error) (begun bool, err error) {
	if err := takeTurn(ctx, s.making); err != nil {
		return false, err
	}
	defer func() { <-s.making }()
	if s.current() != instead {
		return false, nil
	}
	fresh := &sessionRecord{}
	if err := change(fresh); err != nil {
		return false, err
	}
	return true, s.begin(ctx, fresh, func() error { return nil })
}

// begin stores a record under a new id, which the browser gets. before is called when nothing but that is left to do. The caller has s.making.
func (s *Session) begin(ctx context.Context, fresh *sessionRecord, before func() error) error {
	s.out.depends()
	if err := s.canSetCookie(ctx); err != nil {
		return fmt.Errorf("dashi: session: a new session needs a cookie (or let the layout function call Session.Start): %w", err)
	}
	id := newToken()
	live := s.of.hold(hashOf(id))
	if _, err := s.of.write(ctx, nil, live, fresh); err != nil { // nobody else has it yet
		return err
	}
	err := before()
	if err == nil {
		err = s.setCookie(ctx, s.of.cookie(id, s.secure))
	}
	if err != nil {
		_ = call.Protect(func() error { return s.of.store.Delete(context.WithoutCancel(ctx), sessionStoreKey(live.hash)) }) // nobody knows the id
		return err
	}
	s.become(live)
	return nil
}
