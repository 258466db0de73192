package dashi

import (
	"errors"
	"strings"

	"github.com/dashi-go/dashi/internal/call"
)

// PreventUpdate is returned by a callback, as its error, to leave every output as it is. Nothing is logged and nothing that
// depends on the outputs runs. It may be wrapped.
//
//lint:ignore ST1012 Dash's name, which users know
var PreventUpdate = errors.New("dashi: prevent update")

// NoUpdate is returned by a callback in place of a value (from a result of type any) to leave that one output as it is.
var NoUpdate = noUpdate{}

type noUpdate struct{}

// MarshalJSON is called only where NoUpdate is not the whole value of an output, and there it means nothing.
func (noUpdate) MarshalJSON() ([]byte, error) {
	return nil, errors.New("dashi.NoUpdate stands for the whole value of an output, not for a part of one or by a pointer")
}

// WiringError is one thing wrong with how an app is wired. [App.Validate] returns all of them, joined.
type WiringError struct {
	Where   string // file:line of the registration at fault, "layout" where the layout itself is
	Message string

	passing bool   // the layout function failed, and may not the next time
	stack   []byte // of a panic of the user's code
}

// layoutError is what is wrong with the layout.
func layoutError(err error) *WiringError {
	e := &WiringError{Where: "layout", Message: strings.TrimPrefix(err.Error(), "layout: ")}
	if p, ok := errors.AsType[*call.PanicError](err); ok {
		e.stack = p.Stack
	}
	return e
}

func (e *WiringError) Error() string { return e.Where + ": " + e.Message }

// ErrClosed is what Serve and Run return after Close.
var ErrClosed = errors.New("dashi: the app is closed")
