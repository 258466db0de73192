package call

import (
	"bytes"
	"runtime/debug"
)

// Protect runs fn, which runs code of the user's, and turns a panic in it into a [*PanicError].
func Protect(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &PanicError{Value: p, Stack: prune(debug.Stack())}
		}
	}()
	return fn()
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
