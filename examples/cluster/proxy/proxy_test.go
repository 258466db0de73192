package proxy

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
)

// named is a server that says its name, what it was sent, and how the browser called it.
func named(t *testing.T, name string) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/socket" {
			conn, err := websocket.Accept(w, r, nil)
			if err != nil {
				return
			}
			defer func() { _ = conn.CloseNow() }()
			_, text, err := conn.Read(r.Context())
			if err == nil {
				_ = conn.Write(r.Context(), websocket.MessageText, []byte(name+" hears "+string(text)))
			}
			return
		}
		if r.URL.Path == "/dies" {
			panic(http.ErrAbortHandler)
		}
		body, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(w, strings.Join([]string{name, string(body), r.Host}, " "))
	}))
	t.Cleanup(server.Close)
	return server
}

func addrOf(s *httptest.Server) string { return strings.TrimPrefix(s.URL, "http://") }

func serve(t *testing.T, servers ...string) *httptest.Server {
	proxy := httptest.NewServer(New(slog.New(slog.DiscardHandler), servers...))
	t.Cleanup(proxy.Close)
	return proxy
}

func post(t *testing.T, url, body string) (status int, answer string) {
	t.Helper()
	res, err := http.Post(url, "text/plain", strings.NewReader(body))
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(text)
}

// refusing is an address where nobody listens.
func refusing(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}

func TestRequestsGoRound(t *testing.T) {
	t.Parallel()
	proxy := serve(t, addrOf(named(t, "a")), addrOf(named(t, "b")))
	for _, name := range []string{"a", "b", "a", "b"} {
		status, answer := post(t, proxy.URL, "hello")
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, name+" hello "+addrOf(proxy), answer, "with its body, and the host that the browser knows")
	}
}

func TestOneThatRefusesIsPassedOverAndComesBack(t *testing.T) {
	t.Parallel()
	b := newBalancer([]string{refusing(t), addrOf(named(t, "b"))})
	for range 4 {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://cluster/", strings.NewReader("all of it"))
		require.NoError(t, err)
		res, err := b.RoundTrip(req)
		require.NoError(t, err)
		text, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, "b all of it cluster", string(text))
	}
	now := time.Now()
	gone, well := b.servers[0].addr, b.servers[1].addr
	require.Equal(t, []string{well, gone}, b.turn(now), "it rests")
	require.Equal(t, []string{well, gone}, b.turn(now))
	firsts := map[string]bool{}
	for range 2 {
		firsts[b.turn(now.Add(time.Hour))[0]] = true
	}
	require.Len(t, firsts, 2, "and has its turn again")
}

func TestWhatMayHaveBeenDoneIsNotDoneTwice(t *testing.T) {
	t.Parallel()
	proxy := serve(t, addrOf(named(t, "a")), addrOf(named(t, "b")))
	status, answer := post(t, proxy.URL+"/dies", "")
	require.Equal(t, http.StatusBadGateway, status)
	require.Contains(t, answer, "has gone")
	_, answer = post(t, proxy.URL, "next")
	require.Contains(t, answer, "b next", "the other one was not asked")
}

func TestWithoutAnyServer(t *testing.T) {
	t.Parallel()
	proxy := serve(t, refusing(t), refusing(t))
	status, _ := post(t, proxy.URL, "")
	require.Equal(t, http.StatusBadGateway, status)
}

func TestSockets(t *testing.T) {
	t.Parallel()
	proxy := serve(t, refusing(t), addrOf(named(t, "b")))
	for range 2 {
		conn, _, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(proxy.URL, "http")+"/socket", nil)
		require.NoError(t, err)
		require.NoError(t, conn.Write(t.Context(), websocket.MessageText, []byte("me")))
		_, text, err := conn.Read(t.Context())
		require.NoError(t, err)
		require.Equal(t, "b hears me", string(text))
		_ = conn.CloseNow()
	}
}
