package dashi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/render/wire"
)

// Jobs that workers run: what the process does that is asked. It keeps nothing of them, so that any other one can go on with a page.

// jobsAway is said while Redis is.
const jobsAway = "Background work cannot be reached just now. Please try again soon."

// shareJob makes a call of a background callback a job for the workers. The result is as that of startJob; middleware runs in the worker.
func (a *App) shareJob(r *http.Request, s *site, c *Call, older *oneJob) result {
	if res, found := a.atOnce(r.Context(), s, c); found {
		return res
	}
	j := a.newJob(c, a.userOf(r), older)
	if err := a.submit(r.Context(), c, j); err != nil {
		e := a.failure(context.WithoutCancel(r.Context()), c, err)
		return result{status: e.status(), failed: e.Error}
	}
	return result{status: http.StatusAccepted, job: j.handle}
}

// atOnce is what the memo has, where no middleware has a say in it.
func (a *App) atOnce(ctx context.Context, s *site, c *Call) (res result, found bool) {
	if c.cb.memo == nil || !s.plain {
		return res, false
	}
	ctx = c.in(ctx)
	var out outcome
	err := call.Protect(func() (err error) {
		out, found, err = a.remembered(ctx, c)
		return err
	})
	if err != nil || !found {
		return res, false // the worker will see what is wrong
	}
	c.end()
	c.outcome = out
	res = c.came(out.body)
	a.tell(&res, c)
	return res, true
}

// submit gives a job to the workers, or joins it to another, whose id and handle it has then.
func (a *App) submit(ctx context.Context, c *Call, j *oneJob) error {
	if a.jobs.isClosed() {
		return asRefusal(ErrClosed)
	}
	plan := c.cb.background
	payload, err := a.pack(c, j.id, j.user)
	if err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx) // or nobody would know what became of it
	done, err := a.jobs.shared.Submit(ctx, job.Entry{
		ID: j.id, Owner: a.topicKey("owner", j.user), Kind: a.topicKey("kind", c.cb.id), Key: j.key, Policy: policies[plan.policy].job,
		Limit: plan.Limit, PerOwner: plan.PerUser, Payload: payload, Queue: a.options.JobQueue,
	})
	for _, id := range done.Replaced {
		a.endWaiting(ctx, id)
	}
	if err != nil {
		if errors.Is(err, job.ErrAway) {
			a.log.WarnContext(ctx, "dashi: a job could not be given to the workers", "callback", c.cb.id, "error", err)
		}
		return asRefusal(err)
	}
	if done.ID != j.id {
		j.id, j.handle = done.ID, a.handleOf(done.ID, c.cb, j.user)
	}
	return nil
}

func (a *App) handleOf(id string, cb *callback, user string) string {
	return id + "." + a.seal(jobTopic, id, cb.id, user)
}

// endWaiting tells the end of a job that was cancelled or replaced while it waited. Where that fails a worker does it.
func (a *App) endWaiting(ctx context.Context, id string) {
	err := a.tellNothing(ctx, id)
	if err == nil {
		err = a.jobs.shared.End(ctx, id)
	}
	if err != nil {
		a.log.WarnContext(ctx, "dashi: the end of a job that waited could not be told", "error", err)
	}
}

// tellNothing tells an end by which nothing is updated.
func (a *App) tellNothing(ctx context.Context, id string) error {
	_, err := a.jobs.broker.Publish(ctx, a.topicKey(jobTopic, id), push.Event{End: result{status: http.StatusNoContent}.end()})
	return err
}

// sealed is the job of a handle that is this user's, whether or not it is still kept.
func (a *App) sealedJob(user, handle string) (*oneJob, error) {
	id, seal, _ := strings.Cut(handle, ".")
	s, err := a.ready(nil)
	if err != nil {
		return nil, err
	}
	for _, cb := range s.callbacks {
		if cb.background != nil && a.isSeal(seal, jobTopic, id, cb.id, user) {
			return &oneJob{app: a, cb: cb, id: id, handle: handle, user: user}, nil
		}
	}
	return nil, errNoJob
}

// findShared is findJob. The error may wrap job.ErrAway besides.
func (a *App) findShared(ctx context.Context, user, handle string) (*oneJob, error) {
	j, err := a.sealedJob(user, handle)
	if err != nil {
		return nil, err
	}
	for {
		rec, err := a.jobs.shared.Find(ctx, j.id)
		if err != nil {
			return nil, err
		}
		if rec.Known {
			j.key, j.read = rec.Key, rec.Read
			return j, nil
		}
		if !rec.Recalled {
			return nil, errNoJob
		}
		select { // the worker that runs it, if one does, will say so
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(recallEvery):
		}
	}
}

const recallEvery = 250 * time.Millisecond

// followable is findJob for who will hear more: while Redis is away it can be followed.
func (a *App) followable(ctx context.Context, user, handle string) (*oneJob, error) {
	j, err := a.findJob(ctx, user, handle)
	if errors.Is(err, job.ErrAway) {
		return a.sealedJob(user, handle)
	}
	return j, err
}

// endSharedEarly cancels a job.
func (a *App) endSharedEarly(ctx context.Context, j *oneJob) error {
	ctx = context.WithoutCancel(ctx)
	waits, err := a.jobs.shared.Cancel(ctx, j.id)
	if err == nil && waits {
		a.endWaiting(ctx, j.id)
	}
	return err
}

// awaitJob has a worker make a call, and waits for the outcome. The job ends with ctx.
func (a *App) awaitJob(ctx context.Context, s *site, c *Call) result {
	defer c.end()
	if res, found := a.atOnce(ctx, s, c); found {
		return res
	}
	j := a.newJob(c, a.userOf(c.request), nil)
	j.key = "" // nothing replaces it, or joins it
	wake := make(chan struct{}, 1)
	stop := a.jobs.broker.Watch(j.topic(), func() {
		select {
		case wake <- struct{}{}:
		default:
		}
	})
	defer stop()
	err := a.submit(ctx, c, j)
	var res result
	if err == nil {
		res, err = a.awaitEnd(ctx, j, wake)
	}
	if err != nil {
		if ctx.Err() != nil {
			_ = a.endSharedEarly(ctx, j) // it runs to its end then, for nobody
		}
		e := a.failure(ctx, c, err)
		return result{status: e.status(), failed: e.Error}
	}
	return res
}

// awaitEnd reads the job's topic until its end.
func (a *App) awaitEnd(ctx context.Context, j *oneJob, wake <-chan struct{}) (res result, err error) {
	tick := time.NewTicker(recallEvery * 20) // for what Redis has forgotten
	defer tick.Stop()
	for {
		news, err := a.jobs.broker.Read(ctx, j.topic(), 0)
		if err == nil {
			for _, e := range news.Events {
				if e.End != nil {
					return readEnd(e.End)
				}
			}
		}
		select {
		case <-ctx.Done():
			return res, ctx.Err()
		case <-wake:
		case <-tick.C:
			if _, err := a.findJob(ctx, j.user, j.handle); err == errNoJob {
				return res, &refusal{http.StatusServiceUnavailable, goneJob, jobGone}
			}
		}
	}
}

// readEnd is the result that an end was made of.
func readEnd(end []byte) (res result, err error) {
	var l wire.Line
	if err := json.Unmarshal(append(append([]byte{'{'}, end...), '}'), &l); err != nil {
		return res, err
	}
	res.status = l.Status
	if l.Answer != nil {
		res.body = answer{text: unsealed([]byte(l.Answer))}
	}
	if l.Error != nil {
		err = json.Unmarshal(l.Error, &res.failed)
	}
	return res, err
}
