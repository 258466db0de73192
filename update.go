package dashi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/render/wire"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// serveUpdate answers a posted request: one call, or a list of them.
func (a *App) serveUpdate(w http.ResponseWriter, r *http.Request, s *site) {
	if !a.sameOrigin(w, r) {
		return
	}
	body, err := readBody(w, r, a.options.MaxRequestBytes)
	if err != nil {
		a.refuseBody(w, r, err)
		return
	}
	if body := bytes.TrimLeft(body, " \t\r\n"); len(body) > 0 && body[0] == '[' {
		a.serveBatch(w, r, s, body)
		return
	}
	req, err := wire.DecodeRequest(body)
	if err != nil {
		a.refuse(w, r, malformed(err), err)
		return
	}
	c, refused := a.accept(s, r, req)
	if c == nil {
		a.refuse(w, r, refused, nil)
		return
	}
	a.serveCall(w, r, s, c)
}

// sameOrigin answers requests that pages of other sites send.
func (a *App) sameOrigin(w http.ResponseWriter, r *http.Request) bool {
	err := a.guard.Check(r)
	if err != nil {
		a.refuse(w, r, wire.Error{Code: wire.CrossOrigin, Message: "The request comes from another site."}, err)
	}
	return err == nil
}

func malformed(err error) wire.Error {
	return wire.Error{Code: wire.Malformed, Message: "Malformed request: " + err.Error() + "."}
}

// accept finds the callback of a request and checks the arguments; where they are wrong the call is nil.
func (a *App) accept(s *site, r *http.Request, req *wire.Request) (*Call, wire.Error) {
	cb := s.callbacks[req.Output]
	if cb == nil {
		return nil, s.misfit(wire.Error{Code: wire.UnknownCallback, Message: fmt.Sprintf("No callback has the output %.200q.", req.Output)})
	}
	args, err := cb.match(req)
	if err != nil {
		return nil, s.misfit(wire.Error{Code: wire.WrongArguments, Message: "Wrong arguments: " + err.Error() + ".", Callback: cb.id})
	}
	c := &Call{app: a, cb: cb, request: r, args: args}
	if cb.canceller {
		c.instead = func(context.Context) (answer, error) { return answer{text: emptyText}, nil }
	}
	return c, wire.Error{}
}

// serveCall makes one call and answers with one object, or with a stream where the callback begins one.
func (a *App) serveCall(w http.ResponseWriter, r *http.Request, s *site, c *Call) {
	if r.URL.RawQuery != "" {
		a.heedDash(r, r.URL.Query())
	}
	if c.cb.background != nil {
		a.serveBackground(w, r, s, c)
		return
	}
	if c.cb.memo == nil && (takesLines(r) || takesFrames(r)) {
		a.serveStream(w, r, s, c)
		return
	}
	result := a.perform(r.Context(), s, c)
	c.headTo(w.Header())
	a.writeResult(w, r, c, result)
}

// serveBackground begins the job of a call, or answers it at once.
func (a *App) serveBackground(w http.ResponseWriter, r *http.Request, s *site, c *Call) {
	if ofDash(r) {
		a.serveDashJob(w, r, s, c, r.URL.Query())
		return
	}
	res := a.startJob(r, s, c, nil)
	if res.status != http.StatusAccepted {
		c.headTo(w.Header()) // of a job that runs the call is not yet at rest
	}
	a.writeResult(w, r, c, res)
}

// serveStream makes one call whose callback may begin a stream.
func (a *App) serveStream(w http.ResponseWriter, r *http.Request, s *site, c *Call) {
	var lines *lineWriter
	by := clientOf(r)
	begun := func() *lineWriter {
		if lines == nil {
			c.headTo(w.Header())
			lines = a.packer.lines(w, r)
		}
		return lines
	}
	c.emit = func(side *frames.Frame) error { return begun().write(a.packer.sideLine(0, side, by)) }
	c.show = func(part *frames.Frame) error { return begun().write(a.packer.partLine(0, part, by)) }
	result := a.perform(r.Context(), s, c)
	if lines != nil {
		a.tell(&result, c)
		_ = lines.write(a.lastLine(r.Context(), c, result, member{by: by})) // the client has gone: nothing to do about it
		lines.close()
		return
	}
	c.headTo(w.Header())
	a.writeResult(w, r, c, result)
}

// result is what a call came to, as it is sent.
type result struct {
	status int        // of HTTP
	body   answer     // where status is 200
	stands bool       // in place of a body: the caller has seen the outcome come bit by bit
	until  time.Time  // how long it stays good; zero where nothing says so
	job    string     // the handle, where status is 202
	failed wire.Error // where status is 400 and up
	timing string     // for the line of a stream; in debug mode, whose panel shows it
}

// perform makes a call, with the middleware around it, and logs what went wrong.
func (a *App) perform(ctx context.Context, s *site, c *Call) result {
	if c.cb.background != nil && c.job == nil && c.instead == nil && a.jobs.shared != nil {
		return a.awaitJob(ctx, s, c) // whoever asks waits for the answer
	}
	ctx = c.in(ctx)
	err := call.Protect(func() error {
		defer c.end() // what the callback has left running comes too late from here on
		return s.handler(ctx, c)
	})
	if err == nil || errors.Is(err, PreventUpdate) {
		var body answer
		if err == nil {
			body = c.outcome.body
		}
		return c.came(body)
	}
	e := a.failure(ctx, c, err)
	if e.Code == wire.WrongArguments {
		e.Error = s.misfit(e.Error)
	}
	return result{status: e.status(), failed: e.Error}
}

// came is the result of a call that has not failed.
func (c *Call) came(body answer) result {
	c.mu.Lock()
	defer c.mu.Unlock()
	if body.none() && c.yields.shown {
		return result{status: http.StatusOK, stands: true}
	}
	if body = c.side.into(body); body.none() || len(c.cb.outputs) == 0 && body.isEmpty() {
		return result{status: http.StatusNoContent}
	}
	return result{status: http.StatusOK, body: body, until: c.outcome.until}
}

// run is the innermost Handler: the memo or the call.
func (a *App) run(ctx context.Context, c *Call) error {
	out, err := a.answer(ctx, c)
	if isFailure(ctx, err) {
		out.body, err = a.handleError(ctx, c, err)
		out.until = time.Time{}
	}
	c.outcome = out
	return err
}

// call calls the user's function and encodes what it returns. Decoding and encoding may run the user's code too.
func (a *App) call(ctx context.Context, c *Call) (body answer, err error) {
	err = call.Protect(func() error {
		if c.cb.fn.Streams() {
			body, err = a.stream(ctx, c)
			return err
		}
		values, err := c.cb.fn.Call(ctx, c.args.raw)
		if err != nil {
			return err
		}
		if c.values != nil {
			c.values(values)
		}
		body, err = a.respond(c, values)
		return err
	})
	return body, err
}

// respond encodes the values of a callback's outputs, but for their columns, which stay where they are. Where values were gathered before,
// these are joined to them.
func (a *App) respond(c *Call, values []any) (answer, error) {
	if c.yields.given != nil && !c.yields.shown {
		if err := a.yield(c, values); err != nil {
			return answer{}, err
		}
		return a.yielded(c)
	}
	plan, values, err := c.plan(values)
	if err != nil {
		return answer{}, err
	}
	var apart []frames.Section
	text, err := plan.append(unsealed(""), &a.encoder, values, &apart)
	if err != nil {
		return answer{}, err
	}
	return newAnswer(text, apart), nil
}

// failedCall is a call that did not succeed, as the client is told.
type failedCall struct {
	wire.Error
	refused int // the status of a Refuse
}

func (f failedCall) status() int {
	if f.refused != 0 {
		return f.refused
	}
	return f.Code.Status()
}

// failure logs what went wrong with a call and says what the client is told.
func (a *App) failure(ctx context.Context, c *Call, err error) failedCall {
	var (
		argument *call.ArgumentError
		panicked *call.PanicError
		flight   *memo.PanicError
		no       *refusal
	)
	cb := c.cb
	switch {
	case errors.As(err, &no):
		a.log.DebugContext(ctx, "dashi: call refused", "callback", cb.id, "status", no.status, "message", no.message)
		return failedCall{wire.Error{Code: no.code, Message: no.message, Callback: cb.id}, no.status}
	case errors.As(err, &panicked):
		return a.failed(ctx, cb, wire.CallbackPanicked, err, panicked.Stack)
	case errors.As(err, &flight):
		return a.failed(ctx, cb, wire.CallbackPanicked, &call.PanicError{Value: flight.Value, Stack: flight.Stack}, flight.Stack)
	case errors.Is(ctx.Err(), context.Canceled):
		// The browser has gone or asks anew: nothing went wrong. Whoever else has cancelled the request must see that this
		// is no answer.
		a.log.DebugContext(ctx, "dashi: call superseded", "callback", cb.id, "error", err)
		return failedCall{Error: wire.Error{Code: wire.CallbackFailed, Message: "The request was cancelled.", Callback: cb.id}}
	case errors.As(err, &argument):
		message := fmt.Sprintf("Wrong arguments: the value of %s does not fit.", cb.deps[argument.Index])
		if a.options.Debug {
			message = fmt.Sprintf("Wrong arguments: %s (%s).", argument, cb.deps[argument.Index])
		}
		a.log.DebugContext(ctx, "dashi: request refused", "code", string(wire.WrongArguments), "message", message, "cause", err)
		return failedCall{Error: wire.Error{Code: wire.WrongArguments, Message: message, Callback: cb.id}}
	}
	var value *valueError
	if errors.As(err, &value) {
		err = fmt.Errorf("the value for %s cannot be encoded: %w", spell("Output", value.output), err)
	}
	return a.failed(ctx, cb, wire.CallbackFailed, err, nil)
}

// failed logs an error of user code and gives what the mode allows to be seen.
func (a *App) failed(ctx context.Context, cb *callback, code wire.Code, err error, stack []byte) failedCall {
	a.logFailure(ctx, cb, err, stack)
	e := wire.Error{Code: code, Message: "The callback failed.", Callback: cb.id}
	if cb.upload {
		e.Message = "The upload failed."
	}
	if a.options.Debug {
		e.Message, e.Stack = err.Error()+" (registered at "+cb.where+")", string(stack)
	}
	return failedCall{Error: e}
}

func (a *App) logFailure(ctx context.Context, cb *callback, err error, stack []byte) {
	record := []any{"callback", cb.id, "registered", cb.where, "error", err}
	if stack != nil {
		record = append(record, "stack", string(stack))
	}
	a.log.ErrorContext(ctx, "dashi: callback failed", record...)
}

// headTo writes the headers that the callback has set. The caller holds c.mu, or the call has ended.
func (c *Call) headTo(h http.Header) {
	for key, values := range c.header {
		h[key] = append(h[key], values...)
	}
	if timing := c.timing(); timing != "" {
		h["Server-Timing"] = []string{timing}
	}
}

// timing is what a Server-Timing header says of the call. The caller holds c.mu, or the call has ended.
func (c *Call) timing() string {
	if c.cb.memo == nil || c.outcome.body.none() {
		return strings.Join(c.timings, ", ")
	}
	state := cacheTiming(c.outcome.cache)
	if len(c.timings) == 0 {
		return state
	}
	return state + ", " + strings.Join(c.timings, ", ")
}

// cacheTiming is an entry of Server-Timing. That of a hit is ready.
func cacheTiming(s memo.Status) string {
	if s == memo.Hit {
		return `cache;desc="hit"`
	}
	return `cache;desc="` + s.String() + `"`
}

// writeResult answers with what a call came to.
func (a *App) writeResult(w http.ResponseWriter, r *http.Request, c *Call, res result) {
	switch res.status {
	case http.StatusNoContent:
		w.WriteHeader(res.status)
	case http.StatusAccepted:
		w.Header()["Cache-Control"] = []string{"no-store"}
		a.packer.write(w, r, res.status, jsonType, unsealed(`{"job":"`+res.job+`"}`))
	case http.StatusOK:
		if good := c.cb.freshness(res.until); good != "" {
			w.Header()["Cache-Control"] = []string{good}
		}
		if res.body.frame != nil {
			a.packer.writeFramed(w, r, c, res)
			return
		}
		a.packer.write(w, r, res.status, jsonType, res.body.text)
	default:
		a.writeErrorAs(w, r, res.status, res.failed)
	}
}

// refuse answers a request that is at fault itself. The log has it at debug level only, or anyone could fill the log.
func (a *App) refuse(w http.ResponseWriter, r *http.Request, e wire.Error, cause error) {
	a.log.DebugContext(r.Context(), "dashi: request refused", "code", string(e.Code), "message", e.Message, "cause", cause)
	a.writeError(w, r, e)
}

func (a *App) refuseBody(w http.ResponseWriter, r *http.Request, err error) {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		message := fmt.Sprintf("The request is larger than the limit of %d bytes.", over.Limit)
		a.refuse(w, r, wire.Error{Code: wire.TooLarge, Message: message}, err)
		return
	}
	a.refuse(w, r, wire.Error{Code: wire.Malformed, Message: "The request body could not be read."}, err)
}

// readBody reads at most limit bytes. The announced length, where it is honest, saves growing the buffer.
func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	const most = 1 << 20 // allocated on the word of a client
	n := r.ContentLength
	if 0 < n && n <= min(limit, most) {
		body := make([]byte, n) // net/http lets no more through
		_, err := io.ReadFull(r.Body, body)
		return body, err
	}
	var buf bytes.Buffer
	if n > 0 {
		buf.Grow(int(min(n+bytes.MinRead, most)))
	}
	_, err := io.Copy(&buf, http.MaxBytesReader(w, r.Body, limit))
	return buf.Bytes(), err
}

func (a *App) writeError(w http.ResponseWriter, r *http.Request, e wire.Error) {
	a.writeErrorAs(w, r, e.Code.Status(), e)
}

func (a *App) writeErrorAs(w http.ResponseWriter, r *http.Request, status int, e wire.Error) {
	a.packer.write(w, r, status, jsonType, unsealed(encodeError(e)))
}

func encodeError(e wire.Error) []byte {
	body, err := e.Encode()
	if err != nil {
		return []byte(`{"error":{"code":"` + e.Code + `","message":""}}`)
	}
	return body
}
