package memo

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Warming says what [Cache.Warm] computes in advance.
type Warming struct {
	// Args holds the arguments of each call, without the context.
	Args [][]any
	// Concurrency is how many calls run at a time. 0 means as many as the program has processors.
	Concurrency int
	// Every repeats all calls with this period, whether or not their results are still fresh: with a period shorter than the ttl
	// nobody waits for them. 0 means once.
	Every time.Duration
}

// Warm computes fn for arguments that will be asked for, so that nobody has to wait: what is there and fresh already is left
// as it is. fn is as with [Cache.Forget]. It returns when all calls have ended, or ctx has, with the number of those that
// were computed and the errors of those that failed. With Every it goes on in the background until ctx ends or the
// cache is closed, and logs what fails. It is an error when fn or arguments do not fit.
func (c *Cache) Warm(ctx context.Context, fn any, w Warming) (computed int, err error) {
	found, err := c.sources("Warm", fn)
	if err != nil {
		return 0, err
	}
	if w.Every < 0 || w.Concurrency < 0 {
		return 0, fmt.Errorf("memo: Warm: Every, %v, and Concurrency, %d, must not be negative", w.Every, w.Concurrency)
	}
	if err := w.check(ctx, found); err != nil {
		return 0, err
	}
	computed, err = w.run(ctx, found, false)
	if w.Every > 0 && ctx.Err() == nil {
		c.schedule(ctx, found, w)
	}
	return computed, err
}

// check finds arguments that do not fit before anything is computed of the others, or computed again and again.
func (w Warming) check(ctx context.Context, sources []*source) (err error) {
	for _, s := range sources {
		for _, args := range w.Args {
			if err := s.check("Warm", args); err != nil {
				return err
			}
			if wrong := safely(func() error { _, err := s.key(ctx, args); return err }); wrong != nil {
				err = errors.Join(err, s.warmError(args, wrong))
			}
		}
	}
	return err
}

func (s *source) warmError(args []any, err error) error {
	return fmt.Errorf("memo: warm %s%v: %w", s.name, args, err)
}

func (w Warming) run(ctx context.Context, sources []*source, force bool) (computed int, err error) {
	limit := w.Concurrency
	if limit == 0 {
		limit = runtime.GOMAXPROCS(0)
	}
	failed := make([]error, len(sources)*len(w.Args))
	var count atomic.Int64
	var group errgroup.Group
	group.SetLimit(limit)
	for i, s := range sources {
		for j, args := range w.Args {
			group.Go(func() error {
				var did bool
				err := ctx.Err() // asked only here, where others may have been waited for
				if err == nil {
					err = safely(func() (err error) { did, err = s.warm(ctx, args, force); return err })
				}
				if did {
					count.Add(1)
				}
				if err != nil {
					failed[i*len(w.Args)+j] = s.warmError(args, err)
				}
				return nil
			})
		}
	}
	_ = group.Wait()
	return int(count.Load()), errors.Join(failed...)
}

// schedule repeats the calls until ctx ends or the cache is closed, which waits for it.
func (c *Cache) schedule(ctx context.Context, sources []*source, w Warming) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed.Load() {
		return
	}
	c.wg.Go(func() {
		tick := time.NewTicker(w.Every)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-c.done:
				return
			case <-tick.C:
				if _, err := w.run(ctx, sources, true); err != nil && ctx.Err() == nil && !c.closed.Load() {
					c.guard.log.WarnContext(ctx, "memo: warming failed", "error", err)
				}
			}
		}
	})
}

// warm makes sure that the key is there; see source.
func (f *function[V]) warm(ctx context.Context, key Key, compute computeFunc[V], force bool) (computed bool, err error) {
	if f.cache.closed.Load() {
		return false, ErrClosed
	}
	if !force {
		if g, found := f.vault.get(ctx, key); found && f.good(g) && g.err == nil {
			return false, nil
		}
	}
	a, err := f.fetch(ctx, key, compute, force)
	return a.status == Miss, err
}
