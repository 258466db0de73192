package memo_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// work computes for a second, counting, unless its context ends.
func work(n *atomic.Int64) func(context.Context) (memo.Result, error) {
	return func(ctx context.Context) (memo.Result, error) {
		i := n.Add(1)
		select {
		case <-time.After(time.Second):
			return memo.Result{Value: fmt.Append(nil, "v", i)}, nil
		case <-ctx.Done():
			return memo.Result{}, fmt.Errorf("work: %w", ctx.Err())
		}
	}
}

func TestFlight_oneComputationPerKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(4)))
		var n, other atomic.Int64
		outs := []<-chan string{}
		for range 10 {
			outs = append(outs, async(t, c, key1, work(&n)))
		}
		apart := async(t, c, key2, work(&other))
		require.Equal(t, "v1 miss", <-outs[0])
		for _, out := range outs[1:] {
			require.Equal(t, "v1 wait", <-out)
		}
		require.Equal(t, "v1 miss", <-apart)
		require.Equal(t, int64(1), n.Load())
		require.Equal(t, counts{Misses: 2, Waits: 9}, counted(c))
	})
}

func TestFlight_errorsReachAllWaiters(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(4)))
		fail := func(context.Context) (memo.Result, error) {
			time.Sleep(time.Second)
			return memo.Result{}, errors.New("wrong")
		}
		one, two := async(t, c, key1, fail), async(t, c, key1, fail)
		require.Equal(t, "wrong", <-one)
		require.Equal(t, "wrong", <-two)
		require.Equal(t, "v miss", <-async(t, c, key1, answer("v")))
	})
}

func TestFlight_panicsReachAllWaiters(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(4)))
		cause := errors.New("cause")
		boom := func(context.Context) (memo.Result, error) {
			time.Sleep(time.Second)
			panic(cause)
		}
		shared := async(t, c, key1, boom)
		_, _, err := c.Do(t.Context(), key1, 0, boom)
		var panicked *memo.PanicError
		require.ErrorAs(t, err, &panicked)
		require.Equal(t, cause, panicked.Value)
		require.ErrorIs(t, err, cause, "a panic with an error wraps it")
		require.Contains(t, string(panicked.Stack), "TestFlight_panicsReachAllWaiters", "the stack leads to the panic")
		require.EqualError(t, err, "memo: panic: cause")
		require.Equal(t, "memo: panic: cause", <-shared)
		require.Equal(t, "v miss", <-async(t, c, key1, answer("v")))
	})
}

func TestFlight_goexitFreesAllWaiters(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(4)))
		exit := func(context.Context) (memo.Result, error) {
			time.Sleep(time.Second)
			runtime.Goexit()
			return memo.Result{}, nil
		}
		one, two := async(t, c, key1, exit), async(t, c, key1, exit)
		require.Equal(t, "memo: the computation called runtime.Goexit", <-one)
		require.Equal(t, "memo: the computation called runtime.Goexit", <-two)
		require.Equal(t, "v miss", <-async(t, c, key1, answer("v")))
	})
}

// The first caller goes at once; the work goes on for the second.
func TestFlight_aCallerLeavesAndTheWorkGoesOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(4)))
		var n atomic.Int64
		ctx, cancel := context.WithCancel(t.Context())
		first := asyncCtx(t, ctx, c, key1, work(&n))
		second := async(t, c, key1, work(&n))
		start := time.Now()
		cancel()
		require.Equal(t, "context canceled", <-first)
		require.Zero(t, time.Since(start))
		require.Equal(t, "v1 wait", <-second)
		require.Equal(t, int64(1), n.Load())
	})
}

func TestFlight_deadlineOfTheFirstCallerIsItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(4)))
		type name struct{}
		ctx, cancel := context.WithTimeout(context.WithValue(t.Context(), name{}, "Ada"), 100*time.Millisecond)
		defer cancel()
		compute := func(ctx context.Context) (memo.Result, error) {
			_, limited := ctx.Deadline()
			time.Sleep(time.Second)
			return memo.Result{Value: fmt.Appendf(nil, "%v %v", ctx.Value(name{}), limited)}, ctx.Err()
		}
		first := asyncCtx(t, ctx, c, key1, compute)
		second := async(t, c, key1, compute)
		require.Equal(t, "context deadline exceeded", <-first)
		require.Equal(t, "<nil> false wait", <-second)
	})
}

func TestFlight_theLastToLeaveCancelsTheWork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(4)))
		ctx, cancel := context.WithCancel(t.Context())
		var ended time.Duration
		start := time.Now()
		compute := func(ctx context.Context) (memo.Result, error) {
			<-ctx.Done()
			ended = time.Since(start)
			return memo.Result{}, ctx.Err()
		}
		one, two := asyncCtx(t, ctx, c, key1, compute), asyncCtx(t, ctx, c, key1, compute)
		time.Sleep(time.Minute)
		cancel()
		<-one
		<-two
		synctest.Wait()
		require.Equal(t, time.Minute, ended)
	})
}

// Work that does not heed its context must not pile up: who comes next waits for its end, and takes what it made.
func TestFlight_abandonedWorkThatSucceedsIsUsed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(4)))
		var n, running, most atomic.Int64
		deaf := func(context.Context) (memo.Result, error) {
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			time.Sleep(time.Second)
			return memo.Result{Value: fmt.Append(nil, "v", n.Add(1))}, nil
		}
		for range 5 {
			ctx, cancel := context.WithCancel(t.Context())
			impatient := asyncCtx(t, ctx, c, key1, deaf)
			cancel()
			require.Equal(t, "context canceled", <-impatient)
		}
		require.Equal(t, "v1 wait", <-async(t, c, key1, deaf))
		require.Equal(t, "v1 hit", <-async(t, c, key1, deaf), "and it is stored")
		require.Equal(t, int64(1), most.Load())
	})
}

func TestFlight_abandonedWorkThatFailsIsDoneAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(4)))
		slowToStop := func(ctx context.Context) (memo.Result, error) {
			<-ctx.Done()
			time.Sleep(time.Second)
			return memo.Result{}, ctx.Err()
		}
		ctx, cancel := context.WithCancel(t.Context())
		impatient := asyncCtx(t, ctx, c, key1, slowToStop)
		cancel()
		<-impatient
		var n atomic.Int64
		patient := []<-chan string{async(t, c, key1, work(&n)), async(t, c, key1, work(&n))}
		require.ElementsMatch(t, []string{"v1 miss", "v1 wait"}, []string{<-patient[0], <-patient[1]})
	})
}

func TestFlight_callerGoneBeforeItAsks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(newFake()))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, _, err := c.Do(ctx, key1, 0, func(ctx context.Context) (memo.Result, error) { return memo.Result{}, ctx.Err() })
		require.ErrorIs(t, err, context.Canceled)
	})
}

// B looked and missed, was held up, and comes to the flight when A's has landed.
func TestFlight_looksAgainBeforeComputing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		var looks atomic.Int64
		f.get = func(_ context.Context, key string) ([]byte, bool, error) {
			f.mu.Lock()
			value, found := f.values[key]
			f.mu.Unlock()
			if looks.Add(1) == 1 {
				time.Sleep(time.Minute) // the answer was read, but is slow to arrive
			}
			return value, found, nil
		}
		c := closing(t, memo.New(f))
		var n atomic.Int64
		b := async(t, c, key1, work(&n))
		require.Equal(t, "v1 miss", <-async(t, c, key1, work(&n)))
		require.Equal(t, "v1 hit", <-b)
		require.Equal(t, int64(1), n.Load())
		require.Equal(t, counts{Hits: 1, Misses: 1}, counted(c))
	})
}

func TestCache_Close_cancelsAndWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := memo.New(memo.NewLRU(4))
		var cause error
		stopping := func(ctx context.Context) (memo.Result, error) {
			<-ctx.Done()
			cause = context.Cause(ctx)
			time.Sleep(time.Second)
			return memo.Result{}, ctx.Err()
		}
		failed := make(chan error, 1)
		go func() {
			_, _, err := c.Do(t.Context(), key1, 0, stopping)
			failed <- err
		}()
		synctest.Wait()
		start := time.Now()
		require.NoError(t, c.Close())
		require.Equal(t, time.Second, time.Since(start), "Close waits for the work")
		err := <-failed
		require.ErrorIs(t, err, memo.ErrClosed)
		require.ErrorIs(t, err, context.Canceled)
		require.EqualError(t, err, "memo: cache closed: context canceled")
		require.Equal(t, memo.ErrClosed, cause)
		require.NoError(t, c.Close())
	})
}

func TestCache_Close_reachesForgottenWork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := memo.New(memo.NewLRU(4))
		out := async(t, c, key1, func(ctx context.Context) (memo.Result, error) {
			<-ctx.Done()
			return memo.Result{}, ctx.Err()
		})
		forget(t, c, key1)
		require.NoError(t, c.Close())
		require.Equal(t, "memo: cache closed: context canceled", <-out)
	})
}

func TestCache_Close_keepsWhatSucceeds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := memo.NewLRU(4)
		c := memo.New(store)
		deaf := func(context.Context) (memo.Result, error) {
			time.Sleep(time.Second)
			return memo.Result{Value: []byte("v")}, nil
		}
		out := async(t, c, key1, deaf)
		require.NoError(t, c.Close())
		require.Equal(t, "v miss", <-out)
		require.Equal(t, "v hit", <-async(t, closing(t, memo.New(store)), key1, deaf))
	})
}

func TestCache_afterClose(t *testing.T) {
	t.Parallel()
	f := newFake()
	c := memo.New(f)
	require.NoError(t, c.Close())
	for range 2 {
		value, status, err := c.Do(t.Context(), key1, 0, answer("v"))
		require.NoError(t, err)
		require.Equal(t, "v miss", string(value)+" "+status.String())
	}
	gets, sets := f.counts()
	require.Zero(t, gets+sets, "the store may be closed by now")
	_, _, err := c.Do(t.Context(), key1, 0, func(context.Context) (memo.Result, error) { panic("late") })
	var panicked *memo.PanicError
	require.ErrorAs(t, err, &panicked)
	require.Equal(t, "late", panicked.Value)
	require.NoError(t, errors.Unwrap(err), "a panic with a text wraps nothing")
}
