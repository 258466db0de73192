package memo_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// What is being computed at that moment reaches those who wait, and nobody else.
func TestForget_whileComputing(t *testing.T) {
	t.Parallel()
	type forgetting func(c *memo.Cache, f, given any) (int, error)
	background := context.Background()
	for name, forget := range map[string]forgetting{
		"by function":       func(c *memo.Cache, f, _ any) (int, error) { return c.Forget(background, f) },
		"by what was given": func(c *memo.Cache, _, given any) (int, error) { return c.Forget(background, given) },
		"by arguments":      func(c *memo.Cache, f, _ any) (int, error) { return c.Forget(background, f, "a") },
		"by policy's tag":   func(c *memo.Cache, _, _ any) (int, error) { return c.ForgetTag(background, "policy") },
		"by tag inside":     func(c *memo.Cache, _, _ any) (int, error) { return c.ForgetTag(background, "inside") },
		"all":               func(c *memo.Cache, _, _ any) (int, error) { return c.Clear(background) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyStore(t, func(t *testing.T, store memo.Store) {
				c := closing(t, memo.New(store))
				release, calls := make(chan struct{}), 0
				compute := func(ctx context.Context, _ string) (int, error) {
					calls++
					mine := calls
					if err := memo.Tag(ctx, "inside"); err != nil {
						return 0, err
					}
					<-release
					return mine, nil
				}
				f := memo.Func(c, time.Hour, compute, memo.Policy{Tags: []string{"policy"}})
				ask := func() <-chan int {
					out := make(chan int, 1)
					go func() { got, _ := f(background, "a"); out <- got }()
					synctest.Wait()
					return out
				}
				before := ask()
				n, err := forget(c, f, compute)
				require.NoError(t, err)
				require.Zero(t, n, "nothing was stored yet")
				after := ask()
				require.Equal(t, 2, calls, "what comes after does not join")
				close(release)
				require.Equal(t, 1, <-before)
				require.Equal(t, 2, <-after)
				gets(t, 2, f, "a")
				n, err = forget(c, f, compute)
				require.NoError(t, err)
				require.Equal(t, 1, n)
			})
		})
	}
}

// A computation that goes by another name is left alone.
func TestForget_whileComputingSomethingElse(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		n := tally{takes: time.Second}
		f := memo.Func(c, time.Hour, n.compute, memo.Policy{Tags: []string{"t"}})
		other := memo.Func(c, time.Hour, func(context.Context, int) (int, error) { return 0, nil })
		go func() { _, _ = f(context.Background(), "a") }()
		synctest.Wait()
		forgets(t, 0, c, other)
		forgets(t, 0, c, f, "b")
		_, err := c.ForgetTag(t.Context(), "u")
		require.NoError(t, err)
		_, err = c.ForgetKey(t.Context(), key1)
		require.NoError(t, err)
		gets(t, 1, f, "a")
		atOnce(t, 1, f, "a")
	})
}

// A refresh in the background is forgotten like any other computation.
func TestForget_whileRefreshing(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		n := tally{takes: time.Second}
		f := memo.Func(c, time.Minute, n.compute, memo.Policy{Stale: time.Hour})
		gets(t, 1, f, "a")
		time.Sleep(time.Minute)
		atOnce(t, 1, f, "a")
		synctest.Wait()
		forgets(t, 1, c, f)
		gets(t, 3, f, "a")
		require.Equal(t, 3, n.count())
	})
}
