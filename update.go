package dashi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/render/wire"
)

// serveUpdate answers a callback request: decode, find the callback, check the arguments, then the memo or the call.
func (a *App) serveUpdate(w http.ResponseWriter, r *http.Request, s *site) {
	if err := a.guard.Check(r); err != nil {
		a.refuse(w, r, wire.Error{Code: wire.CrossOrigin, Message: "The request comes from another site."}, err)
		return
	}
	body, err := readBody(w, r, a.options.MaxRequestBytes)
	if err != nil {
		a.refuseBody(w, r, err)
		return
	}
	req, err := wire.DecodeRequest(body)
	if err != nil {
		a.refuse(w, r, wire.Error{Code: wire.Malformed, Message: "Malformed request: " + err.Error() + "."}, err)
		return
	}
	cb := s.callbacks[req.Output]
	if cb == nil {
		a.refuse(w, r, wire.Error{Code: wire.UnknownCallback, Message: fmt.Sprintf("No callback has the output %.200q.", req.Output)}, nil)
		return
	}
	args, err := cb.match(req)
	if err != nil {
		a.refuse(w, r, wire.Error{Code: wire.WrongArguments, Message: "Wrong arguments: " + err.Error() + ".", Callback: cb.id}, err)
		return
	}
	body, status, err := a.answer(r.Context(), cb, args)
	if err != nil {
		a.fail(w, r, cb, err)
		return
	}
	if cb.memo != nil {
		w.Header().Set("Server-Timing", `cache;desc="`+status.String()+`"`)
	}
	if len(cb.outputs) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	a.packer.write(w, r, http.StatusOK, jsonType, body)
}

// answer gives the response of a callback, from the memo where the callback has one. What a store has damaged is left where
// it is, and the answer kept in a second place.
func (a *App) answer(ctx context.Context, cb *callback, args []wire.RawMessage) (sealed, memo.Status, error) {
	if cb.memo != nil {
		for place := range int64(2) {
			stored, status, err := cb.memo.Do(ctx, a.key(cb, args, place), func(ctx context.Context) (memo.Result, error) {
				return a.remember(ctx, cb, args)
			})
			if err != nil {
				return nil, status, err
			}
			if body, ok := restore(stored); ok {
				return body, status, nil
			}
			cb.damaged.Do(func() {
				a.log.WarnContext(ctx, "dashi: a remembered answer is damaged, it is made anew", "callback", cb.id)
			})
		}
	}
	body, err := a.run(ctx, cb, args)
	return body, memo.Miss, err
}

// remember is run for a memo. Its ctx has ended where nobody waits for the outcome any more, who could tell of a panic.
func (a *App) remember(ctx context.Context, cb *callback, args []wire.RawMessage) (memo.Result, error) {
	body, err := a.run(ctx, cb, args)
	if p, ok := errors.AsType[*call.PanicError](err); ok && ctx.Err() != nil {
		a.logFailure(ctx, cb, err, p.Stack)
	}
	if err != nil {
		return memo.Result{}, err
	}
	return memo.Result{Value: a.packer.store(body)}, nil
}

// run calls the user's function and encodes what it returns. Decoding and encoding may run the user's code too.
func (a *App) run(ctx context.Context, cb *callback, args []wire.RawMessage) (body sealed, err error) {
	err = call.Protect(func() error {
		values, err := cb.fn.Call(ctx, args)
		if err != nil {
			return err
		}
		body, err = cb.response.append(unsealed(""), &a.encoder, values)
		return err
	})
	return body, err
}

// match checks that a request's values are those the callback declared, in order, and returns them raw.
func (cb *callback) match(req *wire.Request) ([]wire.RawMessage, error) {
	args := make([]wire.RawMessage, len(cb.deps))
	inputs, states := req.Inputs, req.State
	for i, dep := range cb.deps {
		from, key := &inputs, "inputs"
		if dep.state {
			from, key = &states, "state"
		}
		if len(*from) == 0 {
			return nil, fmt.Errorf("%s: %s is missing", key, dep)
		}
		got := (*from)[0]
		*from = (*from)[1:]
		if got.ID != dep.ref.ID || got.Property != dep.ref.Property {
			return nil, fmt.Errorf("%s: got %.200q where %s was expected", key, got.ID+"."+got.Property, dep)
		}
		args[i] = got.Raw
	}
	if extra := len(inputs) + len(states); extra > 0 {
		return nil, fmt.Errorf("%d values more than the callback declares", extra)
	}
	return args, nil
}

// fail answers a call that did not succeed.
func (a *App) fail(w http.ResponseWriter, r *http.Request, cb *callback, err error) {
	var (
		argument *call.ArgumentError
		panicked *call.PanicError
		flight   *memo.PanicError
	)
	switch {
	case errors.Is(err, PreventUpdate):
		w.WriteHeader(http.StatusNoContent)
	case errors.As(err, &panicked):
		a.failed(w, r, cb, wire.CallbackPanicked, err, panicked.Stack)
	case errors.As(err, &flight):
		a.failed(w, r, cb, wire.CallbackPanicked, err, flight.Stack)
	case errors.Is(r.Context().Err(), context.Canceled):
		// The browser has gone or asks anew: nothing went wrong. Whoever else has cancelled the request must see that this
		// is no answer.
		a.log.DebugContext(r.Context(), "dashi: call superseded", "callback", cb.id, "error", err)
		a.writeError(w, r, wire.Error{Code: wire.CallbackFailed, Message: "The request was cancelled.", Callback: cb.id})
	case errors.As(err, &argument):
		message := fmt.Sprintf("Wrong arguments: the value of %s does not fit.", cb.deps[argument.Index])
		if a.options.Debug {
			message = fmt.Sprintf("Wrong arguments: %s (%s).", argument, cb.deps[argument.Index])
		}
		a.refuse(w, r, wire.Error{Code: wire.WrongArguments, Message: message, Callback: cb.id}, err)
	default:
		var value *valueError
		if errors.As(err, &value) {
			err = fmt.Errorf("the value for %s cannot be encoded: %w", spell("Output", cb.outputs[value.output]), err)
		}
		a.failed(w, r, cb, wire.CallbackFailed, err, nil)
	}
}

// failed logs an error of user code and answers with what the mode allows to be seen.
func (a *App) failed(w http.ResponseWriter, r *http.Request, cb *callback, code wire.Code, err error, stack []byte) {
	a.logFailure(r.Context(), cb, err, stack)
	e := wire.Error{Code: code, Message: "The callback failed.", Callback: cb.id}
	if a.options.Debug {
		e.Message, e.Stack = err.Error()+" (registered at "+cb.where+")", string(stack)
	}
	a.writeError(w, r, e)
}

func (a *App) logFailure(ctx context.Context, cb *callback, err error, stack []byte) {
	record := []any{"callback", cb.id, "registered", cb.where, "error", err}
	if stack != nil {
		record = append(record, "stack", string(stack))
	}
	a.log.ErrorContext(ctx, "dashi: callback failed", record...)
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
	var buf bytes.Buffer
	if n := r.ContentLength; n > 0 {
		buf.Grow(int(min(n+bytes.MinRead, most)))
	}
	_, err := io.Copy(&buf, http.MaxBytesReader(w, r.Body, limit))
	return buf.Bytes(), err
}

func (a *App) writeError(w http.ResponseWriter, r *http.Request, e wire.Error) {
	body, err := e.Encode()
	if err != nil {
		body = []byte(`{"error":{"code":"` + e.Code + `","message":""}}`)
	}
	a.packer.write(w, r, e.Code.Status(), jsonType, unsealed(body))
}
