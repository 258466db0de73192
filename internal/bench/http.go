package bench

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Request writes an HTTP/1.1 POST as the bytes on the wire, with the headers a browser's fetch sends that servers look at.
func Request(host, path string, body []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%[2]s\r\nSec-Fetch-Site: same-origin\r\nAccept: application/json\r\n"+
		"Accept-Encoding: gzip, deflate, br\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", path, host, len(body))
	b.Write(body)
	return b.Bytes()
}

var contentLength = []byte("content-length:")

// maxBody is more than any answer here has.
const maxBody = 64 << 20

// ReadResponse reads one answer with a Content-Length. The body is valid until the next call with the same buffer, which
// is returned, grown where it had to be. It understands no more of HTTP than the servers measured here write.
func ReadResponse(r *bufio.Reader, buf []byte) (status int, body []byte, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, buf, err
	}
	if len(bytes.TrimSpace(line)) < len("HTTP/1.1 200") || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return 0, buf, fmt.Errorf("bench: not an HTTP/1.1 status line: %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, buf, fmt.Errorf("bench: status line %q: %w", line, err)
	}
	length := -1
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return status, buf, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if len(line) > len(contentLength) && bytes.EqualFold(line[:len(contentLength)], contentLength) {
			value := strings.TrimSpace(string(line[len(contentLength):]))
			if length, err = strconv.Atoi(value); err != nil || length < 0 || length > maxBody {
				return status, buf, fmt.Errorf("bench: Content-Length is %q", value)
			}
		}
	}
	if length < 0 {
		return status, buf, errors.New("bench: the answer has no Content-Length")
	}
	if cap(buf) < length {
		buf = make([]byte, length)
	}
	_, err = io.ReadFull(r, buf[:length])
	return status, buf[:length], err
}
