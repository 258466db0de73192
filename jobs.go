package dashi

import (
	"container/list"
	"context"
	"crypto/cipher"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/render/wire"
)

// What is kept of jobs that have ended, for pages that come late.
const (
	jobKept      = 5 * time.Minute
	maxKeptJobs  = 10_000
	maxKeptBytes = 256 << 20
	keptOverhead = 1 << 10 // of keeping one
)

const (
	// jobBusy is the code of a call whose job finds no room.
	jobBusy wire.Code = "busy"
	// jobGone is the code of a job that cannot be heard of: it is another's, no longer kept, or never was.
	jobGone wire.Code = "gone"
)

// errJobCancelled is the cause of a job's end that its user has asked for.
var errJobCancelled = errors.New("dashi: the job was cancelled")

// endedEarly is how a job's handler ends that was cancelled or replaced: nothing went wrong, and nothing is to be updated.
type endedEarly struct{ cause error }

func (e *endedEarly) Error() string { return e.cause.Error() }

func (e *endedEarly) Unwrap() []error { return []error{e.cause, PreventUpdate, context.Canceled} }

// jobs are the background callbacks that run, wait, or have just ended.
type jobs struct {
	pool   *job.Pool
	broker push.Broker
	shared job.Shared  // in place of the pool, where workers run the jobs; or nil
	sealer cipher.AEAD // of what they are given
	// workers are the calls of Work.
	workers lifetime
	// handlers are what is around the jobs: the middleware and what tells of the end.
	handlers sync.WaitGroup

	mu     sync.Mutex
	closed bool
	open   int                // handlers that have not returned
	quiet  chan struct{}      // closed when they all have; nil where nobody waits for that
	around map[*oneJob]bool   // whose handlers run
	byID   map[string]*oneJob // that the pool has taken
	ended  list.List          // of *oneJob: the first has ended first
	bytes  int                // of the outcomes in ended
}

// openJobs makes the pool of a new app, whose jobs are heard over its channel.
func (a *App) openJobs() {
	a.jobs = &jobs{
		pool: job.New(job.Options{Workers: a.options.Workers, Queue: a.options.JobQueue}), broker: a.channel.broker,
		around: map[*oneJob]bool{}, byID: map[string]*oneJob{},
	}
	if a.options.Cluster != nil {
		a.jobs.shared, a.jobs.sealer = a.options.Cluster.Jobs(), a.jobSealer()
	}
	a.channel.jobs = jobTopics{
		topic: func(ctx context.Context, user, handle string) (string, error) {
			j, err := a.followable(ctx, user, handle)
			if err != nil {
				return "", err
			}
			return j.topic(), nil
		},
		cancel: a.cancelJob,
	}
}

// oneJob is a call that is run by the pool.
type oneJob struct {
	app    *App
	cb     *callback
	id     string // 128 random bits
	handle string // the id and its seal
	user   string
	key    string                  // calls with one key obey the callback's policy
	stop   context.CancelCauseFunc // ends what is around the job; nil once it is kept
	known  chan string             // gets the handle to answer with once the pool has taken the job, or has joined it to another
	work   *workedJob              // in a worker

	mu   sync.Mutex
	read uint64 // guarded by mu: how far Dash's front end has been told

	// Guarded by jobs.mu.
	joined bool          // another job is its outcome
	place  *list.Element // in ended
	size   int
	kept   *time.Timer
}

func (j *oneJob) topic() string { return j.app.topicKey(jobTopic, j.id) }

// jobTopic is the kind of jobs' topics, and of the seals that bind a job's id to its callback and user.
const jobTopic = "job"

// findJob is the job of a handle, if it is this user's and is still kept; else the error is errNoJob.
func (a *App) findJob(ctx context.Context, user, handle string) (*oneJob, error) {
	if a.jobs.shared != nil {
		return a.findShared(ctx, user, handle)
	}
	id, seal, _ := strings.Cut(handle, ".")
	a.jobs.mu.Lock()
	j := a.jobs.byID[id]
	a.jobs.mu.Unlock()
	if j == nil || j.user != user || !a.isSeal(seal, jobTopic, id, j.cb.id, user) {
		return nil, errNoJob
	}
	return j, nil
}

// cancelJob ends the job of a handle, if it is this user's. It does not tell whether there is one.
func (a *App) cancelJob(ctx context.Context, user, handle string) error {
	j, err := a.findJob(ctx, user, handle)
	if err == nil {
		err = a.endEarly(ctx, j)
	}
	if err == errNoJob {
		return nil
	}
	return err
}

// endEarly cancels a job.
func (a *App) endEarly(ctx context.Context, j *oneJob) error {
	if a.jobs.shared != nil {
		return a.endSharedEarly(ctx, j)
	}
	a.jobs.pool.Cancel(j.id, errJobCancelled)
	return nil
}

// serveJobCancel answers DELETE of a job.
func (a *App) serveJobCancel(w http.ResponseWriter, r *http.Request) {
	for _, handle := range r.URL.Query()["job"] {
		if err := a.cancelJob(r.Context(), a.userOf(r), handle); err != nil {
			a.log.WarnContext(r.Context(), "dashi: a job could not be cancelled", "error", err)
			a.writeErrorAs(w, r, http.StatusServiceUnavailable, wire.Error{Code: jobBusy, Message: jobsAway})
			return
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// begin runs what is around a job, unless the app is closed.
func (j *jobs) begin(one *oneJob, run func()) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return false
	}
	j.around[one] = true
	j.open++
	j.handlers.Go(func() {
		defer j.returned()
		run()
	})
	return true
}

func (j *jobs) returned() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.open--; j.open == 0 && j.quiet != nil {
		close(j.quiet)
		j.quiet = nil
	}
}

// settle waits until all jobs have ended and that was told, or ctx ends.
func (j *jobs) settle(ctx context.Context) (settled bool) {
	j.mu.Lock()
	if j.open == 0 {
		j.mu.Unlock()
		return true
	}
	if j.quiet == nil {
		j.quiet = make(chan struct{})
	}
	quiet := j.quiet
	j.mu.Unlock()
	select {
	case <-quiet:
		return true
	case <-ctx.Done():
		return false
	}
}

// end ends the jobs that there are, for a cause.
func (j *jobs) end(cause error) {
	j.mu.Lock()
	all := slices.Collect(maps.Keys(j.around))
	j.mu.Unlock()
	for _, one := range all {
		j.pool.Cancel(one.id, cause)
		one.stop(cause) // whose middleware has not come to the pool, or has left it
	}
}

// over notes that what was around a job has returned, and tells what became of it.
func (j *jobs) over(one *oneJob) (taken, joined bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.around, one)
	return j.byID[one.id] != nil, one.joined
}

func (j *jobs) isClosed() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.closed
}

// take notes a job that the pool is about to take.
func (j *jobs) take(one *oneJob) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.byID[one.id] = one
}

// leave forgets one that the pool has not taken.
func (j *jobs) leave(one *oneJob) {
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.byID, one.id)
}

// keep notes that a job has ended. The oldest make room.
func (j *jobs) keep(one *oneJob, size int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	one.stop = nil // which holds the request that began the job, and with it a connection
	if j.closed {
		delete(j.byID, one.id)
		return
	}
	one.size = size
	one.place = j.ended.PushBack(one)
	j.bytes += size
	one.kept = time.AfterFunc(jobKept, func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.dropLocked(one)
	})
	for j.ended.Len() > maxKeptJobs || j.bytes > maxKeptBytes && j.ended.Len() > 1 {
		j.dropLocked(j.ended.Front().Value.(*oneJob))
	}
}

func (j *jobs) dropLocked(one *oneJob) {
	if one.place == nil {
		return
	}
	one.kept.Stop()
	j.ended.Remove(one.place)
	one.place = nil
	j.bytes -= one.size
	delete(j.byID, one.id)
	if b, ok := j.broker.(forgetter); ok {
		b.Forget(one.topic())
	}
}

// forgetter is a broker that can let go of outcomes before their time.
type forgetter interface{ Forget(topic string) }

var _ forgetter = (*push.Local)(nil)

// close ends all jobs, tells why, and waits for their functions.
func (j *jobs) close() {
	j.workers.close()
	j.mu.Lock()
	j.closed = true
	j.mu.Unlock()
	j.pool.Close(ErrClosed)
	j.end(ErrClosed)
	j.handlers.Wait()
	j.mu.Lock()
	defer j.mu.Unlock()
	for j.ended.Len() > 0 {
		j.dropLocked(j.ended.Front().Value.(*oneJob))
	}
}
