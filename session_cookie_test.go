package dashi_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
)

// starting sets something for whoever comes.
var starting = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	_, _ = fmt.Fprint(w, dashi.SessionFrom(r.Context()).Start(r.Context()))
})

func TestTheCookieOfASession(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		options dashi.SessionOptions
		edit    func(*http.Request)
		want    string // with X for the id
	}{
		"plain": {want: "dashi_session=X; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"},
		"TLS": {
			edit: func(r *http.Request) { r.TLS = &tls.ConnectionState{} },
			want: "__Host-dashi_session=X; Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax",
		},
		"a proxy with TLS": {
			edit: func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "HTTPS , http") },
			want: "__Host-dashi_session=X; Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax",
		},
		"a proxy without": {
			edit: func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "http") },
			want: "dashi_session=X; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax",
		},
		"always": {
			options: dashi.SessionOptions{Secure: true, SameSite: http.SameSiteStrictMode, Lifetime: time.Hour, Name: "sid"},
			want:    "__Host-sid=X; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Strict",
		},
		"below a path": {
			options: dashi.SessionOptions{Secure: true, Path: "/app/"},
			want:    "__Secure-dashi_session=X; Path=/app/; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax",
		},
		"for a domain, in frames of others": {
			options: dashi.SessionOptions{Secure: true, Domain: "example.com", SameSite: http.SameSiteNoneMode},
			want:    "__Secure-dashi_session=X; Path=/; Domain=example.com; Max-Age=2592000; HttpOnly; Secure; SameSite=None",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newVisitor(t, dashi.NewSessions(memo.NewLRU(10), tt.options).Handler(starting))
			send := func() {
				r := httptest.NewRequest(http.MethodGet, "/", nil)
				if tt.edit != nil {
					tt.edit(r)
				}
				require.Equal(t, "<nil>", v.send(r).Body.String())
			}
			send()
			require.Len(t, v.last.Cookies(), 1)
			id := v.last.Cookies()[0].Value
			require.Regexp(t, "^[0-9a-f]{32}$", id)
			require.Equal(t, tt.want, strings.Replace(v.last.Header.Get("Set-Cookie"), id, "X", 1))
			send()
			require.Empty(t, v.last.Cookies(), "it is known")
		})
	}
}

// TestOverTLSNoOtherCookieCounts: a subdomain can set one of any name but those with a prefix.
func TestOverTLSNoOtherCookieCounts(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	v := newVisitor(t, nil)
	v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, "mallory")) })
	v.handler = sessions.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		require.Empty(t, sessions.User(r))
	}))
	r := httptest.NewRequest(http.MethodGet, "https://example.com/", nil)
	require.NotNil(t, r.TLS)
	v.send(r)
}

func TestTamperedCookiesAreNone(t *testing.T) {
	t.Parallel()
	store := &countingStore{Store: memo.NewLRU(10)}
	sessions := dashi.NewSessions(store, dashi.SessionOptions{})
	v := newVisitor(t, nil)
	v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, "ann")) })
	id := v.cookies["dashi_session"]
	before := store.gets.Load()
	for _, tampered := range []string{"", "x", id[:31], id + "0", strings.ToUpper(id), id[:31] + "g", "../" + id, id + "\x00", strings.Repeat("a", 1<<16), "%00" + id[3:]} {
		if tampered == id {
			continue // of digits alone
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Cookie", "dashi_session="+tampered)
		sessions.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			require.Empty(t, sessions.User(r), tampered)
		})).ServeHTTP(httptest.NewRecorder(), r)
	}
	require.Equal(t, before, store.gets.Load(), "the store is not asked for what can be no id")
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Cookie", "dashi_session=x; dashi_session="+id)
	sessions.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		require.Equal(t, "ann", sessions.User(r), "after one that is none")
	})).ServeHTTP(httptest.NewRecorder(), r)
}

// TestCachesKeepAnswersApart where the session was asked, and only there.
func TestCachesKeepAnswersApart(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	asked := func(cache string, do func(ctx context.Context, s *dashi.Session)) http.Header {
		v := newVisitor(t, sessions.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", cache)
			do(r.Context(), dashi.SessionFrom(r.Context()))
			_, _ = io.WriteString(w, "ok")
		})))
		v.send(httptest.NewRequest(http.MethodGet, "/", nil))
		return v.last.Header
	}
	h := asked("public, max-age=60", func(context.Context, *dashi.Session) {})
	require.Equal(t, "public, max-age=60", h.Get("Cache-Control"))
	require.Empty(t, h.Values("Vary"))
	h = asked("public, max-age=60", func(ctx context.Context, s *dashi.Session) { _, _ = s.User(ctx) })
	require.Equal(t, "public, max-age=60", h.Get("Cache-Control"))
	require.Equal(t, "Cookie", h.Get("Vary"))
	h = asked("public, max-age=60", func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.Start(ctx)) })
	require.Equal(t, "private, no-cache", h.Get("Cache-Control"))
	h = asked("no-store", func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.Start(ctx)) })
	require.Equal(t, "no-store", h.Get("Cache-Control"))
}

// TestOnceTheAnswerHasBegun values can still be set, but no session can begin.
func TestOnceTheAnswerHasBegun(t *testing.T) {
	t.Parallel()
	store := memo.NewLRU(10)
	sessions := dashi.NewSessions(store, dashi.SessionOptions{})
	for name, begin := range map[string]func(w http.ResponseWriter){
		"Write":       func(w http.ResponseWriter) { _, _ = w.Write([]byte("a")) },
		"WriteHeader": func(w http.ResponseWriter) { w.WriteHeader(http.StatusAccepted) },
		"Flush":       func(w http.ResponseWriter) { w.(http.Flusher).Flush() },
		"controller":  func(w http.ResponseWriter) { _ = http.NewResponseController(w).Flush() },
		"ReadFrom":    func(w http.ResponseWriter) { _, _ = io.Copy(w, strings.NewReader("a")) },
	} {
		v := newVisitor(t, sessions.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, s := r.Context(), dashi.SessionFrom(r.Context())
			known := r.URL.Path == "/known"
			if !known {
				begin(w)
				require.ErrorContains(t, count.Set(ctx, 1), "a new session needs a cookie", name)
				require.ErrorContains(t, s.SignIn(ctx, "ann"), "the answer has begun")
				return
			}
			require.NoError(t, count.Set(ctx, 1), name)
			begin(w)
			require.NoError(t, count.Set(ctx, 2), name)
			require.ErrorContains(t, s.SignIn(ctx, "ann"), "the answer has begun")
			n, err := count.Get(ctx)
			require.NoError(t, err)
			require.Equal(t, 2, n, "and the session is as it was")
		})))
		v.send(httptest.NewRequest(http.MethodGet, "/", nil))
		require.Empty(t, v.last.Cookies())
		v.send(httptest.NewRequest(http.MethodGet, "/known", nil))
		require.Len(t, v.last.Cookies(), 1, name)
		v.handler = sessions.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			begin(w)
			require.NoError(t, dashi.SessionFrom(r.Context()).SignOut(r.Context()), "for which the store is enough")
			require.Empty(t, sessions.User(r))
		}))
		v.send(httptest.NewRequest(http.MethodGet, "/", nil))
	}
	require.Equal(t, 5, entries(t, store), "of each only the note that it has ended")
}

// TestWhatIsLeftRunningHasTheSession when the request has been answered.
func TestWhatIsLeftRunningHasTheSession(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	v := newVisitor(t, nil)
	var later, without context.Context
	v.within(sessions, func(ctx context.Context, s *dashi.Session) {
		require.NoError(t, count.Set(ctx, 1))
		later = context.WithoutCancel(ctx)
	})
	newVisitor(t, nil).within(sessions, func(ctx context.Context, _ *dashi.Session) { without = context.WithoutCancel(ctx) })
	require.NoError(t, count.Set(later, 2))
	v.within(sessions, func(ctx context.Context, _ *dashi.Session) {
		n, err := count.Get(ctx)
		require.NoError(t, err)
		require.Equal(t, 2, n)
	})
	require.ErrorContains(t, count.Set(without, 1), "the answer has begun")
}

// TestHintsAreNotYetTheAnswer.
func TestHintsAreNotYetTheAnswer(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	server := httptest.NewServer(sessions.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusEarlyHints)
		starting(w, r)
	})))
	defer server.Close()
	res, err := http.Get(server.URL)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	require.Len(t, res.Cookies(), 1)
}

// TestASocketHasTheSession: a connection may be taken over, and what it does later finds the session.
func TestASocketHasTheSession(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	v := newVisitor(t, nil)
	v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, "ann")) })
	server := httptest.NewServer(sessions.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = fmt.Fprintf(conn, "hello %s\n", dashi.SessionUser(r.Context()))
		_ = conn.Close()
	})))
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	defer func() { _ = conn.Close() }()
	_, err = fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: x\r\nCookie: dashi_session=%s\r\n\r\n", v.cookies["dashi_session"])
	require.NoError(t, err)
	line, err := bufio.NewReader(conn).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "hello ann\n", line)
}

// TestHandlerTwiceIsOnce.
func TestHandlerTwiceIsOnce(t *testing.T) {
	t.Parallel()
	sessions, others := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{}), dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{Name: "other"})
	v := newVisitor(t, sessions.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		outer := dashi.SessionFrom(r.Context())
		sessions.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { require.Same(t, outer, dashi.SessionFrom(r.Context())) })).ServeHTTP(w, r)
		others.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			require.NotSame(t, outer, dashi.SessionFrom(r.Context()))
			require.NoError(t, dashi.SessionFrom(r.Context()).Start(r.Context()))
		})).ServeHTTP(w, r)
	})))
	v.send(httptest.NewRequest(http.MethodGet, "/", nil))
	require.Equal(t, "other", v.last.Cookies()[0].Name)
}

// TestSessionsAreNotHeldForEver: what a process knows of a session goes with the last who holds it.
func TestSessionsAreNotHeldForEver(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(1000), dashi.SessionOptions{})
	for range 500 {
		newVisitor(t, nil).within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.Start(ctx)) })
	}
	for deadline := time.Now().Add(patience); sessions.Held() > 0 && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		runtime.GC()
	}
	require.Zero(t, sessions.Held())
}
