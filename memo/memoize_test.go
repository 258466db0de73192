package memo_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// callbackOption is what dashi's root package looks for.
type callbackOption interface{ CallbackOption() }

var _ callbackOption = memo.Memoized{}

func TestCache_Memoize(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := closing(t, memo.New(memo.NewLRU(4))).Memoize(20 * time.Second)
		m.CallbackOption()
		require.Equal(t, 20*time.Second, m.TTL())
		for _, want := range []memo.Status{memo.Miss, memo.Hit, memo.Miss} {
			got, err := m.Do(t.Context(), key1, answer("v"))
			require.NoError(t, err)
			require.Equal(t, "v", string(got.Value))
			require.Equal(t, want, got.Status)
			time.Sleep(12 * time.Second)
		}
	})
}

func TestCache_Memoize_refuses(t *testing.T) {
	t.Parallel()
	c := memo.New(memo.NewLRU(4))
	require.PanicsWithValue(t, "memo: Memoize: the ttl must be positive, not 0s", func() { c.Memoize(0) })
	require.PanicsWithValue(t, "memo: Memoize: the ttl must be positive, not -1s", func() { c.Memoize(-time.Second) })
}

func TestMemoized_Claim(t *testing.T) {
	t.Parallel()
	c := memo.New(memo.NewLRU(4))
	claim := func(c *memo.Cache, name string) error {
		_, err := c.Memoize(time.Second).Claim(memo.Function{Name: name})
		return err
	}
	require.NoError(t, claim(c, "graph.figure"))
	require.NoError(t, claim(c, "other.figure"))
	require.EqualError(t, claim(c, "graph.figure"),
		`memo: the name "graph.figure" is taken on this cache: two different functions would share their keys and get each other's `+
			`results; give each a name of its own (memo.Policy.Name), or a cache of its own with another Options.Version`)
	require.EqualError(t, claim(c, ""), "memo: a memoized function needs a name")
	require.NoError(t, claim(memo.New(memo.NewLRU(4)), "graph.figure"), "another cache")
}

func TestLookComputesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cache := memo.New(memo.NewLRU(10))
		defer func() { require.NoError(t, cache.Close()) }()
		var user string
		m := cache.Memoize(time.Minute, memo.Policy{Stale: time.Minute}, memo.PerUser(func(context.Context) string { return user }))
		key := memo.Key{1}
		_, found, err := m.Look(t.Context(), key)
		require.NoError(t, err)
		require.False(t, found)
		_, err = m.Do(t.Context(), key, func(context.Context) (memo.Result, error) { return memo.Result{Value: []byte("v")}, nil })
		require.NoError(t, err)
		got, found, err := m.Look(t.Context(), key)
		require.NoError(t, err)
		require.True(t, found)
		require.Equal(t, memo.Answer{Value: []byte("v"), Status: memo.Hit, Fresh: time.Minute}, got)
		user = "another"
		_, found, _ = m.Look(t.Context(), key)
		require.False(t, found)
		user = ""
		time.Sleep(time.Minute)
		_, found, _ = m.Look(t.Context(), key)
		require.False(t, found, "it is stale")
		require.EqualValues(t, 1, cache.Stats().Hits)
	})
}

func TestMemoizedTellsWhoTheUserIs(t *testing.T) {
	t.Parallel()
	c := memo.New(memo.NewLRU(10))
	defer c.Close()
	user, err := c.Memoize(time.Hour).User(t.Context())
	require.NoError(t, err)
	require.Empty(t, user, "there is no PerUser")
	user, err = c.Memoize(time.Hour, memo.PerUser(func(context.Context) string { return "ann" })).User(t.Context())
	require.NoError(t, err)
	require.Equal(t, "ann", user)
	_, err = c.Memoize(time.Hour, memo.PerUser(func(context.Context) string { panic("oh") })).User(t.Context())
	require.ErrorContains(t, err, "PerUser")
}
