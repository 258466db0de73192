package memo_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

func TestForgetTag(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		calls := map[string]int{}
		compute := func(ctx context.Context, city string) (int, error) {
			calls[city]++
			return calls[city], errors.Join(memo.Tag(ctx, "city "+city), memo.Tag(ctx, "any", "country"))
		}
		f := memo.Func(c, time.Hour, compute, memo.Policy{Tags: []string{"weather", "any"}})
		g := memo.Func(c, time.Hour, func(context.Context, int) (int, error) { calls["g"]++; return 0, nil },
			memo.Policy{Name: "g", Tags: []string{"weather"}})
		all := func(want map[string]int) {
			t.Helper()
			clear(calls)
			for _, city := range []string{"Oslo", "Rome"} {
				_, err := f(t.Context(), city)
				require.NoError(t, err)
			}
			gets(t, 0, g, 1)
			require.Equal(t, want, calls)
		}
		tagged := func(want int, tags ...string) {
			t.Helper()
			n, err := c.ForgetTag(t.Context(), tags...)
			require.NoError(t, err)
			require.Equal(t, want, n)
		}
		all(map[string]int{"Oslo": 1, "Rome": 1, "g": 1})
		all(map[string]int{})
		tagged(1, "city Oslo")
		tagged(0, "city Oslo")
		all(map[string]int{"Oslo": 1})
		tagged(3, "weather")
		all(map[string]int{"Oslo": 1, "Rome": 1, "g": 1})
		tagged(2, "any", "country") // the second finds them gone
		all(map[string]int{"Oslo": 1, "Rome": 1})
		tagged(0, "city", "weathe", "func")
		tagged(0)
		all(map[string]int{})
	})
}

// Tags that users give are not taken for those that functions have.
func TestForgetTag_ofAFunction(t *testing.T) {
	t.Parallel()
	store := newTagging()
	c := closing(t, memo.New(store))
	f := memo.Wrap(c, time.Hour, named1)
	f(1)
	store.entries(func(map[string][]byte) {
		for _, tags := range store.tags {
			require.Len(t, tags, 1)
			require.True(t, strings.HasPrefix(tags[0], "func:"), tags[0])
		}
	})
	for _, tags := range store.tags {
		n, err := c.ForgetTag(t.Context(), tags...)
		require.NoError(t, err)
		require.Zero(t, n)
	}
}

func TestForgetTag_refuses(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(10)))
	f := memo.Func(c, time.Hour, func(ctx context.Context, tag string) (int, error) { return 1, memo.Tag(ctx, tag) },
		memo.Policy{Tags: []string{"t"}})
	gets(t, 1, f, "a")
	gets(t, 1, f, strings.Repeat("x", 996))
	for _, tag := range []string{"", strings.Repeat("x", 997)} {
		want := fmt.Sprintf("memo: a tag must have 1 to 996 bytes, %.40q has %d", tag, len(tag))
		_, err := c.ForgetTag(t.Context(), "t", tag)
		require.EqualError(t, err, want)
		_, err = f(t.Context(), tag)
		require.EqualError(t, err, want)
	}
	require.NoError(t, memo.Tag(t.Context(), "outside of a computation"))
	forgets(t, 2, c, f) // nothing went before what is wrong was seen
}

// Tags go to the lease of a store that processes share, and what fails there is the computation's error.
func TestTag_onAStoreWithLeases(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, members := newShared(1)
		c := closing(t, memo.New(members[0]))
		f := memo.Func(c, time.Hour, func(ctx context.Context, tag string) (int, error) {
			if tag == "down" {
				members[0].err = errDown
				defer func() { members[0].err = nil }()
			}
			return 1, memo.Tag(ctx, tag)
		}, memo.Policy{Tags: []string{"p"}})
		gets(t, 1, f, "t")
		stored := func(tag string) (n int) {
			members[0].on.mu.Lock()
			defer members[0].on.mu.Unlock()
			for _, e := range members[0].on.values {
				if slices.Contains(e.tags, tag) {
					n++
				}
			}
			return n
		}
		require.Equal(t, 1, stored("tag:t"))
		require.Equal(t, 1, stored("tag:p"))
		_, err := f(t.Context(), "down")
		require.EqualError(t, err, `memo: tag ["down"]: down`)
		require.ErrorIs(t, err, errDown)
	})
}
