package push_test

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/push"
)

// echoes sends back what it gets.
type echoes struct{ conn *push.Conn }

func (e echoes) Receive(message []byte) { _ = e.conn.Send(message) }
func (echoes) Gone()                    {}

// Messages longer than the buffers of a socket, and one that comes with the handshake, are whole.
func TestSocketsHaveSmallBuffers(t *testing.T) {
	t.Parallel()
	local := push.NewLocal(push.Limits{})
	hub := push.NewHub(push.HubOptions{Broker: local, Heartbeat: time.Minute, MaxMessage: 1 << 20})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = hub.Accept(w, r, "", func(c *push.Conn) push.Peer { return echoes{c} })
	}))
	t.Cleanup(func() { hub.Close(); server.Close(); local.Close() })
	for _, size := range []int{126, 511, 512, 513, 1023, 1024, 1025, 5000} {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		require.NoError(t, err)
		require.NoError(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
		message := strings.Repeat("m", size)
		mask := "\x00\x00\x00\x00"
		frame := string(binary.BigEndian.AppendUint16([]byte("\x81\xfe"), uint16(size))) + mask + message
		_, err = fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n%s", frame)
		require.NoError(t, err)
		in := bufio.NewReader(conn)
		response, err := http.ReadResponse(in, nil)
		require.NoError(t, err)
		require.Equal(t, http.StatusSwitchingProtocols, response.StatusCode)
		back := make([]byte, 4+size)
		_, err = io.ReadFull(in, back)
		require.NoError(t, err)
		require.Equal(t, "\x81\x7e", string(back[:2]))
		require.Equal(t, message, string(back[4:]))
		require.NoError(t, conn.Close())
	}
}

func TestSocketsThatMiddlewareMakesImpossibleAreRefused(t *testing.T) {
	t.Parallel()
	local := push.NewLocal(push.Limits{})
	hub := push.NewHub(push.HubOptions{Broker: local, Heartbeat: time.Minute, MaxMessage: 1 << 20})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		require.NoError(t, hub.Accept(struct{ http.ResponseWriter }{w}, r, "", func(*push.Conn) push.Peer { return echoes{} }))
	}))
	t.Cleanup(func() { hub.Close(); server.Close(); local.Close() })
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	require.NoError(t, err)
	for name, value := range map[string]string{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="} {
		r.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusNotImplemented, response.StatusCode)
}
