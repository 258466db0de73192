package call

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/debug"
)

// PanicError is a panic of the user's function.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// Protect runs fn, which runs code of the user's, and turns a panic in it into a [*PanicError]. An error of fn whose methods
// panic, such as a nil *os.PathError, counts as a panic too, so that whatever Protect returns can be read and searched.
func Protect(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &PanicError{Value: sound(p), Stack: prune(debug.Stack())}
		}
	}()
	if err = fn(); err != nil {
		try(err)
	}
	return err
}

// try calls the methods of an error that whoever gets it will call.
func try(err error) {
	_ = err.Error()
	_ = errors.Is(err, errNone) // goes through Is and Unwrap
}

// errNone is no error of anyone's.
var errNone = errors.New("none")

// sound gives what was panicked with, or, for an error whose own methods panic, a text in its place.
func sound(value any) (safe any) {
	defer func() {
		if recover() != nil {
			safe = fmt.Sprintf("a %T whose methods panic", value)
		}
	}()
	if err, ok := value.(error); ok {
		try(err)
	}
	return value
}

// prune leaves of a stack what tells of the user's code: the frames from where the panic began to where dashi called. A stack
// that is not of the usual form stays whole.
func prune(stack []byte) []byte {
	head, frames, ok := bytes.Cut(stack, []byte("\n"))
	if !ok {
		return stack
	}
	lines := bytes.SplitAfter(frames, []byte("\n"))
	begin, end := 0, len(lines)
	for i := 0; i+1 < len(lines); i += 2 { // a frame is a line for the function and one for the place
		switch name := lines[i]; {
		case bytes.HasPrefix(name, []byte("panic(")):
			begin = i + 2
		case begin == i && begin > 0 && bytes.HasPrefix(name, []byte("runtime.")):
			begin = i + 2 // what the runtime does on its way to panic: nil pointers, indexes
		case begin > 0 && bytes.HasPrefix(name, []byte("reflect.Value.call(")):
			end = i
		}
		if end < len(lines) {
			break
		}
	}
	if begin == 0 || begin >= end {
		return stack
	}
	return append(append(bytes.Clone(head), '\n'), bytes.Join(lines[begin:end], nil)...)
}
