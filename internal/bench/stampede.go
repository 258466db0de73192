package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
)

// A stampede is many wanting one cold key at the same moment. Workers, each a process, are told the key and how many
// threads are to want it, and answer how many times the function ran among them:
//
//	stampede <key> <threads>
//
// The script of peers that measures Flask-Caching speaks the same.

const (
	stampedeTakes   = 100 * time.Millisecond
	stampedeRounds  = 3
	stampedeThreads = 100 // in one process
	crowdProcesses  = 8
	crowdThreads    = 12 // in each of them
)

// WorkFlag is the command's flag that makes it a worker.
const WorkFlag = "work"

// ready is a worker's greeting.
const ready = "ready"

// Work is the worker's main. The store is "lru", "dir:" with a folder or "redis:" with an address.
func Work(store string, in io.Reader, out io.Writer) error {
	return within(func(tb testing.TB) error {
		s, err := workStore(tb, store)
		if err != nil {
			return err
		}
		w := &worker{}
		w.fn = memoFunc(tb, s, "stampede", w.slow)
		fmt.Fprintln(out, ready)
		for lines := bufio.NewScanner(in); lines.Scan(); {
			runs, err := w.answer(lines.Text())
			if err != nil {
				return err
			}
			fmt.Fprintln(out, runs)
		}
		return nil
	})
}

func workStore(tb testing.TB, spec string) (memo.Store, error) {
	switch kind, where, _ := strings.Cut(spec, ":"); kind {
	case "lru":
		return newLRU(pairRoom), nil
	case "dir":
		return memo.NewDir(where), nil
	case "redis":
		return newRedisStore(newRedisClient(tb, where)), nil
	}
	return nil, fmt.Errorf("bench: a worker's store is lru, dir:<folder> or redis:<address>, not %q", spec)
}

type worker struct {
	fn   func(context.Context, string) (string, error)
	runs atomic.Int64
}

func (w *worker) slow(_ context.Context, key string) (string, error) {
	w.runs.Add(1)
	time.Sleep(stampedeTakes)
	return key, nil
}

func (w *worker) answer(line string) (runs int64, err error) {
	fields := strings.Fields(line)
	if len(fields) != 3 || fields[0] != "stampede" {
		return 0, fmt.Errorf("bench: a worker is told \"stampede <key> <threads>\", not %q", line)
	}
	threads, err := strconv.Atoi(fields[2])
	if err != nil || threads < 1 {
		return 0, fmt.Errorf("bench: a worker's threads are a number from 1 on, not %q", fields[2])
	}
	before := w.runs.Load()
	err = w.want(fields[1], threads)
	return w.runs.Load() - before, err
}

// want has so many goroutines want the key at once.
func (w *worker) want(key string, threads int) error {
	errs := make([]error, threads)
	start := make(chan struct{})
	var group sync.WaitGroup
	for i := range threads {
		group.Go(func() {
			<-start
			_, errs[i] = w.fn(context.Background(), key)
		})
	}
	close(start)
	group.Wait()
	return errors.Join(errs...)
}

// stampedes starts workers and gives how many times each round's key was computed among all of them.
func stampedes(start func() (*child, error), processes, threads int) (runs []int, err error) {
	var workers []*child
	defer func() {
		for _, w := range workers {
			_ = w.stop()
		}
	}()
	for range processes {
		w, err := start()
		if err != nil {
			return nil, err
		}
		workers = append(workers, w)
	}
	for round := range stampedeRounds + 1 {
		n, err := stampede(workers, fmt.Sprintf("key-%d-of-%d", round, processes), threads)
		if err != nil {
			return nil, err
		}
		if round > 0 { // the first finds the way, and opens connections
			runs = append(runs, n)
		}
	}
	return runs, nil
}

func stampede(workers []*child, key string, threads int) (runs int, err error) {
	for _, w := range workers {
		if err := w.tell(fmt.Sprintf("stampede %s %d", key, threads)); err != nil {
			return 0, err
		}
	}
	for _, w := range workers {
		n, err := w.hear()
		if err != nil {
			return 0, err
		}
		runs += int(n)
	}
	return runs, nil
}

// among writes what rounds counted: one number, or the least and the most.
func among(runs []int) string {
	if len(runs) == 0 {
		return "-"
	}
	least, most := slices.Min(runs), slices.Max(runs)
	if least == most {
		return strconv.Itoa(least)
	}
	return fmt.Sprintf("%d to %d", least, most)
}
