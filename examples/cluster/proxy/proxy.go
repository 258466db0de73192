// Package proxy gives each request to the next of several servers, sockets too. One that cannot be reached is passed over, and tried again a little later.
package proxy

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"time"
)

// rest is for how long a server that could not be reached is passed over.
const rest = time.Second

// New makes a proxy of servers, each a host and port.
func New(log *slog.Logger, servers ...string) http.Handler {
	return &httputil.ReverseProxy{
		Transport: newBalancer(servers),
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: "cluster"}) // the balancer says which
			r.Out.Host = r.In.Host                              // the app compares it with the page's origin
			r.SetXForwarded()
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() != nil {
				return // whoever asked has gone
			}
			log.Warn("proxy: a request failed", "path", r.URL.Path, "error", err)
			w.Header().Set("Retry-After", "1")
			http.Error(w, "The server that had the request has gone.", http.StatusBadGateway)
		},
	}
}

// balancer takes the servers in turn.
type balancer struct {
	transport *http.Transport

	mu      sync.Mutex
	servers []server // guarded by mu, as next
	next    int
}

type server struct {
	addr  string
	rests time.Time // until then
}

func newBalancer(addrs []string) *balancer {
	b := &balancer{transport: &http.Transport{
		DialContext: (&net.Dialer{Timeout: 2 * time.Second}).DialContext,
		// A connection for each request: a server that has gone is known by refusing it, before anything was sent.
		DisableKeepAlives: true,
	}}
	for _, addr := range addrs {
		b.servers = append(b.servers, server{addr: addr})
	}
	return b
}

// RoundTrip implements [http.RoundTripper]. A request that may have reached a server goes to no other: it could be done twice.
func (b *balancer) RoundTrip(r *http.Request) (*http.Response, error) {
	var failures []error
	for _, addr := range b.turn(time.Now()) {
		out := r.Clone(r.Context())
		out.URL.Host = addr
		if r.Body != nil {
			out.Body = io.NopCloser(r.Body) // for the next server; who calls closes it
		}
		res, err := b.transport.RoundTrip(out)
		if err == nil {
			return res, nil
		}
		failures = append(failures, fmt.Errorf("%s: %w", addr, err))
		if dial, ok := errors.AsType[*net.OpError](err); !ok || dial.Op != "dial" || r.Context().Err() != nil {
			break
		}
		b.pass(addr, time.Now().Add(rest))
	}
	return nil, errors.Join(failures...)
}

// turn is the servers in the order in which a request tries them: those that rest come last.
func (b *balancer) turn(now time.Time) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var ready, resting []string
	for i := range b.servers {
		s := b.servers[(b.next+i)%len(b.servers)]
		if now.Before(s.rests) {
			resting = append(resting, s.addr)
		} else {
			ready = append(ready, s.addr)
		}
	}
	b.next = (b.next + 1) % len(b.servers)
	return append(ready, resting...)
}

// pass has a server passed over for a while.
func (b *balancer) pass(addr string, until time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.servers {
		if b.servers[i].addr == addr {
			b.servers[i].rests = until
		}
	}
}
