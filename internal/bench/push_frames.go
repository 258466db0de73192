package bench

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strconv"
	"time"
)

// What the pages of the push benchmark know of WebSocket: as little as keeps the client cheap, since it shares the cores with the server.

// Opcodes of frames.
const (
	opText  = 1
	opClose = 8
	opPing  = 9
	opPong  = 10
)

// handshake asks for a WebSocket with the headers a browser sends. It offers no compression, so all servers send the same bytes.
func handshake(host, path string) []byte {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n"+
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n"+
		"Upgrade: websocket\r\nOrigin: http://%[2]s\r\nSec-WebSocket-Version: 13\r\nAccept-Encoding: gzip, deflate, br\r\n"+
		"Accept-Language: en-US,en;q=0.9\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", path, host)
}

// readHandshake reads the answer to it.
func readHandshake(r *bufio.Reader) error {
	response, err := http.ReadResponse(r, nil)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("bench: the server answers %q where a WebSocket was asked for", response.Status)
	}
	return nil
}

// frame is a message of one frame as a client sends it. Its mask is all zeros, which servers undo like any other.
func frame(op byte, payload []byte) []byte {
	const fin, masked = 0x80, 0x80
	out := []byte{fin | op}
	switch n := len(payload); {
	case n < 126:
		out = append(out, masked|byte(n))
	case n < 1<<16:
		out = binary.BigEndian.AppendUint16(append(out, masked|126), uint16(n))
	default:
		out = binary.BigEndian.AppendUint64(append(out, masked|127), uint64(n))
	}
	return append(append(out, 0, 0, 0, 0), payload...)
}

// readFrame reads a frame of a server. The payload is valid until the next call with the same buffer, which is returned, grown where it had to be.
func readFrame(r *bufio.Reader, buf []byte) (op byte, payload []byte, err error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:2]); err != nil {
		return 0, buf, err
	}
	if head[0]>>4 != 8 {
		return 0, buf, fmt.Errorf("bench: a frame begins with %#x; only whole messages without compression are understood", head[0])
	}
	op, length := head[0]&15, uint64(head[1])
	switch length {
	case 126:
		_, err = io.ReadFull(r, head[:2])
		length = uint64(binary.BigEndian.Uint16(head[:2]))
	case 127:
		_, err = io.ReadFull(r, head[:])
		length = binary.BigEndian.Uint64(head[:])
	}
	if err == nil && length > maxBody {
		err = fmt.Errorf("bench: a frame of %d bytes", length)
	}
	if err != nil {
		return 0, buf, err
	}
	if uint64(cap(buf)) < length {
		buf = make([]byte, length)
	}
	_, err = io.ReadFull(r, buf[:length])
	return op, buf[:length], err
}

// An update is the text "<number> <nanoseconds since 1970>", the value of the property children of the component clock.

const (
	clockID   = "clock"
	clockProp = "children"
)

var clockMark = []byte(`"` + clockProp + `":"`)

func updateText(number int, now time.Time) string {
	return strconv.Itoa(number) + " " + strconv.FormatInt(now.UnixNano(), 10)
}

// updates are the numbers and times of the updates in a message, in whichever protocol it is.
func updates(message []byte) iter.Seq2[int, time.Time] {
	return func(yield func(int, time.Time) bool) {
		for {
			_, after, ok := bytes.Cut(message, clockMark)
			if !ok {
				return
			}
			text, rest, _ := bytes.Cut(after, []byte(`"`))
			message = rest
			number, nanos, _ := bytes.Cut(text, []byte(" "))
			n, err := strconv.Atoi(string(number))
			at, failed := strconv.ParseInt(string(nanos), 10, 64)
			if err == nil && failed == nil && !yield(n, time.Unix(0, at)) {
				return
			}
		}
	}
}
