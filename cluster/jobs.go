package cluster

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"github.com/dashi-go/dashi/internal/job"
)

const (
	// jobQueues are the queues that owners share: who has many jobs delays only those whose queue is the same.
	jobQueues = 8
	// jobTask is the type of asynq's tasks.
	jobTask = "job"
	// jobLive is how long a job is kept that nobody touches, and jobOver for how long one is known that has ended.
	jobLive = 48 * time.Hour
	jobOver = 5 * time.Minute
)

// jobs is the queue of jobs that the processes of a Cluster share. What is known of a job is kept by scripts; asynq brings jobs to workers: a task is the job's id with the number of the attempt,
// and may come twice, late, or for nothing, as the scripts know what is to be done.
type jobs struct {
	*Cluster
	scripts jobScripts
	pace    pace
	queue   *asynq.Client
	tasks   *asynq.Inspector
}

var _ job.Shared = (*jobs)(nil)

// Jobs is what the app's background callbacks wait in, nil where each process runs its own; users do not need it.
func (c *Cluster) Jobs() job.Shared {
	if !c.options.Jobs {
		return nil
	}
	return &jobs{
		Cluster: c, scripts: newJobScripts(), pace: c.pace,
		queue: asynq.NewClientFromRedisClient(c.client), tasks: asynq.NewInspectorFromRedisClient(c.client),
	}
}

// base is what all names begin with.
func (j *jobs) base() string { return j.options.Prefix + "{jobs}" }

// channel is that of what workers are told.
func (j *jobs) channel() string { return j.options.Prefix + "jobs" }

// queueOf is the queue of an owner.
func (j *jobs) queueOf(owner string) string {
	hash := fnv.New32a()
	hash.Write([]byte(owner)) // never fails
	return j.queueName(int(hash.Sum32() % jobQueues))
}

func (j *jobs) queueName(n int) string { return j.options.Prefix + strconv.Itoa(n) }

// run runs a script with the arguments behind the base.
func (j *jobs) run(ctx context.Context, what string, script *redis.Script, args ...any) (*redis.Cmd, error) {
	if j.over() {
		return nil, fmt.Errorf("cluster: %s: %w: the Cluster is closed", what, job.ErrAway)
	}
	ctx, cancel := context.WithTimeout(ctx, j.options.Timeout)
	defer cancel()
	cmd := script.Run(ctx, j.client, []string{j.base() + "run"}, append([]any{j.base()}, args...)...)
	if err := cmd.Err(); err != nil {
		return nil, fmt.Errorf("cluster: %s: %w: %w", what, job.ErrAway, err)
	}
	return cmd, nil
}

// Submit implements [job.Shared].
func (j *jobs) Submit(ctx context.Context, e job.Entry) (job.Submitted, error) {
	cmd, err := j.run(ctx, "submit a job", j.scripts.submit, e.ID, e.Kind, e.Owner, e.Key, int(e.Policy), e.Limit, e.PerOwner, e.Queue, e.Payload, jobLive.Milliseconds(), j.channel())
	if err != nil {
		return job.Submitted{}, err
	}
	said, err := cmd.StringSlice()
	switch {
	case err != nil || len(said) == 0:
		return job.Submitted{}, fmt.Errorf("cluster: submit a job: answered %v, expected words: %w", cmd.Val(), err)
	case said[0] == "full":
		return job.Submitted{}, job.ErrFull
	case said[0] == "joined":
		return job.Submitted{ID: said[1]}, nil
	}
	out := job.Submitted{ID: e.ID, Replaced: said[1:]}
	if err := j.enqueue(ctx, e.ID, 1, e.Owner); err != nil {
		_ = j.End(context.WithoutCancel(ctx), e.ID) // or it waits for a task until a worker looks for such jobs
		return out, err
	}
	return out, nil
}

// forever is when the tasks of asynq end by themselves: a job has limits of its own.
var forever = time.Unix(math.MaxInt32, 0)

// enqueue gives asynq a task for an attempt, unless it has it. more tells it from an earlier task for the same one.
func (j *jobs) enqueue(ctx context.Context, id string, attempt int, owner string, more ...string) error {
	ctx, cancel := context.WithTimeout(ctx, j.options.Timeout)
	defer cancel()
	name := taskName(id, attempt)
	_, err := j.queue.EnqueueContext(ctx, asynq.NewTask(jobTask, []byte(name)),
		asynq.TaskID(strings.Join(append([]string{name}, more...), " ")), asynq.Queue(j.queueOf(owner)), asynq.MaxRetry(math.MaxInt32), asynq.Deadline(forever))
	if err != nil && !errors.Is(err, asynq.ErrTaskIDConflict) {
		return fmt.Errorf("cluster: enqueue a job: %w: %w", job.ErrAway, err)
	}
	return nil
}

// taskName is what a task of asynq's carries, and its id.
func taskName(id string, attempt int) string { return id + " " + strconv.Itoa(attempt) }

// Find implements [job.Shared].
func (j *jobs) Find(ctx context.Context, id string) (job.Record, error) {
	cmd, err := j.run(ctx, "find a job", j.scripts.find, id, jobLive.Milliseconds())
	if err != nil {
		return job.Record{}, err
	}
	said, err := cmd.Slice()
	if err != nil {
		return job.Record{}, fmt.Errorf("cluster: find a job: %w", err)
	}
	if len(said) == 1 {
		age, _ := said[0].(int64)
		return job.Record{Recalled: age < j.pace.recall.Milliseconds()}, nil
	}
	kind, key, read := text(said, 0), text(said, 1), text(said, 2)
	seq, _ := strconv.ParseUint(read, 10, 64)
	return job.Record{Known: true, Kind: kind, Key: key, Read: seq}, nil
}

// text is an answer's part.
func text(parts []any, i int) string {
	if i >= len(parts) {
		return ""
	}
	s, _ := parts[i].(string)
	return s
}

// Cancel implements [job.Shared].
func (j *jobs) Cancel(ctx context.Context, id string) (waits bool, err error) {
	cmd, err := j.run(ctx, "cancel a job", j.scripts.cancel, id, j.channel())
	if err != nil {
		return false, err
	}
	return cmd.Val() == "wait", nil
}

// End implements [job.Shared].
func (j *jobs) End(ctx context.Context, id string) error { return j.end(ctx, id, 0) }

func (j *jobs) end(ctx context.Context, id string, attempt int) error {
	cmd, err := j.run(ctx, "end a job", j.scripts.end, id, attempt, jobOver.Milliseconds())
	if err != nil {
		return err
	}
	woken, err := cmd.Slice()
	for _, one := range woken {
		next, _ := one.([]any)
		attempt, _ := strconv.Atoi(text(next, 1))
		// Where that fails a worker finds the job some time later.
		err = errors.Join(err, j.enqueue(ctx, text(next, 0), attempt, text(next, 2), text(next, 3)))
	}
	return err
}

// Note implements [job.Shared].
func (j *jobs) Note(ctx context.Context, id string, read uint64) error {
	_, err := j.run(ctx, "note how far a job is told", j.scripts.note, id, read)
	return err
}
