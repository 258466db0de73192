package push

import (
	"bytes"
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
)

// Conn is the socket of a client. While nothing happens it has one goroutine, which reads; another writes while there is something to write.
type Conn struct {
	hub    *Hub
	socket *websocket.Conn
	line   net.Conn // beneath the socket
	peer   Peer
	ear    *Ear
	heard  atomic.Int64 // when the client last said something, in Unix seconds

	mu      sync.Mutex
	queue   [][]byte           // messages to write before what the ear has
	queued  int                // bytes of queue
	room    chan struct{}      // closed when the queue has been taken; nil where nobody waits for that
	writing bool               // there is a goroutine that writes
	again   bool               // it is to look once more
	over    bool               // the socket is closed, or about to be
	leave   *leave             // how it is closed once what there is has been written; nil where it is not, or at once
	ctx     context.Context    // of what the client has started; nil until then
	cancel  context.CancelFunc // of ctx
	running sync.WaitGroup     // what the client has started, and the writing
}

// Peer is what is done with a connection's messages.
type Peer interface {
	// Receive gets a message. The next one is read when it has returned.
	Receive(message []byte)
	// Gone is told when the connection has ended.
	Gone()
}

// What is bounded in a connection.
const (
	maxQueued    = 1 << 20          // bytes that wait to be written; who sends more waits
	maxJoined    = 256 << 10        // bytes of messages that are written as one list
	writeTimeout = 30 * time.Second // for one message
	ratePerSec   = 200.0            // messages of a client, over time
	rateBurst    = 1000.0           // and at once
)

// leave is what a client is told at the end.
type leave struct {
	status websocket.StatusCode
	reason string
	cut    *time.Timer // closes the line beneath: the socket itself would wait for longer
}

// errGone is what Send gives when the connection has ended.
var errGone = errors.New("push: the connection has ended")

// Ear is what the connection hears.
func (c *Conn) Ear() *Ear { return c.ear }

// Context ends with the connection.
func (c *Conn) Context() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx == nil {
		c.ctx, c.cancel = context.WithCancel(context.Background())
		if c.over {
			c.cancel()
		}
	}
	return c.ctx
}

// Go runs f in a goroutine that the connection waits for when it ends. It does nothing where it has ended.
func (c *Conn) Go(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.over {
		c.running.Go(f)
	}
}

// Send writes a message, after those that were sent before. It waits while the client does not take what there is.
func (c *Conn) Send(message []byte) error {
	c.mu.Lock()
	for c.queued > maxQueued && !c.over {
		if c.room == nil {
			c.room = make(chan struct{})
		}
		room := c.room
		c.mu.Unlock()
		<-room
		c.mu.Lock()
	}
	defer c.mu.Unlock()
	if c.over {
		return errGone
	}
	c.queue = append(c.queue, message)
	c.queued += len(message)
	c.startWriting()
	return nil
}

// wake lets the connection look for what is new.
func (c *Conn) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.startWriting()
}

func (c *Conn) startWriting() {
	switch {
	case c.over:
	case c.writing:
		c.again = true
	default:
		c.writing = true
		c.running.Go(c.write)
	}
}

// write writes until there is nothing more.
func (c *Conn) write() {
	for {
		// What is new is taken before the queue and written after it: what says that a topic is followed comes before its events.
		news, err := c.ear.Next(context.Background())
		if err != nil {
			c.hub.failed(c, err)
		}
		if c.writeAll(c.takeQueue(), news) != nil {
			c.mu.Lock()
			c.stop() // or who waits for room would keep the reading from its end
			if c.leave != nil {
				c.leave.cut.Stop()
			}
			c.mu.Unlock()
			_ = c.socket.CloseNow()
			return
		}
		c.mu.Lock()
		if leave := c.leave; !c.again || c.over && leave == nil {
			c.writing = false
			c.mu.Unlock()
			if leave != nil {
				c.close(leave)
			}
			return
		}
		c.again = false
		c.mu.Unlock()
	}
}

func (c *Conn) takeQueue() [][]byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	queue := c.queue
	c.queue, c.queued = nil, 0
	c.freeRoom()
	return queue
}

func (c *Conn) freeRoom() {
	if c.room != nil {
		close(c.room)
		c.room = nil
	}
}

func (c *Conn) writeAll(queue, news [][]byte) error {
	defer func() { _ = c.line.SetWriteDeadline(time.Time{}) }() // or pongs would be late for one that has passed
	for _, messages := range [...][][]byte{queue, news} {
		for len(messages) > 0 {
			joined, n := join(messages)
			messages = messages[n:]
			// A deadline, not a context: that would cost a tenth of a delivery, and memory until the next one.
			if err := c.line.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
				return err
			}
			if err := c.socket.Write(context.Background(), websocket.MessageText, joined); err != nil {
				return err
			}
		}
	}
	return nil
}

// join makes one message of the first n. One alone is written as it is, the same bytes to all who hear it.
func join(messages [][]byte) (joined []byte, n int) {
	size := 0
	for n < len(messages) && (n == 0 || size+len(messages[n]) <= maxJoined) {
		size += len(messages[n]) + 1
		n++
	}
	if n == 1 {
		return messages[0], 1
	}
	joined = append(make([]byte, 0, size+1), '[')
	joined = append(joined, bytes.Join(messages[:n], []byte{','})...)
	return append(joined, ']'), n
}

// read reads the next message. What is done with it may need a large stack, which a goroutine keeps; so another one reads on.
func (c *Conn) read(leave func(), rate bucket) {
	if c.receive(&rate) {
		go c.read(leave, rate)
		return
	}
	c.end()
	leave()
}

// receive reads a message and tells whether there may be more.
func (c *Conn) receive(rate *bucket) bool {
	// Without a context, which would cost every connection memory: who ends it closes it.
	kind, message, err := c.socket.Read(context.Background())
	if err != nil {
		return false
	}
	now := time.Now()
	c.heard.Store(now.Unix())
	switch {
	case kind != websocket.MessageText:
		c.Close(websocket.StatusUnsupportedData, "messages are text")
		return false
	case !rate.take(now):
		c.Close(websocket.StatusPolicyViolation, "too many messages")
		return false
	}
	c.peer.Receive(message)
	return true
}

// bucket bounds messages over time.
type bucket struct {
	left float64
	at   time.Time
}

func (b *bucket) take(now time.Time) bool {
	b.left = min(rateBurst, b.left+now.Sub(b.at).Seconds()*ratePerSec) - 1
	b.at = now
	return b.left >= 0
}

// Close ends the connection at once with a status that the client sees, in the background: closing waits for the client.
func (c *Conn) Close(status websocket.StatusCode, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over {
		return
	}
	l := c.leaving(status, reason)
	c.running.Go(func() { c.close(l) })
	c.stop()
}

// Finish is Close once the client has what was sent and published before, as far as it takes that within the time of closing.
func (c *Conn) Finish(status websocket.StatusCode, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over {
		return
	}
	c.leave = c.leaving(status, reason)
	c.startWriting() // of which the end is the end of the connection
	c.stop()
}

func (c *Conn) leaving(status websocket.StatusCode, reason string) *leave {
	return &leave{status, reason, time.AfterFunc(c.hub.options.Leave, func() { _ = c.line.Close() })}
}

func (c *Conn) close(l *leave) {
	defer l.cut.Stop()
	_ = c.socket.Close(l.status, l.reason) // it is closed in any case
}

// stop lets nothing new begin. The caller holds c.mu.
func (c *Conn) stop() {
	c.over = true
	c.freeRoom()
	if c.cancel != nil {
		c.cancel()
	}
}

// end is the end of the reading, and with it of the connection.
func (c *Conn) end() {
	c.mu.Lock()
	closed := c.over // by us: then the client is still to hear why
	c.stop()
	c.mu.Unlock()
	c.ear.Close()
	if !closed {
		_ = c.socket.CloseNow()
	}
	c.peer.Gone()
	c.running.Wait()
	c.hub.remove(c)
}
