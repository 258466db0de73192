package dashi

import (
	"context"
	"errors"

	"github.com/dashi-go/dashi/internal/call"
)

// OnError gives a callback a function for its failures: errors, panics and values that cannot be encoded, but not
// [PreventUpdate], [Refuse] and calls that were superseded. The handler takes an optional context.Context and the error, and
// returns either what the callback returns, which becomes the outputs, or an error alone: nil leaves the outputs as they are. An
// error it returns takes the place of the first. [Call.SetProps] works in it too. A handled failure is not logged. Of a callback that gives its
// values bit by bit, the handler's come after those that were given before the failure.
func OnError(handler any) CallbackOption { return onError{handler} }

type onError struct{ handler any }

func (onError) CallbackOption() {}

// isFailure tells whether an error is one that handlers are for.
func isFailure(ctx context.Context, err error) bool {
	if err == nil {
		return false
	}
	var (
		argument *call.ArgumentError
		no       *refusal
	)
	return !errors.Is(err, PreventUpdate) && !errors.As(err, &argument) && !errors.As(err, &no) &&
		!errors.Is(ctx.Err(), context.Canceled)
}

// handleError gives a failure to the callback's handler, and what comes of that to the app's.
func (a *App) handleError(ctx context.Context, c *Call, failure error) (body answer, err error) {
	err = failure
	if c.cb.onError != nil {
		err = call.Protect(func() error {
			values, err := c.cb.onError.Call(ctx, failure)
			if err != nil || values == nil {
				return err
			}
			body, err = a.respond(c, values)
			return err
		})
	}
	if app := a.options.OnError; app != nil && isFailure(ctx, err) {
		body = answer{}
		err = call.Protect(func() error { return app(ctx, err) })
	}
	if (err == nil || errors.Is(err, PreventUpdate)) && body.none() && c.yields.given != nil {
		return a.yielded(c) // what came before the failure
	}
	return body, err
}
