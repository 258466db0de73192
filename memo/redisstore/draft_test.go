package redisstore_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A large value comes before its script, which a server that was restarted does not know.
func TestDraft(t *testing.T) {
	t.Parallel()
	b := single(t)
	client, s := b.client(t), b.one(t)
	value := noise(100_000)
	names := func() []string {
		keys, err := client.Keys(t.Context(), "test1:[vlw]*").Result()
		require.NoError(t, err)
		return keys
	}
	for name, forget := range map[string]bool{"a server that knows the script": false, "one that does not": true} {
		for _, ttl := range []time.Duration{0, time.Hour} {
			for _, set := range []func() error{
				func() error { return s.SetTagged(t.Context(), "k", value, ttl, []string{"t"}) },
				func() error {
					l := lease(t, s, "k", time.Hour, "t")
					if forget {
						require.NoError(t, client.ScriptFlush(t.Context()).Err())
					}
					held, err := l.Set(t.Context(), value, ttl)
					require.True(t, held, name)
					return err
				},
			} {
				if forget {
					require.NoError(t, client.ScriptFlush(t.Context()).Err())
				}
				require.NoError(t, set(), name)
				present(t, s, "k", string(value))
				require.Equal(t, []string{s.ValueKey("k")}, names(), "no draft stays")
				left, err := client.PTTL(t.Context(), s.ValueKey("k")).Result()
				require.NoError(t, err)
				require.Equal(t, ttl == 0, left == -1)
				deleteTagged(t, s, "t", 1)
			}
		}
	}
}

func TestDraft_ofALostLeaseGoes(t *testing.T) {
	t.Parallel()
	b := single(t)
	client, s := b.client(t), b.one(t)
	l := lease(t, s, "k", time.Hour)
	require.NoError(t, s.Delete(t.Context(), "k"))
	held, err := l.Set(t.Context(), noise(100_000), time.Hour)
	require.NoError(t, err)
	require.False(t, held)
	n, err := client.DBSize(t.Context()).Result()
	require.NoError(t, err)
	require.Zero(t, n)
}
