package memotest

import (
	"context"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// awaitCases are about waiting for a lease. Await may return early, so that it slept is only ever seen from how rarely
// it returned.
var awaitCases = []testCase{
	{"await without a lease returns at once", awaitNothing},
	{"await returns when the lease is given up", awaitEnd},
	{"await returns when the entry is set", awaitSet},
	{"await returns when the lease runs out", awaitRunsOut},
	{"await ends with its context", awaitContext},
	{"await sleeps while the lease is held", awaitSleeps},
}

func awaitNothing(t *testing.T, one, two memo.Store) {
	end(t, take(t, one, "other", long))
	take(t, one, "held", long)
	set(t, one, "k", []byte("v"), 0)
	for _, key := range []string{"never", "other", "k"} {
		waiters(t, key, one, two)()
	}
}

func awaitEnd(t *testing.T, one, two memo.Store) {
	lease := take(t, one, "k", long)
	woken := waiters(t, "k", one, two)
	end(t, lease)
	woken()
}

func awaitSet(t *testing.T, one, two memo.Store) {
	lease := take(t, one, "k", long)
	woken := waiters(t, "k", one, two)
	sets(t, lease, []byte("v"), 0)
	woken()
	present(t, two, "k", []byte("v"))
}

func awaitRunsOut(t *testing.T, one, two memo.Store) {
	take(t, one, "k", 4*short)
	waiters(t, "k", one, two)()
	end(t, eventuallyTaken(t, two, "k"))
}

func awaitContext(t *testing.T, one, two memo.Store) {
	take(t, one, "k", long)
	for _, s := range []memo.Store{one, two} {
		ctx, cancel := context.WithTimeout(t.Context(), short)
		requireEnds(t, ctx, s, context.DeadlineExceeded)
		cancel()
		ctx, cancel = context.WithCancel(t.Context())
		stop := time.AfterFunc(short, cancel)
		requireEnds(t, ctx, s, context.Canceled)
		stop.Stop()
		cancel()
	}
}

// requireEnds awaits "k", as often as need be, until ctx has ended.
func requireEnds(t *testing.T, ctx context.Context, s memo.Store, want error) {
	t.Helper()
	ended := make(chan error, 1)
	go func() {
		for {
			if err := s.(memo.Leaser).Await(ctx, "k"); err != nil || t.Context().Err() != nil {
				ended <- err
				return
			}
		}
	}()
	select {
	case err := <-ended:
		require.ErrorIs(t, err, want)
		require.Error(t, ctx.Err(), "the context had not ended")
	case <-time.After(patience):
		t.Fatal("await goes on after its context has ended")
	}
}

// awaitSleeps allows for a store that asks a hundred times a second. More would be a load on all who share it.
func awaitSleeps(t *testing.T, one, two memo.Store) {
	take(t, one, "k", long)
	for _, s := range []memo.Store{one, two} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second/4)
		returns := 0
		for ; s.(memo.Leaser).Await(ctx, "k") == nil; returns++ {
			require.Less(t, returns, 25, "early returns in a quarter of a second")
		}
		cancel()
	}
}

// waiters has several wait for the key's lease, on each of the stores, and returns a func that requires all of them to
// come back, whatever they see when they do.
func waiters(t *testing.T, key string, stores ...memo.Store) (woken func()) {
	t.Helper()
	const each = 3
	n := each * len(stores)
	begun, back := make(chan struct{}, n), make(chan error, n)
	for _, s := range stores {
		leases := leaser(t, s)
		for range each {
			go func() {
				begun <- struct{}{}
				back <- leases.Await(t.Context(), key)
			}()
		}
	}
	for range n {
		<-begun
	}
	time.Sleep(short) // by then most of them sleep; who does not comes back at once, which is right as well
	return func() {
		t.Helper()
		timeout := time.After(patience)
		for i := range n {
			select {
			case err := <-back:
				able(t, err)
			case <-timeout:
				t.Fatalf("%d of %d who awaited %q were not woken", n-i, n, key)
			}
		}
	}
}
