package cluster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/hibiken/asynq"

	"github.com/dashi-go/dashi/internal/job"
)

// pace is how workers keep their jobs.
type pace struct {
	renew  time.Duration // how often a worker says that it is there, and looks for those that are not
	lease  time.Duration // without that it counts as dead
	hold   time.Duration // for how long nobody else can have a job that was renewed: the lease, less what clocks and scripts may take
	lost   time.Duration // after that a job that waits gets a new task, in case the last one is lost
	recall time.Duration // how old a memory is in which jobs that run may not yet be known
}

func usualPace() pace {
	return pace{renew: 2 * time.Second, lease: 8 * time.Second, hold: 5 * time.Second, lost: 15 * time.Second, recall: 5 * time.Second}
}

const (
	jobSweep  = 100 // jobs that are looked after at a time
	jobDeaths = 3   // of workers, after which a job is not begun again
)

// How often asynq is asked for tasks that are new, and for those that were put back, and after what time those come.
const (
	jobPoll    = 30 * time.Millisecond
	jobForward = 500 * time.Millisecond
	jobLater   = time.Second
)

// worker is one process that runs jobs.
type worker struct {
	*jobs
	job.WorkOptions
	name  string // tells it from all others
	slots chan struct{}
	stop  context.Context // ends when those that run are to give back

	mu      sync.Mutex
	running map[string]*held // by job
	heard   time.Time        // guarded by mu: since when Redis has answered, zero while it does not
}

// held is a job that a worker runs.
type held struct {
	job.Claim
	granted []any // what restores it: see restoreJob
	cancel  context.CancelCauseFunc

	mu      sync.Mutex
	renewed time.Time // guarded by mu
	gone    bool      // guarded by mu: another one has it
}

// errLater puts a task back.
var errLater = errors.New("cluster: the worker cannot take the job just now")

// Work implements [job.Shared].
func (j *jobs) Work(ctx context.Context, o job.WorkOptions) error {
	if j.Cluster.over() {
		return fmt.Errorf("cluster: work: %w: the Cluster is closed", job.ErrAway)
	}
	stop, giveBack := context.WithCancelCause(context.WithoutCancel(ctx))
	defer giveBack(nil)
	w := &worker{
		jobs: j, WorkOptions: o, name: strconv.FormatUint(rand.Uint64(), 36), slots: make(chan struct{}, o.Workers), stop: stop,
		running: map[string]*held{},
	}
	keeping, endKeeping := context.WithCancel(context.WithoutCancel(ctx))
	var around sync.WaitGroup
	defer around.Wait()
	defer endKeeping()
	around.Go(func() { w.keep(keeping) })
	around.Go(func() { w.listen(keeping) })
	server := asynq.NewServerFromRedisClient(j.client, w.config())
	if err := server.Start(asynq.HandlerFunc(w.process)); err != nil {
		return fmt.Errorf("cluster: work: %w", err)
	}
	select {
	case <-ctx.Done():
	case <-j.ctx.Done(): // the Cluster is closed
	}
	server.Stop()
	w.drain(giveBack)
	server.Shutdown()
	return nil
}

// drain waits for the jobs that run, and for those that take longer than they may to be given back.
func (w *worker) drain(giveBack context.CancelCauseFunc) {
	grace := time.AfterFunc(w.Grace, func() { giveBack(job.ErrGivenBack) })
	defer grace.Stop()
	for range w.Workers {
		w.slots <- struct{}{}
	}
}

// config is how asynq works for us.
func (w *worker) config() asynq.Config {
	queues := map[string]int{}
	for n := range jobQueues {
		queues[w.queueName(n)] = 1
	}
	return asynq.Config{
		Concurrency: w.Workers, Queues: queues, TaskCheckInterval: jobPoll, DelayedTaskCheckInterval: jobForward,
		ShutdownTimeout: time.Second, // what runs has ended by then
		IsFailure:       func(error) bool { return false },
		RetryDelayFunc:  func(int, error, *asynq.Task) time.Duration { return jobLater },
		Logger:          asynqLog{w.Log}, LogLevel: asynq.WarnLevel,
	}
}

// asynqLog takes what asynq says. It says of every task that is put back, and of each while Redis is away, more than anyone wants to read.
type asynqLog struct{ log *slog.Logger }

func (l asynqLog) Debug(args ...any) {}
func (l asynqLog) Info(args ...any)  {}
func (l asynqLog) Warn(args ...any)  { l.log.Debug("dashi: asynq: " + fmt.Sprint(args...)) }
func (l asynqLog) Error(args ...any) { l.log.Debug("dashi: asynq: " + fmt.Sprint(args...)) }
func (l asynqLog) Fatal(args ...any) { l.log.Error("dashi: asynq: " + fmt.Sprint(args...)) }

// process does a task of asynq's. Its context is not the job's: it ends when asynq cannot reach Redis for a while, and the job need not.
func (w *worker) process(ctx context.Context, t *asynq.Task) error {
	id, number, _ := strings.Cut(string(t.Payload()), " ")
	attempt, err := strconv.Atoi(number)
	if err != nil {
		return nil // it is none of ours
	}
	select {
	case w.slots <- struct{}{}:
		defer func() { <-w.slots }()
	default: // a job whose task asynq has given up still runs
		return errLater
	}
	if w.stop.Err() != nil {
		return errLater
	}
	h, err := w.admit(context.WithoutCancel(ctx), id, attempt)
	if err != nil || h == nil {
		return err
	}
	return w.runClaim(h)
}

// admit asks whether an attempt may begin. It gives nil where there is nothing to do.
func (w *worker) admit(ctx context.Context, id string, attempt int) (*held, error) {
	before := time.Now()
	cmd, err := w.run(ctx, "begin a job", w.jobs.scripts.admit, id, attempt, w.name, w.pace.lease.Milliseconds(), jobLive.Milliseconds())
	if err != nil {
		return nil, err
	}
	said, err := cmd.Slice()
	if err != nil {
		return nil, err
	}
	switch what := text(said, 0); what {
	case "run":
		h := &held{Claim: job.Claim{ID: id, Attempt: attempt, Payload: []byte(text(said, 1)), Leave: w.stop.Done()}, granted: said[1:], renewed: before}
		h.Hold = func(ctx context.Context) error { return w.hold(ctx, h) }
		return h, nil
	case "c", "r":
		return nil, w.ended(ctx, id, 0, what)
	default:
		return nil, nil
	}
}

// causeOf is what a mark stands for.
func causeOf(mark string) error {
	switch mark {
	case "c":
		return job.ErrCancelled
	case "r":
		return job.ErrReplaced
	}
	return job.ErrDeadly
}

// ended tells the end of a job that does not run.
func (w *worker) ended(ctx context.Context, id string, attempt int, mark string) error {
	if err := w.Tell(ctx, id, causeOf(mark)); err != nil {
		return err
	}
	return w.end(ctx, id, attempt)
}

// runClaim runs a job and puts away what is left of it.
func (w *worker) runClaim(h *held) error {
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(w.stop))
	defer cancel(nil)
	h.cancel = cancel
	defer context.AfterFunc(w.stop, func() { cancel(context.Cause(w.stop)) })()
	w.mu.Lock()
	w.running[h.ID] = h
	w.mu.Unlock()
	err := w.Run(ctx, &h.Claim)
	w.mu.Lock()
	delete(w.running, h.ID)
	w.mu.Unlock()
	ctx = context.WithoutCancel(ctx)
	switch {
	case err == nil:
		// Where this fails the job is found by another worker, which sees that its end was told.
		if err := w.end(ctx, h.ID, h.Attempt); err != nil {
			w.Log.WarnContext(ctx, "dashi: the end of a job could not be noted", "job", h.ID, "error", err)
		}
	case errors.Is(err, job.ErrFenced):
		w.Log.WarnContext(ctx, "dashi: a job was taken by another worker, as this one was not heard of", "job", h.ID, "attempt", h.Attempt)
	default:
		w.release(ctx, h, err)
	}
	return nil
}

// release lets another worker begin the job.
func (w *worker) release(ctx context.Context, h *held, why error) {
	w.Log.InfoContext(ctx, "dashi: a job is given back", "job", h.ID, "attempt", h.Attempt, "reason", why)
	cmd, err := w.run(ctx, "give a job back", w.jobs.scripts.release, h.ID, h.Attempt, jobLive.Milliseconds())
	if err == nil {
		var said []any
		if said, err = cmd.Slice(); err == nil && len(said) == 2 {
			next, _ := said[0].(int64)
			err = w.enqueue(ctx, h.ID, int(next), text(said, 1))
		}
	}
	if err != nil { // its lease will run out, or it will get a new task
		w.Log.WarnContext(ctx, "dashi: a job could not be given back", "job", h.ID, "error", err)
	}
}
