package memo_test

//lint:file-ignore SA1004 time is faked: one nanosecond past the limit

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

var errDown = errors.New("down")

// outage is a cache on a fake that fails while down.
type outage struct {
	*fake
	log           *record
	cache         *memo.Cache
	noGet, noSet  error
	panics, hangs bool
}

func newOutage(t *testing.T) *outage {
	o := &outage{fake: newFake(), log: &record{}}
	o.get = func(ctx context.Context, key string) ([]byte, bool, error) {
		if o.panics {
			panic("store panicked")
		}
		if o.hangs {
			<-ctx.Done()
			return nil, false, ctx.Err()
		}
		value, found := o.values[key]
		return value, found && o.noGet == nil, o.noGet
	}
	o.set = func(_ context.Context, key string, value []byte, _ time.Duration) error {
		if o.noSet == nil {
			o.values[key] = value
		}
		return o.noSet
	}
	o.cache = closing(t, memo.New(o, memo.Options{Logger: o.log.logger(), RetryAfter: 10 * time.Second}))
	return o
}

func (o *outage) ask(t *testing.T) memo.Status {
	t.Helper()
	value, status, err := o.cache.Do(t.Context(), key1, 0, answer("v"))
	require.NoError(t, err)
	require.Equal(t, "v", string(value))
	return status
}

func TestGuard_readingFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newOutage(t)
		require.Equal(t, memo.Miss, o.ask(t))
		require.Equal(t, memo.Hit, o.ask(t))
		o.noGet, o.gets, o.sets = errDown, 0, 0

		for range 100 {
			require.Equal(t, memo.Miss, o.ask(t))
		}
		require.Equal(t, 1, o.gets, "left alone after the first failure")
		require.Zero(t, o.sets, "what cannot be read is not written")
		require.Len(t, o.log.lines(), 1)
		require.Contains(t, o.log.lines()[0], `level=WARN msg="memo: the store fails, results are computed without it" op=get`)
		require.Contains(t, o.log.lines()[0], "error=down retry_after=10s")
		require.Equal(t, uint64(1), o.cache.Stats().Errors)

		for range 3 { // one probe per pause
			time.Sleep(10*time.Second - 1)
			o.gets = 0
			o.ask(t)
			require.Zero(t, o.gets)
			time.Sleep(1)
			o.ask(t)
			o.ask(t)
			require.Equal(t, 1, o.gets)
		}
		require.Len(t, o.log.lines(), 1, "one line per outage")
		require.Equal(t, uint64(4), o.cache.Stats().Errors)

		o.noGet = nil
		require.Equal(t, memo.Miss, o.ask(t))
		time.Sleep(10 * time.Second)
		require.Equal(t, memo.Hit, o.ask(t))
		require.Equal(t, memo.Hit, o.ask(t))
		require.Len(t, o.log.lines(), 2)
		require.Contains(t, o.log.lines()[1], `level=INFO msg="memo: the store works again" op=get`)

		o.noGet = errDown
		o.ask(t)
		require.Len(t, o.log.lines(), 3, "the next outage is another one")
	})
}

// A full disk can be read: hits go on, and reading well does not end the outage of writing.
func TestGuard_writingFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newOutage(t)
		o.noSet = errDown
		for range 20 {
			require.Equal(t, memo.Miss, o.ask(t))
		}
		require.Equal(t, 1, o.sets)
		require.Equal(t, 40, o.gets)
		require.Len(t, o.log.lines(), 1)
		require.Contains(t, o.log.lines()[0], "level=WARN")
		require.Contains(t, o.log.lines()[0], "op=set")

		o.noSet = nil
		time.Sleep(10 * time.Second)
		require.Equal(t, memo.Miss, o.ask(t))
		require.Equal(t, memo.Hit, o.ask(t))
		require.Len(t, o.log.lines(), 2)
		require.Contains(t, o.log.lines()[1], "level=INFO")
	})
}

func TestGuard_panickingStore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newOutage(t)
		o.panics = true
		require.Equal(t, memo.Miss, o.ask(t))
		require.Equal(t, memo.Miss, o.ask(t))
		require.Len(t, o.log.lines(), 1)
		require.Contains(t, o.log.lines()[0], "memo: panic: store panicked")
	})
}

// That a caller went away says nothing about the store.
func TestGuard_callersEndIsNoOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newOutage(t)
		require.Equal(t, memo.Miss, o.ask(t))
		o.hangs = true
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, _, err := o.cache.Do(ctx, key1, 0, answer("v"))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		synctest.Wait()
		o.hangs = false
		require.Equal(t, memo.Hit, o.ask(t))
		require.Empty(t, o.log.lines())
		require.Zero(t, o.cache.Stats().Errors)
	})
}

// An answer that was under way when the outage began, and arrives, does not end it.
func TestGuard_lateSuccessProvesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newOutage(t)
		get, first := o.get, true
		o.get = func(ctx context.Context, key string) ([]byte, bool, error) {
			if first {
				first = false
				time.Sleep(time.Second)
				return nil, false, nil
			}
			return get(ctx, key)
		}
		late := async(t, o.cache, key2, answer("w"))
		o.noGet = errDown
		o.ask(t)
		require.Equal(t, "w miss", <-late)
		o.ask(t)
		require.Len(t, o.log.lines(), 1)
		require.Equal(t, 2, o.gets)
	})
}

// The store is written on behalf of all, also when the one who asked has gone.
func TestGuard_setHasNoCallersDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		var limited error
		f.set = func(ctx context.Context, _ string, _ []byte, _ time.Duration) error {
			limited = ctx.Err()
			return nil
		}
		c := memo.New(f)
		ctx, cancel := context.WithCancel(t.Context())
		deaf := func(context.Context) (memo.Result, error) {
			time.Sleep(time.Second)
			return memo.Result{}, nil
		}
		gone := asyncCtx(t, ctx, c, key1, deaf)
		cancel()
		<-gone
		require.NoError(t, c.Close())
		require.Equal(t, 1, f.sets)
		require.NoError(t, limited)
	})
}
