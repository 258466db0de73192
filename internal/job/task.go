package job

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Policy says what becomes of tasks that have one key.
type Policy uint8

// The policies.
const (
	// Replace ends the older tasks.
	Replace Policy = iota
	// Queue runs one after the other.
	Queue
	// Parallel runs them side by side.
	Parallel
	// Join gives who submits the task that is there already.
	Join
)

// Why tasks end without an outcome of their own.
var (
	// ErrFull is returned by Submit where as many tasks wait as may.
	ErrFull = errors.New("job: the queue is full")
	// ErrClosed is returned by Submit after Close, and is what Close ends tasks with where it is given no other cause.
	ErrClosed = errors.New("job: the pool is closed")
	// ErrReplaced is what a newer task with the same key ends tasks with.
	ErrReplaced = errors.New("job: a newer task takes its place")
	// ErrGoexit is how a task ends whose function called runtime.Goexit.
	ErrGoexit = errors.New("job: the task's function called runtime.Goexit")
)

// PanicError is a panic of a task's function.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("job: the task panicked: %v", e.Value) }

// TimeoutError is how an attempt ends that took longer than its Timeout. It wraps what the function returned then, and is a
// context.DeadlineExceeded.
type TimeoutError struct {
	After time.Duration
	Err   error
}

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("job: it took longer than %s: %v", e.After, e.Err)
}

func (e *TimeoutError) Unwrap() []error { return []error{context.DeadlineExceeded, e.Err} }

// Task is work to be done. Tasks of one Kind have the same limits.
type Task struct {
	// ID names the task; no other one may have it.
	ID string
	// Owner is whose task it is: owners take turns.
	Owner string
	// Kind is what Limit and PerOwner count.
	Kind string
	// Key is what Policy is about. "" is the key of this task alone.
	Key    string
	Policy Policy
	// Limit is how many tasks of the kind run at once, and PerOwner how many of those are one owner's. 0 is no limit.
	Limit, PerOwner int
	// Timeout bounds each attempt: its context ends then. 0 is no bound.
	Timeout time.Duration
	// Retries is how often Run is called again after an error that Retry, where it is there, finds worth it.
	Retries int
	Retry   func(error) bool
	// Backoff is about how long the first of those waits; each further one waits twice as long, up to a minute. Default one second.
	Backoff time.Duration
	// Run does the work. It must return when its context ends, whose cause says why: nothing else can end it.
	Run func(ctx context.Context) error
	// Done is told once how the task ended: nil, what Run returned last, or why it was cancelled. It may be nil.
	Done func(err error)
}

// state is where a task is.
type state uint8

const (
	waiting state = iota
	running
	resting // between two attempts
	over
)

// task is a Task in a pool, whose mutex guards it.
type task struct {
	Task
	ctx     context.Context
	cancel  context.CancelCauseFunc
	unwatch func() bool // stops listening to the end of the submitter's context
	state   state
	tries   int
	cause   error // why it was cancelled, or nil
	rest    *time.Timer
}

const (
	defaultBackoff = time.Second
	maxBackoff     = time.Minute
)

// pause is how long to wait before the next attempt: between half of the backoff and all of it, so that tasks that failed together are not
// tried again together. roll is in [0, 1).
func (t *task) pause(roll float64) time.Duration {
	pause := t.Backoff
	if pause <= 0 {
		pause = defaultBackoff
	}
	for n := 1; n < t.tries && pause < maxBackoff; n++ {
		pause *= 2
	}
	pause = min(pause, max(maxBackoff, t.Backoff))
	return pause/2 + time.Duration(roll*float64(pause/2))
}
