package memotest

import (
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// leaseTimeCases are about how long a lease lasts.
var leaseTimeCases = []testCase{
	{"a lease runs out, and who gets it has it alone", leaseRunsOut},
	{"a lease that is extended does not run out", leaseExtended},
	{"a lease is extended from now on", leaseShortened},
	{"a lease that ran out is to be had with other tags", leaseTagsRunOut},
}

func leaseRunsOut(t *testing.T, one, two memo.Store) {
	set(t, one, "set", []byte("old"), 0)
	lost := map[string]memo.Lease{}
	for _, key := range []string{"set", "extended", "given up"} {
		lost[key] = take(t, one, key, short)
	}
	now := map[string]memo.Lease{}
	for key := range lost {
		now[key] = eventuallyTaken(t, two, key)
	}
	loses(t, lost["set"])
	present(t, one, "set", []byte("old"))
	held, err := lost["extended"].Extend(t.Context(), long)
	require.NoError(t, err)
	require.False(t, held, "a lease that another has")
	loses(t, lost["extended"])
	absent(t, one, "extended")
	for key, lease := range now {
		end(t, lost[key])
		refused(t, one, key)
		sets(t, lease, []byte("v"), 0)
		present(t, one, key, []byte("v"))
	}
}

// leaseExtended extends a lease far more often than it needs. Should the machine stop for so long that the lease may
// have run out, nothing can be said.
func leaseExtended(t *testing.T, one, two memo.Store) {
	const hold, every = time.Second, 50 * time.Millisecond
	last := time.Now()
	lease := take(t, one, "k", hold)
	for end := last.Add(hold + hold/2); time.Now().Before(end); time.Sleep(every) {
		other, err := leaser(t, two).Lease(t.Context(), "k", nil, long)
		require.NoError(t, err)
		begun := time.Now()
		held, err := lease.Extend(t.Context(), hold)
		able(t, err)
		if time.Since(last) >= hold*9/10 {
			t.Skipf("no extension for %v: the lease may have run out", time.Since(last))
		}
		require.True(t, other == nil, "a lease that was extended is given to another")
		require.True(t, held, "a lease that was extended")
		last = begun
	}
	sets(t, lease, []byte("v"), 0)
	present(t, two, "k", []byte("v"))
}

func leaseShortened(t *testing.T, one, two memo.Store) {
	lease := take(t, one, "k", long)
	held, err := lease.Extend(t.Context(), short)
	able(t, err)
	require.True(t, held)
	end(t, eventuallyTaken(t, two, "k"))
}

func leaseTagsRunOut(t *testing.T, one, two memo.Store) {
	deletesTagged(t, one, "old", 0)
	take(t, one, "k", short, "old")
	lease := eventuallyTaken(t, two, "k", "new")
	sets(t, lease, []byte("v"), 0)
	deletesTagged(t, one, "old", 0)
	present(t, one, "k", []byte("v"))
	deletesTagged(t, one, "new", 1)
}

// eventuallyTaken takes a lease that is about to run out.
func eventuallyTaken(t *testing.T, s memo.Store, key string, tags ...string) (lease memo.Lease) {
	t.Helper()
	eventually(t, func() bool {
		var err error
		lease, err = leaser(t, s).Lease(t.Context(), key, tags, long)
		able(t, err)
		return lease != nil
	}, "the lease of %q does not run out", key)
	return lease
}

// loses requires the lease's Set to say that the lease was lost.
func loses(t *testing.T, lease memo.Lease) {
	t.Helper()
	held, err := lease.Set(t.Context(), []byte("out of date"), long)
	able(t, err)
	require.False(t, held, "a lost lease was held to the end")
}
