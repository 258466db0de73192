//go:build unix

package memo_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/redisstore"
	"github.com/redis/go-redis/v9"
)

// cacheChild is what the children with a cache do.
func cacheChild(stdin *bufio.Reader, what, path string, store memo.Store) error {
	isReady()
	switch what {
	case "stampede", "stampede with a victim":
		if _, err := stdin.ReadString('\n'); err != nil {
			return err
		}
		go endWithParent(stdin)
		return cacheStampede(path, store, what != "stampede")
	case "hammer":
		go endWithParent(stdin)
		return hammerCache(context.Background(), newLedger(path), memo.New(store, memo.Options{LeaseFor: ledgerLease}))
	}
	return fmt.Errorf("there is no work %q", what)
}

// openStore opens what names say from the back to the front: "tiered dir /tmp/x".
func openStore(spec string) memo.Store {
	kind, rest, _ := strings.Cut(spec, " ")
	switch kind {
	case "tiered":
		return memo.NewTiered(memo.NewLRU(1000), openStore(rest))
	case "redis":
		return redisstore.New(redis.NewClient(&redis.Options{Addr: rest}), redisstore.Options{Timeout: dirPatience})
	case "dir":
		return memo.NewDir(rest)
	}
	panic("no store " + spec)
}

const (
	stampeders  = 100
	victimLease = 2 * time.Second
)

// cacheStampede asks one key very often at once. With a victim, the process that comes first says so in a file, and
// computes until it is killed.
func cacheStampede(path string, store memo.Store, victim bool) error {
	o := memo.Options{LeaseFor: dirPatience}
	if victim {
		o.LeaseFor = victimLease
	}
	f := memo.Func(memo.New(store, o), time.Hour, func(_ context.Context, key string) (string, error) {
		if err := appendLine(path); err != nil {
			return "", err
		}
		if victim && first(path) {
			select {}
		}
		time.Sleep(300 * time.Millisecond)
		return "value of " + key, nil
	}, memo.Policy{Name: "cold"})
	errs := make([]error, stampeders)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			got, err := f(context.Background(), "cold")
			if err == nil && got != "value of cold" {
				err = fmt.Errorf("got %q", got)
			}
			errs[i] = err
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// first tells whether this process is the first one; its id is then in the file.
func first(path string) bool {
	mine := filepath.Join(path, fmt.Sprint("id.", os.Getpid()))
	if err := os.WriteFile(mine, fmt.Append(nil, os.Getpid()), 0o600); err != nil {
		return false
	}
	return os.Link(mine, filepath.Join(path, "victim")) == nil
}

const (
	ledgerKeys  = 12
	ledgerLease = 300 * time.Millisecond
)

// ledger is data in a folder, for several processes: of each key its version, and the least that a reader may see.
// Only one process writes a key.
type ledger struct{ path string }

func newLedger(path string) ledger { return ledger{path} }

func (l ledger) read(kind string, key int) (int, error) {
	data, err := os.ReadFile(filepath.Join(l.path, fmt.Sprint(kind, key)))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(string(data))
}

func (l ledger) write(kind string, key, version int) error {
	path := filepath.Join(l.path, fmt.Sprint(kind, key))
	if err := os.WriteFile(path+".new", fmt.Append(nil, version), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

type entry struct {
	Key, Version int
	Proof        string
}

func newEntry(key, version int) entry { return entry{key, version, fmt.Sprint(key, "/", version)} }

// memoized reads the ledger through a cache.
func (l ledger) memoized(c *memo.Cache) func(context.Context, int) (entry, error) {
	return memo.Func(c, time.Hour, func(ctx context.Context, key int) (entry, error) {
		if err := memo.Tag(ctx, fmt.Sprint("key", key)); err != nil {
			return entry{}, err
		}
		version, err := l.read("version", key)
		time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
		return newEntry(key, version), err
	}, memo.Policy{Name: "ledger"})
}

// check asks the function and requires what it must know.
func (l ledger) check(ctx context.Context, get func(context.Context, int) (entry, error), key int) error {
	least, err := l.read("floor", key)
	if err != nil {
		return err
	}
	begun := time.Now()
	got, err := get(ctx, key)
	switch took := time.Since(begun); {
	case err != nil:
		return fmt.Errorf("key %d: %w", key, err)
	case got != newEntry(key, got.Version):
		return fmt.Errorf("key %d: got %+v", key, got)
	case got.Version < least:
		return fmt.Errorf("key %d: version %d is out of date, %d was written and forgotten before", key, got.Version, least)
	case took > ledgerLease+dirPatience:
		return fmt.Errorf("key %d: it took %v", key, took)
	}
	return nil
}

func forgetEntry(ctx context.Context, c *memo.Cache, get func(context.Context, int) (entry, error), key int) (err error) {
	switch rand.IntN(6) {
	case 0:
		_, err = c.Forget(ctx, get)
	case 1, 2:
		_, err = c.ForgetTag(ctx, fmt.Sprint("key", key))
	default:
		_, err = c.Forget(ctx, get, key)
	}
	return err
}

// hammerCache reads and forgets until it is killed.
func hammerCache(ctx context.Context, l ledger, c *memo.Cache) error {
	get := l.memoized(c)
	wrong := make(chan error)
	for range 4 {
		go func() {
			for {
				key := rand.IntN(ledgerKeys)
				err := l.check(ctx, get, key)
				if err == nil && rand.IntN(10) == 0 {
					err = forgetEntry(ctx, c, get, key)
				}
				if err != nil {
					wrong <- err
					return
				}
			}
		}()
	}
	return <-wrong
}
