package job

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime/debug"
	"time"
)

// errTimeout is the cause of a context that ended by a task's own Timeout.
var errTimeout = errors.New("job: the time of the attempt is over")

// attempt calls the function once.
func (t *task) attempt() (err error) {
	ctx := t.ctx
	if t.Timeout > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, t.Timeout, errTimeout)
		defer stop()
	}
	defer func() {
		if value := recover(); value != nil {
			err = &PanicError{Value: value, Stack: debug.Stack()}
		} else if err != nil && context.Cause(ctx) == errTimeout {
			err = &TimeoutError{After: t.Timeout, Err: err}
		}
	}()
	return t.Run(ctx)
}

// Do runs a task outside of a pool, in the calling goroutine: all its attempts, with pauses between them. ctx ends it, and its cause is the outcome then.
// What is about other tasks does not count: its key and its limits.
func (t Task) Do(ctx context.Context) error {
	one := &task{Task: t, ctx: ctx}
	for {
		one.tries++
		err := one.attempt()
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err == nil || one.tries > t.Retries || t.Retry != nil && !t.Retry(err):
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(one.pause(rand.Float64())):
		}
	}
}
