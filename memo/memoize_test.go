package memo_test

import (
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
