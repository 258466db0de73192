package cluster_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/internal/push/pushtest"
	"github.com/dashi-go/dashi/memo/memotest"
)

// A snapshot that is older than what was heard.
func TestARedisThatComesBackFromThePast(t *testing.T) {
	t.Parallel()
	for _, known := range []bool{true, false} {
		t.Run(fmt.Sprintf("known=%v", known), func(t *testing.T) {
			t.Parallel()
			server := memotest.Redis(t)
			publisher := process(t, cluster.Options{}, server.Addr())
			kept := pushtest.Publish(t, publisher.Broker(), "t", pushtest.Set("a", "kept"))
			require.NoError(t, connect(t, server.Addr()).Save(t.Context()).Err())
			heard := kept
			for range 5 {
				heard = pushtest.Publish(t, publisher.Broker(), "t", pushtest.Set("a", "gone"))
			}
			server.Stop()
			server.Start()

			other := publisher
			if !known { // the process that knew of the events is gone as well
				other = process(t, cluster.Options{}, server.Addr())
			}
			next := insist(t, other.Broker(), "t", pushtest.Set("b", "new"))
			require.Greater(t, next, heard, "no number comes twice")
			for range 10 {
				pushtest.Publish(t, other.Broker(), "t", pushtest.Set("b", "new"))
			}
			n := pushtest.Read(t, other.Broker(), "t", heard)
			require.NotZero(t, n.Lost, "what was heard is not known any more")
			require.Len(t, n.Events, 11, "what there is comes all the same, and nothing twice")
			require.Zero(t, pushtest.Read(t, other.Broker(), "t", next).Lost)
			if known {
				require.NotZero(t, pushtest.Read(t, other.Broker(), "t", kept).Lost, "who has not heard what is gone is told as well")
				fresh := process(t, cluster.Options{}, server.Addr())
				require.NotZero(t, pushtest.Read(t, fresh.Broker(), "t", kept).Lost, "by every process")
			}
		})
	}
}

func TestAReaderTellsThatRedisIsOfThePast(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	one, two := process(t, cluster.Options{}, server.Addr()).Broker(), process(t, cluster.Options{}, server.Addr()).Broker()
	kept := pushtest.Publish(t, one, "t", pushtest.Set("a", "kept"))
	require.NoError(t, connect(t, server.Addr()).Save(t.Context()).Err())
	pushtest.Publish(t, one, "t", pushtest.Set("a", "gone"))
	server.Stop()
	server.Start()
	require.Zero(t, pushtest.Read(t, two, "t", kept).Lost, "this one knows of nothing")
	n := pushtest.Read(t, one, "t", kept)
	require.NotZero(t, n.Lost)
	require.Equal(t, n.Lost, pushtest.Read(t, two, "t", kept).Lost)
	require.Equal(t, n.Last, n.Lost, "where who was told of the loss stands")
	late := pushtest.Read(t, two, "t", kept-1)
	require.Len(t, late.Events, 2)
	require.Equal(t, n.Last, late.Events[1].Seq, "and who has heard something besides")
	require.Zero(t, pushtest.Read(t, two, "t", n.Last).Lost, "it is told once")
	next := pushtest.Publish(t, two, "t", pushtest.Set("a", "new"))
	require.Equal(t, []any{next, uint64(0)}, []any{pushtest.Read(t, one, "t", n.Last).Last, pushtest.Read(t, one, "t", n.Last).Lost})
}

func TestWhatIsEvictedIsSaidToBeLost(t *testing.T) {
	t.Parallel()
	b := single(t)
	client := connect(t, b.addrs...)
	for i, what := range []string{"numbers", "window", "rest", "sums"} {
		c := process(t, cluster.Options{Prefix: what, Events: 2, Properties: 2}, b.addrs...)
		at := pushtest.Read(t, c.Broker(), "t", 0).Last
		for _, id := range []string{"a", "b", "c", "d"} {
			pushtest.Publish(t, c.Broker(), "t", pushtest.Set(id, "1"))
		}
		require.Zero(t, pushtest.Read(t, c.Broker(), "t", at).Lost, what)
		require.NoError(t, client.Del(t.Context(), c.Keys("t")[i]).Err())
		// Of a topic whose numbers are gone a process that has never had to do with it cannot tell; one that has, can.
		require.NotZero(t, pushtest.Read(t, c.Broker(), "t", at+1).Lost, what)
		pushtest.Publish(t, c.Broker(), "t", pushtest.Set("e", "1"))
		if what == "numbers" {
			require.EqualValues(t, 1, client.XLen(t.Context(), c.Keys("t")[1]).Val(), "what is new is in the window, and nothing of before")
		}
		require.NotZero(t, pushtest.Read(t, c.Broker(), "t", at+1).Lost, what)
		n := pushtest.Read(t, c.Broker(), "t", 0)
		pushtest.Publish(t, c.Broker(), "t", pushtest.Set("f", "1"))
		after := pushtest.Read(t, c.Broker(), "t", n.Last)
		require.Zero(t, after.Lost, what)
		require.Len(t, after.Events, 1, what)
	}
}
