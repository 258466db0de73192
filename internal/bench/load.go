package bench

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Limits of the load: it is for loopback, and ends by itself.
const (
	connections  = 32
	maxRequests  = 1 << 16 // of a connection in a round
	roundTimeout = 20 * time.Second
)

// Load is what one round of requests gave.
type Load struct {
	Requests  int
	PerSecond float64
	P50, P99  time.Duration
	CPU       time.Duration // of the server's process, for each request
}

// client keeps connections open and sends the same request over them again and again.
type client struct {
	conns   []*conn
	request []byte
}

type conn struct {
	net.Conn
	reader *bufio.Reader
	buf    []byte
	took   []time.Duration
}

// dial connects n times to addr, which must be on this machine.
func dial(addr, path string, body []byte, n int) (*client, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("bench: %s is not on the loopback interface", addr)
	}
	c := &client{request: Request(addr, path, body)}
	for range n {
		tcp, err := net.Dial("tcp", addr)
		if err != nil {
			c.close()
			return nil, err
		}
		c.conns = append(c.conns, &conn{Conn: tcp, reader: bufio.NewReaderSize(tcp, 16<<10)})
	}
	return c, nil
}

func (c *client) close() {
	for _, conn := range c.conns {
		_ = conn.Close()
	}
}

// once sends the request over the first connection and returns the answer, which the next call overwrites.
func (c *client) once() ([]byte, error) {
	first := c.conns[0]
	if err := first.SetDeadline(time.Now().Add(roundTimeout)); err != nil {
		return nil, err
	}
	return first.buf, first.trip(c.request)
}

// round sends requests over all connections for the time given.
func (c *client) round(length time.Duration) (Load, error) {
	var group sync.WaitGroup
	errs := make([]error, len(c.conns))
	start := time.Now()
	for i, conn := range c.conns {
		group.Go(func() { errs[i] = conn.hammer(c.request, start.Add(length)) })
	}
	group.Wait()
	elapsed := time.Since(start)
	if err := errors.Join(errs...); err != nil {
		return Load{}, err
	}
	var all []time.Duration
	for _, conn := range c.conns {
		all = append(all, conn.took...)
	}
	return Load{
		Requests: len(all), PerSecond: float64(len(all)) / elapsed.Seconds(),
		P50: Quantile(all, 0.5), P99: Quantile(all, 0.99),
	}, nil
}

func (c *conn) hammer(request []byte, end time.Time) error {
	c.took = c.took[:0]
	if err := c.SetDeadline(end.Add(roundTimeout)); err != nil {
		return err
	}
	for now := time.Now(); now.Before(end) && len(c.took) < maxRequests; {
		if err := c.trip(request); err != nil {
			return err
		}
		done := time.Now()
		c.took = append(c.took, done.Sub(now))
		now = done
	}
	return nil
}

func (c *conn) trip(request []byte) error {
	if _, err := c.Write(request); err != nil {
		return err
	}
	status, body, err := ReadResponse(c.reader, c.buf)
	c.buf = body
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("bench: status %d: %.200s", status, body)
	}
	return err
}
