package dashi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Session is what the server keeps for one browser: see [Sessions]. [SessionFrom] gives it. Its methods may be called by several goroutines, also after the request has
// been answered, by jobs and sockets.
//
// What begins a session, and SignIn, need a header of the answer for the cookie. Their errors are those of [Call.SetCookie]: a callback that may be the first to set
// something is registered with [Alone], or the layout function calls Start, so that the browser has a session when callbacks come. A session that has
// begun can be changed anywhere, also where the answer is a stream that has begun.
type Session struct {
	of     *Sessions
	number uint64 // of the request
	out    *sessionWriter
	secure bool          // the cookie is
	making chan struct{} // holds one value while the browser gets another session
	known  string        // what SessionUser gives where the session is that of a job in a worker, and nothing else of it is there
	far    bool          // it is

	mu      sync.Mutex
	brought string       // guarded by mu: the id that the browser has brought, until somebody asks
	live    *liveSession // guarded by mu: nil where the browser has brought nothing
	seen    *liveSession // guarded by mu: that which was there when it was looked at
}

// Errors of sessions. A callback may return them as they are: the page shows what is meant for the user.
var (
	// ErrNoSession is what methods of a nil Session return: there is no [Sessions.Handler] around, or the callback is memoized for all browsers.
	ErrNoSession = errors.New("dashi: there is no session here: put Sessions.Handler around the app; a memoized callback has one with memo.PerUser(dashi.SessionUser) only")
	// ErrSessionEnded is what changing a session returns that has ended since the request began: by SignOut or SignIn in another, by EndUser, or because its time is over.
	ErrSessionEnded error = &sessionError{errors.New("dashi: the session has ended"), &refusal{http.StatusUnauthorized, "Your session has ended.", refused}}
)

// sessionError is an error with what the page is told of it.
type sessionError struct {
	error
	told *refusal
}

func (e *sessionError) Unwrap() []error { return []error{e.error, e.told} }

// Get reads the value of a key into the variable that into points to, which has the type of what was set. found is false where the key has none; the variable is as it was then.
func (s *Session) Get(ctx context.Context, key string, into any) (found bool, err error) {
	r, err := s.read(ctx)
	if err != nil {
		return false, err
	}
	data := r.value(key)
	if data == nil {
		return false, nil
	}
	return true, s.of.decode(key, data, into)
}

// Set gives a key a value. It returns when the store has it. Nothing is kept where the codec would not give the same value back, where the session would be larger than
// SessionOptions.MaxBytes, and where the store fails.
func (s *Session) Set(ctx context.Context, key string, value any) error {
	if err := s.here(); err != nil {
		return err
	}
	data, err := s.of.encode(key, value)
	if err != nil {
		return err
	}
	return s.change(ctx, func(r *sessionRecord) error {
		r.set(key, data)
		return nil
	})
}

// Delete takes keys away. A key without a value is no error, nor is a browser without a session.
func (s *Session) Delete(ctx context.Context, keys ...string) error {
	if r, err := s.read(ctx); err != nil || r == nil {
		return err
	}
	err := s.change(ctx, func(r *sessionRecord) error {
		before := len(r.Values)
		for _, key := range keys {
			r.set(key, nil)
		}
		if len(r.Values) == before {
			return errUnchanged
		}
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// Update changes the value of a key in one piece: it reads it into the variable that into points to (its zero value where the key has none), calls change, and sets what the
// variable holds then. Where the key was set meanwhile it begins anew, so change may be called several times. An error of change leaves the value as it is, and is returned.
func (s *Session) Update(ctx context.Context, key string, into any, change func() error) error {
	target := reflect.ValueOf(into)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return fmt.Errorf("dashi: session: Update(%q) of a %T; expected a pointer to a variable of the value's type", key, into)
	}
	for {
		r, err := s.read(ctx)
		if err != nil {
			return err
		}
		before := r.value(key)
		target.Elem().SetZero()
		if before != nil {
			if err := s.of.decode(key, before, into); err != nil {
				return err
			}
		}
		if err := change(); err != nil {
			return err
		}
		after, err := s.of.encode(key, target.Elem().Interface())
		if err != nil {
			return err
		}
		err = s.change(ctx, func(r *sessionRecord) error {
			if now := r.value(key); !bytes.Equal(now, before) || (now == nil) != (before == nil) {
				return errChanged
			}
			r.set(key, after)
			return nil
		})
		if !errors.Is(err, errChanged) {
			return err
		}
	}
}

// Errors of changes that are not made.
var (
	errChanged   = errors.New("dashi: session: the value was set meanwhile")
	errUnchanged = errors.New("dashi: session: there is nothing to change")
)

// Keys are those with a value, in order.
func (s *Session) Keys(ctx context.Context) ([]string, error) {
	r, err := s.read(ctx)
	if err != nil || r == nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(r.Values)), nil
}

// User is who has signed in, "" where nobody has, or not any more.
func (s *Session) User(ctx context.Context) (string, error) {
	if s != nil && s.far {
		return s.farUser()
	}
	r, err := s.read(ctx)
	if err != nil || r == nil {
		return "", err
	}
	return r.User, nil
}

// Start sees to it that the browser has a session. A layout function that calls it frees callbacks from caring who is first.
func (s *Session) Start(ctx context.Context) error {
	if r, err := s.read(ctx); err != nil || r != nil {
		return err
	}
	return s.change(ctx, func(*sessionRecord) error { return nil })
}

// SignIn says who the browser's user is. The session gets a new id, whose cookie goes with the answer, and a new Lifetime; the old id is dead at once, so that nobody who knows or
// has planted it comes along. Values of the session stay, unless they were another user's. The name is whatever the app calls its users, not empty, and
// does not begin with "session:" or "unknown:".
//
// Pages that are open belong to who they were made for: their sockets are closed, and they say so. So a sign-in is best the post of a normal form that is answered with a redirect, after which
// the browser loads the page anew, for the user.
func (s *Session) SignIn(ctx context.Context, user string) error {
	if err := s.here(); err != nil {
		return err
	}
	if user == "" || !utf8.ValidString(user) || strings.HasPrefix(user, namelessUser) || strings.HasPrefix(user, unknownUser) {
		return fmt.Errorf("dashi: session: SignIn(%.80q): expected a name in UTF-8 that does not begin with %q or %q", user, namelessUser, unknownUser)
	}
	if err := takeTurn(ctx, s.making); err != nil {
		return err
	}
	defer func() { <-s.making }()
	fresh := &sessionRecord{User: user}
	old := s.current()
	if old == nil {
		return s.begin(ctx, fresh, func() error { return nil })
	}
	if err := old.lock(ctx); err != nil {
		return err
	}
	defer old.unlock()
	r, err := s.of.fetch(ctx, old)
	if err != nil {
		return err
	}
	if r != nil && (r.User == "" || r.User == user) {
		fresh.Values = r.clone().Values
	}
	return s.begin(ctx, fresh, func() error {
		if r == nil || r.Gone {
			return nil
		}
		return s.of.end(ctx, old)
	})
}

// SignOut ends the session with all that it holds, at once and in all processes, for every page and socket of the browser; and takes the cookie away where the answer can still
// have headers. It is no error where there is no session. After an error the session may still be there.
func (s *Session) SignOut(ctx context.Context) error {
	if err := s.here(); err != nil {
		return err
	}
	if err := takeTurn(ctx, s.making); err != nil {
		return err
	}
	defer func() { <-s.making }()
	live := s.current()
	if live == nil {
		return nil
	}
	if err := live.lock(ctx); err != nil {
		return err
	}
	defer live.unlock()
	if err := s.of.end(ctx, live); err != nil {
		return err
	}
	s.become(nil)
	over := s.of.cookie("", s.secure)
	over.MaxAge = -1
	_ = s.setCookie(ctx, over) // it would be of no use any more
	return nil
}
