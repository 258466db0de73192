package cluster_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/memo/memotest"
)

// crew is a queue of jobs with those who work. What a job does it is told by its payload: "wait" has it wait for release, or for its end.
type crew struct {
	t      testing.TB
	prefix string
	shared job.Shared

	release chan struct{}
	mu      sync.Mutex
	log     []string // guarded by mu: what has happened, in order
	running map[string]bool
	most    int // guarded by mu: at once
}

func newCrew(t testing.TB, lease time.Duration, addrs ...string) *crew {
	c := &crew{t: t, prefix: t.Name() + ":", release: make(chan struct{}), running: map[string]bool{}}
	c.shared = c.member(lease, addrs...)
	return c
}

// never has workers neither renew nor look for what got lost, so that all is done by those whom it concerns.
const never = time.Hour

func (c *crew) member(lease time.Duration, addrs ...string) job.Shared {
	one := process(c.t, cluster.Options{Prefix: c.prefix, Jobs: true, Timeout: 2 * time.Second}, addrs...)
	one.Hurry(lease)
	return one.Jobs()
}

func (c *crew) note(what ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.log = append(c.log, fmt.Sprint(what...))
}

func (c *crew) happened(what string) func() bool {
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return slices.Contains(c.log, what)
	}
}

func (c *crew) awaits(what string) {
	c.t.Helper()
	require.Eventually(c.t, c.happened(what), patience, 2*time.Millisecond, what)
}

// work has a process work until stop is called, or the test ends.
func (c *crew) work(name string, workers int, grace time.Duration, shared job.Shared) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(c.t.Context()))
	ended := make(chan error, 1)
	go func() {
		ended <- shared.Work(ctx, job.WorkOptions{
			Workers: workers, Grace: grace, Log: slog.New(slog.DiscardHandler),
			Run: func(ctx context.Context, claim *job.Claim) error { return c.run(ctx, name, claim) },
			Tell: func(_ context.Context, id string, why error) error {
				c.note(id, " unrun: ", why)
				return nil
			},
		})
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(c.t, <-ended)
	})
	c.t.Cleanup(stop)
	return stop
}

func (c *crew) run(ctx context.Context, name string, claim *job.Claim) error {
	c.mu.Lock()
	c.running[claim.ID] = true
	c.most = max(c.most, len(c.running))
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		delete(c.running, claim.ID)
		c.mu.Unlock()
	}()
	c.note(claim.ID, " begins ", claim.Attempt, " at ", name)
	if string(claim.Payload) == "wait" {
		select {
		case <-c.release:
		case <-ctx.Done():
			c.note(claim.ID, " stops: ", context.Cause(ctx))
			if cause := context.Cause(ctx); errors.Is(cause, job.ErrGivenBack) || errors.Is(cause, job.ErrFenced) {
				return cause
			}
		}
	}
	c.note(claim.ID, " ends")
	return nil
}

func (c *crew) submit(e job.Entry) job.Submitted {
	c.t.Helper()
	if e.Queue == 0 {
		e.Queue = 1000
	}
	if e.Kind == "" {
		e.Kind = "kind"
	}
	s, err := c.shared.Submit(c.t.Context(), e)
	require.NoError(c.t, err)
	return s
}

func wait(id, key string, policy job.Policy) job.Entry {
	return job.Entry{ID: id, Key: key, Policy: policy, Payload: []byte("wait")}
}

func TestPoliciesHoldBetweenProcesses(t *testing.T) {
	t.Parallel()
	addrs := single(t).addrs

	t.Run("replace", func(t *testing.T) {
		t.Parallel()
		c := newCrew(t, never, addrs...)
		require.Empty(t, c.submit(wait("a", "k", job.Replace)).Replaced)
		require.Equal(t, job.Submitted{ID: "b", Replaced: []string{"a"}}, c.submit(wait("b", "k", job.Replace)), "it waits, and needs no worker to end")
		require.NoError(t, c.shared.End(t.Context(), "a"))
		c.work("one", 4, 0, c.shared)
		c.awaits("b begins 1 at one")
		require.Empty(t, c.submit(wait("other", "other", job.Replace)).Replaced)
		c.awaits("other begins 1 at one")
		require.Empty(t, c.submit(wait("c", "k", job.Replace)).Replaced, "what runs ends by itself")
		c.awaits("b stops: " + job.ErrReplaced.Error())
		c.awaits("c begins 1 at one")
		require.False(t, c.happened("a begins 1 at one")())
		require.False(t, c.happened("other ends")())
	})

	t.Run("replaced, and nobody says so", func(t *testing.T) {
		t.Parallel()
		c := newCrew(t, never, addrs...)
		c.submit(wait("a", "k", job.Replace))
		c.submit(wait("b", "k", job.Replace)) // and this process dies
		c.work("one", 4, 0, c.shared)
		c.awaits("a unrun: " + job.ErrReplaced.Error())
	})

	t.Run("queue", func(t *testing.T) {
		t.Parallel()
		c := newCrew(t, never, addrs...)
		c.work("one", 4, 0, c.shared)
		c.work("two", 4, 0, c.member(never, addrs...))
		for _, id := range []string{"a", "b", "c"} {
			c.submit(wait(id, "k", job.Queue))
		}
		c.submit(job.Entry{ID: "free", Key: "other", Policy: job.Queue})
		c.awaits("free ends")
		for range 3 {
			c.release <- struct{}{}
		}
		c.awaits("c ends")
		c.mu.Lock()
		defer c.mu.Unlock()
		var ends []string
		for _, line := range c.log {
			if line == "a ends" || line == "b ends" || line == "c ends" {
				ends = append(ends, line)
			}
		}
		require.Equal(t, []string{"a ends", "b ends", "c ends"}, ends)
		require.LessOrEqual(t, c.most, 2, "one of the key, and one that has another")
	})

	t.Run("queue, and the first is cancelled", func(t *testing.T) {
		t.Parallel()
		c := newCrew(t, never, addrs...)
		c.work("one", 4, 0, c.shared)
		for _, id := range []string{"a", "b", "c"} {
			c.submit(wait(id, "k", job.Queue))
		}
		c.awaits("a begins 1 at one")
		waits, err := c.shared.Cancel(t.Context(), "b")
		require.NoError(t, err)
		require.True(t, waits)
		require.NoError(t, c.shared.End(t.Context(), "b"))
		waits, err = c.shared.Cancel(t.Context(), "a")
		require.NoError(t, err)
		require.False(t, waits)
		c.awaits("a stops: " + job.ErrCancelled.Error())
		c.awaits("c begins 1 at one")
		require.False(t, c.happened("b begins 1 at one")())
	})

	t.Run("parallel", func(t *testing.T) {
		t.Parallel()
		c := newCrew(t, never, addrs...)
		c.work("one", 1, 0, c.shared)
		c.work("two", 1, 0, c.member(never, addrs...))
		c.submit(wait("a", "k", job.Parallel))
		c.submit(wait("b", "k", job.Parallel))
		c.release <- struct{}{}
		c.release <- struct{}{}
		c.awaits("a ends")
		c.awaits("b ends")
	})

	t.Run("join", func(t *testing.T) {
		t.Parallel()
		c := newCrew(t, never, addrs...)
		require.Equal(t, "a", c.submit(wait("a", "k", job.Join)).ID)
		require.Equal(t, "a", c.submit(wait("b", "k", job.Join)).ID)
		c.work("one", 4, 0, c.shared)
		c.awaits("a begins 1 at one")
		require.Equal(t, "a", c.submit(wait("c", "k", job.Join)).ID)
		require.Equal(t, "d", c.submit(wait("d", "other", job.Join)).ID)
		close(c.release)
		c.awaits("a ends")
		require.Eventually(t, func() bool { return !cluster.Runs(c.shared, "a") }, patience, time.Millisecond)
		require.Equal(t, "e", c.submit(wait("e", "k", job.Join)).ID)
		c.awaits("e ends")
	})
}

func TestLimitsHoldBetweenProcesses(t *testing.T) {
	t.Parallel()
	addrs := single(t).addrs
	for _, one := range []struct {
		name  string
		entry job.Entry
		most  int
	}{
		{"of all", job.Entry{Limit: 2}, 2},
		{"of each", job.Entry{PerOwner: 1}, 3},
		{"of both", job.Entry{Limit: 2, PerOwner: 1}, 2},
	} {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			c := newCrew(t, never, addrs...)
			c.work("one", 5, 0, c.shared)
			c.work("two", 5, 0, c.member(never, addrs...))
			const jobs = 12
			for i := range jobs {
				e := one.entry
				e.ID, e.Owner, e.Payload = fmt.Sprint(i), fmt.Sprint(i%3), []byte("wait")
				c.submit(e)
			}
			require.Eventually(t, func() bool {
				c.mu.Lock()
				defer c.mu.Unlock()
				return len(c.running) == one.most
			}, patience, time.Millisecond)
			for range jobs {
				c.release <- struct{}{}
			}
			for i := range jobs {
				c.awaits(fmt.Sprint(i, " ends"))
			}
			require.Equal(t, one.most, c.most)
		})
	}
}

func TestTheQueueIsBounded(t *testing.T) {
	t.Parallel()
	c := newCrew(t, lease, single(t).addrs...)
	full := wait("a", "k", job.Replace)
	full.Queue = 1
	c.submit(full)
	full.ID, full.Key = "b", "other"
	_, err := c.shared.Submit(t.Context(), full)
	require.ErrorIs(t, err, job.ErrFull)
	full.Key = "k"
	require.Equal(t, []string{"a"}, c.submit(full).Replaced, "it takes another's place")
	require.NoError(t, c.shared.End(t.Context(), "a"))
	c.work("one", 1, 0, c.shared)
	c.awaits("b begins 1 at one")
	full.ID, full.Key = "c", "c"
	c.submit(full) // what runs does not wait
}

func TestAWorkerThatEndsGivesBackWhatTakesLonger(t *testing.T) {
	t.Parallel()
	addrs := single(t).addrs
	c := newCrew(t, never, addrs...)
	stop := c.work("one", 2, time.Millisecond, c.shared)
	c.submit(wait("a", "k", job.Queue))
	c.awaits("a begins 1 at one")
	c.work("two", 2, 0, c.member(never, addrs...))
	stop()
	c.awaits("a stops: " + job.ErrGivenBack.Error())
	c.awaits("a begins 2 at two")
	c.release <- struct{}{}
	c.awaits("a ends")
	require.Eventually(t, func() bool { return !cluster.Runs(c.shared, "a") }, patience, time.Millisecond)
}

func TestAWorkerThatEndsWaitsForWhatEndsSoon(t *testing.T) {
	t.Parallel()
	c := newCrew(t, lease, single(t).addrs...)
	stop := c.work("one", 2, patience, c.shared)
	c.submit(wait("a", "k", job.Queue))
	c.awaits("a begins 1 at one")
	go func() { c.release <- struct{}{} }()
	stop()
	require.True(t, c.happened("a ends")())
	require.False(t, cluster.Runs(c.shared, "a"))
}

// TestAJobThatKillsItsWorkersIsGivenUp cuts a worker off each time that it has the job.
func TestAJobThatKillsItsWorkersIsGivenUp(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	c := newCrew(t, lease, server.Addr())
	c.work("busy", 1, 0, c.shared)
	c.submit(wait("busy", "", job.Queue))
	c.awaits("busy begins 1 at busy")
	way := newProxy(t, server.Addr())
	c.work("victim", 1, 0, c.member(lease, way.addr()))
	c.submit(wait("a", "k", job.Queue))
	for attempt := range 3 {
		c.awaits(fmt.Sprint("a begins ", attempt+1, " at victim"))
		way.cut(true)
		require.Eventually(t, func() bool { return !cluster.Runs(c.shared, "a") }, patience, 10*time.Millisecond)
		way.cut(false)
	}
	c.awaits("a unrun: " + job.ErrDeadly.Error())
	rec, err := c.shared.Find(t.Context(), "a")
	require.NoError(t, err)
	require.True(t, rec.Known, "it has ended, and whoever comes late is told")
	require.False(t, c.happened("a begins 4 at victim")())
}

func TestATaskThatGotLostIsMadeAgain(t *testing.T) {
	t.Parallel()
	addrs := single(t).addrs
	c := newCrew(t, lease, addrs...)
	c.submit(wait("a", "k", job.Queue))
	client := connect(t, addrs...)
	lost, err := client.Keys(t.Context(), "asynq:{"+c.prefix+"*").Result()
	require.NoError(t, err)
	require.NotEmpty(t, lost)
	require.NoError(t, client.Del(t.Context(), lost...).Err())
	c.work("one", 1, 0, c.shared)
	c.awaits("a begins 1 at one")
}

func TestWhatIsKnownOfAJob(t *testing.T) {
	t.Parallel()
	c := newCrew(t, lease, single(t).addrs...)
	rec, err := c.shared.Find(t.Context(), "a")
	require.NoError(t, err)
	require.Equal(t, job.Record{Recalled: true}, rec, "Redis may have forgotten it")
	c.submit(wait("a", "k", job.Queue))
	require.NoError(t, c.shared.Note(t.Context(), "a", 1_763_000_000_000_007))
	rec, err = c.shared.Find(t.Context(), "a")
	require.NoError(t, err)
	require.Equal(t, job.Record{Known: true, Kind: "kind", Key: "k", Read: 1_763_000_000_000_007}, rec)
	require.NoError(t, c.shared.Note(t.Context(), "none", 1))
	require.Eventually(t, func() bool {
		rec, err = c.shared.Find(t.Context(), "none")
		return err == nil && rec == job.Record{}
	}, patience, 50*time.Millisecond, "it never was")
}

func TestJobsOfAClusterThatIsClosed(t *testing.T) {
	t.Parallel()
	one := process(t, cluster.Options{Jobs: true}, single(t).addrs...)
	shared := one.Jobs()
	require.NoError(t, one.Close())
	_, err := shared.Find(t.Context(), "a")
	require.ErrorIs(t, err, job.ErrAway)
	_, err = shared.Submit(t.Context(), wait("a", "k", job.Queue))
	require.ErrorIs(t, err, job.ErrAway)
	require.ErrorIs(t, shared.Work(t.Context(), job.WorkOptions{Workers: 1}), job.ErrAway)
	require.Nil(t, process(t, cluster.Options{}, "127.0.0.1:1").Jobs(), "processes run their own")
}

// TestJobsOverSeveralServers has the names of jobs in one slot, and asynq's in others.
func TestJobsOverSeveralServers(t *testing.T) {
	t.Parallel()
	addrs := nodes(t).addrs
	c := newCrew(t, never, addrs...)
	c.work("one", 4, 0, c.shared)
	for i := range 20 {
		c.submit(job.Entry{ID: fmt.Sprint(i), Owner: fmt.Sprint(i), Limit: 2})
	}
	for i := range 20 {
		c.awaits(fmt.Sprint(i, " ends"))
	}
	c.submit(wait("a", "k", job.Replace))
	c.awaits("a begins 1 at one")
	_, err := c.shared.Cancel(t.Context(), "a")
	require.NoError(t, err)
	c.awaits("a stops: " + job.ErrCancelled.Error())
}

// TestATaskOfAnEarlierAttemptIsOver has asynq bring one late, as it does a minute and more after its worker has died.
func TestATaskOfAnEarlierAttemptIsOver(t *testing.T) {
	t.Parallel()
	addrs := single(t).addrs
	c := newCrew(t, never, addrs...)
	c.submit(job.Entry{ID: "a"})
	require.NoError(t, connect(t, addrs...).HSet(t.Context(), c.prefix+"{jobs}j:a", "attempt", 2).Err())
	c.submit(job.Entry{ID: "b"})
	c.work("one", 1, 0, c.shared) // in order, as both are of one owner
	c.awaits("b ends")
	c.mu.Lock()
	defer c.mu.Unlock()
	require.Equal(t, []string{"b begins 1 at one", "b ends"}, c.log)
}
