package dashi

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"time"
	"weak"

	"github.com/dashi-go/dashi/memo"
)

// liveSession is a session that somebody in this process holds: requests, and what they have left running. All of them hold the same one.
type liveSession struct {
	hash string
	turn chan struct{} // holds one value while the store is asked: what follows is its

	record *sessionRecord // as it was last read or written; nil where there is none
	read   time.Time      // when that was
	after  uint64         // how many requests had begun then, by Sessions.requests; 0 where nothing was read
	epoch  uint64         // what Sessions.emptied was then

	user     atomic.Pointer[string] // who has signed in, as far as that was read; it never changes
	watchers []*sessionWatcher      // guarded by Sessions.mu
}

// Times of sessions.
const (
	sessionFresh = time.Second      // for how long what was read of a session counts
	sessionGone  = time.Minute      // for how long an ended session is known to have been one
	sessionHold  = 10 * time.Second // for how long a process that has died keeps others from changing a session
	sessionWait  = 30 * time.Second // how long to wait for them
)

// hold gives the one liveSession of a hash. It leaves when nobody holds it any more, which the garbage collector tells: jobs and sockets may hold it
// for longer than a request.
func (s *Sessions) hold(hash string) *liveSession {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l := s.live[hash].Value(); l != nil {
		return l
	}
	l := &liveSession{hash: hash, turn: make(chan struct{}, 1)}
	s.live[hash] = weak.Make(l)
	runtime.AddCleanup(l, s.left, hash)
	return l
}

func (s *Sessions) left(hash string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.live[hash].Value() == nil { // not taken again meanwhile
		delete(s.live, hash)
	}
}

// lock waits for the turn, which unlock ends.
func (l *liveSession) lock(ctx context.Context) error { return takeTurn(ctx, l.turn) }

func (l *liveSession) unlock() { <-l.turn }

func takeTurn(ctx context.Context, turn chan struct{}) error {
	select {
	case turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// fetch reads the record from the store. The caller has the turn.
func (s *Sessions) fetch(ctx context.Context, l *liveSession) (*sessionRecord, error) {
	after, epoch, now := s.requests.Load(), s.emptied.Load(), time.Now()
	var data []byte
	var found bool
	err := s.ask(ctx, func() (err error) {
		data, found, err = s.store.Get(ctx, sessionStoreKey(l.hash))
		return err
	})
	if err != nil {
		return nil, err
	}
	l.record, l.read, l.after, l.epoch = nil, now, after, epoch
	if found {
		l.record = s.options.decode(data, now)
	}
	l.note()
	return l.record, nil
}

// note keeps whose the session is, for who does not have the turn. The caller has it.
func (l *liveSession) note() {
	if r := l.record; r != nil && r.User != "" && l.user.Load() == nil {
		l.user.Store(&r.User)
	}
}

// look is fetch unless what is known was read a moment ago, and after the request of this number began. It notes the use now and then.
func (s *Sessions) look(ctx context.Context, l *liveSession, request uint64) (*sessionRecord, error) {
	if err := l.lock(ctx); err != nil {
		return nil, err
	}
	defer l.unlock()
	now := time.Now()
	if l.after < request || now.Sub(l.read) >= sessionFresh || l.epoch != s.emptied.Load() {
		if _, err := s.fetch(ctx, l); err != nil {
			return nil, err
		}
	}
	r := l.record
	if r == nil || r.Gone {
		return r, nil
	}
	if s.options.left(r, now) <= 0 {
		return nil, nil
	}
	if now.Sub(time.UnixMilli(r.Used)) >= s.options.grace() && !isNoUse(ctx) {
		if err := s.commit(ctx, l, func(*sessionRecord) error { return nil }); errors.Is(err, errAbsent) || errors.Is(err, ErrSessionEnded) {
			return nil, nil
		} // another failure was logged, and what was read is good all the same
	}
	return r, nil
}

// errAbsent is of a change to a session that the store does not have.
var errAbsent = errors.New("dashi: session: there is none")

// change changes a session that the store has.
func (s *Sessions) change(ctx context.Context, l *liveSession, change func(*sessionRecord) error) error {
	if err := l.lock(ctx); err != nil {
		return err
	}
	defer l.unlock()
	return s.commit(ctx, l, change)
}

// commit reads, changes and writes the record, with no other process between. The caller has the turn; change may be called more than once.
func (s *Sessions) commit(ctx context.Context, l *liveSession, change func(*sessionRecord) error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, sessionWait, errors.New("dashi: session: other processes were changing it all the time"))
	defer cancel()
	for {
		held, err := s.tryCommit(ctx, l, change)
		if err != nil || held {
			return err
		}
	}
}

func (s *Sessions) tryCommit(ctx context.Context, l *liveSession, change func(*sessionRecord) error) (held bool, err error) {
	lease, err := s.lease(ctx, l)
	if err != nil {
		return false, err
	}
	if lease != nil {
		defer func() { _ = lease.End(context.WithoutCancel(ctx)) }() // after Set it does nothing; one that is not ended runs out
	}
	s.ending.RLock() // or what EndUser deletes between reading and writing would be there again
	defer s.ending.RUnlock()
	r, err := s.alive(ctx, l)
	if err != nil {
		return false, err
	}
	r = r.clone()
	if err := change(r); err != nil {
		return false, err
	}
	return s.write(ctx, lease, l, r)
}

// alive is fetch of a session that there is.
func (s *Sessions) alive(ctx context.Context, l *liveSession) (*sessionRecord, error) {
	r, err := s.fetch(ctx, l)
	switch {
	case err != nil:
		return nil, err
	case r == nil:
		return nil, errAbsent
	case r.Gone:
		return nil, ErrSessionEnded
	}
	return r, nil
}

// write stores a record, through the lease where there is one. held is false where that was lost.
func (s *Sessions) write(ctx context.Context, lease memo.Lease, l *liveSession, r *sessionRecord) (held bool, err error) {
	after, epoch, now := s.requests.Load(), s.emptied.Load(), time.Now()
	r.Used = now.UnixMilli()
	if r.Begun == 0 {
		r.Begun = r.Used
	}
	data, ttl, err := s.options.encode(r, now)
	if err != nil {
		return false, err
	}
	err = s.ask(ctx, func() (err error) {
		if lease != nil {
			held, err = lease.Set(ctx, data, ttl)
			return err
		}
		held = true
		return s.set(ctx, sessionStoreKey(l.hash), data, ttl, s.tags(r))
	})
	if err == nil && held {
		l.record, l.read, l.after, l.epoch = r, now, after, epoch
		l.note()
	}
	return held, err
}
