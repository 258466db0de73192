package wire

import "net/http"

// Code says in one word why a request failed. It is part of the protocol.
type Code string

// The codes, each with the HTTP status it travels with.
const (
	Malformed        Code = "malformed"          // 400: not a request at all
	WrongArguments   Code = "wrong_arguments"    // 400: arity, ids or types do not fit the callback
	CrossOrigin      Code = "cross_origin"       // 403: sent by another site's page
	UnknownCallback  Code = "unknown_callback"   // 404: no callback has this output
	NotFound         Code = "not_found"          // 404: no such file or route
	MethodNotAllowed Code = "method_not_allowed" // 405
	TooLarge         Code = "too_large"          // 413: over the limit of Options.MaxRequestBytes
	CallbackFailed   Code = "callback_failed"    // 500: the callback returned an error
	CallbackPanicked Code = "callback_panicked"  // 500: the callback panicked
	Wiring           Code = "wiring"             // 500: the app is wired wrongly
)

// Status is the HTTP status a code travels with.
func (c Code) Status() int {
	switch c {
	case Malformed, WrongArguments:
		return http.StatusBadRequest
	case CrossOrigin:
		return http.StatusForbidden
	case UnknownCallback, NotFound:
		return http.StatusNotFound
	case MethodNotAllowed:
		return http.StatusMethodNotAllowed
	case TooLarge:
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusInternalServerError
}

// Error is the answer to a request that failed, wrapped as {"error": …} on the wire.
type Error struct {
	Code     Code   `json:"code"`
	Message  string `json:"message"`            // a sentence that is safe to show to anyone
	Callback string `json:"callback,omitempty"` // the callback's output id
	Stack    string `json:"stack,omitempty"`    // the Go stack of a panic, in debug mode only
	Version  string `json:"version,omitempty"`  // the app's, where the page may be of another one
}

// Encode returns the body of the answer.
func (e Error) Encode() ([]byte, error) {
	return Marshal(struct {
		Error Error `json:"error"`
	}{e})
}
