package redisstore_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// asked counts the commands of a name that a client has had answered.
type asked struct {
	name string
	n    atomic.Int64
}

func (a *asked) DialHook(next redis.DialHook) redis.DialHook { return next }
func (a *asked) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		if cmd.Name() == a.name {
			a.n.Add(1)
		}
		return err
	}
}
func (a *asked) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// One look at the lease, then silence until the message comes.
func TestAwait_isWokenByAMessage(t *testing.T) {
	t.Parallel()
	b := single(t)
	client := b.client(t)
	looks := &asked{name: "pttl"}
	client.AddHook(looks)
	s, other := patient(client, "p:"), patient(b.client(t), "p:")
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	for _, end := range []string{"end", "set", "delete"} {
		l := lease(t, other, "k", time.Hour)
		before := looks.n.Load()
		ended := await(t, s, "k")
		require.Eventually(t, func() bool { return looks.n.Load() > before }, patience, time.Millisecond)
		require.NoError(t, other.Set(t.Context(), "another key", nil, 0))
		select {
		case err := <-ended:
			require.NoError(t, err)
			t.Log("woken early: the connection was lost on a loaded machine")
		case <-time.After(300 * time.Millisecond):
		}
		var err error
		switch end {
		case "end":
			err = l.End(t.Context())
		case "set":
			_, err = l.Set(t.Context(), nil, 0)
		case "delete":
			err = other.Delete(t.Context(), "k")
		}
		require.NoError(t, err)
		awaited(t, ended)
		require.Equal(t, before+1, looks.n.Load(), "looks at the lease")
	}
}

// A lost connection may have lost the message.
func TestAwait_returnsWhenTheConnectionIsLost(t *testing.T) {
	t.Parallel()
	b := single(t)
	client := b.client(t)
	s := patient(b.client(t), "p:")
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	lease(t, s, "k", time.Hour)
	ended := await(t, s, "k")
	subscribed(t, client, "p:")
	require.NoError(t, client.Do(t.Context(), "CLIENT", "KILL", "TYPE", "pubsub").Err())
	awaited(t, ended)
}

// subscribed returns when somebody listens.
func subscribed(t *testing.T, client redis.UniversalClient, prefix string) {
	t.Helper()
	require.Eventually(t, func() bool {
		n, err := client.PubSubNumSub(t.Context(), prefix+"changes").Result()
		return err == nil && n[prefix+"changes"] > 0
	}, patience, 5*time.Millisecond)
}
