package memo_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// A private result is its caller's; the others, who waited in vain, compute their own.
func TestResult_Private(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		for round := range 2 {
			var group sync.WaitGroup
			var calls, running, most atomic.Int64
			for i := range 20 {
				group.Go(func() {
					mine := fmt.Sprint("of ", round, i)
					value, status, err := c.Do(t.Context(), key1, 0, func(context.Context) (memo.Result, error) {
						calls.Add(1)
						raise(&most, int(running.Add(1)))
						defer running.Add(-1)
						time.Sleep(time.Second)
						return memo.Result{Value: []byte(mine), Private: true}, nil
					})
					if err != nil || string(value) != mine || status != memo.Miss {
						t.Errorf("got %q %v %v, want %q", value, status, err, mine)
					}
				})
			}
			start := time.Now()
			group.Wait()
			require.Equal(t, 2*time.Second, time.Since(start), "first one, then all the others side by side")
			require.Equal(t, int64(20), calls.Load())
			require.Equal(t, int64(19), most.Load())
		}
		n, err := c.ForgetKey(t.Context(), key1)
		require.NoError(t, err)
		require.Zero(t, n, "nothing of it was stored")
		require.Equal(t, uint64(40), c.Stats().Misses)
	})
}

// Only this result was private: what another caller may share is stored as ever.
func TestResult_Private_andThenNot(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		c := closing(t, memo.New(store))
		own := func(context.Context) (memo.Result, error) {
			time.Sleep(time.Second)
			return memo.Result{Value: []byte("own"), Private: true}, nil
		}
		first := async(t, c, key1, own)
		second := async(t, c, key1, answer("all's"))
		require.Equal(t, "own miss", <-first)
		require.Equal(t, "all's miss", <-second)
		require.Equal(t, "all's miss", <-async(t, c, key1, answer("all's")), "who computed alone did not store")
		require.Equal(t, "all's hit", <-async(t, c, key1, answer("all's")))
	})
}

// A private failure says nothing of the others' computations.
func TestResult_Private_error(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		m := closing(t, memo.New(store)).Memoize(time.Minute, memo.Policy{Errors: time.Hour})
		out := make(chan error, 1)
		go func() {
			_, err := m.Do(context.Background(), key1, func(context.Context) (memo.Result, error) {
				time.Sleep(time.Second)
				return memo.Result{Private: true}, errWrong
			})
			out <- err
		}()
		synctest.Wait()
		a, err := m.Do(t.Context(), key1, answer("v"))
		require.NoError(t, err)
		require.Equal(t, "v", string(a.Value))
		require.LessOrEqual(t, a.Fresh, time.Duration(0), "it was not stored")
		require.ErrorIs(t, <-out, errWrong)
		a, err = m.Do(t.Context(), key1, answer("v"))
		require.NoError(t, err)
		require.Equal(t, memo.Miss, a.Status)
		require.Equal(t, time.Minute, a.Fresh)
	})
}

// A refresh has no caller that a private result could be for.
func TestResult_Private_ofARefresh(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, store memo.Store) {
		m := closing(t, memo.New(store)).Memoize(time.Minute, memo.Policy{Stale: time.Minute})
		_, err := m.Do(t.Context(), key1, answer("old"))
		require.NoError(t, err)
		time.Sleep(time.Minute)
		for range 2 {
			a, err := m.Do(t.Context(), key1, func(context.Context) (memo.Result, error) {
				return memo.Result{Value: []byte("Ann's"), Private: true}, nil
			})
			require.NoError(t, err)
			require.Equal(t, "old stale", string(a.Value)+" "+a.Status.String())
			synctest.Wait()
		}
	})
}
