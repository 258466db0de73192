package dashi

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/render/wire"
)

// tabHeader names the browser's tab: calls of one instance from one tab obey the callback's policy.
const (
	tabHeader = "Dashi-Tab"
	maxTab    = 64
)

// jobKey is what the policy of a call's callback is about: the instance in the tab that asks. It is "" where no tab is named.
func (c *Call) jobKey(user string) string {
	tab := c.request.Header.Get(tabHeader)
	if tab == "" || len(tab) > maxTab {
		return ""
	}
	return strings.Join([]string{user, tab, c.instance()}, "\x00")
}

// instance names the callback, and the components that its wildcards stand for in this call.
func (c *Call) instance() string {
	parts := []string{c.cb.id}
	for i := range c.cb.outputs {
		if c.cb.patterned {
			for ref := range c.args.output(c.cb, i) {
				parts = append(parts, ref.ID)
			}
		}
	}
	for i, dep := range c.cb.deps {
		if !dep.list && ID(dep.ref.ID).IsPattern() {
			parts = append(parts, c.args.args[i].ID)
		}
	}
	return strings.Join(parts, "\x00")
}

// newJob makes a call a job. older is one that the same instance began before, where the request says so and not its tab.
func (a *App) newJob(c *Call, user string, older *oneJob) *oneJob {
	j := &oneJob{app: a, cb: c.cb, id: newToken(), user: user, known: make(chan string, 1)}
	j.handle = a.handleOf(j.id, c.cb, user)
	j.key = c.jobKey(user)
	if j.key == "" && older != nil {
		j.key = older.key
		return j
	}
	if j.key == "" {
		j.key = j.id
	}
	if a.jobs.shared != nil {
		j.key = a.topicKey("key", j.key) // which others may read
	}
	return j
}

// startJob makes a call of a background callback. The result is what the memo or the middleware answers at once, or status 202 with the handle of the job, whose
// end is then an event.
//
// The handler with the middleware around it runs in a goroutine of its own and waits for the pool, so that middleware sees one call with its outcome, as it
// does with other callbacks.
func (a *App) startJob(r *http.Request, s *site, c *Call, older *oneJob) result {
	if a.jobs.shared != nil {
		return a.shareJob(r, s, c, older)
	}
	j := a.newJob(c, a.userOf(r), older)
	ctx, stop := context.WithCancelCause(context.WithoutCancel(r.Context()))
	j.stop = stop
	unbind := context.AfterFunc(r.Context(), func() { stop(context.Cause(r.Context())) })
	c.request, c.sealed, c.job = r.WithContext(ctx), errInJob, j
	at := make(chan result, 1)
	run := func() {
		res := result{status: wire.CallbackFailed.Status(), failed: wire.Error{Code: wire.CallbackFailed, Message: "The callback did not end.", Callback: c.cb.id}}
		defer stop(nil)
		defer func() { // also where the user's code calls runtime.Goexit
			switch taken, joined := a.jobs.over(j); {
			case taken:
				a.endJob(ctx, c, j, res)
			case !joined:
				at <- res
			}
		}()
		res = a.perform(ctx, s, c)
		a.tell(&res, c)
	}
	if !a.jobs.begin(j, run) {
		stop(ErrClosed)
		return result{status: http.StatusServiceUnavailable, failed: wire.Error{Code: jobGone, Message: closing, Callback: c.cb.id}}
	}
	select {
	case res := <-at:
		unbind()
		return res
	case handle := <-j.known:
		unbind()
		return result{status: http.StatusAccepted, job: handle}
	}
}

// closing is what is said of jobs that the app's end ends.
const closing = "The app is closing."

// runJob gives a call to the pool and waits for its outcome: the innermost of the handlers of a background callback.
func (a *App) runJob(ctx context.Context, c *Call) (out outcome, err error) {
	if c.job != nil && c.job.work != nil {
		return a.runClaimed(ctx, c)
	}
	if c.cb.memo != nil {
		if out, found, err := a.remembered(ctx, c); found || err != nil {
			return out, err
		}
	}
	j, plan := c.job, c.cb.background
	quiet := j == nil // whoever asks waits for the answer
	if quiet {
		j = a.newJob(c, a.userOf(c.request), nil)
		j.key = j.id
	} else {
		a.jobs.take(j)
		c.setTell(func(updates ...componentUpdate) error { return a.publishJob(ctx, j, updates) })
		a.tellsYields(ctx, c, func(e push.Event) error { return a.publish(ctx, j.topic(), e) })
		defer a.jobs.broker.Watch(j.topic(), func() {})() // so that what the topic has is kept while the job runs
	}
	done := make(chan error, 1)
	id, err := a.jobs.pool.Submit(ctx, job.Task{
		ID: j.id, Owner: j.user, Kind: c.cb.id, Key: j.key, Policy: policies[plan.policy].job, Limit: plan.Limit, PerOwner: plan.PerUser,
		Timeout: plan.Timeout, Retries: plan.Retries, Backoff: plan.Backoff,
		Retry: func(err error) bool { return worthRetry(ctx, err) },
		Run: func(ctx context.Context) (err error) {
			out, err = a.compute(ctx, c)
			return err
		},
		Done: func(err error) { done <- err },
	})
	if err != nil || id != j.id {
		c.setTell(nil)
		a.jobs.leave(j)
		if err == nil {
			return out, a.joinJob(j, id)
		}
		return out, asRefusal(err)
	}
	if !quiet {
		j.known <- j.handle
	}
	err = <-done
	return out, endOf(ctx, err)
}

// joinJob answers a call with the job that runs already.
func (a *App) joinJob(j *oneJob, id string) error {
	a.jobs.mu.Lock()
	other := a.jobs.byID[id]
	j.joined = other != nil
	a.jobs.mu.Unlock()
	if other == nil {
		return asRefusal(job.ErrFull) // it has ended and was forgotten this very moment
	}
	j.known <- other.handle
	return &endedEarly{errJoined}
}

// errNoJob is why a handle is refused. It does not tell what is wrong with it.
var errNoJob = errors.New("dashi: no job is kept under this handle for this user")

var errJoined = errors.New("dashi: the call has joined the job that runs")

// remembered is what the memo has.
func (a *App) remembered(ctx context.Context, c *Call) (out outcome, found bool, err error) {
	got, found, err := c.cb.memo.Look(ctx, a.key(c))
	if err != nil || !found {
		return out, found, err
	}
	body, err := kept(got.Value)
	return outcome{body: body, cache: got.Status, until: goodUntil(got.Fresh)}, true, err
}

// worthRetry tells whether a failure may pass. A panic is a mistake that stays.
func worthRetry(ctx context.Context, err error) bool {
	var (
		panicked *call.PanicError
		flight   *memo.PanicError
	)
	return isFailure(ctx, err) && !errors.As(err, &panicked) && !errors.As(err, &flight)
}

// endOf is how a job's handler ends.
func endOf(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, errJobCancelled), errors.Is(err, job.ErrReplaced), errors.Is(err, job.ErrCancelled), isLeft(err):
		return &endedEarly{err}
	case err != nil && context.Cause(ctx) == ErrClosed:
		return asRefusal(ErrClosed)
	}
	return asRefusal(err)
}

// asRefusal is what the pool says as an answer.
func asRefusal(err error) error {
	switch {
	case errors.Is(err, job.ErrFull):
		return &refusal{http.StatusServiceUnavailable, "The server is busy. Please try again soon.", jobBusy}
	case errors.Is(err, job.ErrClosed), errors.Is(err, ErrClosed):
		return &refusal{http.StatusServiceUnavailable, closing, jobGone}
	case errors.Is(err, job.ErrAway):
		return &refusal{http.StatusServiceUnavailable, jobsAway, jobBusy}
	}
	return err
}
