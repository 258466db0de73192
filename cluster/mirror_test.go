package cluster_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/internal/push/pushtest"
)

// asked counts the scripts that a client has run.
type asked struct{ n atomic.Int64 }

func (a *asked) DialHook(next redis.DialHook) redis.DialHook { return next }
func (a *asked) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if cmd.Name() == "evalsha" {
			a.n.Add(1)
		}
		return next(ctx, cmd)
	}
}
func (a *asked) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		a.n.Add(int64(len(cmds)))
		return next(ctx, cmds)
	}
}

// Many pages of a process that hear the same do not ask for it each.
func TestManyReadersAskOnce(t *testing.T) {
	t.Parallel()
	const readers, events = 50, 40
	b := single(t)
	client := connect(t, b.addrs...)
	count := &asked{}
	client.(*redis.Client).AddHook(count)
	one := cluster.New(client, cluster.Options{Timeout: patience})
	defer one.Close()
	two := process(t, cluster.Options{}, b.addrs...).Broker()
	at := pushtest.Read(t, one.Broker(), "t", 0).Last
	var wg sync.WaitGroup
	var texts atomic.Int64
	heard := make(chan struct{}, readers)
	for range readers {
		r := pushtest.Follow(t, one.Broker(), "t", at)
		wg.Go(func() {
			for i := range events {
				if err := r.Until(t.Context(), func(r *pushtest.Reader) bool { return len(r.Events) > i }); err != nil || r.Lost {
					t.Errorf("lost %v, error %v", r.Lost, err)
					return
				}
				r.Events[i].Text(func(push.Sent) []byte {
					texts.Add(1)
					return []byte{1}
				})
				heard <- struct{}{}
			}
		})
	}
	for i := range events {
		pushtest.Publish(t, two, "t", pushtest.Set("a", fmt.Sprint(i)))
		for range readers {
			select {
			case <-heard:
			case <-time.After(patience):
				t.Fatal("not all have heard")
			}
		}
	}
	wg.Wait()
	require.Less(t, count.n.Load(), int64(readers*events/4))
	require.Less(t, texts.Load(), int64(readers*events/4))
}

// A mirror holds little: who is further behind reads Redis.
func TestLateReadersOfAMirroredTopic(t *testing.T) {
	t.Parallel()
	b := single(t)
	one, two := process(t, cluster.Options{}, b.addrs...).Broker(), process(t, cluster.Options{}, b.addrs...).Broker()
	at := pushtest.Read(t, one, "t", 0).Last
	quick := []*pushtest.Reader{pushtest.Follow(t, one, "t", at), pushtest.Follow(t, one, "t", at)}
	late := pushtest.Follow(t, one, "t", at)
	for i := range 100 {
		pushtest.Publish(t, two, "t", pushtest.Add("a", strings.Repeat("x", i*100)))
		until(t, quick, func(r *pushtest.Reader) bool { return len(r.Events) == i+1 })
	}
	for after := quick[0].At - 100; after <= quick[0].At; after++ {
		n := pushtest.Read(t, one, "t", after)
		require.Zero(t, n.Lost)
		require.Equal(t, quick[0].At, n.Last)
		require.Len(t, n.Events, int(n.Last-after))
		for i, e := range n.Events {
			require.Equal(t, after+uint64(i)+1, e.Seq)
		}
	}
	until(t, []*pushtest.Reader{late}, func(r *pushtest.Reader) bool { return len(r.Events) == 100 })
	require.NotZero(t, pushtest.Read(t, one, "t", quick[0].At+1).Lost, "a number that was never given")

	require.Equal(t, quick[0].At, pushtest.Last(t, one, "t"))
	seq := pushtest.Publish(t, one, "t", pushtest.Set("a", "own"))
	require.Equal(t, seq, pushtest.Last(t, one, "t"))
	require.Equal(t, seq, pushtest.Read(t, one, "t", seq-1).Last, "a process sees at once what it has published itself")
}
