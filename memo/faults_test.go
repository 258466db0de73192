package memo_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/stretchr/testify/require"
)

// errOwn is of the function, and all that a caller may see.
var errOwn = errors.New("the function's own")

const faultyKeys = 10

// faultyData is what functions read here: versions that only grow, and the least that a reader may see.
type faultyData struct{ now, floor [faultyKeys]atomic.Int64 }

type reading struct {
	Key     int
	Version int64
}

func (d *faultyData) memoized(c *memo.Cache) func(context.Context, int) (reading, error) {
	return memo.Func(c, time.Hour, func(ctx context.Context, key int) (reading, error) {
		if err := memo.Tag(ctx, fmt.Sprint("key", key)); err != nil {
			return reading{}, fmt.Errorf("%w: %w", errOwn, err)
		}
		version := d.now[key].Load()
		if time.Sleep(time.Duration(rand.IntN(1000)) * time.Microsecond); rand.IntN(10) == 0 {
			return reading{}, errOwn
		}
		return reading{key, version}, nil
	}, memo.Policy{Name: "reading"})
}

func (d *faultyData) check(ctx context.Context, get func(context.Context, int) (reading, error), key int) error {
	least := d.floor[key].Load()
	got, err := get(ctx, key)
	switch {
	case errors.Is(err, errOwn):
	case err != nil:
		return fmt.Errorf("key %d: an error that is not the function's: %w", key, err)
	case got.Key != key || got.Version > d.now[key].Load():
		return fmt.Errorf("key %d: got %+v", key, got)
	case got.Version < least:
		return fmt.Errorf("key %d: version %d is out of date, %d was written and forgotten before", key, got.Version, least)
	}
	return nil
}

// change writes a key that is this goroutine's alone. Where Forget fails, nobody was promised anything.
func (d *faultyData) change(ctx context.Context, c *memo.Cache, get func(context.Context, int) (reading, error), key int) (forgot bool) {
	version := d.now[key].Add(1)
	var err error
	switch rand.IntN(4) {
	case 0:
		_, err = c.Forget(ctx, get)
	case 1:
		_, err = c.ForgetTag(ctx, fmt.Sprint("key", key))
	default:
		_, err = c.Forget(ctx, get, key)
	}
	if err == nil {
		d.floor[key].Store(version)
	}
	return err == nil
}

// Whatever a store does, callers get what the function returned, and what was forgotten stays so.
func TestCache_faults(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(t *testing.T, f *memotest.Faults) []memo.Store{
		"memory": func(_ *testing.T, f *memotest.Faults) []memo.Store { return []memo.Store{f.Wrap(memo.NewLRU(1000))} },
		"two on a dir": func(t *testing.T, f *memotest.Faults) []memo.Store {
			path := t.TempDir()
			return []memo.Store{f.Wrap(memo.NewDir(path)), f.Wrap(memo.NewDir(path))}
		},
		"tiered": func(t *testing.T, f *memotest.Faults) []memo.Store {
			return []memo.Store{tiered(t, memo.NewLRU(1000), f.Wrap(memo.NewLRU(1000)))}
		},
		"tiered over a dir": func(t *testing.T, f *memotest.Faults) []memo.Store {
			return []memo.Store{tiered(t, memo.NewLRU(1000), f.Wrap(memo.NewDir(t.TempDir())))}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seed := rand.Uint64()
			t.Logf("seed %d", seed)
			f := memotest.NewFaults(seed)
			lasts := 2 * time.Second
			if testing.Short() {
				lasts /= 8
			}
			breakAll(t, open(t, f), f, rand.New(rand.NewPCG(seed, 1)), lasts)
		})
	}
}

// quick is a cache that is soon back after a failure.
func quick(t *testing.T, store memo.Store) *memo.Cache {
	return closing(t, memo.New(store, memo.Options{
		RetryAfter: 2 * time.Millisecond, LeaseFor: 50 * time.Millisecond, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}))
}

func breakAll(t *testing.T, stores []memo.Store, f *memotest.Faults, random *rand.Rand, lasts time.Duration) {
	d := &faultyData{}
	end := time.Now().Add(lasts)
	var asked, forgot, refused atomic.Int64
	var wg sync.WaitGroup
	for i, store := range stores {
		c := quick(t, store)
		get := d.memoized(c)
		for j := range 4 {
			wg.Go(func() {
				for time.Now().Before(end) {
					if err := d.check(t.Context(), get, rand.IntN(faultyKeys)); err != nil {
						t.Error(err)
					}
					asked.Add(1)
					own := 4*i + j
					if rand.IntN(8) != 0 {
						continue
					}
					if d.change(t.Context(), c, get, own) {
						forgot.Add(1)
					} else {
						refused.Add(1)
					}
				}
			})
		}
	}
	for time.Now().Before(end) {
		f.Set(anyFaults(random)...)
		time.Sleep(time.Duration(random.IntN(20)) * time.Millisecond)
	}
	wg.Wait()
	f.Set()
	t.Logf("%d answers, forgotten %d times and %d times not, %d faults", asked.Load(), forgot.Load(), refused.Load(), f.Hits())
	require.Positive(t, forgot.Load())
	require.Positive(t, f.Hits())
}

// anyFaults leaves out what no cache could see through: a Delete, or a Tag, or a word on who holds a lease, that is not
// what happened.
func anyFaults(random *rand.Rand) (faults []memotest.Fault) {
	lost := []string{"Get", "Set", "SetTagged", "Lease", "Lease.End", "Await"}
	for range random.IntN(4) {
		fault := []memotest.Fault{
			{Err: errDown}, {Err: errDown, Late: true}, {Panic: "fault"}, {Panic: errDown, Late: true},
			{Delay: time.Duration(random.IntN(3000)) * time.Microsecond}, {Methods: []string{"Get"}, Torn: true}, {Methods: lost, Lost: true},
		}[random.IntN(7)]
		fault.Chance = 0.02 + 0.3*random.Float64()
		faults = append(faults, fault)
	}
	return faults
}

// A store that begins to work again in the midst of a computation is not given its result: others may have forgotten the
// key in between, and there was no lease to tell of it.
func TestCache_faults_nothingStoredWithoutALease(t *testing.T) {
	t.Parallel()
	path, f := t.TempDir(), memotest.NewFaults(1)
	a, b := quick(t, f.Wrap(memo.NewDir(path))), quick(t, memo.NewDir(path))
	begun, open := make(chan struct{}), make(chan struct{})
	f.Set(memotest.Fault{Methods: []string{"Lease"}, Err: errDown})
	old := make(chan string, 1)
	go func() {
		value, _, err := a.Do(t.Context(), key1, 0, func(context.Context) (memo.Result, error) {
			close(begun)
			<-open
			return memo.Result{Value: []byte("old")}, nil
		})
		old <- fmt.Sprintf("%s %v", value, err)
	}()
	<-begun
	f.Set()
	_, err := b.ForgetKey(t.Context(), key1)
	require.NoError(t, err)
	time.Sleep(10 * time.Millisecond) // past RetryAfter, lest the store is spared for that
	close(open)
	require.Equal(t, "old <nil>", <-old)
	value, status, err := b.Do(t.Context(), key1, 0, answer("new"))
	require.NoError(t, err)
	require.Equal(t, "new miss", string(value)+" "+status.String())
}

// Where results are written under leases, it is a lease that finds out whether writing works again.
func TestCache_faults_leasesProbe(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"Lease", "Lease.Set"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			f := memotest.NewFaults(1)
			c := quick(t, f.Wrap(memo.NewDir(t.TempDir())))
			f.Set(memotest.Fault{Methods: []string{method}, Err: errDown})
			for range 3 {
				_, status, err := c.Do(t.Context(), key1, 0, answer("v"))
				require.NoError(t, err)
				require.Equal(t, memo.Miss, status)
			}
			require.Positive(t, c.Stats().Errors)
			f.Set()
			waitFor(t, func() bool {
				_, status, err := c.Do(t.Context(), key1, 0, answer("v"))
				require.NoError(t, err)
				return status == memo.Hit
			})
		})
	}
}

func TestCache_faults_forgetFails(t *testing.T) {
	t.Parallel()
	f := memotest.NewFaults(1)
	c := quick(t, f.Wrap(memo.NewDir(t.TempDir())))
	get := (&faultyData{}).memoized(c)
	for _, fault := range []memotest.Fault{{Err: errDown}, {Err: errDown, Late: true}, {Panic: errDown}, {Panic: errDown, Late: true}} {
		fault.Methods = []string{"Delete", "DeleteTagged", "Clear"}
		f.Set(fault)
		for _, forget := range []func() (int, error){
			func() (int, error) { return c.Forget(t.Context(), get) },
			func() (int, error) { return c.Forget(t.Context(), get, 1) },
			func() (int, error) { return c.ForgetTag(t.Context(), "key1") },
			func() (int, error) { return c.ForgetKey(t.Context(), key1) },
			func() (int, error) { return c.Clear(t.Context()) },
		} {
			_, err := forget()
			require.ErrorIs(t, err, errDown)
		}
	}
}

// A clock that was set back makes entries from the future: they would outlive their time, so they are computed anew. Each
// bubble of synctest has a clock that begins at the same moment.
func TestCache_faults_clockSetBack(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ahead time.Duration // of the clock that the entry was made by
		want  string
	}{{0, "first hit"}, {4 * time.Second, "first hit"}, {6 * time.Second, "second miss"}, {24 * time.Hour, "second miss"}} {
		t.Run(c.ahead.String(), func(t *testing.T) {
			t.Parallel()
			f := newFake()
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(c.ahead)
				_, _, err := closing(t, memo.New(f)).Do(t.Context(), key1, time.Minute, answer("first"))
				require.NoError(t, err)
			})
			synctest.Test(t, func(t *testing.T) {
				cache := closing(t, memo.New(f))
				value, status, err := cache.Do(t.Context(), key1, time.Minute, answer("second"))
				require.NoError(t, err)
				require.Equal(t, c.want, string(value)+" "+status.String())
				time.Sleep(time.Minute + 5*time.Second) // by so much at most an entry outlives its ttl
				value, status, err = cache.Do(t.Context(), key1, time.Minute, answer("third"))
				require.NoError(t, err)
				require.Equal(t, "third miss", string(value)+" "+status.String())
			})
		})
	}
}
