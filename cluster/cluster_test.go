package cluster_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/internal/push/pushtest"
)

func TestNew_refuses(t *testing.T) {
	t.Parallel()
	client := connect(t, "127.0.0.1:1")
	require.PanicsWithValue(t, "cluster: New: the client is nil", func() { cluster.New(nil) })
	ring := redis.NewRing(&redis.RingOptions{})
	defer ring.Close()
	require.PanicsWithValue(t, "cluster: New: the client is a *redis.Ring, expected one of a single server, Sentinel or Cluster", func() { cluster.New(ring) })
	for _, c := range []struct {
		want string
		o    cluster.Options
	}{
		{"Timeout is negative: -1", cluster.Options{Timeout: -1}},
		{"Events is negative: -1", cluster.Options{Events: -1}},
		{"Bytes is negative: -1", cluster.Options{Bytes: -1}},
		{"Properties is negative: -1", cluster.Options{Properties: -1}},
		{"Idle is negative: -1", cluster.Options{Idle: -1}},
		{"Remember is negative: -1", cluster.Options{Remember: -1}},
		{"Remember is 1m0s, expected Idle, 5m0s, or more", cluster.Options{Remember: time.Minute}},
		{`Prefix "a{" has a brace, which would choose the cluster's slot`, cluster.Options{Prefix: "a{"}},
	} {
		require.PanicsWithValue(t, "cluster: New: "+c.want, func() { cluster.New(client, c.o) })
	}
	require.PanicsWithValue(t, "cluster: New: 2 Options given, at most one is used", func() { cluster.New(client, cluster.Options{}, cluster.Options{}) })
	require.NotPanics(t, func() { cluster.New(client, cluster.Options{Idle: 2 * time.Hour}) })
}

func TestEverythingInRedisExpires(t *testing.T) {
	t.Parallel()
	b := single(t)
	c := process(t, cluster.Options{Prefix: "p:", Events: 1, Properties: 1}, b.addrs...)
	for i := range 5 {
		topic := fmt.Sprint("t", i)
		pushtest.Read(t, c.Broker(), topic, 0)
		for _, id := range []string{"a", "b", "c"} {
			pushtest.Publish(t, c.Broker(), topic, pushtest.Set(id, "1"))
		}
	}
	pushtest.Read(t, c.Broker(), "only read", 0)
	client := connect(t, b.addrs...)
	keys, err := client.Keys(t.Context(), "*").Result()
	require.NoError(t, err)
	for _, key := range keys {
		require.Regexp(t, `^p:[msrpob]\{\d+\}`, key)
		left, err := client.PTTL(t.Context(), key).Result()
		require.NoError(t, err)
		require.Positive(t, left, key)
		require.LessOrEqual(t, left, 2*cluster.DefaultRemember, key)
	}
	require.Len(t, keys, 5*5+6, "five of each topic, and one of each slot")
}

func TestTopicsThatNobodyHearsAreForgotten(t *testing.T) {
	t.Parallel()
	b := single(t)
	c := process(t, cluster.Options{Events: 1, Idle: 50 * time.Millisecond, Remember: time.Hour}, b.addrs...).Broker()
	pushtest.Publish(t, c, "t", pushtest.Set("a", "1"))
	last := pushtest.Publish(t, c, "t", pushtest.Set("b", "1"))
	require.Eventually(t, func() bool { return len(pushtest.Read(t, c, "t", 0).Events) == 0 }, patience, 10*time.Millisecond)
	require.Equal(t, last, pushtest.Read(t, c, "t", last-1).Lost)
	require.Equal(t, last, pushtest.Read(t, c, "t", 0).Lost)
	n := pushtest.Read(t, c, "t", last)
	require.Zero(t, n.Lost, "who has heard all has lost nothing")
	require.Equal(t, last, n.Last)
	require.Equal(t, last+1, pushtest.Publish(t, c, "t", pushtest.Set("a", "2")), "numbers go on")
	require.Zero(t, pushtest.Read(t, c, "t", last).Lost)
	require.Equal(t, last, pushtest.Read(t, c, "t", last-1).Lost)
}

func TestTopicsThatAreWatchedStay(t *testing.T) {
	t.Parallel()
	b := single(t)
	c := process(t, cluster.Options{Idle: 3 * time.Second, Events: 1}, b.addrs...)
	client := connect(t, b.addrs...)
	for _, topic := range []string{"watched", "alone"} {
		for range 2 {
			pushtest.Publish(t, c.Broker(), topic, pushtest.Set("a", "1"))
		}
		for _, key := range c.Keys(topic)[:5] {
			require.NoError(t, client.Persist(t.Context(), key).Err())
		}
	}
	defer c.Broker().Watch("watched", func() {})()
	defer c.Broker().Watch("quiet", func() {})()
	for i, key := range c.Keys("watched")[:5] {
		require.Eventually(t, func() bool { return client.PTTL(t.Context(), key).Val() > 0 }, patience, 10*time.Millisecond, "key %d", i)
	}
	require.EqualValues(t, -1, client.PTTL(t.Context(), c.Keys("alone")[1]).Val(), "not touched")
	require.Eventually(t, func() bool { return client.Exists(t.Context(), c.Keys("quiet")[0]).Val() == 1 }, patience, 10*time.Millisecond,
		"a topic of which nothing is known yet has its numbers kept, or those who wait would be told of a loss some day")
}

func TestWhoStandsInAQuietTopicLosesNothing(t *testing.T) {
	t.Parallel()
	b := single(t)
	one, two := process(t, cluster.Options{}, b.addrs...).Broker(), process(t, cluster.Options{}, b.addrs...).Broker()
	at := pushtest.Read(t, one, "t", 0).Last
	quiet := pushtest.Read(t, one, "t", at)
	require.Zero(t, quiet.Lost)
	require.Empty(t, quiet.Events)
	pushtest.Publish(t, two, "t", pushtest.Set("a", "1"))
	n := pushtest.Read(t, one, "t", at)
	require.Zero(t, n.Lost)
	require.Len(t, n.Events, 1)
}

func TestWhatIsOlderThanRedisRemembersIsSaidToBeLost(t *testing.T) {
	t.Parallel()
	b := single(t)
	c := process(t, cluster.Options{Idle: 20 * time.Millisecond, Remember: 20 * time.Millisecond}, b.addrs...).Broker()
	at := pushtest.Publish(t, c, "t", pushtest.Set("a", "1"))
	require.Eventually(t, func() bool { return pushtest.Read(t, c, "t", at).Lost != 0 }, patience, 5*time.Millisecond)
	pushtest.Publish(t, c, "t", pushtest.Set("a", "2"))
	require.NotZero(t, pushtest.Read(t, c, "t", at).Lost)
}

func TestNumbersOfManyProcessesAreOneRow(t *testing.T) {
	t.Parallel()
	const processes, publishers, each = 3, 3, 40
	b := single(t)
	var mu sync.Mutex
	var all []uint64
	var wg sync.WaitGroup
	for range processes {
		c := process(t, cluster.Options{}, b.addrs...).Broker()
		for range publishers {
			wg.Go(func() {
				var before uint64
				for range each {
					seq, err := c.Publish(t.Context(), "t", pushtest.Set("a", "1"))
					if err != nil || seq <= before {
						t.Errorf("%d after %d, error %v", seq, before, err)
					}
					before = seq
					mu.Lock()
					all = append(all, seq)
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	slices.Sort(all)
	require.Len(t, all, processes*publishers*each)
	for i, seq := range all {
		require.Equal(t, all[0]+uint64(i), seq)
	}
}

func TestARedisThatTellsNothingOfItselfWillDo(t *testing.T) {
	t.Parallel()
	b := single(t)
	require.NoError(t, connect(t, b.addrs...).Do(t.Context(), "ACL", "SETUSER", "app", "on", ">secret", "~*", "&*", "+@all", "-info").Err())
	client := redis.NewClient(&redis.Options{Addr: b.addrs[0], Username: "app", Password: "secret"})
	defer client.Close()
	require.Error(t, client.Info(t.Context()).Err())
	c := cluster.New(client, cluster.Options{Timeout: patience})
	defer c.Close()
	first := pushtest.Publish(t, c.Broker(), "t", pushtest.Set("a", "1"))
	require.Equal(t, first+1, pushtest.Publish(t, c.Broker(), "t", pushtest.Set("a", "2")))
	require.Len(t, pushtest.Read(t, c.Broker(), "t", 0).Events, 2)
}

func TestAClosedClusterAnswersSo(t *testing.T) {
	t.Parallel()
	b := single(t)
	c := cluster.New(connect(t, b.addrs...), cluster.Options{Timeout: patience})
	broker := c.Broker()
	stop := broker.Watch("t", func() {})
	require.Eventually(t, c.Hearing, patience, time.Millisecond)
	pushtest.Publish(t, broker, "t", pushtest.Set("a", "1"))
	require.NoError(t, c.Close())
	require.NoError(t, c.Close())
	require.Zero(t, c.Held())
	_, err := broker.Publish(t.Context(), "t", pushtest.Set("a", "1"))
	require.ErrorIs(t, err, push.ErrClosed)
	_, err = broker.Read(t.Context(), "t", 0)
	require.ErrorIs(t, err, push.ErrClosed)
	_, err = broker.Last(t.Context(), "t")
	require.ErrorIs(t, err, push.ErrClosed)
	broker.Watch("t", func() { t.Error("woken after Close") })()
	stop()
	require.NoError(t, cluster.New(connect(t, b.addrs...)).Close(), "one that never listened")
}

func TestOneThatNeverReachesRedisCloses(t *testing.T) {
	t.Parallel()
	c := cluster.New(connect(t, "127.0.0.1:1"))
	defer c.Broker().Watch("t", func() {})()
	_, err := c.Broker().Read(t.Context(), "t", 0)
	require.ErrorContains(t, err, `cluster: read "t": `)
	require.NoError(t, c.Close())
}

func TestWatchersLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	b := single(t)
	c := process(t, cluster.Options{}, b.addrs...)
	var stops []func()
	for i := range 50 {
		for range 3 {
			stop := c.Broker().Watch(fmt.Sprint("t", i), func() {})
			stops = append(stops, stop)
		}
		pushtest.Publish(t, c.Broker(), fmt.Sprint("t", i), pushtest.Set("a", "1"))
	}
	require.GreaterOrEqual(t, c.Held(), 50)
	for _, stop := range stops {
		stop()
	}
	require.Zero(t, c.Held())
}

func TestMarksAreBounded(t *testing.T) {
	t.Parallel()
	c := process(t, cluster.Options{}, "127.0.0.1:1")
	require.EqualValues(t, 7, c.Mark("t", 7))
	require.EqualValues(t, 7, c.Mark("t", 3), "the highest stays")
	for i := range cluster.MaxMarks {
		c.Mark(fmt.Sprint(i), 1)
	}
	require.EqualValues(t, 7, c.Known("t"))
	for i := range cluster.MaxMarks {
		c.Mark(fmt.Sprint("more", i), 1)
	}
	require.Zero(t, c.Known("t"))
}
