package memotest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// tagManyCases are about tags in numbers.
var tagManyCases = []testCase{
	{"a tag may be on many entries", tagMany},
	{"an entry may have many tags", manyTags},
	{"a tag may be deleted while entries with it are set", tagRace},
}

func tagMany(t *testing.T, one, two memo.Store) {
	const entries = 500
	for i := range entries {
		setTagged(t, one, fmt.Sprint("k", i), "many", fmt.Sprint("tenth", i%10))
	}
	setTagged(t, one, "other", "few")
	deletesTagged(t, two, "tenth3", entries/10)
	deletesTagged(t, two, "many", entries-entries/10)
	for i := range entries {
		absent(t, one, fmt.Sprint("k", i))
	}
	deletesTagged(t, two, "tenth4", 0)
	present(t, two, "other", []byte("of other"))
}

func manyTags(t *testing.T, one, two memo.Store) {
	var tags []string
	for i := range 100 {
		tags = append(tags, fmt.Sprint("tag", i))
	}
	for _, tag := range []string{tags[0], tags[57], tags[99]} {
		setTagged(t, one, "k", tags...)
		deletesTagged(t, two, tag, 1)
		absent(t, one, "k")
	}
}

// tagRace sets each of its keys once, so every entry goes once: with one of the tag's deletions or with the last.
func tagRace(t *testing.T, one, two memo.Store) {
	deletesTagged(t, one, "tag", 0)
	deletesTagged(t, two, "tag", 0)
	const writers, each = 4, 40
	var setting, deleting sync.WaitGroup
	var deleted atomic.Int64
	done := make(chan struct{})
	for i, s := range []memo.Store{one, two} {
		for w := i; w < writers; w += 2 {
			setting.Go(func() { setMany(t, s.(memo.Tagger), fmt.Sprint("w", w, "k"), each) })
		}
		deleting.Go(func() { deleted.Add(deleteUntil(t, s.(memo.Tagger), done)) })
	}
	setting.Wait()
	close(done)
	deleting.Wait()
	last, err := two.(memo.Tagger).DeleteTagged(t.Context(), "tag")
	require.NoError(t, err)
	require.EqualValues(t, writers*each, deleted.Load()+int64(last), "entries with the tag")
	for w := range writers {
		for i := range each {
			absent(t, one, fmt.Sprint("w", w, "k", i))
		}
	}
}

func setMany(t *testing.T, s memo.Tagger, prefix string, n int) {
	for i := range n {
		if err := s.SetTagged(t.Context(), fmt.Sprint(prefix, i), []byte("v"), long, []string{"tag", prefix}); err != nil {
			t.Errorf("set tagged: %v", err)
		}
	}
}

func deleteUntil(t *testing.T, s memo.Tagger, done <-chan struct{}) (deleted int64) {
	for {
		n, err := s.DeleteTagged(t.Context(), "tag")
		if err != nil {
			t.Errorf("delete tagged: %v", err)
		}
		deleted += int64(n)
		select {
		case <-done:
			return deleted
		default:
		}
	}
}
