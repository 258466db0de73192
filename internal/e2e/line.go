package e2e

import (
	"io"
	"net"
	"sync"
	"testing"
)

// Line is the network between a browser and a server, which a test can cut: a proxy of bytes on an address of its own.
type Line struct {
	Addr string

	target string
	mu     sync.Mutex
	down   bool
	open   map[net.Conn]struct{}
}

// NewLine makes a line to a server's address. It ends with the test.
func NewLine(t testing.TB, target string) *Line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	line := &Line{Addr: l.Addr().String(), target: target, open: map[net.Conn]struct{}{}}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() { line.carry(from) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		line.Cut()
		running.Wait()
	})
	return line
}

// Cut ends all connections, and those that are tried until Mend is called.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = true
	for c := range l.open {
		_ = c.Close()
	}
	clear(l.open)
}

// Mend lets connections be made again.
func (l *Line) Mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = false
}

// keep notes connections for Cut, and tells whether the line is up.
func (l *Line) keep(both ...net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range both {
		l.open[c] = struct{}{}
	}
	return !l.down
}

func (l *Line) carry(from net.Conn) {
	defer func() { _ = from.Close() }()
	if !l.keep(from) {
		return
	}
	to, err := net.Dial("tcp", l.target)
	if err != nil {
		return
	}
	defer func() { _ = to.Close() }()
	if !l.keep(to) {
		return
	}
	var back sync.WaitGroup
	back.Go(func() {
		_, _ = io.Copy(from, to)
		_ = from.Close()
	})
	_, _ = io.Copy(to, from)
	_ = to.Close()
	back.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.open, from)
	delete(l.open, to)
}
