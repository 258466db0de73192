package memotest

import (
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// tagExpiryCases are about entries with tags that last for different times. How long a store remembers who has a tag
// is its own affair, as long as it remembers no shorter than the entries live.
var tagExpiryCases = []testCase{
	{"an entry with tags is gone after its ttl", tagExpires},
	{"an entry that has expired takes its tags along", tagExpired},
	{"a tag finds the entries that last longest", tagOutlasts},
	{"an expired entry is counted at most until it is noticed", tagCounts},
}

func tagExpires(t *testing.T, one, two memo.Store) {
	for _, ttl := range []time.Duration{1, time.Microsecond, short} {
		setTaggedFor(t, one, "k", ttl, "tag")
		eventuallyAbsent(t, two, "k")
	}
	setTaggedFor(t, one, "never", -1, "tag")
	setTaggedFor(t, one, "late", 100*365*24*time.Hour, "tag")
	present(t, two, "never", []byte("of never"))
	present(t, two, "late", []byte("of late"))
}

func tagExpired(t *testing.T, one, two memo.Store) {
	setTaggedFor(t, one, "k", short, "tag")
	eventuallyAbsent(t, two, "k")
	set(t, two, "k", []byte("untagged"), 0)
	deletesTagged(t, one, "tag", 0)
	present(t, one, "k", []byte("untagged"))
}

// tagOutlasts sets entries that go soon before and after one that stays: the last to be set must not decide for all.
func tagOutlasts(t *testing.T, one, two memo.Store) {
	for _, ttl := range []time.Duration{0, long} {
		setTaggedFor(t, one, "before", short, "tag")
		setTaggedFor(t, one, "stays", ttl, "tag")
		setTaggedFor(t, two, "after", short, "tag")
		eventuallyAbsent(t, one, "before")
		eventuallyAbsent(t, one, "after")
		time.Sleep(2 * short) // what is kept of the tag, were it to go with "after", may go a little later
		atLeast(t, two, "tag", 1, 3)
		absent(t, one, "stays")
	}
}

func tagCounts(t *testing.T, one, two memo.Store) {
	setTaggedFor(t, one, "goes", short, "tag")
	setTagged(t, one, "stays", "tag")
	eventuallyAbsent(t, one, "goes")
	atLeast(t, two, "tag", 1, 2)
	deletesTagged(t, one, "tag", 0)
}

// atLeast is deletesTagged where some of the entries have expired.
func atLeast(t *testing.T, s memo.Store, tag string, least, most int) {
	t.Helper()
	n, err := tagger(t, s).DeleteTagged(t.Context(), tag)
	able(t, err)
	require.GreaterOrEqualf(t, n, least, "entries with tag %q", tag)
	require.LessOrEqualf(t, n, most, "entries with tag %q", tag)
}
