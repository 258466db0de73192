package dashi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render/wire"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// An upload is a file on its way. Requests bring its pieces and write them into a pipe; the handler reads the other end, in a goroutine that the app owns.
//
//	request → piece → pipe → handler → outcome → the answer to the last piece
type upload struct {
	h     *uploadHandler
	call  *Call
	token string
	user  string // whose it is; "" for nobody in particular, where the token alone decides
	from  string // the client's address
	size  int64
	in    *io.PipeWriter
	stop  context.CancelCauseFunc
	begun chan struct{} // closed when middleware has let the file pass, and when it has not
	begin sync.Once
	ended chan struct{} // closed when outcome is there
	quiet *time.Timer   // runs while nothing is heard
	kept  *time.Timer   // guarded by the mutex of uploads: runs while the outcome is kept
	turn  chan struct{} // holds one value while a piece is taken: what follows is its

	offset int64 // of the next byte

	mu      sync.Mutex
	pieces  []*piece   // guarded by mu: the one that is being taken, and those that wait
	reason  *uploadEnd // guarded by mu: why the file was given up, or nil
	outcome result     // when ended is closed
}

// uploadEnd is why a file does not come to its end.
type uploadEnd struct {
	status  int
	code    wire.Code
	message string // for the user
}

func (e *uploadEnd) Error() string { return ErrUploadEnded.Error() + ": " + e.message }

func (e *uploadEnd) Unwrap() error { return ErrUploadEnded }

// uploadGone is the code of a file that was given up.
const uploadGone wire.Code = "gone"

// errUploadProps is what SetProps answers in an upload.
var errUploadProps = errors.New("dashi: an upload has no page to set properties of; return what callbacks need as the file's result")

// startUpload runs the handler for a file. ctx has the values it sees.
func (a *App) startUpload(r *http.Request, s *site, h *uploadHandler, file *UploadFile) (*upload, error) {
	ctx, done, err := a.server.begin(context.WithoutCancel(r.Context()))
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancelCause(ctx)
	out, in := io.Pipe()
	file.Reader = out
	u := &upload{
		h: h, token: newToken(), user: a.userOf(r), from: clientAddress(r), size: file.Size, in: in, stop: stop,
		begun: make(chan struct{}), ended: make(chan struct{}), turn: make(chan struct{}, 1),
	}
	if err := a.uploads.add(u); err != nil {
		stop(nil)
		done()
		return nil, err
	}
	u.quiet = time.AfterFunc(h.options.IdleTimeout, u.idle)
	u.call = a.uploadCall(ctx, r, u, file)
	closed := context.AfterFunc(ctx, func() { u.giveUp(&uploadEnd{http.StatusServiceUnavailable, uploadGone, "The server is being closed."}) })
	go func() {
		defer done()
		res := result{status: wire.CallbackFailed.Status(), failed: wire.Error{Code: wire.CallbackFailed, Message: "The upload failed."}}
		defer func() { a.finishUpload(u, out, res) }() // also where the handler calls runtime.Goexit
		defer closed()
		res = a.perform(ctx, s, u.call)
	}()
	return u, nil
}

// uploadCall is the file as a call, which middleware is around.
func (a *App) uploadCall(ctx context.Context, r *http.Request, u *upload, file *UploadFile) *Call {
	request := r.WithContext(ctx)
	request.Body = http.NoBody // it has been read
	c := &Call{app: a, cb: u.h.cb, request: request}
	c.emit = func(*frames.Frame) error { return errUploadProps }
	c.instead = func(ctx context.Context) (body answer, err error) {
		u.begin.Do(func() { close(u.begun) })
		err = call.Protect(func() error {
			value, err := u.h.handle(ctx, file)
			if err != nil {
				return err
			}
			text, err := a.encoder.Append(unsealed(`{"done":true,"result":`), value)
			if err != nil {
				return &valueError{output: u.h.cb.outputs[0].ref, cause: err}
			}
			body.text = append(text, '}')
			return nil
		})
		return body, err
	}
	return c
}

// finishUpload makes the outcome known, for as long as a browser that has not heard the answer may ask again.
func (a *App) finishUpload(u *upload, out *io.PipeReader, res result) {
	_ = out.Close() // what is still sent is not read
	u.mu.Lock()
	if end := u.reason; end != nil && res.status >= http.StatusBadRequest {
		res = result{status: end.status, failed: wire.Error{Code: end.code, Message: end.message, Callback: u.h.cb.id}}
	}
	u.outcome = res
	u.mu.Unlock()
	u.stop(nil)
	a.uploads.end(u)
	u.begin.Do(func() { close(u.begun) })
	close(u.ended)
}

// isEnded tells whether the outcome is there.
func (u *upload) isEnded() bool {
	select {
	case <-u.ended:
		return true
	default:
		return false
	}
}

// giveUp ends a file that does not come to its end.
func (u *upload) giveUp(end *uploadEnd) {
	u.mu.Lock()
	if u.reason == nil {
		u.reason = end
	}
	u.mu.Unlock()
	_ = u.in.CloseWithError(end)
	u.stop(end)
}

func (u *upload) idle() {
	u.giveUp(&uploadEnd{http.StatusGone, uploadGone, fmt.Sprintf("Nothing was heard of the file for %s.", u.h.options.IdleTimeout)})
}

// begins waits until no other piece of the file is being taken, and ends those that came before: a browser sends the next only when it has given up
// the last.
func (u *upload) begins(ctx context.Context, p *piece) bool {
	u.mu.Lock()
	for _, before := range u.pieces {
		before.end()
	}
	u.pieces = append(u.pieces, p)
	u.mu.Unlock()
	select {
	case u.turn <- struct{}{}:
		return true
	case <-ctx.Done():
		u.drop(p)
		return false
	}
}

// leaves ends a piece that has begun.
func (u *upload) leaves(p *piece) {
	u.drop(p)
	if u.offset < u.size && !u.isEnded() {
		u.quiet.Reset(u.h.options.IdleTimeout)
	}
	<-u.turn
}

func (u *upload) drop(p *piece) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.pieces = slices.DeleteFunc(u.pieces, func(other *piece) bool { return other == p })
}

// piece is a request that brings a part of a file.
type piece struct {
	line *http.ResponseController
	idle time.Duration

	mu    sync.Mutex
	ended bool // guarded by mu
}

// hear allows the next bytes to take as long as an idle file may. Where no deadline can be set, the server's own holds.
func (p *piece) hear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ended {
		_ = p.line.SetReadDeadline(time.Now().Add(p.idle))
	}
}

// heard says that all is there: the handler may take its time.
func (p *piece) heard() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ended {
		_ = p.line.SetReadDeadline(time.Time{})
	}
}

// end makes all reads fail from now on.
func (p *piece) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	_ = p.line.SetReadDeadline(time.Unix(1, 0))
}

// errHandlerEnded says that nobody reads the file any more.
var errHandlerEnded = errors.New("dashi: the upload's handler has ended")

// take hands the body of a piece to the handler, as fast as that reads.
func (u *upload) take(p *piece, body io.Reader, buffer []byte) error {
	for {
		u.quiet.Reset(u.h.options.IdleTimeout)
		p.hear()
		n, err := body.Read(buffer)
		u.quiet.Stop() // the handler may take its time
		if int64(n) > u.size-u.offset {
			end := &uploadEnd{http.StatusBadRequest, wire.Malformed, fmt.Sprintf("The file has more than the %d bytes it was announced with.", u.size)}
			u.giveUp(end)
			return end
		}
		if n > 0 {
			written, err := u.in.Write(buffer[:n])
			u.offset += int64(written)
			if err != nil {
				return errHandlerEnded
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
