package job_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/job"
)

// TestModel plays random tasks against the rules: never more at once than limits allow, one at a time of a queue, an outcome for each, exactly once.
func TestModel(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		synctest.Test(t, func(t *testing.T) { play(t, seed) })
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// census counts what runs.
type census struct {
	t      *testing.T
	mu     sync.Mutex
	counts map[string]int
}

func (c *census) enter(name string, most int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts[name]++; most > 0 && c.counts[name] > most {
		c.t.Errorf("%d of %s run at once, and %d may", c.counts[name], name, most)
	}
}

func (c *census) leave(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.counts[name]--
}

func play(t *testing.T, seed uint64) {
	roll := rand.New(rand.NewPCG(seed, 1))
	workers, queue := 1+roll.IntN(4), roll.IntN(20)
	pool := job.New(job.Options{Workers: workers, Queue: queue})
	runs := &census{t: t, counts: map[string]int{}}
	ends := map[string]*atomic.Int32{}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for n := range 60 {
		kind, owner := roll.IntN(3), roll.IntN(4)
		policy := job.Policy(kind) // of a kind all have one
		key := ""
		if roll.IntN(3) > 0 {
			key = fmt.Sprint(kind, "/", owner)
		}
		takes, fails := time.Duration(roll.IntN(3000))*time.Millisecond, roll.IntN(4) == 0
		one := job.Task{
			ID: fmt.Sprint(n), Owner: fmt.Sprint(owner), Kind: fmt.Sprint(kind), Key: key, Policy: policy,
			Limit: 3, PerOwner: 2, Timeout: 2 * time.Second, Retries: roll.IntN(3),
		}
		one.Run = func(ctx context.Context) error {
			for name, most := range map[string]int{"all": workers, "kind " + one.Kind: 3, "share " + one.Kind + " " + one.Owner: 2} {
				runs.enter(name, most)
				defer runs.leave(name)
			}
			if policy == job.Queue && key != "" {
				runs.enter(key, 1)
				defer runs.leave(key)
			}
			select {
			case <-time.After(takes):
			case <-ctx.Done():
				return ctx.Err()
			}
			if fails {
				return errors.New("failure")
			}
			return nil
		}
		count := new(atomic.Int32)
		one.Done = func(error) { count.Add(1) }
		id, err := pool.Submit(ctx, one)
		if err == nil && id == one.ID {
			ends[id] = count
		}
		if err != nil {
			require.ErrorIs(t, err, job.ErrFull)
		}
		switch roll.IntN(6) {
		case 0:
			pool.Cancel(fmt.Sprint(roll.IntN(n+1)), errors.New("enough"))
		case 1, 2:
			time.Sleep(time.Duration(roll.IntN(2000)) * time.Millisecond)
		}
	}
	switch roll.IntN(3) {
	case 0:
		cancel()
	case 1:
		time.Sleep(time.Hour)
		running, waiting := pool.Count()
		require.Zero(t, running+waiting, "all had the time to end")
	}
	pool.Close(nil)
	for id, count := range ends {
		require.EqualValues(t, 1, count.Load(), "task %s", id)
	}
}

// TestRace has many goroutines at one pool, with real time.
func TestRace(t *testing.T) {
	t.Parallel()
	pool := job.New(job.Options{Workers: 4, Queue: 1000})
	var wanted, ended atomic.Int64
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for n := range 100 {
				id := fmt.Sprint(g, "/", n)
				got, err := pool.Submit(context.Background(), job.Task{
					ID: id, Owner: fmt.Sprint(g), Kind: "k", Key: fmt.Sprint(n % 5), Policy: job.Policy(n % 4),
					Run:  func(context.Context) error { return nil },
					Done: func(error) { ended.Add(1) },
				})
				if err == nil && got == id {
					wanted.Add(1)
				}
				pool.Cancel(fmt.Sprint(g, "/", n-1), errors.New("enough"))
			}
		})
	}
	all.Wait()
	pool.Close(nil)
	require.Equal(t, wanted.Load(), ended.Load())
}

// BenchmarkHandOver is what it costs from the call of Submit until the task's function runs, on an idle pool.
func BenchmarkHandOver(b *testing.B) {
	pool := job.New(job.Options{Workers: 4, Queue: 1000})
	defer pool.Close(nil)
	begun := make(chan struct{})
	run := func(context.Context) error { begun <- struct{}{}; return nil }
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if _, err := pool.Submit(context.Background(), job.Task{ID: fmt.Sprint(n), Owner: "o", Kind: "k", Key: "x", Policy: job.Queue, Run: run}); err != nil {
			b.Fatal(err)
		}
		<-begun
	}
}

// BenchmarkHandOverWaiting is the same for a task that goes through the queue, in which a thousand others of 100 owners wait already.
func BenchmarkHandOverWaiting(b *testing.B) {
	pool := job.New(job.Options{Workers: 1, Queue: 2000})
	defer pool.Close(nil)
	var ran atomic.Int64
	release := make(chan struct{})
	task := func(n int, run func(context.Context) error) job.Task {
		return job.Task{ID: fmt.Sprint(n), Owner: fmt.Sprint(n % 100), Kind: "k", Policy: job.Parallel, Run: run}
	}
	step := func(context.Context) error { <-release; ran.Add(1); return nil }
	for n := range 1000 {
		if _, err := pool.Submit(context.Background(), task(n, step)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for n := 1000; b.Loop(); n++ {
		if _, err := pool.Submit(context.Background(), task(n, step)); err != nil {
			b.Fatal(err)
		}
		release <- struct{}{}
	}
	close(release)
}
