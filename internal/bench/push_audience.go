package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Limits of an audience.
const (
	dialers      = 16 // pages that are opened at the same time
	sources      = 16 // addresses of this machine that they come from: one has too few ports for all rounds
	greetTimeout = 30 * time.Second
)

// dialect is how a page begins with a server.
type dialect struct {
	path string
	// hello is the first message of a page; nil where the server speaks first.
	hello func(addr string) (func() ([]byte, error), error)
	// welcome is in the message that tells that the page hears the server from now on.
	welcome string
	// beat is what a page says from time to time to be kept; "" where servers ask themselves.
	beat string
}

// audience is many pages with a WebSocket each.
type audience struct {
	pages []*hearer
	round atomic.Pointer[hearing]
	group sync.WaitGroup
	gone  atomic.Int64 // pages that the server has closed
}

// hearer is a page: a connection and a goroutine that reads it.
type hearer struct {
	net.Conn
	reader *bufio.Reader
	buf    []byte
}

// hearing is a round of updates.
type hearing struct {
	last  int // number of the last
	left  atomic.Int64
	all   chan struct{} // closed when all pages have the last
	mu    sync.Mutex
	delay []time.Duration
}

// open opens so many pages more.
func (a *audience) open(addr string, d dialect, n int) error {
	var hello func() ([]byte, error)
	if d.hello != nil {
		var err error
		if hello, err = d.hello(addr); err != nil {
			return err
		}
	}
	first := len(a.pages)
	a.pages = append(a.pages, make([]*hearer, n)...)
	var group sync.WaitGroup
	var next atomic.Int64
	errs := make([]error, dialers)
	for i := range dialers {
		group.Go(func() {
			for errs[i] == nil {
				k := first + int(next.Add(1)) - 1
				if k >= len(a.pages) {
					return
				}
				a.pages[k], errs[i] = openPage(addr, d, hello, k)
			}
		})
	}
	group.Wait()
	for _, p := range a.pages[first:] {
		if p != nil {
			a.group.Go(func() { a.listen(p) })
		}
	}
	return errors.Join(errs...)
}

func openPage(addr string, d dialect, hello func() ([]byte, error), k int) (_ *hearer, err error) {
	conn, err := dialFrom(addr, k)
	if err != nil {
		return nil, err
	}
	p := &hearer{Conn: conn, reader: bufio.NewReaderSize(conn, 1<<10)}
	if err = p.greet(addr, d, hello); err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("bench: page %d: %w", k, err)
	}
	return p, nil
}

// dialFrom connects to this machine from the k-th of its addresses, where it has more than one.
func dialFrom(addr string, k int) (net.Conn, error) {
	var d net.Dialer
	if runtime.GOOS == "linux" {
		d.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+k%sources))}
	}
	ctx, cancel := context.WithTimeout(context.Background(), greetTimeout)
	defer cancel()
	conn, err := d.DialContext(ctx, "tcp4", addr)
	if err != nil {
		return nil, err
	}
	// Closing resets the connection, which leaves no port behind that cannot be used for a minute.
	return conn, conn.(*net.TCPConn).SetLinger(0)
}

// greet goes as far as the welcome.
func (p *hearer) greet(addr string, d dialect, hello func() ([]byte, error)) error {
	if err := p.SetDeadline(time.Now().Add(greetTimeout)); err != nil {
		return err
	}
	if _, err := p.Write(handshake(addr, d.path)); err != nil {
		return err
	}
	if err := readHandshake(p.reader); err != nil {
		return err
	}
	if hello != nil {
		message, err := hello()
		if err != nil {
			return err
		}
		if _, err := p.Write(frame(opText, message)); err != nil {
			return err
		}
	}
	for welcome := []byte(d.welcome); ; {
		message, err := p.read()
		if err != nil {
			return err
		}
		if bytes.Contains(message, welcome) {
			return p.SetDeadline(time.Time{})
		}
	}
}

// read reads the next message; pings are answered.
func (p *hearer) read() ([]byte, error) {
	for {
		op, payload, err := readFrame(p.reader, p.buf)
		p.buf = payload
		switch {
		case err != nil:
			return nil, err
		case op == opClose:
			return nil, fmt.Errorf("bench: the server has closed a page: %q", payload)
		case op == opPing:
			_, err = p.Write(frame(opPong, payload))
		case op == opText:
			return payload, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// listen notes what arrives until the connection ends.
func (a *audience) listen(p *hearer) {
	for {
		message, err := p.read()
		if err != nil {
			a.gone.Add(1)
			return
		}
		now, round := time.Now(), a.round.Load()
		for number, at := range updates(message) {
			if round != nil {
				round.note(number, now.Sub(at))
			}
		}
	}
}

func (h *hearing) note(number int, delay time.Duration) {
	h.mu.Lock()
	h.delay = append(h.delay, delay)
	h.mu.Unlock()
	if number == h.last && h.left.Add(-1) == 0 {
		close(h.all)
	}
}

// beat lets all pages say that they are there.
func (a *audience) beat(message string) error {
	if message == "" {
		return nil
	}
	for _, p := range a.pages {
		if _, err := p.Write(frame(opText, []byte(message))); err != nil {
			return err
		}
	}
	return nil
}

// hear notes the updates from 0 to n-1 that push publishes. It ends when all pages have the last, or so long after push; what has not arrived until then is not counted.
func (a *audience) hear(n int, patience time.Duration, push func() error) ([]time.Duration, error) {
	h := &hearing{last: n - 1, all: make(chan struct{}), delay: make([]time.Duration, 0, n*len(a.pages))}
	h.left.Store(int64(len(a.pages)))
	a.round.Store(h)
	if err := push(); err != nil {
		return nil, err
	}
	select {
	case <-h.all:
	case <-time.After(patience):
	}
	a.round.Store(nil)
	if gone := a.gone.Load(); gone > 0 {
		return nil, fmt.Errorf("bench: the server has lost %d of %d pages", gone, len(a.pages))
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.delay[:len(h.delay):len(h.delay)], nil
}

// close ends all pages.
func (a *audience) close() {
	for _, p := range a.pages {
		if p != nil {
			_ = p.Close()
		}
	}
	a.group.Wait()
}
