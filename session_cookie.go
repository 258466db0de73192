package dashi

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// isSecure tells whether the browser gets a cookie for TLS alone.
func (s *Sessions) isSecure(r *http.Request) bool {
	if s.options.Secure || r.TLS != nil {
		return true
	}
	proto, _, _ := strings.Cut(r.Header.Get("X-Forwarded-Proto"), ",") // the first is nearest to the browser
	return strings.EqualFold(strings.TrimSpace(proto), "https")
}

func (s *Sessions) cookieName(secure bool) string {
	if secure {
		return s.names[1]
	}
	return s.names[0]
}

// idOf is the id that a request brings, or "". Over TLS no other name counts than that which only we can have set.
func (s *Sessions) idOf(r *http.Request, secure bool) string {
	for _, c := range r.CookiesNamed(s.cookieName(secure)) {
		if Handle(c.Value).valid() {
			return c.Value
		}
	}
	return ""
}

// cookie is the one with an id. It lasts as long as the session at most, and the server says when that is over.
func (s *Sessions) cookie(id string, secure bool) *http.Cookie {
	o := s.options
	return &http.Cookie{
		Name: s.cookieName(secure), Value: id, Path: o.Path, Domain: o.Domain, MaxAge: int(o.Lifetime / time.Second),
		HttpOnly: true, Secure: secure, SameSite: o.SameSite,
	}
}

// errSessionHead is of an answer whose headers are gone.
var errSessionHead = errors.New("dashi: the answer has begun, so no header or cookie can be set any more")

// canSetCookie tells whether setCookie would succeed just now.
func (s *Session) canSetCookie(ctx context.Context) error {
	if c := CallFrom(ctx); c != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.sealed
	}
	s.out.mu.Lock()
	defer s.out.mu.Unlock()
	if s.out.begun {
		return errSessionHead
	}
	return nil
}

// setCookie sets a cookie with the answer of the callback that ctx belongs to, or with that of the request.
func (s *Session) setCookie(ctx context.Context, cookie *http.Cookie) error {
	if c := CallFrom(ctx); c != nil {
		return c.SetCookie(cookie)
	}
	return s.out.set(cookie)
}

// sessionWriter writes the session's cookies into the headers at the last moment, from the goroutine that answers: others may set them.
type sessionWriter struct {
	http.ResponseWriter

	mu      sync.Mutex
	begun   bool           // guarded by mu: the headers are gone
	asked   bool           // guarded by mu: the answer may depend on the session
	cookies []*http.Cookie // guarded by mu
}

func (w *sessionWriter) depends() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = true
}

func (w *sessionWriter) set(cookie *http.Cookie) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.begun {
		return errSessionHead
	}
	w.asked = true
	w.cookies = slices.DeleteFunc(w.cookies, func(c *http.Cookie) bool { return c.Name == cookie.Name })
	w.cookies = append(w.cookies, cookie)
	return nil
}

// begin completes the headers. No cache may give them to others.
func (w *sessionWriter) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.begun {
		return
	}
	w.begun = true
	if !w.asked {
		return
	}
	h := w.Header()
	for _, cookie := range w.cookies {
		http.SetCookie(w.ResponseWriter, cookie)
	}
	addVary(h, "Cookie")
	if stored := h.Get("Cache-Control"); len(h["Set-Cookie"]) > 0 && !strings.Contains(stored, "no-store") {
		h.Set("Cache-Control", "private, no-cache")
	}
}

func (w *sessionWriter) WriteHeader(status int) {
	if status >= http.StatusOK || status == http.StatusSwitchingProtocols {
		w.begin()
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *sessionWriter) Write(p []byte) (int, error) {
	w.begin()
	return w.ResponseWriter.Write(p)
}

// ReadFrom keeps what makes sending files cheap.
func (w *sessionWriter) ReadFrom(r io.Reader) (int64, error) {
	w.begin()
	return io.Copy(w.ResponseWriter, r)
}

// FlushError is what http.ResponseController calls.
func (w *sessionWriter) FlushError() error {
	w.begin()
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Flush implements [http.Flusher], for who asks for that.
func (w *sessionWriter) Flush() { _ = w.FlushError() }

// Hijack implements [http.Hijacker]: sockets have the session too.
func (w *sessionWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.begin()
	return http.NewResponseController(w.ResponseWriter).Hijack()
}

// Unwrap gives http.ResponseController what else the connection can do.
func (w *sessionWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
