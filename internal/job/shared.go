package job

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// How jobs of a [Shared] end besides, as causes of a claim's context and for [WorkOptions].Tell.
var (
	// ErrCancelled is of a job that [Shared].Cancel has ended.
	ErrCancelled = errors.New("job: it was cancelled")
	// ErrGivenBack is of one that another worker will begin anew, because this one ends.
	ErrGivenBack = errors.New("job: the worker ends and gives it back")
	// ErrFenced is of one that another worker has: this one was not heard of for too long.
	ErrFenced = errors.New("job: another worker has it")
	// ErrDeadly is of one whose workers died again and again.
	ErrDeadly = errors.New("job: every worker that ran it has died")
	// ErrAway is returned while what processes share cannot be reached.
	ErrAway = errors.New("job: the queue of jobs cannot be reached")
)

// Shared is a queue of jobs that processes share: any of them adds jobs, any worker runs them. Its methods may be called by many goroutines.
//
// Each job runs once, but for one whose worker dies or is not heard of: another worker begins it anew then, a few times.
type Shared interface {
	// Submit adds a job, or with [Join] finds the one that is there already. With [Replace] it marks the older ones as replaced. The error is [ErrFull], or wraps
	// [ErrAway]; the job may have been added all the same then, and runs for nobody.
	Submit(ctx context.Context, e Entry) (Submitted, error)
	// Find gives what is known of a job. The error wraps [ErrAway]; a job that is not known is no error.
	Find(ctx context.Context, id string) (Record, error)
	// Cancel marks a job as cancelled. One that waits then needs its end told, and End.
	Cancel(ctx context.Context, id string) (waits bool, err error)
	// End notes that the end of a job that waits has been told.
	End(ctx context.Context, id string) error
	// Note keeps how far somebody who polls has been told.
	Note(ctx context.Context, id string, read uint64) error
	// Work runs jobs until ctx ends, then lets those that run end within Grace, and gives the others back.
	Work(ctx context.Context, o WorkOptions) error
}

// Entry is a job that is to be run. Its fields are those of [Task].
type Entry struct {
	ID, Owner, Kind, Key string
	Policy               Policy
	Limit, PerOwner      int
	// Payload is what the worker gets.
	Payload []byte
	// Queue is how many may wait at all.
	Queue int
}

// Submitted is what became of an [Entry].
type Submitted struct {
	// ID is the entry's, or that of the job it has joined.
	ID string
	// Replaced are jobs that will not run: their end is to be told, and then End called.
	Replaced []string
}

// Record is what is known of a job.
type Record struct {
	// Known is false where there is no such job, or none any more.
	Known bool
	// Kind and Key are its entry's.
	Kind, Key string
	// Read is what Note has kept.
	Read uint64
	// Recalled tells, of one that is not known, that the memory of all jobs was lost a moment ago: a worker that runs it will bring it back.
	Recalled bool
}

// Claim is one attempt of one worker to run a job.
type Claim struct {
	ID      string
	Payload []byte
	// Attempt counts the workers that the job was given to: 1 for the first.
	Attempt int
	// Hold returns nil where no other worker can have the job for the next moments: what is told then is not told by another one too. Else the error is
	// [ErrFenced], or wraps [ErrAway].
	Hold func(ctx context.Context) error
	// Leave is closed when the worker waits no longer.
	Leave <-chan struct{}
}

// WorkOptions says how a process works.
type WorkOptions struct {
	// Workers is how many jobs run at once.
	Workers int
	// Grace is how long those that run may take to end when the work is to end.
	Grace time.Duration
	Log   *slog.Logger
	// Run runs a job and tells its end; it returns nil then. After another error the job is begun anew, unless another worker has it. The cause of ctx is one of the errors above.
	Run func(ctx context.Context, c *Claim) error
	// Tell tells the end of a job that no worker runs, and why: [ErrCancelled], [ErrReplaced] or [ErrDeadly].
	Tell func(ctx context.Context, id string, why error) error
}
