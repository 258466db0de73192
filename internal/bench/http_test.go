package bench_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/bench"
)

func reader(text string) *bufio.Reader { return bufio.NewReaderSize(strings.NewReader(text), 4096) }

func TestReadResponse(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text   string
		status int
		body   string
	}{
		"plain":                 {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, "hi"},
		"any case, no blank":    {"HTTP/1.1 200 OK\r\ncontent-LENGTH:2\r\n\r\nhi", 200, "hi"},
		"other headers":         {"HTTP/1.1 404 Not Found\r\nX: 9\r\nContent-Length: 0\r\nDate: now\r\n\r\n", 404, ""},
		"no reason":             {"HTTP/1.1 204\r\nContent-Length: 0\r\n\r\n", 204, ""},
		"line ends in newlines": {"HTTP/1.1 200 OK\nContent-Length: 1\n\nx", 200, "x"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, body, err := bench.ReadResponse(reader(tt.text), nil)
			require.NoError(t, err)
			require.Equal(t, tt.status, status)
			require.Equal(t, tt.body, string(body))
		})
	}
}

func TestReadResponseOneAfterAnother(t *testing.T) {
	t.Parallel()
	r := reader("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirstHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo")
	_, first, err := bench.ReadResponse(r, nil)
	require.NoError(t, err)
	require.Equal(t, "first", string(first))
	_, second, err := bench.ReadResponse(r, first)
	require.NoError(t, err)
	require.Equal(t, "two", string(second))
	require.Same(t, &first[0], &second[0], "the buffer is used again")
	_, _, err = bench.ReadResponse(r, second)
	require.ErrorIs(t, err, io.EOF)
}

func TestReadResponseRefuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ text, message string }{
		"another protocol": {"SSH-2.0-server\r\n", "not an HTTP/1.1 status line"},
		"a short line":     {"HTTP/1.1 2\r\n", "not an HTTP/1.1 status line"},
		"no number":        {"HTTP/1.1 abc OK\r\n", "status line"},
		"no length":        {"HTTP/1.1 200 OK\r\n\r\n", "no Content-Length"},
		"a bad length":     {"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", `Content-Length is "many"`},
		"a negative one":   {"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", `Content-Length is "-1"`},
		"a huge one":       {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "Content-Length is"},
		"a cut header":     {"HTTP/1.1 200 OK\r\nContent-Le", "EOF"},
		"a cut body":       {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "unexpected EOF"},
		"an endless line":  {"HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 5000), "buffer full"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := bench.ReadResponse(reader(tt.text), nil)
			require.ErrorContains(t, err, tt.message)
		})
	}
}

func TestRequestIsWhatNetHTTPReads(t *testing.T) {
	t.Parallel()
	raw := bench.Request("127.0.0.1:8050", "/path", []byte(`{"a":1}`))
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(raw)))
	require.NoError(t, err)
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	require.Equal(t, `{"a":1}`, string(body))
	require.Equal(t, http.MethodPost, r.Method)
	require.Equal(t, "/path", r.URL.Path)
	require.Equal(t, "127.0.0.1:8050", r.Host)
	require.Equal(t, "http://127.0.0.1:8050", r.Header.Get("Origin"))
}
