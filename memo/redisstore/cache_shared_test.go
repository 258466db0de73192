package redisstore_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// What whole caches promise when several share a backing. Each store stands for a process: caches in one process share
// nothing else.

// sharing is a way to share: open is one more process's store.
type sharing struct {
	tiered bool
	open   func(t *testing.T) memo.Store
}

// onSharings runs a check on each way to share, with a backing of its own.
func onSharings(t *testing.T, check func(t *testing.T, s sharing)) {
	for name, backing := range map[string]func(t *testing.T) func(t *testing.T) memo.Store{"redis": sharedRedis, "dir": sharedDir} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, sharing{open: backing(t)})
		})
		t.Run("tiered over "+name, func(t *testing.T) {
			t.Parallel()
			open := backing(t)
			check(t, sharing{tiered: true, open: func(t *testing.T) memo.Store {
				s := memo.NewTiered(memo.NewLRU(1000), open(t))
				t.Cleanup(func() { require.NoError(t, s.Close()) })
				return s
			}})
		})
	}
}

func sharedRedis(t *testing.T) func(t *testing.T) memo.Store {
	server := memotest.Redis(t)
	return func(t *testing.T) memo.Store {
		client := redis.NewClient(&redis.Options{Addr: server.Addr()})
		s := patient(client, "")
		t.Cleanup(func() {
			require.NoError(t, s.Close())
			require.NoError(t, client.Close())
		})
		return s
	}
}

func sharedDir(t *testing.T) func(t *testing.T) memo.Store {
	path := t.TempDir()
	return func(*testing.T) memo.Store { return memo.NewDir(path) }
}

const rows = 50

// table is the data that functions are computed from. Versions only grow.
type table struct {
	now   [rows]atomic.Int64
	floor *floors
}

// floors are the versions that a reader must see at least: those from before a Forget that has returned.
type floors [rows]atomic.Int64

func (f *floors) raise(key int, version int64) {
	for {
		old := f[key].Load()
		if old >= version || f[key].CompareAndSwap(old, version) {
			return
		}
	}
}

// row is a result that proves its key and its version.
type row struct {
	Key     int
	Version int64
	Proof   string
}

func newRow(key int, version int64) row {
	return row{key, version, fmt.Sprint(key, "/", version)}
}

// process is what one of those who share has.
type process struct {
	cache *memo.Cache
	table *table
	get   func(ctx context.Context, key int) (row, error)
	floor *floors // of those who ask here
}

func newProcess(t *testing.T, store memo.Store, data *table, slow time.Duration, opts ...memo.Options) *process {
	p := &process{cache: memo.New(store, opts...), table: data, floor: data.floor}
	t.Cleanup(func() { require.NoError(t, p.cache.Close()) })
	p.get = memo.Func(p.cache, time.Hour, func(ctx context.Context, key int) (row, error) {
		// The error of Tag is left out: without a store there is nothing stored to be found by it.
		_ = memo.Tag(ctx, rowTag(key))
		r := newRow(key, data.now[key].Load())
		time.Sleep(time.Duration(rand.Int64N(int64(slow) + 1)))
		return r, nil
	}, memo.Policy{Name: "row", Tags: []string{"rows"}})
	return p
}

func rowTag(key int) string { return "row " + strconv.Itoa(key) }

// read asks for a row and checks it.
func (p *process) read(t *testing.T, key int) {
	least := p.floor[key].Load()
	got, err := p.get(t.Context(), key)
	switch most := p.table.now[key].Load(); {
	case err != nil:
		t.Errorf("row %d: %v", key, err)
	case got != newRow(key, got.Version) || got.Version > most:
		t.Errorf("row %d, of version %d: got %+v", key, most, got)
	case got.Version < least:
		t.Errorf("row %d: version %d is out of date, version %d was written and forgotten before", key, got.Version, least)
	}
}

// write changes a row and has its results forgotten in one of all ways there are.
func (p *process) write(t *testing.T, key int) error {
	version := p.table.now[key].Add(1)
	var err error
	switch ctx := t.Context(); rand.IntN(8) {
	case 0:
		_, err = p.cache.Forget(ctx, p.get)
	case 1:
		_, err = p.cache.ForgetTag(ctx, "rows")
	case 2, 3, 4:
		_, err = p.cache.ForgetTag(ctx, rowTag(key))
	default:
		_, err = p.cache.Forget(ctx, p.get, key)
	}
	if err == nil {
		p.floor.raise(key, version)
	}
	return err
}
