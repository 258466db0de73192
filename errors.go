package dashi

import "errors"

// PreventUpdate is returned by a callback, as its error, to leave every output as it is. Nothing is logged and nothing that
// depends on the outputs runs. It may be wrapped.
//
//lint:ignore ST1012 Dash's name, which users know
var PreventUpdate = errors.New("dashi: prevent update")

// NoUpdate is returned by a callback in place of a value (from a result of type any) to leave that one output as it is.
var NoUpdate = noUpdate{}

type noUpdate struct{}

// WiringError is one thing wrong with how an app is wired. [App.Validate] returns all of them, joined.
type WiringError struct {
	Where   string // file:line of the registration at fault, "layout" where the layout itself is
	Message string
}

func (e *WiringError) Error() string { return e.Where + ": " + e.Message }

// ErrClosed is what Serve and Run return after Close.
var ErrClosed = errors.New("dashi: the app is closed")
