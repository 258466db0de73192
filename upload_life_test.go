package dashi_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
)

// ending is a handler that tells how reading ended, and its context's cause.
func ending(ends chan<- [2]error) dashi.UploadHandler {
	return func(ctx context.Context, file *dashi.UploadFile) (any, error) {
		_, err := io.Copy(io.Discard, file)
		if err != nil {
			<-ctx.Done()
		}
		ends <- [2]error{err, context.Cause(ctx)}
		return nil, err
	}
}

func TestAFileOfWhichNothingIsHeardIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log journal
		ends := make(chan [2]error, 1)
		app := taking(t, dashi.Options{Logger: log.logger()}, dashi.UploadOptions{}, ending(ends))
		token := announce(t, app, 4)
		time.Sleep(59 * time.Second)
		require.Equal(t, http.StatusOK, piece(t, app, token, 0, "ab").status)
		time.Sleep(59 * time.Second)
		require.Empty(t, ends, "a piece begins the minute anew")
		time.Sleep(2 * time.Second)
		end := <-ends
		require.ErrorIs(t, end[0], dashi.ErrUploadEnded)
		require.ErrorIs(t, end[1], dashi.ErrUploadEnded)
		synctest.Wait()
		s := piece(t, app, token, 2, "cd")
		require.Equal(t, http.StatusGone, s.status)
		require.Equal(t, "Nothing was heard of the file for 1m0s.", s.body.Error.Message)
		require.NotContains(t, log.String(), "level=ERROR", "nothing went wrong here")
		time.Sleep(2 * time.Minute)
		require.Equal(t, http.StatusNotFound, piece(t, app, token, 2, "cd").status, "the outcome is not kept for ever")
	})
}

func TestAHandlerMayTakeItsTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := taking(t, dashi.Options{}, dashi.UploadOptions{IdleTimeout: time.Second}, func(_ context.Context, file *dashi.UploadFile) (any, error) {
			time.Sleep(time.Hour)
			content, err := io.ReadAll(file)
			time.Sleep(time.Hour)
			return string(content), err
		})
		require.Equal(t, "ab", piece(t, app, announce(t, app, 2), 0, "ab").body.Result)
	})
}

func TestAFileIsCancelled(t *testing.T) {
	t.Parallel()
	ends := make(chan [2]error, 1)
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, ending(ends))
	token := announce(t, app, 4)
	piece(t, app, token, 0, "ab")
	require.Equal(t, http.StatusNoContent, sendFile(t, app, http.MethodDelete, "upload="+token, nil).status)
	end := <-ends
	require.ErrorIs(t, end[0], dashi.ErrUploadEnded)
	require.ErrorIs(t, end[1], dashi.ErrUploadEnded)
	require.Equal(t, http.StatusNoContent, sendFile(t, app, http.MethodDelete, "upload=unknown", nil).status, "nobody can try tokens out")
	s := piece(t, app, token, 2, "cd")
	require.Equal(t, http.StatusGone, s.status)
	require.Equal(t, "gone", s.body.Error.Code)
}

func TestCloseEndsUploads(t *testing.T) {
	t.Parallel()
	ends := make(chan [2]error, 1)
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, ending(ends))
	token := announce(t, app, 4)
	require.NoError(t, app.Close())
	select {
	case end := <-ends:
		require.ErrorIs(t, end[0], dashi.ErrUploadEnded)
	default:
		require.Fail(t, "Close has not waited for the handler")
	}
	require.Equal(t, http.StatusNotFound, piece(t, app, token, 0, "abcd").status)
	s := sendFile(t, app, http.MethodPost, "id=up", strings.NewReader(`{"name":"a","size":4}`))
	require.Equal(t, http.StatusServiceUnavailable, s.status)
	require.Equal(t, "gone", s.body.Error.Code)
}

func TestUploadsAreBounded(t *testing.T) {
	t.Parallel()
	from := func(address string) func(*http.Request) { return func(r *http.Request) { r.RemoteAddr = address } }
	try := func(app *dashi.App, address string) sent {
		return sendFile(t, app, http.MethodPost, "id=up", strings.NewReader(`{"name":"a","size":4}`), from(address))
	}
	app := taking(t, dashi.Options{}, dashi.UploadOptions{MaxOpen: 3, MaxOpenPerClient: 2}, reading)
	first := try(app, "10.0.0.1:1").body.Upload
	require.Equal(t, http.StatusOK, try(app, "10.0.0.1:2").status)
	s := try(app, "10.0.0.1:3")
	require.Equal(t, http.StatusServiceUnavailable, s.status, "two of one client")
	require.Equal(t, "busy", s.body.Error.Code)
	require.Equal(t, "2", s.header.Get("Retry-After"))
	require.Equal(t, http.StatusOK, try(app, "10.0.0.2:1").status)
	require.Equal(t, http.StatusServiceUnavailable, try(app, "10.0.0.3:1").status, "three in all")

	require.True(t, piece(t, app, first, 0, "abcd").body.Done)
	require.Equal(t, http.StatusOK, try(app, "10.0.0.1:4").status, "one that has ended makes room")

	one := taking(t, dashi.Options{}, dashi.UploadOptions{MaxOpenPerClient: 1}, reading)
	require.Equal(t, http.StatusOK, try(one, "[2001:db8:1:2:3::4]:1").status)
	require.Equal(t, http.StatusServiceUnavailable, try(one, "[2001:db8:1:2:ffff::9]:1").status, "a client has a /64")
	require.Equal(t, http.StatusOK, try(one, "[2001:db8:1:3::4]:1").status)
	require.Equal(t, http.StatusOK, try(one, "[::ffff:10.0.0.1]:1").status)
	require.Equal(t, http.StatusServiceUnavailable, try(one, "10.0.0.1:1").status, "the same address")

	many := taking(t, dashi.Options{}, dashi.UploadOptions{MaxOpenPerClient: -1}, reading)
	for range 100 {
		require.Equal(t, http.StatusOK, try(many, "10.0.0.1:1").status)
	}
}

func TestEndedUploadsAreForgotten(t *testing.T) {
	t.Parallel()
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, reading)
	var tokens []string
	for range 300 {
		tokens = append(tokens, announce(t, app, 1))
		require.True(t, piece(t, app, tokens[len(tokens)-1], 0, "x").body.Done)
	}
	require.Equal(t, http.StatusNotFound, piece(t, app, tokens[0], 0, "x").status)
	require.True(t, piece(t, app, tokens[299], 0, "x").body.Done)
}

func TestABrowserThatGoesBeforeTheFileHasATokenEndsIt(t *testing.T) {
	t.Parallel()
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, reading)
	entered, left := make(chan struct{}), make(chan error, 1)
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			close(entered)
			<-ctx.Done()
			left <- context.Cause(ctx)
			return ctx.Err()
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-entered; cancel() }()
	sendFile(t, app, http.MethodPost, "id=up", strings.NewReader(`{"name":"a","size":4}`), func(r *http.Request) { *r = *r.WithContext(ctx) })
	require.ErrorIs(t, <-left, dashi.ErrUploadEnded)
}

// TestAConnectionThatIsLostIsGoneOnFrom: the bytes that came before it broke are not sent again, and a piece that hangs is ended by the next.
func TestAConnectionThatIsLostIsGoneOnFrom(t *testing.T) {
	t.Parallel()
	four := make(chan struct{})
	app := taking(t, dashi.Options{}, dashi.UploadOptions{IdleTimeout: time.Hour}, func(_ context.Context, file *dashi.UploadFile) (any, error) {
		var first [4]byte
		if _, err := io.ReadFull(file, first[:]); err != nil {
			return nil, err
		}
		close(four)
		rest, err := io.ReadAll(file)
		return string(first[:]) + string(rest), err
	})
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	token := announce(t, app, 10)
	hangs, hanging := io.Pipe()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, fmt.Sprintf("%s/_dashi-upload?upload=%s&offset=0", server.URL, token), hangs)
	require.NoError(t, err)
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		if res, err := server.Client().Do(request); err == nil {
			_ = res.Body.Close()
		}
	}()
	_, err = hanging.Write([]byte("abcd"))
	require.NoError(t, err)
	<-four // and the rest never comes

	asked := sendFile(t, app, http.MethodPost, "upload="+token, nil)
	require.Equal(t, http.StatusOK, asked.status)
	require.Equal(t, int64(4), *asked.body.Offset)
	require.Equal(t, "abcdefghij", piece(t, app, token, 4, "efghij").body.Result)
	_ = hanging.CloseWithError(errors.New("the line is cut"))
	<-answered
}

// TestPiecesSideBySide: whatever order pieces come in, each byte is taken once.
func TestPiecesSideBySide(t *testing.T) {
	t.Parallel()
	app := taking(t, dashi.Options{}, dashi.UploadOptions{IdleTimeout: time.Hour}, reading)
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	token := announce(t, app, 6)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for {
				res, err := server.Client().Post(fmt.Sprintf("%s/_dashi-upload?upload=%s&offset=0", server.URL, token), "", strings.NewReader("abc"))
				if err == nil { // else it was ended by another
					_ = res.Body.Close()
				}
				if err == nil && res.StatusCode == http.StatusConflict {
					return // somebody's piece was taken
				}
			}
		})
	}
	all.Wait()
	require.Equal(t, "abcdef", piece(t, app, token, 3, "def").body.Result)
}

// TestTheAnswerToTheLastPieceCanBeAskedForAgain while the handler works on.
func TestTheAnswerToTheLastPieceCanBeAskedForAgain(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, func(_ context.Context, file *dashi.UploadFile) (any, error) {
		content, err := io.ReadAll(file)
		<-release
		return string(content), err
	})
	token := announce(t, app, 2)
	ctx, cancel := context.WithCancel(t.Context())
	lost := make(chan struct{})
	go func() {
		defer close(lost)
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/_dashi-upload?upload="+token+"&offset=0", strings.NewReader("ab"))
		app.ServeHTTP(httptest.NewRecorder(), r)
	}()
	cancel()
	<-lost
	close(release)
	s := piece(t, app, token, 0, "ab")
	if s.status == http.StatusConflict { // the bytes were taken before the connection was lost
		s = piece(t, app, token, int(*s.body.Offset), "")
	}
	require.Equal(t, "ab", s.body.Result)
}

// zeros is a reader of so many bytes.
type zeros int64

func (z *zeros) Read(p []byte) (int, error) {
	if *z == 0 {
		return 0, io.EOF
	}
	n := min(len(p), int(*z))
	*z -= zeros(n)
	return n, nil
}

// TestTwoGigabytesNeedNoMemory streams them through a handler over the loopback. It is not parallel: what others allocate would count.
func TestTwoGigabytesNeedNoMemory(t *testing.T) {
	const total, chunk = 2 << 30, 4 << 20
	heap := func() uint64 {
		runtime.GC()
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		return now.HeapAlloc
	}
	var before, most uint64
	app := taking(t, dashi.Options{}, dashi.UploadOptions{MaxBytes: -1}, func(_ context.Context, file *dashi.UploadFile) (any, error) {
		var n int64
		for {
			more, err := io.CopyN(io.Discard, file, total/16)
			n += more
			most = max(most, heap())
			if err != nil || n == total {
				return n, err
			}
		}
	})
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	token := announce(t, app, total)
	before = heap()
	for offset := 0; offset < total; offset += chunk {
		body := zeros(chunk)
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, fmt.Sprintf("%s/_dashi-upload?upload=%s&offset=%d", server.URL, token, offset), &body)
		require.NoError(t, err)
		request.ContentLength = chunk
		res, err := server.Client().Do(request)
		require.NoError(t, err)
		answer, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, res.StatusCode, string(answer))
		want := fmt.Sprintf(`{"offset":%d}`, offset+chunk)
		if offset+chunk == total {
			want = fmt.Sprintf(`{"done":true,"result":%d}`, total)
		}
		require.JSONEq(t, want, string(answer))
	}
	require.Less(t, most, before+(8<<20))
}
