package memotest

import (
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// leaseSetCases are about the entry that a lease was taken for.
var leaseSetCases = []testCase{
	{"what is set with a lease is got, and the lease is free", leaseSet},
	{"an entry set with a lease is gone after its ttl", leaseSetExpires},
	{"an entry set with a lease has the tags of the lease", leaseSetTags},
	{"an entry set with a lease has the tags given later", leaseSetLate},
	{"setting with a lease replaces the tags", leaseSetReplaces},
	{"a lease leaves its slices of tags to the caller", leaseSlices},
	{"leases are no entries to be counted", leaseUncounted},
}

func leaseSet(t *testing.T, one, two memo.Store) {
	values := map[string][]byte{
		"text": []byte("v"), "empty": {}, "nil": nil, "bytes": []byte("\x00\xff\n"), "large": []byte(strings.Repeat("0123456789abcdef", 1<<16)),
	}
	for key, value := range values {
		sets(t, take(t, one, key, long), value, long)
		present(t, two, key, value)
		sets(t, take(t, two, key, long), []byte("again"), long)
		present(t, one, key, []byte("again"))
	}
}

func leaseSetExpires(t *testing.T, one, two memo.Store) {
	for _, ttl := range []time.Duration{1, short} {
		sets(t, take(t, one, "k", long), []byte("v"), ttl)
		eventuallyAbsent(t, two, "k")
	}
	for key, ttl := range map[string]time.Duration{"negative": -1, "zero": 0, "long": long} {
		set(t, one, key, []byte("old"), short)
		sets(t, take(t, one, key, long), []byte("v"), ttl)
	}
	set(t, one, "clock", nil, 2*short)
	eventuallyAbsent(t, two, "clock")
	for _, key := range []string{"negative", "zero", "long"} {
		present(t, two, key, []byte("v"))
	}
}

func leaseSetTags(t *testing.T, one, two memo.Store) {
	deletesTagged(t, one, "red", 0)
	sets(t, take(t, one, "k", long, "red", "blue"), []byte("v"), 0)
	sets(t, take(t, one, "other", long, "blue"), []byte("v"), 0)
	deletesTagged(t, two, "red", 1)
	absent(t, one, "k")
	present(t, one, "other", []byte("v"))
	deletesTagged(t, two, "blue", 1)
}

func leaseSetLate(t *testing.T, one, two memo.Store) {
	deletesTagged(t, one, "red", 0)
	for _, tag := range []string{"red", "late", "later", "latest"} {
		lease := take(t, one, "k", long, "red")
		able(t, lease.Tag(t.Context(), []string{"late", "later"}))
		able(t, lease.Tag(t.Context(), []string{"latest", "red"}))
		able(t, lease.Tag(t.Context(), nil))
		sets(t, lease, []byte("v"), 0)
		present(t, two, "k", []byte("v"))
		deletesTagged(t, two, tag, 1)
		absent(t, one, "k")
	}
}

func leaseSetReplaces(t *testing.T, one, two memo.Store) {
	setTagged(t, one, "k", "old", "both")
	sets(t, take(t, two, "k", long, "both", "new"), []byte("v"), 0)
	deletesTagged(t, one, "old", 0)
	present(t, one, "k", []byte("v"))
	sets(t, take(t, two, "k", long), []byte("w"), 0)
	deletesTagged(t, one, "both", 0)
	deletesTagged(t, one, "new", 0)
	present(t, one, "k", []byte("w"))
}

func leaseSlices(t *testing.T, one, two memo.Store) {
	deletesTagged(t, one, "red", 0)
	early, late := []string{"red", "blue"}, []string{"late", "later"}
	lease := take(t, one, "k", long, early...)
	early[0], early[1] = "green", "green"
	able(t, lease.Tag(t.Context(), late))
	late[0], late[1] = "green", "green"
	sets(t, lease, []byte("v"), 0)
	deletesTagged(t, two, "green", 0)
	for _, tag := range []string{"red", "blue", "late", "later"} {
		early, late = []string{"red", "blue"}, []string{"late", "later"}
		lease = take(t, one, tag, long, early...)
		able(t, lease.Tag(t.Context(), late))
		require.Equal(t, [][]string{{"red", "blue"}, {"late", "later"}}, [][]string{early, late})
		end(t, lease)
	}
	deletesTagged(t, two, "blue", 1)
}

func leaseUncounted(t *testing.T, one, two memo.Store) {
	take(t, one, "a", long, "tag")
	deletesTagged(t, two, "tag", 0)
	set(t, one, "a", []byte("untagged"), 0)
	take(t, one, "a", long, "tag")
	deletesTagged(t, two, "tag", 0)
	present(t, one, "a", []byte("untagged"))
	take(t, one, "b", long, "tag")
	cleared(t, two, 1)
}
