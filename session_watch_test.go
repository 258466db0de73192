package dashi_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// club is an app with pushes and sessions, at /, beside forms to sign in and out.
type club struct {
	t        *testing.T
	app      *dashi.App
	sessions *dashi.Sessions
	server   *httptest.Server
}

func newClub(t *testing.T, store memo.Store, sessions dashi.SessionOptions, options dashi.Options) *club {
	t.Helper()
	if options.Push == nil {
		options.Push = &dashi.PushOptions{}
	}
	c := &club{t: t, app: dashi.New(options), sessions: dashi.NewSessions(store, sessions)}
	c.app.Layout(html.Div(html.Div(html.ID("out"))))
	mux := http.NewServeMux()
	act := func(path string, do func(ctx context.Context, s *dashi.Session, form string) error) {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
			if err := do(r.Context(), dashi.SessionFrom(r.Context()), r.FormValue("who")); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			http.Redirect(w, r, "/", http.StatusSeeOther)
		})
	}
	act("/sign-in", func(ctx context.Context, s *dashi.Session, who string) error { return s.SignIn(ctx, who) })
	act("/sign-out", func(ctx context.Context, s *dashi.Session, _ string) error { return s.SignOut(ctx) })
	mux.Handle("/", c.app)
	c.server = httptest.NewServer(c.sessions.Handler(mux))
	t.Cleanup(c.server.Close)
	t.Cleanup(func() { require.NoError(t, c.app.Close()) })
	return c
}

// member is a browser.
type member struct {
	*club
	client *http.Client
}

func (c *club) visit() *member {
	jar, err := cookiejar.New(nil)
	require.NoError(c.t, err)
	return &member{c, &http.Client{Jar: jar}}
}

// post sends a form as a page does, and gives the page that comes of it.
func (m *member) post(path, who string) pageConfig {
	m.t.Helper()
	res, err := m.client.PostForm(m.server.URL+path, map[string][]string{"who": {who}})
	require.NoError(m.t, err)
	return pageIn(m.t, res)
}

func (m *member) open() pageConfig {
	m.t.Helper()
	res, err := m.client.Get(m.server.URL)
	require.NoError(m.t, err)
	return pageIn(m.t, res)
}

func pageIn(t *testing.T, res *http.Response) pageConfig {
	t.Helper()
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, res.StatusCode, string(body))
	return pageConfigIn(t, body)
}

// connect opens a page's socket and says hello.
func (m *member) connect(page pageConfig) *channelClient {
	m.t.Helper()
	socket, _, err := websocket.Dial(m.t.Context(), m.server.URL+"/_dash-ws-callback", &websocket.DialOptions{HTTPClient: m.client})
	require.NoError(m.t, err)
	m.t.Cleanup(func() { _ = socket.CloseNow() })
	c := &channelClient{t: m.t, socket: socket}
	c.send(map[string]any{"type": "hello", "page": page.Page, "after": page.After})
	return c
}

func (c *channelClient) beat() {
	c.t.Helper()
	c.send(map[string]any{"type": "heartbeat"})
	require.Equal(c.t, "heartbeat_ack", c.next()["type"])
}

// ended waits for the end of the socket, and gives the reason.
func (c *channelClient) ended() string {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	for {
		_, _, err := c.socket.Read(ctx)
		if e, ok := errors.AsType[websocket.CloseError](err); ok {
			require.EqualValues(c.t, 4001, e.Code)
			return e.Reason
		}
		require.NoError(c.t, err)
	}
}

func TestTheEndOfASessionEndsItsSockets(t *testing.T) {
	t.Parallel()
	c := newClub(t, memo.NewLRU(100), dashi.SessionOptions{}, dashi.Options{})
	ann, bob := c.visit(), c.visit()
	his := bob.connect(bob.post("/sign-in", "bob"))
	for name, end := range map[string]struct {
		act    func()
		reason string
	}{
		"SignOut": {func() { ann.post("/sign-out", "") }, "signed out"},
		"EndUser": {func() {
			n, err := c.sessions.EndUser(t.Context(), "ann")
			require.NoError(t, err)
			require.Equal(t, 1, n)
		}, "signed out"},
		"SignIn": {func() { ann.post("/sign-in", "anne") }, "signed out"}, // the browser has another session, and this one has none
	} {
		page := ann.post("/sign-in", "ann")
		one, two := ann.connect(page), ann.connect(page)
		require.Equal(t, "welcome", one.next()["type"])
		require.Equal(t, "welcome", two.next()["type"])
		one.beat()
		listening, err := ann.client.Post(c.server.URL+"/_dashi-channel", "application/json", strings.NewReader(`[{"type":"hello","page":"`+page.Page+`"}]`))
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, listening.StatusCode)
		lines := bufio.NewReader(listening.Body)
		welcome, err := lines.ReadString('\n')
		require.NoError(t, err)
		require.Contains(t, welcome, "welcome")
		end.act()
		require.Equal(t, end.reason, one.ended(), name)
		require.Equal(t, end.reason, two.ended(), name)
		say(t, c.app, dashi.ToUser("ann"), "a secret")
		rest, err := io.ReadAll(lines)
		require.NoError(t, err)
		require.NoError(t, listening.Body.Close())
		require.Empty(t, string(rest), name)
		again := ann.connect(page)
		again.ended()
	}
	require.Equal(t, "welcome", his.next()["type"])
	his.beat()
}

// TestWhoIsAnotherAtAHeartbeatIsCutOff also where another process has ended the session, or it has run out: a heartbeat is no use of it.
func TestWhoIsAnotherAtAHeartbeatIsCutOff(t *testing.T) {
	t.Parallel()
	store := memo.NewLRU(100)
	c := newClub(t, store, dashi.SessionOptions{}, dashi.Options{})
	ann := c.visit()
	socket := ann.connect(ann.post("/sign-in", "ann"))
	require.Equal(t, "welcome", socket.next()["type"])
	_, err := dashi.NewSessions(store, dashi.SessionOptions{}).EndUser(t.Context(), "ann")
	require.NoError(t, err)
	beats(t, socket)
	require.Equal(t, "signed out", socket.ended())

	c = newClub(t, memo.NewLRU(100), dashi.SessionOptions{Idle: time.Second}, dashi.Options{})
	bob := c.visit()
	socket = bob.connect(bob.post("/sign-in", "bob"))
	beats(t, socket)
	require.Equal(t, "signed out", socket.ended())
}

// beats says that a page is there until nobody hears it.
func beats(t *testing.T, c *channelClient) {
	done := make(chan struct{})
	t.Cleanup(func() { <-done })
	go func() {
		defer close(done)
		for c.socket.Write(t.Context(), websocket.MessageText, []byte(`{"type":"heartbeat"}`)) == nil {
			time.Sleep(100 * time.Millisecond)
		}
	}()
}

func TestOptionsUserIsAskedAgain(t *testing.T) {
	t.Parallel()
	var who atomic.Value
	who.Store("ann")
	app, server := pushing(t, dashi.Options{User: func(*http.Request) string {
		name := who.Load().(string)
		if name == "panic" {
			panic(name)
		}
		return name
	}})
	page := openPage(t, server, "")
	c := connect(t, server, "", page)
	c.beat()
	who.Store("panic")
	c.beat()
	say(t, app, dashi.ToUser("ann"), "still here")
	c.next()
	who.Store("bob")
	c.send(map[string]any{"type": "heartbeat"})
	require.Equal(t, "the user is another one now", c.ended())
}

// TestAStoreThatFailsEndsNoSocket: nobody has signed out.
func TestAStoreThatFailsEndsNoSocket(t *testing.T) {
	t.Parallel()
	store := &moody{LRU: memo.NewLRU(100)}
	c := newClub(t, store, dashi.SessionOptions{}, dashi.Options{})
	ann := c.visit()
	socket := ann.connect(ann.post("/sign-in", "ann"))
	require.Equal(t, "welcome", socket.next()["type"])
	store.bad.Store(true)
	for asked := store.asked.Load(); store.asked.Load() == asked; time.Sleep(50 * time.Millisecond) {
		socket.beat() // what was read counts for a second
	}
	socket.beat()
	store.bad.Store(false)
	socket.beat()
}

// moody is a store that fails at times.
type moody struct {
	*memo.LRU
	bad   atomic.Bool
	asked atomic.Int32 // while it failed
}

func (m *moody) Get(ctx context.Context, key string) ([]byte, bool, error) {
	if m.bad.Load() {
		m.asked.Add(1)
		return nil, false, errors.New("the disk is away")
	}
	return m.LRU.Get(ctx, key)
}

// TestAPageBelongsToWhoItWasMadeFor: after a sign-in by a form the browser loads it anew, and that one has a token of its user.
func TestAPageBelongsToWhoItWasMadeFor(t *testing.T) {
	t.Parallel()
	c := newClub(t, memo.NewLRU(100), dashi.SessionOptions{}, dashi.Options{})
	ann := c.visit()
	before := ann.open()
	nobody := ann.connect(before)
	require.Equal(t, "welcome", nobody.next()["type"])
	after := ann.post("/sign-in", "ann")
	require.Contains(t, ann.connect(before).ended(), "not this user's")
	hers := ann.connect(after)
	require.Equal(t, "welcome", hers.next()["type"])
	say(t, c.app, dashi.ToUser("ann"), "yours")
	require.Contains(t, hers.next(), "sideUpdate")
	nobody.beat() // it was nobody's, and hears what everybody hears
}
