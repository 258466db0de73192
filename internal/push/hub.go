package push

import (
	"cmp"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// HubOptions bound the connections of a [Hub].
type HubOptions struct {
	Broker Broker
	Encode Encode
	// PerUser is how many channels one user may have open at a time. Those of "", who is nobody in particular, are not counted.
	PerUser int
	// Heartbeat is how often clients say that they are there; who has said nothing for three times that is gone.
	Heartbeat time.Duration
	// MaxMessage bounds a message of a client, in bytes.
	MaxMessage int64
	// Leave is how long a client may take to hear that, and why, its connection ends. Default 2 s.
	Leave time.Duration
	// Failed is told of errors of the broker.
	Failed func(error)
}

// Hub keeps the open connections of an app.
type Hub struct {
	options HubOptions

	mu      sync.Mutex
	conns   map[*Conn]struct{}
	users   map[string]int
	closed  bool
	leaving chan struct{} // closed when those who listen are to go
	sweeper *time.Timer   // nil while there is no connection
	open    sync.WaitGroup
}

// Times that connections get.
const (
	defaultLeave = 2 * time.Second // for a client to take its leave
	retry        = time.Second     // before a broker that failed is asked again
)

// ErrTooMany is the error for a user who has too many channels open.
var ErrTooMany = errors.New("push: the user has too many pages open")

// NewHub makes a hub. Its options are complete, but for those that have a default.
func NewHub(options HubOptions) *Hub {
	options.Leave = cmp.Or(options.Leave, defaultLeave)
	return &Hub{options: options, conns: map[*Conn]struct{}{}, users: map[string]int{}, leaving: make(chan struct{})}
}

// Enter counts a channel of a user until leave is called. It fails with [ErrClosed] and [ErrTooMany]. What listens without a socket ends when gone is closed.
func (h *Hub) Enter(user string) (gone <-chan struct{}, leave func(), err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, nil, ErrClosed
	}
	if user != "" && h.options.PerUser > 0 && h.users[user] >= h.options.PerUser {
		return nil, nil, ErrTooMany
	}
	if user != "" {
		h.users[user]++
	}
	h.open.Add(1)
	return h.leaving, sync.OnceFunc(func() { h.leave(user) }), nil
}

func (h *Hub) leave(user string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.users[user]--; h.users[user] <= 0 {
		delete(h.users, user)
	}
	h.open.Done()
}

// Ear makes an ear for who listens without a socket.
func (h *Hub) Ear(wake func()) *Ear { return NewEar(h.options.Broker, h.options.Encode, wake) }

// Accept makes a request's connection a socket and gives it to begin, which says what is done with its messages. The request's handler may return then. It fails as [Hub.Enter] does,
// before anything has been answered, and without error where the request is no good handshake, which is then answered.
func (h *Hub) Accept(w http.ResponseWriter, r *http.Request, user string, begin func(*Conn) Peer) error {
	gone, leave, err := h.Enter(user)
	if err != nil {
		return err
	}
	taken := &slim{ResponseWriter: w}
	if hijackable(w) { // else the client is told
		w = taken
	}
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true}) // the caller has looked at the origin
	if err != nil {
		leave()
		return nil // the client has been told
	}
	socket.SetReadLimit(h.options.MaxMessage)
	c := &Conn{hub: h, socket: socket, line: taken.conn}
	c.heard.Store(time.Now().Unix())
	c.ear = h.Ear(c.wake)
	c.peer = begin(c)
	h.mu.Lock()
	h.conns[c] = struct{}{}
	if h.sweeper == nil {
		h.sweeper = time.AfterFunc(h.options.Heartbeat, h.sweep)
	}
	h.mu.Unlock()
	go c.read(leave, bucket{left: rateBurst, at: time.Now()})
	select {
	case <-gone: // since Enter: Interrupt has not seen it
		c.goAway()
	default:
	}
	return nil
}

func (h *Hub) remove(c *Conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.conns, c)
	if len(h.conns) == 0 && h.sweeper != nil {
		h.sweeper.Stop()
		h.sweeper = nil
	}
}

// sweep cuts off who has not been heard of.
func (h *Hub) sweep() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sweeper == nil {
		return
	}
	h.sweeper.Reset(h.options.Heartbeat)
	oldest := time.Now().Add(-3 * h.options.Heartbeat).Unix()
	for c := range h.conns {
		if c.heard.Load() < oldest {
			c.Close(websocket.StatusPolicyViolation, "no heartbeat")
		}
	}
}

// failed notes an error of the broker and lets the connection try again.
func (h *Hub) failed(c *Conn, err error) {
	if errors.Is(err, ErrClosed) {
		return
	}
	h.options.Failed(err)
	time.AfterFunc(retry, c.wake)
}

// Interrupt ends all connections, with the status that tells clients to come again.
func (h *Hub) Interrupt() {
	h.mu.Lock()
	defer h.mu.Unlock()
	close(h.leaving)
	h.leaving = make(chan struct{})
	for c := range h.conns {
		c.goAway()
	}
}

func (c *Conn) goAway() { c.Finish(websocket.StatusGoingAway, "the server is going away") }

// Close ends all connections, lets none begin, and waits until all are over.
func (h *Hub) Close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.Interrupt()
	h.open.Wait()
}
