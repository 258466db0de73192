package bench

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// What coder/websocket costs by itself: an echo, and a fan-out.

func serveHandler(handler http.HandlerFunc) func(context.Context, net.Listener) error {
	return func(ctx context.Context, l net.Listener) error {
		server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute} // as App.Serve has it
		context.AfterFunc(ctx, func() { _ = server.Close() })
		if err := server.Serve(l); err != http.ErrServerClosed {
			return err
		}
		return nil
	}
}

// echoFeed echoes, in the goroutine of the request's handler or in one of its own.
func echoFeed(fresh bool) feed {
	return feed{serve: serveHandler(func(w http.ResponseWriter, r *http.Request) {
		socket, err := websocket.Accept(w, r, nil)
		if err != nil {
			return // the client has been told
		}
		if fresh {
			go echo(socket)
			return
		}
		echo(socket)
	})}
}

// echo gives no context, which would cost memory.
func echo(socket *websocket.Conn) {
	defer func() { _ = socket.CloseNow() }()
	for {
		kind, message, err := socket.Read(context.Background())
		if err != nil {
			return
		}
		if socket.Write(context.Background(), kind, message) != nil {
			return
		}
	}
}

// fan is the least a broadcast can be: for each connection a goroutine that writes the same bytes.
type fan struct {
	mu    sync.Mutex
	conns map[chan []byte]struct{}
}

// fanRoom is how many messages may wait for a connection; what is more is dropped.
const fanRoom = 16

// fanTopic is as long as the keys of dashi's topics.
const fanTopic = "0123456789abcdefghijkl"

func fanFeed() feed {
	f := &fan{conns: map[chan []byte]struct{}{}}
	publish := func(_ context.Context, number int) error {
		f.publish([]byte(`{"type":"event","topic":"` + fanTopic + `","seq":1,"sideUpdate":{"` + clockID + `":{"` + clockProp + `":"` + updateText(number, time.Now()) + `"}}}`))
		return nil
	}
	return feed{serve: serveHandler(f.handle), publish: publish}
}

func (f *fan) handle(w http.ResponseWriter, r *http.Request) {
	socket, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // the client has been told
	}
	defer func() { _ = socket.CloseNow() }()
	messages := make(chan []byte, fanRoom)
	messages <- []byte(welcome)
	f.mu.Lock()
	f.conns[messages] = struct{}{}
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.conns, messages)
	}()
	gone := socket.CloseRead(context.Background())
	for {
		select {
		case <-gone.Done():
			return
		case message := <-messages:
			if socket.Write(context.Background(), websocket.MessageText, message) != nil {
				return
			}
		}
	}
}

func (f *fan) publish(message []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for messages := range f.conns {
		select {
		case messages <- message:
		default:
		}
	}
}
