package memo

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// ErrClosed is wrapped by the error of a computation that [Cache.Close] cancelled, for all who waited for it,
// and is the [context.Cause] the computation itself sees. The caller may treat it as the end of the program.
var ErrClosed = errors.New("memo: cache closed")

// errGoexit is what the waiters get when a computation ended its goroutine instead of returning.
var errGoexit = errors.New("memo: the computation called runtime.Goexit")

// PanicError is a panic of memoized code, or of a store, as an error; find it with [errors.As]. All who waited for
// the computation get the same one.
type PanicError struct {
	Value any    // what was given to panic
	Stack []byte // of the goroutine that panicked, as debug.Stack prints it
}

// Error leaves the stack out: it is for a log, not for a message.
func (e *PanicError) Error() string { return fmt.Sprintf("memo: panic: %v", e.Value) }

// Unwrap gives the value when it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// recovered, deferred, turns a panic into *err.
func recovered(err *error) {
	if v := recover(); v != nil {
		*err = &PanicError{Value: v, Stack: debug.Stack()}
	}
}

// only returns the one element of opts, or the zero value; more is a mistake of the caller.
func only[T any](where string, opts []T) (o T) {
	if len(opts) > 1 {
		panic(fmt.Sprintf("memo: %s: %d values of %T given, at most one is used", where, len(opts), o))
	}
	if len(opts) == 1 {
		o = opts[0]
	}
	return o
}
