package memo_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

var key1, key2 = memo.Key{1}, memo.Key{2}

func TestNew_refuses(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, "memo: New: the store is nil", func() { memo.New(nil) })
	require.PanicsWithValue(t, "memo: New: a number of Options is negative: RetryAfter -1s, LeaseFor 0s, MaxBytes 0",
		func() { memo.New(newFake(), memo.Options{RetryAfter: -time.Second}) })
	require.PanicsWithValue(t, "memo: New: 2 values of memo.Options given, at most one is used",
		func() { memo.New(newFake(), memo.Options{}, memo.Options{}) })
}

func TestCache_Do_remembers(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4)))
	value, status, err := c.Do(t.Context(), key1, time.Minute, answer("one"))
	require.NoError(t, err)
	require.Equal(t, "one miss", string(value)+" "+status.String())
	value, status, err = c.Do(t.Context(), key1, time.Minute, answer("other"))
	require.NoError(t, err)
	require.Equal(t, "one hit", string(value)+" "+status.String())
	value, status, err = c.Do(t.Context(), key2, time.Minute, answer("two"))
	require.NoError(t, err)
	require.Equal(t, "two miss", string(value)+" "+status.String())
	require.Equal(t, counts{Hits: 1, Misses: 2}, counted(c))
}

func TestCache_Do_nilIsAValue(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4)))
	for _, want := range []memo.Status{memo.Miss, memo.Hit} {
		value, status, err := c.Do(t.Context(), key1, 0, func(context.Context) (memo.Result, error) { return memo.Result{}, nil })
		require.NoError(t, err)
		require.Nil(t, value)
		require.Equal(t, want, status)
	}
}

func TestCache_Do_lifetimes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		given, own time.Duration
		want       time.Duration
	}{
		{"given to Do", time.Minute, 0, time.Minute},
		{"the result's own comes first", time.Minute, time.Hour, time.Hour},
		{"a negative one is none", time.Minute, -1, 0},
		{"none at all", 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := newFake()
			_, _, err := closing(t, memo.New(f)).Do(t.Context(), key1, c.given,
				func(context.Context) (memo.Result, error) { return memo.Result{TTL: c.own}, nil })
			require.NoError(t, err)
			require.Len(t, f.ttls, 1)
			for _, ttl := range f.ttls {
				require.Equal(t, c.want, ttl)
			}
		})
	}
}

func TestCache_Do_expires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := closing(t, memo.New(memo.NewLRU(4)))
		for _, want := range []memo.Status{memo.Miss, memo.Hit, memo.Miss} {
			_, status, err := c.Do(t.Context(), key1, 50*time.Second, answer("v"))
			require.NoError(t, err)
			require.Equal(t, want, status)
			time.Sleep(30 * time.Second)
		}
	})
}

func TestCache_Do_skip(t *testing.T) {
	t.Parallel()
	f := newFake()
	c := closing(t, memo.New(f))
	for range 2 {
		value, status, err := c.Do(t.Context(), key1, 0,
			func(context.Context) (memo.Result, error) { return memo.Result{Value: []byte("v"), Skip: true}, nil })
		require.NoError(t, err)
		require.Equal(t, memo.Miss, status)
		require.Equal(t, "v", string(value))
	}
	require.Zero(t, f.sets)
}

func TestCache_Do_errorsAreNotStored(t *testing.T) {
	t.Parallel()
	f := newFake()
	c := closing(t, memo.New(f))
	wrong := errors.New("wrong")
	value, status, err := c.Do(t.Context(), key1, 0,
		func(context.Context) (memo.Result, error) { return memo.Result{Value: []byte("half")}, wrong })
	require.Equal(t, wrong, err)
	require.Equal(t, memo.Miss, status)
	require.Nil(t, value)
	require.Zero(t, f.sets)
	_, status, err = c.Do(t.Context(), key1, 0, answer("v"))
	require.NoError(t, err)
	require.Equal(t, memo.Miss, status)
	require.Equal(t, counts{Misses: 2}, counted(c), "an error of the computation is none of the store's")
}

func TestCache_Do_versionsAreApart(t *testing.T) {
	t.Parallel()
	store := memo.NewLRU(8)
	statuses := map[string]memo.Status{}
	for _, version := range []string{"", "1", "2"} {
		c := closing(t, memo.New(store, memo.Options{Version: version}))
		_, status, err := c.Do(t.Context(), key1, 0, answer("of "+version))
		require.NoError(t, err)
		statuses[version] = status
	}
	require.Equal(t, map[string]memo.Status{"": memo.Miss, "1": memo.Miss, "2": memo.Miss}, statuses)
	value, status, err := closing(t, memo.New(store, memo.Options{Version: "1"})).Do(t.Context(), key1, 0, answer("new"))
	require.NoError(t, err)
	require.Equal(t, "of 1 hit", string(value)+" "+status.String())
}

func TestCache_Do_hitAllocatesNothing(t *testing.T) {
	c := memo.New(memo.NewLRU(4))
	ctx, compute := t.Context(), answer("v")
	_, _, err := c.Do(ctx, key1, time.Hour, compute)
	require.NoError(t, err)
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _, _ = c.Do(ctx, key1, time.Hour, compute) }))
	require.NoError(t, c.Close())
}

func TestCache_Forget(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4), memo.Options{Version: "7"}))
	for _, key := range []memo.Key{key1, key2} {
		_, _, err := c.Do(t.Context(), key, 0, answer("old"))
		require.NoError(t, err)
	}
	forget(t, c, key1)
	forget(t, c, memo.Key{9})
	value, status, err := c.Do(t.Context(), key1, 0, answer("new"))
	require.NoError(t, err)
	require.Equal(t, "new miss", string(value)+" "+status.String())
	_, status, err = c.Do(t.Context(), key2, 0, answer("new"))
	require.NoError(t, err)
	require.Equal(t, memo.Hit, status)
}

func TestCache_Clear(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4)))
	for _, key := range []memo.Key{key1, key2} {
		_, _, err := c.Do(t.Context(), key, 0, answer("old"))
		require.NoError(t, err)
	}
	n, err := c.Clear(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, n)
	_, status, err := c.Do(t.Context(), key1, 0, answer("new"))
	require.NoError(t, err)
	require.Equal(t, memo.Miss, status)
}

// Forgetting fails loudly: an old result would be shown as new.
func TestCache_invalidationFailsLoudly(t *testing.T) {
	t.Parallel()
	down := errors.New("down")
	f := newFake()
	f.delete = func(context.Context, string) error { return down }
	c := closing(t, memo.New(f))
	_, err := c.ForgetKey(t.Context(), key1)
	require.ErrorIs(t, err, down)
	require.ErrorContains(t, err, "memo: forget 0100")
	_, err = c.Clear(t.Context())
	require.EqualError(t, err, "memo: clear: memo: a *memo_test.fake cannot be cleared: it is no memo.Clearer")

	f.delete = func(context.Context, string) error { panic("down") }
	var panicked *memo.PanicError
	_, err = c.ForgetKey(t.Context(), key1)
	require.ErrorAs(t, err, &panicked)
}

// What is being computed when its key is forgotten may be old already: who waits gets it, nobody else does.
func TestCache_forgetWhileComputing(t *testing.T) {
	t.Parallel()
	for name, forget := range map[string]func(c *memo.Cache) error{
		"Forget": func(c *memo.Cache) error { _, err := c.ForgetKey(context.Background(), key1); return err },
		"Clear":  func(c *memo.Cache) error { _, err := c.Clear(context.Background()); return err },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := closing(t, memo.New(memo.NewLRU(4)))
				slow := func(value string) func(context.Context) (memo.Result, error) {
					return func(context.Context) (memo.Result, error) {
						time.Sleep(time.Second)
						return memo.Result{Value: []byte(value)}, nil
					}
				}
				old := async(t, c, key1, slow("old"))
				require.NoError(t, forget(c))
				young := async(t, c, key1, slow("new"))
				require.Equal(t, "old miss", <-old)
				require.Equal(t, "new miss", <-young)
				value, status, err := c.Do(t.Context(), key1, 0, slow("third"))
				require.NoError(t, err)
				require.Equal(t, "new hit", string(value)+" "+status.String())
			})
		})
	}
}

// The store may be writing just when the key is forgotten.
func TestCache_forgetWhileStoring(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.set = func(_ context.Context, key string, value []byte, _ time.Duration) error {
			time.Sleep(time.Second)
			f.mu.Lock()
			defer f.mu.Unlock()
			f.values[key] = value
			return nil
		}
		c := closing(t, memo.New(f))
		old := async(t, c, key1, answer("old"))
		forget(t, c, key1)
		require.Equal(t, "old miss", <-old)
		require.Empty(t, f.values)
	})
}

// Nor may it be seen for a moment: Forget goes on when the store has written.
func TestCache_forgetWhileStoring_waits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		var written atomic.Bool
		var early atomic.Int64
		f.set = func(context.Context, string, []byte, time.Duration) error {
			time.Sleep(time.Second)
			written.Store(true)
			return nil
		}
		f.delete = func(context.Context, string) error {
			if !written.Load() {
				early.Add(1)
			}
			return errDown
		}
		c := closing(t, memo.New(f))
		old := async(t, c, key1, answer("old"))
		errs := make(chan error, 2)
		for range 2 { // the second Forget finds nothing to be marked, and waits too
			go func() {
				_, err := c.ForgetKey(t.Context(), key1)
				errs <- err
			}()
		}
		require.Equal(t, "old miss", <-old)
		require.ErrorIs(t, <-errs, errDown)
		require.ErrorIs(t, <-errs, errDown)
		require.Zero(t, early.Load())
	})
}

func TestStatus_String(t *testing.T) {
	t.Parallel()
	require.Equal(t, "miss hit wait memo.Status(9)",
		memo.Miss.String()+" "+memo.Hit.String()+" "+memo.Wait.String()+" "+memo.Status(9).String())
}

// async starts a Do and returns once it waits; within synctest only. The channel gets "value status" or the error.
func async(t *testing.T, c *memo.Cache, key memo.Key, compute func(context.Context) (memo.Result, error)) <-chan string {
	t.Helper()
	return asyncCtx(t, t.Context(), c, key, compute)
}

func asyncCtx(t *testing.T, ctx context.Context, c *memo.Cache, key memo.Key, compute func(context.Context) (memo.Result, error)) <-chan string {
	t.Helper()
	out := make(chan string, 1)
	go func() {
		value, status, err := c.Do(ctx, key, 0, compute)
		if err != nil {
			out <- err.Error()
			return
		}
		out <- string(value) + " " + status.String()
	}()
	synctest.Wait()
	return out
}
