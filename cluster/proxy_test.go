package cluster_test

import (
	"bytes"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// proxy is a way to Redis that can be spoilt.
type proxy struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	conns []net.Conn
	// lose, where not nil, ends the connection once an answer to what contains it has come, and is nil then.
	lose []byte
	// mute has what comes from Redis swallowed on the connections that are there.
	muted map[net.Conn]bool
	// apart has all connections ended, and no new ones made.
	apart bool
}

func newProxy(t testing.TB, to string) *proxy {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &proxy{listener: listener, to: to, muted: map[net.Conn]bool{}}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			running.Go(func() { p.serve(conn) })
		}
	})
	t.Cleanup(func() {
		listener.Close()
		p.mu.Lock()
		for _, conn := range p.conns {
			conn.Close()
		}
		p.mu.Unlock()
		running.Wait()
	})
	return p
}

func (p *proxy) addr() string { return p.listener.Addr().String() }

func (p *proxy) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer server.Close()
	p.mu.Lock()
	p.conns = append(p.conns, client, server)
	apart := p.apart
	p.mu.Unlock()
	if apart {
		return
	}
	lost := make(chan struct{}, 1)
	var both sync.WaitGroup
	both.Go(func() {
		defer server.Close()
		forward(server, client, func(b []byte) bool {
			p.mu.Lock()
			defer p.mu.Unlock()
			if p.lose != nil && bytes.Contains(b, p.lose) {
				p.lose = nil
				lost <- struct{}{}
			}
			return true
		})
	})
	defer both.Wait()
	defer client.Close()
	forward(client, server, func([]byte) bool {
		select {
		case <-lost:
			client.Close()
			return false
		default:
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		return !p.muted[client]
	})
}

// forward copies what is allowed.
func forward(to io.Writer, from io.Reader, allowed func(b []byte) bool) {
	b := make([]byte, 1<<16)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		if !allowed(b[:n]) {
			continue
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

func (p *proxy) loseAnswerTo(part string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lose = []byte(part)
}

func (p *proxy) lost() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lose == nil
}

func (p *proxy) mute() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range p.conns {
		p.muted[conn] = true
	}
}

// cut parts the two sides, or joins them again.
func (p *proxy) cut(apart bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.apart = apart
	if apart {
		for _, conn := range p.conns {
			conn.Close()
		}
	}
}
