package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/examples/memoize/store"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/redisstore"
)

func TestOpenGivesTheStoreThatIsNamed(t *testing.T) {
	t.Parallel()
	for where, want := range map[string]memo.Store{
		"lru":                    &memo.LRU{},
		"dir:" + t.TempDir():     &memo.Dir{},
		"redis://127.0.0.1:1/0":  &redisstore.Store{},
		"rediss://127.0.0.1:1/0": &redisstore.Store{},
	} {
		got, err := store.Open(where)
		require.NoError(t, err, where)
		require.IsType(t, want, got, where)
	}
}

func TestOpenNamesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"", "lru:5", "dir", "dir:", "memcached://127.0.0.1", "redis://127.0.0.1/not-a-number"} {
		_, err := store.Open(where)
		require.ErrorContains(t, err, "-cache \""+where+"\"", where)
	}
}
