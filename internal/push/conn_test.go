package push_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/push"
)

const patience = 30 * time.Second

// house is a hub on a server. Its peers answer a message with the same, and follow the topics that messages name.
type house struct {
	*push.Hub
	broker  *push.Local
	server  *httptest.Server
	receive func(c *push.Conn, message []byte)
	begun   func() // with each connection, before the hub has it
	gone    atomic.Int32
}

type peer struct {
	house *house
	conn  *push.Conn
}

func (p peer) Receive(message []byte) { p.house.receive(p.conn, message) }

func (p peer) Gone() { p.house.gone.Add(1) }

func newHouse(t testing.TB, options push.HubOptions) *house {
	h := &house{broker: push.NewLocal(push.Limits{Events: 8}), receive: func(c *push.Conn, message []byte) {
		if topic, ok := strings.CutPrefix(string(message), "follow "); ok {
			_ = c.Send([]byte(`"following"`))
			c.Ear().Follow(topic, 0)
			return
		}
		_ = c.Send(message)
	}}
	if options.Broker == nil {
		options.Broker = h.broker
	}
	options.Encode = func(_ string, e push.Sent) []byte { return e.Updates[0].Value }
	if options.Heartbeat == 0 {
		options.Heartbeat = time.Minute
	}
	options.MaxMessage = 1 << 20
	if options.Leave == 0 { // clients that are slow because the machine is still hear why
		options.Leave = patience
	}
	h.Hub = push.NewHub(options)
	h.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h.Accept(w, r, r.URL.Query().Get("user"), func(c *push.Conn) push.Peer {
			if h.begun != nil {
				h.begun()
			}
			return peer{h, c}
		}); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(func() {
		h.Close()
		h.server.Close()
		h.broker.Close()
	})
	return h
}

// client is the other end of a socket.
type client struct {
	t      testing.TB
	socket *websocket.Conn
	read   []string
}

func (h *house) dial(t testing.TB, user string) *client {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	socket, _, err := websocket.Dial(ctx, h.server.URL+"?user="+user, nil)
	require.NoError(t, err)
	socket.SetReadLimit(1 << 24)
	t.Cleanup(func() { _ = socket.CloseNow() })
	return &client{t: t, socket: socket}
}

func (c *client) send(text string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	require.NoError(c.t, c.socket.Write(ctx, websocket.MessageText, []byte(text)))
}

// next is the next message; all are JSON texts, one by one or in lists.
func (c *client) next() string {
	c.t.Helper()
	for len(c.read) == 0 {
		ctx, cancel := context.WithTimeout(c.t.Context(), patience)
		_, text, err := c.socket.Read(ctx)
		cancel()
		require.NoError(c.t, err)
		var one string
		if json.Unmarshal(text, &one) == nil {
			return one
		}
		require.NoError(c.t, json.Unmarshal(text, &c.read), string(text))
	}
	text := c.read[0]
	c.read = c.read[1:]
	return text
}

func (c *client) status() websocket.StatusCode {
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	for {
		if _, _, err := c.socket.Read(ctx); err != nil {
			return websocket.CloseStatus(err)
		}
	}
}

func TestAConnectionIsToldWhatItFollows(t *testing.T) {
	t.Parallel()
	h := newHouse(t, push.HubOptions{})
	publish(t, h.broker, "t", set("a", `"before"`))
	c := h.dial(t, "")
	c.send("follow t")
	require.Equal(t, "following", c.next())
	require.Equal(t, "before", c.next())
	for i := range 5 {
		publish(t, h.broker, "t", set("a", fmt.Sprintf(`"%d"`, i)))
	}
	for i := range 5 {
		require.Equal(t, fmt.Sprint(i), c.next())
	}
	c.send(`"echo"`)
	require.Equal(t, "echo", c.next())
}

func TestASlowReaderGetsTheLatestAndHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t, push.HubOptions{})
	slow, quick := h.dial(t, ""), h.dial(t, "")
	for _, c := range []*client{slow, quick} {
		c.send("follow t")
		require.Equal(t, "following", c.next())
	}
	large := strings.Repeat("x", 300_000)
	const last = 200
	for i := range last + 1 { // 60 MB, which no socket takes unread
		publish(t, h.broker, "t", set("a", fmt.Sprintf(`"%d %s"`, i, large)))
	}
	end := fmt.Sprint(last)
	for !strings.HasPrefix(quick.next(), end) {
	}
	n := 0
	for text := slow.next(); !strings.HasPrefix(text, end); text = slow.next() {
		n++
	}
	require.Less(t, n, last/2, "it has skipped what was overwritten meanwhile")
}

func TestWhoDoesNotReadAnswersIsNotReadEither(t *testing.T) {
	t.Parallel()
	h := newHouse(t, push.HubOptions{})
	var received atomic.Int32
	echo := h.receive
	h.receive = func(c *push.Conn, m []byte) {
		received.Add(1)
		echo(c, m)
	}
	c := h.dial(t, "")
	message := `"` + strings.Repeat("x", 1<<19) + `"`
	var sending sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	sending.Go(func() {
		for range 200 {
			if c.socket.Write(ctx, websocket.MessageText, []byte(message)) != nil {
				return
			}
		}
	})
	// What is in the buffers of sockets differs from machine to machine; 100 MB do not fit.
	before := int32(-1)
	for now := received.Load(); now != before || now == 0; now = received.Load() {
		before = now
		time.Sleep(500 * time.Millisecond)
	}
	require.Less(t, received.Load(), int32(200))
	for range 20 {
		require.Len(t, c.next(), 1<<19)
	}
	stop()
	sending.Wait()
}

func TestCloseEndsEverything(t *testing.T) {
	t.Parallel()
	h := newHouse(t, push.HubOptions{})
	started := make(chan struct{})
	var ended atomic.Bool
	h.receive = func(c *push.Conn, _ []byte) {
		c.Go(func() {
			close(started)
			<-c.Context().Done()
			ended.Store(true)
		})
	}
	c, idle := h.dial(t, ""), h.dial(t, "")
	c.send("go")
	<-started
	gone, leave, err := h.Enter("")
	require.NoError(t, err)
	var listening sync.WaitGroup
	listening.Go(func() {
		<-gone
		leave()
	})
	status := make(chan websocket.StatusCode, 2)
	for _, c := range []*client{c, idle} {
		listening.Go(func() { status <- c.status() })
	}
	h.Close()
	require.True(t, ended.Load())
	require.EqualValues(t, 2, h.gone.Load())
	listening.Wait()
	require.Equal(t, websocket.StatusGoingAway, <-status)
	require.Equal(t, websocket.StatusGoingAway, <-status)
	_, _, err = h.Enter("")
	require.ErrorIs(t, err, push.ErrClosed)
}

func TestCloseDoesNotWaitForClientsThatDoNotAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t, push.HubOptions{Leave: 100 * time.Millisecond})
	h.dial(t, "") // never reads
	h.Close()
	require.EqualValues(t, 1, h.gone.Load())
}

// What the client knows as open before the hub does must end too, and know why.
func TestWhoComesWhileTheHubIsClosedIsSentAway(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*house){
		"Close":     func(h *house) { h.Close() },
		"Interrupt": func(h *house) { h.Interrupt() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, push.HubOptions{})
			release := make(chan struct{})
			h.begun = func() { <-release }
			gone, leave, err := h.Enter("")
			require.NoError(t, err)
			c := h.dial(t, "")
			var ending sync.WaitGroup
			ending.Go(func() { end(h) })
			<-gone
			leave()
			close(release)
			require.Equal(t, websocket.StatusGoingAway, c.status())
			ending.Wait()
			require.Eventually(t, func() bool { return h.gone.Load() == 1 }, patience, time.Millisecond)
		})
	}
}

func TestWhatWasPublishedBeforeTheEndIsHeard(t *testing.T) {
	t.Parallel()
	h := newHouse(t, push.HubOptions{})
	all := make([]*client, 10)
	for i := range all {
		all[i] = h.dial(t, "")
		all[i].send("follow t")
		require.Equal(t, "following", all[i].next())
	}
	publish(t, h.broker, "t", set("a", `"first"`))
	for _, c := range all {
		require.Equal(t, "first", c.next())
	}
	large := `"` + strings.Repeat("x", 100_000) + `"`
	publish(t, h.broker, "t", set("a", large)) // they may be writing this when the end comes
	publish(t, h.broker, "t", set("a", `"last"`))
	var closing sync.WaitGroup
	closing.Go(h.Close)
	for _, c := range all {
		for c.next() != "last" {
		}
		require.Equal(t, websocket.StatusGoingAway, c.status())
	}
	closing.Wait()
}

func TestCloseSaysNothingMore(t *testing.T) {
	t.Parallel()
	h := newHouse(t, push.HubOptions{})
	receive := h.receive
	h.receive = func(c *push.Conn, m []byte) {
		if string(m) != "bad" {
			receive(c, m)
			return
		}
		c.Close(websocket.StatusPolicyViolation, "no")
		publish(t, h.broker, "t", set("a", `"secret"`))
	}
	c := h.dial(t, "")
	c.send("follow t")
	require.Equal(t, "following", c.next())
	c.send("bad")
	_, text, err := c.socket.Read(t.Context())
	require.Equal(t, websocket.StatusPolicyViolation, websocket.CloseStatus(err), string(text))
}

func TestWhatAClientStartedEndsWithItsConnection(t *testing.T) {
	t.Parallel()
	h := newHouse(t, push.HubOptions{})
	ended := make(chan error, 1)
	h.receive = func(c *push.Conn, _ []byte) {
		c.Go(func() {
			<-c.Context().Done()
			ended <- c.Send([]byte("too late"))
		})
	}
	c := h.dial(t, "")
	c.send("go")
	require.NoError(t, c.socket.CloseNow())
	require.Error(t, <-ended)
}

func TestConnectionsOfAUserAreCounted(t *testing.T) {
	t.Parallel()
	h := newHouse(t, push.HubOptions{PerUser: 2})
	h.dial(t, "ann")
	_, leave, err := h.Enter("ann")
	require.NoError(t, err)
	_, _, err = h.Enter("ann")
	require.ErrorIs(t, err, push.ErrTooMany)
	leave()
	leave()
	_, leave, err = h.Enter("ann")
	require.NoError(t, err)
	_, _, err = h.Enter("ann")
	require.ErrorIs(t, err, push.ErrTooMany, "leaving twice is leaving once")
	leave()
	for range 5 {
		h.dial(t, "")
	}
}

func TestWhoIsNotHeardOfIsCutOff(t *testing.T) {
	t.Parallel()
	h := newHouse(t, push.HubOptions{Heartbeat: time.Second})
	silent, beating := h.dial(t, ""), h.dial(t, "")
	stop := make(chan struct{})
	var beats sync.WaitGroup
	beats.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(100 * time.Millisecond):
				_ = beating.socket.Write(t.Context(), websocket.MessageText, []byte(`"beat"`))
			}
		}
	})
	require.Equal(t, websocket.StatusPolicyViolation, silent.status())
	require.Equal(t, "beat", beating.next())
	close(stop)
	beats.Wait()
}

// failing is a broker whose first reads fail.
type failing struct {
	push.Broker
	left atomic.Int32
}

func (f *failing) Read(ctx context.Context, topic string, after uint64) (push.News, error) {
	if f.left.Add(-1) >= 0 {
		return push.News{}, errors.New("the line is cut")
	}
	return f.Broker.Read(ctx, topic, after)
}

func TestABrokerThatFailsIsAskedAgain(t *testing.T) {
	t.Parallel()
	local := broker(t, push.Limits{})
	f := &failing{Broker: local}
	f.left.Store(1)
	var failed atomic.Int32
	h := newHouse(t, push.HubOptions{Broker: f, Failed: func(error) { failed.Add(1) }})
	publish(t, local, "t", set("a", `"x"`))
	c := h.dial(t, "")
	c.send("follow t")
	require.Equal(t, "following", c.next())
	require.Equal(t, "x", c.next())
	require.NotZero(t, failed.Load())
}

func TestAnEarHearsWhatItFollowsUntilItLeaves(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{})
	var woken atomic.Int32
	ear := push.NewEar(l, func(_ string, e push.Sent) []byte { return e.Updates[0].Value }, func() { woken.Add(1) })
	publish(t, l, "a", set("x", "1"))
	ear.Follow("a", 0)
	ear.Follow("a", 0)
	ear.Follow("b", 1) // a number of another broker
	require.Equal(t, 2, ear.Len())
	next := func() (texts []string) {
		messages, err := ear.Next(t.Context())
		require.NoError(t, err)
		for _, m := range messages {
			texts = append(texts, string(m))
		}
		return texts
	}
	texts := next()
	require.Len(t, texts, 2)
	require.Equal(t, "1", texts[0])
	require.Contains(t, texts[1], `{"type":"lost","topic":"b","seq":`)
	require.Empty(t, next())
	before := woken.Load()
	publish(t, l, "b", set("x", "2"))
	require.Equal(t, before+1, woken.Load())
	require.Equal(t, []string{"2"}, next())
	ear.Leave("b")
	ear.Leave("none")
	publish(t, l, "b", set("x", "3"))
	require.Empty(t, next())
	ear.Close()
	publish(t, l, "a", set("x", "4"))
	require.Empty(t, next())
	ear.Follow("a", 0)
	require.Zero(t, ear.Len())
}

func TestFollowingLeavingAndPublishingAtOnce(t *testing.T) {
	t.Parallel()
	l := broker(t, push.Limits{})
	ear := push.NewEar(l, func(_ string, e push.Sent) []byte { return e.Updates[0].Value }, func() {})
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			for range 300 {
				ear.Follow("t", 0)
				ear.Leave("t")
			}
		})
	}
	all.Go(func() {
		for range 300 {
			_, _ = l.Publish(t.Context(), "t", set("a", "1"))
		}
	})
	all.Go(func() {
		for range 300 {
			_, _ = ear.Next(t.Context())
		}
	})
	all.Wait()
	ear.Close()
}
