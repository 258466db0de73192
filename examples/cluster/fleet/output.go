package fleet

import (
	"bytes"
	"io"
	"sync"
)

// output writes whole lines, each after a prefix.
type output struct {
	to     io.Writer
	prefix string

	mu   sync.Mutex
	rest []byte // guarded by mu: the beginning of a line
}

// Write implements [io.Writer].
func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.rest = append(o.rest, b...)
	for {
		line, rest, found := bytes.Cut(o.rest, []byte("\n"))
		if !found {
			return len(b), nil
		}
		if _, err := io.WriteString(o.to, o.prefix+string(line)+"\n"); err != nil {
			return 0, err
		}
		o.rest = append([]byte(nil), rest...)
	}
}

// flush writes what has no end.
func (o *output) flush() {
	o.mu.Lock()
	unfinished := len(o.rest) > 0
	o.mu.Unlock()
	if unfinished {
		_, _ = o.Write([]byte("\n"))
	}
}

// shared lets several processes write to one place.
type shared struct {
	mu sync.Mutex
	to io.Writer // guarded by mu
}

// Write implements [io.Writer].
func (s *shared) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.to.Write(b)
}
