package memotest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// leaseLostCases are about leases that end because what is being computed is out of date.
var leaseLostCases = []testCase{
	{"delete ends the lease of the key", endedBy(deleteKey)},
	{"deleting a tag ends the leases that have it", endedBy(deleteEarlyTag)},
	{"deleting a tag given later ends the lease", endedBy(deleteLateTag)},
	{"clear ends all leases", endedBy(clearAll)},
	{"deleting a tag ends no other lease", otherTag},
	{"what is set while its key is deleted does not stay", staysNot(deleteKey)},
	{"what is set while its tag is deleted does not stay", staysNot(deleteEarlyTag)},
	{"what is set while a tag given later is deleted does not stay", staysNot(deleteLateTag)},
	{"what is set while all is cleared does not stay", staysNot(clearAll)},
}

// An ending is a way to end the lease of a key that [takeTagged] took.
type ending func(t *testing.T, s memo.Store, key string)

func deleteKey(t *testing.T, s memo.Store, key string) { remove(t, s, key) }

func deleteEarlyTag(t *testing.T, s memo.Store, key string) {
	_, err := tagger(t, s).DeleteTagged(t.Context(), "early "+key)
	able(t, err)
}

func deleteLateTag(t *testing.T, s memo.Store, key string) {
	_, err := tagger(t, s).DeleteTagged(t.Context(), "late "+key)
	able(t, err)
}

func clearAll(t *testing.T, s memo.Store, _ string) {
	c, ok := s.(memo.Clearer)
	if !ok {
		t.Skipf("a %T is no memo.Clearer", s)
	}
	_, err := c.Clear(t.Context())
	able(t, err)
}

// takeTagged takes a lease with tags, when the store has them, of which one is given later.
func takeTagged(t *testing.T, s memo.Store, key string) memo.Lease {
	t.Helper()
	if _, ok := s.(memo.Tagger); !ok {
		return take(t, s, key, long)
	}
	lease := take(t, s, key, long, "other", "early "+key)
	able(t, lease.Tag(t.Context(), []string{"late " + key, "another"}))
	return lease
}

// endedBy tries each way to use a lease that has ended: none stores, brings it back, or takes it from who has it now.
func endedBy(ends ending) func(t *testing.T, one, two memo.Store) {
	return func(t *testing.T, one, two memo.Store) {
		leases := map[string]memo.Lease{}
		for _, key := range []string{"set", "extended", "tagged", "given up"} {
			leases[key] = takeTagged(t, one, key)
		}
		woken := waiters(t, "set", one, two)
		for key := range leases {
			ends(t, two, key)
		}
		woken()
		loses(t, leases["set"])
		held, err := leases["extended"].Extend(t.Context(), long)
		require.NoError(t, err)
		require.False(t, held, "a lease that has ended")
		loses(t, leases["extended"])
		_ = leases["tagged"].Tag(t.Context(), []string{"more"}) // whether that is an error is up to the store
		loses(t, leases["tagged"])
		for key, lost := range leases {
			absent(t, one, key)
			next := takeTagged(t, one, key)
			end(t, lost)
			refused(t, two, key)
			sets(t, next, []byte("new"), 0)
			present(t, two, key, []byte("new"))
		}
	}
}

func otherTag(t *testing.T, one, two memo.Store) {
	setTagged(t, one, "k", "tag")
	lease := take(t, one, "k", long, "own", "tags")
	setTagged(t, one, "l", "tag")
	deletesTagged(t, two, "tag", 2)
	deletesTagged(t, two, "ow", 0)
	deletesTagged(t, two, "k", 0)
	held, err := lease.Extend(t.Context(), long)
	able(t, err)
	require.True(t, held)
	refused(t, two, "k")
	sets(t, lease, []byte("v"), 0)
	present(t, two, "k", []byte("v"))
}

// staysNot ends the lease while its entry is set. Whichever comes first, there is no entry when both are done.
func staysNot(ends ending) func(t *testing.T, one, two memo.Store) {
	return func(t *testing.T, one, two memo.Store) {
		ends(t, two, "probe")
		for i := range 20 {
			key := fmt.Sprint("k", i)
			lease := takeTagged(t, one, key)
			var wg sync.WaitGroup
			begun := make(chan struct{})
			wg.Go(func() {
				close(begun)
				if _, err := lease.Set(t.Context(), []byte("out of date"), long); err != nil {
					t.Errorf("set: %v", err)
				}
			})
			if i%4 > 0 {
				<-begun
				time.Sleep(time.Duration(i%4-1) * 300 * time.Microsecond)
			}
			ends(t, two, key)
			wg.Wait()
			absent(t, one, key)
			absent(t, two, key)
		}
	}
}
