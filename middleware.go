package dashi

import (
	"context"
	"fmt"
	"net/http"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/render/wire"
)

// Handler runs a callback: what middleware is given and gives.
type Handler func(ctx context.Context, call *Call) error

// Use puts middleware around every callback of the app, the first outermost. It sees every call, also those that the memo answers,
// and may refuse one ([Refuse], [PreventUpdate], any error), change what reaches the callback through ctx, or note what it came
// to: the error is nil, [PreventUpdate] or what the callback failed with. It panics once the app has started.
//
//	app.Use(func(next dashi.Handler) dashi.Handler {
//		return func(ctx context.Context, call *dashi.Call) error {
//			if _, err := call.Request().Cookie("session"); err != nil {
//				return dashi.Refuse(http.StatusUnauthorized, "Please sign in.")
//			}
//			return next(ctx, call)
//		}
//	})
func (a *App) Use(middleware ...func(Handler) Handler) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.frozen {
		panic("dashi: Use: the app has already started")
	}
	for _, m := range middleware {
		if m == nil {
			panic("dashi: Use: the middleware is nil")
		}
	}
	a.wiring.middleware = append(a.wiring.middleware, middleware...)
}

// wrap puts the middleware around a handler.
func (w wiring) wrap(h Handler) (Handler, error) {
	for i := len(w.middleware) - 1; i >= 0; i-- {
		inner := h
		err := call.Protect(func() error {
			h = w.middleware[i](inner)
			return nil
		})
		if err == nil && h == nil {
			err = fmt.Errorf("it gave no Handler")
		}
		if err != nil {
			return nil, fmt.Errorf("middleware %d: %w", i+1, err)
		}
	}
	return h, nil
}

// Refuse is an error that answers a call with an HTTP status from 400 to 599 and a message for the user, for middleware and callbacks.
// It is not logged as a failure. It panics on another status.
func Refuse(status int, message string) error {
	if status < 400 || status > 599 {
		panic(fmt.Sprintf("dashi: Refuse: the status is %d; expected one from 400 to 599", status))
	}
	if message == "" {
		message = http.StatusText(status)
	}
	return &refusal{status, message, refused}
}

// refused is the code of a refusal. It travels with the status that was chosen, which the codes of package wire do not.
const refused wire.Code = "refused"

type refusal struct {
	status  int
	message string
	code    wire.Code
}

func (r *refusal) Error() string { return fmt.Sprintf("dashi: refused (%d): %s", r.status, r.message) }
