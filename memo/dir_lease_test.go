package memo_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

const dirPatience = 30 * time.Second

func mustLease(t testing.TB, d *memo.Dir, key string, tags ...string) memo.Lease {
	t.Helper()
	l, err := d.Lease(t.Context(), key, tags, time.Hour)
	require.NoError(t, err)
	require.NotNil(t, l)
	return l
}

func noLease(t testing.TB, d *memo.Dir, key string) {
	t.Helper()
	l, err := d.Lease(t.Context(), key, nil, time.Hour)
	require.NoError(t, err)
	require.Nil(t, l)
}

func mustHold(t testing.TB, want bool) func(held bool, err error) {
	return func(held bool, err error) {
		t.Helper()
		require.NoError(t, err)
		require.Equal(t, want, held)
	}
}

func TestDir_leaseIsForOne(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "not", "there")
	one, two := memo.NewDir(path), memo.NewDir(path)
	mustSet(t, one, "first", "", 0) // it measures the folder, and would sweep up what Set below is to clean
	require.NoError(t, one.Delete(t.Context(), "first"))
	l := mustLease(t, one, "k")
	noLease(t, one, "k")
	noLease(t, two, "k")
	require.NoError(t, mustLease(t, two, "other").End(t.Context()))
	mustMiss(t, two, "k")

	mustHold(t, true)(l.Set(t.Context(), []byte("v"), time.Hour))
	mustGet(t, two, "k", "v")
	require.Equal(t, []string{filepath.Base(dirPath(path, "k", ".memo"))}, list(t, path), "nothing else stays")
	require.NoError(t, l.End(t.Context()), "after Set it does nothing")
	mustHold(t, false)(l.Extend(t.Context(), time.Hour))
	mustHold(t, false)(l.Set(t.Context(), []byte("w"), time.Hour))
	require.NoError(t, l.Tag(t.Context(), []string{"t"}))
	mustGet(t, two, "k", "v")

	l = mustLease(t, two, "k")
	require.NoError(t, l.End(t.Context()))
	mustGet(t, two, "k", "v")
	require.NoError(t, mustLease(t, one, "k").End(t.Context()))
	require.NoError(t, l.End(t.Context()))
}

// An ended lease leaves the next one, and the next one's value, alone.
func TestDir_lostLeaseDoesNothing(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(ctx context.Context, d *memo.Dir) error{
		"Delete": func(ctx context.Context, d *memo.Dir) error { return d.Delete(ctx, "k") },
		"DeleteTagged": func(ctx context.Context, d *memo.Dir) error {
			_, err := d.DeleteTagged(ctx, "early")
			return err
		},
		"DeleteTagged, later tag": func(ctx context.Context, d *memo.Dir) error {
			_, err := d.DeleteTagged(ctx, "late")
			return err
		},
		"Clear": func(ctx context.Context, d *memo.Dir) error { _, err := d.Clear(ctx); return err },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir()
			one, two := memo.NewDir(path), memo.NewDir(path)
			lost := mustLease(t, one, "k", "early")
			require.NoError(t, lost.Tag(t.Context(), []string{"late"}))
			unrelated := mustLease(t, one, "unrelated", "another")
			require.NoError(t, end(t.Context(), two))
			require.NoError(t, two.Await(t.Context(), "k"))
			mustHold(t, false)(lost.Extend(t.Context(), time.Hour))
			require.NoError(t, lost.Tag(t.Context(), []string{"more"}))
			mustHold(t, name != "Clear")(unrelated.Extend(t.Context(), time.Hour))

			next := mustLease(t, two, "k")
			mustHold(t, false)(lost.Set(t.Context(), []byte("old"), time.Hour))
			require.NoError(t, lost.End(t.Context()))
			mustMiss(t, one, "k")
			mustHold(t, true)(next.Extend(t.Context(), time.Hour))
			mustHold(t, true)(next.Set(t.Context(), []byte("new"), time.Hour))
			mustGet(t, one, "k", "new")
		})
	}
}

func TestDir_leaseGivesTheEntryItsTags(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	d := memo.NewDir(path)
	for i, tag := range []string{"early", "late", "latest"} {
		l := mustLease(t, d, "k", "early")
		require.NoError(t, l.Tag(t.Context(), []string{"late", "early"}))
		require.NoError(t, l.Tag(t.Context(), nil))
		require.NoError(t, l.Tag(t.Context(), []string{"latest"}))
		mustHold(t, true)(l.Set(t.Context(), []byte(strings.Repeat("v", i*100_000)), time.Hour))
		mustDeleteTagged(t, memo.NewDir(path), "none", 0)
		mustGet(t, d, "k", strings.Repeat("v", i*100_000))
		mustDeleteTagged(t, memo.NewDir(path), tag, 1)
	}
}

func TestDir_leaseRunsOut(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	one, two := memo.NewDir(path), memo.NewDir(path)
	short, err := one.Lease(t.Context(), "k", nil, 20*time.Millisecond)
	require.NoError(t, err)
	require.NoError(t, two.Await(t.Context(), "k"))
	next := mustLease(t, two, "k") // the clock decides, so no later look is needed
	mustHold(t, false)(short.Extend(t.Context(), time.Hour))
	mustHold(t, false)(short.Set(t.Context(), []byte("late"), 0))
	mustHold(t, true)(next.Set(t.Context(), []byte("v"), 0))
	mustGet(t, one, "k", "v")

	unasked, err := one.Lease(t.Context(), "k", nil, time.Nanosecond)
	require.NoError(t, err)
	require.NoError(t, two.Await(t.Context(), "k"))
	mustHold(t, true)(unasked.Extend(t.Context(), time.Hour)) // nobody took it, so it is still his
	noLease(t, two, "k")
	mustHold(t, true)(unasked.Set(t.Context(), []byte("w"), 0))
	mustGet(t, one, "k", "w")
}

func TestDir_extendedLeaseLasts(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	l, err := memo.NewDir(path).Lease(t.Context(), "k", []string{"t"}, time.Nanosecond)
	require.NoError(t, err)
	mustHold(t, true)(l.Extend(t.Context(), time.Hour))
	require.NoError(t, l.Tag(t.Context(), []string{"u"})) // keeps the end that Extend gave
	noLease(t, memo.NewDir(path), "k")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, memo.NewDir(path).Await(ctx, "k"), context.DeadlineExceeded)
	mustDeleteTagged(t, memo.NewDir(path), "t", 0)
	mustHold(t, false)(l.Set(t.Context(), nil, 0))
}

func TestDir_awaitEnds(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(ctx context.Context, d *memo.Dir, l memo.Lease) error{
		"with Set":    func(ctx context.Context, _ *memo.Dir, l memo.Lease) error { _, err := l.Set(ctx, nil, 0); return err },
		"with End":    func(ctx context.Context, _ *memo.Dir, l memo.Lease) error { return l.End(ctx) },
		"with Delete": func(ctx context.Context, d *memo.Dir, _ memo.Lease) error { return d.Delete(ctx, "k") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir()
			d := memo.NewDir(path)
			require.NoError(t, d.Await(t.Context(), "k"), "without a lease")
			l := mustLease(t, d, "k")
			awaited := make(chan error, 3)
			for range cap(awaited) {
				go func() { awaited <- memo.NewDir(path).Await(t.Context(), "k") }()
			}
			select {
			case err := <-awaited:
				t.Fatalf("Await returned %v with the lease alive", err)
			case <-time.After(60 * time.Millisecond):
			}
			require.NoError(t, end(t.Context(), d, l))
			for range cap(awaited) {
				select {
				case err := <-awaited:
					require.NoError(t, err)
				case <-time.After(dirPatience):
					t.Fatal("Await goes on")
				}
			}
		})
	}
}

// Many wait for a lease whose holder does not come back; when it runs out, one of them has it.
func TestDir_takeoverByOneOfMany(t *testing.T) {
	t.Parallel()
	for round := range 20 {
		path := t.TempDir()
		_, err := memo.NewDir(path).Lease(t.Context(), "k", nil, time.Duration(round)*time.Millisecond)
		require.NoError(t, err)
		var taken, refused atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for d := memo.NewDir(path); ; {
					if err := d.Await(t.Context(), "k"); err != nil {
						t.Errorf("await: %v", err)
						return
					}
					l, err := d.Lease(t.Context(), "k", nil, time.Hour)
					switch {
					case err != nil:
						t.Errorf("lease: %v", err)
						return
					case l != nil:
						taken.Add(1)
						return
					case taken.Load() > 0: // before that, it was the first holder's
						refused.Add(1)
						return
					}
				}
			})
		}
		// Who comes to Await after the takeover would wait for an hour.
		waitFor(t, func() bool { return taken.Load() > 0 || t.Failed() })
		noLease(t, memo.NewDir(path), "k")
		require.Equal(t, int32(1), taken.Load())
		for range 8 { // each end lets them look again; who is let in by it is the next to be counted
			before := taken.Load() + refused.Load()
			if before == 8 {
				break
			}
			require.NoError(t, memo.NewDir(path).Delete(t.Context(), "k"))
			waitFor(t, func() bool { return taken.Load()+refused.Load() > before || t.Failed() })
		}
		wg.Wait()
	}
}

func waitFor(t testing.TB, done func() bool) {
	t.Helper()
	for start := time.Now(); !done(); time.Sleep(time.Millisecond) {
		require.Less(t, time.Since(start), dirPatience)
	}
}
