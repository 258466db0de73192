package memotest

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// tagCases are what a [memo.Tagger] has to do.
var tagCases = []testCase{
	{"what is set with tags is got", tagGet},
	{"deleting a tag deletes exactly the entries that have it", tagExactly},
	{"an entry that is gone is not deleted by its other tags", tagGone},
	{"an untagged set takes the tags away", tagTaken},
	{"setting with tags replaces the tags", tagReplaced},
	{"delete takes the tags away", tagDeleted},
	{"a tag given twice is one tag", tagTwice},
	{"tags are any bytes and keep apart", tagAny},
	{"keys with tags are any bytes", tagAnyKey},
	{"the slice of tags stays the caller's", tagSlice},
	{"a context that has ended is an error to a tagger", tagEnded},
}

func tagGet(t *testing.T, one, two memo.Store) {
	large := []byte(strings.Repeat("0123456789abcdef", 1<<12))
	for key, value := range map[string][]byte{"text": []byte("v"), "empty": {}, "nil": nil, "bytes": []byte("\x00\xff\n"), "large": large} {
		able(t, tagger(t, one).SetTagged(t.Context(), key, value, 0, []string{"tag", "other"}))
		present(t, two, key, value)
	}
}

func tagExactly(t *testing.T, one, two memo.Store) {
	setTagged(t, one, "a", "red")
	setTagged(t, one, "ab", "blue", "red")
	setTagged(t, one, "b", "blue")
	setTagged(t, one, "none")
	set(t, one, "untagged", []byte("v"), 0)
	deletesTagged(t, two, "green", 0)
	deletesTagged(t, two, "red", 2)
	absent(t, one, "a")
	absent(t, one, "ab")
	present(t, one, "b", []byte("of b"))
	deletesTagged(t, two, "red", 0)
	deletesTagged(t, one, "blue", 1)
	absent(t, two, "b")
	present(t, two, "none", []byte("of none"))
	present(t, two, "untagged", []byte("v"))
}

func tagGone(t *testing.T, one, two memo.Store) {
	setTagged(t, one, "k", "red", "blue")
	deletesTagged(t, two, "red", 1)
	deletesTagged(t, one, "blue", 0)
	setTagged(t, one, "k", "red", "blue")
	remove(t, two, "k")
	deletesTagged(t, one, "red", 0)
	setTagged(t, two, "k", "red")
	deletesTagged(t, one, "blue", 0)
	present(t, one, "k", []byte("of k"))
	deletesTagged(t, one, "red", 1)
}

func tagTaken(t *testing.T, one, two memo.Store) {
	setTagged(t, one, "k", "red", "blue")
	set(t, two, "k", []byte("untagged"), 0)
	deletesTagged(t, one, "red", 0)
	deletesTagged(t, two, "blue", 0)
	present(t, one, "k", []byte("untagged"))
}

func tagReplaced(t *testing.T, one, two memo.Store) {
	setTagged(t, one, "k", "red", "blue")
	setTagged(t, two, "k", "blue", "green")
	deletesTagged(t, one, "red", 0)
	present(t, one, "k", []byte("of k"))
	deletesTagged(t, one, "green", 1)
	absent(t, two, "k")
	setTagged(t, one, "k", "red")
	setTagged(t, two, "k") // nil tags
	deletesTagged(t, one, "red", 0)
	present(t, one, "k", []byte("of k"))
}

func tagDeleted(t *testing.T, one, two memo.Store) {
	setTagged(t, one, "k", "red")
	remove(t, two, "k")
	set(t, two, "k", []byte("untagged"), 0)
	deletesTagged(t, one, "red", 0)
	present(t, one, "k", []byte("untagged"))
}

func tagTwice(t *testing.T, one, two memo.Store) {
	setTagged(t, one, "k", "red", "red")
	setTagged(t, one, "k", "red", "red")
	deletesTagged(t, two, "red", 1)
	absent(t, one, "k")
}

func tagAny(t *testing.T, one, two memo.Store) {
	for _, tag := range oddTexts {
		setTagged(t, one, "key of "+tag, tag)
	}
	setTagged(t, one, "all", oddTexts...)
	for i, tag := range oddTexts {
		for _, later := range oddTexts[i:] {
			present(t, two, "key of "+later, []byte("of key of "+later))
		}
		want := 1
		if i == 0 {
			want++ // the entry that has them all
		}
		deletesTagged(t, two, tag, want)
		absent(t, one, "key of "+tag)
	}
	absent(t, one, "all")
}

func tagAnyKey(t *testing.T, one, two memo.Store) {
	setTagged(t, one, "", "tag")
	for _, key := range oddTexts {
		setTagged(t, one, key, "tag")
	}
	set(t, one, "aaa", []byte("untagged"), 0)
	deletesTagged(t, two, "tag", 1+len(oddTexts))
	absent(t, one, "")
	for _, key := range oddTexts {
		absent(t, one, key)
	}
	present(t, two, "aaa", []byte("untagged"))
}

func tagSlice(t *testing.T, one, two memo.Store) {
	tags := make([]string, 0, 8)
	tags = append(tags, "red", "blue", "red")
	before := slices.Clone(tags[:cap(tags)])
	setTagged(t, one, "k", tags...)
	require.Equal(t, before, tags[:cap(tags)])
	tags[0], tags[1], tags[2] = "green", "green", "green"
	deletesTagged(t, two, "green", 0)
	deletesTagged(t, two, "blue", 1)
}

func tagEnded(t *testing.T, one, _ memo.Store) {
	setTagged(t, one, "k", "red")
	ctx := endedContext(t)
	require.ErrorIs(t, tagger(t, one).SetTagged(ctx, "k", []byte("w"), 0, []string{"blue"}), context.Canceled)
	_, err := tagger(t, one).DeleteTagged(ctx, "red")
	require.ErrorIs(t, err, context.Canceled)
	deletesTagged(t, one, "blue", 0)
	present(t, one, "k", []byte("of k"))
	deletesTagged(t, one, "red", 1)
}

func tagger(t *testing.T, s memo.Store) memo.Tagger {
	t.Helper()
	tagger, ok := s.(memo.Tagger)
	if !ok {
		t.Skipf("a %T is no memo.Tagger", s)
	}
	return tagger
}

// setTagged sets an entry without an expiry, whose value names its key.
func setTagged(t *testing.T, s memo.Store, key string, tags ...string) {
	t.Helper()
	setTaggedFor(t, s, key, 0, tags...)
}

func setTaggedFor(t *testing.T, s memo.Store, key string, ttl time.Duration, tags ...string) {
	t.Helper()
	able(t, tagger(t, s).SetTagged(t.Context(), key, []byte("of "+key), ttl, tags))
}

// deletesTagged requires so many entries to go with the tag.
func deletesTagged(t *testing.T, s memo.Store, tag string, want int) {
	t.Helper()
	n, err := tagger(t, s).DeleteTagged(t.Context(), tag)
	able(t, err)
	require.Equalf(t, want, n, "entries with tag %.40q", tag)
}
