package dashi

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/render/wire"
)

// Jobs that workers run: what the worker does.

// endPatience is how long a worker tries to tell the end of a job while Redis is away. After that another worker begins the job anew.
const endPatience = 5 * time.Minute

// Work runs background callbacks for all processes of Options.Cluster, Options.Workers at a time, until ctx ends or Close is called; then it lets those that run end for up to 10 s,
// and gives the others back, which another worker begins anew. It serves no pages; a process may do both, with Serve and Work side by side. It is an error where the cluster's
// processes run their own jobs, and where the app is wired wrongly.
func (a *App) Work(ctx context.Context) error {
	s, err := a.ready(nil)
	if err != nil {
		return fmt.Errorf("dashi: the app is wired wrongly:\n%w", err)
	}
	if a.jobs.shared == nil {
		return errors.New("dashi: Work: the processes of the app run their own jobs; set Options.Cluster to a cluster whose jobs are shared (cluster.Options.Jobs)")
	}
	ctx, done, err := a.jobs.workers.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	a.log.Info("dashi: working", "jobs", a.options.Workers)
	return a.jobs.shared.Work(ctx, job.WorkOptions{
		Workers: a.options.Workers, Grace: drainTimeout, Log: a.log,
		Run:  func(ctx context.Context, c *job.Claim) error { return a.runParcel(ctx, s, c) },
		Tell: a.tellUnrun,
	})
}

// RunWorker is Work until SIGINT or SIGTERM arrives, as [App.Run] is Serve. A second signal ends the program at once.
//
//	if *worker {
//		log.Fatal(app.RunWorker())
//	}
//	log.Fatal(app.Run(addr))
func (a *App) RunWorker() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // gives a second signal its usual effect
	return a.Work(ctx)
}

// workedJob is what a worker knows of a job that it runs.
type workedJob struct {
	claim   *job.Claim
	parcel  *parcel
	settled bool // the callback has come to an outcome of its own, which is to be told
}

// isLeft tells of causes by which a worker leaves a job to another one.
func isLeft(err error) bool {
	return errors.Is(err, job.ErrGivenBack) || errors.Is(err, job.ErrFenced)
}

// runParcel makes the call of a job, with the middleware around it, and tells its end.
func (a *App) runParcel(ctx context.Context, s *site, claim *job.Claim) error {
	topic := a.topicKey(jobTopic, claim.ID)
	if claim.Attempt > 1 {
		if told, err := a.endTold(ctx, topic); told || err != nil {
			return err
		}
	}
	p, err := a.unpack(claim.ID, claim.Payload)
	if err != nil {
		a.log.ErrorContext(ctx, "dashi: a job cannot be read", "error", err)
		return a.tellEnd(ctx, claim, topic, failedEnd(wire.CallbackFailed, "The job could not be read.", ""))
	}
	cb := s.callbacks[p.Callback]
	if cb == nil || cb.background == nil {
		a.log.ErrorContext(ctx, "dashi: there is a job for a background callback that this worker does not have", "callback", p.Callback)
		return a.tellEnd(ctx, claim, topic, failedEnd(wire.UnknownCallback, "The worker does not have the callback.", p.Callback))
	}
	c, err := p.call(ctx, a, cb)
	if err != nil {
		a.log.ErrorContext(ctx, "dashi: a job cannot be read", "callback", cb.id, "error", err)
		return a.tellEnd(ctx, claim, topic, failedEnd(wire.WrongArguments, "The job was made by another version of the program.", cb.id))
	}
	work := &workedJob{claim: claim, parcel: p}
	c.job = &oneJob{app: a, cb: cb, id: claim.ID, user: p.User, work: work}
	res := a.performApart(c.request.Context(), s, c)
	if cause := context.Cause(ctx); !work.settled && isLeft(cause) {
		return cause
	}
	return a.tellEnd(ctx, claim, topic, a.endText(ctx, c, res), c.yields.again(res)...)
}

// performApart is perform in a goroutine of its own, which the user's code may end.
func (a *App) performApart(ctx context.Context, s *site, c *Call) result {
	ended := make(chan result, 1)
	go func() {
		res := result{status: wire.CallbackFailed.Status(), failed: wire.Error{Code: wire.CallbackFailed, Message: "The callback did not end.", Callback: c.cb.id}}
		defer func() { ended <- res }()
		res = a.perform(ctx, s, c)
		a.tell(&res, c)
	}()
	return <-ended
}

// runClaimed is runJob in a worker.
func (a *App) runClaimed(ctx context.Context, c *Call) (out outcome, err error) {
	work, plan := c.job.work, c.cb.background
	if err := work.parcel.sameUser(ctx, c.cb); err != nil {
		return out, err
	}
	c.setTell(func(updates ...componentUpdate) error {
		if err := work.claim.Hold(ctx); err != nil {
			return err
		}
		return a.publishJob(ctx, c.job, updates)
	})
	a.tellsYields(ctx, c, func(e push.Event) error {
		if err := work.claim.Hold(ctx); err != nil {
			return err
		}
		return a.publish(ctx, c.job.topic(), e)
	})
	defer a.jobs.broker.Watch(c.job.topic(), func() {})() // or a topic that nobody hears would be forgotten
	err = job.Task{
		Timeout: plan.Timeout, Retries: plan.Retries, Backoff: plan.Backoff,
		Retry: func(err error) bool { return worthRetry(ctx, err) },
		Run: func(ctx context.Context) (err error) {
			out, err = a.compute(ctx, c)
			return err
		},
	}.Do(ctx)
	work.settled = !isLeft(err)
	return out, endOf(ctx, err)
}

// sameUser makes sure that a memo keeps users apart in the worker as it does where they ask: what its function reads may not be there.
func (p *parcel) sameUser(ctx context.Context, cb *callback) error {
	if p.Memo == "" || cb.memo == nil {
		return nil
	}
	now, err := cb.memo.User(ctx)
	if err != nil || now == p.Memo || strings.HasPrefix(now, unknownUser) && strings.HasPrefix(p.Memo, unknownUser) {
		return err
	}
	return fmt.Errorf("dashi: memo.PerUser of the callback registered at %s names another user in the worker than where the call was made; "+
		"what it reads from the context must come from middleware of the app (App.Use), or be dashi.SessionUser", cb.where)
}

// endTold tells whether an earlier worker has told the end of a job, and died before it could note that.
func (a *App) endTold(ctx context.Context, topic string) (bool, error) {
	news, err := a.jobs.broker.Read(ctx, topic, 0)
	for _, e := range news.Events {
		if e.End != nil {
			return true, nil
		}
	}
	return false, err
}

// tellEnd tells the end of a job, and again what the topic may not have, when Redis is back if need be.
func (a *App) tellEnd(ctx context.Context, claim *job.Claim, topic string, end []byte, again ...push.Update) error {
	ctx = context.WithoutCancel(ctx)
	for began, pause := time.Now(), firstPause; ; pause = min(2*pause, longestPause) {
		err := claim.Hold(ctx)
		if err == nil {
			_, err = a.jobs.broker.Publish(ctx, topic, push.Event{Updates: again, End: end})
		}
		if err == nil || errors.Is(err, job.ErrFenced) || errors.Is(err, push.ErrClosed) {
			return err
		}
		if time.Since(began) > endPatience {
			a.log.ErrorContext(ctx, "dashi: the end of a job could not be told", "error", err)
			return err
		}
		select {
		case <-claim.Leave:
			return err
		case <-time.After(pause):
		}
	}
}

// Pauses between two attempts to tell the end of a job.
const (
	firstPause   = 100 * time.Millisecond
	longestPause = 2 * time.Second
)

// tellUnrun tells the end of a job that no worker runs.
func (a *App) tellUnrun(ctx context.Context, id string, why error) error {
	if !errors.Is(why, job.ErrDeadly) {
		return a.tellNothing(ctx, id)
	}
	end := failedEnd(wire.CallbackFailed, "The job was given up: the processes that ran it have ended unexpectedly.", "")
	_, err := a.jobs.broker.Publish(ctx, a.topicKey(jobTopic, id), push.Event{End: end})
	return err
}

func failedEnd(code wire.Code, message, callback string) []byte {
	return result{status: code.Status(), failed: wire.Error{Code: code, Message: message, Callback: callback}}.end()
}
