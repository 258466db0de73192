package dashi

import "strings"

// farSession is what a worker has of the session of the browser whose call it runs: who its user is. The values stay where the cookie is known, as whoever knows a session's id has the session.
func farSession(known string) *Session { return &Session{known: known, far: true} }

// errFarSession is an ErrNoSession.
type errFarSession struct{}

func (errFarSession) Error() string {
	return "dashi: the values of the session are not at hand in a worker, which knows its user alone (dashi.SessionUser): read them before the job begins, and pass what it needs as an Input or State"
}

func (errFarSession) Is(target error) bool { return target == ErrNoSession }

// here tells why there is nothing to be had of a session.
func (s *Session) here() error {
	switch {
	case s == nil:
		return ErrNoSession
	case s.far:
		return errFarSession{}
	}
	return nil
}

// farUser is who had signed in when the job was begun.
func (s *Session) farUser() (string, error) {
	switch {
	case strings.HasPrefix(s.known, namelessUser):
		return "", nil
	case strings.HasPrefix(s.known, unknownUser):
		return "", errFarSession{}
	}
	return s.known, nil
}
