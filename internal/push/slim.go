package push

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
)

// Buffers of a socket, in bytes. net/http's are of 4 kB each, a third of what an idle page costs with them.
const (
	readRoom  = 512
	writeRoom = 1024
)

// slim gives who takes a request's connection over small buffers, and keeps the connection for its deadlines.
type slim struct {
	http.ResponseWriter
	conn net.Conn // set by Hijack
}

// hijackable tells whether the connection can be taken over. Middleware may have hidden that.
func hijackable(w http.ResponseWriter) bool {
	for {
		switch t := w.(type) {
		case http.Hijacker:
			return true
		case interface{ Unwrap() http.ResponseWriter }:
			w = t.Unwrap()
		default:
			return false
		}
	}
}

// Hijack implements [http.Hijacker].
func (s *slim) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, both, err := http.NewResponseController(s.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	s.conn = conn
	ahead := both.Reader.Buffered() // what the client has said already
	early, _ := both.Reader.Peek(ahead)
	from := io.Reader(conn)
	if ahead > 0 {
		from = io.MultiReader(bytes.NewReader(bytes.Clone(early)), conn)
	}
	reader := bufio.NewReaderSize(from, max(readRoom, ahead))
	_, err = reader.Peek(ahead) // so that it counts as buffered here too
	return conn, bufio.NewReadWriter(reader, bufio.NewWriterSize(conn, writeRoom)), err
}
