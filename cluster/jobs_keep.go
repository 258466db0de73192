package cluster

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hibiken/asynq"

	"github.com/dashi-go/dashi/internal/job"
)

// keep renews what the worker runs, and looks for jobs whose worker has died.
func (w *worker) keep(ctx context.Context) {
	tick := time.NewTicker(w.pace.renew)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		w.mu.Lock()
		all := slices.Collect(maps.Values(w.running))
		w.mu.Unlock()
		err := w.renew(ctx, all...)
		if err == nil && w.wellFor(w.pace.lease) {
			err = w.sweep(ctx)
		}
		w.mu.Lock()
		if err != nil {
			w.heard = time.Time{}
		} else if w.heard.IsZero() {
			w.heard = time.Now()
		}
		w.mu.Unlock()
		if err != nil && ctx.Err() == nil {
			w.Log.WarnContext(ctx, "dashi: jobs cannot be looked after", "error", err)
		}
	}
}

// wellFor tells whether Redis has answered for so long. When it comes back, all leases have run out, and the other workers must have the time to say that they are there.
func (w *worker) wellFor(long time.Duration) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.heard.IsZero() && time.Since(w.heard) >= long
}

// renew says that the worker still has these jobs, and learns what has become of them.
func (w *worker) renew(ctx context.Context, all ...*held) error {
	if len(all) == 0 {
		return nil
	}
	args := []any{w.name, w.pace.lease.Milliseconds(), jobLive.Milliseconds()}
	for _, h := range all {
		args = append(args, h.ID, h.Attempt)
	}
	before := time.Now()
	cmd, err := w.run(ctx, "renew jobs", w.jobs.scripts.renew, args...)
	if err != nil {
		return err
	}
	said, err := cmd.StringSlice()
	if err != nil || len(said) != len(all) {
		return fmt.Errorf("cluster: renew jobs: answered %v, expected a word for each of %d: %w", cmd.Val(), len(all), err)
	}
	for i, h := range all {
		if err := w.told(ctx, h, said[i], before); err != nil {
			return err
		}
	}
	return nil
}

// told does what Redis says of a job that this worker runs.
func (w *worker) told(ctx context.Context, h *held, word string, at time.Time) error {
	switch word {
	case "no":
		h.fence()
	case "gone":
		cmd, err := w.run(ctx, "restore a job", w.jobs.scripts.restore, append([]any{h.ID, h.Attempt, w.name, w.pace.lease.Milliseconds(), jobLive.Milliseconds()}, h.granted...)...)
		if err != nil {
			return err
		}
		if n, _ := cmd.Int(); n == 0 {
			h.fence()
			return nil
		}
		w.Log.WarnContext(ctx, "dashi: Redis had forgotten a job that runs", "job", h.ID)
		h.renewedAt(at)
	default:
		h.renewedAt(at)
		if word != "ok" {
			h.cancel(causeOf(word))
		}
	}
	return nil
}

func (h *held) renewedAt(at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.renewed = at
}

// fence ends a job that another worker has.
func (h *held) fence() {
	h.mu.Lock()
	h.gone = true
	h.mu.Unlock()
	h.cancel(job.ErrFenced)
}

// hold is [job.Claim].Hold.
func (w *worker) hold(ctx context.Context, h *held) error {
	sure, gone := h.state(w.pace.hold)
	if !gone && !sure {
		if err := w.renew(ctx, h); err != nil {
			return err
		}
		_, gone = h.state(w.pace.hold)
	}
	if gone {
		return job.ErrFenced
	}
	return nil
}

func (h *held) state(hold time.Duration) (sure, gone bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return time.Since(h.renewed) < hold, h.gone
}

// sweep finds jobs whose worker has died, and such as wait for a task that got lost.
func (w *worker) sweep(ctx context.Context) error {
	cmd, err := w.run(ctx, "look for jobs that nobody runs", w.jobs.scripts.sweep, jobDeaths, w.pace.lease.Milliseconds(), w.pace.lost.Milliseconds(), jobSweep, jobLive.Milliseconds())
	if err != nil {
		return err
	}
	found, err := cmd.Slice()
	if err != nil {
		return err
	}
	for _, one := range found {
		parts, _ := one.([]any)
		what, id, owner := text(parts, 0), text(parts, 1), text(parts, 3)
		attempt, _ := strconv.Atoi(text(parts, 2))
		switch what {
		case "again":
			w.Log.WarnContext(ctx, "dashi: the worker of a job has died; the job is begun again", "job", id, "attempt", attempt)
			err = w.enqueue(ctx, id, attempt, owner)
		case "wait":
			err = w.remind(ctx, id, attempt, owner)
		default:
			if what == "deadly" {
				w.Log.ErrorContext(ctx, "dashi: a job is given up: all workers that ran it have died", "job", id, "attempt", attempt)
			}
			err = w.ended(ctx, id, attempt, what)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// remind gives a job that waits a new task, unless there is one that will come.
func (w *worker) remind(ctx context.Context, id string, attempt int, owner string) error {
	task, err := w.tasks.GetTaskInfo(w.queueOf(owner), taskName(id, attempt))
	switch {
	case errors.Is(err, asynq.ErrTaskNotFound), errors.Is(err, asynq.ErrQueueNotFound):
		return w.enqueue(ctx, id, attempt, owner)
	case err != nil:
		return fmt.Errorf("cluster: look for the task of a job: %w: %w", job.ErrAway, err)
	case task.State == asynq.TaskStateActive: // whose worker has died before it could begin: asynq takes a minute and more to see that
		return w.enqueue(ctx, id, attempt, owner, rand.Text())
	}
	return nil
}

// listen hears at once of jobs that are to end. What it misses is seen when they are renewed.
func (w *worker) listen(ctx context.Context) {
	sub := w.client.Subscribe(ctx, w.channel())
	defer func() { _ = sub.Close() }()
	messages := sub.Channel()
	for {
		select {
		case <-ctx.Done():
			return
		case m, open := <-messages:
			if !open {
				return
			}
			mark, id, _ := strings.Cut(m.Payload, " ")
			w.mu.Lock()
			h := w.running[id]
			w.mu.Unlock()
			if h != nil {
				h.cancel(causeOf(mark))
			}
		}
	}
}
