package cluster_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"testing"

	"github.com/hibiken/asynq"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/internal/job"
)

// BenchmarkHandOver has jobs done that do nothing, from the moment they are asked for until their end is known: "bare" is a task of asynq's with the settings that the cluster has, "job" is one of ours
// without an app around it, "app" the call of a background callback in another process, which waits for its answer. "one" is one after another, most of which is waiting
// until asynq looks for tasks; "many" is 32 at a time.
func BenchmarkHandOver(b *testing.B) {
	addrs := single(b).addrs
	for _, at := range []struct {
		name string
		n    int
	}{{"one", 1}, {"many", 32}} {
		b.Run("bare/"+at.name, func(b *testing.B) { handOver(b, at.n, bareTasks(b, at.name, addrs...)) })
		b.Run("job/"+at.name, func(b *testing.B) { handOver(b, at.n, bareJobs(b, at.name, addrs...)) })
		b.Run("app/"+at.name, func(b *testing.B) { handOver(b, at.n, appJobs(b, addrs...)) })
	}
}

const benchWorkers = 16

// handOver has n do it side by side.
func handOver(b *testing.B, n int, do func()) {
	do()
	turns := make(chan struct{})
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			for range turns {
				do()
			}
		})
	}
	b.ResetTimer()
	for range b.N {
		turns <- struct{}{}
	}
	close(turns)
	all.Wait()
}

// ends are what waits for the end of jobs.
type ends struct{ byID sync.Map }

func (e *ends) await(id string) <-chan struct{} {
	end := make(chan struct{})
	e.byID.Store(id, end)
	return end
}

func (e *ends) ended(id string) {
	if end, ok := e.byID.LoadAndDelete(id); ok {
		close(end.(chan struct{}))
	}
}

func bareTasks(b *testing.B, name string, addrs ...string) func() {
	client := connect(b, addrs...)
	queues := map[string]int{}
	for i := range 8 {
		queues[fmt.Sprint("bare", name, i)] = 1
	}
	var over ends
	server := asynq.NewServerFromRedisClient(client, asynq.Config{
		Concurrency: benchWorkers, Queues: queues, TaskCheckInterval: cluster.JobPoll, DelayedTaskCheckInterval: cluster.JobForward, LogLevel: asynq.ErrorLevel,
	})
	require.NoError(b, server.Start(asynq.HandlerFunc(func(_ context.Context, t *asynq.Task) error {
		over.ended(string(t.Payload()))
		return nil
	})))
	b.Cleanup(server.Shutdown)
	queue := asynq.NewClientFromRedisClient(client)
	return func() {
		id := randomID()
		end := over.await(id)
		_, err := queue.Enqueue(asynq.NewTask("job", []byte(id)), asynq.TaskID(id), asynq.Queue(fmt.Sprint("bare", name, id[0]%8)))
		require.NoError(b, err)
		<-end
	}
}

func bareJobs(b *testing.B, name string, addrs ...string) func() {
	shared := process(b, cluster.Options{Prefix: "job" + name + ":", Jobs: true}, addrs...).Jobs()
	var over ends
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() {
		stopped <- shared.Work(ctx, job.WorkOptions{
			Workers: benchWorkers, Log: slog.New(slog.DiscardHandler), Tell: func(context.Context, string, error) error { return nil },
			Run: func(_ context.Context, claim *job.Claim) error { over.ended(claim.ID); return nil },
		})
	}()
	b.Cleanup(func() { cancel(); require.NoError(b, <-stopped) })
	return func() {
		id := randomID()
		end := over.await(id)
		_, err := shared.Submit(context.Background(), job.Entry{ID: id, Owner: id[:1], Kind: "kind", Queue: 1000, Payload: make([]byte, 1000)})
		require.NoError(b, err)
		<-end
	}
}

func appJobs(b *testing.B, addrs ...string) func() {
	o := newOffice(b, addrs, func(_ context.Context, v string) string { return v }, dashi.BackgroundOptions{}, dashi.APIEndpoint("api/out"))
	o.options.Workers = benchWorkers
	web := o.member()
	b.Cleanup(o.worker())
	return func() {
		m := *web
		m.user = randomID()
		if w := m.send(http.MethodPost, "/api/out", `{"in":"a"}`, true); w.Code != http.StatusOK {
			b.Error(w.Code, w.Body)
		}
	}
}

func randomID() string { return rand.Text() }
