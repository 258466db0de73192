package memo_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// A function without arguments has one result, which any store can forget.
func TestForget_withoutArgumentsNeedsNoTagger(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(newFake()))
	calls := 0
	f := memo.Wrap(c, time.Hour, func() int { calls++; return calls })
	require.Equal(t, 1, f())
	forgets(t, 1, c, f)
	require.Equal(t, 2, f())
}

func TestForget_storesThatCannot(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		store memo.Store
		want  string
	}{
		"no Tagger": {newFake(), "memo: a *memo_test.fake cannot find results by tag or function: it is no memo.Tagger"},
		"behind a copy": {memo.NewTiered(memo.NewLRU(4), newFake()),
			"memo: a Tiered on a *memo_test.fake: tags: unsupported operation"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := closing(t, memo.New(tc.store))
			calls := 0
			f := memo.Wrap(c, time.Hour, func(int) int { calls++; return calls },
				memo.Policy{Name: "f", Tags: []string{"t"}})
			require.Equal(t, 1, f(1))
			require.Equal(t, 1, f(1), "tags that cannot be kept are no reason not to store")
			_, err := c.Forget(t.Context(), f)
			require.EqualError(t, err, "memo: forget f: "+tc.want)
			_, err = c.ForgetTag(t.Context(), "t")
			require.EqualError(t, err, `memo: forget tag "t": `+tc.want)
			forgets(t, 1, c, f, 1) // single results can be forgotten
			require.Equal(t, 2, f(1))
		})
	}
}

func TestForget_failingStore(t *testing.T) {
	t.Parallel()
	store := newTagging()
	c := closing(t, memo.New(store))
	f := memo.Wrap(c, time.Hour, named1, memo.Policy{Name: "f", Tags: []string{"t", "u"}})
	f(1)
	store.fail = errDown
	store.delete = func(context.Context, string) error { return errDown }
	_, err := c.Forget(t.Context(), f)
	require.EqualError(t, err, "memo: forget f: down")
	require.ErrorIs(t, err, errDown)
	n, err := c.Forget(t.Context(), f, 1)
	require.EqualError(t, err, "memo: forget f: down")
	require.Zero(t, n)
	_, err = c.ForgetTag(t.Context(), "t", "u")
	require.EqualError(t, err, "memo: forget tag \"t\": down\nmemo: forget tag \"u\": down")
	_, err = c.ForgetKey(t.Context(), key1)
	require.ErrorIs(t, err, errDown)
}

func TestForgetKey_counts(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		_, _, err := c.Do(t.Context(), key1, time.Minute, answer("v"))
		require.NoError(t, err)
		for _, want := range []int{1, 0} {
			n, err := c.ForgetKey(t.Context(), key1)
			require.NoError(t, err)
			require.Equal(t, want, n)
		}
		_, _, err = c.Do(t.Context(), key1, time.Minute, answer("v"))
		require.NoError(t, err)
		time.Sleep(time.Minute)
		n, err := c.ForgetKey(t.Context(), key1)
		require.NoError(t, err)
		require.Zero(t, n, "it had expired")
	})
}

func TestForget_perUser(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		var n tally
		c := closing(t, memo.New(store))
		f := memo.Func(c, time.Hour, n.compute, memo.PerUser(userOf))
		ann, bob := asUser(t, "Ann"), asUser(t, "Bob")
		fill := func() {
			for _, ctx := range []context.Context{ann, bob} {
				_, err := f(ctx, "a")
				require.NoError(t, err)
			}
		}
		fill()
		got, err := c.Forget(ann, f, "a")
		require.NoError(t, err)
		require.Equal(t, 1, got)
		fill()
		require.Equal(t, 3, n.count(), "Bob's is still there")
		forgets(t, 2, c, f) // everyone's
	})
}

func TestForget_claimed(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		fn := func(int) int { return 0 }
		m := claimed(t, c.Memoize(time.Hour, memo.Policy{Tags: []string{"t"}}), "graph.figure", fn)
		for i := range 3 {
			_, err := m.Do(t.Context(), claimedKey(i), answer("v"))
			require.NoError(t, err)
		}
		forgets(t, 1, c, fn, 1)
		forgets(t, 2, c, fn)
		_, err := c.Forget(t.Context(), fn, 1, 2)
		require.EqualError(t, err, "memo: Forget: graph.figure takes 1 arguments besides a context, not 2")
		_, err = c.Forget(t.Context(), fn, "x")
		require.EqualError(t, err, "memo: forget graph.figure: want an int, not x")
		_, err = c.Forget(t.Context(), fn, nil)
		var panicked *memo.PanicError
		require.ErrorAs(t, err, &panicked, "what the callback does wrong is an error")
	})
}

// claimed makes a Memoized of a function of one int, as a callback would.
func claimed(t *testing.T, m memo.Memoized, name string, fn any) memo.Memoized {
	t.Helper()
	own, err := m.Claim(memo.Function{
		Name: name, Func: fn, Params: 1,
		Key: func(_ context.Context, args []any) (memo.Key, error) {
			if args[0] == nil {
				panic("nil")
			}
			n, ok := args[0].(int)
			if !ok {
				return memo.Key{}, fmt.Errorf("want an int, not %v", args[0])
			}
			return claimedKey(n), nil
		},
		Do: func(_ context.Context, args []any) (memo.Result, error) {
			return memo.Result{Value: fmt.Append(nil, "warm ", args[0])}, nil
		},
	})
	require.NoError(t, err)
	return own
}

func claimedKey(n int) memo.Key { return memo.Key{9, byte(n)} }

func TestOriginal(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(10)))
	type loader func(context.Context, int) (int, error)
	calls := 0
	byFunc := memo.Func(c, time.Hour, loader(func(context.Context, int) (int, error) { calls++; return calls, nil }))
	byWrap := memo.Wrap(c, time.Hour, func(...int) int { calls++; return calls })
	for range 2 {
		gets(t, 1, byFunc, 0)
		require.Equal(t, 2, byWrap())
	}
	require.Equal(t, 3, memo.Original(c, byWrap)())
	gets(t, 4, memo.Original(c, byFunc), 0)
	gets(t, 5, memo.Original(c, memo.Original(c, byFunc)), 0)
	require.PanicsWithValue(t, "memo: Original: github.com/dashi-go/dashi/memo_test.named1 is not memoized on this cache; want a function "+
		"that Func or Wrap returned or was given, or that a memoized callback was given, and of methods the same value",
		func() { memo.Original(c, named1) })
	require.PanicsWithValue(t, "memo: Original: want a function, not a int", func() { memo.Original(c, 1) })
}
