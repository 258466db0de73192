package cluster_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/internal/push/pushtest"
	"github.com/dashi-go/dashi/memo/memotest"
)

// has says whether a reader has heard of a value.
func has(value string) func(r *pushtest.Reader) bool {
	return func(r *pushtest.Reader) bool {
		for _, e := range r.Events {
			if string(e.Updates[0].Value) == value {
				return true
			}
		}
		return false
	}
}

// insist publishes until it succeeds, as somebody does who does not mind saying a thing twice.
func insist(t *testing.T, b push.Broker, topic string, e push.Event) (seq uint64) {
	t.Helper()
	require.Eventually(t, func() bool {
		var err error
		seq, err = b.Publish(t.Context(), topic, e)
		return err == nil
	}, patience, 10*time.Millisecond)
	return seq
}

// follow makes readers of both kinds in a process: one that reads Redis itself, and three that share what was read.
func follow(t *testing.T, c *cluster.Cluster, alone, shared string) []*pushtest.Reader {
	readers := []*pushtest.Reader{pushtest.Follow(t, c.Broker(), alone, pushtest.Read(t, c.Broker(), alone, 0).Last)}
	for range 3 {
		readers = append(readers, pushtest.Follow(t, c.Broker(), shared, pushtest.Read(t, c.Broker(), shared, 0).Last))
	}
	return readers
}

func until(t *testing.T, readers []*pushtest.Reader, enough func(r *pushtest.Reader) bool) {
	t.Helper()
	for i, r := range readers {
		require.NoError(t, r.Until(t.Context(), enough), "reader %d", i)
	}
}

func TestARedisThatForgetsEverything(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	one, two := process(t, cluster.Options{Timeout: time.Second}, server.Addr()), process(t, cluster.Options{Timeout: time.Second}, server.Addr())
	readers := follow(t, one, "alone", "shared")
	for _, topic := range []string{"alone", "shared"} {
		pushtest.Publish(t, two.Broker(), topic, pushtest.Set("a", "before"))
	}
	until(t, readers, has("before"))
	before := readers[0].At

	server.Stop()
	_, err := two.Broker().Publish(t.Context(), "alone", pushtest.Set("a", "never"))
	require.ErrorContains(t, err, `cluster: publish to "alone": `)
	_, err = two.Broker().Read(t.Context(), "alone", 0)
	require.ErrorContains(t, err, `cluster: read "alone": `)
	require.Equal(t, before, readers[0].At)
	server.Start()
	until(t, readers, func(r *pushtest.Reader) bool { return r.Lost })
	for _, topic := range []string{"alone", "shared"} {
		insist(t, two.Broker(), topic, pushtest.Set("a", "after"))
	}
	until(t, readers, has("after"))
	require.Greater(t, readers[0].At, before, "no number comes twice")
}

func TestARedisThatComesBackWithItsData(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	one, two := process(t, cluster.Options{}, server.Addr()), process(t, cluster.Options{}, server.Addr())
	readers := follow(t, one, "alone", "shared")
	var first uint64
	for _, topic := range []string{"alone", "shared"} {
		first = pushtest.Publish(t, two.Broker(), topic, pushtest.Set("a", "before"))
	}
	until(t, readers, has("before"))

	_ = connect(t, server.Addr()).ShutdownSave(t.Context()).Err() // it ends without an answer
	server.Stop()
	server.Start()
	for i := range 20 {
		for _, topic := range []string{"alone", "shared"} {
			insist(t, two.Broker(), topic, pushtest.Set("a", fmt.Sprint("after ", i)))
		}
	}
	until(t, readers, has("after 19"))
	for i, r := range readers {
		require.False(t, r.Lost, "reader %d", i)
		require.Len(t, r.Events, 21, "reader %d", i)
	}
	n := pushtest.Read(t, two.Broker(), "shared", first)
	require.Zero(t, n.Lost, "who comes late finds everything as well")
	require.Len(t, n.Events, 20)
	require.Greater(t, n.Events[0].Seq, first+1, "the numbers have leapt")
	require.Equal(t, n.Events[0].Seq+19, n.Last)
}

func TestAConnectionThatEndsLosesNothing(t *testing.T) {
	t.Parallel()
	b := single(t)
	client := connect(t, b.addrs...)
	one, two := process(t, cluster.Options{}, b.addrs...), process(t, cluster.Options{}, b.addrs...)
	readers := follow(t, one, "alone", "shared")
	for i := range 5 {
		require.Eventually(t, one.Hearing, patience, time.Millisecond)
		require.NoError(t, client.Do(t.Context(), "CLIENT", "KILL", "TYPE", "pubsub").Err())
		for _, topic := range []string{"alone", "shared"} {
			pushtest.Publish(t, two.Broker(), topic, pushtest.Set("a", fmt.Sprint(i)))
		}
		until(t, readers, func(r *pushtest.Reader) bool { return len(r.Events) == i+1 })
	}
	for _, r := range readers {
		require.False(t, r.Lost)
	}
}

// A connection may die without a word.
func TestAConnectionThatFallsSilentIsGivenUp(t *testing.T) {
	t.Parallel()
	b := single(t)
	way := newProxy(t, b.addrs[0])
	one, two := process(t, cluster.Options{}, way.addr()), process(t, cluster.Options{}, b.addrs...)
	readers := follow(t, one, "alone", "shared")
	require.Eventually(t, one.Hearing, patience, time.Millisecond)
	for _, topic := range []string{"alone", "shared"} {
		pushtest.Publish(t, two.Broker(), topic, pushtest.Set("a", "before"))
	}
	until(t, readers, has("before"))
	way.mute()
	for _, topic := range []string{"alone", "shared"} {
		pushtest.Publish(t, two.Broker(), topic, pushtest.Set("a", "1"))
	}
	until(t, readers, has("1"))
}

// go-redis sends a command again when the connection ends before the answer has come.
func TestAPublicationIsNotRepeated(t *testing.T) {
	t.Parallel()
	b := single(t)
	way := newProxy(t, b.addrs[0])
	c := process(t, cluster.Options{}, way.addr()).Broker()
	first := pushtest.Publish(t, c, "t", pushtest.Add("a", "first"))
	way.loseAnswerTo("lose me")
	seq := pushtest.Publish(t, c, "t", pushtest.Add("a", "lose me"))
	require.True(t, way.lost())
	require.Equal(t, first+1, seq)
	require.Equal(t, first+2, pushtest.Publish(t, c, "t", pushtest.Add("a", "last")))
	require.Equal(t, "1:a+=first 2:a+=lose me 3:a+=last", pushtest.Told(pushtest.Read(t, c, "t", 0), first-1))
}

// spoilt fails commands of a kind while it is on.
type spoilt struct {
	on     atomic.Bool
	failed atomic.Int64
}

func (s *spoilt) DialHook(next redis.DialHook) redis.DialHook { return next }
func (s *spoilt) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if s.on.Load() {
			s.failed.Add(1)
			cmd.SetErr(errors.New("spoilt"))
			return cmd.Err()
		}
		return next(ctx, cmd)
	}
}
func (s *spoilt) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		for _, cmd := range cmds {
			if s.on.Load() {
				s.failed.Add(1)
				cmd.SetErr(errors.New("spoilt"))
			}
		}
		if s.on.Load() {
			return errors.New("spoilt")
		}
		return next(ctx, cmds)
	}
}

func TestWhoCouldNotReadIsWokenAgain(t *testing.T) {
	t.Parallel()
	b := single(t)
	client := connect(t, b.addrs...)
	s := &spoilt{}
	client.(*redis.Client).AddHook(s)
	one := cluster.New(client, cluster.Options{Timeout: patience})
	defer one.Close()
	two := process(t, cluster.Options{}, b.addrs...)
	readers := follow(t, one, "alone", "shared")
	for _, topic := range []string{"alone", "shared"} {
		pushtest.Publish(t, two.Broker(), topic, pushtest.Set("a", "1"))
	}
	until(t, readers, has("1"))
	s.on.Store(true)
	for _, topic := range []string{"alone", "shared"} {
		pushtest.Publish(t, two.Broker(), topic, pushtest.Set("a", "2"))
	}
	for _, r := range readers {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		require.Error(t, r.Until(ctx, has("2")))
		cancel()
	}
	require.Positive(t, s.failed.Load())
	s.on.Store(false)
	until(t, readers, has("2"))
}

func TestANodeThatForgets(t *testing.T) {
	t.Parallel()
	servers := memotest.RedisCluster(t)
	one, two := process(t, cluster.Options{}, servers.Addrs()...), process(t, cluster.Options{}, servers.Addrs()...)
	client := connect(t, servers.Addrs()...).(*redis.ClusterClient)
	var readers []*pushtest.Reader
	var topics []string
	on := map[string]bool{} // of the nodes, the topics' own
	for i := range 12 {
		topic := fmt.Sprint("t", i)
		topics = append(topics, topic)
		node, err := client.MasterForKey(t.Context(), one.Keys(topic)[0])
		require.NoError(t, err)
		on[topic] = node.Options().Addr == servers.Nodes[0].Addr()
		readers = append(readers, pushtest.Follow(t, one.Broker(), topic, pushtest.Read(t, one.Broker(), topic, 0).Last))
		pushtest.Publish(t, two.Broker(), topic, pushtest.Set("a", "before"))
	}
	until(t, readers, has("before"))
	servers.Nodes[0].Stop()
	servers.Nodes[0].Start()
	servers.Await(t)
	for _, topic := range topics {
		insist(t, two.Broker(), topic, pushtest.Set("a", "after"))
	}
	until(t, readers, has("after"))
	lost := 0
	for i, r := range readers {
		require.Equal(t, on[topics[i]], r.Lost, topics[i])
		if r.Lost {
			lost++
		}
	}
	require.Positive(t, lost)
	require.Less(t, lost, len(readers))
}
